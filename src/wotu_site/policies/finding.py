"""Rules in the search box: by name, number of the document, and initials."""

from __future__ import annotations

from functools import cache

from django.urls import reverse
from pypinyin import Style, lazy_pinyin

from wotu.rules.checked import CheckedRule
from wotu_site.access.roles import Person
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.search import Hit


def find_rules(words: str, person: Person, limit: int) -> list[Hit]:
    """The rules whose name, document or condition has the words; all staff and firms read them."""
    if not snapshots.has_snapshot():
        return []
    snapshot, wanted = snapshots.snapshot(), words.lower()
    hits = []
    for rule in snapshot.rulebook.in_force(snapshot.manifest.as_of):
        label = rule.spec.label.in_language(page_language())
        if _matches(rule, wanted):
            detail = next(iter(rule.spec.texts.values())).number or rule.id
            hits.append(Hit(label, reverse("policies:rule", args=[rule.id]), detail, "gavel"))
    return hits[:limit]


def _matches(rule: CheckedRule, wanted: str) -> bool:
    spec = rule.spec
    texts = [spec.label.zh, spec.label.en, rule.id]
    texts += [text.number or "" for text in spec.texts.values()]
    texts += [text.title.zh for text in spec.texts.values()]
    return any(wanted in text.lower() for text in texts) or initials(spec.label.zh).startswith(
        wanted
    )


@cache
def initials(name: str) -> str:
    """The first letters of the pinyin: ``高新技术企业`` gives ``gxjsqy``."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()

"""Pages of the site in the search box: by name, and by the initials of their pinyin."""

from __future__ import annotations

from functools import cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.ui import navigation
from wotu_site.ui.search import Hit

LABEL = _("Pages")

#: Pages that the navigation does not list.
MORE: tuple[tuple[str, str | Promise, str], ...] = (
    ("accounts:profile", _("My account"), "user-circle"),
    ("accounts:password", _("Change password"), "key"),
    ("accounts:new", _("New account"), "plus"),
    ("accounts:roles", _("Roles and pages"), "table"),
    ("home:about", _("About Wotu"), "info-circle"),
)


def find_pages(words: str, person: Person, limit: int) -> list[Hit]:
    """The pages this person may open whose name has the words, or begins with the initials."""
    wanted = words.lower()
    sections = (*navigation.WORK, *navigation.UPKEEP)
    listed = [
        Hit(str(entry.section.label), entry.address, icon=entry.section.icon)
        for entry in navigation.entries(sections, person, namespace="")
    ]
    others = [
        Hit(str(label), reverse(name), icon=icon)
        for name, label, icon in MORE
        if may_open(person, name)
    ]
    hits = [hit for hit in (*listed, *others) if _matches(hit.title, wanted)]
    return hits[:limit]


def _matches(title: str, wanted: str) -> bool:
    return wanted in title.lower() or initials(title).startswith(wanted)


@cache
def initials(title: str) -> str:
    """The first letters of the pinyin: ``审计日志`` gives ``sjrz``."""
    return "".join(lazy_pinyin(title, style=Style.FIRST_LETTER)).lower()

"""A draft in an address: every moved figure and every rewritten text is a parameter of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import QueryDict

from wotu.packs.schema import Label
from wotu.rules.draft import Draft
from wotu.rules.draft_changes import alike
from wotu.rules.spec import RuleSpec
from wotu_site.drafts.controls import Figure, Wording, decimal_text, plain_number

FIGURE, TEXT, REMOVED, NEW_LABEL, NEW_TEST = "p.", "t.", "without", "new_label", "new_test"
ADDED = "added_condition"
LONGEST_TEXT = 600
PLAIN_NUMBER = re.compile(r"\d+(\.\d+)?")


def draft_of(
    spec: RuleSpec,
    figures: Sequence[Figure],
    wordings: Sequence[Wording],
    query: QueryDict,
    label: Label | None = None,
) -> Draft:
    """The draft that an address asks for; what stands as in the rule is no part of it."""
    texts: dict[str, dict[str, Any]] = {"quantities": {}, "conditions": {}}
    for one in wordings:
        written = _text(query, f"{TEXT}{one.name}")
        if written and not alike(one.present, written):
            texts[one.kind][one.name] = written
    known = {one.name for one in wordings if one.kind == "conditions"}
    texts["conditions"] |= dict.fromkeys(n for n in query.getlist(REMOVED) if n in known)
    if test := _text(query, NEW_TEST):
        words = _text(query, NEW_LABEL) or test
        texts["conditions"][ADDED] = {"label": {"zh": words, "en": words}, "test": test}
    return Draft(
        draft="draft",
        label=label or spec.label,
        rule=spec.rule,
        edition=spec.edition,
        parameters=dict(_moved(figures, query)),
        **texts,
    )


def _moved(figures: Iterable[Figure], query: QueryDict) -> Iterable[tuple[str, str]]:
    for one in figures:
        number = _text(query, f"{FIGURE}{one.name}")
        if number and not alike(one.expression(decimal_text(one.present)), one.expression(number)):
            yield one.name, one.expression(number)


def query_of(figures: Sequence[Figure], draft: Draft) -> QueryDict:
    """The part of an address that asks for a draft."""
    query = QueryDict(mutable=True)
    units = {one.name: one.unit for one in figures}
    for name, change in draft.parameters.items():
        number = plain_number(str(change))
        if number is not None and number.unit == units.get(name):
            query[f"{FIGURE}{name}"] = decimal_text(number.value)
    for kind in (draft.quantities, draft.conditions):
        for name, change in kind.items():
            if change is None:
                query.appendlist(REMOVED, name)
            elif isinstance(change, dict):
                query[NEW_LABEL] = Label.model_validate(change["label"]).zh
                query[NEW_TEST] = str(change["test"])
            else:
                query[f"{TEXT}{name}"] = str(change)
    return query


def part_of_draft(name: str) -> bool:
    """Whether a parameter of an address is part of the draft, and not of the list beneath it."""
    return name.startswith((FIGURE, TEXT)) or name in {REMOVED, NEW_LABEL, NEW_TEST}


def _text(query: QueryDict, name: str) -> str:
    return query.get(name, "").strip()[:LONGEST_TEXT]

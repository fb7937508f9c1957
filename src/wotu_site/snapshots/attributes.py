"""What firms can be narrowed to, in words: industry, division, size."""

from __future__ import annotations

from wotu.build.among import NOT_KNOWN, SIZE_RULE, Attribute
from wotu.build.snapshot import Snapshot
from wotu.errors import UnknownNameError

CODE_LISTS = {"section": "gbt4754_2017", "division": "divisions"}


def attribute_word(
    snapshot: Snapshot, attribute: Attribute, value: str | None, language: str
) -> str:
    """The name of a value; empty where there is none, the value itself where it has no name."""
    if value is None or value == NOT_KNOWN:
        return ""
    if attribute == "size":
        return _size_word(snapshot, value, language)
    codes = snapshot.packs.code_lists[CODE_LISTS[attribute]]
    return codes.label_of(value).in_language(language)


def _size_word(snapshot: Snapshot, value: str, language: str) -> str:
    try:
        rule = snapshot.rulebook.rule(SIZE_RULE, snapshot.manifest.as_of)
    except UnknownNameError:
        return value
    classes = rule.spec.outcome.classes if rule.spec.outcome else {}
    return classes[value].in_language(language) if value in classes else value

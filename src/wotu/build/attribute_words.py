"""What the values of a firm's attributes are called: size, industry, division, rung."""

from __future__ import annotations

from typing import Final

from wotu.build.among import NOT_KNOWN, SIZE_RULE
from wotu.build.held import NO_RUNG
from wotu.build.snapshot import Snapshot
from wotu.errors import UnknownNameError
from wotu.packs.schema import Label

CODE_LISTS: Final = {"section": "gbt4754_2017", "division": "divisions"}

CERTIFICATE_KINDS: Final = "certificate_kinds"

_NONE: Final = Label(zh="无资质", en="No certificate")


def attribute_word(snapshot: Snapshot, attribute: str, value: str | None, language: str) -> str:
    """The name of a value; empty where there is none, the value itself where it has no name.

    ``attribute`` is size, section, division or a ladder, whose values are kinds of certificates.
    """
    if value is None or value == NOT_KNOWN:
        return ""
    if attribute == "size":
        return _size_word(snapshot, value, language)
    if value == NO_RUNG and attribute in snapshot.packs.ladders:
        return _NONE.in_language(language)
    codes = snapshot.packs.code_lists[CODE_LISTS.get(attribute, CERTIFICATE_KINDS)]
    return codes.label_of(value).in_language(language)


def _size_word(snapshot: Snapshot, value: str, language: str) -> str:
    try:
        rule = snapshot.rulebook.rule(SIZE_RULE, snapshot.manifest.as_of)
    except UnknownNameError:
        return value
    classes = rule.spec.outcome.classes if rule.spec.outcome else {}
    return classes[value].in_language(language) if value in classes else value

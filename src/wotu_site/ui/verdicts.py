"""The three states of a verdict, each with an icon, a word and a colour."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """How a verdict is shown; the word carries the meaning, colour only repeats it."""

    word: Promise
    icon: str
    css: str


LOOKS = {
    "met": VerdictLook(pgettext_lazy("verdict", "Met"), "check", "verdict-met"),
    "not_met": VerdictLook(pgettext_lazy("verdict", "Not met"), "x", "verdict-not-met"),
    "unknown": VerdictLook(pgettext_lazy("verdict", "Unknown"), "question-mark", "verdict-unknown"),
}


def verdict_look(verdict: str | None) -> VerdictLook:
    """How to show ``met``, ``not_met`` or ``unknown``; no verdict at all is unknown."""
    return LOOKS[verdict or "unknown"]

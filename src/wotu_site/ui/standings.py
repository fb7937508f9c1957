"""Where a firm stands before a rule, each with an icon, a word and a colour."""

from __future__ import annotations

from dataclasses import dataclass

from wotu.rules.screen import STANDING_LABELS, Standing
from wotu_site.ui.formats import page_language


@dataclass(frozen=True, slots=True)
class StandingLook:
    """How a standing is shown; the word carries the meaning, colour only repeats it."""

    word: str
    icon: str
    css: str


_SHAPES = {
    Standing.MET: ("check", "standing-met"),
    Standing.READY: ("send", "standing-ready"),
    Standing.ONE_FACT: ("question-mark", "standing-open"),
    Standing.FACTS_MISSING: ("dots", "standing-open"),
    Standing.ONE_CONDITION: ("arrow-up-right", "standing-near"),
    Standing.NOT_MET: ("x", "standing-not-met"),
}


def standing_look(standing: str) -> StandingLook:
    """How to show one of the standings of ``wotu.rules.screen``."""
    known = Standing(standing)
    return StandingLook(STANDING_LABELS[known].in_language(page_language()), *_SHAPES[known])

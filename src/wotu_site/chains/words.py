"""How chains are put into words: states of links, stages, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wotu.chains.states import STATES as LABELS
from wotu.chains.tables import PLACED_FROM, POSSIBLE_FROM
from wotu.packs.chains import Stage
from wotu.packs.schema import Label
from wotu_site.ui.formats import page_language


@dataclass(frozen=True, slots=True)
class StateLook:
    """How the state of a link is shown; word and letter carry the meaning, colour repeats it."""

    state: str
    letter: Promise
    icon: str
    meaning: Promise

    @property
    def word(self) -> str:
        """The library's word for the state."""
        return LABELS[self.state].in_language(page_language())


#: In the order from the best to what is not known. Words are those of the library.
STATES: Mapping[str, StateLook] = {
    look.state: look
    for look in (
        StateLook(
            "strong",
            pgettext_lazy("letter of strong", "S"),
            "circle-check",
            _("Several firms carry it, and few places have more."),
        ),
        StateLook(
            "fragile",
            pgettext_lazy("letter of fragile", "F"),
            "alert-triangle",
            _("One firm, or one place outside, carries it."),
        ),
        StateLook(
            "weak",
            pgettext_lazy("letter of weak", "W"),
            "trending-down",
            _("There are firms, fewer or smaller than elsewhere."),
        ),
        StateLook(
            "missing",
            pgettext_lazy("letter of missing", "M"),
            "circle-dashed",
            _("No firm of the zone stands on it."),
        ),
        StateLook(
            "unknown",
            pgettext_lazy("letter of undecided", "?"),
            "question-mark",
            _("Too little is known to say."),
        ),
    )
}

STAGES: Mapping[str, Promise] = {
    Stage.UPSTREAM: pgettext_lazy("stage", "Upstream"),
    Stage.MIDSTREAM: pgettext_lazy("stage", "Midstream"),
    Stage.DOWNSTREAM: pgettext_lazy("stage", "Downstream"),
    Stage.SUPPORT: pgettext_lazy("stage", "Support"),
}

FIELDS: Mapping[str, Promise] = {
    "name": pgettext_lazy("placed by", "name"),
    "products": pgettext_lazy("placed by", "main products"),
    "scope": pgettext_lazy("placed by", "business scope"),
    "patents": pgettext_lazy("placed by", "titles of rights"),
    "industry": pgettext_lazy("placed by", "industry code"),
}


def state_look(state: str) -> StateLook:
    """How to show a state of ``node_strength``."""
    return STATES[state]


def said(label: Label | None) -> str:
    """A label in the language of the page; empty where there is none."""
    return label.in_language(page_language()) if label else ""


def reason_texts(reasons: Iterable[Mapping[str, Any]] | None) -> tuple[str, ...]:
    """Reasons in the language of the page."""
    language = "zh" if page_language().startswith("zh") else "en"
    return tuple(one[language] for one in reasons or ())


def confidence_word(confidence: float) -> Promise:
    """How sure a placement is, in a word."""
    if confidence >= PLACED_FROM:
        return pgettext_lazy("confidence", "sure")
    if confidence >= POSSIBLE_FROM:
        return pgettext_lazy("confidence", "to be checked")
    return pgettext_lazy("confidence", "doubtful")


def enumerated(names: Iterable[str]) -> str:
    """Names one after the other, as the language of the page separates them."""
    return ("、" if page_language().startswith("zh") else ", ").join(names)

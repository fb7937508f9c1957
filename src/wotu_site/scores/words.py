"""How scores, ranks and steps are put into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from wotu.figures import indicator_text, number_text
from wotu.packs.schema import Label
from wotu.packs.scoreboards import Mark
from wotu.packs.strength import Ground
from wotu_site.ui.formats import page_language, share_text, unknown_text

STEPS: Mapping[str, Promise] = {
    "denominate": pgettext_lazy("step of scoring", "Denominators"),
    "screen": pgettext_lazy("step of scoring", "Screening"),
    "impute": pgettext_lazy("step of scoring", "Imputation"),
    "treat": pgettext_lazy("step of scoring", "Outliers"),
    "normalise": pgettext_lazy("step of scoring", "Normalisation"),
    "weigh": pgettext_lazy("step of scoring", "Weights"),
    "aggregate": pgettext_lazy("step of scoring", "Aggregation"),
}
MARKS: Mapping[Mark, Promise] = {
    Mark.VERIFIED: pgettext_lazy("weight", "checked in the text"),
    Mark.REPORTED: pgettext_lazy("weight", "reported"),
    Mark.PLACEHOLDER: pgettext_lazy("weight", "not published: an equal share stands in"),
    Mark.OWN: pgettext_lazy("weight", "the zone's own choice"),
}


def said(label: Label | None) -> str:
    """A label in the language of the page; empty where there is none."""
    return label.in_language(page_language()) if label else ""


def in_page_language(zh: str, en: str) -> str:
    """One of two texts."""
    return zh if page_language().startswith("zh") else en


def named(text: str, place: str, other: str = "") -> str:
    """A sentence of the engine with the names of places filled in."""
    return text.format(place=place, other=other)


def score_text(points: float | None) -> str:
    """Points of an index: two decimals."""
    return unknown_text() if points is None else f"{points:,.2f}"


def signed_text(points: float | None) -> str:
    """A difference in points with its sign: ``+1.93``, ``−0.56``."""
    if points is None:
        return unknown_text()
    # What rounds to nothing has no sign.
    return f"{points:+.2f}".replace("-", "−") if abs(points) >= 0.005 else "0.00"


def interval_text(low: float | None, high: float | None) -> str:
    """A rank interval as people write it: ``4–10``; one rank where both ends are the same."""
    if low is None or high is None:
        return unknown_text()
    first, last = f"{low:g}", f"{high:g}"
    return first if first == last else f"{first}–{last}"


def score_interval_text(low: float | None, high: float | None) -> str:
    """A score interval with one decimal."""
    if low is None or high is None:
        return unknown_text()
    return f"{low:,.1f}–{high:,.1f}"


def amount_text(value: float | None, unit: str) -> str:
    """A figure of an indicator with its unit; unknown where there is none."""
    if value is None:
        return unknown_text()
    decimals = 2 if abs(value) >= 1 or value == 0 else 4
    return indicator_text(value, unit, page_language(), decimals)


def plain_number(value: float) -> str:
    """A number without a unit, for inputs: no grouping, no more decimals than it has."""
    return number_text(value, 4).replace(",", "")


def level_text(level: float) -> str:
    """The level of an interval in per cent without decimals: ``90%``."""
    return f"{level * 100:g}%"


def whole_share(share: float | None) -> str:
    """A share in whole per cent."""
    return unknown_text() if share is None else f"{share * 100:.0f}%"


def weight_text(weight: float | None) -> str:
    """A weight as a share of the index."""
    return share_text(weight)


def moved_text(before: int | None, now: int | None) -> str:
    """How a rank has moved on the year before; empty where there is no year before."""
    if before is None or now is None:
        return ""
    steps = abs(before - now)
    if not steps:
        return _("as the year before")
    if now < before:
        return ngettext(
            "up %(steps)s rank on the year before", "up %(steps)s ranks on the year before", steps
        ) % {"steps": steps}
    return ngettext(
        "down %(steps)s rank on the year before", "down %(steps)s ranks on the year before", steps
    ) % {"steps": steps}


def enumerated(names: Iterable[str]) -> str:
    """Names in a row."""
    return ("、" if page_language().startswith("zh") else ", ").join(names)


def years_text(years: tuple[str, ...]) -> str:
    """From the first to the last year."""
    if not years:
        return ""
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"


def ground_text(ground: Ground) -> str:
    """What an edition rests on: the title of its text, or whose choice it is."""
    return ground.title or said(ground.own_choice)

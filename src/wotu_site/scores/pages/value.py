"""One figure on its way to points: where it comes from and what every step made of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.pages.frame import boards_crumb, place_address, score_crumbs
from wotu_site.scores.places import place_name
from wotu_site.scores.words import (
    STEPS,
    amount_text,
    in_page_language,
    said,
    score_text,
    weight_text,
)
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.pages import Crumb

REGISTRY = "targets:value"


@dataclass(frozen=True, slots=True)
class StepLine:
    """What a step made of the figure, in words."""

    step: str
    value: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ValuePage:
    """A figure of a place, indicator and year through all steps."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    about: str
    value: str
    known: bool
    steps: tuple[StepLine, ...]
    registry: str


def value_page(
    board: BoardState, year: str, place: str, indicator: str, person: Person
) -> ValuePage | None:
    """The page of a figure; None where the edition did not score it."""
    name = board.board.id
    step = measured.values(snapshot(), name, year).get(indicator, {}).get(place)
    mine = measured.nodes(snapshot(), name, year).get(indicator, {}).get(place)
    if step is None or mine is None:
        return None
    leaf = measured.tree_of_board(snapshot(), name)[indicator]
    changed = step.treated if step.treated is not None else step.imputed
    counted = changed if changed is not None else step.value
    given = {
        "impute": amount_text(step.imputed, leaf.unit) if step.imputed is not None else "",
        "treat": amount_text(step.treated, leaf.unit) if step.treated is not None else "",
        "normalise": score_text(step.normalised),
        "weigh": weight_text(mine.weight),
        "aggregate": score_text(mine.contribution),
    }
    notes = _notes(name, year, place, indicator)
    lines = [
        StepLine(str(STEPS[key]), given.get(key, ""), notes.get(key, ()))
        for key in STEPS
        if given.get(key) or notes.get(key)
    ]
    title = said(leaf.label)
    return ValuePage(
        title=title,
        breadcrumbs=score_crumbs(
            person,
            boards_crumb(),
            Crumb(place_name(place), place_address(name, year, place)),
            Crumb(title),
        ),
        about=" · ".join((said(leaf.label), place_name(place), year)),
        value=amount_text(step.value, leaf.unit)
        if step.value is not None
        else _("no figure; counted as %(value)s") % {"value": amount_text(counted, leaf.unit)},
        known=step.value is not None,
        steps=tuple(lines),
        registry=_registry(indicator, place, year, person),
    )


def _notes(board: str, year: str, place: str, indicator: str) -> dict[str, tuple[str, ...]]:
    """Lines of the log about just this figure."""
    found: dict[str, list[str]] = {}
    for row in measured.log(snapshot(), board, year):
        if row.node == indicator and row.place == place:
            found.setdefault(row.step, []).append(in_page_language(row.zh, row.en))
    return {step: tuple(words) for step, words in found.items()}


def _registry(indicator: str, place: str, year: str, person: Person) -> str:
    """Where the figure itself comes from: the imported row, the sentence, the query."""
    period = measured.registry_period(snapshot(), indicator, place, year)
    if period is None or not may_open(person, REGISTRY):
        return ""
    return reverse(REGISTRY, args=[indicator, place, period])

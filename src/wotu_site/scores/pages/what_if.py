"""What if a place had other figures: its new score and rank, and whom it passes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import pgettext

from wotu.errors import WotuError
from wotu.scores.tree import Node
from wotu.scores.whatif import Effect, what_if
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.asking import VALUE, Asked, asked_of, scale_of, unit_word
from wotu_site.scores.drawing import COLOURS
from wotu_site.scores.measured import StepValue
from wotu_site.scores.pages.choosing import Chooser, chooser_of, modes
from wotu_site.scores.pages.frame import asked_address, place_address, score_crumbs, score_tabs
from wotu_site.scores.places import place_name
from wotu_site.scores.words import (
    amount_text,
    enumerated,
    interval_text,
    plain_number,
    said,
    score_text,
    signed_text,
)
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab

STEPS_OF_SLIDER = 200


@dataclass(frozen=True, slots=True)
class Field:
    """An indicator that can be given another figure; numbers as texts for inputs."""

    name: str
    number: str
    label: str
    unit: str
    now: str
    held: str
    """The figure as it is, in the unit of the input; empty where it is unknown."""
    entered: str
    low: str
    high: str
    step: str
    best: str
    judged: bool
    filled_in: bool


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The indicators of a dimension."""

    label: str
    colour: int
    fields: tuple[Field, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What the changes do; ``fault`` says why nothing can be said."""

    changed: tuple[str, ...]
    score_before: str
    score_after: str
    gained: str
    rank_before: int
    rank_after: int
    ranks_gained: int
    interval: str
    passed: str
    passed_by: str
    fault: str

    @property
    def ranks_lost(self) -> int:
        """Ranks further from the first."""
        return -self.ranks_gained


@dataclass(frozen=True)
class WhatIfPage:
    """The what-if of a place."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    modes: tuple[Tab, ...]
    chooser: Chooser | None
    path: str
    place_name: str
    place_address: str
    groups: tuple[FieldGroup, ...]
    faults: tuple[str, ...]
    result: Result | None
    reset: str


def what_if_page(path: str, query: QueryDict, person: Person) -> WhatIfPage:
    """The page of what an address asks."""
    asked = asked_of(query)
    title = pgettext("navigation", "What if")
    return WhatIfPage(
        title=title,
        breadcrumbs=score_crumbs(person, Crumb(title)),
        tabs=score_tabs("what-if", person),
        modes=modes("what-if", asked),
        chooser=chooser_of("what-if", asked),
        path=path,
        place_name=place_name(asked.place) if asked else "",
        place_address=place_address(asked.board.board.id, asked.year, asked.place) if asked else "",
        groups=_groups(asked) if asked else (),
        faults=asked.faults if asked else (),
        result=_result(asked) if asked else None,
        reset=asked_address(
            "what-if", board=asked.board.board.id, year=asked.year, place=asked.place
        )
        if asked
        else path,
    )


def _groups(asked: Asked) -> tuple[FieldGroup, ...]:
    board = asked.board.board.id
    tree = measured.tree_of_board(snapshot(), board)
    figures = measured.values(snapshot(), board, asked.year)
    groups = []
    for number, node in enumerate(measured.dimensions(tree)):
        fields = tuple(
            _field(leaf, figures[leaf.id], asked)
            for leaf in tree.leaves_of(node.id)
            if asked.place in figures.get(leaf.id, {})
        )
        touched = any(one.entered for one in fields)
        groups.append(
            FieldGroup(
                f"{node.number} {said(node.label)}".strip(),
                number % COLOURS + 1,
                fields,
                touched or (number == 0 and not asked.values),
            )
        )
    return tuple(groups)


def _field(leaf: Node, by_place: dict[str, StepValue], asked: Asked) -> Field:
    scale = scale_of(leaf.unit)
    own = by_place[asked.place].value
    known = [one.value for one in by_place.values() if one.value is not None]
    entered = asked.values.get(leaf.id)
    ends = [one for one in (*known, own, entered) if one is not None] or [0.0, 1.0]
    low, high = min(ends) / scale, max(ends) / scale
    reach = (high - low) or 1.0
    whole = all(one == round(one) for one in known) and reach >= 2
    best = (min if leaf.sign < 0 else max)(known, default=None)
    return Field(
        name=f"{VALUE}{leaf.id}",
        number=leaf.number,
        label=said(leaf.label),
        unit=unit_word(leaf.unit),
        now=amount_text(own, leaf.unit),
        held="" if own is None else plain_number(own / scale),
        entered="" if entered is None else plain_number(entered / scale),
        low=plain_number(low),
        high=plain_number(high),
        step="1" if whole and scale == 1 else f"{reach / STEPS_OF_SLIDER:.3g}",
        best=amount_text(best, leaf.unit) if best is not None else "",
        judged=leaf.judged,
        filled_in=by_place[asked.place].imputed is not None,
    )


def _result(asked: Asked) -> Result:
    tree = measured.tree_of_board(snapshot(), asked.board.board.id)
    changed = tuple(
        f"{said(tree[name].label)} {amount_text(value, tree[name].unit)}"
        for name, value in asked.values.items()
    )
    own = measured.of_place(snapshot(), asked.board.board.id, asked.year, asked.place)
    interval = interval_text(own.rank_low, own.rank_high) if own else ""
    try:
        scored, at = measured.scored(snapshot(), asked.board.board.id, asked.year)
        effect = what_if(scored, asked.place, asked.values, at)
    except WotuError as error:
        return Result(changed, "", "", "", 0, 0, 0, interval, "", "", error.message)
    return _told(effect, changed, interval)


def _told(effect: Effect, changed: tuple[str, ...], interval: str) -> Result:
    return Result(
        changed=changed,
        score_before=score_text(effect.score_before),
        score_after=score_text(effect.score_after),
        gained=signed_text(effect.score_after - effect.score_before),
        rank_before=effect.rank_before,
        rank_after=effect.rank_after,
        ranks_gained=effect.rank_before - effect.rank_after,
        interval=interval,
        passed=enumerated(place_name(code) for code in effect.passed),
        passed_by=enumerated(place_name(code) for code in effect.passed_by),
        fault="",
    )

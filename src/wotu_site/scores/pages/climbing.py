"""What it would take to climb: each indicator alone, and the cheapest mix, each scored anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu.errors import WotuError
from wotu.scores.climb import Climb, climb
from wotu.scores.moves import Mix, Move, Single
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.asking import COST, MOST_RANKS, VALUE, Asked, asked_of, scale_of
from wotu_site.scores.pages.choosing import Chooser, Option, chooser_of, modes
from wotu_site.scores.pages.frame import asked_address, score_crumbs, score_tabs
from wotu_site.scores.places import place_name
from wotu_site.scores.words import amount_text, enumerated, said, score_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class CostField:
    """What a change of an indicator costs; 0 for one that cannot be changed."""

    name: str
    label: str
    entered: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A change of one indicator."""

    label: str
    before: str
    after: str
    deviations: str


@dataclass(frozen=True, slots=True)
class SingleRow:
    """One indicator that is enough alone, and the rank it gives."""

    move: MoveRow
    rank: int | None
    passed: str
    what_if: str


@dataclass(frozen=True, slots=True)
class MixRow:
    """The cheapest mix for some ranks; ``moves`` is empty where none was found."""

    target: int
    moves: tuple[MoveRow, ...]
    cost: str
    proven: bool
    passed: str
    what_if: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a climb would take; ``fault`` says why nothing can be said."""

    rank: int
    score: str
    goal: int
    mixes: tuple[MixRow, ...]
    singles: tuple[SingleRow, ...]
    not_enough: int
    notes: tuple[str, ...]
    fault: str


@dataclass(frozen=True)
class ClimbPage:
    """The question of a climb; ``answer`` is None in the page itself, which then asks for it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    modes: tuple[Tab, ...]
    chooser: Chooser | None
    path: str
    place_name: str
    ranks: tuple[Option, ...]
    judged_fixed: bool
    costs: tuple[CostField, ...]
    costs_open: bool
    faults: tuple[str, ...]
    address: str
    answer: Answer | None


def climb_page(path: str, query: QueryDict, person: Person, *, answered: bool) -> ClimbPage:
    """The page of what an address asks; the answer takes seconds, and is given when asked for."""
    asked = asked_of(query)
    title = pgettext("navigation", "What if")
    text = query.urlencode()
    return ClimbPage(
        title=title,
        breadcrumbs=score_crumbs(person, Crumb(title)),
        tabs=score_tabs("what-if", person),
        modes=modes("climb", asked),
        chooser=chooser_of("climb", asked),
        path=path,
        place_name=place_name(asked.place) if asked else "",
        ranks=_ranks(asked) if asked else (),
        judged_fixed=asked.judged_fixed if asked else True,
        costs=_costs(asked, query) if asked else (),
        costs_open=any(name.startswith(COST) for name in query),
        faults=asked.faults if asked else (),
        address=f"{path}?{text}" if text else path,
        answer=_answer(asked) if asked and answered else None,
    )


def _ranks(asked: Asked) -> tuple[Option, ...]:
    own = measured.of_place(snapshot(), asked.board.board.id, asked.year, asked.place)
    most = min(MOST_RANKS, (own.rank or 1) - 1 if own else 0)
    return tuple(
        Option(str(number), str(number), number == asked.ranks) for number in range(1, most + 1)
    )


def _costs(asked: Asked, query: QueryDict) -> tuple[CostField, ...]:
    tree = measured.tree_of_board(snapshot(), asked.board.board.id)
    return tuple(
        CostField(
            f"{COST}{leaf.id}",
            f"{leaf.number} {said(leaf.label)}".strip(),
            query.get(f"{COST}{leaf.id}", ""),
            leaf.id in asked.costs and asked.costs[leaf.id] is None,
        )
        for leaf in tree.leaves
    )


def _answer(asked: Asked) -> Answer:
    costs = tuple(sorted(asked.costs.items()))
    try:
        found = _climb(
            snapshot(), asked.board.board.id, asked.year, asked.place, asked.ranks, costs
        )
    except WotuError as error:
        return Answer(0, "", 0, (), (), 0, (), error.message)
    singles = tuple(_single(asked, one) for one in found.singles if one.enough)
    return Answer(
        rank=found.rank,
        score=score_text(found.score),
        goal=found.rank - found.ranks,
        mixes=tuple(
            _mix(asked, found, number, one) for number, one in enumerate(found.frontier, 1)
        ),
        singles=singles,
        not_enough=len(found.singles) - len(singles),
        notes=tuple(said(note).format(place=place_name(asked.place)) for note in found.notes),
        fault="",
    )


@remembered
def _climb(
    current: Snapshot,
    board: str,
    year: str,
    place: str,
    ranks: int,
    costs: tuple[tuple[str, float | None], ...],
) -> Climb:
    scored, at = measured.scored(current, board, year)
    taking_part = {leaf.id for leaf in scored.tree.leaves}
    prices = {name: cost for name, cost in costs if name in taking_part}
    return climb(scored, place, ranks, prices, at)


def _move(move: Move) -> MoveRow:
    return MoveRow(
        said(move.label),
        amount_text(move.before, move.unit),
        amount_text(move.after, move.unit),
        f"{move.deviations:.2f}",
    )


def _tried(asked: Asked, moves: tuple[Move, ...]) -> str:
    """The what-if with these moves, in the units of its inputs."""
    about = {"board": asked.board.board.id, "year": asked.year, "place": asked.place}
    changed = {
        # All digits: rounded down, a figure would fall short of the rank that it just reaches.
        f"{VALUE}{one.indicator}": f"{one.after / scale_of(one.unit):.12g}"
        for one in moves
    }
    return asked_address("what-if", **about, **changed)


def _single(asked: Asked, one: Single) -> SingleRow:
    effect = one.effect
    return SingleRow(
        _move(one.move),
        effect.rank_after if effect else None,
        enumerated(place_name(code) for code in effect.passed) if effect else "",
        _tried(asked, (one.move,)),
    )


def _mix(asked: Asked, found: Climb, ranks: int, mix: Mix | None) -> MixRow:
    target = found.rank - ranks
    if mix is None:
        return MixRow(target, (), "", False, "", "")
    return MixRow(
        target=mix.effect.rank_after,
        moves=tuple(_move(one) for one in mix.moves),
        cost=f"{mix.cost:.2f}",
        proven=mix.proven,
        passed=enumerated(place_name(code) for code in mix.effect.passed),
        what_if=_tried(asked, mix.moves),
    )

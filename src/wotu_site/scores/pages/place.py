"""A place on a scoreboard: its rank, what makes its score, and what would change its rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wotu.build.scoreboards import BoardState
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.charts import ranks_chart
from wotu_site.scores.measured import FlipRow, Ranked
from wotu_site.scores.pages.frame import (
    Frame,
    asked_address,
    board_address,
    boards_crumb,
    frame_of,
    place_address,
    score_crumbs,
    score_tabs,
)
from wotu_site.scores.pages.leading import flip_words, leading_words
from wotu_site.scores.pages.parts import (
    COLUMNS,
    DimensionRow,
    IndicatorRow,
    dimension_rows,
    indicator_rows,
)
from wotu_site.scores.places import own_place
from wotu_site.scores.words import (
    interval_text,
    score_interval_text,
    score_text,
    whole_share,
)
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.charts import Chart
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Column, ListState
from wotu_site.ui.tabs import Tab

SHOWN_FLIPS = 5
#: Kinds of flips that are no choice of method.
FIGURES: Mapping[str, Promise] = {
    "value": pgettext_lazy("flip", "Figures"),
    "weight": pgettext_lazy("flip", "Weights"),
}
METHOD = pgettext_lazy("flip", "Choices of method")


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure about the rank."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FlipGroup:
    """Flips of one kind, the least effort first."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class PlacePage:
    """A place on an edition in a year; ``next_name`` is the place right before it in rank."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    frame: Frame
    place: str
    lead: str
    stats: tuple[Stat, ...]
    next_name: str
    next_address: str
    state: ListState
    columns: tuple[Column, ...]
    dimensions: tuple[DimensionRow, ...]
    rows: tuple[IndicatorRow, ...]
    upward: tuple[FlipGroup, ...]
    downward: tuple[FlipGroup, ...]
    flips_kept: bool
    chart: Chart | None
    change: str
    what_if: str
    climb: str
    peers: str


def place_page(
    board: BoardState, year: str, own: Ranked, state: ListState, person: Person
) -> PlacePage:
    """The page of a ranked place."""
    frame = frame_of(board, year, "place", own.place)
    run = measured.run_of(snapshot(), board.board.id, year)
    ahead = _next_place(board.board.id, year, own)
    asked = {"board": board.board.id, "year": year, "place": own.place}
    base = [own_place()] if own_place() not in ("", own.place) else []
    beside = [own.place, *base, *([ahead.place] if ahead and ahead.place not in base else [])]
    flips = measured.flips(snapshot(), board.board.id, year)
    ranking = board_address("ranking", board.board.id, year)
    earlier = [one for one in board.periods if one < year]
    return PlacePage(
        title=own.name,
        breadcrumbs=score_crumbs(
            person, boards_crumb(), Crumb(frame.name, ranking), Crumb(own.name)
        ),
        tabs=score_tabs("home", person),
        frame=frame,
        place=own.place,
        lead=leading_words(board, year, own.place)[0],
        stats=_stats(own, run.places, ahead),
        next_name=ahead.name if ahead else "",
        next_address=place_address(board.board.id, year, ahead.place) if ahead else "",
        state=state,
        columns=COLUMNS,
        dimensions=dimension_rows(board.board.id, year, own.place, ahead),
        rows=indicator_rows(board.board.id, year, own.place, ahead, state),
        upward=_flip_groups(flips.get(own.place, ()), own.place, upward=True),
        downward=_flip_groups(flips.get(own.place, ()), own.place, upward=False),
        flips_kept=bool(flips),
        chart=ranks_chart(board, year, own.place, alone=True),
        change=board_address("change", board.board.id, year, before=earlier[-1], of=own.place)
        if earlier
        else "",
        what_if=asked_address("what-if", **asked),
        climb=asked_address("climb", **asked),
        peers=asked_address("peers", of=board.board.id, year=year, place=beside, base=own.place),
    )


def _next_place(board: str, year: str, own: Ranked) -> Ranked | None:
    """The place right before it."""
    before = [
        one
        for one in measured.ranked(snapshot(), board, year)
        if one.rank is not None and one.rank < (own.rank or 0)
    ]
    return before[-1] if before else None


def _stats(own: Ranked, places: int, ahead: Ranked | None) -> tuple[Stat, ...]:
    short = (ahead.score - own.score) if ahead and ahead.score and own.score else None
    gap = (
        _("%(points)s points behind %(place)s") % {"points": f"{short:.2f}", "place": ahead.name}
        if ahead and short is not None
        else ""
    )
    return (
        Stat(_("Score"), score_text(own.score), gap),
        Stat(
            _("Score interval"),
            score_interval_text(own.score_low, own.score_high),
            _("under the table's own normalisation"),
        ),
        Stat(
            _("Rank"),
            f"{own.rank} / {places}",
            _("interval %(interval)s") % {"interval": interval_text(own.rank_low, own.rank_high)},
        ),
        Stat(
            _("Median rank of the draws"),
            "—" if own.rank_median is None else f"{own.rank_median:g}",
            _("just this rank: %(share)s") % {"share": whole_share(own.share_at_rank)},
        ),
        Stat(
            _("Stays before the next place"),
            "—" if own.share_above_next is None else whole_share(own.share_above_next),
            _("of the draws"),
        ),
    )


def _flip_groups(flips: tuple[FlipRow, ...], place: str, *, upward: bool) -> tuple[FlipGroup, ...]:
    kinds: dict[str, list[str]] = {}
    for flip in flips:
        if flip.upward is upward:
            label = str(FIGURES.get(flip.kind, METHOD))
            kinds.setdefault(label, []).append(flip_words(flip, place))
    order = [*map(str, FIGURES.values()), str(METHOD)]
    return tuple(
        FlipGroup(label, tuple(kinds[label][:SHOWN_FLIPS])) for label in order if label in kinds
    )

"""Why two places differ: size or intensity of totals, and the indicators of an index."""

from __future__ import annotations

from dataclasses import dataclass

from wotu.build.scoreboards import table_of
from wotu.build.snapshot import Snapshot
from wotu.peers.gaps import ContributionGap, contribution_gaps
from wotu_site.scores import measured, peering
from wotu_site.scores.peering import Comparison
from wotu_site.scores.places import place_name
from wotu_site.scores.words import named, said, signed_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.tables import ListState
from wotu_site.ui.tabs import Tab

SHOWN_POINTS = 8


@dataclass(frozen=True, slots=True)
class PointGap:
    """Points of the index that an indicator brings the base ahead of the other."""

    label: str
    points: str
    behind: bool


@dataclass(frozen=True)
class GapPage:
    """Why the base differs from another place; ``others`` are those to look at instead."""

    base: str
    other: str
    others: tuple[Tab, ...]
    total: str
    points: tuple[PointGap, ...]
    sizes: tuple[str, ...]


def gaps_of(asked: Comparison, state: ListState) -> GapPage | None:
    """The gap between the base and the place that the address names, else the first other."""
    others = [code for code in asked.places if code != asked.base]
    if not others:
        return None
    other = state.value("other")
    other = other if other in others else others[0]
    points = _points(asked, other)
    return GapPage(
        base=place_name(asked.base),
        other=place_name(other),
        others=tuple(
            Tab(place_name(code), state.address(other=code), code == other) for code in others
        ),
        total=signed_text(sum(one.difference for one in points)) if points else "",
        points=tuple(
            PointGap(said(one.label), signed_text(one.difference), one.difference < 0)
            for one in points[:SHOWN_POINTS]
        ),
        sizes=tuple(
            named(said(one.words), place_name(asked.base), place_name(other))
            for one in peering.sizes(snapshot(), asked.base, other, asked.indicators, asked.year)
        ),
    )


def _points(asked: Comparison, other: str) -> tuple[ContributionGap, ...]:
    board = asked.board
    if not board or not all(
        measured.of_place(snapshot(), board, asked.year, code) for code in (asked.base, other)
    ):
        return ()
    return _contributions(snapshot(), board, asked.year, asked.base, other)


@remembered
def _contributions(
    current: Snapshot, board: str, year: str, place: str, other: str
) -> tuple[ContributionGap, ...]:
    labels = {leaf.id: leaf.label for leaf in measured.tree_of_board(current, board).leaves}
    rows = table_of(current, "score_node", board, year)
    return contribution_gaps(rows, place, other, labels)

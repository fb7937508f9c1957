"""Comparisons of places from a snapshot: the registry's values, names, larger places and scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wotu.build.places import place_names, places_named
from wotu.build.scoreboards import require_period, table_of
from wotu.build.snapshot import Snapshot
from wotu.errors import SnapshotError, UnknownNameError, did_you_mean
from wotu.packs.indicators import Indicator
from wotu.packs.schema import Label
from wotu.packs.scoreboards import Scoreboard
from wotu.peers.errors import PeerError
from wotu.peers.figures import Figures
from wotu.peers.gaps import ContributionGap, SizeAndIntensity, contribution_gaps, size_and_intensity
from wotu.peers.side_by_side import SideBySide, side_by_side
from wotu.peers.suggest import Peer, suggest_peers
from wotu.peers.views import Proportion, View, makes_sense, parents_of

VALUES = "indicator_value"


def require_place(snapshot: Snapshot, place: str) -> str:
    """The code of a place of which the snapshot has figures, from its code or name.

    Raises:  UnknownNameError, with the nearest name; SnapshotError without a registry.
    """
    names = place_names(snapshot)
    found = places_named(names, place)
    if len(found) != 1:
        hint = did_you_mean(place, list(names.values()))
        raise UnknownNameError(
            f"没有“{place}”的指标数据：导入“区域指标”后建库，或换一个地区。"
            f" There are no figures of '{place}': import indicator values, or name another.{hint}",
            place=place,
        )
    return found[0]


def compare(
    snapshot: Snapshot,
    places: Sequence[str],
    *,
    indicators: Sequence[str] = (),
    board: str | None = None,
    period: str | None = None,
    view: View = View.TOTAL,
    base: str | None = None,
    head: str = "residents",
) -> SideBySide:
    """Places (codes) side by side, on some indicators, on those of a scoreboard, or on all known.

    ``period``: None for the newest year of which two of the places have figures. All known: those
    of which two or more have one in that period.

    Raises:  PeerError, UnknownNameError; SnapshotError without a registry.
    """
    dictionary = snapshot.packs.indicators
    values = snapshot.frame(f"SELECT * FROM {_require(snapshot)}")
    figures = Figures(values)
    asked = period or newest_shared_year(figures, places)
    named = [dictionary.require(one).id for one in indicators]
    if board is not None:
        edition = snapshot.packs.scoreboards.require(board)
        named += [leaf.indicator for leaf in edition.every_indicator if not leaf.judged]
    if not named:
        named = [one.id for one in dictionary.values() if _is_shared(figures, places, one, asked)]
    return side_by_side(
        values,
        places,
        list(dict.fromkeys(named)),
        asked,
        view,
        dictionary,
        place_names(snapshot),
        base=base,
        by=proportion(snapshot, places, head),
    )


def proportion(snapshot: Snapshot, places: Sequence[str], head: str = "residents") -> Proportion:
    """What figures are divided by, with the larger places by the code list of divisions."""
    divisions = snapshot.packs.code_lists.get("divisions")
    above = {one: parents_of(divisions, one) for one in places} if divisions else {}
    return Proportion(head=snapshot.packs.indicators.require(head).id, parents=above)


def explained(
    snapshot: Snapshot, shown: SideBySide, other: str, size: str = "residents"
) -> list[SizeAndIntensity]:
    """The totals of a table that both the base and another place have, size and intensity apart."""
    if shown.base is None:
        return []
    dictionary = snapshot.packs.indicators
    values = snapshot.frame(f"SELECT * FROM {_require(snapshot)}")
    by = Proportion(head=size)
    found = [
        size_and_intensity(values, shown.base, other, row.indicator, shown.period, dictionary, size)
        for row in shown.rows
        if makes_sense(View.PER_HEAD, dictionary[row.indicator], by)
    ]
    return [one for one in found if one is not None]


def score_gaps(
    snapshot: Snapshot, board: str, place: str, other: str, period: str | None = None
) -> tuple[ContributionGap, ...]:
    """Which indicators of a scoreboard make the difference between two places.

    Raises:  UnknownNameError; PeerError where one has no score.
    """
    edition = snapshot.packs.scoreboards.require(board)
    year = require_period(snapshot, edition.id, period)
    nodes = table_of(snapshot, "score_node", edition.id, year)
    return contribution_gaps(nodes, place, other, _labels(snapshot, edition))


def similar(snapshot: Snapshot, place: str, n: int = 8) -> tuple[Peer, ...]:
    """Places most like one in size and structure.

    Raises:  PeerError where it has no yearly figures.
    """
    values = snapshot.frame(f"SELECT * FROM {_require(snapshot)}")
    return suggest_peers(values, place, n, snapshot.packs.indicators)


def newest_shared_year(figures: Figures, places: Sequence[str]) -> str:
    """The newest year of which two of the places have figures.

    Raises:  PeerError where there is none.
    """
    held = Counter(year for place in places for year in figures.years_of(place))
    shared = [year for year, count in held.items() if count > 1]
    if not shared:
        raise PeerError(
            "所选地区没有同一年份的数据：导入“区域指标”后建库。"
            " The places have no year in common: import indicator values and build.",
            places=list(places),
        )
    return str(max(shared))


def _is_shared(figures: Figures, places: Sequence[str], indicator: Indicator, period: str) -> bool:
    found = [figures.of(place, indicator, period) for place in places]
    return sum(one is not None and one.same_period for one in found) > 1


def _labels(snapshot: Snapshot, board: Scoreboard) -> dict[str, Label]:
    dictionary = snapshot.packs.indicators
    return {
        leaf.indicator: leaf.label or dictionary[leaf.indicator].label
        for leaf in board.every_indicator
    }


def _require(snapshot: Snapshot) -> str:
    if not snapshot.columns(VALUES):
        raise SnapshotError(
            "快照里没有指标数据：请先运行 wotu build。"
            " The snapshot has no indicator values: run wotu build."
        )
    return VALUES

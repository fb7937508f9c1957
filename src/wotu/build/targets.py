"""Attraction targets of a snapshot, and the record of lists like them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.chains.attraction import GAPS
from wotu.chains.attraction_reasons import Reason, link_reasons
from wotu.chains.backtest import ALL, METHODS, OURS, Lift, lift
from wotu.chains.tables import BACKTEST, TARGETS
from wotu.chains.windows import Window, limitations
from wotu.packs.schema import Label

TARGET: Final = "chain_target"
RECORD: Final = "chain_backtest"
ELSEWHERE: Final = "outside_firm"
STRENGTH: Final = "node_strength"
PLACES: Final = "place_node"

MUNICIPAL: Final = ("市辖区", "县")
UNNAMED: Final = Label(zh="区外", en="elsewhere")


@dataclass(frozen=True)
class Rate:
    """How many of the links that one method listed gained a firm; the interval is of 95 %."""

    method: str
    listed: int
    gained: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class Record:
    """The back-test of lists, for all chains or one, over all places."""

    chain: str
    window: Window
    rates: tuple[Rate, ...]
    """ours, popularity, random."""
    over_popularity: Lift
    over_random: Lift
    limitations: tuple[Label, ...]


def targets_of(snapshot: Snapshot, chain: str, node: str | None = None) -> pl.DataFrame:
    """The targets of a chain or one of its links: TARGETS with ``name`` and ``place``.

    Links stand in the order of their promise, firms by rank. Empty for a snapshot built before
    there were targets.
    """
    if not snapshot.columns(TARGET):
        return pl.DataFrame(schema={**TARGETS, "name": pl.String, "place": pl.String})
    return snapshot.frame(
        f"SELECT t.*, f.name, f.place FROM {TARGET} t JOIN {ELSEWHERE} f USING (firm_id) "
        "WHERE t.chain = ? AND (?::VARCHAR IS NULL OR t.node = ?) ORDER BY t.rowid",
        [chain, node, node],
    )


def link_reasons_of(snapshot: Snapshot, chain: str) -> dict[str, list[Reason]]:
    """Why each gap of a chain could be filled, by link: the reasons that its targets share."""
    if not snapshot.columns(PLACES):
        return {}
    strengths = snapshot.frame(f"SELECT * FROM {STRENGTH} WHERE chain = ?", [chain])
    place_node = snapshot.frame(f"SELECT * FROM {PLACES}")
    gaps = strengths.filter(pl.col("state").is_in(GAPS))
    found = link_reasons(gaps, place_node, snapshot.packs.chains)
    return {node: reasons for (_, node), reasons in found.items()}


def own_reasons(reasons: Sequence[Reason], of_link: Sequence[Reason]) -> list[Reason]:
    """The reasons that tell a target apart from the others of its link."""
    return [reason for reason in reasons if reason not in of_link]


def place_label(snapshot: Snapshot, place: str | None) -> Label:
    """The name of a city by its code; "elsewhere" where it is unknown.

    The code list names the cities within 北京 and its like 市辖区 and 县: they go by the
    municipality.
    """
    divisions = snapshot.packs.code_lists.get("divisions")
    found = divisions.labels.get(place) if divisions and place else None
    if divisions and place and found and found.zh in MUNICIPAL:
        found = divisions.labels.get(place[:2] + "0000")
    return found or UNNAMED


def record_of(snapshot: Snapshot, chain: str = ALL) -> Record | None:
    """How lists of gaps would have fared, None where too few foundings are known to tell."""
    if not snapshot.columns(RECORD):
        return None
    table = snapshot.frame(f"SELECT * FROM {RECORD}").select(*BACKTEST)
    rows = table.filter((pl.col("chain") == chain) & (pl.col("place") == ALL))
    by_method = {row["method"]: row for row in rows.iter_rows(named=True)}
    if OURS not in by_method:
        return None
    window = Window(by_method[OURS]["cutoff"], by_method[OURS]["until"])
    return Record(
        chain=chain,
        window=window,
        rates=tuple(_rate(by_method[method]) for method in METHODS),
        over_popularity=lift(table, chain=chain),
        over_random=lift(table, chain=chain, over="random"),
        limitations=limitations(_foundings(snapshot), window),
    )


def _rate(row: Mapping[str, Any]) -> Rate:
    return Rate(
        method=row["method"],
        listed=row["listed"],
        gained=row["gained"],
        rate=row["rate"],
        low=row["rate_low"],
        high=row["rate_high"],
    )


def _foundings(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.frame(
        f"SELECT founded_on FROM firm UNION ALL SELECT founded_on FROM {ELSEWHERE}"
    )

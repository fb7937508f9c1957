"""The stock of a certificate: how many firms hold it at the end of each period, and what moved it.

A firm holds a certificate on a day if one of its certificates of the kind is valid then. What moves
the stock of a period is told by who held one at its beginning and at its end, so that the accounts
always close::

    valid(t) = valid(t-1) + first + late + returned - lapsed - withdrawn

Certificates granted in a period are first, late, returned and renewed ones. A renewal is a new
certificate of a firm whose last one ended no more than a year before: for months it may have had
none (*late*), or it is seamless at the ends of the period (*renewed*) and moves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from wotu.build.among import ALL_FIRMS, Among, firms_among
from wotu.build.snapshot import Snapshot
from wotu.indicators.validity import CERTIFICATES, valid_firms
from wotu.packs.schema import Label
from wotu.periods import Quarter, quarters_between

RENEWAL_DAYS: Final = 366
"""A certificate granted no more days than this after the last one ended renews it."""

SHORTENED_DAYS: Final = 31
"""A certificate that ends more days than this before its term was withdrawn."""


class Flow(StrEnum):
    """What became of a firm's certificate in a period."""

    FIRST = "first"  # the firm never held one before
    LATE = "late"  # renewed after months without one
    RETURNED = "returned"  # granted anew more than a year after the last one ended
    RENEWED = "renewed"  # renewed, and held at both ends of the period
    LAPSED = "lapsed"  # ended, and no new one is valid at the end of the period
    WITHDRAWN = "withdrawn"  # ended before its term


FLOW_LABELS: Final[dict[Flow, Label]] = {
    Flow.FIRST: Label(zh="首次认定", en="First granted"),
    Flow.LATE: Label(zh="断档后续认", en="Renewed after a gap"),
    Flow.RETURNED: Label(zh="重新认定", en="Granted anew"),
    Flow.RENEWED: Label(zh="到期续认", en="Renewed"),
    Flow.LAPSED: Label(zh="到期未续", en="Lapsed"),
    Flow.WITHDRAWN: Label(zh="撤销", en="Withdrawn"),
}

GRANTED: Final = (Flow.FIRST, Flow.LATE, Flow.RETURNED, Flow.RENEWED)
ENTERED: Final = (Flow.FIRST, Flow.LATE, Flow.RETURNED)
LEFT: Final = (Flow.LAPSED, Flow.WITHDRAWN)


@dataclass(frozen=True)
class Period:
    """A quarter or a year up to a day: held at its end, and what moved in it."""

    name: str
    begins_after: dt.date
    ends_on: dt.date
    valid: int
    flows: dict[Flow, int]

    @property
    def granted(self) -> int:
        """Firms that were granted a certificate in the period and hold it at the end."""
        return sum(self.flows[flow] for flow in GRANTED)

    @property
    def net(self) -> int:
        """By how much the stock grew."""
        return sum(self.flows[flow] for flow in ENTERED) - self.left

    @property
    def left(self) -> int:
        """Firms that held one at the beginning and hold none at the end."""
        return sum(self.flows[flow] for flow in LEFT)


@dataclass(frozen=True)
class Stock:
    """The history of one certificate.

    ``movements``: firm_id, period (its name), flow, granted_on and expires_on of the certificate
    that came or ended; by quarter and by year.
    """

    as_of: dt.date
    certificates: pl.DataFrame
    quarters: tuple[Period, ...]
    years: tuple[Period, ...]
    movements: pl.DataFrame

    @property
    def valid(self) -> int:
        """Firms that hold a certificate on the day."""
        return valid_firms(self.certificates, self.as_of).height


def certificates_of(snapshot: Snapshot, kind: str, among: Among = ALL_FIRMS) -> pl.DataFrame:
    """Certificates of a kind, of all firms or of some, as :data:`CERTIFICATES` says."""
    clause = firms_among(snapshot, among)
    rows = snapshot.frame(
        "SELECT f.firm_id, c.granted_on::DATE AS granted_on, c.expires_on::DATE AS expires_on"
        " FROM fact_firm_certificate c"
        f" JOIN firm f USING (firm_id) WHERE c.kind = ? AND c.granted_on <= ? AND {clause.sql}"
        " ORDER BY f.firm_id, c.granted_on",
        (kind, snapshot.manifest.as_of, *clause.parameters),
    )
    return rows.match_to_schema(CERTIFICATES)


def stock_of(certificates: pl.DataFrame, as_of: dt.date, valid_years: int | None = None) -> Stock:
    """The history of a certificate up to a day, by quarter and by year.

    ``valid_years``: its term, by which withdrawn ones are told; None where there is none.
    """
    known = certificates.filter(pl.col("granted_on") <= as_of).sort("firm_id", "granted_on")
    quarters = _quarters(known, as_of)
    ends = [min(quarter.last_day, as_of) for quarter in quarters]
    by_quarter, moved = _periods(known, [str(q) for q in quarters], ends, valid_years)
    years = sorted({day.year for day in ends})
    year_ends = [min(dt.date(year, 12, 31), as_of) for year in years]
    by_year, moved_yearly = _periods(known, [str(year) for year in years], year_ends, valid_years)
    movements = pl.concat([moved, moved_yearly])
    return Stock(as_of, known, tuple(by_quarter), tuple(by_year), movements)


def movers(stock: Stock, period: str, flows: Sequence[Flow]) -> pl.DataFrame:
    """The firms that moved in a period in some ways: firm_id, flow, granted_on, expires_on."""
    wanted = pl.col("flow").is_in([flow.value for flow in flows])
    return stock.movements.filter((pl.col("period") == period) & wanted).drop("period")


def ending_in(certificates: pl.DataFrame, as_of: dt.date, quarter: Quarter) -> pl.DataFrame:
    """The firms whose present certificate ends in a quarter ahead, so that they hold none after
    its last day: firm_id, granted_on, expires_on."""
    after = pl.col("expires_on").dt.offset_by("1d")
    held = valid_firms(certificates.filter(pl.col("granted_on") <= as_of), as_of)
    return held.filter(after.is_between(quarter.first_day, quarter.last_day))


MOVEMENTS: Final = pl.Schema(
    {
        "firm_id": pl.String(),
        "period": pl.String(),
        "flow": pl.String(),
        "granted_on": pl.Date(),
        "expires_on": pl.Date(),
    }
)


def _quarters(certificates: pl.DataFrame, as_of: dt.date) -> list[Quarter]:
    first = certificates["granted_on"].min()
    assert first is None or isinstance(first, dt.date)
    last = Quarter.of(as_of)
    return quarters_between(Quarter.of(first), last) if first else [last]


def _periods(
    certificates: pl.DataFrame, names: Sequence[str], ends: Sequence[dt.date], term: int | None
) -> tuple[list[Period], pl.DataFrame]:
    periods, movements = [], [pl.DataFrame(schema=MOVEMENTS)]
    begin = ends[0].replace(month=1, day=1) - dt.timedelta(days=1)
    before = valid_firms(certificates, begin)
    for name, end in zip(names, ends, strict=True):
        after = valid_firms(certificates, end)
        moved = _moved(certificates, before, after, begin, end, term)
        counts = dict(moved.group_by("flow").len().iter_rows())
        flows = {flow: counts.get(flow.value, 0) for flow in Flow}
        periods.append(Period(name, begin, end, after.height, flows))
        movements.append(moved.select(pl.lit(name).alias("period"), pl.all()).select(*MOVEMENTS))
        begin, before = end, after
    return periods, pl.concat(movements)


def _moved(
    certificates: pl.DataFrame,
    before: pl.DataFrame,
    after: pl.DataFrame,
    begin: dt.date,
    end: dt.date,
    term: int | None,
) -> pl.DataFrame:
    """The firms that moved between two days: firm_id, flow, granted_on, expires_on."""
    earlier = (
        certificates.filter(pl.col("granted_on") <= begin)
        .group_by("firm_id")
        .agg(ended_on=pl.col("expires_on").max())
    )
    fresh = (
        certificates.filter(pl.col("granted_on").is_between(begin, end, closed="right"))
        .group_by("firm_id")
        .agg(first_granted_on=pl.col("granted_on").min())
    )
    gap = (pl.col("first_granted_on") - pl.col("ended_on")).dt.total_days()
    entered = (
        after.join(before, on="firm_id", how="anti")
        .join(earlier, on="firm_id", how="left")
        .join(fresh, on="firm_id", how="left")
        .with_columns(
            flow=pl.when(pl.col("ended_on").is_null())
            .then(pl.lit(Flow.FIRST.value))
            .when(gap <= RENEWAL_DAYS)
            .then(pl.lit(Flow.LATE.value))
            .otherwise(pl.lit(Flow.RETURNED.value))
        )
    )
    renewed = (
        after.join(before, on="firm_id", how="semi")
        .join(fresh, on="firm_id", how="semi")
        .with_columns(flow=pl.lit(Flow.RENEWED.value))
    )
    left = before.join(after, on="firm_id", how="anti").with_columns(flow=_left(term))
    columns = ("firm_id", "flow", "granted_on", "expires_on")
    return pl.concat([part.select(columns) for part in (entered, renewed, left)])


def _left(term: int | None) -> pl.Expr:
    lapsed = pl.lit(Flow.LAPSED.value)
    if term is None:
        return lapsed
    full = pl.col("granted_on").dt.offset_by(f"{term}y")
    short = (full - pl.col("expires_on")).dt.total_days() > SHORTENED_DAYS
    return pl.when(short).then(pl.lit(Flow.WITHDRAWN.value)).otherwise(lapsed)

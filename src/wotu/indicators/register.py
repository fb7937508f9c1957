"""What the zone's own register says: counts and sums by query, at every end of a quarter or year.

Only of a place that is the whole zone. Lists (certificates, rights) are counted only where they are
known to be complete; of yearly facts a sum over some of the firms is at least that much, and says
of how many firms it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import polars as pl

from wotu.contracts.schema import TableContract, TimeKind
from wotu.indicators.register_query import count_of, expression_of, holds
from wotu.indicators.validity import valid_on
from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.packs.loader import PackSet
from wotu.packs.register_counts import Counting, RegisterCount
from wotu.periods import Quarter, quarters_between
from wotu.workspace import Zone

AT_LEAST: Final = "over"
"""The bound (code list ``bounds``) of what is counted over a part of the firms."""

REGISTER_VALUES: Final = pl.Schema(
    {
        "place_code": pl.String(),
        "indicator": pl.String(),
        "period": pl.String(),
        "period_first": pl.Date(),
        "period_last": pl.Date(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "bound": pl.String(),
        "expression": pl.String(),
    }
)


class Tables(Protocol):
    """Where facts are read: a snapshot, or one that is being written."""

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pl.DataFrame:
        """The rows of a query."""

    def columns(self, table: str) -> frozenset[str]:
        """Names of the columns of a table; none where there is no such table."""


def register_values(
    tables: Tables, packs: PackSet, zone: Zone, as_of: dt.date, complete_lists: Collection[str]
) -> pl.DataFrame:
    """Every count of the register, REGISTER_VALUES; empty where no place is the whole zone.

    ``tables`` has ``firm`` and ``fact_CONTRACT``. ``bound`` is ``over`` where the fact is known of
    a part of the firms only, null where it is exact.
    """
    empty = pl.DataFrame(schema=REGISTER_VALUES)
    if len(zone.divisions) != 1 or not tables.columns("firm"):
        return empty
    specs = {one: spec for one in packs.indicators.values() if (spec := count_of(one))}
    register = _Register(tables, packs.contracts, specs.values(), as_of, frozenset(complete_lists))
    place = zone.divisions[0]
    parts = [
        counted.with_columns(
            place_code=pl.lit(place), indicator=pl.lit(one.id), unit=pl.lit(one.unit)
        ).match_to_schema(REGISTER_VALUES)
        for one, spec in specs.items()
        if (counted := register.counted(one, spec)) is not None
    ]
    return pl.concat([empty, *parts])


@dataclass(frozen=True)
class _Slot:
    """A period in which something is counted."""

    period: str
    first: dt.date
    last: dt.date


class _Register:
    """The tables of the register, each read once."""

    def __init__(
        self,
        tables: Tables,
        contracts: Mapping[str, TableContract],
        specs: Collection[RegisterCount],
        as_of: dt.date,
        complete: frozenset[str],
    ) -> None:
        self.tables = tables
        self.contracts = contracts
        self.specs = specs
        self.as_of = as_of
        self.complete = complete
        self._rows: dict[str, pl.DataFrame] = {}

    def counted(self, indicator: Indicator, spec: RegisterCount) -> pl.DataFrame | None:
        """period, period_first, period_last, value, bound and expression; None where unknown."""
        contract = self.contracts.get(spec.contract)
        if contract is None or not self._has(spec, contract):
            return None
        is_list = contract.time.kind in {TimeKind.INTERVAL, TimeKind.EVENT}
        if is_list and contract.name not in self.complete:
            return None
        tested = self._tested(spec, contract)
        rows = tested.filter(pl.col("first").is_not_null())
        if spec.first_only:
            rows = rows.sort("first").unique("firm_id", keep="first")
        if rows.is_empty():
            return None
        may_lack = self._may_lack(contract) or tested["first"].has_nulls()
        slots = list(self._slots(rows, indicator.kind, spec, contract))
        if not slots:
            return None
        found = _in_slots(rows, slots, spec)
        whole = spec.dated is not None or self._whole(contract)
        known = self._firms(slots).join(found, on="period", how="left").fill_null(0)
        return (
            known.with_columns(part=pl.lit(not whole) & (pl.col("known") < pl.col("firms")))
            .with_columns(part=pl.col("part") | (pl.col("unknown") > 0) | pl.lit(may_lack))
            # Of nothing known no least amount follows, nor where amounts may be negative.
            .filter(~(pl.col("part") & ((pl.col("known") == 0) | (pl.col("least") < 0))))
            .select(
                "period",
                "period_first",
                "period_last",
                "value",
                bound=pl.when("part").then(pl.lit(AT_LEAST)),
                expression=expression_of(spec, whole),
            )
        )

    def _has(self, spec: RegisterCount, contract: TableContract) -> bool:
        stored = self.tables.columns(f"fact_{contract.name}")
        return {*spec.fields, *([spec.dated] if spec.dated else [])} <= stored

    def _whole(self, contract: TableContract) -> bool:
        """Whether the rows are all there are, so that no firm without one is missing."""
        return contract.time.kind is not TimeKind.YEAR and contract.name in self.complete

    def _may_lack(self, contract: TableContract) -> bool:
        """Whether firms that the register no longer has may be missing from the count."""
        return contract.time.kind is TimeKind.STATE and contract.name not in self.complete

    def _tested(self, spec: RegisterCount, contract: TableContract) -> pl.DataFrame:
        """Rows that meet the conditions, or may: firm_id, first, last, truth, amount.

        Of yearly facts also those that do not, since their firms are known.
        """
        rows = self._table(contract)
        begins, ends = self._span(spec, contract)
        truth = pl.all_horizontal(
            pl.lit(True), *(holds(text, condition) for text, condition in spec.where.items())
        )
        amount = pl.col(spec.field).cast(pl.Float64) if spec.field else pl.lit(1.0)
        tested = rows.select("firm_id", first=begins, last=ends, truth=truth, amount=amount)
        kept = pl.lit(True) if self._is_yearly(spec, contract) else pl.col("truth").fill_null(True)
        begun = pl.col("first").is_null() | (pl.col("first") <= self.as_of)
        return tested.filter(kept & begun)

    def _is_yearly(self, spec: RegisterCount, contract: TableContract) -> bool:
        return contract.time.kind is TimeKind.YEAR and not spec.dated

    def _span(self, spec: RegisterCount, contract: TableContract) -> tuple[pl.Expr, pl.Expr]:
        """From when to when a row counts."""
        time = contract.time
        if spec.dated:
            return pl.col(spec.dated), pl.col(spec.dated)
        if time.kind is TimeKind.YEAR:
            year = pl.col(time.from_field)
            return pl.date(year, 1, 1), pl.date(year, 12, 31)
        if time.kind is TimeKind.STATE or time.to_field is None:
            return pl.lit(self.as_of), pl.lit(None, dtype=pl.Date)
        return pl.col(time.from_field), pl.col(time.to_field)

    def _table(self, contract: TableContract) -> pl.DataFrame:
        name = contract.name
        if name not in self._rows:
            stored = self.tables.columns(f"fact_{name}")
            wanted = [field for field in self._fields_read(contract) if field in stored]
            columns = "".join(f', r."{field}"' for field in wanted)
            self._rows[name] = self.tables.frame(
                f'SELECT r.firm_id{columns} FROM "fact_{name}" r JOIN firm USING (firm_id)'
            )
        return self._rows[name]

    def _fields_read(self, contract: TableContract) -> Iterable[str]:
        """Every field of a contract that some query reads."""
        of_time = [contract.time.from_field, contract.time.to_field]
        of_queries = [
            name
            for spec in self.specs
            if spec.contract == contract.name
            for name in (*spec.fields, spec.dated)
        ]
        return [name for name in dict.fromkeys([*of_time, *of_queries]) if name]

    def _slots(
        self,
        rows: pl.DataFrame,
        kind: IndicatorKind,
        spec: RegisterCount,
        contract: TableContract,
    ) -> Iterator[_Slot]:
        """The periods that have ended since the data begins; of stocks also the day itself."""
        today = _Slot(f"asof:{self.as_of.isoformat()}", self.as_of, self.as_of)
        is_state = contract.time.kind is TimeKind.STATE and not spec.dated
        if spec.today_only or is_state:
            yield today
            return
        first = rows["first"].min()
        assert isinstance(first, dt.date)
        yearly = self._is_yearly(spec, contract)
        is_stock = kind is IndicatorKind.STOCK
        for quarter in quarters_between(Quarter.of(first), Quarter.of(self.as_of)):
            if quarter.last_day > self.as_of:
                break
            if quarter.number == 4:
                yield _year(quarter.year, is_stock)
            elif is_stock and not yearly:
                last = quarter.last_day
                yield _Slot(f"asof:{last.isoformat()}", last, last)
            if not is_stock and not yearly:
                period = f"{quarter.year}-Q{quarter.number}"
                yield _Slot(period, quarter.first_day, quarter.last_day)
        ends_quarter = Quarter.of(self.as_of).last_day == self.as_of
        if is_stock and not yearly and not ends_quarter:
            yield today

    @cached_property
    def _founded(self) -> pl.Series:
        """Of every firm the day on which it was founded."""
        if "founded_on" not in self.tables.columns("firm"):
            firms = self.tables.frame("SELECT firm_id FROM firm")
            return pl.repeat(None, firms.height, dtype=pl.Date, eager=True)
        return self.tables.frame("SELECT founded_on::DATE AS founded_on FROM firm")["founded_on"]

    def _firms(self, slots: Sequence[_Slot]) -> pl.DataFrame:
        """The periods with the number of firms that the register has by their end."""
        founded = self._founded
        ordered = founded.drop_nulls().sort()
        schema = {"period": pl.String, "period_first": pl.Date, "period_last": pl.Date}
        rows = [(one.period, one.first, one.last) for one in slots]
        found = pl.DataFrame(rows, schema=schema, orient="row")
        by_then = ordered.search_sorted(found["period_last"], side="right")
        return found.with_columns(firms=by_then.cast(pl.Int64) + founded.null_count())


def _year(year: int, is_stock: bool) -> _Slot:
    last = dt.date(year, 12, 31)
    if is_stock:
        return _Slot(f"asof:{last.isoformat()}", last, last)
    return _Slot(str(year), dt.date(year, 1, 1), last)


def _in_slots(rows: pl.DataFrame, slots: Sequence[_Slot], spec: RegisterCount) -> pl.DataFrame:
    """period, value, known and unknown firms, least amount.

    A row counts in a period if it was dated or is of the period, or is valid on its last day.
    """
    schema = {"period": pl.String, "from": pl.Date, "to": pl.Date}
    periods = pl.DataFrame(
        [(one.period, one.first, one.last) for one in slots], schema=schema, orient="row"
    )
    if spec.dated:
        within = pl.col("first").is_between(pl.col("from"), pl.col("to"))
    else:
        within = valid_on(pl.col("to"), pl.col("first"), pl.col("last"))
    truth, amount = pl.col("truth"), pl.col("amount")
    counts = truth & amount.is_not_null()
    value = {
        Counting.FIRMS: pl.col("firm_id").filter(counts).n_unique().cast(pl.Float64),
        Counting.ROWS: counts.sum().cast(pl.Float64),
        Counting.SUM: amount.filter(counts).sum(),
    }[spec.count]
    # A row that fails a condition is known, whatever else is not.
    known = (truth.is_not_null() & amount.is_not_null()) | (~truth).fill_null(False)
    return (
        rows.lazy()
        .join(periods.lazy(), how="cross")
        .filter(within)
        .group_by("period")
        .agg(
            value=value,
            known=pl.col("firm_id").filter(known).n_unique().cast(pl.Int64),
            unknown=pl.col("firm_id").filter(~known).n_unique().cast(pl.Int64),
            least=amount.filter(counts).min(),
        )
        .collect()
    )

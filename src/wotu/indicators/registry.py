"""The registry: one believed value a place, indicator, period and unit, each with its evidence."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from wotu.indicators.formulas import AT_A_DAY, UNKNOWN, compute_formulas, own_unit
from wotu.indicators.precision import with_errors
from wotu.indicators.register import Tables, register_values
from wotu.packs.indicators import IndicatorDictionary, IndicatorKind
from wotu.packs.loader import PackSet
from wotu.packs.sources import SourceRegister
from wotu.scores.tables import INDICATOR_VALUES
from wotu.workspace import Zone

CONTRACT: Final = "indicator_value"
DOCUMENT: Final = "document"
"""The source of figures that come from accepted claims."""

TABLE, REGISTER, FORMULA = "table", "register", "formula"

CONFLICTS: Final = pl.Schema(
    {
        "place_code": pl.String(),
        "indicator": pl.String(),
        "period": pl.String(),
        "unit": pl.String(),
        "value": pl.Float64(),  # believed
        "origin": pl.String(),
        "other": pl.Float64(),
        "other_origin": pl.String(),
        "expression": pl.String(),  # of the one that is computed
        "inputs": pl.List(pl.String()),
    }
)
"""Two values of one place and period of which not both can be true to their written digits."""

_HALF_WIDTH: Final = math.sqrt(3)
"""Half the width of an interval of rounding, in its standard errors."""

_ALMOST: Final = 1e-9
_KEY: Final = ["place_code", "indicator", "unit", "slot_first", "period_last"]


@dataclass(frozen=True)
class Registry:
    """``values``: INDICATOR_VALUES. ``computed``: likewise, all that the register and formulas
    give, believed or not. ``conflicts``: CONFLICTS, of a believed value with what the register or a
    formula gives. ``unknown``: formulas without a value (formulas.UNKNOWN)."""

    values: pl.DataFrame
    computed: pl.DataFrame
    conflicts: pl.DataFrame
    unknown: pl.DataFrame


def registry(
    settled: Mapping[str, pl.LazyFrame | pl.DataFrame],
    tables: Tables,
    packs: PackSet,
    zone: Zone,
    as_of: dt.date,
    complete_lists: Collection[str],
) -> Registry:
    """All values of indicators that are known.

    ``settled``: rows of the contract ``indicator_value`` as a build settles them; ``tables`` has
    the firms' facts. Believed first: what the zone's own register counts exactly; statements, by
    the packs' precedence; what the register counts at least; formulas. Periods of stocks and ranks
    are the days of their ends (``asof:2025-12-31``), so that 2025 and the end of 2025 are one.
    """
    stated = _stated(settled.get(CONTRACT), packs.indicators, packs.sources)
    counted = _counted(register_values(tables, packs, zone, as_of, complete_lists))
    candidates = _with_slots(pl.concat([stated, counted], how="diagonal"), packs.indicators)
    ordered = candidates.sort("belief", "rank", "vague", maintain_order=True)
    believed = ordered.unique(_KEY, keep="first", maintain_order=True)
    results = compute_formulas(own_unit(believed, packs.indicators), packs.indicators)
    computed = _with_slots(results.values.with_columns(origin=pl.lit(FORMULA)), packs.indicators)
    more = computed.join(believed, on=_KEY, how="anti", nulls_equal=True)
    by_count = ordered.filter(pl.col("origin") == REGISTER)
    others = pl.concat([by_count, computed], how="diagonal")
    return Registry(
        _as_values(pl.concat([believed, more], how="diagonal")),
        _as_values(others),
        _conflicts(believed, ordered, others),
        results.unknown,
    )


def _as_values(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as INDICATOR_VALUES, columns that they lack unknown."""
    whole = pl.concat([pl.DataFrame(schema=INDICATOR_VALUES), rows], how="diagonal_relaxed")
    return (
        whole.select(INDICATOR_VALUES.names())
        .cast(INDICATOR_VALUES)
        .sort("place_code", "indicator", "period_last", "period_first", "unit")
    )


def indicator_values(
    settled: Mapping[str, pl.LazyFrame | pl.DataFrame],
    tables: Tables,
    packs: PackSet,
    zone: Zone,
    as_of: dt.date,
    complete_lists: Collection[str],
) -> pl.DataFrame:
    """The believed values, INDICATOR_VALUES, as :func:`registry` says."""
    return registry(settled, tables, packs, zone, as_of, complete_lists).values


def formula_conflicts(
    settled: Mapping[str, pl.LazyFrame | pl.DataFrame],
    tables: Tables,
    packs: PackSet,
    zone: Zone,
    as_of: dt.date,
    complete_lists: Collection[str],
) -> pl.DataFrame:
    """Statements that differ by more than rounding from the register or a formula: CONFLICTS."""
    return registry(settled, tables, packs, zone, as_of, complete_lists).conflicts


def _stated(
    rows: pl.LazyFrame | pl.DataFrame | None,
    indicators: IndicatorDictionary,
    sources: SourceRegister,
) -> pl.DataFrame:
    """Statements with origin, evidence, error and how much they are believed."""
    if rows is None:
        return pl.DataFrame(schema=INDICATOR_VALUES).with_columns(
            belief=pl.lit(1), rank=pl.lit(0), vague=pl.lit(False)
        )
    ranks = sources.ranks(CONTRACT)
    ranked = [name for name, one in indicators.items() if one.kind is IndicatorKind.RANK]
    found = (
        rows.lazy()
        .filter(pl.col("indicator").is_in(list(indicators)) & pl.col("value").is_not_null())
        .with_columns(is_rank=pl.col("indicator").is_in(ranked))
        .collect()
    )
    exact = pl.col("bound").is_null() | (pl.col("bound") == "exact")
    return (
        with_errors(found)
        .sort("published", descending=True, nulls_last=True, maintain_order=True)
        .select(
            "place_code",
            "indicator",
            "period",
            "period_first",
            "period_last",
            pl.col("value", "value_max").cast(pl.Float64),
            "unit",
            "error",
            "document",
            "claim",
            bound=pl.when(~exact).then("bound"),
            origin=pl.when(pl.col("_source") == DOCUMENT)
            .then(pl.lit(DOCUMENT))
            .otherwise(pl.lit(TABLE)),
            source="_source",
            batch="_batch",
            row=pl.col("_row").cast(pl.Int64),
            belief=pl.lit(1),
            rank=pl.col("_source").replace_strict(ranks, default=len(ranks), return_dtype=pl.Int32),
            vague=~exact,
        )
    )


def _counted(register: pl.DataFrame) -> pl.DataFrame:
    exact = pl.col("bound").is_null()
    return register.with_columns(
        origin=pl.lit(REGISTER),
        source=pl.lit(REGISTER),
        belief=pl.when(exact).then(0).otherwise(2),
        rank=pl.lit(0, dtype=pl.Int32),
        vague=~exact,
    )


def _with_slots(rows: pl.DataFrame, indicators: IndicatorDictionary) -> pl.DataFrame:
    """Rows with ``slot_first``: null where the indicator's figure is one of a day; their period is
    written as that day."""
    days = [name for name, one in indicators.items() if one.kind in AT_A_DAY]
    at_day = pl.col("indicator").is_in(days)
    last = pl.col("period_last")
    return rows.with_columns(
        slot_first=pl.when(~at_day).then("period_first"),
        period=pl.when(at_day)
        .then(pl.format("asof:{}", last.dt.to_string("%Y-%m-%d")))
        .otherwise("period"),
        period_first=pl.when(at_day).then(last).otherwise("period_first"),
    )


def _conflicts(
    believed: pl.DataFrame, stated: pl.DataFrame, computed: pl.DataFrame
) -> pl.DataFrame:
    """Statements and computed values side by side, the believed one first, where they differ."""
    statements = stated.filter(pl.col("origin").is_in([TABLE, DOCUMENT]))
    taken = believed.filter(pl.col("origin") == REGISTER)
    by_formula = computed.filter(pl.col("origin") == FORMULA)
    by_count = computed.filter(pl.col("origin") == REGISTER)
    of_taken = statements.join(taken.select(_KEY), on=_KEY, how="semi", nulls_equal=True)
    of_statement = by_count.join(taken.select(_KEY), on=_KEY, how="anti", nulls_equal=True)
    pairs = [(taken, of_taken), (believed, of_statement), (believed, by_formula)]
    found = [_differing(one, other) for one, other in pairs]
    return pl.concat(found).unique(maintain_order=True).sort("place_code", "indicator", "period")


def _differing(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    columns = ["value", "error", "bound", "origin", "expression", "inputs"]
    complete = [
        frame.select(
            *_KEY,
            "period",
            *(
                pl.col(name)
                if name in frame.columns
                else pl.lit(None, INDICATOR_VALUES[name]).alias(name)
                for name in columns
            ),
        )
        for frame in (one, other)
    ]
    both = complete[0].join(complete[1], on=_KEY, nulls_equal=True, suffix="_other")
    a, b = pl.col("value"), pl.col("value_other")
    slack = _HALF_WIDTH * (pl.col("error").fill_null(0) + pl.col("error_other").fill_null(0))
    apart = (a - b).abs() > slack + _ALMOST * pl.max_horizontal(a.abs(), b.abs())
    at_least, at_least_other = pl.col("bound") == "over", pl.col("bound_other") == "over"
    at_most, at_most_other = pl.col("bound") == "up_to", pl.col("bound_other") == "up_to"
    bounded = (
        ((at_least | at_most_other) & (b > a)) | ((at_most | at_least_other) & (b < a))
    ).fill_null(False)
    return (
        both.filter(apart & ~bounded)
        .select(
            "place_code",
            "indicator",
            "period",
            "unit",
            "value",
            "origin",
            other="value_other",
            other_origin="origin_other",
            expression=pl.coalesce("expression_other", "expression"),
            inputs=pl.coalesce("inputs_other", "inputs"),
        )
        .match_to_schema(CONFLICTS)
    )


__all__ = ["CONFLICTS", "UNKNOWN", "Registry", "formula_conflicts", "indicator_values", "registry"]

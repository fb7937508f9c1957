"""Figures that follow from others of the same place: formulas over the whole registry at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

import polars as pl

from wotu.indicators.arithmetic import Computed, compute
from wotu.packs.formulas import Figure, Formula, figures_of, formula_order
from wotu.packs.indicators import Indicator, IndicatorDictionary, IndicatorKind

COMPUTED: Final = pl.Schema(
    {
        "place_code": pl.String(),
        "indicator": pl.String(),
        "period": pl.String(),
        "period_first": pl.Date(),
        "period_last": pl.Date(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "bound": pl.String(),
        "error": pl.Float64(),
        "expression": pl.String(),
        "inputs": pl.List(pl.String()),
    }
)
"""Values of formulas; ``inputs`` are "indicator@period" in the order of the formula."""

UNKNOWN: Final = pl.Schema(
    {
        "place_code": pl.String(),
        "indicator": pl.String(),
        "period": pl.String(),
        "expression": pl.String(),
        "missing": pl.List(pl.String()),
        "divides_by_zero": pl.Boolean(),
    }
)
"""Formulas of which some figure is known and that have no value: what is missing, "indicator@year
before" as "indicator-1", or a division by zero."""

_PLACE_AND_DAYS: Final = ("place_code", "period_first", "period_last")
_READ: Final = (*_PLACE_AND_DAYS, "period", "value", "error", "bound")
"""What a formula reads of a value."""

_SIGNS: Final = {"over": 1, "up_to": -1, "about": 0, "nearly": 0}
"""On which side of the figure the truth lies, by its bound word."""

AT_A_DAY: Final = frozenset({IndicatorKind.STOCK, IndicatorKind.RANK})
"""Kinds of indicators whose figure of a year is the one at its end."""


@dataclass(frozen=True)
class Results:
    """What formulas give: COMPUTED for every place and period, and UNKNOWN."""

    values: pl.DataFrame
    unknown: pl.DataFrame


def compute_formulas(
    believed: Mapping[str, pl.DataFrame], indicators: IndicatorDictionary
) -> Results:
    """Every formula of a dictionary over believed values.

    ``believed``: by indicator, one row a place and period in the indicator's own unit, as
    :func:`own_unit` gives them. Where a figure that a formula reads has a formula
    itself, a believed value goes before the computed one. A formula is computed for the periods of
    which any of its figures is known; of figures at a day (stocks) the value at the period's end is
    read. Any unknown figure, and a division by zero, makes the result unknown.
    """
    formulas = {one.id: one.parsed_formula for one in indicators.values() if one.parsed_formula}
    known = dict(believed)
    values = [pl.DataFrame(schema=COMPUTED)]
    unknown = [pl.DataFrame(schema=UNKNOWN)]
    for name in formula_order(formulas):
        result = _Evaluation(indicators[name], formulas[name], indicators, known).run()
        if result is None:
            continue
        values.append(result.values)
        unknown.append(result.unknown)
        found = result.values.select(_READ)
        if (stated := known.get(name)) is not None:
            more = found.join(stated, on=_key(indicators[name]), how="anti")
            found = pl.concat([stated, more])
        known[name] = found
    return Results(pl.concat(values), pl.concat(unknown))


def _key(indicator: Indicator) -> list[str]:
    """What tells values of an indicator apart; of a stock its day alone."""
    at_day = indicator.kind in AT_A_DAY
    return ["place_code", "period_last"] if at_day else list(_PLACE_AND_DAYS)


class _Evaluation:
    """One formula over all places and periods."""

    def __init__(
        self,
        indicator: Indicator,
        formula: Formula,
        indicators: IndicatorDictionary,
        known: Mapping[str, pl.DataFrame],
    ) -> None:
        self.indicator = indicator
        self.formula = formula
        self.figures = figures_of(formula)
        self.indicators = indicators
        self.known = known

    def run(self) -> Results | None:
        slots = self._slots()
        if slots is None:
            return None
        frame = reduce(self._with_figure, enumerate(self.figures), slots)
        names = {figure: place for place, figure in enumerate(self.figures)}
        computed = compute(self.formula, lambda figure: pl.col(f"value_{names[figure]}"))
        frame = frame.with_columns(
            value=computed.value,
            zero=computed.divides_by_zero,
            error=self._error(computed),
            bound=self._bound(computed),
            indicator=pl.lit(self.indicator.id),
            unit=pl.lit(self.indicator.unit),
            expression=pl.lit(self.indicator.formula),
        )
        has_value = pl.col("value").is_finite().fill_null(False)
        inputs = pl.concat_list(
            pl.lit(f"{figure.name}@") + pl.col(f"period_{place}")
            for place, figure in enumerate(self.figures)
        )
        values = frame.filter(has_value).with_columns(inputs=inputs).select(COMPUTED.names())
        missing = pl.concat_list(
            pl.when(pl.col(f"value_{place}").is_null()).then(pl.lit(_written(figure)))
            for place, figure in enumerate(self.figures)
        ).list.drop_nulls()
        unknown = (
            frame.filter(~has_value)
            .with_columns(missing=missing, divides_by_zero="zero")
            .select(UNKNOWN.names())
        )
        return Results(values.match_to_schema(COMPUTED), unknown.match_to_schema(UNKNOWN))

    def _slots(self) -> pl.DataFrame | None:
        """place_code, period, period_first, period_last: where a figure of the period is known."""
        present = [figure for figure in self.figures if not figure.years_before]
        over = [one for one in present if self._kind(one) not in AT_A_DAY]
        parts = [
            self.known[figure.name].select(*_PLACE_AND_DAYS, "period")
            for figure in over or present
            if figure.name in self.known
        ]
        if not parts:
            return None
        slots = pl.concat(parts)
        if not over:
            slots = self._from_days(slots)
        return slots.unique(_PLACE_AND_DAYS, keep="first", maintain_order=True)

    def _from_days(self, slots: pl.DataFrame) -> pl.DataFrame:
        """The periods that stocks alone give: their days, and of anything else the whole years.

        A rate of two stocks is of a day or, at the end of a year, of the year; how much a stock
        grew is known over years only, since ``before`` is a year before.
        """
        last = pl.col("period_last")
        at_day = slots.with_columns(
            period=pl.format("asof:{}", last.dt.to_string("%Y-%m-%d")), period_first=last
        )
        if self.indicator.kind in AT_A_DAY:
            return at_day
        ends_year = (last.dt.month() == 12) & (last.dt.day() == 31)
        of_year = slots.filter(ends_year).with_columns(
            period=last.dt.year().cast(pl.String), period_first=pl.date(last.dt.year(), 1, 1)
        )
        grows = any(figure.years_before for figure in self.figures)
        if self.indicator.kind is IndicatorKind.FLOW or grows:
            return of_year
        return pl.concat([of_year, at_day.filter(~ends_year)])

    def _with_figure(self, frame: pl.DataFrame, numbered: tuple[int, Figure]) -> pl.DataFrame:
        """The frame with value, error, bound and period of one figure."""
        place, figure = numbered
        columns = {f"{name}_{place}": name for name in ("value", "error", "bound", "period")}
        if figure.name not in self.known:
            types = {new: COMPUTED[old] for new, old in columns.items()}
            return frame.with_columns(
                pl.lit(None, dtype=kind).alias(n) for n, kind in types.items()
            )
        at_day = self._kind(figure) in AT_A_DAY
        days = ("period_last",) if at_day else ("period_first", "period_last")
        key = ["place_code", *days]
        found = self.known[figure.name].unique(key, keep="first", maintain_order=True)
        right = found.select(
            "place_code",
            *(pl.col(day).alias(f"_{day}") for day in days),
            **{new: pl.col(old) for new, old in columns.items()},
        )
        left = frame.with_columns(
            _years_before(pl.col(day), figure.years_before).alias(f"_{day}") for day in days
        )
        joined = left.join(
            right,
            on=["place_code", *(f"_{day}" for day in days)],
            how="left",
            maintain_order="left",
        )
        return joined.drop(f"_{day}" for day in days)

    def _kind(self, figure: Figure) -> IndicatorKind:
        return self.indicators[figure.name].kind

    def _error(self, computed: Computed) -> pl.Expr:
        """Standard error of the first order; null where no figure has one."""
        squares = [
            (computed.slopes[figure] * pl.col(f"error_{place}")).pow(2)
            for place, figure in enumerate(self.figures)
        ]
        known = [pl.col(f"error_{place}").is_not_null() for place in range(len(self.figures))]
        # A figure without an error is exact (a count), or nobody knows: then the others' stands.
        return pl.when(pl.any_horizontal(known)).then(pl.sum_horizontal(squares).sqrt())

    def _bound(self, computed: Computed) -> pl.Expr:
        """How the result stands to the truth where figures are bounds: they may all push it the
        same way; else it is about right."""
        pushes = [
            pl.col(f"bound_{place}").replace_strict(_SIGNS, default=None, return_dtype=pl.Int8)
            * computed.slopes[figure].sign()
            for place, figure in enumerate(self.figures)
        ]
        least, most = pl.min_horizontal(pushes), pl.max_horizontal(pushes)
        return (
            pl.when(most.is_null())
            .then(None)
            .when(least > 0)
            .then(pl.lit("over"))
            .when(most < 0)
            .then(pl.lit("up_to"))
            .otherwise(pl.lit("about"))
        )


def _years_before(day: pl.Expr, years: int) -> pl.Expr:
    """The same day so many years before; the end of February stays its end."""
    if not years:
        return day
    moved = day.dt.offset_by(f"-{years}y")
    return pl.when(day == day.dt.month_end()).then(moved.dt.month_end()).otherwise(moved)


def _written(figure: Figure) -> str:
    return figure.name + f"-{figure.years_before}" * bool(figure.years_before)


def own_unit(rows: pl.DataFrame, indicators: IndicatorDictionary) -> dict[str, pl.DataFrame]:
    """Rows of the registry by indicator, those in the indicator's own unit alone."""
    return dict(_own_unit(rows, indicators))


def _own_unit(
    rows: pl.DataFrame, indicators: IndicatorDictionary
) -> Iterator[tuple[str, pl.DataFrame]]:
    for (name,), part in rows.partition_by("indicator", as_dict=True).items():
        if name in indicators:
            own = part.filter(pl.col("unit") == indicators[str(name)].unit)
            yield str(name), own.select(_READ)

"""From the registry to the panel that a scoreboard scores: places by year and indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

import numpy as np
import polars as pl

from wotu.indicators.formulas import AT_A_DAY
from wotu.packs.indicators import Indicator, IndicatorDictionary, IndicatorKind
from wotu.packs.scoreboards import Scoreboard
from wotu.scores.errors import ScoreError
from wotu.scores.panel import Panel
from wotu.scores.screen import LEAST_PLACES
from wotu.scores.tree import Floats

GROUPS: Final = {"province": 2, "city": 4}
"""How many digits of a code name the group of a place."""


def years_of(values: pl.DataFrame, board: Scoreboard) -> tuple[str, ...]:
    """The years in which places can be compared, in order, those between them included.

    A year counts in which two places or more have a value of an indicator of the board: a register
    alone, which may go back for decades, is nobody's ranking.
    """
    yearly = _yearly(_of_board(values, board))
    places = yearly.group_by("year").agg(pl.col("place_code").n_unique())
    years = places.filter(pl.col("place_code") >= LEAST_PLACES)["year"].cast(pl.Int64)
    if years.is_empty():
        return ()
    first, last = int(cast(int, years.min())), int(cast(int, years.max()))
    return tuple(str(year) for year in range(first, last + 1))


def panel_of(
    values: pl.DataFrame,
    board: Scoreboard,
    indicators: IndicatorDictionary,
    periods: Sequence[str],
) -> Panel:
    """The panel of a board: its indicators in the order of its tree, years as periods.

    ``values``: the registry (INDICATOR_VALUES); ``periods``: years. Places are those of the board's
    scope that have any value of an indicator in any of the years, by code. Of a stock the value of
    a year is the one at its end; a quarter's figure is no year's. Denominators come by their ids,
    groups ``province`` and ``city`` from the codes. What is not known is NaN.

    Raises:  ScoreError where a value is in another unit than the dictionary's, naming indicator,
        place, both units and the way out.
    """
    yearly = _yearly(_of_board(values, board)).filter(
        pl.col("year").cast(pl.String).is_in(list(periods))
    )
    leaves = [leaf.indicator for leaf in board.every_indicator]
    dividers = {leaf.denominator for leaf in board.every_indicator if leaf.denominator}
    known = _in_own_unit(yearly, indicators)
    places = known.filter(pl.col("indicator").is_in(leaves))["place_code"].unique().sort()
    cube = _Cube(known, tuple(periods), tuple(places), indicators)
    grids = [cube.grid(name, "value") for name in leaves]
    errors = [cube.grid(name, "error") for name in leaves]
    return Panel(
        places=tuple(places),
        periods=tuple(periods),
        indicators=tuple(leaves),
        values=np.stack(grids, axis=2),
        error=np.stack(errors, axis=2),
        denominators={name: cube.grid(name, "value") for name in sorted(dividers)},
        groups={name: tuple(code[:digits] for code in places) for name, digits in GROUPS.items()},
    )


def _of_board(values: pl.DataFrame, board: Scoreboard) -> pl.DataFrame:
    """Values of the places and indicators of a board, denominators among them."""
    names = {leaf.indicator for leaf in board.every_indicator}
    names |= {leaf.denominator for leaf in board.every_indicator if leaf.denominator}
    codes = [code for code in values["place_code"].unique() if board.scope.takes(code)]
    return values.filter(
        pl.col("indicator").is_in(sorted(names)) & pl.col("place_code").is_in(codes)
    )


def _yearly(values: pl.DataFrame) -> pl.DataFrame:
    """Values of whole years and of their last days, with ``year`` and ``at_day``."""
    first, last = pl.col("period_first"), pl.col("period_last")
    year = last.dt.year()
    at_day = first == last
    return values.filter(
        (last == pl.date(year, 12, 31)) & (at_day | (first == pl.date(year, 1, 1)))
    ).with_columns(year=year, at_day=at_day)


def _in_own_unit(yearly: pl.DataFrame, indicators: IndicatorDictionary) -> pl.DataFrame:
    """The values in the units of the dictionary.

    Raises:  ScoreError for a place whose value of a year is in another unit alone.
    """
    units = {name: indicators[name].unit for name in yearly["indicator"].unique()}
    expected = pl.col("indicator").replace_strict(units, default=None, return_dtype=pl.String)
    known = yearly.filter(pl.col("unit") == expected)
    other = yearly.filter(pl.col("unit") != expected)
    lost = other.join(known, on=["place_code", "indicator", "year"], how="anti")
    if not lost.is_empty():
        row = lost.sort("indicator", "place_code", "year").row(0, named=True)
        raise _wrong_unit(indicators[row["indicator"]], row["place_code"], row["year"], row["unit"])
    return known


def _wrong_unit(indicator: Indicator, place: str, year: int, unit: str) -> ScoreError:
    return ScoreError(
        f"指标 {indicator.id}（{indicator.label.zh}）在地区 {place} {year} 年的单位是 {unit}，"
        f"应为 {indicator.unit}：请按 {indicator.unit} 重新导入该值，或撤销该批次。"
        f" Indicator '{indicator.id}' of place {place} in {year} is in {unit}, expected"
        f" {indicator.unit}: import it in {indicator.unit}, or undo its batch.",
        node=indicator.id,
        place=place,
        found=unit,
        expected=indicator.unit,
    )


class _Cube:
    """Values by place and year, looked up by indicator."""

    def __init__(
        self,
        known: pl.DataFrame,
        periods: tuple[str, ...],
        places: tuple[str, ...],
        indicators: IndicatorDictionary,
    ) -> None:
        self.shape = (len(periods), len(places))
        self.indicators = indicators
        row = {int(year): at for at, year in enumerate(periods)}
        column = {code: at for at, code in enumerate(places)}
        placed = known.filter(pl.col("place_code").is_in(list(column))).with_columns(
            row=pl.col("year").replace_strict(row, default=None, return_dtype=pl.Int64),
            column=pl.col("place_code").replace_strict(column, default=None, return_dtype=pl.Int64),
        )
        self.parts = {
            str(name): part
            for (name,), part in placed.partition_by("indicator", as_dict=True).items()
        }

    def grid(self, indicator: str, what: str) -> Floats:
        """``value`` or ``error`` of one indicator, (periods, places)."""
        grid = np.full(self.shape, np.nan)
        part = self.parts.get(indicator)
        if part is None:
            return grid
        kind = self.indicators[indicator].kind
        # Written in this order: a rate of the year goes before one at its end.
        for at_day in (True, False):
            if (at_day and kind is IndicatorKind.FLOW) or (not at_day and kind in AT_A_DAY):
                continue
            some = part.filter(pl.col("at_day") == at_day)
            grid[some["row"].to_numpy(), some["column"].to_numpy()] = some[what].to_numpy()
        return grid

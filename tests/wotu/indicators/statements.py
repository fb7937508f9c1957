"""Statements as a build settles them, and a register that is not there."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl

from tests.pack_sets import pack_set
from wotu.contracts.schema import NUMBER
from wotu.packs.indicators import Direction, Indicator, IndicatorDictionary, IndicatorKind
from wotu.packs.schema import Label
from wotu.periods import period_days

PACKS = pack_set("cn")
AS_OF = dt.date(2026, 6, 30)


def indicator(name, formula=None, kind=IndicatorKind.FLOW, unit="元", counted=None):
    """An invented indicator."""
    label = Label(zh=name, en=name)
    return Indicator(
        id=name, theme="t", theme_label=label, label=label, synonyms=(), unit=unit, other_units=(),
        whole=False, direction=Direction.UP, kind=kind, growth_of=None, certificate=None,
        counted=counted, formula=formula, source=None, note=None,
    )  # fmt: skip


def with_indicators(*indicators):
    """The national pack with other indicators."""
    return replace(PACKS, indicators=IndicatorDictionary({one.id: one for one in indicators}))


SETTLED = pl.Schema(
    {
        "place_code": pl.String(),
        "indicator": pl.String(),
        "period": pl.String(),
        "period_first": pl.Date(),
        "period_last": pl.Date(),
        "value": NUMBER,
        "value_max": NUMBER,
        "unit": pl.String(),
        "bound": pl.String(),
        "quote": pl.String(),
        "document": pl.String(),
        "claim": pl.String(),
        "published": pl.Date(),
        "_source": pl.String(),
        "_batch": pl.String(),
        "_row": pl.Int64(),
    }
)


def said(place, indicator, period, value, unit, **more):
    """One statement; ``more`` are further columns."""
    days = period_days(period)
    return {
        "place_code": place,
        "indicator": indicator,
        "period": period,
        "period_first": days.first,
        "period_last": days.last,
        "value": Decimal(str(value)),
        "unit": unit,
        "_source": "statistics",
        "_batch": "b1",
        "_row": 1,
        **more,
    }


def settled(*rows):
    """Statements by contract."""
    return {"indicator_value": pl.DataFrame(list(rows), schema=SETTLED)}


class NoTables:
    """A snapshot without firms."""

    def frame(self, sql, parameters=()):
        raise AssertionError(sql)

    def columns(self, table):
        return frozenset()


class Firms:
    """A snapshot in memory: tables by name."""

    def __init__(self, **tables):
        self.tables = tables

    def frame(self, sql, parameters=()):
        with pl.SQLContext(self.tables, eager=True) as context:
            return context.execute(sql)

    def columns(self, table):
        found = self.tables.get(table)
        return frozenset(found.columns) if found is not None else frozenset()

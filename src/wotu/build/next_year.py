"""The same rule one year on, before the facts of the coming year are there.

What is known of later years is taken as it is; where a figure of the coming year is not known, the
latest year's is carried forward. Certificates, rights and other lists are counted as of the later
day, so that what expires until then counts no more. A figure that is missing today stays missing.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

import polars as pl

from wotu.build.held import HeldInputs
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.inputs import YearInput


def one_year_on(day: dt.date) -> dt.date:
    """The same day of the next year; the 28th for a 29th of February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


class NextYearInputs(HeldInputs):
    """Inputs one year after those of ``today``, the latest figures carried forward."""

    today: HeldInputs

    @classmethod
    def after(cls, today: HeldInputs, rule: CheckedRule) -> Self:
        """The inputs of a rule one year after those that are held."""
        later = cls(
            frame=today.firms.select(FIRM_ID),
            firms=today.firms,
            attributes=today.attributes,
            contracts=today.contracts,
            as_of=one_year_on(today.as_of),
            snapshot=today.snapshot,
        )
        later.today = today
        later.inputs_of(rule)
        return later

    def read(self, rule: CheckedRule) -> pl.DataFrame:
        """``firm_id`` and the inputs of a rule, in the order of the frame."""
        now = self.today.inputs_of(rule)
        carried = [
            pl.coalesce(
                pl.col(item.column(self.as_of)), now[item.column(self.today.as_of)].alias("now")
            ).alias(item.column(self.as_of))
            for item in rule.inputs
            if isinstance(item, YearInput) and item.offset >= 0
        ]
        return super().read(rule).with_columns(carried)


def in_force_next_year(rule: CheckedRule, today: dt.date) -> bool:
    """Whether the edition is still in force one year on."""
    ends = rule.spec.valid.to
    return ends is None or one_year_on(today) <= ends

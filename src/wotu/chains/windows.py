"""Windows of a back-test: the day up to which firms are known, and the years that follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from wotu.packs.schema import Label

WINDOW_YEARS: Final = 5
"""Own choice: long enough for rare links to gain a firm, short enough for lists to matter."""

FEWEST_BEFORE: Final = 200
FEWEST_WITHIN: Final = 50
"""Firms with a day of founding below which a record would say nothing."""


@dataclass(frozen=True)
class Window:
    """Lists are made from firms founded up to ``cutoff``; gains count after it up to ``until``."""

    cutoff: date
    until: date


def latest_window(firms: pl.DataFrame, as_of: date) -> Window | None:
    """The last :data:`WINDOW_YEARS` calendar years in which firms of CHAIN_FIRMS were founded.

    None where too few firms were founded before it or within it.
    """
    founded = firms["founded_on"].drop_nulls()
    founded = founded.filter(founded <= as_of)
    until = founded.max()
    if not isinstance(until, date):
        return None
    cutoff = date(until.year - WINDOW_YEARS, 12, 31)
    before = int((founded <= cutoff).sum())
    if before < FEWEST_BEFORE or len(founded) - before < FEWEST_WITHIN:
        return None
    return Window(cutoff, until)


def absent_years(firms: pl.DataFrame, window: Window) -> list[int]:
    """Years of the window, and of the ten before it, in which not one known firm was founded."""
    seen = set(firms["founded_on"].drop_nulls().dt.year().to_list())
    years = range(window.cutoff.year - 9, window.until.year + 1)
    return [year for year in years if year not in seen]


def limitations(firms: pl.DataFrame, window: Window) -> tuple[Label, ...]:
    """What to bear in mind when reading the record, in words."""
    absent = absent_years(firms, window)
    return (
        *((_absence(absent),) if absent else ()),
        Label(
            zh="只看环节有无新增企业，不看新增多少：登记数据可能只是样本。",
            en="What counts is whether a link gained a firm, not how many: the register may be a"
            " sample.",
        ),
        Label(
            zh="企业落位依据现在登记的名称和经营范围，其中有的在截止日之后变更过。",
            en="Firms are placed by their names and scopes as registered today; some were changed"
            " after the cutoff.",
        ),
        Label(
            zh="登记数据只含存续企业，此前注销的企业既不在清单依据中，也不计入新增。",
            en="The register holds firms that still exist: those closed since count neither for"
            " the lists nor as gains.",
        ),
    )


def _absence(years: list[int]) -> Label:
    spans = _spans(years)
    return Label(
        zh=f"登记数据中没有{'、'.join(spans)}年成立的企业，这些年份的新增未计入。",
        en=f"The register holds no firm founded in {', '.join(spans)}: gains of those years do not"
        " count.",
    )


def _spans(years: list[int]) -> list[str]:
    """Years in a row as one span: 2007, 2012–2017."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return [str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans]

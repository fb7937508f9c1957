"""Why two screenings differ, firm by firm: which causes, changed alone or together, did it.

A screening depends on the facts known, on the day of application and on the rules in force. Each
of them is changed in turn from before to after, and all combinations are run: the *corners*. The
smallest set of causes that leads from a firm's standing before to the one after is the reason;
where several sets of that size do, each of them would have been enough. Nothing is estimated, and
the groups add up to the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations
from typing import Final

import polars as pl


class Cause(StrEnum):
    """What can make a screening come out differently."""

    CODE = "code"  # today's code gives something else on the very inputs of then
    FACTS = "facts"  # batches that landed or were taken back, judgements on who is who
    DAY = "day"  # another day of application: other accounting years, certificates expired
    RULES = "rules"  # another edition, or another value of a dated parameter


TOGETHER: Final = "+"
"""Between causes that were needed together."""

EITHER: Final = "|"
"""Between sets of causes of which each would have been enough."""

Corner = frozenset[Cause]
"""The causes that stand as they were after; the others stand as before."""


def corners_of(causes: Sequence[Cause]) -> list[Corner]:
    """All corners, those with fewer changes first."""
    return [
        frozenset(chosen)
        for size in range(len(causes) + 1)
        for chosen in combinations(causes, size)
    ]


def corner_column(corner: Corner) -> str:
    """The column of a corner in a table of standings: ``at:facts+rules``."""
    return f"at:{_named(corner)}"


def split(standings: pl.DataFrame, causes: Sequence[Cause]) -> pl.DataFrame:
    """Standings with the reason of each difference.

    ``standings`` has a column for each corner of ``causes`` (null where the firm is no subject of
    the rule), and ``stored``, what was published before; without a column of that name the first
    corner stands for it. Added columns: ``before``, ``after``, ``cause`` (null where both are the
    same, else ``facts``, ``facts+rules``, ``facts|rules``, ``code+facts``, ...) and ``offset``,
    true where changes took the firm away from its standing and back to it.
    """
    corners = corners_of(causes)
    start, end = pl.col(corner_column(corners[0])), pl.col(corner_column(corners[-1]))
    before = pl.col("stored") if "stored" in standings.columns else start
    moved_by_code = before.ne_missing(start)
    rest = pl.when(start.ne_missing(end)).then(_smallest(corners, end))
    cause = pl.concat_str(
        pl.when(moved_by_code).then(pl.lit(Cause.CODE.value)),
        pl.when(rest.is_null() | ~rest.str.contains(EITHER, literal=True) | ~moved_by_code)
        .then(rest)
        .otherwise(pl.format("({})", rest)),
        separator=TOGETHER,
        ignore_nulls=True,
    )
    strayed = pl.any_horizontal(
        moved_by_code, *(pl.col(corner_column(one)).ne_missing(end) for one in corners)
    )
    differs = before.ne_missing(end)
    return standings.with_columns(
        before=before,
        after=end,
        cause=pl.when(differs).then(cause),
        offset=~differs & strayed,
    )


def causes_in(cause: str) -> frozenset[Cause]:
    """The causes that a reason names.

    >>> sorted(causes_in("code+(facts|rules)"))
    [<Cause.CODE: 'code'>, <Cause.FACTS: 'facts'>, <Cause.RULES: 'rules'>]
    """
    plain = cause.replace("(", "").replace(")", "").replace(EITHER, TOGETHER)
    return frozenset(Cause(name) for name in plain.split(TOGETHER))


def _smallest(corners: Sequence[Corner], end: pl.Expr) -> pl.Expr:
    """The smallest sets of causes that lead to the end, in words."""
    found = pl.lit(None, dtype=pl.String)
    for size in sorted({len(corner) for corner in corners if corner}, reverse=True):
        hits = [
            pl.when(pl.col(corner_column(corner)).eq_missing(end)).then(pl.lit(_named(corner)))
            for corner in corners
            if len(corner) == size
        ]
        words = pl.concat_str(hits, separator=EITHER, ignore_nulls=True)
        any_hit = pl.any_horizontal([hit.is_not_null() for hit in hits])
        found = pl.when(any_hit).then(words).otherwise(found)
    return found


def _named(corner: Corner) -> str:
    return TOGETHER.join(cause.value for cause in Cause if cause in corner)

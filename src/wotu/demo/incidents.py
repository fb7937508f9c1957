"""Accidents, offences and listings: few firms, mostly minor."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import codes, days
from wotu.demo.population import Population

_ODDS: Final = (
    ("minor", 0.035, "未按规定报送材料，责令改正"),
    ("abnormal_operation", 0.02, "未按期公示年度报告"),
    ("serious_environment", 0.004, "超标排放污染物"),
    ("serious_illegal", 0.004, "被列入经营异常名录届满三年未履行义务"),
    ("major_safety", 0.0015, "生产车间安全事故"),
    ("major_quality", 0.0015, "产品抽检不合格"),
    ("research_misconduct", 0.0005, "项目验收材料不实"),
)
"""Kind, share of firms with one in the last four years, and what is written of it."""


def draw_incidents(firms: Population) -> pl.DataFrame:
    """``owner`` and the columns of ``firm_incident`` without uscc and firm_name."""
    rng = firms.draws.stream("incidents")
    today = np.datetime64(firms.as_of)
    owners, kinds, dates = [], [], []
    for position, (_, odds, _) in enumerate(_ODDS):
        owner = np.flatnonzero(rng.random(firms.count) < odds)
        ago = rng.integers(5, 1_400, len(owner))
        when = np.maximum(today - ago, np.minimum(firms.founded[owner] + 30, today))
        owners.append(owner)
        kinds.append(np.full(len(owner), position))
        dates.append(when)
    owner, kind, when = np.concatenate(owners), np.concatenate(kinds), np.concatenate(dates)
    ended = when + rng.integers(40, 500, len(owner))
    listed = np.isin(kind, (1, 3)) & (rng.random(len(owner)) < 0.6) & (ended <= today)
    frame = pl.DataFrame(
        [
            pl.Series("owner", owner),
            codes("kind", [name for name, _, _ in _ODDS], kind),
            days("occurred_on", when),
            days("ended_on", np.where(listed, ended, np.datetime64("NaT"))),
            codes("detail", [text for _, _, text in _ODDS], kind),
        ]
    )
    number = pl.format(
        "云岭{}〔{}〕{}号",
        pl.col("kind").replace_strict(
            {"major_safety": "应急罚", "serious_environment": "环罚"}, default="市监"
        ),
        pl.col("occurred_on").dt.year(),
        pl.col("owner") + 1,
    )
    return frame.with_columns(document_no=number)

"""Answers to the questionnaire on the digital level, of the firms that have filled it in."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Draws, Floats, codes, masked
from wotu.demo.population import ORDINARY

SCENES: Final = (
    "product_design",
    "process_design",
    "marketing",
    "after_sales",
    "planning_scheduling",
    "production_control",
    "quality_control",
    "equipment",
    "safety",
    "energy",
    "purchasing",
    "logistics",
    "finance",
    "hr",
    "office",
    "decision",
)
"""The sixteen scenes of 工信厅企业〔2024〕56号."""

_COUNTS: Final = {
    "network_options": 4,
    "data_links": 13,
    "network_security_options": 4,
    "data_security_options": 4,
    "planning_step": 5,
    "mechanism_options": 4,
    "talent_options": 5,
}
_RATES: Final = {"device_digital_rate": 0.55, "device_connected_rate": 0.45, "funding_share": 0.08}
_TRENDS: Final = {
    "energy_use": ("down", "flat", "up"),
    "pass_rate": ("up", "flat", "down"),
    "revenue_per_head": ("up", "flat", "down"),
    "cost_per_100_revenue": ("down", "flat", "up"),
}
_SYSTEMS: Final = ("none", "one", "several", "most", "all")
_ANSWERED: Final = 0.992


def questionnaires(
    firms: pl.DataFrame, far: Floats, draws: Draws, as_of: dt.date
) -> dict[str, pl.DataFrame]:
    """Rows of ``firm_digital`` of the last year; ``far`` says how far each firm has come.

    About one in ten leaves several items out, so that its level stays open.
    """
    rng = draws.stream("questionnaires")
    answers = (firms["tier"].to_numpy() > ORDINARY) & (rng.random(firms.height) < 0.4)
    rows = firms.filter(pl.Series(answers))
    count = rows.height
    good = np.clip(0.5 + 0.16 * far[answers] + rng.normal(0, 0.13, count), 0.03, 0.97)
    series = [rng.binomial(most, good) for most in _COUNTS.values()]
    columns = [pl.Series(n, v) for n, v in zip(_COUNTS, series, strict=True)]
    for name, most in _RATES.items():
        rate = np.rint(np.clip(good * most * 2 * rng.uniform(0.5, 1.2, count), 0, 1) * 100)
        columns.append((pl.Series(name, rate.astype(np.int64)) / 100).cast(pl.Decimal(12, 8)))
    for name, words in _TRENDS.items():
        place = np.clip(np.rint(1.6 - 1.6 * good + rng.normal(0, 0.6, count)), 0, 2)
        columns.append(codes(name, words, place.astype(np.int64)))
    columns.append(codes("systems", _SYSTEMS, rng.binomial(4, good)))
    columns.append(pl.Series("data_hr", rng.random(count) < good))
    levels = [np.clip(np.rint(4.4 * good - 0.5 + rng.normal(0, 0.75, count)), 0, 4) for _ in SCENES]
    columns += [
        pl.Series(f"scene_{name}", level.astype(np.int64))
        for name, level in zip(SCENES, levels, strict=True)
    ]
    hasty = rng.random(count) < 0.1
    chance = np.where(hasty, 0.8, _ANSWERED)
    told = [masked(column, rng.random(count) < chance) for column in columns]
    stated = masked(pl.Series("assessed_level", rng.binomial(4, good)), rng.random(count) < 0.6)
    frame = pl.DataFrame([rows["uscc"], rows["firm_name"], *told, stated])
    return {"firm_digital": frame.with_columns(year=pl.lit(as_of.year - 1, pl.Int32))}

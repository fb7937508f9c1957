"""Forecasts of targets: how often what came lay in the interval, and what they cost.

``python -m bench.targets [--series 8]``. Five simulated processes whose law is known, each forecast
from every past point on for up to a year, as the status of a target does it. The interval claims
80%. Then the progress of twenty targets on five years of months, for the first time and again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from calendar import monthrange
from collections.abc import Callable, Sequence

import numpy as np

from wotu.packs.loader import load_packs, shipped_packs
from wotu.targets.actuals import Actual, Actuals
from wotu.targets.backtest import backtest
from wotu.targets.progress import progress
from wotu.targets.target import PathKind, Target

FIRST_YEAR = 2021
MONTHS = 58
INDICATORS = load_packs([shipped_packs() / "cn"]).indicators


def _month_end(month: int) -> dt.date:
    year, place = FIRST_YEAR + month // 12, month % 12 + 1
    return dt.date(year, place, monthrange(year, place)[1])


def _levels(values: Sequence[float]) -> Actuals:
    """A stock at month ends."""
    days = [_month_end(place) for place in range(len(values))]
    found = (
        Actual(f"asof:{day}", day, day, value) for day, value in zip(days, values, strict=True)
    )
    return Actuals(INDICATORS["hitech_firms"], tuple(found))


def walk(seed: int, count: int = MONTHS) -> Actuals:
    """A random walk with drift."""
    steps = np.random.default_rng(seed).normal(2, 5, count)
    return _levels([300 + float(total) for total in np.cumsum(steps)])


def short_walk(seed: int) -> Actuals:
    """The same of fourteen months only."""
    return walk(seed, 14)


def line(seed: int) -> Actuals:
    """A straight line with independent noise."""
    noise = np.random.default_rng(seed).normal(0, 5, MONTHS)
    return _levels([300 + 3 * place + float(one) for place, one in enumerate(noise)])


def flow(seed: int) -> Actuals:
    """A flow that grows and has seasons, as what the year has come to by each month."""
    months = np.arange(MONTHS)
    noise = np.exp(np.random.default_rng(seed).normal(0, 0.03, MONTHS))
    values = 1e8 * 1.06 ** (months / 12) * (1 + 0.2 * np.sin(2 * np.pi * months / 12)) * noise
    found = []
    for place in range(MONTHS):
        last = _month_end(place)
        first = dt.date(last.year, 1, 1)
        total = float(values[place - last.month + 1 : place + 1].sum())
        found.append(Actual(f"{first:%Y-%m}/{last:%Y-%m}", first, last, total))
    return Actuals(INDICATORS["industrial_output"], tuple(found))


def yearly(seed: int) -> Actuals:
    """Twelve years of a flow that grows by eight per cent, more or less."""
    growth = np.random.default_rng(seed).normal(0.08, 0.04, 12)
    values = 1e9 * np.cumprod(1 + growth)
    found = (
        Actual(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31), float(value))
        for year, value in enumerate(values, 2010)
    )
    return Actuals(INDICATORS["industrial_output"], tuple(found))


PROCESSES: tuple[Callable[[int], Actuals], ...] = (flow, walk, short_walk, line, yearly)


def _targets() -> list[tuple[Target, Actuals]]:
    return [
        (
            Target(
                id=f"T{seed}",
                plan="bench",
                name="bench",
                place_code="530114",
                due=dt.date(FIRST_YEAR + 5, 12, 31),
                indicator="industrial_output",
                unit="元",
                value=1.7e9,
                baseline=1.4e9,
                baseline_period=str(FIRST_YEAR + 3),
                path=PathKind.SEASONAL,
            ),
            flow(seed),
        )
        for seed in range(20)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=8)
    chosen = parser.parse_args(arguments)
    print("process      forecasts held against what came   inside the 80% interval   error")
    for process in PROCESSES:
        record = backtest(process(seed) for seed in range(chosen.series))
        share, error = record.share or 0.0, record.error or 0.0
        print(f"{process.__name__:<12} {record.tried:>33}   {share:>23.0%}   {error:>5.1%}")
    targets = _targets()
    as_of = _month_end(MONTHS - 1)
    for told in ("for the first time", "again"):
        started = time.perf_counter()
        for target, actuals in targets:
            progress(target, actuals, as_of)
        print(f"progress of {len(targets)} targets {told}: {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()

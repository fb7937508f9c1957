"""Certificates: who holds which, since when and until when.

HNTE certificates are granted in batches in the second half of a year and run three years, so that
on any day some are about to lapse. The other rungs of the ladders are given to the firms that come
nearest to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Days, Flags, Floats, Ints, days
from wotu.demo.population import INNOVATIVE, SOME_RD
from wotu.demo.sectors import flags
from wotu.demo.standing import Standing

_BATCHES: Final = ((10, 16), (10, 28), (11, 6), (11, 19), (12, 2), (12, 8), (12, 30))
"""Month and day of the batches of HNTE certificates in the demo."""

_TSME_BATCHES: Final = ((7, 15), (8, 20), (9, 28))
_TSME_YEARS: Final = 6
_RENEWED_KINDS: Final = ("innovative_sme", "srdi_sme", "gazelle")
NONE: Final = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Recognition:
    """``hnte_granted``: day of the certificate that is valid, or was last, NaT where there is none.

    ``table``: position of the firm (``owner``) and the columns of ``firm_certificate`` without
    uscc and firm_name.
    """

    hnte_granted: Days
    hnte_valid: Flags
    table: pl.DataFrame


def draw_certificates(standing: Standing) -> Recognition:
    """Certificates of a chunk of firms."""
    today = np.datetime64(standing.firms.as_of)
    granted, valid = _hnte(standing, today)
    parts = [_hnte_rows(standing, granted), _tsme_rows(standing, valid, today)]
    parts += _ladder_rows(standing, valid, today)
    return Recognition(granted, valid, pl.concat(parts))


def _hnte(standing: Standing, today: np.datetime64) -> tuple[Days, Flags]:
    firms = standing.firms
    rng = firms.draws.stream("hnte")
    chance = rng.random(firms.count)
    passes = standing.passes_hnte_figures
    converted = standing.conversions.counts.sum(axis=1)
    strong = passes & (converted >= 12) & (standing.class_one + standing.class_two >= 3)
    likely = np.where(strong, 0.88, np.where(passes, 0.42, 0.0))
    likely = np.where((firms.tier == INNOVATIVE) & ~passes, 0.12, likely)
    likely = likely * np.clip((firms.age - 1.2) / 2, 0, 1)
    valid: Flags = chance < likely
    lapsed: Flags = ~valid & (firms.tier >= SOME_RD) & (firms.age > 5) & (chance > 0.93)
    ago = np.where(valid, rng.integers(0, 3, firms.count), rng.integers(3, 9, firms.count))
    month, day = np.array(_BATCHES).T
    batch = rng.integers(0, len(_BATCHES), firms.count)
    granted = _date(firms.as_of.year - ago, month[batch], day[batch])
    # A batch that is still to come this year: the certificate of three years ago still runs.
    granted = np.where(granted > today, _years_later(granted, -3), granted)
    return np.where(valid | lapsed, granted, NONE), valid


def _hnte_rows(standing: Standing, granted: Days) -> pl.DataFrame:
    """The last certificate and, of older firms, the one or two before it."""
    rng = standing.firms.draws.stream("earlier hnte")
    parts = []
    for turn in range(3):
        owner = np.flatnonzero(~np.isnat(granted))
        kept = rng.random(len(owner)) < (1.0, 0.7, 0.6)[turn]
        age = (granted[owner] - standing.firms.founded[owner]).astype(np.float64) / 365.25
        owner = owner[kept & (age > (0.0 if turn == 0 else 1.2))]
        parts.append(_rows("hnte", owner, granted[owner], 3, "national", _hnte_numbers(standing)))
        keep = np.zeros(len(granted), dtype=np.bool_)
        keep[owner] = True
        granted = np.where(keep, _years_later(granted, -3), NONE)
    return pl.concat(parts)


def _hnte_numbers(standing: Standing) -> Ints:
    """Seven digits from 9000001, where real certificates have six."""
    return 9_000_001 + standing.firms.number


def _tsme_rows(standing: Standing, has_hnte: Flags, today: np.datetime64) -> pl.DataFrame:
    """Registrations of the running year, or of the year before where its batch is still to come,
    and those of earlier years, also of firms that have given it up."""
    firms = standing.firms
    rng = firms.draws.stream("tsme")
    enters = (standing.tsme_points >= 60) | has_hnte
    passes = enters & standing.is_small & firms.operates[:, -1]
    owner = np.flatnonzero(passes & (rng.random(firms.count) < 0.72))
    month, day = np.array(_TSME_BATCHES).T
    batch = rng.integers(0, len(_TSME_BATCHES), len(owner))
    granted = _date(np.full(len(owner), firms.as_of.year), month[batch], day[batch])
    late = granted > today
    granted = np.where(late, _years_later(granted, -1), granted)
    given_up = np.flatnonzero(enters & firms.operates[:, -1] & (rng.random(firms.count) < 0.45))
    given_up = np.setdiff1d(given_up, owner)
    years = rng.integers(2, 7, len(given_up))
    turn = rng.integers(0, len(month), len(given_up))
    last = _date(firms.as_of.year - years, month[turn], day[turn])
    owner, granted = np.concatenate([owner, given_up]), np.concatenate([granted, last])
    numbers = 90_000_001 + firms.number
    parts = []
    for _ in range(_TSME_YEARS):
        old_enough = granted > firms.founded[owner]
        owner, granted = owner[old_enough], granted[old_enough]
        parts.append(_rows("tsme", owner, granted, 1, "national", numbers))
        kept = rng.random(len(owner)) < 0.82
        owner, granted = owner[kept], _years_later(granted[kept], -1)
    return pl.concat(parts)


def _ladder_rows(standing: Standing, has_hnte: Flags, today: np.datetime64) -> list[pl.DataFrame]:
    """The rungs above, the best firms first; shares of all firms, at least one where it matters."""
    firms, finance = standing.firms, standing.finance
    rng = firms.draws.stream("ladders")
    noise = rng.normal(0, 0.7, firms.count)
    sales = np.log10(np.maximum(finance.sales[:, -1] / 100, 1.0))
    industry = flags("is_industry")[firms.sector]
    special = (
        firms.drive + 0.9 * sales + 0.5 * industry + noise + 0.2 * np.log1p(standing.class_one)
    )
    special = np.where(has_hnte & (firms.age > 3), special, -np.inf)
    rising = np.clip(standing.sales_growth, -0.5, 1.5) * 2 + 0.6 * sales + noise * 0.4
    rising = np.where(has_hnte & (firms.age < 15) & (sales > 6.7), rising, -np.inf)
    venture = np.where(firms.is_venture & (firms.age > 2), special + 3 * noise, -np.inf)
    body = np.where((firms.tier == INNOVATIVE) & (firms.staff > 30), sales + noise, -np.inf)
    rungs: list[tuple[str, Floats, float, int, str]] = [
        ("innovative_sme", special, 0.055, 3, "provincial"),
        ("srdi_sme", special, 0.024, 3, "provincial"),
        ("little_giant", special, 0.005, 3, "national"),
        ("single_champion", np.where(industry, special, -np.inf), 0.0007, 3, "national"),
        ("gazelle", rising, 0.014, 3, "provincial"),
        ("potential_unicorn", venture, 0.0012, 2, "provincial"),
        ("unicorn", venture, 0.0005, 1, "national"),
        ("rd_institution", body, 0.04, 5, "city"),
        ("rd_institution", body, 0.012, 5, "provincial"),
        ("green_factory", np.where(industry, sales + noise, -np.inf), 0.004, 5, "provincial"),
        ("national_award", body, 0.0008, 0, "national"),
    ]
    parts = []
    for kind, score, share, years, level in rungs:
        count = round(firms.count * share)
        owner = _best(score, count)
        ago = rng.integers(20, 365 * max(min(years, 3), 1) - 10, len(owner))
        granted = np.maximum(today - ago, firms.founded[owner] + 180)
        kept = granted <= today
        owner, granted = owner[kept], granted[kept]
        parts.append(_rows(kind, owner, granted, years, level, None))
        parts += _earlier_rows(standing, kind, _best(score, round(count * 1.3)), owner, granted)
    return parts


def _earlier_rows(
    standing: Standing, kind: str, near: Ints, owner: Ints, granted: Days
) -> list[pl.DataFrame]:
    """What the holders of a rung of three years had before, and firms that have let it lapse."""
    firms = standing.firms
    if kind not in _RENEWED_KINDS:
        return []
    rng = firms.draws.stream(f"earlier {kind}")
    held = rng.random(len(owner)) < 0.45
    former = np.setdiff1d(near, owner)
    lapsed_ago = rng.integers(3 * 366, 6 * 366, len(former))
    before = np.concatenate([owner[held], former])
    days_before = np.concatenate(
        [_years_later(granted[held], -3), np.datetime64(firms.as_of) - lapsed_ago]
    )
    old_enough = days_before > firms.founded[before] + 180
    return [_rows(kind, before[old_enough], days_before[old_enough], 3, "provincial", None)]


def _best(score: Floats, count: int) -> Ints:
    order = np.argsort(-score, kind="stable")[:count]
    return order[np.isfinite(score[order])]


def _rows(
    kind: str, owner: Ints, granted: Days, years: int, level: str, numbers: Ints | None
) -> pl.DataFrame:
    """Certificates of one kind; without end where ``years`` is 0."""
    ends = _years_later(granted, years) - 1 if years else np.full(len(owner), NONE)
    frame = pl.DataFrame(
        [
            pl.Series("owner", owner, dtype=pl.Int64),
            days("granted_on", granted),
            days("expires_on", ends),
            pl.Series("serial", owner if numbers is None else numbers[owner], dtype=pl.Int64),
        ]
    )
    rank = pl.lit(3 if kind == "national_award" else None, pl.Int64)
    year = pl.col("granted_on").dt.year()
    forms = {
        "hnte": pl.format("GR{}53{}", year, "serial"),
        "tsme": pl.format("{}530114{}", year, "serial"),
    }
    number = forms.get(kind, pl.lit(None, pl.String))
    return frame.select(
        "owner",
        pl.lit(kind).alias("kind"),
        pl.lit(level).alias("level"),
        number.alias("certificate_no"),
        "granted_on",
        "expires_on",
        rank.alias("rank"),
    )


def _date(year: Ints, month: Ints, day: Ints) -> Days:
    months = (year - 1970) * 12 + month - 1
    first = np.asarray(months, dtype="datetime64[M]").astype("datetime64[D]")
    date: Days = first + (day - 1).astype("timedelta64[D]")
    return date


def _years_later(granted: Days, years: int) -> Days:
    """The same day of another year; no batch is on 29 February, other days move to the 28th."""
    months = granted.astype("datetime64[M]")
    day = (granted - months).astype("timedelta64[D]")
    moved = (months + 12 * years).astype("datetime64[D]") + day
    fits = moved.astype("datetime64[M]") == months + 12 * years
    later: Days = np.where(fits, moved, moved - 1)
    return later

"""What titles ask for beyond the statistics: segment, product, rights in use, platform score, green
lists, and what authorities judge.

Made from the other tables of a zone, so that all agree; firms that never apply have no rows.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Draws, Floats, Ints, codes, pick
from wotu.demo.population import INNOVATIVE, ORDINARY

_CLASS_ONE: Final = ("invention", "plant_variety", "new_drug", "ic_layout", "tcm_protected")
_POSITIONS: Final = ("fills_gap", "six_base", "old_brand", "leading_supplier", "none")
_POSITION_SHARES: Final = (0.12, 0.24, 0.004, 0.30, 0.336)
_STRATEGIC: Final = {
    "electronics": "information",
    "biomedicine": "biology",
    "aerospace": "equipment",
    "materials": "materials",
    "services": "services",
    "energy": "new_energy",
    "environment": "environment",
    "manufacturing": "equipment",
}
_RUNGS: Final = {"innovative_sme": 1, "srdi_sme": 2, "little_giant": 3, "single_champion": 4}
_JUDGED: Final = (
    "market_leading",
    "key_position",
    "technology_advanced",
    "rd_and_ip_strong",
    "brand_strong",
)
_INDUSTRY: Final = r"^(1[3-9]|2|3|4[0-3])"
_MANUFACTURING_STAFF: Final = 60
_TOLD: Final = 0.965
"""Share of the answers of an application that are filled in."""


def applicants(
    tables: dict[str, pl.DataFrame], people: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """Firms with figures of the last year, for drawing what they apply with; those of SHOWCASE,
    whose facts are the same for every seed, are left out.

    Columns: uscc, firm_name, tier, founded_on, industry_code, field, sales (yuan, 0 where
    not known), staff, class_one, class_two (rights in force), venture, age (years), rung
    (place of the highest title in _RUNGS, 0 without).
    """
    last = as_of.year - 1
    finance = tables["firm_finance"].filter(pl.col("year") == last)
    finance = finance.select("uscc", "firm_name", pl.col("sales_revenue_cny").cast(pl.Float64))
    staff = tables["firm_staff"].filter(pl.col("year") == last).select("uscc", "total_staff")
    register = tables["firm_registration"].select("uscc", "founded_on", "industry_code")
    profile = tables["firm_profile"].select("uscc", "hitech_field")
    investors = tables["firm_relation"].filter(pl.col("related_name").str.contains("创业投资"))
    rows = finance.rename({"sales_revenue_cny": "sales"})
    for other in (
        staff,
        register.drop_nulls("uscc"),
        profile,
        people.select("uscc", "tier", "key"),
    ):
        rows = rows.join(other.drop_nulls("uscc"), on="uscc", how="left", maintain_order="left")
    rows = rows.join(
        _rights(tables["firm_ip"], as_of), on="uscc", how="left", maintain_order="left"
    )
    held = _titles_held(tables["firm_certificate"], as_of)
    rows = rows.join(held, on="uscc", how="left", maintain_order="left")
    founded = pl.col("founded_on")
    return rows.filter(pl.col("key").is_null()).with_columns(
        pl.col("sales").fill_null(0.0),
        pl.col("class_one", "class_two", "rung").fill_null(0),
        staff=pl.col("total_staff").fill_null(10),
        tier=pl.col("tier").fill_null(ORDINARY),
        venture=pl.col("uscc").is_in(investors["uscc"].implode()),
        age=((pl.lit(as_of) - founded).dt.total_days() / 365.25).fill_null(5.0),
    )


def _titles_held(certificates: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    valid = certificates.filter(
        pl.col("kind").is_in(list(_RUNGS)) & (pl.col("expires_on") >= as_of)
    )
    rung = pl.col("kind").replace_strict(_RUNGS, return_dtype=pl.Int64)
    return valid.group_by("uscc").agg(rung=rung.max())


def _rights(rights: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    held = (pl.col("granted_on") <= as_of) & (pl.col("state") == "in_force")
    one = pl.col("kind").is_in(_CLASS_ONE)
    return (
        rights.filter(held)
        .group_by("uscc")
        .agg(class_one=one.sum().cast(pl.Int64), class_two=(~one).sum().cast(pl.Int64))
    )


def title_facts(
    tables: dict[str, pl.DataFrame], firms: pl.DataFrame, draws: Draws, as_of: dt.date
) -> dict[str, pl.DataFrame]:
    """Rows of the contracts that only titles ask for; ``firms`` as :func:`applicants` gives."""
    return {
        "firm_specialisation": _specialisation(firms, draws, as_of),
        "firm_recognition_review": _reviews(firms, draws, as_of),
        "firm_green": _green(firms, draws, as_of),
        "firm_profile": _profile(tables["firm_profile"], firms, draws),
    }


def strength(firms: pl.DataFrame, draws: Draws) -> Floats:
    """How far a firm has come, around 0: size, rights, titles and chance."""
    sales = np.log10(np.maximum(firms["sales"].to_numpy(), 1e5))
    rights = np.log1p(firms["class_one"].to_numpy())
    noise = draws.stream("strength of titles").normal(0, 0.8, firms.height)
    titles = 0.7 * firms["rung"].to_numpy()
    return np.asarray(0.9 * (sales - 7) + 0.35 * (rights - 0.7) + titles + noise)


def _specialisation(firms: pl.DataFrame, draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """Applications of the last year, and the platform's score of this year and the one before."""
    rng = draws.stream("specialisation")
    far = strength(firms, draws)
    tier = firms["tier"].to_numpy()
    files = (tier == INNOVATIVE) & (rng.random(firms.height) < 0.62)
    files |= (tier > ORDINARY) & (rng.random(firms.height) < 0.12)
    files |= firms["rung"].to_numpy() > 0
    rows, far = firms.filter(pl.Series(files)), far[files]
    count = rows.height
    rung = rows["rung"].to_numpy()
    good = 1 / (1 + np.exp(-far))
    years = np.floor(np.clip(rows["age"].to_numpy() - 0.5, 0, 60) * rng.beta(4, 1.6, count))
    share = np.round(np.clip(rng.beta(1.1, 9, count) * (0.5 + good), 0.0005, 0.6), 4)
    share = np.where(
        rung >= 2, np.maximum(share, np.round(rng.uniform(0.05, 0.3, count), 4)), share
    )
    rank = np.maximum(1, np.rint(0.35 / share * np.exp(rng.normal(0, 0.5, count))))
    main = rng.binomial(rows["class_one"].to_numpy(), 0.8)
    used = rng.binomial(main, 0.85)
    score = np.clip(38 + 28 * good + rng.normal(0, 7, count), 5, 98)
    told = {
        "segment_years": _ints("segment_years", years),
        "segment_share": _decimals("segment_share", share, 8),
        "domestic_rank": _ints("domestic_rank", rank),
        "global_rank": _ints("global_rank", np.rint(rank * rng.uniform(1, 6 - rung, count))),
        "new_product": pl.Series("new_product", rng.random(count) < 0.12),
        "product_position": codes(
            "product_position", _POSITIONS, pick(rng, _POSITION_SHARES, count)
        ),
        "in_key_field": pl.Series("in_key_field", rng.random(count) < 0.55),
        "key_chain_link": pl.Series("key_chain_link", rng.random(count) < 0.35 + 0.4 * good),
        "core_business_systems": pl.Series("b", rng.random(count) < 0.55 + 0.4 * good),
        "system_certificate": pl.Series("c", rng.random(count) < 0.4 + 0.55 * good),
        "product_certificate_abroad": pl.Series("d", rng.random(count) < 0.1 + 0.2 * good),
        "own_brand": pl.Series("e", rng.random(count) < 0.5 + 0.4 * good),
        "ip_high_value": _ints("f", rng.binomial(main, 0.06)),
        "ip_class1_own": _ints("g", rng.binomial(main, 0.9)),
        "ip_class1": _ints("h", main),
        "ip_class2": _ints("i", rng.binomial(rows["class_two"].to_numpy(), 0.6)),
        "ip_class1_used": _ints("j", used),
        "ip_class1_owner": _ints("k", rng.binomial(used, 0.93)),
    }
    filled = [_told(name, series, rng) for name, series in told.items()]
    earlier = _decimals("quality_score", score - rng.uniform(0, 6, count), 2)
    rated = rng.random(count) < 0.45
    last = pl.DataFrame([rows["uscc"], rows["firm_name"], *filled]).with_columns(
        year=pl.lit(as_of.year - 1, pl.Int32),
        quality_score=pl.when(pl.Series(rated)).then(earlier),
    )
    applies = rng.random(count) < 0.5 + 0.3 * good
    now = pl.DataFrame(
        [rows["uscc"], rows["firm_name"], _decimals("quality_score", score, 2)]
    ).with_columns(year=pl.lit(as_of.year, pl.Int32))
    return pl.concat([last, now.filter(pl.Series(applies))], how="diagonal")


def _reviews(firms: pl.DataFrame, draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """What reviewers have said this year, of the stronger applicants."""
    rng = draws.stream("title reviews")
    far = strength(firms, draws)
    seen = (firms["tier"].to_numpy() == INNOVATIVE) & (far > 0.4)
    seen &= rng.random(firms.height) < 0.7
    rows, good = firms.filter(pl.Series(seen)), 1 / (1 + np.exp(-far[seen]))
    count = rows.height
    columns = [
        _told(name, pl.Series(name, rng.random(count) < 0.45 + 0.5 * good), rng) for name in _JUDGED
    ]
    points = _ints("p", np.rint(15 * np.clip(0.3 + 0.6 * good, 0, 1))).cast(pl.Decimal(8, 2))
    columns.append(points.alias("local_feature_points"))
    return pl.DataFrame([rows["uscc"], rows["firm_name"], *columns]).with_columns(
        year=pl.lit(as_of.year, pl.Int32)
    )


def _green(firms: pl.DataFrame, draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """Industrial firms of some size, of which a part is in the provincial list."""
    rng = draws.stream("green")
    plant = firms["industry_code"].str.contains(_INDUSTRY).fill_null(False).to_numpy()
    rows = firms.filter(pl.Series(plant & (firms["staff"].to_numpy() >= _MANUFACTURING_STAFF)))
    count = rows.height
    idle = np.where(rng.random(count) < 0.03, rng.integers(1, 20, count), 0)
    filled = np.where(rng.random(count) < 0.7, as_of.year, as_of.year - 1)
    columns = [
        pl.Series("in_provincial_list", rng.random(count) < 0.3),
        _ints("idle_months", idle),
        pl.Series("removed_before", rng.random(count) < 0.02),
        pl.Series("inspection_findings", rng.random(count) < 0.05),
        pl.Series("energy_supervision_open", rng.random(count) < 0.04),
        pl.Series("energy_benchmark", rng.random(count) < 0.08),
        pl.Series("dynamic_table_year", filled, dtype=pl.Int32),
    ]
    told = [_told(column.name, column, rng) for column in columns]
    return pl.DataFrame([rows["uscc"], rows["firm_name"], *told])


def _profile(profiles: pl.DataFrame, firms: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Profiles with the strategic industry of the product and the bar of the gazelle list."""
    rng = draws.stream("title profiles")
    count = firms.height
    strategic = pl.col("hitech_field").replace_strict(_STRATEGIC, default="none")
    in_it = pl.lit(pl.Series(rng.random(count) < 0.72))
    asked = pl.lit(pl.Series(firms["tier"].to_numpy() > ORDINARY))
    known = pl.lit(pl.Series(rng.random(count) < _TOLD))
    looked = pl.lit(pl.Series(rng.random(count) < _TOLD))
    excluded = pl.lit(pl.Series(rng.random(count) < 0.025))
    more = firms.select(
        "uscc",
        strategic_industry=pl.when(asked & known & pl.col("hitech_field").is_not_null()).then(
            pl.when(in_it).then(strategic).otherwise(pl.lit("none"))
        ),
        growth_list_excluded=pl.when(asked & looked).then(excluded),
    )
    kept = profiles.drop("strategic_industry", "growth_list_excluded")
    return kept.join(more, on="uscc", how="left", maintain_order="left")


def _told(name: str, series: pl.Series, rng: np.random.Generator) -> pl.Series:
    """The series with some answers left out."""
    known = pl.Series(rng.random(len(series)) < _TOLD)
    return series.to_frame("value").select(pl.when(known).then("value").alias(name)).to_series()


def _ints(name: str, values: Floats | Ints) -> pl.Series:
    return pl.Series(name, np.asarray(values).astype(np.int64), dtype=pl.Int64)


def _decimals(name: str, values: Floats, decimals: int) -> pl.Series:
    """Figures with two decimals (points) or as shares with four, stored exactly."""
    kept = min(decimals, 4)
    whole = np.rint(values * 10**kept).astype(np.int64) * 10 ** (decimals - kept)
    width = 8 if decimals == 2 else 12
    exact = pl.col("whole").cast(pl.Int128).reinterpret(dtype=pl.Decimal(width, decimals))
    return pl.DataFrame({"whole": whole}).select(exact.alias(name)).to_series()

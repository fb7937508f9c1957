"""What the register, the zone and the industrial bureaus hold of each firm."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Flags, Floats, Ints, codes, days, masked, money, pick
from wotu.demo.invented_codes import DIVISION, registration_numbers
from wotu.demo.names import PLACE, ZONE_NAME
from wotu.demo.phrases import Phrases
from wotu.demo.population import ORDINARY, STATES, Population
from wotu.demo.sectors import flags, lines, sectors

ROADS: Final = (
    "沃野路",
    "云杉路",
    "鹿鸣大道",
    "科创一路",
    "科创三路",
    "望岭街",
    "松涛路",
    "晴川街",
)
PARKS: Final = ("沃野软件园", "云杉生物医药园", "望岭加速器", "科创孵化器", "鹿鸣智造园")
_PRIVATE: Final = {"173": 0.74, "159": 0.15, "151": 0.012, "110": 0.006, "170": 0.092}
_FOREIGN: Final = {"310": 0.3, "330": 0.4, "210": 0.12, "230": 0.18}
_OLD_NUMBERS_UNTIL: Final = np.datetime64("2015-10-01")
"""From this day on firms get the unified code (国发〔2015〕33号)."""


def is_joint_stock(firms: Population) -> Flags:
    """Firms whose name ends in 股份有限公司."""
    chance = firms.draws.stream("joint stock").random(firms.count)
    odds = 0.012 + 0.03 * (firms.staff > 60) + 0.05 * (firms.staff > 200)
    joint: Flags = (chance < odds) & ~firms.is_branch
    return joint


def registration(
    firms: Population, capital: Ints, joint_stock: Flags, former: pl.Series
) -> pl.DataFrame:
    """Columns of ``firm_registration`` but uscc and firm_name."""
    draws = firms.draws
    rng = draws.stream("registration")
    old = firms.founded < _OLD_NUMBERS_UNTIL
    words = Phrases.of(item.scopes for item in lines())
    groups = Phrases.of(item.codes for item in lines())
    known_capital = ~firms.is_branch & (rng.random(firms.count) > 0.012)
    return pl.DataFrame(
        [
            masked(registration_numbers(firms.number), old),
            former.alias("former_names"),
            _legal_forms(firms, joint_stock),
            codes("state", STATES, firms.state),
            days("founded_on", firms.founded),
            money("registered_capital_cny", capital, known_capital),
            groups.drawn("industry_code", firms.line, rng.random(firms.count)),
            pl.Series("division_code", [DIVISION] * firms.count),
            addresses(firms),
            words.drawn("business_scope", firms.line, rng.random(firms.count)),
            pl.Series("is_branch", firms.is_branch),
        ]
    )


def addresses(firms: Population) -> pl.Series:
    """Invented addresses in the zone."""
    rng = firms.draws.stream("addresses")
    frame = pl.DataFrame(
        {
            "road": codes("road", ROADS, rng.integers(0, len(ROADS), firms.count)),
            "house": rng.integers(1, 900, firms.count),
            "block": rng.integers(1, 30, firms.count),
            "room": rng.integers(101, 1_899, firms.count),
        }
    )
    text = pl.format("{}{}{}号{}幢{}室", pl.lit(ZONE_NAME), "road", "house", "block", "room")
    return frame.select(address=text).to_series()


def profile(firms: Population) -> pl.DataFrame:
    """Columns of ``firm_profile`` but uscc and firm_name; fields of ordinary firms are none."""
    rng = firms.draws.stream("profile")
    fields = [item.field for item in sectors()]
    technical = (firms.tier > ORDINARY) | (rng.random(firms.count) < 0.25)
    named = np.where(technical, firms.sector, fields.index("none"))
    products = Phrases.of(item.products for item in lines())
    standards = takes_part_in_standards(firms)
    return pl.DataFrame(
        [
            codes("hitech_field", fields, named),
            pl.Series("restricted_products", rng.random(firms.count) < 0.008),
            pl.Series("standards_participation", standards),
            pl.Series("led_standard_five_years", standards & (rng.random(firms.count) < 0.25)),
            products.drawn("main_product", firms.line, rng.random(firms.count)),
        ]
    )


def takes_part_in_standards(firms: Population) -> Flags:
    """Firms that helped to write a national or industry standard."""
    chance = firms.draws.stream("standards").random(firms.count)
    odds = np.choose(firms.tier, [0.002, 0.02, 0.07]) * (1 + (firms.staff > 80))
    takes: Flags = chance < odds
    return takes


def premises(firms: Population) -> pl.DataFrame:
    """``owner`` and the columns of ``firm_premises``: one place for most, a plant for some."""
    rng = firms.draws.stream("premises")
    rented_in_park = firms.age < 5
    main = np.flatnonzero((rng.random(firms.count) < 0.86) & np.isin(firms.state, (0, 4)))
    second = np.flatnonzero(flags("is_industry")[firms.sector] & (firms.staff > 25))
    second = second[rng.random(len(second)) < 0.4]
    owner = np.concatenate([main, second])
    is_plant = np.arange(len(owner)) >= len(main)
    own_kind = [item.places for item in sectors()]
    kinds = codes("kind", own_kind, firms.sector[owner])
    carrier = rented_in_park[owner] & (firms.staff[owner] < 12) & ~is_plant
    kind = pl.DataFrame({"kind": kinds, "carrier": carrier, "plant": is_plant}).select(
        kind=pl.when("carrier")
        .then(pl.lit("carrier"))
        .when("plant")
        .then(pl.lit("plant"))
        .otherwise("kind")
    )
    area = np.maximum(firms.staff[owner] * np.where(is_plant, 55, 16), 20)
    area = np.rint(area * np.exp(rng.normal(0, 0.4, len(owner))) * 10) * 10
    place = pl.DataFrame({"address": addresses(firms).gather(owner), "plant": is_plant}).select(
        pl.when("plant").then(pl.format("{}（二期厂房）", "address")).otherwise("address")
    )
    owned = rng.random(len(owner)) < np.where(is_plant, 0.45, 0.12)
    start = np.minimum(
        firms.founded[owner] + rng.integers(0, 400, len(owner)), np.datetime64(firms.as_of)
    )
    park = codes("park", PARKS, rng.integers(0, len(PARKS), len(owner)))
    return pl.DataFrame(
        [
            pl.Series("owner", owner),
            kind.to_series(),
            place.to_series().alias("address"),
            pl.Series("division_code", [DIVISION] * len(owner)),
            masked(park, np.asarray(carrier | (rng.random(len(owner)) < 0.3))),
            pl.Series("area_m2", area.astype(np.int64))
            .cast(pl.Int128)
            .reinterpret(dtype=pl.Decimal(14, 2)),
            codes("tenure", ("owned", "rented", "free"), _tenure(rng, owned, carrier)),
            days("from_on", start),
        ]
    )


def relations(firms: Population, uscc: pl.Series, names: pl.Series) -> pl.DataFrame:
    """``owner`` and the columns of ``firm_relation``: heads, parents, corporate shareholders."""
    rng = firms.draws.stream("relations")
    member = np.flatnonzero(firms.head >= 0)
    held = np.flatnonzero((firms.head < 0) & (firms.is_foreign | firms.is_venture))
    abroad = firms.is_foreign[held]
    share = np.where(abroad, rng.choice([1.0, 0.51, 0.6, 0.7], len(held)), rng.uniform(0.03, 0.3))
    owner = np.concatenate([member, held])
    count = len(member)
    branch = firms.is_branch[member]
    kinds = np.concatenate([np.where(branch, 0, 1), np.full(len(held), 2)])
    percent = np.concatenate([np.where(branch, 100, rng.integers(51, 101, count)), share * 100])
    investors = rng.integers(0, 40, len(held))
    outside = pl.DataFrame({"number": investors, "abroad": abroad}).select(
        pl.when("abroad")
        .then(pl.format("Yunling Overseas Holding {} Ltd", pl.col("number") + 1))
        .otherwise(pl.format(PLACE + "沃土{}号创业投资有限公司", pl.col("number") + 1))
    )
    links = pl.DataFrame(
        [
            pl.Series("owner", owner),
            codes("kind", ("branch_of", "parent", "shareholder"), kinds),
            pl.concat([names.gather(firms.head[member]), outside.to_series()]).alias(
                "related_name"
            ),
            pl.concat(
                [uscc.gather(firms.head[member]), pl.Series([None] * len(held), dtype=pl.String)]
            ).alias("related_uscc"),
            masked(_share(percent), kinds > 0),
            codes(
                "related_country",
                ("中国", "新加坡", "德国", "日本"),
                np.concatenate([np.zeros(count, dtype=np.int64), investors % 3 + 1]),
            ),
            days("from_on", firms.founded[owner]),
        ]
    )
    foreign = np.concatenate([np.zeros(count, dtype=np.bool_), abroad])
    return links.with_columns(masked(links["related_country"], foreign))


def _legal_forms(firms: Population, joint_stock: Flags) -> pl.Series:
    rng = firms.draws.stream("legal forms")
    own = pick(rng, list(_PRIVATE.values()), firms.count)
    from_abroad = pick(rng, list(_FOREIGN.values()), firms.count)
    place = np.where(firms.is_foreign, len(_PRIVATE) + from_abroad, own)
    place = np.where(joint_stock, len(_PRIVATE) + len(_FOREIGN) + firms.is_foreign, place)
    return codes("legal_form", (*_PRIVATE, *_FOREIGN, "160", "340"), place)


def _tenure(rng: np.random.Generator, owned: Flags, carrier: Flags) -> Ints:
    free = carrier & (rng.random(len(owned)) < 0.15)
    return np.where(owned & ~carrier, 0, np.where(free, 2, 1))


def _share(percent: Floats) -> pl.Series:
    whole = pl.Series("share", np.rint(percent * 100), dtype=pl.Float64).cast(pl.Int64) * 10_000
    return whole.cast(pl.Int128).reinterpret(dtype=pl.Decimal(12, 8)).alias("share")

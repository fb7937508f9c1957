"""An invented zone: all tables of all contracts, from a number of firms, a day and a seed.

Equal arguments give equal tables. Firms are made in chunks, so a million of them need no more
memory at a time than fifty thousand: use :func:`zone_chunks`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from wotu.contracts.schema import TableContract
from wotu.demo.benefit_facts import benefit_facts
from wotu.demo.conversions import draw_conversions, innovation_counts
from wotu.demo.draws import Draws, Flags
from wotu.demo.finance import Finance, draw_finance
from wotu.demo.gaps import Coverage, draw_coverage
from wotu.demo.growth_facts import growth_facts
from wotu.demo.identities import Identities, draw_identities
from wotu.demo.incidents import draw_incidents
from wotu.demo.population import INNOVATIVE, YEARS, Population, draw_population, sector_names
from wotu.demo.product_stages import draw_product_stages
from wotu.demo.questionnaires import questionnaires
from wotu.demo.recognition import draw_certificates
from wotu.demo.registers import (
    is_joint_stock,
    premises,
    profile,
    registration,
    relations,
    takes_part_in_standards,
)
from wotu.demo.reviews import draw_reviews
from wotu.demo.rights import draw_rights, used_before
from wotu.demo.showcase import SHOWCASE, Row, showcase_rows
from wotu.demo.staff import draw_staff
from wotu.demo.standing import Standing
from wotu.demo.title_facts import applicants, strength, title_facts
from wotu.demo.yearly import finance_table, innovation_table, staff_table
from wotu.packs.loader import load_packs, shipped_packs

CHUNK_FIRMS: Final = 50_000
BUREAUS: Final = ("tax", "statistics", "human_resources", "science")


@dataclass(frozen=True)
class Zone:
    """An invented zone, or a chunk of one, as its bureaus together know it.

    ``tables``: by contract, with the fields and stored types of the contract; where sources
    disagree, what the pack's precedence chooses. ``firms``: uscc, firm_name, sector, tier (0
    ordinary, 1 some R&D, 2 innovative), key (of SHOWCASE). ``coverage``: uscc, year and for each
    of BUREAUS whether it has the firm that year.
    """

    as_of: dt.date
    seed: int
    chunk: int
    tables: dict[str, pl.DataFrame]
    firms: pl.DataFrame
    coverage: pl.DataFrame

    @property
    def years(self) -> tuple[int, ...]:
        """The three years of statistics, in order."""
        return tuple(range(self.as_of.year - YEARS, self.as_of.year))

    @property
    def observed_on(self) -> dt.date:
        """The end of the month before the day, on which the bureaus drew their lists."""
        return _end_of_last_month(self.as_of)


def generate_zone(firms: int, as_of: dt.date, seed: int) -> Zone:
    """A zone of ``firms`` firms, those of SHOWCASE among them, in memory.

    100,000 firms take about 350 MB. Raises ValueError for fewer firms than SHOWCASE has.
    """
    parts = list(zone_chunks(firms, as_of, seed))
    if len(parts) == 1:
        return parts[0]
    return Zone(
        as_of,
        seed,
        0,
        {name: pl.concat([part.tables[name] for part in parts]) for name in parts[0].tables},
        pl.concat([part.firms for part in parts]),
        pl.concat([part.coverage for part in parts]),
    )


def zone_chunks(
    firms: int, as_of: dt.date, seed: int, chunk_firms: int = CHUNK_FIRMS
) -> Iterator[Zone]:
    """The same zone in chunks, to be written one by one; the first has the firms of SHOWCASE."""
    named = len(SHOWCASE)
    if firms < 2 * named:
        raise ValueError(f"a zone has {2 * named} firms or more, not {firms}")
    rest = firms - named
    for chunk, first in enumerate(range(0, rest, chunk_firms)):
        count = min(chunk_firms, rest - first)
        yield _chunk(Draws(seed, chunk), as_of, first, count)


@cache
def contracts() -> dict[str, TableContract]:
    """Contracts of the shipped national pack."""
    return load_packs([shipped_packs() / "cn"]).contracts


def _chunk(draws: Draws, as_of: dt.date, first: int, count: int) -> Zone:
    firms = draw_population(draws, as_of, first, count)
    joint_stock = is_joint_stock(firms)
    who = draw_identities(firms, joint_stock)
    finance = draw_finance(firms)
    coverage = draw_coverage(firms, finance)
    owned = _registers(firms, who, finance, coverage, joint_stock)
    owned |= _statistics_and_lists(firms, finance, coverage)
    tables = {name: _named(name, frame, who) for name, frame in owned.items()}
    people, seen = _people(firms, who), _coverage_table(firms, who, coverage)
    if draws.chunk == 0:
        tables, people, seen = _with_showcase(tables, people, seen, as_of)
    for name, rows in benefit_facts(tables, draws, as_of).items():
        tables[name] = _typed(name, rows)
    for name, rows in _titles(tables, people, draws, as_of).items():
        tables[name] = _typed(name, rows)
    return Zone(as_of, draws.seed, draws.chunk, tables, people, seen)


def _titles(
    tables: dict[str, pl.DataFrame], people: pl.DataFrame, draws: Draws, as_of: dt.date
) -> dict[str, pl.DataFrame]:
    """What titles ask for, and the tables to which it adds columns and a fourth year."""
    firms = applicants(tables, people, as_of)
    return {
        **title_facts(tables, firms, draws, as_of),
        **questionnaires(firms, strength(firms, draws), draws, as_of),
        **growth_facts(tables, firms, draws, as_of),
    }


def _registers(
    firms: Population, who: Identities, finance: Finance, coverage: Coverage, joint_stock: Flags
) -> dict[str, pl.DataFrame]:
    """Tables of what firms are, with ``owner`` for the position of the firm."""
    everyone = pl.Series("owner", range(firms.count), dtype=pl.Int64)
    observed = pl.lit(_end_of_last_month(firms.as_of)).alias("observed_on")
    state = registration(firms, finance.capital, joint_stock, who.former)
    known = _known_profile(profile(firms), coverage)
    return {
        "firm_registration": state.with_columns(everyone, observed),
        "firm_profile": known.with_columns(everyone, observed),
        "firm_premises": premises(firms),
        "firm_relation": relations(firms, who.uscc, who.name),
        "firm_incident": draw_incidents(firms),
        "firm_product_stage": draw_product_stages(firms),
    }


def _statistics_and_lists(
    firms: Population, finance: Finance, coverage: Coverage
) -> dict[str, pl.DataFrame]:
    """Tables of what firms do and are recognised for, with ``owner``."""
    staff = draw_staff(firms)
    rights = draw_rights(firms)
    conversions = draw_conversions(firms, rights)
    standing = Standing(firms, finance, staff, rights, conversions)
    recognition = draw_certificates(standing)
    used = used_before(rights, recognition.hnte_granted, firms.draws)
    counts = innovation_counts(firms, rights, conversions)
    return {
        "firm_finance": finance_table(firms, finance, coverage),
        "firm_staff": staff_table(firms, staff, coverage),
        "firm_ip": rights.table.with_columns(used, owner=pl.Series(rights.owner)),
        "firm_conversion": conversions.table.with_columns(owner=pl.Series(conversions.owner)),
        "firm_innovation": innovation_table(firms, counts),
        "firm_certificate": recognition.table,
        "firm_review": draw_reviews(standing, recognition, used, takes_part_in_standards(firms)),
    }


def _end_of_last_month(day: dt.date) -> dt.date:
    return day.replace(day=1) - dt.timedelta(days=1)


def _named(contract: str, frame: pl.DataFrame, who: Identities) -> pl.DataFrame:
    """Rows with code and name in place of positions, in the columns and types of the contract.

    Firms without a code are on the register only.
    """
    owner = frame["owner"]
    named = frame.with_columns(
        who.uscc.gather(owner).alias("uscc"), who.name.gather(owner).alias("firm_name")
    )
    if contract != "firm_registration":
        named = named.filter(pl.col("uscc").is_not_null())
    return _typed(contract, named)


def _typed(contract: str, frame: pl.DataFrame) -> pl.DataFrame:
    types = contracts()[contract].stored_types
    columns = [
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in types.items()
    ]
    return frame.select(columns)


def _known_profile(profiles: pl.DataFrame, coverage: Coverage) -> pl.DataFrame:
    """What is known of profiles: each bureau has looked at some firms only."""
    settled, looked = pl.lit(pl.Series(coverage.profile)), pl.lit(pl.Series(coverage.policy))
    return profiles.with_columns(
        pl.when(settled).then("hitech_field").alias("hitech_field"),
        pl.when(settled).then("main_product").alias("main_product"),
        pl.when(looked).then("restricted_products").alias("restricted_products"),
    )


def _people(firms: Population, who: Identities) -> pl.DataFrame:
    return pl.DataFrame(
        [
            who.uscc,
            who.name,
            pl.Series("sector", sector_names(firms), dtype=pl.String),
            pl.Series("tier", firms.tier, dtype=pl.Int8),
            pl.Series("key", [None] * firms.count, dtype=pl.String),
        ]
    )


def _coverage_table(firms: Population, who: Identities, coverage: Coverage) -> pl.DataFrame:
    years = pl.Series("year", list(firms.years) * firms.count, dtype=pl.Int32)
    owner = pl.Series(range(firms.count)).repeat_by(YEARS).explode()
    columns = [pl.Series(name, getattr(coverage, name).ravel()) for name in BUREAUS]
    return pl.DataFrame([who.uscc.gather(owner), years, *columns])


def _with_showcase(
    tables: dict[str, pl.DataFrame], people: pl.DataFrame, seen: pl.DataFrame, as_of: dt.date
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame, pl.DataFrame]:
    """The named firms before all others; every bureau has them."""
    rows = showcase_rows(as_of)
    named = {name: _showcase_table(name, rows.get(name, []), as_of) for name in tables}
    who = pl.DataFrame(
        [(uscc, name, None, INNOVATIVE, key) for key, (uscc, name) in SHOWCASE.items()],
        schema=people.schema,
        orient="row",
    )
    everywhere = (pl.lit(True).alias(name) for name in BUREAUS)
    covered = named["firm_finance"].select("uscc", "year", *everywhere)
    together = {name: pl.concat([named[name], frame]) for name, frame in tables.items()}
    return together, pl.concat([who, people]), pl.concat([covered, seen])


def _showcase_table(contract: str, rows: list[Row], as_of: dt.date) -> pl.DataFrame:
    types = contracts()[contract].stored_types
    frame = pl.DataFrame(
        {
            field: pl.Series([row.get(field) for row in rows], dtype=kind, strict=False)
            for field, kind in types.items()
        }
    )
    observed = pl.lit(_end_of_last_month(as_of)).alias("observed_on")
    return frame.with_columns(observed) if "observed_on" in types else frame

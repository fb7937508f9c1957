"""The files of all bureaus of a zone, and how each of them is imported.

Zones of up to 20,000 firms get the files that people make: workbooks and texts with titles, units,
slips. Larger ones, for benchmarks, get plain texts, one a contract and year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final

from wotu.demo.bulk import BulkFiles
from wotu.demo.bureaus import (
    benefit_files,
    growth_files,
    human_resources,
    intellectual_property,
    market_regulation,
    medical_products,
    other_bureaus,
    outside_files,
    science,
    statistics_bureau,
    tax,
    title_files,
)
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.generate import Zone, generate_zone, zone_chunks

__all__ = ["LARGEST_BY_HAND", "BureauFile", "write_bureau_files", "write_zone"]

LARGEST_BY_HAND: Final = 20_000
"""Firms up to which files are written as people write them."""

_SENDERS: Final[tuple[Callable[[Desk], BureauFile], ...]] = (
    market_regulation.send_register,
    market_regulation.send_relations,
    market_regulation.send_standards,
    tax.send_earlier_years,
    tax.send_last_year,
    human_resources.send_staff,
    science.send_certificates,
    science.send_conversions,
    science.send_hitech_income,
    science.send_fields,
    science.send_innovation,
    science.send_reviews,
    intellectual_property.send_rights,
    market_regulation.send_incidents,
    medical_products.send_product_stages,
    other_bureaus.send_premises,
    other_bureaus.send_policy_check,
    other_bureaus.send_exports,
    other_bureaus.send_self_reports,
    title_files.send_applications,
    title_files.send_title_reviews,
    title_files.send_questionnaires,
    title_files.send_green,
    title_files.send_venture,
    growth_files.send_gazelle_pool,
    growth_files.send_gazelle_staff,
    growth_files.send_gazelle_bars,
    growth_files.send_strategic_industries,
    growth_files.send_new_equity,
    benefit_files.send_income_tax,
    benefit_files.send_rd_cost,
    benefit_files.send_investment,
    benefit_files.send_scale_list,
    benefit_files.send_foreign_capital,
    benefit_files.send_talent,
    benefit_files.send_payments,
    outside_files.send_outside_firms,
)


def write_bureau_files(zone: Zone, folder: Path) -> list[BureauFile]:
    """Write the files of a zone into ``folder``, in the order in which to import them."""
    if zone.firms.height > LARGEST_BY_HAND:
        bulk = BulkFiles(folder)
        bulk.add(zone)
        return bulk.files
    desk = Desk(zone, folder)
    sent = [send(desk) for send in _SENDERS]
    surveys = [statistics_bureau.send_survey(desk, year) for year in zone.years]
    return [*sent, *surveys]


def write_zone(firms: int, as_of: dt.date, seed: int, folder: Path) -> list[BureauFile]:
    """Generate a zone and write its files, large ones chunk by chunk in bounded memory."""
    if firms <= LARGEST_BY_HAND:
        return write_bureau_files(generate_zone(firms, as_of, seed), folder)
    bulk = BulkFiles(folder)
    for chunk in zone_chunks(firms, as_of, seed):
        bulk.add(chunk)
    return bulk.files

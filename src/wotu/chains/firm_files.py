"""Firms and their texts, read from a file of any bureau without importing it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from wotu.chains.tables import FIRM_TEXTS
from wotu.contracts.importing import open_import
from wotu.contracts.schema import TableContract
from wotu.packs.loader import PackSet
from wotu.progress import Progress, silent

_CONTRACT = "outside_firm"
_NEEDED = "firm_name"


@dataclass(frozen=True)
class FirmFile:
    """What a file says of firms.

    ``firms``: one row a row of the file that has a name: ``row`` (its number in the file), ``uscc``
    and FIRM_TEXTS, where ``firm_id`` is the code, or ``row N`` without one (with the sheet
    before it where there are several). ``rejected``: what was
    set aside, with its reason, as the quarantine has it.
    """

    firms: pl.DataFrame
    rejected: pl.DataFrame


def read_firm_file(path: Path, packs: PackSet, progress: Progress = silent) -> FirmFile:
    """Read a file under the contract of firms elsewhere, whose columns a register has; only the
    name is required, for neither a place nor a code is needed to place a firm on a chain.

    Raises:  UnreadableFileError, MappingError.
    """
    contract = packs.contract(_CONTRACT)
    loose = replace(packs, outside_contracts={_CONTRACT: _only_names_required(contract)})
    firms, rejected = [], []
    with open_import(path, loose, contract=_CONTRACT, progress=progress) as opened:
        for table in opened.tables:
            for chunk in table.chunks(progress):
                sheet = pl.lit(table.sheet, pl.String)
                firms.append(chunk.rows.with_columns(_sheet=sheet))
                rejected.append(chunk.rejected)
    rows = pl.concat(firms)
    # Rows of several sheets of a workbook have the same numbers.
    several = rows["_sheet"].n_unique() > 1
    row = pl.format("row {}", "_row")
    number = pl.format("{} {}", "_sheet", row) if several else row
    texts = rows.select(
        pl.col("_row").alias("row"),
        number.alias("number"),
        "uscc",
        firm_id=pl.coalesce("uscc", number),
        name="firm_name",
        products="main_product",
        scope="business_scope",
        patents=pl.lit(None, pl.String),
        industry_code="industry_code",
    )
    # A code that stands twice names its first row; the others go by their number.
    again = pl.int_range(pl.len()).over("firm_id") > 0
    texts = texts.with_columns(firm_id=pl.when(again).then("number").otherwise("firm_id"))
    return FirmFile(texts.select("row", "uscc", *FIRM_TEXTS.names()), pl.concat(rejected))


def _only_names_required(contract: TableContract) -> TableContract:
    fields = {
        name: spec.model_copy(update={"required": name == _NEEDED})
        for name, spec in contract.fields.items()
    }
    return contract.model_copy(update={"fields": fields})

"""Plain files for large zones: UTF-8 texts with the contracts' own headers, chunk after chunk."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from wotu.contracts.schema import FieldType, TableContract, TimeKind
from wotu.demo.bureaus.faulty import ghost, wrong_check
from wotu.demo.bureaus.files import BureauFile
from wotu.demo.generate import Zone, contracts

SOURCES: Final = {
    "firm_registration": "market_regulation",
    "firm_profile": "science",
    "firm_finance": "tax",
    "firm_staff": "human_resources",
    "firm_ip": "intellectual_property",
    "firm_conversion": "science",
    "firm_innovation": "science",
    "firm_certificate": "science",
    "firm_review": "experts",
    "firm_incident": "emergency",
    "firm_premises": "zone",
    "firm_relation": "market_regulation",
    "firm_specialisation": "industry",
    "firm_recognition_review": "experts",
    "firm_digital": "industry",
    "firm_green": "industry",
    "firm_venture": "zone",
}
COMPLETE: Final = frozenset({"firm_ip", "firm_conversion", "firm_certificate", "firm_incident"})

_UNITS: Final = {
    FieldType.MONEY: "元",
    FieldType.MONEY_USD: "美元",
    FieldType.AREA: "平方米",
}
_FAULTY_A_FILE: Final = 2


class BulkFiles:
    """Files that grow by a chunk of a zone at a time."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is made where it is not there; files of the same names are replaced."""
        self._folder = folder
        self._files: dict[Path, BureauFile] = {}
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def files(self) -> list[BureauFile]:
        """All files, the register first."""
        order = list(SOURCES)
        return sorted(self._files.values(), key=lambda file: order.index(str(file.contract)))

    def add(self, zone: Zone) -> None:
        """Write the rows of a chunk."""
        for name in SOURCES:
            contract = contracts()[name]
            rows = zone.tables[name]
            if contract.time.kind is not TimeKind.YEAR:
                self._write(zone, contract, rows, name)
                continue
            field = contract.time.from_field
            for (year,), part in rows.group_by(field, maintain_order=True):
                self._write(zone, contract, part, f"{name}_{year}")

    def _write(self, zone: Zone, contract: TableContract, rows: pl.DataFrame, name: str) -> None:
        path = self._folder / f"{name}.csv"
        known = self._files.get(path)
        written = _as_text(contract, rows)
        faulty = known.faulty if known else 0
        if known is None:
            wrong = _faulty(written)
            written, faulty = pl.concat([written, wrong]), wrong.height
        with path.open("ab" if known else "wb") as file:
            written.write_csv(file, include_header=known is None)
        state = contract.time.kind is TimeKind.STATE
        self._files[path] = BureauFile(
            path=path,
            source=SOURCES[contract.name],
            contract=contract.name,
            complete=contract.name in COMPLETE,
            observed_on=zone.observed_on if state else None,
            note="大规模演示数据，表头即合约字段名",
            rows=rows.height + (known.rows if known else 0),
            faulty=faulty,
        )


def _as_text(contract: TableContract, rows: pl.DataFrame) -> pl.DataFrame:
    """Columns with values, under their Chinese labels with units, all as text."""
    # The day on which the rows are true is told to the import instead.
    columns = []
    for field, spec in contract.fields.items():
        if field == "observed_on" or _is_never_told(contract, field):
            continue
        unit = _UNITS.get(spec.type)
        header = f"{spec.label.zh}（{unit}）" if unit else spec.label.zh
        cell = pl.col(field)
        if spec.type is FieldType.SHARE:
            cell, header = cell * 100, f"{spec.label.zh}（%）"
        if spec.type is FieldType.BOOLEAN:
            cell = pl.when(cell).then(pl.lit("是")).when(~cell).then(pl.lit("否"))
        columns.append(cell.cast(pl.String).alias(header))
    return rows.select(columns)


def _is_never_told(contract: TableContract, field: str) -> bool:
    """Fields of natural persons, which the demo has none of."""
    return contract.fields[field].sensitivity == "personal"


def _faulty(written: pl.DataFrame) -> pl.DataFrame:
    """Two rows about no firm: a wrong check character, and a code that is too short."""
    rows = written.head(_FAULTY_A_FILE)
    code, _ = ghost(90)
    codes = [wrong_check(code), code[:16]][: rows.height]
    return rows.with_columns(
        pl.Series("统一社会信用代码", codes), pl.lit(ghost(90)[1]).alias(_name_header(written))
    )


def _name_header(written: pl.DataFrame) -> str:
    return next(name for name in written.columns if name in {"企业名称", "权利人"})

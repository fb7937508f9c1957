"""Which column of a file is which field: proposed, shown, saved, and put right by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import model_validator

from wotu.errors import MappingError, did_you_mean
from wotu.packs.schema import Label, PackModel, parse_model
from wotu.packs.yaml_source import load_yaml

Origin = Literal["header", "note", "values", "assumed", "title", "sheet", "file", "person"]
"""Where a unit or constant was read: in the header, in a note above it, from the values, assumed
from the contract, from title, sheet or file name; or a person said so."""

_HEAD: Final = """\
# 列映射：header 是文件中的表头（多行表头以“ > ”连接），field 是合约字段；
# 没有 field 的列不导入。改好后用同一文件导入；明年的同类文件也可沿用。
# Column mapping: header as in the file (rows of a header joined by ' > '), field of the contract;
# a column without field is not imported. Also fits next year's file of the same make.
"""


class ColumnMapping(PackModel):
    """One column of the file."""

    header: str
    field: str | None = None
    """Field of the contract; null where the column is not imported."""
    unit: str | None = None
    unit_origin: Origin | None = None
    year: int | None = None
    """Year of the figures, where the header states it: one row becomes one a year."""
    match: Literal["exact", "similar", "person"] | None = None
    remark: Label | None = None
    """Why a column was left out, or what looks odd in it."""

    @model_validator(mode="before")
    @classmethod
    def _unit_without_origin_is_a_persons(cls, data: Any) -> Any:
        # Who writes a mapping by hand states the unit and not where it was read.
        if isinstance(data, dict) and data.get("unit") and not data.get("unit_origin"):
            return {**data, "unit_origin": "person"}
        return data


class Constant(PackModel):
    """A value that holds for every row, such as the year in the title."""

    value: str
    origin: Origin = "person"


class Mapping(PackModel):
    """How one sheet is read under one contract."""

    contract: str
    sheet: str | None = None
    header_rows: tuple[int, int] | None = None
    """First and last row of the header, where a person had to say it."""
    constants: dict[str, Constant] = {}
    columns: tuple[ColumnMapping, ...] = ()

    @model_validator(mode="after")
    def _headers_differ(self) -> Mapping:
        headers = [column.header for column in self.columns]
        twice = sorted({header for header in headers if headers.count(header) > 1})
        if twice:
            raise ValueError(f"given twice: {', '.join(twice)}")
        return self

    @property
    def used(self) -> tuple[ColumnMapping, ...]:
        """Columns that are imported."""
        return tuple(column for column in self.columns if column.field)

    @property
    def ignored(self) -> tuple[ColumnMapping, ...]:
        """Columns that are not; ``remark`` says why where the machine hesitated."""
        return tuple(column for column in self.columns if not column.field)

    @property
    def years(self) -> tuple[int, ...]:
        """Years stated by headers, in order."""
        return tuple(sorted({column.year for column in self.used if column.year}))

    def with_column(
        self,
        header: str,
        field: str | None,
        *,
        unit: str | None = None,
        year: int | None = None,
    ) -> Mapping:
        """The mapping with one column put right by a person; ``field=None`` leaves it out.

        Raises:  MappingError where there is no such header.
        """
        known = [column.header for column in self.columns]
        if header not in known:
            hint = did_you_mean(header, known)
            raise MappingError(
                f"文件里没有表头“{header}”。\nThere is no column '{header}'.{hint}",
                columns=[header],
                known=known,
            )
        chosen = ColumnMapping(
            header=header,
            field=field,
            unit=unit,
            unit_origin="person" if unit else None,
            year=year,
            match="person",
        )
        columns = [chosen if column.header == header else column for column in self.columns]
        return self._copy(columns=tuple(columns))

    def with_constant(self, field: str, value: str | int | None) -> Mapping:
        """The mapping with a value that holds for every row; null takes it away."""
        constants = {name: known for name, known in self.constants.items() if name != field}
        if value is not None:
            constants[field] = Constant(value=str(value))
        return self._copy(constants=constants)

    def save(self, path: Path) -> None:
        """Write the mapping as YAML for people to read and change."""
        save_mappings([self], path)

    @classmethod
    def load(cls, path: Path) -> Mapping:
        """Read a file that holds one mapping.

        Raises:  PackError with the line of every fault; MappingError where it holds several.
        """
        found = load_mappings(path)
        if len(found) != 1:
            raise MappingError(
                f"{path.name} 含 {len(found)} 个映射，此处只用一个。\n"
                f"{path.name} holds {len(found)} mappings, one is expected here.",
                file=path.name,
            )
        return found[0]

    def _copy(self, **changes: Any) -> Mapping:
        return Mapping.model_validate({**self.model_dump(), **changes})


class MappingFile(PackModel):
    """What a file of mappings holds."""

    mappings: tuple[Mapping, ...]


def save_mappings(mappings: Sequence[Mapping], path: Path) -> None:
    """Write the mappings of the sheets of one file."""
    data = {"mappings": [_plain(mapping) for mapping in mappings]}
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000)
    path.write_text(_HEAD + text, encoding="utf-8")


def load_mappings(path: Path) -> tuple[Mapping, ...]:
    """Read a file of mappings.

    Raises:  PackError with the line of every fault.
    """
    return parse_model(MappingFile, load_yaml(path, path.name)).mappings


class _Line(dict[str, Any]):
    """A mapping that YAML writes on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes one column a line."""


_Dumper.add_representer(
    _Line,
    lambda dumper, line: dumper.represent_mapping(
        "tag:yaml.org,2002:map", line.items(), flow_style=True
    ),
)


def _plain(mapping: Mapping) -> dict[str, Any]:
    data = mapping.model_dump(exclude_defaults=True, mode="json")
    data["columns"] = [_Line(column) for column in data.get("columns", ())]
    if "constants" in data:
        data["constants"] = {name: _Line(known) for name, known in data["constants"].items()}
    return data

"""A saved mapping fitted to a file: the same one, or next year's of the same make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wotu.contracts.column_units import unit_of
from wotu.contracts.columns import missing_columns
from wotu.contracts.constants import propose_constants
from wotu.contracts.header_text import parse_header
from wotu.contracts.header_zone import SEPARATOR, HeaderColumn
from wotu.contracts.mapping import ColumnMapping, Constant, Mapping
from wotu.contracts.notices import Notice
from wotu.contracts.sampling import SheetSample
from wotu.contracts.schema import FieldType
from wotu.contracts.values import ValueReader
from wotu.errors import MappingError


@dataclass(frozen=True)
class FittedMapping:
    """The mapping in the headers, units and years of this file."""

    mapping: Mapping
    notices: tuple[Notice, ...]


def signature_of(header: str) -> str:
    """The names in a header without units, years and the number of a second column of its kind.

    >>> signature_of("2023年 > 营业收入（万元）") == signature_of("2024年 > 营业收入（千元）")
    True
    """
    lines = re.sub(r" #[0-9]+$", "", header).split(SEPARATOR)
    return SEPARATOR.join(key for line in lines if (key := parse_header(line).key))


def header_lines(mappings: Iterable[Mapping]) -> list[str]:
    """Every line of every imported header, for finding the header of a file."""
    return [line for m in mappings for column in m.used for line in column.header.split(SEPARATOR)]


def fit_mapping(saved: Mapping, sample: SheetSample, reader: ValueReader) -> FittedMapping:
    """The saved mapping by header text, never by position.

    Years and units that the saved headers stated are read anew from those of this file.
    Raises:  MappingError naming columns that are gone, units and years no longer stated, and a
        constant year that this file contradicts.
    """
    by_title = {column.header: column for column in saved.columns}
    by_signature = {signature_of(column.header): column for column in saved.used}
    columns, notices, found, new = [], [], set(), []
    for column in sample.zone.columns:
        known = by_title.get(column.title) or by_signature.get(column.signature)
        if known is None:
            new.append(column.title)
        if known is None or known.field is None:
            columns.append(ColumnMapping(header=column.title))
            continue
        found |= {known.header, *_alike(saved, known)}
        fitted, notice = _fit_column(column, known, sample, reader)
        columns.append(fitted)
        notices += [notice] if notice else []
    gone = [column.header for column in saved.used if column.header not in found]
    if gone:
        raise missing_columns(gone, sample.zone)
    if new:
        zh, en = "、".join(new), ", ".join(new)
        facts = {"columns": new}
        notices.append(
            Notice("new_columns", f"映射中没有、未导入的列：{zh}", f"Not mapped: {en}", facts)
        )
    mapping = Mapping(
        contract=saved.contract,
        sheet=sample.sheet,
        header_rows=saved.header_rows,
        constants=_fit_constants(saved, sample, reader),
        columns=tuple(columns),
    )
    return FittedMapping(mapping, tuple(notices))


def _alike(saved: Mapping, known: ColumnMapping) -> list[str]:
    """Columns that differ from ``known`` only by the year: last year's may be gone this year."""
    if known.year is None:
        return []
    signature = signature_of(known.header)
    return [c.header for c in saved.used if c.year and signature_of(c.header) == signature]


def _fit_column(
    column: HeaderColumn, known: ColumnMapping, sample: SheetSample, reader: ValueReader
) -> tuple[ColumnMapping, Notice | None]:
    same = column.title == known.header
    year = known.year
    if year is not None:
        year = column.year or (year if same else None)
        if year is None:
            raise _no_longer_stated(column.title, "年度", "year")
    if known.field not in reader.contract.fields:  # told by the binding, with all fields
        return known, None
    if same and known.unit_origin == "person":
        return known.model_copy(update={"year": year}), None
    unit = unit_of(reader, sample, column, known.field or "")
    if unit.origin == "assumed" and known.unit_origin in {"header", "note"} and unit.notice:
        raise _no_longer_stated(column.title, "单位", "unit")
    by_person = unit.origin == "assumed" and known.unit_origin == "person"
    fitted = ColumnMapping(
        header=column.title,
        field=known.field,
        unit=known.unit if by_person else unit.unit,
        unit_origin="person" if by_person else unit.origin,
        year=year,
        match=known.match,
    )
    return fitted, None if by_person else unit.notice


def _fit_constants(saved: Mapping, sample: SheetSample, reader: ValueReader) -> dict[str, Constant]:
    mapped = {column.field for column in saved.used if column.field}
    proposed = propose_constants(reader, mapped, sample.zone, sample.sheet, sample.file)
    constants = {}
    for name, constant in saved.constants.items():
        here = proposed.get(name)
        if constant.origin != "person":
            if here is None:
                raise _no_constant(name, constant, reader)
            constants[name] = here
            continue
        spec = reader.contract.fields.get(name)
        year = spec is not None and spec.type is FieldType.YEAR
        if year and here and here.value != constant.value:
            raise _contradicted(constant, here)
        constants[name] = constant
    return constants


def _no_longer_stated(header: str, zh: str, en: str) -> MappingError:
    return MappingError(
        f"列“{header}”在保存映射时写明了{zh}，现在没有写明。请补全表头，或在映射中写明。\n"
        f"Column '{header}' stated its {en} when the mapping was saved and does not now. Complete "
        f"the header, or state the {en} in the mapping.",
        columns=[header],
    )


def _no_constant(name: str, constant: Constant, reader: ValueReader) -> MappingError:
    label = reader.contract.fields[name].label
    return MappingError(
        f"“{label.zh}”原取自文件的标题或名称（{constant.value}），现在找不到。请在映射的 constants "
        "中写明。\n"
        f"'{label.en}' came from the title or name of the file ({constant.value}) and is not "
        "there now. State it under 'constants'.",
        field=name,
    )


def _contradicted(constant: Constant, here: Constant) -> MappingError:
    return MappingError(
        f"映射写明年度为 {constant.value}，而文件为 {here.value}。请改映射中的年度。\n"
        f"The mapping says the year is {constant.value}, the file says {here.value}. Change the "
        "year in the mapping.",
        mapping=constant.value,
        file=here.value,
    )

"""Proposing which contract a sheet is under and which column is which field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from wotu.contracts.column_units import unit_of
from wotu.contracts.constants import propose_constants
from wotu.contracts.header_zone import HeaderColumn
from wotu.contracts.mapping import ColumnMapping, Constant, Mapping
from wotu.contracts.notices import Notice
from wotu.contracts.sampling import MISFIT, SheetSample, lost_leading_zeros, share_unreadable
from wotu.contracts.schema import TableContract, TimeKind
from wotu.contracts.units_written import FOREIGN_CURRENCY, factor_of
from wotu.contracts.values import NUMBERS, ValueReader
from wotu.contracts.vocabulary import FieldMatch, Vocabulary
from wotu.packs.schema import Label

IDENTIFIERS: Final = frozenset({"uscc", "registration_no", "firm_name", "place_code", "place_name"})
"""Fields that say which firm or place; they come in every contract and so tell none apart."""

_IDENTIFIER_WEIGHT: Final = 0.1
_SIMILAR_WEIGHT: Final = 0.6


@dataclass(frozen=True)
class Candidate:
    """One contract that a sheet may be under, with its mapping."""

    contract: TableContract
    mapping: Mapping
    score: float
    """Recognised columns, similar ones counted for less, misfits for nothing."""
    missing: tuple[str, ...]
    """Required fields for which the sheet has neither column nor constant."""
    notices: tuple[Notice, ...]

    @property
    def viable(self) -> bool:
        """Whether the sheet could go in under this contract."""
        return not self.missing and self.score > 0

    @property
    def told_by(self) -> frozenset[str]:
        """Headers of the columns that speak for this contract."""
        used = self.mapping.used
        return frozenset(c.header for c in used if c.field not in IDENTIFIERS)


@dataclass
class _Draft:
    """A mapping in the making."""

    reader: ValueReader
    sample: SheetSample
    columns: dict[str, ColumnMapping] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)

    @property
    def contract(self) -> TableContract:
        return self.reader.contract

    def leave_out(self, column: HeaderColumn, zh: str, en: str) -> None:
        """Not imported, and why."""
        self.columns[column.title] = ColumnMapping(header=column.title, remark=Label(zh=zh, en=en))


def propose_mapping(sample: SheetSample, vocabulary: Vocabulary, reader: ValueReader) -> Candidate:
    """The best mapping of a sheet under one contract; ambiguous columns are left out and said."""
    draft = _Draft(reader, sample)
    chosen = _choose_columns(draft, vocabulary)
    constants = propose_constants(
        reader, {name for name, _ in chosen.values()}, sample.zone, sample.sheet, sample.file
    )
    _settle_years(draft, chosen, constants)
    for title, (name, match) in chosen.items():
        column = next(column for column in sample.zone.columns if column.title == title)
        _take(draft, column, name, match)
    return _candidate(draft, constants)


def _choose_columns(draft: _Draft, vocabulary: Vocabulary) -> dict[str, tuple[str, FieldMatch]]:
    """Field of each column that has one, every field (of a year) at most once."""
    rivals: dict[tuple[str, int | None], list[tuple[HeaderColumn, FieldMatch]]]
    rivals = defaultdict(list)
    for column in draft.sample.zone.columns:
        draft.columns[column.title] = ColumnMapping(header=column.title)
        matches = vocabulary.find(column.parts, draft.contract.name)
        if len(matches) > 1:
            names = [draft.contract.fields[match.field].label for match in matches]
            draft.leave_out(
                column,
                f"可能是{'、'.join(name.zh for name in names)}，请指定",
                f"may be {' or '.join(name.en for name in names)}: say which",
            )
        elif matches and _suits(draft, column, matches[0]):
            rivals[matches[0].field, _year_of(draft, column, matches[0].field)].append(
                (column, matches[0])
            )
    chosen: dict[str, tuple[str, FieldMatch]] = {}
    for (name, _), found in rivals.items():
        winner = _winner(draft, name, found)
        if winner:
            chosen[winner[0].title] = (name, winner[1])
    return chosen


def _year_of(draft: _Draft, column: HeaderColumn, name: str) -> int | None:
    contract = draft.contract
    yearly = contract.time.kind is TimeKind.YEAR and name not in IDENTIFIERS
    return column.year if yearly else None


def _suits(draft: _Draft, column: HeaderColumn, match: FieldMatch) -> bool:
    """Whether unit, year and values allow the match; where not, the column is left out."""
    spec = draft.contract.fields[match.field]
    if spec.type in NUMBERS and column.unit and factor_of(spec.type, column.unit) is None:
        foreign = FOREIGN_CURRENCY.search(column.unit)
        kind = ("外币", "foreign money") if foreign else ("不适用的单位", "another unit")
        draft.leave_out(
            column, f"{kind[0]}“{column.unit}”，未导入", f"{kind[1]} '{column.unit}', left out"
        )
        return False
    changed = match.kind == "exact" and column.year and _year_of(draft, column, match.field) is None
    if changed and spec.type in NUMBERS:
        draft.leave_out(column, "该合约不分年度，未导入", "the contract has no years, left out")
        return False
    share = share_unreadable(draft.sample.cells(column.position), match.field, draft.reader)
    draft.weights[column.title] = 1 - share if share <= MISFIT else 0.0
    if share <= MISFIT:
        return True
    text = (
        f"列“{column.title}”有 {share:.0%} 的值不像“{spec.label.zh}”",
        f"{share:.0%} of column '{column.title}' does not look like '{spec.label.en}'",
    )
    if match.kind == "similar":
        draft.leave_out(column, text[0] + "，未导入", text[1] + ", left out")
        return False
    facts = {"column": column.title, "field": match.field, "share": round(share, 3)}
    draft.notices.append(Notice("misfit", text[0] + "，请核对", text[1] + ": check it", facts))
    return True


def _winner(
    draft: _Draft, name: str, found: list[tuple[HeaderColumn, FieldMatch]]
) -> tuple[HeaderColumn, FieldMatch] | None:
    """The column to take where several name one field; none where they name it equally well."""
    found = sorted(found, key=lambda item: item[1].rank)
    first = found[0]
    if len(found) == 1:
        return first
    spec = draft.contract.fields[name]
    by_label = first[1].rank == 0 and found[1][1].rank > 0
    harmless = spec.type not in NUMBERS and first[1].rank < found[1][1].rank
    titles = [column.title for column, _ in found]
    losers = found[1:] if by_label or harmless else found
    for column, _ in losers:
        others = [title for title in titles if title != column.title]
        draft.leave_out(
            column,
            f"与“{'”“'.join(others)}”同为{spec.label.zh}，未导入；需要时请指定",
            f"stands for {spec.label.en} as '{others[0]}' does; left out, say which to take",
        )
    if losers is found:
        facts = {"columns": titles, "field": name}
        zh = f"{'、'.join(titles)} 都像“{spec.label.zh}”，请指定其中一列"
        en = f"{', '.join(titles)} all look like '{spec.label.en}': say which one to take"
        draft.notices.append(Notice("ambiguous_columns", zh, en, facts))
        return None
    return first


def _settle_years(
    draft: _Draft,
    chosen: dict[str, tuple[str, FieldMatch]],
    constants: dict[str, Constant],
) -> None:
    """Years in headers, a column of years and a year in the title: only one of them holds."""
    contract = draft.contract
    if contract.time.kind is not TimeKind.YEAR:
        return
    by_title = {column.title: column for column in draft.sample.zone.columns}
    stated = {t for t, (name, _) in chosen.items() if _year_of(draft, by_title[t], name)}
    if not stated:
        return
    year_field = contract.time.from_field
    constant = constants.pop(year_field, None)
    for title in list(chosen):
        name, _ = chosen[title]
        if title in stated or name in IDENTIFIERS:
            continue
        if name == year_field:
            zh, en = "各列表头已写明年度，未用此列", "the headers state the years; not used"
        elif constant is None:
            zh, en = "表头没有写明年度，未导入", "its header states no year; left out"
        else:
            zh = f"其他列写明了年度而此列没有（标题为 {constant.value}），未导入"
            en = f"other headers state years and this does not (title: {constant.value}); left out"
        draft.leave_out(by_title[title], zh, en)
        del chosen[title]


def _take(draft: _Draft, column: HeaderColumn, name: str, match: FieldMatch) -> None:
    unit = unit_of(draft.reader, draft.sample, column, name)
    draft.notices += [unit.notice] if unit.notice else []
    draft.columns[column.title] = ColumnMapping.model_validate(
        {
            "header": column.title,
            "field": name,
            "unit": unit.unit,
            "unit_origin": unit.origin,
            "year": _year_of(draft, column, name),
            "match": match.kind,
        }
    )
    label = draft.contract.fields[name].label
    facts = {"column": column.title, "field": name}
    if match.kind == "similar":
        zh = f"列“{column.title}”近似“{label.zh}”（{match.likeness:.0f}%），请核对"
        en = f"Column '{column.title}' is much like '{label.en}' ({match.likeness:.0f}%): check it"
        draft.notices.append(Notice("similar_column", zh, en, facts))
    if draft.contract.fields[name].codes == "gbt4754_2017" and lost_leading_zeros(
        draft.sample.cells(column.position)
    ):
        zh = f"列“{column.title}”的行业代码似乎丢了前导零（111 应为 0111），请设为文本后重新导出"
        en = f"Codes in '{column.title}' seem to have lost leading zeros (111 for 0111)"
        draft.notices.append(Notice("lost_zeros", zh, en, facts))
    weight = _IDENTIFIER_WEIGHT if name in IDENTIFIERS else 1.0
    weight *= _SIMILAR_WEIGHT if match.kind == "similar" else 1.0
    draft.weights[column.title] = weight * draft.weights.get(column.title, 1.0)


def _candidate(draft: _Draft, constants: dict[str, Constant]) -> Candidate:
    contract = draft.contract
    columns = tuple(draft.columns[column.title] for column in draft.sample.zone.columns)
    mapping = Mapping(
        contract=contract.name, sheet=draft.sample.sheet, constants=constants, columns=columns
    )
    used = [column for column in columns if column.field]
    about_names = contract.fields[contract.subject.identity[1]].required
    telling = [column for column in used if column.field not in IDENTIFIERS]
    score = sum(draft.weights[column.header] for column in used)
    if not telling and not about_names:
        score = 0.0
    notices = [*draft.notices, *_constant_notices(contract, constants)]
    missing = missing_fields(mapping, contract)
    return Candidate(contract, mapping, score, missing, tuple(notices))


def missing_fields(mapping: Mapping, contract: TableContract) -> tuple[str, ...]:
    """Required fields for which a mapping has neither column nor constant."""
    mapped = {column.field for column in mapping.used} | set(mapping.constants)
    if mapping.years:
        mapped.add(contract.time.from_field)
    required = [name for name, spec in contract.fields.items() if spec.required]
    missing = [name for name in required if name not in mapped]
    _, name = contract.subject.identity
    if not set(contract.subject.identity) & mapped and name not in missing:
        missing.append(name)
    return tuple(missing)


def _constant_notices(contract: TableContract, constants: dict[str, Constant]) -> Iterable[Notice]:
    places = {"title": ("标题", "title"), "sheet": ("工作表名", "sheet name")}
    for name, constant in constants.items():
        label = contract.fields[name].label
        zh, en = places.get(constant.origin, ("文件名", "file name"))
        yield Notice(
            "constant",
            f"{label.zh}取自{zh}：{constant.value}",
            f"{label.en} taken from the {en}: {constant.value}",
            {"field": name, "value": constant.value, "origin": constant.origin},
        )

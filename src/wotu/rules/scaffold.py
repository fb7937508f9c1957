"""A new rule file to begin with: it passes the check at once, and its comments teach the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wotu.contracts.schema import Field, FieldType, TableContract, TimeKind
from wotu.errors import UnknownNameError, did_you_mean
from wotu.packs.schema import Label

_FLOORS: dict[FieldType, str] = {
    FieldType.MONEY: "100 万元",
    FieldType.MONEY_USD: "100 万美元",
    FieldType.COUNT: "10 人",
    FieldType.SHARE: "10%",
    FieldType.POINTS: "60 points",
    FieldType.AREA: "500 m2",
}
"""A threshold to be replaced, by the type of the field that it is held against."""


@dataclass(frozen=True)
class NewRule:
    """What an author says of a rule that does not exist yet; ``fields`` are ``table.field``."""

    id: str
    label: Label
    number: str
    fields: Sequence[str]
    since: dt.date


def rule_scaffold(new: NewRule, contracts: Mapping[str, TableContract]) -> str:
    """The text of a rule file with one condition for each field.

    Raises:  UnknownNameError for a table or field that no contract has.
    """
    chosen = [_chosen(name, contracts) for name in new.fields]
    parameters = [part for item in chosen for part in _parameter(*item, new.since)]
    conditions = [part for item in chosen for part in _condition(*item)]
    head = _HEAD.format(
        id=new.id,
        edition=new.since.year,
        label=_label(new.label),
        since=new.since,
        number=_quoted(new.number),
    )
    figures = f"{_PARAMETERS}{_lines(parameters)}" if parameters else ""
    return f"{head}{figures}{_CONDITIONS}{_lines(conditions)}{_UNCODED}"


_HEAD = """\
rule: {id}
# 版本：同一规则可以有几版，以 valid 区分 · Editions of a rule live side by side by 'valid'
edition: "{edition}"
label: {label}
# 施行日期；失效后加 to · The first day in force; add 'to' when it ends
valid: {{from: {since}}}
texts:
  measures:  # cite 里用的名字 · the name that 'cite' uses
    title: {label}
    number: {number}
    # 核对原文后改为 verified · Set to verified once read in the original
    status: memory
    # 列出条款，wotu rules coverage 会指出哪条还没有编写
    # List the clauses: wotu rules coverage says which are not coded yet
    clauses:
      第一条: {{zh: 条件（改为自己的话）, en: "Conditions, in your own words"}}
"""
_PARAMETERS = """
# 会随文件调整的数字放在这里，带单位与起始日；有新值就加一行日期
# Figures that a new text may change, with unit and first day; a new value is one more date
parameters:
"""
_CONDITIONS = """
# 条件按原文顺序。缺数据时结论是“未知”，不是“不符合”
# Conditions in the order of the text. A missing fact gives unknown, never not met
conditions:
"""
_UNCODED = """
# 由人办理的条款写在这里，并说明理由，例如 第二条: {zh: …, en: …}
# Clauses left to people, each with the reason
uncoded: {}
"""


def _lines(parts: Sequence[str]) -> str:
    return "".join(f"{part}\n" for part in parts)


def _chosen(name: str, contracts: Mapping[str, TableContract]) -> tuple[TableContract, str]:
    table, _, field = name.partition(".")
    if table not in contracts:
        hint = did_you_mean(table, list(contracts))
        raise UnknownNameError(
            f"没有合约 {table}。 There is no contract '{table}'.{hint}", contract=table
        )
    contracts[table].require_field(field)
    return contracts[table], field


def _parameter(contract: TableContract, field: str, since: dt.date) -> list[str]:
    spec = contract.fields[field]
    if spec.type not in _FLOORS or _is_list(contract):
        return []
    label = Label(zh=f"{spec.label.zh}下限", en=f"Least {spec.label.en.lower()}")
    return [
        f"  {field}_floor:",
        f"    label: {_label(label)}",
        f"    values: {{{since}: {_FLOORS[spec.type]}}}",
        "    cite: measures 第一条",
    ]


def _condition(contract: TableContract, field: str) -> list[str]:
    spec = contract.fields[field]
    return [
        f"  - id: {contract.contract}_{field}",
        f"    label: {_label(spec.label)}",
        "    cite: measures 第一条",
        f"    test: {_quoted(_test(contract, field, spec))}",
    ]


def _test(contract: TableContract, field: str, spec: Field) -> str:
    if _is_list(contract):
        return f"exists({contract.contract} where {field} is known)"
    year = "[last_year]" if contract.time.kind is TimeKind.YEAR else ""
    fact = f"{contract.contract}.{field}{year}"
    if spec.type in _FLOORS:
        return f"{fact} >= {field}_floor"
    if spec.type is FieldType.BOOLEAN:
        return fact
    if spec.type is FieldType.DATE:
        return f"as_of - {fact} >= 365 days"
    return f"{fact} is known"


def _is_list(contract: TableContract) -> bool:
    if contract.time.kind is TimeKind.STATE:
        return False
    return contract.time.kind is not TimeKind.YEAR or bool(
        set(contract.key) - {contract.time.from_field}
    )


def _label(label: Label) -> str:
    return f"{{zh: {_quoted(label.zh)}, en: {_quoted(label.en)}}}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

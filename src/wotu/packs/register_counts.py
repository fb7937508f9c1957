"""Indicators that are counted in the zone's own register: a query as a pack writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field as PydanticField
from pydantic import field_validator, model_validator

from wotu.contracts.schema import FieldType, Subject, TableContract, TimeKind
from wotu.errors import did_you_mean
from wotu.packs.formulas import figures_of, parse_formula
from wotu.packs.schema import PackModel

Identifier = Annotated[str, PydanticField(pattern=r"^[a-z][a-z0-9_]*$")]


class Condition(PackModel):
    """What a field, or an expression over fields, has to be; all that is written must hold."""

    equals: bool | str | None = None
    one_of: tuple[str, ...] = ()
    at_least: float | None = None
    over: float | None = None
    at_most: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Condition:
        if not self.model_fields_set:
            raise ValueError(
                "写 equals、one_of、at_least、over、at_most 或 below · say what it has to be"
            )
        return self


class Counting(StrEnum):
    """What is counted."""

    FIRMS = "firms"  # each firm once
    ROWS = "rows"
    SUM = "sum"  # of a field


class RegisterCount(PackModel):
    """A count or sum over a table of the register.

    Of yearly tables: the rows of the year. With ``dated``: the rows dated in the period. Of tables
    of intervals: the rows valid on the day. Of states, or with ``today_only``: on the day of the
    snapshot alone, since what was before is not known.
    """

    contract: Identifier
    count: Counting
    field: Identifier | None = None
    """Of a sum: the field."""
    where: Mapping[str, Condition] = {}
    """By field, or by an expression over fields (``rd_expense_cny / sales_revenue_cny``)."""
    dated: Identifier | None = None
    first_only: bool = False
    """Of each firm the first row alone: those that are new among the holders."""
    today_only: bool = False

    @field_validator("where")
    @classmethod
    def _expressions(cls, where: Mapping[str, Condition]) -> Mapping[str, Condition]:
        for text in where:
            parse_formula(text)
        return where

    @model_validator(mode="after")
    def _a_sum_has_a_field(self) -> RegisterCount:
        if (self.count is Counting.SUM) != (self.field is not None):
            raise ValueError("sum 要写 field，且只有 sum 写 · a sum, and only it, names a field")
        if self.first_only and self.dated is None:
            raise ValueError("first_only 要写 dated · first_only needs dated: first by which date")
        return self

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields that the query reads, without those of time."""
        names = [figure.name for text in self.where for figure in figures_of(parse_formula(text))]
        return tuple(dict.fromkeys([*names, *([self.field] if self.field else [])]))


_NUMBERS = {
    FieldType.COUNT,
    FieldType.POINTS,
    FieldType.MONEY,
    FieldType.MONEY_USD,
    FieldType.SHARE,
    FieldType.AREA,
}


def register_faults(
    spec: RegisterCount, unit: str, contracts: Mapping[str, TableContract]
) -> Iterator[str]:
    """What is wrong with a query: an unknown table or field, a sum of what is no number."""
    contract = contracts.get(spec.contract)
    if contract is None or contract.subject is not Subject.FIRM:
        firms = [name for name, one in contracts.items() if one.subject is Subject.FIRM]
        hint = did_you_mean(spec.contract, firms)
        yield f"企业登记中没有表 · the register has no table '{spec.contract}'.{hint}"
        return
    for name in (*spec.fields, *([spec.dated] if spec.dated else [])):
        if name not in contract.fields:
            hint = did_you_mean(name, list(contract.fields))
            yield f"表 {spec.contract} 没有字段 · has no field '{name}'.{hint}"
    if spec.field in contract.fields and contract.fields[spec.field].type not in _NUMBERS:
        yield f"字段 {spec.field} 不是数字，不能求和 · is no number and has no sum"
    if spec.dated in contract.fields and contract.fields[spec.dated].type is not FieldType.DATE:
        yield f"字段 {spec.dated} 不是日期 · is no date"
    if spec.field in contract.fields:
        is_money = contract.fields[spec.field].type is FieldType.MONEY
        if is_money != (unit == "元"):
            yield f"字段 {spec.field} 与指标单位不符 · is not in the indicator's unit {unit}"
    if contract.time.kind is TimeKind.EVENT and spec.dated is None:
        yield f"表 {spec.contract} 是事件，请写 dated · rows are events: name their date by dated"

"""Table contracts: the typed definitions through which every fact enters.

A contract is one YAML file of a pack. It names each field in Chinese and English, lists the
headers that bureaus write for it, and states type, unit, code list, sensitivity and supplier.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final

import polars as pl
from pydantic import Field as PydanticField
from pydantic import model_validator

from wotu.errors import UnknownNameError, did_you_mean
from wotu.packs.schema import Label, PackModel
from wotu.units import MONEY

Identifier = Annotated[str, PydanticField(pattern=r"^[a-z][a-z0-9_]*$")]


class FieldType(StrEnum):
    """What a value is; decides how a cell is read and how it is stored."""

    USCC = "uscc"  # 统一社会信用代码, 18 characters with check (GB 32100-2015)
    REGISTRATION_NO = "registration_no"  # 15-digit number in use before 2015
    FIRM_NAME = "firm_name"
    TEXT = "text"
    COUNT = "count"  # whole number, zero or more
    POINTS = "points"  # score points, two decimals
    MONEY = "money"  # yuan, two decimals
    MONEY_USD = "money_usd"  # US dollars, two decimals
    SHARE = "share"  # 0-1
    AREA = "area"  # square metres, two decimals
    YEAR = "year"
    DATE = "date"
    BOOLEAN = "boolean"
    CODE = "code"  # from a code list
    NUMBER = "number"  # a figure in whatever unit another field names, four decimals
    UNIT = "unit"  # a unit as written without 万 and 亿: 元, 家, %
    PERIOD = "period"  # 2023, 2023-Q1, 2023-01/2023-05, asof:2023 (see wotu.periods)


NUMBER = pl.Decimal(24, 4)
"""How a figure in any unit is stored: the product of the country in yuan fits, and 0.2986 吨."""

STORED_AS: dict[FieldType, pl.DataType | type[pl.DataType]] = {
    FieldType.USCC: pl.String,
    FieldType.REGISTRATION_NO: pl.String,
    FieldType.FIRM_NAME: pl.String,
    FieldType.TEXT: pl.String,
    FieldType.COUNT: pl.Int64,
    FieldType.POINTS: pl.Decimal(8, 2),
    FieldType.MONEY: MONEY,
    FieldType.MONEY_USD: MONEY,
    FieldType.SHARE: pl.Decimal(12, 8),
    FieldType.AREA: pl.Decimal(14, 2),
    FieldType.YEAR: pl.Int32,
    FieldType.DATE: pl.Date,
    FieldType.BOOLEAN: pl.Boolean,
    FieldType.CODE: pl.String,
    FieldType.NUMBER: NUMBER,
    FieldType.UNIT: pl.String,
    FieldType.PERIOD: pl.String,
}


LARGEST: dict[FieldType, Decimal] = {
    FieldType.MONEY: Decimal(10) ** 14,  # 100 万亿元, more than the whole national product
    FieldType.MONEY_USD: Decimal(10) ** 13,
    FieldType.COUNT: Decimal(10) ** 9,
    FieldType.POINTS: Decimal(10) ** 4,
    FieldType.SHARE: Decimal(10) ** 3,
    FieldType.AREA: Decimal(10) ** 9,
    FieldType.YEAR: Decimal(10) ** 4,
    FieldType.NUMBER: Decimal(9) * Decimal(10) ** 14,
}
"""No figure of a type is larger, either way, unless its field says so: a larger one is a slip of
units, and exact arithmetic on 128-bit integers relies on the bound."""


class Sensitivity(StrEnum):
    """Who may see a field without a grant, from everybody to nobody."""

    PUBLIC = "public"
    INTERNAL = "internal"  # staff of the zone
    CONFIDENTIAL = "confidential"  # officers in charge and the firm itself
    PERSONAL = "personal"  # data on a natural person


class Field(PackModel):
    """One column of a contract."""

    label: Label
    type: FieldType
    synonyms: tuple[str, ...] = ()
    """Headers as bureaus write them, without unit or year."""
    note: Label | None = None
    unit: str | None = None
    """Unit assumed where a header states none, e.g. ``万元`` for money."""
    codes: str | None = None
    """Name of the code list of a field of type ``code``."""
    required: bool = False
    """A row without a value is rejected."""
    tolerant: bool = False
    """A value that cannot be read is set aside alone, and the rest of its row goes in."""
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    supplier: Label | None = None
    """Who has this figure, shown where it is missing."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit_field: Identifier | None = None
    """Of a number: the field that states its unit, in which 万 and 亿 are multiplied out."""
    first_day_of: Identifier | None = None
    """Of a date: the period whose first day it is where no column states it."""
    last_day_of: Identifier | None = None

    @model_validator(mode="after")
    def _code_fields_name_their_list(self) -> Field:
        if (self.type is FieldType.CODE) != (self.codes is not None):
            raise ValueError(
                "'codes' names the code list of a field of type 'code', and only there"
            )
        return self


class TimeKind(StrEnum):
    """When a row is true."""

    STATE = "state"  # from the date in ``from`` until a newer row: registration, address
    YEAR = "year"  # for one calendar year: statistics
    INTERVAL = "interval"  # between two dates, the last included: certificates
    EVENT = "event"  # on one date: accidents


class TimeAxis(PackModel):
    """Which fields say when a row is true."""

    kind: TimeKind
    from_field: str = PydanticField(alias="from")
    """The year, the date of the event, or the first day; may be null: then true since ever."""
    to_field: str | None = PydanticField(default=None, alias="to")
    """Last day of an interval, included; null while open."""


class Subject(StrEnum):
    """What the rows of a contract are about."""

    FIRM = "firm"
    PLACE = "place"  # a division, a zone
    OUTSIDE_FIRM = "outside_firm"  # a firm that the zone does not have

    @property
    def identity(self) -> tuple[str, str]:
        """The fields that name it: its code and its name."""
        return _IDENTITY[self]

    @property
    def column(self) -> str:
        """The column by which settled rows name it."""
        return "place_code" if self is Subject.PLACE else "firm_id"

    @property
    def chosen_by_name(self) -> bool:
        """Whether a file is read so only when asked: its columns are those of the zone's firms."""
        return self is Subject.OUTSIDE_FIRM


_IDENTITY: Final = {
    Subject.FIRM: ("uscc", "firm_name"),
    Subject.PLACE: ("place_code", "place_name"),
    Subject.OUTSIDE_FIRM: ("uscc", "firm_name"),
}


class Settling(StrEnum):
    """How rows of one key become one fact."""

    FIELDS = "fields"  # each field from the source believed most for it
    ROWS = "rows"  # one row whole: a figure never stands beside the evidence of another


class TableContract(PackModel):
    """A typed table: the grain is one row per ``key``."""

    contract: Identifier
    label: Label
    description: Label
    subject: Subject = Subject.FIRM
    time: TimeAxis
    key: tuple[str, ...]
    """Fields that, beside the subject, tell rows apart; empty where it has one row."""
    settling: Settling = Settling.FIELDS
    vintage: Identifier | None = None
    """A date by which rows of one source are newer or older than each other: when a document was
    published. Without it the row received last is believed."""
    bounded_by: Identifier | None = None
    """A field that says that a figure is only a bound (突破1260亿元): of one source, rows where it
    is empty or ``exact`` are believed before the others."""
    supplier: Label
    """The usual bureau; a field may name another."""
    fields: dict[Identifier, Field]
    judged: bool = False
    """The figures are given by people who judge, not measured: unknown until they have."""
    complete_note: Label | None = None
    """For lists: what importing with ``--complete`` asserts."""

    @model_validator(mode="after")
    def _names_hold_together(self) -> TableContract:
        times = {self.time.from_field, self.time.to_field, self.vintage}
        named = {*self.key, *times, self.bounded_by} - {None}
        for spec in self.fields.values():
            named |= {spec.unit_field, spec.first_day_of, spec.last_day_of} - {None}
        unknown = sorted(str(name) for name in named - set(self.fields))
        if unknown:
            raise ValueError(f"no such field: {', '.join(unknown)}")
        if not set(self.subject.identity) <= set(self.fields):
            code, name = self.subject.identity
            raise ValueError(f"a contract on {self.subject}s has the fields {code} and {name}")
        if self.subject is Subject.PLACE and self.settling is Settling.FIELDS:
            raise ValueError("a contract on places settles by rows: its figures are not firms' own")
        return self

    @property
    def name(self) -> str:
        """Identifier of the contract, also the name of its table in the lake."""
        return self.contract

    @cached_property
    def stored_types(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """Stored type of each field, in the order of the contract."""
        return {name: STORED_AS[field.type] for name, field in self.fields.items()}

    def require_field(self, name: str) -> Field:
        """The definition of a field.

        Raises:  UnknownNameError, with the nearest known name.
        """
        if name not in self.fields:
            hint = did_you_mean(name, list(self.fields))
            raise UnknownNameError(
                f"合约 {self.contract} 没有字段“{name}”。\n"
                f"{self.contract} has no field '{name}'.{hint}",
                contract=self.contract,
                field=name,
            )
        return self.fields[name]

    def supplier_of(self, field: str) -> Label:
        """The bureau that has ``field``."""
        return self.fields[field].supplier or self.supplier

    def fields_of_type(self, *types: FieldType) -> Iterator[str]:
        """Names of the fields of the given types, in order."""
        return (name for name, field in self.fields.items() if field.type in types)

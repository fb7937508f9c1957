"""Facts that a rule reads: the leaves of its expressions, and the columns they become."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from wotu.contracts.schema import TableContract
from wotu.packs.schema import Label


def last_accounting_year(as_of: dt.date) -> int:
    """The accounting year before the year of application (国科发火〔2016〕195号 三)."""
    return as_of.year - 1


@dataclass(frozen=True)
class StateInput:
    """A field of which a firm has one value: date of founding, industry."""

    table: str
    field: str

    def column(self, as_of: dt.date) -> str:
        """Name of the column in a frame of inputs."""
        return f"{self.table}.{self.field}"


@dataclass(frozen=True)
class YearInput:
    """A yearly field, ``offset`` years after the last accounting year."""

    table: str
    field: str
    offset: int

    def column(self, as_of: dt.date) -> str:
        """Name of the column in a frame of inputs."""
        return f"{self.table}.{self.field}[{last_accounting_year(as_of) + self.offset}]"


@dataclass(frozen=True)
class RowsInput:
    """How many rows of a list meet a condition; ``text`` is the condition as written.

    Two columns: rows that certainly meet it, and rows for which that is unknown. Where the list
    is not known to be complete there may be more.
    """

    table: str
    text: str

    def column(self, as_of: dt.date) -> str:
        """Name of the column that counts the certain rows."""
        return f"{self.table}: {self.text or 'all'} @{as_of}"

    def doubtful_column(self, as_of: dt.date) -> str:
        """Name of the column that counts the rows for which the condition is unknown."""
        return f"{self.column(as_of)}?"

    @property
    def complete_column(self) -> str:
        """Name of the column that says whether the list is complete for the firm."""
        return ListInput(self.table).column(dt.date.min)


@dataclass(frozen=True)
class ListInput:
    """A list as a whole: what is asked for where counting its rows does not settle a condition."""

    table: str

    def column(self, as_of: dt.date) -> str:
        """Name of the column that says whether the list is complete for the firm."""
        return f"{self.table}: complete"


Input: TypeAlias = StateInput | YearInput | RowsInput
"""A fact that a term reads."""

Asked: TypeAlias = StateInput | YearInput | ListInput
"""A fact that a person can be asked for."""


@dataclass(frozen=True)
class NamedInput:
    """A fact as people call it: what it is and who has it."""

    asked: Asked
    label: Label
    supplier: Label
    year: int | None = None

    def title(self, language: str) -> str:
        """``2024年研发费用`` or ``R&D expense, 2024``."""
        name = self.label.in_language(language)
        if self.year is None:
            return name
        return f"{self.year}年{name}" if language.startswith("zh") else f"{name}, {self.year}"


def named_input(item: Asked, contract: TableContract, as_of: dt.date) -> NamedInput:
    """Label and supplier of an input, from its contract."""
    if isinstance(item, ListInput):
        label = Label(
            zh=f"{contract.label.zh}完整清单", en=f"complete list of {contract.label.en.lower()}"
        )
        return NamedInput(item, label, contract.supplier)
    field = contract.fields[item.field]
    year = last_accounting_year(as_of) + item.offset if isinstance(item, YearInput) else None
    return NamedInput(item, field.label, contract.supplier_of(item.field), year)

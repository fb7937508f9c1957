"""The shape of a rule file: what an author writes, before names and units are checked."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field as PydanticField
from pydantic import model_validator

from wotu.packs.schema import Label, PackModel

Identifier = Annotated[str, PydanticField(pattern=r"^[a-z][a-z0-9_]*$")]
Expression = str | int | bool
"""Text of an expression; YAML may have read a bare number or truth value as such."""

Status = Literal["verified", "verified-2", "memory", "own"]
"""Read in the official text, in a secondary one, not checked, or our own reading of a gap."""


class OfficialText(PackModel):
    """A document that conditions cite."""

    title: Label
    number: str | None = None
    issued: dt.date | None = None
    url: str | None = None
    status: Status = "verified"
    note: Label | None = None
    clauses: dict[str, Label] = {}
    """What each clause says, in a few own words: what the coverage report goes by."""


class Validity(PackModel):
    """Days on which the rule is in force, the last included; open when absent."""

    from_: dt.date = PydanticField(alias="from")
    to: dt.date | None = None


class Grants(PackModel):
    """What a firm gets that meets the rule."""

    label: Label
    certificate: str | None = None
    valid_years: int | None = None
    cite: str | None = None


class Window(PackModel):
    """Days of the year, ``MM-DD``, between which applications are taken, the last included."""

    opens: str = PydanticField(pattern=r"^\d{2}-\d{2}$")
    closes: str = PydanticField(pattern=r"^\d{2}-\d{2}$")


class Measure(PackModel):
    """What meeting the rule brings in money, and under which limits.

    ``amount`` names a quantity in yuan: what one year brings, or for a loan its limit; ``rate``
    one that is a loan's yearly interest. ``budget`` names a parameter: what all firms together
    can get in a year, shared as ``when_short`` says (with ``rank_by``, a quantity, where it is
    by rank). A firm gets at most one of the measures of a group of kind ``one_of``, and of a
    group with a ceiling no more than that together; ``excludes`` names rules whose measure
    cannot be taken beside this one.
    """

    kind: Literal["subsidy", "award", "tax", "loan", "guarantee", "voucher", "talent"]
    amount: Identifier
    rate: Identifier | None = None
    department: Label
    once_in_years: int | None = PydanticField(default=None, ge=1)
    """How many years lie between two grants to one firm; None where every year counts."""
    once: bool = False
    """A firm can have it once in its life."""
    budget: Identifier | None = None
    when_short: Literal["prorated", "ranked", "first_come"] = "first_come"
    rank_by: Identifier | None = None
    groups: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    automatic: bool = False
    """Paid without application (免申即享) to firms that certainly qualify."""
    window: Window | None = None
    cite: str | None = None
    status: Status = "verified"
    note: Label | None = None

    @model_validator(mode="after")
    def _limits_agree(self) -> Measure:
        if self.once and self.once_in_years is not None:
            raise ValueError("give one of 'once' and 'once_in_years'")
        if (self.when_short == "ranked") != (self.rank_by is not None):
            raise ValueError("'rank_by' names the quantity where 'when_short' is 'ranked'")
        return self


class Parameter(PackModel):
    """A dated figure of the rule; the value in force is the last one begun."""

    label: Label
    values: dict[dt.date, Expression]
    cite: str | None = None
    status: Status = "verified"


class Band(PackModel):
    """One row of a points table; ``when`` is absent in the last row."""

    when: Expression | None = None
    points: Expression
    grade: str | None = None


class Quantity(PackModel):
    """A named value: an expression, or a table of bands read from the top."""

    label: Label
    expr: Expression | None = None
    bands: tuple[Band, ...] = ()
    cite: str | None = None
    note: Label | None = None
    parts: tuple[str, ...] = ()
    """Quantities that this one is made of, shown beneath it."""
    unit: Literal["points", "class"] = "points"
    """For bands: points, or the place of a class in an order (its ``grade`` is its name)."""
    status: Status = "verified"

    @model_validator(mode="after")
    def _one_definition(self) -> Quantity:
        if (self.expr is None) == (not self.bands):
            raise ValueError("a quantity has either 'expr' or 'bands'")
        if self.bands and (
            self.bands[-1].when is not None or any(b.when is None for b in self.bands[:-1])
        ):
            raise ValueError("the last band, and only it, has no 'when'")
        return self


class CodeTable(PackModel):
    """Values by code, for a code and all codes beneath it in its list.

    A code that is broader than the listed ones is undecided, hence unknown; one that lies
    elsewhere takes ``otherwise``.
    """

    label: Label
    codes: str
    rows: dict[str, str]
    otherwise: str
    cite: str | None = None
    status: Status = "verified"
    note: Label | None = None


class FigureTable(PackModel):
    """Figures by a key and a column; a dash means that the column does not apply to the key."""

    label: Label
    columns: tuple[Identifier, ...]
    rows: dict[str, tuple[Expression, ...]]
    cite: str | None = None

    @model_validator(mode="after")
    def _rows_are_full(self) -> FigureTable:
        for key, row in self.rows.items():
            if len(row) != len(self.columns):
                raise ValueError(f"row {key}: {len(row)} figures for {len(self.columns)} columns")
        return self


class Condition(PackModel):
    """One condition, in the order of the text: a test, or several joined by all or any."""

    id: Identifier
    label: Label
    cite: str | None = None
    test: Expression | None = None
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    margin: Expression | None = None
    """How far beyond (or short of) the condition; taken from a comparison where absent."""
    note: Label | None = None
    status: Status = "verified"

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        if [self.test is not None, bool(self.all), bool(self.any)].count(True) != 1:
            raise ValueError("a condition has exactly one of 'test', 'all' and 'any'")
        return self


class Outcome(PackModel):
    """A class that the rule gives every firm, beside its verdict."""

    label: Label
    quantity: Identifier
    classes: dict[str, Label]


class ExampleCase(PackModel):
    """A change to the base facts of the examples, and what is then expected."""

    name: str
    change: dict[str, Any] = {}
    """Path of a fact, e.g. ``firm_finance.2025.sales_revenue_cny``, and its new value."""
    as_of: dt.date | None = None
    expect: dict[str, Any]
    """``verdict`` or a condition: met, not_met or unknown. A quantity: its value or [low, high]."""


class Examples(PackModel):
    """Examples that the pack test runs: base facts, and cases that change them."""

    as_of: dt.date
    base: dict[str, Any]
    complete: tuple[str, ...] = ()
    cases: tuple[ExampleCase, ...]


class RuleSpec(PackModel):
    """A whole rule file."""

    rule: str = PydanticField(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")
    edition: str
    label: Label
    summary: Label | None = None
    subject: Identifier = "firm"
    """``firm``, or a list of which every row is judged: the persons, projects or products that
    firms bring forward. A row's fields are then read like a firm's, and so are its firm's."""
    applies_to: Expression | None = None
    valid: Validity
    texts: dict[Identifier, OfficialText]
    grants: Grants | None = None
    measure: Measure | None = None
    uses: tuple[str, ...] = ()
    """Rules whose parameters, tables and quantities this one may name."""
    used_classes: dict[str, Label] = {}
    """Names of the classes that the rules used give, by grade; filled in when they are read."""
    parameters: dict[Identifier, Parameter] = {}
    tables: dict[Identifier, CodeTable | FigureTable] = {}
    quantities: dict[Identifier, Quantity] = {}
    conditions: tuple[Condition, ...]
    outcome: Outcome | None = None
    uncoded: dict[str, Label] = {}
    """Clauses of the texts that the rule leaves to people, each with the reason."""
    examples: Examples | None = None

    @property
    def class_labels(self) -> dict[str, Label]:
        """Names of all classes that figures of the rule can stand for, by grade."""
        return {**self.used_classes, **(self.outcome.classes if self.outcome else {})}

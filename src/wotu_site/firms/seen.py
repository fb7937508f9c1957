"""Which values of an explanation a person may see.

A verdict is always shown. The figures behind it are not where they would tell what a hidden field
says: the points that experts gave, for the firm's own people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wotu.contracts.schema import TableContract
from wotu.rules import typed
from wotu.rules.checked import CheckedRule
from wotu.rules.inputs import Input, RowsInput
from wotu_site.access.fields import may_see
from wotu_site.access.roles import Person


class Seen:
    """What one person may see of one firm's inputs to a rule."""

    def __init__(
        self,
        person: Person,
        rule: CheckedRule,
        contracts: Mapping[str, TableContract],
        facts: Mapping[str, Any],
        as_of: date,
    ) -> None:
        self.person = person
        self.rule = rule
        self.contracts = contracts
        self.facts = facts
        self.as_of = as_of

    def all_of(self, term: typed.Term) -> bool:
        """Whether everything known that a term reads may be seen."""
        return all(self.input(item) for item in self.rule.inputs_beneath(term))

    def input(self, item: Input) -> bool:
        """Whether an input may be seen; what nobody knows hides nothing."""
        return self.is_open(item) or not self.facts.get(item.column(self.as_of))

    def is_open(self, item: Input) -> bool:
        """Whether the person may see what an input reads."""
        fields = self.contracts[item.table].fields
        names = self._fields_of(item) if isinstance(item, RowsInput) else {item.field}
        return all(may_see(self.person, fields[name].sensitivity) for name in names)

    def _fields_of(self, item: RowsInput) -> set[str]:
        where = self.rule.row_conditions.get(item)
        terms = where.walk() if where else ()
        return {term.field for term in terms if isinstance(term, typed.ColumnTerm)}

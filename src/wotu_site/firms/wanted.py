"""Which firms a list asks for, as its address says it, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from wotu.build.among import NOT_KNOWN, Among, Clause, firms_among, nearness
from wotu.build.snapshot import Snapshot
from wotu_site.access.roles import Person
from wotu_site.firms.assigned import make_joinable
from wotu_site.firms.dimensions import Dimension, Dimensions, dimensions
from wotu_site.snapshots.queries import snapshot
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.formats import page_language

#: So many firms are named in a query; more are searched for in each.
FEW = 1_000

#: Stands for the person who asks, so that a view can be shared.
ME = "me"


@dataclass(frozen=True)
class WantedFirms:
    """Firms of one snapshot that fit words and the values chosen of dimensions."""

    snapshot: Snapshot
    dimensions: Dimensions
    words: str
    chosen: Mapping[str, tuple[str, ...]]
    version: str
    """Of the assignments, which can change while the snapshot cannot."""

    @classmethod
    def of(cls, query: QueryDict, person: Person) -> WantedFirms:
        """What an address asks for; what it names and does not exist is left out."""
        current = snapshot()
        known = dimensions(current, query.get("rule", ""), page_language())
        chosen = {
            name: tuple(str(person.pk) if value == ME else value for value in values if value)
            for name in known.all
            if (values := query.getlist(name))
        }
        version = make_joinable(current)
        return cls(current, known, query.get("q", "").strip()[:100], chosen, version)

    def clause(self, *, but: str = "") -> Clause:
        """The condition on ``firm f``, leaving one dimension out."""
        clause = firms_among(self.snapshot, self._said)
        for name, values in self.chosen.items():
            if name != but:
                clause &= self.dimensions.all[name].having(values)
        return clause

    @cached_property
    def _said(self) -> Among:
        """The firms that have the words: by name where they are few, since every facet asks."""
        among = Among(words=self.words)
        if not self.words:
            return among
        clause = firms_among(self.snapshot, among)
        sql = f"SELECT f.firm_id FROM firm f WHERE {clause.sql} LIMIT {FEW + 1}"
        found = tuple(row[0] for row in self.rows(sql, clause.parameters))
        return Among(firm_ids=found) if len(found) <= FEW else among

    @cached_property
    def total(self) -> int:
        """How many firms there are."""
        if not self.words and not self.chosen:
            return int(self.snapshot.manifest.report["firms"])
        clause = self.clause()
        sql = f"SELECT count(*) FROM firm f WHERE {clause.sql}"
        return int(self.rows(sql, clause.parameters)[0][0])

    def counts(self, name: str) -> dict[str, int]:
        """How many of the firms have each value of a dimension, whatever is chosen of it."""
        dimension = self.dimensions.all[name]
        return self._of_column(dimension) if dimension.column else self._of_members(dimension)

    def _of_column(self, dimension: Dimension) -> dict[str, int]:
        clause = self.clause(but=dimension.name)
        sql = (
            f"SELECT coalesce({dimension.column}, '{NOT_KNOWN}'), count(*) FROM firm f"
            f" WHERE {clause.sql} GROUP BY 1"
        )
        return dict(self.rows(sql, clause.parameters))

    def _of_members(self, dimension: Dimension) -> dict[str, int]:
        clause = self.clause(but=dimension.name)
        sql = (
            f"SELECT m.value, count(*) FROM ({dimension.members}) m"
            f" JOIN firm f ON f.firm_id = m.firm_id WHERE {clause.sql} GROUP BY 1"
        )
        counts = dict(self.rows(sql, (*dimension.parameters, *clause.parameters)))
        if dimension.unknown:
            nobody = clause & dimension.having([NOT_KNOWN])
            sql = f"SELECT count(*) FROM firm f WHERE {nobody.sql}"
            counts[NOT_KNOWN] = self.rows(sql, nobody.parameters)[0][0]
        return counts

    def ids(self) -> list[str]:
        """Identifiers of all the firms."""
        clause = self.clause()
        sql = f"SELECT f.firm_id FROM firm f WHERE {clause.sql} ORDER BY f.firm_id"
        return [row[0] for row in self.rows(sql, clause.parameters)]

    def nearness(self) -> Clause:
        """How near each firm is to the words, for sorting."""
        return nearness(self.words)

    def rows(self, sql: str, parameters: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
        """The rows of a query, kept as long as snapshot and assignments stay as they are."""
        return _asked(self.snapshot, self.version, sql, parameters)


@remembered
def _asked(
    current: Snapshot, _version: str, sql: str, parameters: tuple[Any, ...]
) -> tuple[tuple[Any, ...], ...]:
    return tuple(current.cursor().execute(sql, list(parameters)).fetchall())

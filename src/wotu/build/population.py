"""Firms before a rule: how many stand where, and which ones, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from wotu.build.among import (
    ALL_FIRMS,
    EVERY,
    Among,
    Attribute,
    Clause,
    column_of,
    counts_by,
    firms_among,
    one_of,
)
from wotu.build.declarations import HELD, Declaration, declaration_of, still_due
from wotu.build.gaps import gap_sql
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import MASK_BITS, missing_columns
from wotu.rules.inputs import Asked, NamedInput, named_input
from wotu.rules.screen import Standing, missing_of

VerdictCode = Literal["met", "not_met", "unknown"]

VERDICTS: Final[tuple[VerdictCode, ...]] = ("met", "not_met", "unknown")

_VERDICT_TESTS: Final[dict[str, str]] = {"met": "{}", "not_met": "NOT {}", "unknown": "{} IS NULL"}


@dataclass(frozen=True)
class Wanted:
    """Which firms before a rule; an empty field asks for all.

    ``condition`` and ``condition_verdict`` go together. ``lacking`` leaves firms of which one of
    these facts is missing and could still matter. ``due`` is a kind of certificate: it leaves
    firms that hold none beyond the end of the year, and ``declarations`` tells them apart.
    ``within`` leaves firms whose gap, as a share of what is asked, is at most this; firms whose
    gap no figure says are left out.
    """

    among: Among = ALL_FIRMS
    standings: tuple[Standing, ...] = ()
    verdicts: tuple[VerdictCode, ...] = ()
    condition: str | None = None
    condition_verdicts: tuple[VerdictCode, ...] = ()
    lacking: tuple[Asked, ...] = ()
    due: str | None = None
    declarations: tuple[Declaration, ...] = ()
    within: float | None = None


@dataclass(frozen=True)
class VerdictCounts:
    """How many firms meet, do not meet, and for how many that is not known."""

    met: int
    not_met: int
    unknown: int

    @property
    def total(self) -> int:
        """All firms that the rule applies to."""
        return self.met + self.not_met + self.unknown

    def of(self, verdict: VerdictCode) -> int:
        """The count of one verdict."""
        count: int = getattr(self, verdict)
        return count


@dataclass(frozen=True)
class FirmBefore:
    """A firm before a rule; ``measures`` are those of the condition asked for.

    ``expires_on`` is that of the newest certificate of the kind asked for, and ``declaration``
    follows from it; both are None where no kind was asked for.
    """

    firm_id: str
    uscc: str | None
    name: str
    section: str | None
    division_code: str | None
    size: str | None
    verdict: bool | None
    standing: Standing
    open_facts: int
    missing: tuple[NamedInput, ...]
    measures: Mapping[str, Any]
    expires_on: dt.date | None = None
    declaration: Declaration | None = None


class Population:
    """All firms that a rule applies to, as one snapshot has them."""

    def __init__(self, snapshot: Snapshot, rule: CheckedRule) -> None:
        self.snapshot = snapshot
        self.rule = rule
        self.as_of = snapshot.manifest.as_of
        self.table = f"verdict_{rule.id}"
        self.masks = missing_columns(len(rule.asked))

    # -- counting --------------------------------------------------------------------------

    def count(self, wanted: Wanted) -> int:
        """How many firms are wanted."""
        source, clause = self.source(wanted)
        text = f"SELECT count(*) {source} WHERE {clause.sql}"
        return int(self.snapshot.value(text, clause.parameters))

    def firm_ids(self, wanted: Wanted) -> list[str]:
        """The identifiers of the firms wanted, in order."""
        source, clause = self.source(wanted)
        rows = self.snapshot.rows(
            f"SELECT f.firm_id {source} WHERE {clause.sql} ORDER BY 1", clause.parameters
        )
        return [row["firm_id"] for row in rows]

    def counts_by(self, attribute: Attribute, wanted: Wanted) -> dict[str, int]:
        """How many of the firms wanted have each value of an attribute, whatever is chosen."""
        if not self._needs_verdicts(wanted) and wanted.due is None:
            return counts_by(self.snapshot, attribute, wanted.among, self._standings(wanted))
        column = column_of(self.snapshot, attribute)
        among = wanted.among.without(attribute)
        source, clause = self.source(replace(wanted, among=among))
        rows = self.snapshot.rows(
            f"SELECT coalesce({column}, 'unknown') AS value, count(*) AS firms {source}"
            f" WHERE {clause.sql} GROUP BY 1 ORDER BY 2 DESC, 1",
            clause.parameters,
        )
        return {row["value"]: row["firms"] for row in rows}

    def declarations(self, wanted: Wanted) -> dict[Declaration, int]:
        """How many of the firms wanted would declare in which way, whichever are chosen.

        The kind of certificate must be asked for, with ``due``.
        """
        every = replace(wanted, declarations=())
        return {one: self.count(replace(every, declarations=(one,))) for one in Declaration}

    def standings(self, among: Among = ALL_FIRMS) -> dict[Standing, int]:
        """How many firms stand where."""
        clause = firms_among(self.snapshot, among) & self._applies
        rows = self.snapshot.rows(
            f"SELECT {self._standing} AS standing, count(*) AS firms FROM firm f"
            f" WHERE {clause.sql} GROUP BY 1",
            clause.parameters,
        )
        counts = {row["standing"]: row["firms"] for row in rows}
        return {standing: counts.get(standing.value, 0) for standing in Standing}

    def standings_by(self, attribute: Attribute) -> dict[str, dict[Standing, int]]:
        """For each value of an attribute how many firms stand where, the largest value first."""
        column = column_of(self.snapshot, attribute)
        rows = self.snapshot.rows(
            f"SELECT coalesce({column}, 'unknown') AS value, {self._standing} AS standing,"
            f" count(*) AS firms FROM firm f WHERE {self._applies.sql} GROUP BY 1, 2"
        )
        found: dict[str, dict[Standing, int]] = {}
        for row in rows:
            counts = found.setdefault(row["value"], dict.fromkeys(Standing, 0))
            counts[Standing(row["standing"])] = row["firms"]
        return dict(sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0])))

    def verdicts(self) -> VerdictCounts:
        """The verdicts on the whole rule."""
        return self.verdicts_by_condition([None])[None]

    def verdicts_by_condition(
        self, conditions: Sequence[str | None], among: Among = ALL_FIRMS
    ) -> dict[str | None, VerdictCounts]:
        """The verdicts of conditions; None stands for the whole rule."""
        columns = [f'v."{name}.verdict"' if name else "v.verdict" for name in conditions]
        # count_if is null, not 0, where every verdict is.
        counts = ", ".join(
            f"count(*) FILTER ({c}), count(*) FILTER (NOT {c}), count({c})" for c in columns
        )
        source, clause = f'FROM "{self.table}" v', EVERY
        if among != ALL_FIRMS:
            source, clause = self.source(Wanted(among=among), verdicts=True)
        cursor = self.snapshot.cursor()
        row = cursor.execute(
            f"SELECT count(*), {counts} {source} WHERE {clause.sql}", list(clause.parameters)
        ).fetchone()
        assert row is not None
        total, found = row[0], iter(zip(row[1::3], row[2::3], row[3::3], strict=True))
        return {
            name: VerdictCounts(met, not_met, total - known)
            for name, (met, not_met, known) in zip(conditions, found, strict=True)
        }

    # -- listing ---------------------------------------------------------------------------

    def firms(
        self, wanted: Wanted, order: str = "name", *, limit: int = 50, offset: int = 0
    ) -> list[FirmBefore]:
        """A page of the firms wanted.

        ``order`` is a key of :meth:`orders`, with ``-`` in front for the other way round; firms
        without the figure come last either way.
        """
        source, clause = self.source(wanted, verdicts=True)
        size = column_of(self.snapshot, "size")
        measures = [f"{wanted.condition}.{name}" for name in self.measures(wanted.condition)]
        columns = ", ".join(
            [
                "f.firm_id, f.uscc, f.name, f.section, f.division_code",
                f"{size} AS size, v.verdict, v.standing, v.open_facts",
                *(f'v."{mask}"' for mask in self.masks),
                *(f'v."{name}"' for name in measures),
                *(["held.expires_on AS certificate_expires_on"] if wanted.due else []),
            ]
        )
        rows = self.snapshot.rows(
            f"SELECT {columns} {source} WHERE {clause.sql}"
            f" ORDER BY {self.ordered(wanted, order)} LIMIT {int(limit)} OFFSET {int(offset)}",
            clause.parameters,
        )
        return [self._firm(row, wanted.condition, measures) for row in rows]

    def ordered(self, wanted: Wanted, order: str) -> str:
        """What to sort by, for an order of :meth:`orders`; firms without the figure come last."""
        by = self.orders(wanted)[order.removeprefix("-")]
        return f"{by} {'DESC' if order.startswith('-') else 'ASC'} NULLS LAST, f.firm_id"

    def orders(self, wanted: Wanted) -> dict[str, str]:
        """By what a list can be sorted, and the expression of each."""
        orders = {
            "name": "f.name",
            "section": "f.industry_code",
            "division": "f.division_code",
            "size": column_of(self.snapshot, "size"),
            "standing": _ranked("v.standing"),
            "facts": "v.open_facts",
            "short": self._gap(),
        }
        for measure in self.measures(wanted.condition):
            orders[measure] = f'v."{wanted.condition}.{measure}"'
        if wanted.due:
            orders["expires"] = "held.expires_on"
        return orders

    def named(self, item: Asked) -> NamedInput:
        """What a fact is called and who has it."""
        return named_input(item, self.snapshot.packs.contracts[item.table], self.as_of)

    def is_judged(self, item: Asked) -> bool:
        """Whether people judge the fact rather than measure it."""
        return self.snapshot.packs.contracts[item.table].judged

    def _firm(
        self, row: dict[str, Any], condition: str | None, measures: Sequence[str]
    ) -> FirmBefore:
        missing = missing_of(tuple(row[mask] for mask in self.masks), self.rule.asked)
        return FirmBefore(
            firm_id=row["firm_id"],
            uscc=row["uscc"],
            name=row["name"],
            section=row["section"],
            division_code=row["division_code"],
            size=row["size"],
            verdict=row["verdict"],
            standing=Standing(row["standing"]),
            open_facts=row["open_facts"],
            missing=tuple(self.named(item) for item in missing if not self.is_judged(item)),
            measures={name.removeprefix(f"{condition}."): row[name] for name in measures},
            expires_on=(expires := row.get("certificate_expires_on")),
            declaration=declaration_of(expires, self.as_of)
            if "certificate_expires_on" in row
            else None,
        )

    # -- SQL -------------------------------------------------------------------------------

    @property
    def _standing(self) -> str:
        return f'f."standing_{self.rule.id}"'

    @property
    def _applies(self) -> Clause:
        return Clause(f"{self._standing} IS NOT NULL")

    def _standings(self, wanted: Wanted) -> Clause:
        values = [standing.value for standing in wanted.standings]
        return one_of(self._standing, values) if values else self._applies

    def _needs_verdicts(self, wanted: Wanted) -> bool:
        asked = wanted.verdicts or wanted.condition_verdicts or wanted.lacking
        return bool(asked) or wanted.within is not None

    def source(self, wanted: Wanted, *, verdicts: bool = False) -> tuple[str, Clause]:
        """What to read from, and the condition; verdicts are joined only where they are needed."""
        clause = firms_among(self.snapshot, wanted.among) & self._standings(wanted)
        source = "FROM firm f"
        if verdicts or self._needs_verdicts(wanted):
            source += f' JOIN "{self.table}" v USING (firm_id)'
            clause &= _any_verdict("v.verdict", wanted.verdicts)
            if wanted.condition:
                column = f'v."{wanted.condition}.verdict"'
                clause &= _any_verdict(column, wanted.condition_verdicts)
            if wanted.lacking:
                clause &= self.lacks(wanted.lacking)
            if wanted.within is not None:
                clause &= Clause(f"{self._gap()} <= ?", (wanted.within,))
        if wanted.due:
            source += f" LEFT JOIN {HELD} USING (firm_id)"
            clause &= still_due(self.as_of, wanted.declarations)
            # The kind stands first in the text, and so among the parameters.
            clause = Clause(clause.sql, (wanted.due, *clause.parameters))
        return source, clause

    def lacks(self, items: Sequence[Asked]) -> Clause:
        """That one of some facts is missing and could still matter."""
        words = dict.fromkeys(range(len(self.masks)), 0)
        for item in items:
            place = self.rule.asked.index(item)
            words[place // MASK_BITS] |= 1 << (place % MASK_BITS)
        parts = [f'(v."{self.masks[n]}" & {bits}) <> 0' for n, bits in words.items() if bits]
        return Clause(f"({' OR '.join(parts)})")

    def measures(self, condition: str | None) -> list[str]:
        """Which figures the screening has of a condition."""
        if condition is None:
            return []
        known = self.snapshot.columns(self.table)
        names = ("value", "low", "high", "threshold", "margin", "verdict")
        return [name for name in names if f"{condition}.{name}" in known]

    def _gap(self) -> str:
        return gap_sql(self.rule, self.snapshot.columns(self.table))


def _any_verdict(column: str, verdicts: Sequence[str]) -> Clause:
    tests = [_VERDICT_TESTS[verdict].format(column) for verdict in verdicts]
    return Clause(f"({' OR '.join(tests)})") if tests else EVERY


def _ranked(column: str) -> str:
    """The place of a standing, from nearest to farthest."""
    cases = " ".join(f"WHEN '{standing}' THEN {n}" for n, standing in enumerate(Standing))
    return f"CASE {column} {cases} END"

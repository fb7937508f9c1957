"""Certificates that firms hold, and those that will lapse before long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from wotu.build.among import ALL_FIRMS, Among, Attribute, Clause, column_of, firms_among, one_of
from wotu.build.snapshot import Snapshot
from wotu.rules.screen import Standing

NOTICE_MONTHS: Final = 6
"""How long before its last day a certificate is said to be about to lapse."""

_LAST: Final = """
    SELECT firm_id, kind, arg_max(certificate_no, expires_on) AS certificate_no,
        arg_max(granted_on, expires_on) AS granted_on, max(expires_on) AS expires_on
    FROM fact_firm_certificate GROUP BY firm_id, kind
    HAVING count(*) = count(expires_on)
"""
"""The certificate of each firm and kind that lasts longest; none where one has no last day."""


@dataclass(frozen=True)
class Lapse:
    """A firm whose last certificate of a kind ends soon.

    ``standing`` is the firm's standing today in the rule of that certificate; None where the
    certificate has no rule or the rule does not apply.
    """

    firm_id: str
    uscc: str | None
    name: str
    section: str | None
    division_code: str | None
    size: str | None
    kind: str
    certificate_no: str | None
    granted_on: dt.date | None
    expires_on: dt.date
    days_left: int
    standing: Standing | None


@dataclass(frozen=True)
class WantedLapses:
    """Which lapses; an empty field asks for all."""

    among: Among = ALL_FIRMS
    kinds: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()


def holders(snapshot: Snapshot) -> dict[str, int]:
    """How many firms hold a certificate of each kind that is valid on the day of the snapshot.

    Without a complete list of certificates more firms may hold one: see :func:`list_is_complete`.
    """
    day = snapshot.manifest.as_of
    rows = snapshot.rows(
        "SELECT kind, count(DISTINCT firm_id) AS firms FROM fact_firm_certificate"
        " WHERE granted_on <= $1 AND (expires_on IS NULL OR expires_on >= $1) GROUP BY kind",
        [day],
    )
    return {row["kind"]: row["firms"] for row in rows}


def list_is_complete(snapshot: Snapshot) -> bool:
    """Whether a firm without a certificate in the snapshot certainly has none."""
    return "firm_certificate" in snapshot.manifest.report["complete_lists"]


class Lapses:
    """Certificates that end within :data:`NOTICE_MONTHS` months and have no successor yet."""

    def __init__(self, snapshot: Snapshot, rule_of_kind: Mapping[str, str]) -> None:
        """``rule_of_kind``: by kind of certificate the rule in force that grants it."""
        self.snapshot = snapshot
        self.day = snapshot.manifest.as_of
        cases = " ".join(
            f"WHEN '{kind}' THEN f.\"standing_{rule}\"" for kind, rule in rule_of_kind.items()
        )
        self._standing = f"CASE last.kind {cases} END" if cases else "NULL::VARCHAR"

    def count(self, wanted: WantedLapses) -> int:
        """How many there are."""
        clause = self._clause(wanted)
        return int(
            self.snapshot.value(f"SELECT count(*) {self._source} {clause.sql}", clause.parameters)
        )

    def counts_by(self, attribute: Attribute, wanted: WantedLapses) -> dict[str, int]:
        """How many there are of firms with each value of an attribute, whatever is chosen."""
        among = wanted.among.without(attribute)
        return self._counted(column_of(self.snapshot, attribute), replace(wanted, among=among))

    def counts_by_kind(self, wanted: WantedLapses) -> dict[str, int]:
        """How many there are of each kind of certificate, whatever kinds are chosen."""
        return self._counted("last.kind", replace(wanted, kinds=()))

    def counts_by_standing(self, wanted: WantedLapses) -> dict[str, int]:
        """How many firms would stand where today, whatever standings are chosen."""
        return self._counted(self._standing, replace(wanted, standings=()))

    def firms(
        self,
        wanted: WantedLapses,
        order: str = "expires",
        *,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Lapse]:
        """A page of them; ``order`` is a key of :meth:`orders`, ``-`` for the other way round."""
        clause = self._clause(wanted)
        by = self.orders()[order.removeprefix("-")]
        direction = "DESC" if order.startswith("-") else "ASC"
        rows = self.snapshot.rows(
            "SELECT f.firm_id, f.uscc, f.name, f.section, f.division_code,"
            f" {column_of(self.snapshot, 'size')} AS size, last.kind, last.certificate_no,"
            f" last.granted_on, last.expires_on, {self._standing} AS standing"
            f" {self._source} {clause.sql}"
            f" ORDER BY {by} {direction} NULLS LAST, f.firm_id, last.kind"
            f" LIMIT {int(limit)} OFFSET {int(offset)}",
            clause.parameters,
        )
        return [self._lapse(row) for row in rows]

    def orders(self) -> dict[str, str]:
        """By what the list can be sorted, and the expression of each."""
        ranks = " ".join(f"WHEN '{standing}' THEN {n}" for n, standing in enumerate(Standing))
        return {
            "name": "f.name",
            "section": "f.industry_code",
            "size": column_of(self.snapshot, "size"),
            "kind": "last.kind",
            "expires": "last.expires_on",
            "standing": f"CASE {self._standing} {ranks} END",
        }

    @property
    def _source(self) -> str:
        return f"FROM ({_LAST}) last JOIN firm f USING (firm_id)"

    def _clause(self, wanted: WantedLapses) -> Clause:
        soon = Clause(
            f"last.expires_on BETWEEN ? AND ? + INTERVAL {NOTICE_MONTHS} MONTH",
            (self.day, self.day),
        )
        standings = one_of(self._standing, [standing.value for standing in wanted.standings])
        kinds = one_of("last.kind", wanted.kinds)
        clause = soon & kinds & standings & firms_among(self.snapshot, wanted.among)
        return Clause(f"WHERE {clause.sql}", clause.parameters)

    def _counted(self, column: str, wanted: WantedLapses) -> dict[str, int]:
        clause = self._clause(wanted)
        rows = self.snapshot.rows(
            f"SELECT coalesce({column}, 'unknown') AS value, count(*) AS firms"
            f" {self._source} {clause.sql} GROUP BY 1 ORDER BY 2 DESC, 1",
            clause.parameters,
        )
        return {row["value"]: row["firms"] for row in rows}

    def _lapse(self, row: dict[str, Any]) -> Lapse:
        standing = row.pop("standing")
        return Lapse(
            **row,
            days_left=(row["expires_on"] - self.day).days,
            standing=Standing(standing) if standing else None,
        )

"""Which firms of a snapshot are meant: by words, industry, division, size or name by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from wotu.build.snapshot import Snapshot
from wotu.identity.name_text import normalise_name

SIZE_RULE: Final = "cn.sme_size"
"""The rule whose classes are the sizes of firms."""

NOT_KNOWN: Final = "unknown"
"""What stands for firms of which an attribute is not known."""

Attribute: TypeAlias = Literal["section", "division", "size"]
"""What firms can be narrowed to and counted by."""

ATTRIBUTES: Final[tuple[Attribute, ...]] = ("section", "division", "size")

_COLUMNS: Final[dict[Attribute, str]] = {
    "section": "f.section",
    "division": "f.division_code",
    "size": f'f."outcome_{SIZE_RULE}"',
}


@dataclass(frozen=True)
class Among:
    """Firms wanted; an empty field asks for all, ``firm_ids`` None too.

    Values of section, division and size may be :data:`NOT_KNOWN`. ``but`` names firms that are
    left out.
    """

    words: str = ""
    section: tuple[str, ...] = ()
    division: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    firm_ids: tuple[str, ...] | None = None
    but: tuple[str, ...] = ()

    def without(self, attribute: Attribute) -> Among:
        """The same firms whatever the attribute: for counting what else there is."""
        cleared: dict[str, Any] = {attribute: ()}
        return replace(self, **cleared)


ALL_FIRMS: Final = Among()


@dataclass(frozen=True)
class Clause:
    """A condition in SQL on the table of firms, called ``f``, and its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()

    def __and__(self, other: Clause) -> Clause:
        return Clause(f"{self.sql} AND {other.sql}", (*self.parameters, *other.parameters))


EVERY: Final = Clause("true")


def column_of(snapshot: Snapshot, attribute: Attribute) -> str:
    """The expression of an attribute; NULL where the snapshot does not have it."""
    column = _COLUMNS[attribute]
    if attribute == "size" and f"outcome_{SIZE_RULE}" not in snapshot.columns("firm"):
        return "NULL::VARCHAR"
    return column


def firms_among(snapshot: Snapshot, among: Among) -> Clause:
    """The condition that leaves the firms that are wanted."""
    clause = EVERY
    for attribute in ATTRIBUTES:
        clause &= one_of(column_of(snapshot, attribute), getattr(among, attribute))
    if among.firm_ids is not None:
        clause &= listed("f.firm_id", among.firm_ids)
    if among.but:
        named = listed("f.firm_id", among.but)
        clause &= Clause(f"NOT {named.sql}", named.parameters)
    for word in among.words.split():
        clause &= _says(word)
    return clause


def one_of(column: str, values: Sequence[str]) -> Clause:
    """That a column has one of some values; no values ask for nothing."""
    if not values:
        return EVERY
    known = [value for value in values if value != NOT_KNOWN]
    parts = [f"{column} IN ({', '.join('?' * len(known))})"] if known else []
    parts += [f"{column} IS NULL"] if NOT_KNOWN in values else []
    return Clause(f"({' OR '.join(parts)})", tuple(known))


def listed(column: str, names: Sequence[str]) -> Clause:
    """That a column is one of many names; none leave nothing."""
    # One text is bound forty times as fast as a list of thousands.
    return Clause(f"{column} IN (SELECT unnest(string_split(?, ',')))", (",".join(names),))


def _says(word: str) -> Clause:
    """That a firm's name, a former one or its initials have a word, or its code begins with it."""
    name, code = normalise_name(word), _as_code(word)
    named = Clause("contains(f.normalised, ?) OR contains(f.former_names, ?)", (name or code, word))
    if not code.isascii():
        # Codes and initials have no Chinese characters: half the time is spent on them in vain.
        return Clause(f"({named.sql})", named.parameters)
    return Clause(
        f"({named.sql} OR starts_with(f.firm_id, ?) OR starts_with(f.uscc, ?)"
        " OR contains(f.initials, ?))",
        (*named.parameters, code, code, code.lower()),
    )


def _as_code(word: str) -> str:
    """A word as codes are written: full-width characters are what a Chinese keyboard makes."""
    return unicodedata.normalize("NFKC", word).upper()


def nearness(words: str) -> Clause:
    """How near a firm is to some words, for sorting: 0 for its code or name, more for less."""
    name, code = normalise_name(words), _as_code(words.strip())
    return Clause(
        "CASE WHEN f.uscc = ? OR f.normalised = ? THEN 0 WHEN starts_with(f.normalised, ?) THEN 1"
        " WHEN starts_with(f.initials, ?) THEN 2 WHEN contains(f.normalised, ?) THEN 3 ELSE 4 END",
        (code, name, name or code, code.lower(), name or code),
    )


def counts_by(
    snapshot: Snapshot, attribute: Attribute, among: Among, also: Clause = EVERY
) -> dict[str, int]:
    """How many of the firms have each value of an attribute, the most frequent first."""
    column = column_of(snapshot, attribute)
    clause = firms_among(snapshot, among.without(attribute)) & also
    rows = snapshot.rows(
        f"SELECT coalesce({column}, '{NOT_KNOWN}') AS value, count(*) AS firms FROM firm f"
        f" WHERE {clause.sql} GROUP BY 1 ORDER BY 2 DESC, 1",
        clause.parameters,
    )
    return {row["value"]: row["firms"] for row in rows}

"""A query on SQLite or PostgreSQL, read-only, copied to disk row by row."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import psycopg

from wotu.contracts.limits import MAX_COLUMNS, QUERY_SECONDS
from wotu.contracts.readers.cell_text import cell_text
from wotu.contracts.readers.refusals import refusal
from wotu.contracts.readers.sheet import RawSheet
from wotu.contracts.readers.spool import SpoolWriter
from wotu.contracts.readers.spooled_sheet import SpooledSheet
from wotu.contracts.readers.sql_text import check_single_select, quoted_name

SCHEMES: Final = ("sqlite", "postgresql", "postgres")
_FETCH_ROWS: Final = 10_000
_CONNECT_SECONDS: Final = 15
_STEPS_BETWEEN_CLOCK: Final = 100_000
_READS: Final = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}


@dataclass(frozen=True, slots=True)
class QueryLocation:
    """Where to ask and what."""

    shown: str
    """The address without its password, and what is asked."""
    address: str
    """For the driver: a path for SQLite, the address with its password for PostgreSQL."""
    query: str
    scheme: str


def is_query_location(location: str) -> bool:
    """Whether the text is the address of a database rather than the path of a file."""
    scheme, separator, _ = location.partition("://")
    return bool(separator) and scheme.lower() in SCHEMES


def parse_location(location: str) -> QueryLocation:
    """The parts of ``sqlite:///…`` or ``postgresql://…`` with ``?table=`` or ``?query=``.

    Raises:  UnreadableFileError for anything else, and for a query that is not one SELECT.
    """
    parts = urlsplit(location)
    options = parse_qsl(parts.query, keep_blank_values=True)
    asked = {key: value for key, value in options if key in {"table", "query"}}
    rest = urlencode([(key, value) for key, value in options if key not in asked])
    host = parts.netloc.rpartition("@")[2]
    user = parts.netloc.rpartition("@")[0].partition(":")[0]
    shown = f"{parts.scheme}://{user + '@' if user else ''}{host}{parts.path}"
    if len(asked) != 1 or not next(iter(asked.values())).strip():
        found = "需要且只需要 table 或 query 之一"
        raise refusal(
            "query_location", shown, found=found, found_en="it takes one of table and query"
        )
    key, text = next(iter(asked.items()))
    query = f"SELECT * FROM {quoted_name(text)}" if key == "table" else text.strip().rstrip(";")
    check_single_select(query, shown)
    scheme = parts.scheme.lower()
    if scheme == "sqlite":
        address = unquote(parts.path.removeprefix("/"))
    else:
        address = parts._replace(query=rest, fragment="").geturl()
    return QueryLocation(f"{shown}?{key}={text}", address, query, scheme)


def read_query(location: QueryLocation, folder: Path) -> RawSheet:
    """The result of the query, spooled into ``folder``; row 1 is the line of column names.

    Raises:  UnreadableFileError where the database refuses; a password is never part of it.
    """
    reader = _sqlite_rows if location.scheme == "sqlite" else _postgres_rows
    with _told(location), reader(location) as (columns, rows):
        if len(columns) > MAX_COLUMNS:
            raise refusal(
                "too_many_columns", location.shown, found=f"{len(columns):,}", limit=MAX_COLUMNS
            )
        return _spooled(columns, rows, folder / "query.arrow")


def _spooled(columns: Sequence[str], rows: Iterable[Sequence[Any]], path: Path) -> RawSheet:
    with SpoolWriter(path, len(columns)) as spool:
        spool.add(columns)
        for row in rows:
            spool.add([cell_text(cell) for cell in row])
    return SpooledSheet(path, None, len(columns), spool.rows)


@contextmanager
def _sqlite_rows(location: QueryLocation) -> Iterator[tuple[list[str], Iterable[Sequence[Any]]]]:
    path = Path(location.address)
    if not path.is_file():
        raise refusal("missing", location.shown)
    uri = f"file:{quote(str(path.resolve()))}?mode=ro"
    deadline = time.monotonic() + QUERY_SECONDS
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        connection.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY
        )
        connection.set_progress_handler(
            lambda: int(time.monotonic() > deadline), _STEPS_BETWEEN_CLOCK
        )
        cursor = connection.execute(location.query)
        yield [column[0] for column in cursor.description], cursor


@contextmanager
def _postgres_rows(location: QueryLocation) -> Iterator[tuple[list[str], Iterable[Sequence[Any]]]]:
    options = f"-c default_transaction_read_only=on -c statement_timeout={QUERY_SECONDS}s"
    with psycopg.connect(
        location.address, options=options, connect_timeout=_CONNECT_SECONDS
    ) as connection:
        connection.read_only = True
        with connection.cursor(name="wotu_import") as cursor:
            cursor.itersize = _FETCH_ROWS
            cursor.execute(location.query.encode())
            yield [column.name for column in cursor.description or ()], cursor


@contextmanager
def _told(location: QueryLocation) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, psycopg.Error) as error:
        password = urlsplit(location.address).password if location.scheme != "sqlite" else None
        said = " ".join(str(error).split()) or type(error).__name__
        if password:
            said = re.sub(re.escape(password) + "|" + re.escape(unquote(password)), "***", said)
        # The driver's own error is not kept as the cause: it could show the connection string.
        raise refusal("database", location.shown, found=said[:300]) from None

"""Snapshots: immutable databases that site, API and command line read; one of them is current.

A snapshot is a folder with ``snapshot.duckdb``, ``manifest.json`` and a copy of the packs it was
built with, so that it can be explained when the packs have moved on. It is written under a
temporary name and published by renaming: readers see the old one or the new one, never a part.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from wotu.errors import SnapshotError
from wotu.packs.loader import PackSet, load_packs
from wotu.program import program
from wotu.rules.rulebook import Rulebook, load_rulebook

DATABASE = "snapshot.duckdb"
MANIFEST = "manifest.json"
PACKS = "packs"
SPOOL = "spool"
CURRENT = "current"

MANY_ROWS = 500_000
"""A table of more rows is let go of as soon as it is written."""


@dataclass(frozen=True)
class Manifest:
    """What a snapshot was made of, and a summary of what came out."""

    id: str
    as_of: date
    built_at: datetime
    digest: str
    """Of all inputs: equal digests give equal results."""
    report: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Plain data for the manifest file."""
        return {
            "id": self.id,
            "as_of": self.as_of.isoformat(),
            "built_at": self.built_at.isoformat(),
            "digest": self.digest,
            "report": self.report,
        }


class SnapshotWriter:
    """Writes tables into a new snapshot; nothing is visible before :meth:`finish`."""

    def __init__(self, snapshots: Path, snapshot_id: str) -> None:
        snapshots.mkdir(parents=True, exist_ok=True)
        self.snapshots = snapshots
        self.id = snapshot_id
        self.folder = snapshots / f".{snapshot_id}.{os.getpid()}.partial"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.connection = self._connect()

    def table(self, name: str, rows: pl.DataFrame, *indexed: str) -> None:
        """Store rows as a table, in their order, with an index on each of some columns.

        Times are stored as UTC without saying so.
        """
        zoned = [n for n, t in rows.schema.items() if isinstance(t, pl.Datetime) and t.time_zone]
        rows = rows.with_columns(
            pl.col(zoned).dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        )
        self.connection.register("incoming", rows.to_arrow())
        self.connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
        self.connection.unregister("incoming")
        for column in indexed:
            self.connection.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')
        if rows.height > MANY_ROWS:
            self._let_go()

    def spool(self, name: str, rows: pl.DataFrame) -> pl.LazyFrame:
        """Put rows aside on disk, for later steps that read a few of their columns."""
        folder = self.folder / SPOOL
        folder.mkdir(exist_ok=True)
        rows.write_parquet(folder / f"{name}.parquet", compression="lz4")
        return pl.scan_parquet(folder / f"{name}.parquet")

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pl.DataFrame:
        """The rows of a query over what has been stored so far."""
        return self.connection.execute(sql, list(parameters)).pl()

    def columns(self, table: str) -> frozenset[str]:
        """Names of the columns of a stored table; none where there is no such table."""
        found = self.connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = ?", [table]
        )
        return frozenset(name for (name,) in found.fetchall())

    def _connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(self.folder / DATABASE))

    def _let_go(self) -> None:
        """Close and open again: an open database keeps what it wrote in memory."""
        self.connection.close()
        self.connection = self._connect()

    def keep_packs(self, folders: Sequence[Path]) -> None:
        """Copy the packs, numbered in their order."""
        for place, folder in enumerate(folders):
            shutil.copytree(folder, self.folder / PACKS / f"{place:02d}-{folder.name}")

    def finish(self, manifest: Manifest) -> Path:
        """Close the database and give the folder its name; an equal one is replaced."""
        self.connection.execute("CHECKPOINT")
        self.connection.close()
        shutil.rmtree(self.folder / SPOOL, ignore_errors=True)
        text = json.dumps(manifest.as_json(), ensure_ascii=False, indent=1)
        (self.folder / MANIFEST).write_text(text, encoding="utf-8")
        final = self.snapshots / self.id
        if final.exists():
            shutil.rmtree(self.folder)
        else:
            self.folder.rename(final)
        return final

    def abandon(self) -> None:
        """Remove what was written."""
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def publish(snapshots: Path, snapshot_id: str) -> None:
    """Make a snapshot the current one, atomically.

    Raises:  SnapshotError when there is no such snapshot.
    """
    if not (snapshots / snapshot_id / MANIFEST).is_file():
        raise SnapshotError(f"没有快照 {snapshot_id}。 There is no snapshot '{snapshot_id}'.")
    link = snapshots / f".{CURRENT}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(snapshot_id)
    link.replace(snapshots / CURRENT)


def list_snapshots(snapshots: Path) -> list[Manifest]:
    """All finished snapshots, the oldest first."""
    found = [
        read_manifest(path.parent)
        for path in snapshots.glob(f"[!.]*/{MANIFEST}")
        if path.parent.name != CURRENT
    ]
    return sorted(found, key=lambda manifest: manifest.built_at)


def remove_old(snapshots: Path, keep: int) -> list[str]:
    """Remove all but the newest ``keep`` snapshots, never the current one; give their names."""
    current = current_id(snapshots)
    old = [manifest.id for manifest in list_snapshots(snapshots)][: -keep or None]
    removed = [name for name in old if name != current]
    for name in removed:
        shutil.rmtree(snapshots / name)
    return removed


def current_id(snapshots: Path) -> str | None:
    """Name of the current snapshot, None before the first build."""
    try:
        return os.readlink(snapshots / CURRENT)
    except OSError:
        return None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot."""
    data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Manifest(
        data["id"],
        date.fromisoformat(data["as_of"]),
        datetime.fromisoformat(data["built_at"]),
        data["digest"],
        data["report"],
    )


class Snapshot:
    """An open snapshot: read-only, safe to use from many threads."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        limits: dict[str, Any] = {} if threads is None else {"threads": threads}
        self._connection = duckdb.connect(str(folder / DATABASE), read_only=True, config=limits)
        self._local = threading.local()

    @property
    def id(self) -> str:
        """Name of the snapshot."""
        return self.manifest.id

    @cached_property
    def packs(self) -> PackSet:
        """The packs that the snapshot was built with."""
        return load_packs(sorted((self.folder / PACKS).iterdir()))

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules that the snapshot was built with."""
        return load_rulebook(self.packs)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of this thread's own."""
        if not hasattr(self._local, "cursor"):
            self._local.cursor = self._connection.cursor()
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        return cursor

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query, as dictionaries."""
        result = self.cursor().execute(sql, list(parameters))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> dict[str, Any] | None:
        """The first row of a query, None where there is none."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first value of the first row of a query."""
        row = self.cursor().execute(sql, list(parameters)).fetchone()
        return row[0] if row else None

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pl.DataFrame:
        """The rows of a query as a table."""
        return self.cursor().execute(sql, list(parameters)).pl()

    def columns(self, table: str) -> frozenset[str]:
        """Names of the columns of a table; none where there is no such table."""
        return self._columns.get(table, frozenset())

    @cached_property
    def _columns(self) -> dict[str, frozenset[str]]:
        rows = self.rows("SELECT table_name, column_name FROM information_schema.columns")
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row["table_name"], set()).add(row["column_name"])
        return {table: frozenset(names) for table, names in found.items()}

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def open_current(snapshots: Path, threads: int | None = None) -> Snapshot:
    """The current snapshot; ``threads`` bounds what one query may use.

    Raises:  SnapshotError before the first build.
    """
    name = current_id(snapshots)
    if name is None or not (snapshots / name / MANIFEST).is_file():
        raise SnapshotError(
            f"还没有快照：先导入数据，再运行 `{program()} build`。"
            f" There is no snapshot yet: import data, then run `{program()} build`."
        )
    return Snapshot(snapshots / name, threads)

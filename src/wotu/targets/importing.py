"""Importing a plan: its rows land under contract, then become targets and tasks of the book."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from wotu.build.known import place_register
from wotu.contracts.importing import FileImport
from wotu.errors import WotuError
from wotu.packs.schema import Label
from wotu.reading.facts.fact_rows import TARGETS
from wotu.receive import Delivery, land, read_file
from wotu.targets.adopting import Adoption, Planned, adopt_planned
from wotu.targets.book import TargetBook
from wotu.targets.candidates import place_of, target_of_fact
from wotu.targets.sheets import TASKS, plan_mappings
from wotu.targets.target import Origin, Target, Task
from wotu.workspace import Workspace

_HEADING: Final = frozenset({"required_missing"})
"""Faults of a row that only names a group of targets."""


@dataclass(frozen=True)
class RowReport:
    """A row of the file that did not become a target or task, or needs a look; and why."""

    sheet: str | None
    row: int
    name: str
    why: Label
    refused: bool = True


@dataclass(frozen=True)
class Imported:
    """What became of a plan: with ``dry_run`` what would become of it."""

    plan: str
    batches: tuple[str, ...]
    adoption: Adoption
    reports: tuple[RowReport, ...]


def import_plan(
    workspace: Workspace,
    path: Path,
    *,
    plan: str,
    author: str,
    source: str = "development_reform",
    dry_run: bool = False,
) -> Imported:
    """Read a workbook or CSV of targets and tasks, land it and adopt its rows.

    Rows that are no targets are reported with their reason and stay out. A target that the plan
    has already (by number, else by place, indicator and due date) is changed where it differs,
    with the reason "plan imported again"; nothing is ever doubled.

    Raises:  MappingError, UnreadableFileError, UnknownNameError for an unknown source.
    """
    mappings = plan_mappings(workspace, path)
    delivery = Delivery(source=source, author=author, mappings=mappings)
    with read_file(workspace, path, delivery) as opened:
        if dry_run:
            tables = [_Table.unlanded(opened, place) for place in range(len(opened.tables))]
        else:
            received = land(workspace, path, opened, delivery)
            tables = [_Table.landed(workspace, one.batch.id) for one in received]
    reading = _Reading(workspace, plan)
    for table in tables:
        reading.take(table)
    adoption = adopt_planned(
        TargetBook(workspace.lake.root),
        reading.targets,
        reading.tasks,
        author=author,
        dry_run=dry_run,
    )
    refused = [RowReport(one.sheet, one.row, one.name, one.why) for one in adoption.refused]
    batches = tuple(table.batch for table in tables if table.batch)
    return Imported(plan, batches, adoption, (*reading.reports, *refused))


@dataclass(frozen=True)
class _Table:
    """Rows of one sheet, landed or not, and those set aside."""

    contract: str
    sheet: str | None
    headers: Mapping[str, str]
    """Header of the file by field."""
    rows: pl.DataFrame
    rejected: pl.DataFrame
    batch: str | None

    @classmethod
    def unlanded(cls, opened: FileImport, place: int) -> _Table:
        table = opened.tables[place]
        chunks = list(table.chunks())
        return cls(
            table.mapping.contract,
            table.sheet,
            {c.field: c.header for c in table.mapping.used if c.field},
            pl.concat([chunk.rows for chunk in chunks]).with_columns(_batch=pl.lit(None)),
            pl.concat([chunk.rejected for chunk in chunks]),
            None,
        )

    @classmethod
    def landed(cls, workspace: Workspace, batch_id: str) -> _Table:
        batch = workspace.lake.batch(batch_id)
        rows = workspace.lake.rows(batch.contract).filter(pl.col("_batch") == batch_id)
        columns = batch.mapping.get("columns", ())
        return cls(
            batch.contract,
            batch.sheet,
            {c["field"]: c["header"] for c in columns if c.get("field")},
            rows.sort("_row").collect(),
            workspace.lake.rejected(batch_id).collect(),
            batch_id,
        )


class _Reading:
    """Targets and tasks in the making, and the rows that are none."""

    def __init__(self, workspace: Workspace, plan: str) -> None:
        self._workspace = workspace
        self._plan = plan
        self._places = place_register(workspace.lake, workspace.packs)
        self._bureaus = {one.label.zh for one in workspace.packs.sources.sources.values()}
        self.targets: list[Planned[Target]] = []
        self.tasks: list[Planned[Task]] = []
        self.reports: list[RowReport] = []

    def take(self, table: _Table) -> None:
        """Read a sheet: what is a target, a heading or a task; report the rest."""
        if table.contract == TARGETS:
            for fact in table.rows.to_dicts():
                self._target(table, fact)
        elif table.contract == TASKS:
            for fact in table.rows.to_dicts():
                self._task(table, fact)
        self._set_aside(table)
        self.targets.sort(key=lambda one: one.row)

    def _target(self, table: _Table, fact: dict[str, Any]) -> None:
        name = fact["name"] or fact["number"] or fact["indicator"]
        place = place_of(fact, self._places)
        if place is None:
            why = Label(
                zh=f"不认识地区“{fact['place_name']}”",
                en=f"'{fact['place_name']}' is no known place",
            )
            self._report(table, fact["_row"], name, why)
            return
        try:
            target = target_of_fact(fact, self._workspace.packs.indicators, self._plan, place)
        except WotuError as error:
            self._report(table, fact["_row"], name, _label(error.message))
            return
        self._check_owner(table, fact, target.owner)
        above = (fact["parent_number"] or "").strip()
        self.targets.append(Planned(table.sheet, fact["_row"], target, above))

    def _task(self, table: _Table, fact: dict[str, Any]) -> None:
        task = Task(
            id="",
            target="",
            what=fact["what"].strip(),
            owner=fact["owner"] or "",
            due=fact["due_on"],
            done_on=fact["done_on"],
            note=fact["note"] or "",
        )
        self._check_owner(table, fact, task.owner)
        number = fact["target_number"].strip()
        self.tasks.append(Planned(table.sheet, fact["_row"], task, number))

    def _check_owner(self, table: _Table, fact: dict[str, Any], owner: str) -> None:
        name = fact.get("name") or fact.get("what") or ""
        if not owner:
            why = Label(zh="没有责任部门", en="No bureau in charge")
        elif not any(bureau in owner for bureau in self._bureaus):
            why = Label(
                zh=f"责任部门“{owner}”不在来源名录中，照原样记录",
                en=f"'{owner}' is not among the bureaus of the packs; kept as written",
            )
        else:
            return
        self._report(table, fact["_row"], name, why, refused=False)

    def _set_aside(self, table: _Table) -> None:
        """Rows that did not pass the contract: a heading becomes a target that gathers others."""
        lines = table.rejected.sort("row", maintain_order=True)
        for (row,), faults in lines.group_by("row", maintain_order=True):
            told = faults.to_dicts()
            raw = _cells(told[0]["raw"], table.headers)
            if table.contract == TARGETS and _is_heading(told, raw):
                self._heading(table, int(str(row)), raw)
                continue
            for one in told:
                if one["code"] == "not_a_record" or one["scope"] != "row":
                    continue
                field = one["column"] or one["field"] or ""
                given = f"“{one['value']}”" if one["value"] else ""
                why = Label(
                    zh=f"{field}{given}：{one['expected']}",
                    en=f"{field} {one['value'] or ''}: {one['expected_en']}",
                )
                self._report(table, int(str(row)), raw.get("name") or "", why)

    def _heading(self, table: _Table, row: int, raw: Mapping[str, str]) -> None:
        target = Target(
            id="",
            plan=self._plan,
            number=raw.get("number", ""),
            name=raw["name"],
            place_code=self._workspace.config.zone.divisions[0]
            if self._workspace.config.zone.divisions
            else "",
            due=dt.date.max,
            owner=raw.get("owner", ""),
            origin=Origin(table.batch, row),
        )
        self.targets.append(Planned(table.sheet, row, target, raw.get("parent_number", "")))

    def _report(
        self, table: _Table, row: int, name: str, why: Label, *, refused: bool = True
    ) -> None:
        self.reports.append(RowReport(table.sheet, row, str(name or ""), why, refused))


def _cells(raw: str | None, headers: Mapping[str, str]) -> dict[str, str]:
    """Filled cells of a row set aside, by field."""
    cells: dict[str, Any] = json.loads(raw) if raw else {}
    found = {field: str(cells.get(header) or "").strip() for field, header in headers.items()}
    return {field: text for field, text in found.items() if text}


def _is_heading(faults: Sequence[Mapping[str, Any]], raw: Mapping[str, str]) -> bool:
    """Whether a row set aside names a group: it has a name, and neither indicator nor value."""
    codes = {one["code"] for one in faults}
    return codes <= _HEADING and "name" in raw and not {"indicator", "value"} & set(raw)


def _label(message: str) -> Label:
    """Both languages of a message that has one after the other."""
    zh, _, en = message.partition("。 ")
    return Label(zh=zh, en=en or zh)

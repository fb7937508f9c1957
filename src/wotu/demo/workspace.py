"""The demo workspace: an invented zone whose files came in like anybody's, and a snapshot of it."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from wotu.build.build import BuildReport, build
from wotu.demo.bureaus.place_files import write_place_files
from wotu.demo.bureaus.plan_file import plan, write_plan
from wotu.demo.files import BureauFile, write_zone
from wotu.demo.invented_codes import DIVISION
from wotu.demo.library import add_documents
from wotu.demo.regions import (
    CITY_NAMES,
    OWN_CITY,
    PEER_ZONES,
    PROVINCES,
    ZONE_NAMES,
    city_of,
    province_of,
)
from wotu.packs.schema import Label
from wotu.progress import Progress, part_of, silent
from wotu.receive import Delivery, Received, receive
from wotu.targets.importing import import_plan
from wotu.workspace import Workspace, Zone, create_workspace

FIRMS: Final = 3_000
AS_OF: Final = dt.date(2026, 6, 30)
"""Fixed, so that the demo is the same on every day; the figures of 2025 are the last ones."""
SEED: Final = 2026
AUTHOR: Final = "wotu demo"

_PACK: Final = """\
pack: yunling
label: {zh: 云岭高新区（虚构）, en: Yunling Hi-tech Zone (invented)}
version: "1"
description:
  zh: 演示用的虚构园区：给借用的区划代码换上园区和虚构城市的名字。
  en: "The invented zone of the demo: borrowed division codes under the names of zone and cities."
"""
_DIVISIONS: Final = """\
codes: divisions
extends: true
label: {zh: 行政区划, en: Administrative divisions}
source: invented for the demo; the digits are borrowed
edition: demo
"""


@dataclass
class DemoReport:
    """What making the demo did."""

    workspace: Path
    received: list[Received] = field(default_factory=list)
    build: BuildReport | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        batches = [item.batch for item in self.received]
        return {
            "workspace": str(self.workspace),
            "files": len({batch.file_sha256 for batch in batches}),
            "batches": len(batches),
            "rows": sum(batch.rows for batch in batches),
            "rejected": sum(batch.rejected for batch in batches),
            "set_aside": sum(batch.set_aside for batch in batches),
            "build": self.build.as_json() if self.build else None,
        }


def make_demo(
    root: Path,
    firms: int = FIRMS,
    as_of: dt.date = AS_OF,
    seed: int = SEED,
    progress: Progress = silent,
) -> DemoReport:
    """Invent a zone of ``firms`` firms, import its files through the ordinary path, and build.

    Raises:  WorkspaceError where the folder holds something already.
    """
    workspace = _workspace(root)
    progress(0.0, "虚构园区 · Inventing a zone")
    files = write_zone(firms, as_of, seed, root / "bureaus")
    files += write_place_files(as_of, seed, root / "bureaus")
    report = DemoReport(root)
    step = part_of(progress, 0.25, 0.8)
    for place, file in enumerate(sorted(files, key=lambda file: _came_on(file, as_of))):
        step(place / len(files), f"导入 {file.path.name} · Importing")
        # A minute apart, so that no two land at one time.
        at = _came_on(file, as_of) + dt.timedelta(minutes=place)
        workspace.lake.clock = lambda at=at: at  # type: ignore[misc]
        report.received += receive(workspace, file.path, _delivery(file))
    workspace.lake.clock = _now
    progress(0.8, "阅读文献 · Reading documents")
    add_documents(workspace, AUTHOR)
    _add_plan(workspace, as_of)
    report.build = build(workspace, as_of, part_of(progress, 0.82, 1.0))
    return report


def _add_plan(workspace: Workspace, as_of: dt.date) -> None:
    """Write the plan's workbook and take its targets and tasks over, in January."""
    path = write_plan(as_of, workspace.root / "bureaus")
    at = dt.datetime(as_of.year, 1, 20, 2, tzinfo=dt.UTC)
    workspace.lake.clock = lambda: at
    import_plan(workspace, path, plan=plan()["plan"], author=AUTHOR)
    workspace.lake.clock = _now


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _came_on(file: BureauFile, as_of: dt.date) -> dt.datetime:
    """When a file came in: registers in January, figures of the last year in April and May, those
    of this year in June.

    So the demo can be replayed as it was known in March.
    """
    last_year = str(as_of.year - 1) in file.path.stem or file.contract in _OF_LAST_YEAR
    share = 0.05 if str(as_of.year) in file.path.stem else 0.3 if last_year else 0.9
    days = (as_of - dt.date(as_of.year, 1, 1)).days
    came = as_of - dt.timedelta(days=round(days * share))
    return dt.datetime.combine(came, dt.time(2), dt.UTC)


_OF_LAST_YEAR: Final = ("firm_staff", "firm_innovation", "firm_review")


def _workspace(root: Path) -> Workspace:
    name = Label(zh="云岭高新区（虚构）", en="Yunling Hi-tech Zone (invented)")
    try:
        workspace = create_workspace(root, Zone(name=name, divisions=(DIVISION,)), demo=True)
        pack = root / "packs" / "yunling"
        (pack / "codes").mkdir(parents=True)
        (pack / "pack.yaml").write_text(_PACK, encoding="utf-8")
        (pack / "codes" / "divisions.yaml").write_text(_DIVISIONS, encoding="utf-8")
        (pack / "codes" / "divisions.csv").write_text(_divisions(name), encoding="utf-8")
        return workspace.with_pack("example-city").with_pack("packs/yunling")
    except BaseException:
        shutil.rmtree(root / "packs", ignore_errors=True)
        raise


def _divisions(zone: Label) -> str:
    """Invented names for the borrowed codes of provinces, cities and zones, as text of a CSV."""
    peers = [(code, ZONE_NAMES[code], city_of(code)) for code in PEER_ZONES]
    cities = [(code, name, province_of(code)) for code, name in CITY_NAMES.items()]
    provinces = [(code, name, "") for code, name in PROVINCES.items()]
    rows = "".join(
        f"{code},{name},{name} (invented),{parent}\n"
        for code, name, parent in (*provinces, *cities, *peers)
    )
    return f"code,name_zh,name_en,parent\n{DIVISION},{zone.zh},{zone.en},{OWN_CITY}\n{rows}"


def _delivery(file: BureauFile) -> Delivery:
    return Delivery(
        source=file.source,
        author=AUTHOR,
        contract=file.contract,
        sheets=(file.sheet,) if file.sheet else None,
        complete=file.complete,
        observed_on=file.observed_on,
    )

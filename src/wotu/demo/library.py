"""Invented documents of the demo's zone: a bulletin, a plan, a press feature and a briefing.

They agree in most figures and differ in some, as documents do: 6% is 6.2% rounded, 突破1260亿元
bounds 1263.8亿元, 预计1260亿元左右 came before the bulletin, and two figures are plain slips.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wotu.demo.invented_codes import DIVISION
from wotu.identity.assignments import AssignmentKind
from wotu.reading.facts.landing import assign, land_accepted
from wotu.reading.library import DocumentLibrary, Entry
from wotu.workspace import Workspace

ZONE_NAME: Final = "云岭高新区"
"""What the documents call the zone of the demo, whose division has the name of the workspace."""
_FOLDER: Final = Path(__file__).parent / "documents"


@dataclass(frozen=True)
class DemoDocument:
    """A text of the demo; ``accepted`` says that somebody has vouched for all its figures."""

    file: str
    name: str
    published: dt.date
    accepted: bool = False


DOCUMENTS: Final = (
    DemoDocument("plan.txt", "云岭高新区“十五五”规划纲要（摘要）", dt.date(2026, 1, 15)),
    DemoDocument("bulletin.html", "云岭高新区2025年统计公报", dt.date(2026, 3, 18), accepted=True),
    DemoDocument("feature.txt", "云岭日报：向“新”而行", dt.date(2026, 4, 9)),
    DemoDocument("briefing.txt", "2026年一季度经济运行通气会", dt.date(2026, 4, 20)),
)
"""In the order in which they were published and came into the library."""


def add_documents(workspace: Workspace, author: str) -> list[Entry]:
    """Put the documents into the library, each on the day after it was published.

    The figures of the bulletin are accepted and land in the lake, so that there are indicators.
    """
    library, lake = DocumentLibrary(workspace.lake), workspace.lake
    clock, entries = lake.clock, []
    for one in DOCUMENTS:
        at = dt.datetime.combine(one.published + dt.timedelta(days=1), dt.time(2), dt.UTC)
        lake.clock = lambda at=at: at  # type: ignore[misc]
        entry = library.add(
            _FOLDER / one.file, published=one.published, author=author, name=one.name
        )
        if one.accepted:
            library.accept([claim.id for claim in library.claims(entry.id)], author=author)
        entries.append(entry)
    assign(workspace, AssignmentKind.PLACE, ZONE_NAME, DIVISION, author=author)
    land_accepted(workspace, author=author)
    lake.clock = clock
    return entries

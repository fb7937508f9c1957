"""Rankings, places and peers as reports: Word, PDF and Excel."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu.reports.document import Report
from wotu.reports.origin import origin_of
from wotu.reports.peer_report import peer_report
from wotu.reports.score_report import score_report
from wotu.reports.writing import REPORT_ENDINGS, write_report
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.services import clear_old_files, exports_folder
from wotu_site.scores import peering
from wotu_site.scores.peering import Comparison
from wotu_site.scores.places import place_name
from wotu_site.scores.words import said
from wotu_site.snapshots.queries import snapshot, workspace
from wotu_site.ui.files import safe_name
from wotu_site.ui.formats import page_language

#: Kinds of files, as forms name them.
ENDINGS = tuple(ending.removeprefix(".") for ending in REPORT_ENDINGS)


def write_board(
    board: BoardState, year: str, place: str, ending: str, person: Person
) -> tuple[Path, str]:
    """Write the report on a ranking, or on one place; where it is and what it is called.

    Raises:  MissingFontError where no Chinese font is installed.
    """
    report = score_report(snapshot(), board.board.id, year, place or None, _language())
    label = said(board.board.label)
    name = "-".join(part for part in (label, place_name(place) if place else "", year) if part)
    about = audit.Subject("scoreboard", board.board.id, label)
    path = _written(report, ending, person)
    detail = {"year": year, "place": place, "format": ending}
    audit.record("scoreboard.exported", acting_user=person, about=about, detail=detail)
    return path, safe_name(f"{name}.{ending}")


def write_peers(asked: Comparison, ending: str, person: Person) -> tuple[Path, str]:
    """Write the report on places side by side.

    Raises:  PeerError for fewer than two places; MissingFontError.
    """
    found = peering.compared(asked)
    others = [code for code in asked.places if code != asked.base]
    gaps = [
        gap
        for code in others[:1]
        for gap in peering.sizes(snapshot(), asked.base, code, asked.indicators, asked.year)
    ]
    sources = {name: one.label for name, one in workspace().packs.sources.sources.items()}
    language = _language()
    report = peer_report(found, origin_of(snapshot(), language), language, gaps, sources)
    path = _written(report, ending, person)
    detail = {"places": list(asked.places), "year": asked.year, "format": ending}
    audit.record("peer_list.exported", acting_user=person, detail=detail)
    name = _("peers")
    return path, safe_name(f"{name}-{timezone.localdate():%Y%m%d}.{ending}")


def _language() -> str:
    return "zh" if page_language().startswith("zh") else "en"


def _written(report: Report, ending: str, person: Person) -> Path:
    folder = exports_folder(person.pk)
    clear_old_files(folder)
    path = folder / f"{uuid.uuid4().hex}.{ending}"
    write_report(report, path)
    return path

"""Long work of the app: reading documents. Jobs call it by name."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext_noop

from wotu.errors import WotuError
from wotu.progress import part_of
from wotu.reading.library import Entry
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.documents import library
from wotu_site.documents.adding import read_with_day, waiting_folder
from wotu_site.firms.services import author_of
from wotu_site.jobs.services import Outcome, Progress
from wotu_site.ui.languages import in_both

READING = gettext_noop("Reading %(file)s")
READ = gettext_noop("%(files)s documents read, %(claims)s claims found.")
PARTLY = gettext_noop("%(failed)s of %(files)s files could not be read.")


def run_adding(
    progress: Progress, *, folder: str, names: list[str], published: str | None, person: int
) -> Outcome:
    """Read files into the library, each on its own: one that fails does not stop the others."""
    somebody = get_user_model().objects.get(pk=person)
    waiting = waiting_folder() / folder
    day = dt.date.fromisoformat(published) if published else None
    results = []
    for place, name in enumerate(names):
        step = part_of(progress, place / len(names), (place + 1) / len(names))
        words = in_both(READING, file=name)
        results.append(
            _add(
                waiting / str(place) / name,
                day,
                somebody,
                lambda share, _text, s=step, w=words: s(share, w),
            )
        )
    shutil.rmtree(waiting, ignore_errors=True)
    failed = sum(bool(one["problem"]) for one in results)
    claims = sum(one["claims"] for one in results)
    told = in_both(PARTLY, failed=failed, files=len(names))
    if not failed:
        told = in_both(READ, files=len(names), claims=f"{claims:,}")
    address = reverse("documents:added", args=[progress.job_id])
    return Outcome(told, address=address, facts={"files": results})


def run_dating(progress: Progress, *, document: str, published: str, person: int) -> Outcome:
    """Read a long document anew, with another day of publication."""
    somebody = get_user_model().objects.get(pk=person)
    progress(0.1)
    entry = read_with_day(document, dt.date.fromisoformat(published), somebody)
    address = reverse("documents:document", args=[entry.id])
    return Outcome(in_both(READ, files=1, claims=f"{entry.claims:,}"), address=address)


def _add(path: Path, published: dt.date | None, person: Person, progress: Any) -> dict[str, Any]:
    """What became of one file."""
    result: dict[str, Any] = {"name": path.name, "document": "", "claims": 0, "problem": ""}
    # Looked up as it is now: another process may have changed the library since the last file.
    before = {one.id for one in library.library().entries()}
    try:
        entry = library.library().add(
            path,
            published=published,
            author=author_of(person),
            name=Path(path.name).stem,
            progress=progress,
        )
    except WotuError as error:
        return result | {"problem": error.message}
    known = entry.id in before
    if not known:
        _record(entry, person)
    return result | {
        "document": entry.id,
        "title": entry.title or entry.name,
        "claims": entry.claims,
        "characters": entry.characters,
        "known": known,
        "notices": [notice.as_json() for notice in entry.notices],
    }


def _record(entry: Entry, person: Person) -> None:
    about = audit.Subject("document", entry.id, entry.title or entry.name)
    detail = {"claims": entry.claims, "characters": entry.characters, "sha256": entry.sha256}
    audit.record("document.added", acting_user=person, about=about, detail=detail)

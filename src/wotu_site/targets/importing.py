"""Plans that were handed in: the workbook waits in a folder until somebody confirms its effect."""

from __future__ import annotations

import json
import shutil
import time
import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile as SentFile

from wotu.errors import WotuError
from wotu.targets.importing import Imported, import_plan
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.services import author_of
from wotu_site.snapshots.queries import workspace
from wotu_site.targets.book import decided
from wotu_site.ui.files import check_sizes, safe_name

FORGOTTEN_SECONDS = 7 * 24 * 60 * 60
_WORDS = "plan.json"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A plan that was handed in and not yet confirmed."""

    id: uuid.UUID
    plan: str
    path: Path

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.path.name


def keep(sent: SentFile, plan: str, person: Person) -> Waiting:
    """Keep a plan that was sent, once it can be read.

    Raises:  UploadError for what cannot be taken; MappingError, UnreadableFileError for a file
        that is no plan.
    """
    check_sizes([sent])
    _clear_forgotten()
    number = uuid.uuid4()
    folder = _folder(number)
    name = safe_name(sent.name or "")
    (folder / "file").mkdir(parents=True)
    with (folder / "file" / name).open("wb") as copy:
        for part in sent.chunks():
            copy.write(part)
    words = json.dumps({"plan": plan, "name": name}, ensure_ascii=False)
    (folder / _WORDS).write_text(words, "utf-8")
    waiting = Waiting(number, plan, folder / "file" / name)
    try:
        tried(waiting, person)
    except WotuError:
        give_up(waiting)
        raise
    return waiting


def waiting_or_none(number: uuid.UUID) -> Waiting | None:
    """A plan that waits; None where it was confirmed or given up."""
    words = _folder(number) / _WORDS
    if not words.is_file():
        return None
    said = json.loads(words.read_text("utf-8"))
    return Waiting(number, said["plan"], _folder(number) / "file" / said["name"])


def tried(waiting: Waiting, person: Person) -> Imported:
    """What a plan would bring into the book; nothing is changed.

    Raises:  MappingError, UnreadableFileError for a file that is no plan.
    """
    return _tried(waiting, author_of(person), decided())


@lru_cache(maxsize=4)
def _tried(waiting: Waiting, author: str, _decided: str) -> Imported:
    return import_plan(workspace(), waiting.path, plan=waiting.plan, author=author, dry_run=True)


def take_over(waiting: Waiting, *, acting_user: Person) -> Imported:
    """Bring a plan into the book; its file lands in the lake as a batch."""
    done = import_plan(workspace(), waiting.path, plan=waiting.plan, author=author_of(acting_user))
    adoption = done.adoption
    audit.record(
        "plan_target.imported",
        acting_user=acting_user,
        about=audit.Subject("plan_target_list", label=waiting.plan),
        detail={
            "file": waiting.name,
            "added": [one.id for one in adoption.added],
            "changed": [one.id for one in adoption.changed],
            "tasks": len(adoption.tasks_added),
            "refused": sum(one.refused for one in done.reports),
            "batches": list(done.batches),
        },
    )
    give_up(waiting)
    return done


def subjects_of(done: Imported) -> list[str]:
    """The targets and tasks that a plan set or changed, in this order."""
    adoption = done.adoption
    return [one.id for one in (*adoption.added, *adoption.changed, *adoption.tasks_added)]


def give_up(waiting: Waiting) -> None:
    """Delete what was handed in."""
    shutil.rmtree(_folder(waiting.id), ignore_errors=True)


def _folder(number: uuid.UUID) -> Path:
    return Path(settings.WORKSPACE_DIR) / "cache" / "plans" / number.hex


def _clear_forgotten() -> None:
    for folder in (Path(settings.WORKSPACE_DIR) / "cache" / "plans").glob("*"):
        if time.time() - folder.stat().st_mtime > FORGOTTEN_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)

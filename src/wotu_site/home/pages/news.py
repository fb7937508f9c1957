"""What has happened since somebody was last here: snapshots, batches, contests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wotu.build.snapshot import Snapshot
from wotu.lake.batches import Batch, BatchKind
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.firms import queries as firms
from wotu_site.home import answers
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import count_text, page_language

FILES_NAMED = 3


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened, in a sentence, and where to read on."""

    icon: str
    text: str
    detail: str = ""
    address: str = ""


def news_since(since: datetime | None, person: Person) -> tuple[News, ...]:
    """What happened after a time; without one, nothing has been missed."""
    if since is None:
        return ()
    return (*_snapshots(since), *_batches(since, person), *_contests(since))


def _snapshots(since: datetime) -> list[News]:
    current = snapshots.snapshot()
    seen = [one for one in snapshots.published() if one.built_at <= since]
    if not seen or seen[-1].id == current.id:
        return []
    told = _("A new snapshot shows the facts as of %(day)s") % {
        "day": current.manifest.as_of.isoformat()
    }
    built = timezone.localtime(current.manifest.built_at).strftime("%Y-%m-%d %H:%M")
    detail = _("built %(at)s; you last saw that of %(day)s") % {
        "at": built,
        "day": seen[-1].as_of.isoformat(),
    }
    return [News("camera", told, detail), *_changed(current, seen[-1].id)]


def _changed(current: Snapshot, before_id: str) -> list[News]:
    """How many firms stand elsewhere, for each rung that a rule decides."""
    found = []
    for rung in answers.ruled_rungs(current):
        changes = answers.changes_since(current, before_id, rung.rule_id)
        if not changes.changed:
            continue
        told = ngettext(
            "%(rule)s: %(number)s firm stands elsewhere than before",
            "%(rule)s: %(number)s firms stand elsewhere than before",
            changes.changed,
        ) % {"rule": rung.label(page_language()), "number": count_text(changes.changed)}
        detail = ""
        if changes.ready or changes.no_longer:
            detail = _("%(ready)s can be declared now, %(no_longer)s no longer") % {
                "ready": count_text(changes.ready),
                "no_longer": count_text(changes.no_longer),
            }
        address = f"{reverse('ladder:home')}?{urlencode({'rung': rung.kind})}"
        found.append(News("stairs", told, detail, address))
    return found


def _batches(since: datetime, person: Person) -> list[News]:
    landed = [
        batch
        for batch in snapshots.batches()
        if batch.kind is not BatchKind.CORRECTION and batch.counts and batch.received_at > since
    ]
    if not landed:
        return []
    told = ngettext(
        "%(number)s batch has landed", "%(number)s batches have landed", len(landed)
    ) % {"number": count_text(len(landed))}
    address = reverse("data:home") if may_open(person, "data:home") else ""
    return [News("database-import", told, _named(landed), address)]


def _named(landed: Sequence[Batch]) -> str:
    names = list(dict.fromkeys(batch.file_name for batch in reversed(landed)))
    comma = "、" if page_language().startswith("zh") else ", "
    more = ["…"] if len(names) > FILES_NAMED else []
    return comma.join([*names[:FILES_NAMED], *more])


def _contests(since: datetime) -> list[News]:
    every = firms.contests()
    opened = sum(one.at > since for one in every)
    settled = sum(one.settled_at is not None and one.settled_at > since for one in every)
    address = reverse("firms:contests")
    found = []
    if opened:
        told = ngettext(
            "%(number)s value has been contested", "%(number)s values have been contested", opened
        ) % {"number": count_text(opened)}
        found.append(News("message-report", told, address=address))
    if settled:
        told = ngettext(
            "%(number)s contest has been settled", "%(number)s contests have been settled", settled
        ) % {"number": count_text(settled)}
        found.append(News("scale", told, address=f"{address}?{urlencode({'state': 'corrected'})}"))
    return found

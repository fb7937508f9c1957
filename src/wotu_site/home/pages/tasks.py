"""What needs somebody today: work that waits, with the way to it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.among import Among
from wotu.build.certificates import NOTICE_MONTHS
from wotu.build.rungs import Outlook, Rung
from wotu.build.snapshot import Snapshot
from wotu_site.access.registry import may_open
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.documents import queries as documents
from wotu_site.firms import queries as firms
from wotu_site.home import answers
from wotu_site.ladder import queries as ladder
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language


@dataclass(frozen=True, slots=True)
class Part:
    """A count with what it counts, and the list of it."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of work that waits; ``parts`` are shown where it has several lists."""

    icon: str
    label: str
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        """How many wait in all."""
        return sum(part.count for part in self.parts)


def tasks(
    snapshot: Snapshot, person: Person, among: Among, today: dt.date, *, officer: str = ""
) -> tuple[Task, ...]:
    """The work that waits for a person, on some firms; what has nothing waiting is left out."""
    found = [
        *_of_rungs(snapshot, among, officer),
        _follow_ups(person, today),
        _contests(among),
    ]
    if person.role in FIRM_KEEPERS:
        found += [_doubtful(snapshot, person), _documents(), _pending(person)]
    kept = [Task(one.icon, one.label, tuple(p for p in one.parts if p.count)) for one in found]
    return tuple(task for task in kept if task.parts)


def _of_rungs(snapshot: Snapshot, among: Among, officer: str) -> list[Task]:
    rungs = answers.ruled_rungs(snapshot)
    outlooks = {rung: answers.outlook_of(snapshot, rung.kind, among) for rung in rungs}

    def parts(which: str, page: str, parameter: str) -> tuple[Part, ...]:
        return tuple(
            Part(
                rung.label(page_language()),
                _count(found, which),
                _address(page, parameter, rung, officer),
            )
            for rung, found in outlooks.items()
        )

    lapsing = _("Lapsing within %(months)s months") % {"months": NOTICE_MONTHS}
    return [
        Task("send", _("Can be declared now"), parts("declare", "ladder:home", "rung")),
        Task("dots", _("Facts to be supplied"), parts("undecided", "ladder:facts", "rung")),
        Task("clock", lapsing, parts("lapsing", "ladder:expiring", "kind")),
    ]


def _count(found: Outlook | None, which: str) -> int:
    return getattr(found, which) or 0


def _address(page: str, parameter: str, rung: Rung, officer: str) -> str:
    query = {parameter: rung.kind, **({"officer": officer} if officer else {})}
    return f"{reverse(page)}?{urlencode(query)}"


def _follow_ups(person: Person, today: dt.date) -> Task:
    counts = Counter(one.kind for one in ladder.follow_ups_due(person, today))
    parts = [
        Part(str(word), counts[kind], reverse("ladder:members", args=[kind]))
        for kind, word in ladder.list_words().items()
    ]
    return Task("calendar-event", _("To follow up by today"), tuple(parts))


def _contests(among: Among) -> Task:
    waiting = firms.contests(state="open")
    if among.firm_ids is not None:
        codes = set(among.firm_ids)
        waiting = [one for one in waiting if one.uscc in codes]
    address = reverse("firms:contests")
    return Task("message-report", _("Contests"), (Part(_("to settle"), len(waiting), address),))


def _doubtful(snapshot: Snapshot, person: Person) -> Task:
    page = "data:identity"
    address = reverse(page) if may_open(person, page) else ""
    return Task(
        "git-merge",
        _("Doubtful names"),
        (Part(_("to be linked"), answers.doubtful_names(snapshot), address),),
    )


def _documents() -> Task:
    home = reverse("documents:home")
    parts = (
        Part(
            _("conflicts to settle"),
            documents.number_of_conflicts() or 0,
            f"{reverse('documents:conflicts')}?state=waiting&state=reopened",
        ),
        Part(_("claims to review"), documents.number_of_open_claims(), f"{home}?review=open"),
    )
    return Task("books", pgettext("navigation", "Documents"), parts)


def _pending(person: Person) -> Task:
    page = "data:home"
    address = reverse(page) if may_open(person, page) else ""
    waiting = len(snapshots.pending_batches())
    return Task("hammer", _("Not built yet"), (Part(_("batches"), waiting, address),))

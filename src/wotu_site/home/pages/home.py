"""What the first page shows: what is new, what waits, and the numbers that matter to the role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from wotu.build.among import ALL_FIRMS, Among
from wotu_site.access.roles import FIRM_READERS, Person, Role
from wotu_site.audit import queries as audit
from wotu_site.firms import queries as firms
from wotu_site.home.pages.late import LateTargets, late_targets
from wotu_site.home.pages.news import News, news_since
from wotu_site.home.pages.numbers import Numbers, StandingBar, numbers, standing_bars
from wotu_site.home.pages.tasks import Task, tasks
from wotu_site.home.pages.upkeep import FirstSteps, Upkeep, first_steps, upkeep
from wotu_site.jobs import queries as jobs
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.pages import Crumb

ENTRIES_SHOWN = 10

#: Who gets a list of what waits: leaders read, they are given no work.
WORKERS = frozenset({Role.OFFICER, Role.LIAISON, Role.ADMINISTRATOR})

#: Who is shown what is late of the plan: liaison officers answer for firms, not for targets.
ANSWERABLE = frozenset({Role.LEADER, Role.OFFICER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class OwnFirm:
    """The firm of a firm user, as it stands on the ladders."""

    firm_id: str
    name: str
    as_of: date
    ladders: tuple[firms.LadderStrip, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """Numbers, news and tasks of somebody who reads about firms.

    ``own`` says that they are about the firms this person looks after, ``firms`` how many;
    ``tasks`` is None for those who are given none.
    """

    own: bool
    firms: int
    numbers: Numbers
    news: tuple[News, ...]
    tasks: tuple[Task, ...] | None
    bars: tuple[StandingBar, ...]
    late: LateTargets | None


@dataclass(frozen=True, slots=True)
class HomePage:
    """What somebody finds on coming in; parts that are not for the role are None or empty."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    greeting: str
    today: date
    jobs: tuple[jobs.Job, ...]
    last_sign_in_at: datetime | None
    last_sign_in_from: str
    first_steps: FirstSteps | None
    work: Work | None
    own_firm: OwnFirm | None
    entries: tuple[audit.EntryRow, ...]
    upkeep: Upkeep | None


def home_page(person: Person, now: datetime) -> HomePage:
    """The first page of a person at a time."""
    before = audit.previous_sign_in(person)
    here = timezone.localtime(now)
    steps = first_steps(person) if person.role in FIRM_READERS else None
    return HomePage(
        title=_("Home"),
        breadcrumbs=(),
        greeting=greeting(person.display_name, here.hour),
        today=here.date(),
        jobs=tuple(jobs.jobs_to_notice(person)),
        last_sign_in_at=before.at if before else None,
        last_sign_in_from=before.address if before else "",
        first_steps=steps,
        work=_work(person, before.at if before else None, here.date()),
        own_firm=_own_firm(person),
        entries=_entries(person),
        upkeep=upkeep(person, now) if person.role == Role.ADMINISTRATOR else None,
    )


def greeting(name: str, hour: int) -> str:
    """A greeting that fits the hour."""
    if hour < 6 or hour >= 18:
        return _("Good evening, %(name)s") % {"name": name}
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    return _("Good afternoon, %(name)s") % {"name": name}


def _work(person: Person, since: datetime | None, today: date) -> Work | None:
    if person.role not in FIRM_READERS or not snapshots.has_snapshot():
        return None
    own = person.role == Role.LIAISON
    looked_after = tuple(firms.firms_of(person)) if own else ()
    among = Among(firm_ids=looked_after) if own else ALL_FIRMS
    officer = "me" if own else ""
    current = snapshots.snapshot()
    works = person.role in WORKERS
    return Work(
        own=own,
        firms=len(looked_after),
        numbers=numbers(current, among, officer=officer),
        news=news_since(since, person),
        tasks=tasks(current, person, among, today, officer=officer) if works else None,
        bars=standing_bars(current) if person.role == Role.LEADER else (),
        late=late_targets() if person.role in ANSWERABLE else None,
    )


def _own_firm(person: Person) -> OwnFirm | None:
    if person.role != Role.FIRM or not snapshots.has_snapshot():
        return None
    firm = firms.own_firm_or_none(person)
    if firm is None:
        return None
    current = snapshots.snapshot()
    strips = firms.ladders_of(current, firm, person)
    return OwnFirm(firm["firm_id"], firm["name"], current.manifest.as_of, strips)


def _entries(person: Person) -> tuple[audit.EntryRow, ...]:
    if person.role != Role.AUDITOR:
        return ()
    latest = audit.list_entries(audit.EntryFilter())[:ENTRIES_SHOWN]
    return tuple(audit.entry_row(entry) for entry in latest)

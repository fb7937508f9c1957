"""What can be asked about jobs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from wotu_site.access.roles import Person, Role
from wotu_site.jobs.models import Job

ACTIVE = (Job.State.QUEUED, Job.State.RUNNING)
NOTICED = 5


def visible_jobs(person: Person) -> QuerySet[Job]:
    """The jobs a person may see, newest first: the own ones, and all for an administrator."""
    jobs = Job.objects.select_related("started_by").order_by("-pk")
    return jobs if person.role == Role.ADMINISTRATOR else jobs.filter(started_by_id=person.pk)


def visible_job_or_none(person: Person, job_id: int) -> Job | None:
    """One job, if this person may see it."""
    return visible_jobs(person).filter(pk=job_id).first()


def failed_since(person: Person, since: datetime) -> int:
    """How many of the jobs a person may see have failed since a time."""
    failed = visible_jobs(person).filter(state=Job.State.FAILED, finished_at__gte=since)
    return failed.count()


def jobs_to_notice(person: Person) -> list[Job]:
    """The person's own jobs that are running, or have ended and not been seen; newest first."""
    own = Job.objects.filter(started_by_id=person.pk, seen_at=None)
    return list(own.order_by("-pk")[:NOTICED])


def active_job(kind: str) -> Job | None:
    """The job of a kind that waits or runs, whoever started it."""
    return Job.objects.filter(kind=kind, state__in=ACTIVE).order_by("pk").first()

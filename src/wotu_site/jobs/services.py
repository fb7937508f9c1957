"""Starting jobs, and picking up what an ended process left.

```python
job = jobs.start("import", "wotu_site.data.imports.run", {"path": path}, user, title=words)
```
The function is called as ``run(progress, **arguments)`` and gives an ``Outcome`` or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from wotu.errors import WotuError
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.jobs import runner
from wotu_site.jobs.liveness import is_gone
from wotu_site.jobs.models import Job
from wotu_site.jobs.progress import Outcome as Outcome
from wotu_site.jobs.progress import Progress as Progress
from wotu_site.ui.languages import Words, in_both

LEFT = gettext_noop("The site was stopped while this was running. Nothing half-done was kept.")


class JobError(WotuError):
    """A job cannot be started again."""

    kind = "job"


@transaction.atomic
def start(
    kind: str,
    function: str,
    arguments: Mapping[str, Any],
    user: Person | None,
    *,
    title: Words,
) -> Job:
    """Queue a job; it begins as soon as the transaction is committed.

    ``arguments`` must be JSON; ``title`` says in both languages what the job does.
    """
    job = Job.objects.create(
        kind=kind,
        function=function,
        arguments=dict(arguments),
        title_zh=title.zh,
        title_en=title.en,
        started_by_id=user.pk if user else None,
    )
    about = audit.Subject("job", str(job.pk), title.zh)
    audit.record("job.started", acting_user=user, about=about, detail={"kind": kind})
    transaction.on_commit(runner.wake)
    return job


def retry(job: Job, user: Person) -> Job:
    """Start the same work again as a new job; ``JobError`` if there is nothing to repeat."""
    if not job.can_retry:
        raise JobError(gettext("This job has not failed; there is nothing to start again."))
    mark_seen(job)
    return start(job.kind, job.function, job.arguments, user, title=job.title)


def mark_seen(job: Job) -> None:
    """Take the notice about a finished job away."""
    if not job.active and job.seen_at is None:
        Job.objects.filter(pk=job.pk).update(seen_at=timezone.now())


def mark_all_seen(user: Person) -> None:
    """Take all notices of a person away."""
    active = (Job.State.QUEUED, Job.State.RUNNING)
    unseen = Job.objects.filter(started_by_id=user.pk, seen_at=None).exclude(state__in=active)
    unseen.update(seen_at=timezone.now())


def mark_interrupted() -> int:
    """Mark the running jobs whose process is gone; how many there were."""
    running = Job.objects.filter(state=Job.State.RUNNING).values_list("pk", "process")
    left = [number for number, process in running if is_gone(process)]
    words = in_both(LEFT)
    return Job.objects.filter(pk__in=left, state=Job.State.RUNNING).update(
        state=Job.State.INTERRUPTED,
        finished_at=timezone.now(),
        message_zh=words.zh,
        message_en=words.en,
    )


def resume() -> None:
    """Go on with the jobs that were waiting when the site was stopped."""
    if Job.objects.filter(state=Job.State.QUEUED).exists():
        runner.wake()

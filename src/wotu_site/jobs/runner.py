"""Runs waiting jobs, one at a time in each process, in a thread that ends when none is left.

Several processes may look for work at once: a job belongs to the one whose update claims it.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from wotu.errors import WotuError
from wotu_site.jobs.liveness import mark_of_this_process
from wotu_site.jobs.models import Job
from wotu_site.jobs.progress import Outcome, Progress
from wotu_site.ui.languages import Words, in_both

logger = logging.getLogger(__name__)

BROKEN = gettext_noop("Something broke on our side; the log has it under job %(number)s.")

_lock = threading.Lock()
_thread: threading.Thread | None = None


def wake() -> None:
    """See to it that waiting jobs are run by this process."""
    global _thread
    with _lock:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_work, name="wotu-jobs", daemon=True)
            _thread.start()


def run_next() -> bool:
    """Run the job that has waited longest; False where none is waiting."""
    job = _claim()
    if job is None:
        return False
    try:
        outcome = import_string(job.function)(Progress(job.pk), **job.arguments)
    except WotuError as error:
        _finish(job, Job.State.FAILED, Outcome(Words(error.message, error.message)))
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.function)
        _finish(job, Job.State.FAILED, Outcome(in_both(BROKEN, number=job.pk)))
    else:
        _finish(job, Job.State.DONE, outcome or Outcome())
    return True


def _work() -> None:
    try:
        while run_next() or not _rest():
            pass
    finally:
        connection.close()


def _rest() -> bool:
    """Give the thread up, unless a job came in since the last look."""
    global _thread
    with _lock:
        if Job.objects.filter(state=Job.State.QUEUED).exists():
            return False
        _thread = None
        return True


def _claim() -> Job | None:
    waiting = Job.objects.filter(state=Job.State.QUEUED).order_by("pk")
    for number in waiting.values_list("pk", flat=True)[:10]:
        claimed = Job.objects.filter(pk=number, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING,
            process=mark_of_this_process(),
            started_at=timezone.now(),
        )
        if claimed:
            return Job.objects.get(pk=number)
    return None


def _finish(job: Job, state: Job.State, outcome: Outcome) -> None:
    values: dict[str, Any] = {
        "state": state,
        "finished_at": timezone.now(),
        "message_zh": outcome.words.zh,
        "message_en": outcome.words.en,
        "result": dict(outcome.facts),
        "result_address": outcome.address,
    }
    if state == Job.State.DONE:
        values["progress"] = 1.0
    Job.objects.filter(pk=job.pk).update(**values)

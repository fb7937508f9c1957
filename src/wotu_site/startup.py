"""What is done once when a process of the site starts."""

from __future__ import annotations

import threading

from django.core import checks
from django.urls import get_resolver

from wotu_site.access.checks import SAFETY
from wotu_site.jobs import services as jobs
from wotu_site.snapshots import queries as snapshots
from wotu_site.targets import queries as targets


class UnsafeStartError(Exception):
    """The site would run with a default secret, with traces, or with demo accounts."""

    def __init__(self, faults: list[checks.CheckMessage]) -> None:
        self.faults = faults
        lines = [f"  {fault.id}: {fault.msg}\n    {fault.hint}" for fault in faults]
        super().__init__("\n".join(["The site refuses to start:", *lines]))


def refuse_unsafe_start() -> None:
    """Raise ``UnsafeStartError`` with every reason not to serve, if there is one."""
    found = checks.run_checks(tags=[SAFETY], databases=["default"])
    faults = [message for message in found if message.level >= checks.ERROR]
    faults.sort(key=lambda fault: fault.id)  # the registry gives them in no order
    if faults:
        raise UnsafeStartError(faults)


def pick_up_jobs() -> None:
    """Mark the jobs whose process is gone, and go on with those that had not begun."""
    jobs.mark_interrupted()
    jobs.resume()


def load_pages() -> None:
    """Load the code of every page, which Django leaves to the first visitor otherwise."""
    _ = get_resolver().url_patterns


def read_ahead() -> None:
    """Read the rules of the snapshot and forecast the targets beside the start, so that no visitor
    waits for it."""
    if snapshots.has_snapshot():
        threading.Thread(target=_read, name="wotu-read-ahead", daemon=True).start()


def _read() -> None:
    # Whoever asks meanwhile reads them too; both find the same.
    _ = snapshots.snapshot().rulebook
    _ = targets.number_of_targets()

"""Long work to try the progress panel with."""

from __future__ import annotations

import time

from django.utils.translation import gettext_noop

from wotu.errors import BatchError
from wotu_site.jobs.services import Outcome, Progress
from wotu_site.ui.languages import in_both

STEP = gettext_noop("Step %(number)s of %(total)s")
COUNTED = gettext_noop("Counted to %(total)s")


def count_up(progress: Progress, *, steps: int, pause_seconds: float) -> Outcome:
    """Count slowly, and say so."""
    for number in range(1, steps + 1):
        progress(number / steps, in_both(STEP, number=number, total=steps))
        time.sleep(pause_seconds)
    return Outcome(in_both(COUNTED, total=steps), address="/gallery/", facts={"steps": steps})


def fail(_progress: Progress) -> Outcome:
    """Fail as an engine would, with a fault that explains itself."""
    raise BatchError("firms.xlsx: sheet 2 has no column 统一社会信用代码.")


def crash(_progress: Progress) -> Outcome:
    """Fail as only a fault in our own code would."""
    raise ZeroDivisionError("nobody should see this text")

"""How a running job tells how far it has come, and how it ends."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wotu_site.jobs.models import Job
from wotu_site.ui.languages import Words

#: Progress is written down at most this often, in seconds.
PACE = 0.4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job's function gives back.

    ``words`` say how it ended, ``address`` is where its result can be seen, ``facts`` are kept.
    """

    words: Words = field(default_factory=Words)
    address: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class Progress:
    """Handed to the function of a job: ``progress(0.4, words)``.

    It is also a ``wotu.progress.Progress``: the library can report to it directly, in plain text.
    """

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self.written_at = 0.0

    def __call__(self, share: float, words: Words | str = "") -> None:
        """Say that this share (0 to 1) is done and what comes now; no words keep the last ones."""
        now = time.monotonic()
        if now - self.written_at < PACE:
            return
        self.written_at = now
        values: dict[str, Any] = {"progress": min(max(share, 0.0), 1.0)}
        if words:
            said = Words(words, words) if isinstance(words, str) else words
            values |= {"message_zh": said.zh, "message_en": said.en}
        Job.objects.filter(pk=self.job_id).update(**values)

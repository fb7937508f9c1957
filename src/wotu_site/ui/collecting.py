"""Collecting static files, only when one of them has changed since the last time."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_stale() -> bool:
    """Collect the static files unless they are as they were; whether it was needed."""
    mark = Path(settings.STATIC_ROOT).with_suffix(".fingerprint")
    present = fingerprint()
    if mark.exists() and mark.read_text() == present:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(present)
    return True


def fingerprint() -> str:
    """A text that differs whenever a static file was added, taken away or changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()

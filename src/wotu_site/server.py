"""The server of the site, as a program of its own: ``wotu_site.serve`` prepares, then runs it.

It reads no data itself, so that its workers start from a clean process.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from typing import Any

from granian import Granian

from wotu_site import listening

#: Requests that a worker answers side by side: a page that takes long, or a file that comes in
#: over a slow line, holds one of them and not everybody who is connected to that worker.
THREADS_A_WORKER = 4

#: Seconds that the workers have for the requests they are at when the site is stopped.
LAST_SECONDS = 10


def load_application(_target: str) -> Any:
    """The application of a worker that has just begun."""
    # Ctrl-C in a terminal reaches the whole group, and the server passes it on: a worker that is
    # told twice at once may wait for its connections for ever. So it is told by the server only.
    os.setpgrp()
    from wotu_site.wsgi import application

    return application


def main(host: str, port: int, workers: int, told: str) -> None:
    """Serve on an address until stopped; print ``told`` as soon as the site answers."""
    # Granian watches each worker in a thread: a fork beside threads can inherit a lock that nobody
    # will ever open.
    multiprocessing.set_start_method("spawn")
    if told:
        listening.call_when_answering(host, port, lambda: print(told, flush=True))
    Granian(
        "wotu_site.wsgi:application",
        address=host,
        port=port,
        interface="wsgi",
        workers=workers,
        blocking_threads=THREADS_A_WORKER,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_SECONDS,
        log_level="warning",
    ).serve(target_loader=load_application)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])

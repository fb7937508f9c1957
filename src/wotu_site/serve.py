"""Serving the site of a workspace: what ``wotu serve`` and ``wotu demo`` call."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import django

from wotu_site import listening
from wotu_site.environment import settings_module

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    workspace: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    demo: bool = False,
    workers: int = 2,
    told: str = "",
) -> NoReturn:
    """Serve the site of a workspace until it is stopped.

    Brings the work database up to date and collects static files first. Raises ``UnsafeStartError``
    or ``ImproperlyConfigured`` if the site would not be safe to serve, ``PortTakenError`` where
    something else listens there. Then the server takes the place of this process, which never
    comes back; it prints ``told`` as soon as the site answers.
    """
    listening.refuse_taken_port(host, port)
    if host in LOOPBACK:
        addresses = f"http://127.0.0.1:{port},http://localhost:{port}"
        os.environ.setdefault("WOTU_ORIGINS", addresses)
    prepare(workspace, demo=demo)
    _make_ready()

    # Not a fork of this process: it may have built a zone, and a fork inherits the thread pools of
    # Polars and DuckDB without their threads, and waits for them for ever.
    sys.stdout.flush()
    sys.stderr.flush()
    server = ["-m", "wotu_site.server", host, str(port), str(workers), told]
    os.execv(sys.executable, [sys.executable, *server])


def prepare(workspace: Path, *, demo: bool = False) -> None:
    """Set Django up for a workspace and bring its work database up to date."""
    os.environ["WOTU_DIR"] = str(workspace.resolve())
    if demo:
        os.environ["WOTU_DEMO"] = "1"
    # Forecasts are many small fits: the workers share the cores better with a thread each.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    workspace.mkdir(parents=True, exist_ok=True)
    django.setup()

    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def demo_accounts(firm_uscc: str) -> list[dict[str, Any]]:
    """Make the demo accounts of a prepared demonstration: role, user name, password each.

    ``firm_uscc`` is the unified social credit code of the firm that the firm user belongs to. The
    liaison officer is given some firms to look after.
    """
    from wotu_site.access.roles import Role
    from wotu_site.accounts.demo import create_demo_accounts
    from wotu_site.accounts.models import User
    from wotu_site.firms.demo import assign_demo_firms

    accounts = create_demo_accounts(firm_uscc)
    people = {
        account.role: User.objects.get(username=account.username)
        for account in accounts
        if account.role in {Role.LIAISON, Role.OFFICER}
    }
    assign_demo_firms(people[Role.LIAISON], people[Role.OFFICER])
    return [account.as_json() for account in accounts]


def _make_ready() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from wotu_site import startup
    from wotu_site.ui.collecting import collect_if_stale

    startup.refuse_unsafe_start()
    call_command("clearsessions")
    if not settings.DEBUG:
        collect_if_stale()
    # The workers open connections of their own; one inherited from here would be shared.
    connections.close_all()

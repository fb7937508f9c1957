"""Writing to the audit log.

Services call ``record`` inside their transaction. Views of data are marked with ``recorded``;
the middleware then writes one row for each time such a page is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

from wotu_site.access.roles import Person
from wotu_site.audit import actions
from wotu_site.audit.context import RequestFacts, current
from wotu_site.audit.models import AuditEntry

VIEWED = "page.viewed"
SENT = "request.sent"
REFUSED = "request.refused"
READING = frozenset({"GET", "HEAD", "OPTIONS"})

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: its kind, its id, and a label to read."""

    kind: str
    id: str = ""
    label: str = ""


def name_actions(words: Mapping[str, str | Promise]) -> None:
    """Say what actions are called on the page of the log."""
    actions.WORDS.update(words)


def name_kinds(words: Mapping[str, str | Promise]) -> None:
    """Say what kinds of things are called on the page of the log."""
    actions.KINDS.update(words)


def record(
    action: str,
    *,
    acting_user: Person | None,
    about: Subject | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write down that somebody did something; call it in the transaction that does it.

    ``detail`` holds what changed as ``{name: [old, new]}``, or facts of a new thing; no secrets.
    """
    facts = current.get()
    _write(action, acting_user, about, detail or {}, facts)
    if facts is not None:
        facts.recorded += 1


def recorded(kind: str, id_from: str = "") -> Callable[[View], View]:
    """Mark a view as showing data: each opening of it is written down.

    ``kind`` is what the page is about, ``id_from`` the part of the address that holds its id.
    """

    def mark(view: View) -> View:
        view.wotu_recorded = (kind, id_from)  # type: ignore[attr-defined]
        return view

    return mark


def record_request(request: HttpRequest, response: HttpResponse, facts: RequestFacts) -> None:
    """Write down what the request itself amounts to, if anything."""
    action = _action_of(request, response, facts)
    if action:
        user = request.user if request.user.is_authenticated else None
        _write(action, user, _subject_of(request), {}, facts, response.status_code)


def _action_of(request: HttpRequest, response: HttpResponse, facts: RequestFacts) -> str:
    if response.status_code == 403:
        return REFUSED
    if request.method not in READING:
        # A service that did its work has said so itself; one that failed has said nothing.
        done = facts.recorded and response.status_code < 400
        return "" if done else SENT
    return VIEWED if _mark_of(request) else ""


def _mark_of(request: HttpRequest) -> tuple[str, str] | None:
    match = request.resolver_match
    return getattr(match.func, "wotu_recorded", None) if match else None


def _subject_of(request: HttpRequest) -> Subject | None:
    mark = _mark_of(request)
    if mark is None:
        return None
    kind, id_from = mark
    return Subject(kind, str(request.resolver_match.kwargs.get(id_from, "")))


def _write(
    action: str,
    user: Person | None,
    about: Subject | None,
    detail: Mapping[str, Any],
    facts: RequestFacts | None,
    status: int | None = None,
) -> None:
    about = about or Subject("")
    AuditEntry.objects.create(
        at=timezone.now(),
        user_id=user.pk if user else None,
        username=user.username if user else "",
        role=user.role if user else "",
        action=action,
        about_kind=about.kind,
        about_id=about.id[:80],
        about_label=about.label[:200],
        detail=dict(detail),
        address=facts.address if facts else "",
        method=facts.method if facts else "",
        path=facts.path if facts else "",
        status=status,
        request_id=facts.request_id if facts else "",
    )

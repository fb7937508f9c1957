"""Entries of the log as they are shown, on its own pages and elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils import timezone

from wotu_site.access.roles import Role
from wotu_site.audit import actions
from wotu_site.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the log as it is shown."""

    id: int
    at: str
    person: str
    username: str
    role: str
    action: str
    about: str
    path: str
    address: str
    status: str
    request_id: str
    detail: str


def entry_row(entry: AuditEntry) -> EntryRow:
    """One entry as it is shown."""
    return EntryRow(
        id=entry.pk,
        at=timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
        person=entry.user.display_name if entry.user else "",
        username=entry.username,
        role=str(Role(entry.role).label) if entry.role in Role.values else "",
        action=actions.action_label(entry.action),
        about=_about(entry),
        path=f"{entry.method} {entry.path}".strip(),
        address=entry.address,
        status=str(entry.status or ""),
        request_id=entry.request_id,
        detail=json.dumps(entry.detail, ensure_ascii=False) if entry.detail else "",
    )


def _about(entry: AuditEntry) -> str:
    kind = actions.kind_label(entry.about_kind)
    return " ".join(filter(None, (kind, entry.about_label or entry.about_id)))

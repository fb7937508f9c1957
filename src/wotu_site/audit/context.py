"""What is known of the present request, so that services need not be told."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class RequestFacts:
    """Where a request comes from and what it asks; ``recorded`` counts the rows it has led to."""

    address: str
    method: str
    path: str
    request_id: str
    recorded: int = 0


current: ContextVar[RequestFacts | None] = ContextVar("audit_request", default=None)

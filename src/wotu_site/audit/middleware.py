"""Writes down who opened which data and who sent what."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wotu_site.access.addresses import client_address
from wotu_site.audit import services
from wotu_site.audit.context import RequestFacts, current


class AuditMiddleware:
    """One row at most for each request, written after the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and write down what the request amounts to."""
        facts = RequestFacts(
            address=client_address(request),
            method=request.method or "",
            path=request.get_full_path()[:500],
            request_id=request.request_id,
        )
        token = current.set(facts)
        try:
            response = self.get_response(request)
            services.record_request(request, response, facts)
        finally:
            current.reset(token)
        return response

"""The gallery of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import SnapshotError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import STAFF
from wotu_site.audit.services import recorded
from wotu_site.gallery import pages
from wotu_site.jobs import services as jobs
from wotu_site.ui import notices
from wotu_site.ui.languages import in_both
from wotu_site.ui.rendering import render_page

TITLE = gettext_noop("Count to %(total)s")


@allow(*STAFF)
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once."""
    return render_page(request, "gallery/gallery.html", pages.gallery_page())


@recorded("sample")
@allow(*STAFF)
@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """A piece of evidence, as the drawer shows it."""
    return render_page(request, "gallery/evidence.html", pages.evidence_page())


@allow(*STAFF)
@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """A notice that can be undone."""
    notices.tell(request, _("Three firms are on the list."), undo=reverse("gallery:undo"))
    return redirect("gallery:gallery")


@allow(*STAFF)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """What undoing leads to."""
    notices.tell(request, _("Taken back."))
    return redirect("gallery:gallery")


@allow(*STAFF)
@require_POST
def job(request: HttpRequest) -> HttpResponse:
    """Some long work."""
    started = jobs.start(
        "count",
        "wotu_site.gallery.work.count_up",
        {"steps": 10, "pause_seconds": 0.2},
        request.user,
        title=in_both(TITLE, total=10),
    )
    return redirect("jobs:job", job_id=started.pk)


@allow(*STAFF)
@require_safe
def fault(request: HttpRequest) -> HttpResponse:
    """A fault of an engine that explains itself."""
    raise SnapshotError("There is no snapshot yet. Run `wotu build`, then open this page again.")


@allow(*STAFF)
@require_safe
def broken(request: HttpRequest) -> HttpResponse:
    """A fault in our own code."""
    raise ZeroDivisionError

"""One link: its page, its firms as a file, and what people say of placements."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import WotuError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import STAFF, Role
from wotu_site.audit.services import recorded
from wotu_site.chains import exports, placed, services
from wotu_site.chains.firm_rows import SORTS, wanted_firms
from wotu_site.chains.forms import JudgeForm
from wotu_site.chains.pages.adding import found_firms_page
from wotu_site.chains.pages.firms import placement_page
from wotu_site.chains.pages.frame import node_address
from wotu_site.chains.pages.node import node_page
from wotu_site.chains.views.frame import link_or_404, needs_chains
from wotu_site.firms import queries as firms
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState

#: Who says where firms belong: those who know them.
JUDGES = (Role.ADMINISTRATOR, Role.OFFICER, Role.LIAISON)


@recorded("chain_link", "node")
@allow(*STAFF)
@require_safe
@needs_chains
def node(request: HttpRequest, chain: str, node: str) -> HttpResponse:
    """All that is known of a link."""
    page = node_page(snapshot(), link_or_404(chain, node), _state(request), request.user)
    return render_page(request, "chains/node.html", page)


@allow(*STAFF)
@require_POST
@needs_chains
def export(request: HttpRequest, chain: str, node: str) -> HttpResponse:
    """The firms of a link that its list asks for, as a workbook."""
    link = link_or_404(chain, node)
    found = wanted_firms(placed.firms_on(snapshot(), *link.key), _state(request))
    path, name = exports.write_firms(link, found, request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@recorded("firm", "firm_id")
@allow(*STAFF)
@require_safe
@needs_chains
def placement(request: HttpRequest, chain: str, node: str, firm_id: str) -> HttpResponse:
    """Why a firm stands on a link."""
    firm = firms.visible_firm_or_404(request.user, firm_id)
    page = placement_page(snapshot(), link_or_404(chain, node), firm, request.user)
    return render_page(request, "chains/placement.html", page)


@allow(*JUDGES)
@require_POST
@needs_chains
def judge(request: HttpRequest, chain: str, node: str, firm_id: str) -> HttpResponse:
    """Say that a firm belongs on a link, or does not; one click takes it back."""
    link, firm = link_or_404(chain, node), firms.visible_firm_or_404(request.user, firm_id)
    form = JudgeForm(request.POST)
    if form.is_valid():
        entered = form.cleaned_data
        try:
            services.judge_placement(
                link,
                firm["firm_id"],
                firm["name"],
                right=entered["belongs"] == "yes",
                reason=entered["reason"],
                acting_user=request.user,
            )
        except WotuError as error:
            form.add_error(None, error.message)
        else:
            undo = reverse("chains:withdraw", args=[chain, node, firm["firm_id"]])
            told = _("Noted for %(firm)s. It counts from the next build.")
            notices.tell(request, told % {"firm": firm["name"]}, undo=undo)
            return redirect(_firms_of(chain, node))
    page = placement_page(snapshot(), link, firm, request.user, form)
    return render_page(request, "chains/placement.html", page, status=422)


@allow(*JUDGES)
@require_POST
@needs_chains
def withdraw(request: HttpRequest, chain: str, node: str, firm_id: str) -> HttpResponse:
    """Take back what was said of a placement."""
    link, firm = link_or_404(chain, node), firms.visible_firm_or_404(request.user, firm_id)
    try:
        services.withdraw_judgement(link, firm["firm_id"], firm["name"], acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The judgement is taken back; the words of the map count again."))
    return redirect(_firms_of(chain, node))


@allow(*JUDGES)
@require_safe
@needs_chains
def add_firm(request: HttpRequest, chain: str, node: str) -> HttpResponse:
    """Firms of the zone by name, to say that one belongs on a link."""
    words = request.GET.get("q", "").strip()
    page = found_firms_page(snapshot(), link_or_404(chain, node), words)
    return render_page(request, "chains/found_firms.html", page)


def _firms_of(chain: str, node: str) -> str:
    return f"{node_address(chain, node)}#firms"


def _state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=SORTS, default_sort="-confidence")

"""What can be asked about firms, by this app and by others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from wotu.build.among import listed
from wotu_site.access.firms import firm_scope
from wotu_site.access.roles import Person
from wotu_site.firms.assigned import assigned
from wotu_site.firms.contested import contests as contests
from wotu_site.firms.errors import SelectionError
from wotu_site.firms.models import OFFICER_ROLES, Assignment, SavedView
from wotu_site.firms.pages.ladders import LadderStrip as LadderStrip
from wotu_site.firms.pages.ladders import ladders_of as ladders_of
from wotu_site.firms.texts import value_text as value_text
from wotu_site.firms.wanted import WantedFirms
from wotu_site.snapshots.queries import snapshot

MOST_CHOSEN = 5_000


def firm_or_none(firm_id: str) -> dict[str, Any] | None:
    """The row of a firm by its identifier, or by a code that was merged into it."""
    current = snapshot()
    row = current.row("SELECT * FROM firm WHERE firm_id = ?", [firm_id])
    if row is None:
        row = current.row(
            "SELECT firm.* FROM code JOIN firm USING (firm_id) WHERE code.uscc = ?",
            [firm_id.strip().upper()],
        )
    return row


def own_firm_or_none(person: Person) -> dict[str, Any] | None:
    """The firm of a firm user; None for others, and where nothing is known of the firm yet."""
    code = firm_scope(person)
    return firm_or_none(code) if code else None


def visible_firm_or_404(person: Person, firm_id: str) -> dict[str, Any]:
    """The row of a firm that this person may see.

    Raises ``Http404`` otherwise: a firm user is not told whether another firm exists.
    """
    firm = firm_or_none(firm_id)
    if firm is None:
        raise Http404
    if firm_scope(person) is not None:
        own = own_firm_or_none(person)
        if own is None or own["firm_id"] != firm["firm_id"]:
            raise Http404
    return firm


def names_of(firm_ids: Sequence[str]) -> dict[str, str]:
    """Names of firms by their identifiers; those that are not known are left out."""
    wanted = listed("firm_id", firm_ids)
    rows = snapshot().rows(
        f"SELECT firm_id, name FROM firm WHERE {wanted.sql}", list(wanted.parameters)
    )
    return {row["firm_id"]: row["name"] for row in rows}


def possible_officers() -> QuerySet:
    """The people who can look after firms, by name."""
    people = get_user_model().objects.filter(role__in=OFFICER_ROLES, is_active=True)
    return people.order_by("role", "display_name", "pk")


def officer_names(numbers: Sequence[str]) -> dict[str, str]:
    """Names of people by their numbers, as text."""
    people = get_user_model().objects.filter(pk__in=[n for n in numbers if n.isdigit()])
    return {str(pk): name for pk, name in people.values_list("pk", "display_name")}


def officer_of(firm_id: str) -> Any | None:
    """The person who looks after a firm now."""
    standing = Assignment.objects.filter(firm_id=firm_id, ended_at=None)
    found = standing.select_related("officer").first()
    return found.officer if found else None


def officers_of(firm_ids: Sequence[str]) -> dict[str, Any]:
    """The person who looks after each of some firms; firms without one are left out."""
    standing = Assignment.objects.filter(firm_id__in=list(firm_ids), ended_at=None)
    return {row.firm_id: row.officer for row in standing.select_related("officer")}


def firms_of(officer: Person) -> list[str]:
    """The firms that a person looks after."""
    standing = Assignment.objects.filter(officer_id=officer.pk, ended_at=None)
    return list(standing.order_by("firm_id").values_list("firm_id", flat=True))


def firms_of_number(number: int) -> list[str]:
    """The firms that the person of this number looks after."""
    standing = Assignment.objects.filter(officer_id=number, ended_at=None)
    return list(standing.order_by("firm_id").values_list("firm_id", flat=True))


def assigned_firms() -> list[str]:
    """The firms that anybody looks after."""
    return assigned().rows["firm_id"].to_list()


def assignments_of(firm_id: str) -> list[Assignment]:
    """Everybody who has looked after a firm, the latest first."""
    rows = Assignment.objects.filter(firm_id=firm_id)
    people = rows.select_related("officer", "begun_by", "ended_by")
    return list(people.order_by("-since", "-pk"))


def views_for(person: Person) -> list[SavedView]:
    """The views of the list that a person can open: the own ones first, then shared ones."""
    views = SavedView.objects.filter(Q(owner_id=person.pk) | Q(shared=True), removed_at=None)
    found = views.select_related("owner").order_by("name", "pk")
    return sorted(found, key=lambda view: view.owner_id != person.pk)


def own_view_or_none(person: Person, view_id: int) -> SavedView | None:
    """A view that this person has made, removed or not."""
    return SavedView.objects.filter(owner_id=person.pk, pk=view_id).first()


def selected_firms(request: HttpRequest) -> list[str]:
    """The firms chosen in the list: those ticked, or all that its filters leave.

    Raises:  SelectionError for none, and for more than one act takes.
    """
    if request.POST.get("everything") == "1":
        chosen = WantedFirms.of(QueryDict(request.POST.get("state", "")), request.user).ids()
    else:
        chosen = [firm for firm in request.POST.getlist("firm") if firm]
    if not chosen:
        raise SelectionError(_("No firm is chosen. Tick firms in the list first."))
    if len(chosen) > MOST_CHOSEN:
        raise SelectionError(
            _("%(number)s firms are chosen; at most %(most)s can be taken at once.")
            % {"number": f"{len(chosen):,}", "most": f"{MOST_CHOSEN:,}"}
        )
    return list(names_of(chosen))


def way_back(request: HttpRequest) -> str:
    """The page on which the person chose what to do: as its form says, else as the browser does."""
    wanted = request.POST.get("back") or request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted and own else reverse("firms:list")

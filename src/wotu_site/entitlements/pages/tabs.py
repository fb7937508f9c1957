"""The tabs over everything that the zone gives: entitlements, finance products, talent."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


def tabs(snapshot: Snapshot, person: Person, current: str) -> tuple[Tab, ...]:
    """The tabs that this person may open."""
    offered = (
        ("entitlements:overview", _("Paid without application")),
        ("entitlements:loans", _("Finance products")),
        ("entitlements:talent", _("Talent measures")),
    )
    return tuple(
        Tab(label, reverse(name), name == f"entitlements:{current}")
        for name, label in offered
        if may_open(person, name)
    )


def crumbs(*last: Crumb) -> tuple[Crumb, ...]:
    """The way to a page of this part."""
    home = Crumb(pgettext("navigation", "Benefits"), reverse("entitlements:overview"))
    return (home, *last) if last else (Crumb(pgettext("navigation", "Benefits")),)

"""What all pages of targets share: their tabs, the way to them, and names of places."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.places import place_names
from wotu_site.access.roles import Person
from wotu_site.snapshots.queries import snapshot
from wotu_site.snapshots.remembering import remembered
from wotu_site.targets.rows import NONE
from wotu_site.ui.pages import Crumb
from wotu_site.ui.section_tabs import section_tabs
from wotu_site.ui.tabs import Tab

names_of_places = remembered(place_names)


def target_tabs(current: str, person: Person) -> tuple[Tab, ...]:
    """The tabs of the section, this app's and others'."""
    return section_tabs("targets", f"targets:{current}", person)


def target_crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    """The way to a page of targets."""
    home = reverse("targets:home") if more else ""
    return (Crumb(pgettext("navigation", "Targets and evaluation"), home), *more)


def target_address(target_id: str) -> str:
    """The page of a target."""
    return reverse("targets:target", args=[target_id])


def place_name(code: str) -> str:
    """What a place is called; its code where no fact names it."""
    return names_of_places(snapshot()).get(code, code)


def owner_name(owner: str) -> str:
    """Who answers for a target; said so where nobody does."""
    return _("nobody named") if owner in ("", NONE) else owner

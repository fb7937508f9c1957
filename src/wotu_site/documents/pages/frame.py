"""What all pages of documents share: their tabs and the way to them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu_site.documents import conflicts, library
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


def document_tabs(current: str) -> tuple[Tab, ...]:
    """The tabs over the pages of documents, with what waits in each."""
    shown = (
        ("home", _("Library"), len(library.entries())),
        ("indicators", pgettext("documents", "Indicators"), None),
        ("targets", _("Target candidates"), None),
        ("conflicts", _("Conflicts"), conflicts.number_waiting()),
    )
    return tuple(
        Tab(label, reverse(f"documents:{name}"), name == current, count)
        for name, label, count in shown
    )


def document_crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    """The way to a page of documents."""
    home = reverse("documents:home") if more else ""
    return (Crumb(pgettext("navigation", "Documents"), home), *more)

"""What all pages of data share: their tabs, and what the next build would bring."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu_site.access.registry import may_open
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.data import batches, identity, quarantine
from wotu_site.jobs import queries as jobs
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class BuildHint:
    """How many batches and decisions no snapshot knows of yet; ``job`` is a build that runs."""

    batches: int
    decisions: int
    may_build: bool
    job: jobs.Job | None

    @property
    def shown(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.batches or self.decisions or self.job)


def data_tabs(person: Person, current: str) -> tuple[Tab, ...]:
    """The tabs over the pages of data, with what waits in each."""
    shown = (
        ("home", _("Batches"), len(batches.snapshots.batches())),
        ("quarantine", _("Quarantine"), quarantine.alarming_lines()),
        ("identity", _("Who is who"), identity.number_waiting()),
        ("builds", _("Snapshots"), None),
        ("quality", _("Quality"), None),
    )
    return tuple(
        Tab(label, reverse(f"data:{name}"), name == current, count)
        for name, label, count in shown
        if may_open(person, f"data:{name}")
    )


def build_hint(person: Person) -> BuildHint:
    """What a build would bring now."""
    return BuildHint(
        batches=len(batches.pending_batches()),
        decisions=identity.number_pending(),
        may_build=person.role in FIRM_KEEPERS,
        job=jobs.active_job("build"),
    )


def data_crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    """The way to a page of data."""
    home = reverse("data:home") if more else ""
    return (Crumb(pgettext("navigation", "Data"), home), *more)

"""The replays that are kept, and the form of a new one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.replay import CLOCK
from wotu_site.access.roles import FIRM_KEEPERS, Person, Role
from wotu_site.policies import replaying
from wotu_site.policies.forms import ReplayForm
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb

#: Who starts replays; whoever reads about firms reads them.
REPLAYERS = frozenset({*FIRM_KEEPERS, Role.LEADER})


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A replay in the list of those that are kept."""

    label: str
    address: str
    known_on: dt.datetime
    in_force_on: dt.date
    as_of: dt.date
    made_at: dt.datetime
    differing: int


@dataclass(frozen=True, slots=True)
class ReplaysPage:
    """The form, and the replays that are kept."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    form: ReplayForm | None
    rows: tuple[KeptRow, ...]


def replays_page(person: Person, form: ReplayForm | None = None) -> ReplaysPage:
    """The form of a new replay, and those that are kept."""
    language = page_language()
    shown = form or ReplayForm(snapshots.snapshot(), initial=_usual())
    return ReplaysPage(
        _("Replay"),
        (Crumb(_("Policies"), reverse("policies:list")), Crumb(_("Replay"))),
        shown if person.role in REPLAYERS else None,
        tuple(
            KeptRow(
                one.label.in_language(language),
                reverse("policies:replay", args=[one.name]),
                one.before.known_on.astimezone(CLOCK),
                one.before.in_force_on,
                one.before.as_of,
                one.made_at,
                one.differing,
            )
            for one in replaying.all_kept()
        ),
    )


def _usual() -> dict[str, Any]:
    return {"rule": "cn.hnte"}

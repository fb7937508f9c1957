"""One firm on a cultivation list: what is written down about it, and its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.ladder import queries, work
from wotu_site.ladder.forms import MembershipForm
from wotu_site.ladder.models import Act, Membership
from wotu_site.policies import queries as policies
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the history of a firm on a list; ``undo`` is the act that can be taken back.

    ``firms`` is how many firms were changed at once, and so how many are taken back.
    """

    at: dt.datetime
    by: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    undo: int | None
    firms: int


@dataclass(frozen=True, slots=True)
class MembershipPage:
    """One firm on one list: what is written down about it, and its history."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    membership: Membership
    firm_address: str
    target: str
    form: MembershipForm | None
    history: tuple[ChangeLine, ...]
    can_remove: bool
    back: str


def membership_page(
    snapshot: Snapshot, membership: Membership, person: Person, form: MembershipForm, back: str
) -> MembershipPage:
    """The page of one firm on one list; ``back`` is where saving leads."""
    may = queries.may_change(person, membership.firm_id) and membership.on_list
    targets = {rung.kind: rung.label(page_language()) for rung in work.rungs(snapshot)}
    list_address = reverse("ladder:members", args=[membership.kind])
    return MembershipPage(
        title=membership.firm_name,
        breadcrumbs=(
            Crumb(pgettext("navigation", "Ladder"), reverse("ladder:home")),
            Crumb(membership.get_kind_display(), list_address),
            Crumb(membership.firm_name),
        ),
        membership=membership,
        firm_address=policies.firm_address(membership.firm_id),
        target=targets.get(membership.target, membership.target),
        form=form if may else None,
        history=tuple(_line(change, targets) for change in queries.history_of(membership)),
        can_remove=person.role in FIRM_KEEPERS and membership.on_list,
        back=back,
    )


def _line(change: Any, targets: Mapping[str, str]) -> ChangeLine:
    act = change.act
    undone = bool(act.undone_by.all())
    return ChangeLine(
        at=act.at,
        by=act.by.display_name,
        what=act.get_verb_display(),
        changes=tuple(
            (
                field_words()[name],
                _value(name, change.before[name], targets),
                _value(name, value, targets),
            )
            for name, value in change.after.items()
            if name != "on_list"
        ),
        undo=None if undone or act.verb == Act.Verb.UNDONE else act.pk,
        firms=change.firms,
    )


def field_words() -> dict[str, str]:
    """What the fields of a membership are called."""
    return {
        "kind": _("List"),
        "year": _("Year"),
        "target": _("Aims at"),
        "state": _("State"),
        "next_step": _("Next step"),
        "follow_up_on": _("Follow up on"),
        "note": _("Note"),
    }


def _value(name: str, value: Any, targets: Mapping[str, str]) -> str:
    if value in (None, ""):
        return "—"
    words: dict[str, Mapping[str, Any]] = {
        "kind": dict(Membership.Kind.choices),
        "state": dict(Membership.State.choices),
        "target": targets,
    }
    return str(words.get(name, {}).get(value, value))

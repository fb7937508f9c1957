"""Which drafts there are, for whom, and what each changes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from wotu.packs.schema import Label
from wotu.rules.draft import Draft as RuleDraft
from wotu_site.access.roles import Person, Role
from wotu_site.drafts.models import Draft

#: Who drafts rules and sees the drafts of others; firms and liaison officers never do.
DRAFTERS = frozenset({Role.ADMINISTRATOR, Role.OFFICER, Role.LEADER})

MOST_COMPARED = 3


def visible_drafts(person: Person) -> QuerySet[Draft]:
    """The person's own drafts and those that others share, the last changed first."""
    seen = Q(author_id=person.pk) | Q(state=Draft.State.SHARED)
    found = Draft.objects.filter(seen, deleted_at=None).select_related("author")
    return found.order_by("-changed_at", "-pk")


def draft_or_404(person: Person, number: int) -> Draft:
    """A draft that the person may see; ``Http404`` otherwise."""
    found = visible_drafts(person).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def deleted_draft_or_404(person: Person, number: int) -> Draft:
    """A draft that the person has deleted; ``Http404`` otherwise."""
    found = Draft.objects.filter(author_id=person.pk, pk=number).exclude(deleted_at=None).first()
    if found is None:
        raise Http404
    return found


def compared(person: Person, numbers: Sequence[str]) -> list[Draft]:
    """The drafts of some numbers in their order, at most :data:`MOST_COMPARED`."""
    wanted = [int(one) for one in dict.fromkeys(numbers) if one.isascii() and one.isdigit()]
    found = visible_drafts(person).in_bulk(wanted[:MOST_COMPARED])
    return [found[number] for number in wanted if number in found]


def rule_draft(draft: Draft) -> RuleDraft:
    """What a kept draft changes."""
    label = Label(zh=draft.name, en=draft.name)
    return RuleDraft(
        draft=f"draft_{draft.pk}",
        label=label,
        rule=draft.rule_id,
        edition=draft.edition,
        note=draft.note,
        **draft.changes,
    )

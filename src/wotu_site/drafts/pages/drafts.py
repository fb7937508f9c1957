"""The list of kept drafts, and several of them side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.simulate import Effect
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.draft_changes import changes_of
from wotu_site.access.roles import Person
from wotu_site.drafts import addresses, words
from wotu_site.drafts.models import Draft
from wotu_site.drafts.pages.result import Line, cost_lines, sentence, verdict_lines
from wotu_site.drafts.pages.workbench import drafts_crumbs
from wotu_site.drafts.queries import MOST_COMPARED, rule_draft, visible_drafts
from wotu_site.drafts.reading import attempt, controls_of
from wotu_site.drafts.trials import Tried
from wotu_site.policies import queries as policies
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A kept draft; ``changes`` in words, ``current`` says whether its edition is still run."""

    number: int
    name: str
    address: str
    rule: str
    changes: tuple[tuple[str, str], ...]
    note: str
    author: str
    own: bool
    state: str
    state_word: str
    changed_at: dt.datetime
    current: bool


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """The drafts that a person may see, and the rules of which new ones can be made."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    rows: tuple[DraftRow, ...]
    rules: tuple[tuple[str, str], ...]
    most_compared: int


@dataclass(frozen=True, slots=True)
class ComparedDraft:
    """One draft beside others: what it changes and what it comes to, or why it cannot be run."""

    row: DraftRow
    sentence: str
    effects: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two or three drafts side by side."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    as_of: dt.date
    drafts: tuple[ComparedDraft, ...]


def drafts_page(snapshot: Snapshot, person: Person) -> DraftsPage:
    """All drafts that a person may see."""
    language = page_language()
    return DraftsPage(
        title=_("Drafts of rules"),
        breadcrumbs=drafts_crumbs(),
        rows=tuple(_row(snapshot, one, person) for one in visible_drafts(person)),
        rules=tuple(
            (rule.spec.label.in_language(language), reverse("drafts:rule", args=[rule.id]))
            for rule in snapshot.rulebook.in_force(snapshot.manifest.as_of)
        ),
        most_compared=MOST_COMPARED,
    )


def compare_page(snapshot: Snapshot, drafts: Sequence[Draft], person: Person) -> ComparePage:
    """Some drafts side by side; effects that none of them has are left out."""
    tried = [(one, *_attempt(snapshot, one)) for one in drafts]
    results = [result for _draft, result, _faults in tried if result is not None]
    effects = [e for e in words.SHOWN if any(one.simulation.counts[e] for one in results)]
    return ComparePage(
        title=_("Drafts side by side"),
        breadcrumbs=(*drafts_crumbs(), Crumb(_("Compare"))),
        as_of=snapshot.manifest.as_of,
        drafts=tuple(
            _compared(_row(snapshot, draft, person), result, faults, effects)
            for draft, result, faults in tried
        ),
    )


def draft_address(snapshot: Snapshot, draft: Draft) -> str:
    """The page on which a kept draft is tried."""
    rule = edition_of(snapshot, draft)
    if rule is None:
        return reverse("policies:rule", args=[draft.rule_id])
    query = addresses.query_of(controls_of(snapshot, rule)[0], rule_draft(draft))
    query["draft"] = str(draft.pk)
    return f"{reverse('drafts:rule', args=[draft.rule_id])}?{query.urlencode()}"


def edition_of(snapshot: Snapshot, draft: Draft) -> CheckedRule | None:
    """The edition that a draft changes, where the snapshot has run it over the firms."""
    found = policies.editions(snapshot, draft.rule_id)
    editions = (one for one in found if one.spec.edition == draft.edition)
    return next((one for one in editions if policies.screened(snapshot, one)), None)


def _row(snapshot: Snapshot, draft: Draft, person: Person) -> DraftRow:
    language = page_language()
    rule = edition_of(snapshot, draft)
    day = snapshot.manifest.as_of
    changes = changes_of(rule.spec, rule_draft(draft), day) if rule else ()
    return DraftRow(
        number=draft.pk,
        name=draft.name,
        address=draft_address(snapshot, draft),
        rule=rule.spec.label.in_language(language) if rule else draft.rule_id,
        changes=tuple((one.label.in_language(language), words.change_text(one)) for one in changes),
        note=draft.note,
        author=draft.author.display_name,
        own=draft.author_id == person.pk,
        state=draft.state,
        state_word=draft.get_state_display(),
        changed_at=draft.changed_at,
        current=rule is not None,
    )


def _attempt(snapshot: Snapshot, draft: Draft) -> tuple[Tried | None, tuple[str, ...]]:
    if edition_of(snapshot, draft) is None:
        return None, (_("The edition that it changes is no longer in force."),)
    tried, faults = attempt(snapshot, rule_draft(draft))
    return tried, tuple(fault.message for fault in faults)


def _compared(
    row: DraftRow, tried: Tried | None, faults: tuple[str, ...], effects: Sequence[Effect]
) -> ComparedDraft:
    if tried is None:
        return ComparedDraft(row, "", (), (), faults)
    simulation = tried.simulation
    return ComparedDraft(
        row,
        sentence(simulation),
        tuple(
            (words.effect_word(effect), words.signed_text(effect, simulation.counts[effect]))
            for effect in effects
        ),
        (*verdict_lines(simulation), *cost_lines(tried)),
        (),
    )

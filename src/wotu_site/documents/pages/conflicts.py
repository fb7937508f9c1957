"""Conflicts: statements of one thing side by side, what differs, and settling it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BaseForm
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wotu.reading.reconciling.statements import LAKE, Difference, Item, Settlement, Statement
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.documents import conflicts, library
from wotu_site.documents.conflicts import EXPLAINED, REOPENED, SAME, SETTLED, WAITING
from wotu_site.documents.pages.claims import Sentence, sentence_of
from wotu_site.documents.pages.frame import document_crumbs, document_tabs
from wotu_site.documents.words import (
    compare_text,
    difference_word,
    figure_text,
    kind_word,
    period_text,
)
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 15

ICONS = {
    Difference.SAME: "equal",
    Difference.ROUNDING: "math-function",
    Difference.BOUND: "arrows-horizontal",
    Difference.VINTAGE: "history",
    Difference.SCOPE: "focus-2",
    Difference.UNIT: "ruler-measure",
    Difference.CONFLICT: "alert-triangle",
}
STATES: Mapping[str, Promise] = {
    WAITING: gettext_lazy("To settle"),
    REOPENED: gettext_lazy("Reopened"),
    EXPLAINED: gettext_lazy("Can both be true"),
    SETTLED: gettext_lazy("Settled"),
    SAME: gettext_lazy("The same everywhere"),
}


@dataclass(frozen=True, slots=True)
class StatementCard:
    """What one source says."""

    id: str
    figure: str
    compare: str
    sentence: Sentence
    source: str
    published: str
    address: str
    taken: bool


@dataclass(frozen=True)
class ConflictCard:
    """One item with its statements; ``form`` is what somebody sent and was wrong."""

    key: str
    title: str
    facts: str
    difference: str
    difference_word: str
    icon: str
    explanation: str
    statements: tuple[StatementCard, ...]
    state: str
    state_word: str | Promise
    settled_by: str
    settled_at: dt.datetime | None
    settled_figure: str
    reason: str
    may_be_settled: bool
    form: BaseForm | None = None


@dataclass(frozen=True)
class ConflictsPage:
    """The items that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    state: ListState
    cards: tuple[ConflictCard, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    may_settle: bool


def conflicts_page(
    state: ListState, person: Person, sent: tuple[str, BaseForm] | None = None
) -> ConflictsPage:
    """The page of conflicts; ``sent`` is the form of an item that could not be settled so."""
    found = conflicts.wanted_items(state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    shown = found[pager.offset : pager.offset + pager.size]
    title = _("Conflicts")
    return ConflictsPage(
        title=title,
        breadcrumbs=document_crumbs(Crumb(title)),
        tabs=document_tabs("conflicts"),
        state=state,
        cards=tuple(
            conflict_card(one, sent[1] if sent and sent[0] == one.key else None) for one in shown
        ),
        pager=pager,
        facets=_facets(state),
        chips=_chips(state),
        may_settle=person.role in FIRM_KEEPERS,
    )


def conflict_card(item: Item, form: BaseForm | None = None) -> ConflictCard:
    """One item."""
    said: Settlement | None = item.settled or item.reopened
    state = conflicts.state_of(item)
    facts = (item.subject, period_text(item.period), kind_word(item.kind))
    return ConflictCard(
        key=item.key,
        title=item.metric,
        facts=" · ".join(fact for fact in facts if fact),
        difference=item.difference.value,
        difference_word=difference_word(item.difference),
        icon=ICONS[item.difference],
        explanation=item.explanation.in_language(page_language()),
        statements=tuple(_statement_card(one, item) for one in item.statements),
        state=state,
        state_word=STATES[state],
        settled_by=said.author if said else "",
        settled_at=said.at if said else None,
        settled_figure=said.figure if said else "",
        reason=said.reason if said else "",
        may_be_settled=state in (WAITING, REOPENED, EXPLAINED),
        form=form,
    )


def _statement_card(one: Statement, item: Item) -> StatementCard:
    claim = one.claim
    in_lake = one.source == LAKE
    if in_lake:
        sentence, address = Sentence("", one.sentence, ""), ""
    else:
        sentence = sentence_of(claim, library.reading(one.source))
        address = f"{reverse('documents:document', args=[one.source])}?claim={one.id}"
    return StatementCard(
        id=one.id,
        figure=figure_text(claim),
        compare=compare_text(claim.compare),
        sentence=sentence,
        source=one.source_name,
        published=one.published.isoformat() if one.published else "",
        address=address,
        taken=bool(item.settled) and item.taken.id == one.id,
    )


def _facets(state: ListState) -> tuple[Facet, ...]:
    states = conflicts.counts_of(state, "state")
    differences = conflicts.counts_of(state, "difference")
    subjects = conflicts.counts_of(state, "subject").most_common()
    shown = (
        facet(state, "state", _("State"), [(one, STATES[one], states[one]) for one in STATES]),
        facet(
            state,
            "difference",
            pgettext("documents", "Difference"),
            [
                (one.value, difference_word(one), differences[one.value])
                for one in reversed(Difference)
                if differences[one.value] or one.value in state.values("difference")
            ],
        ),
        facet(state, "subject", _("Subject"), [(name, name, number) for name, number in subjects]),
    )
    return tuple(one for one in shown if one.values)


def _chips(state: ListState) -> tuple[Chip, ...]:
    labels = {
        "q": pgettext("filter", "Search"),
        "state": _("State"),
        "difference": pgettext("documents", "Difference"),
        "subject": _("Subject"),
    }
    words: dict[str, Mapping[str, str | Promise]] = {
        "state": STATES,
        "difference": {one.value: difference_word(one) for one in Difference},
    }
    return chips(state, labels, words)

"""Who is who: one doubtful name at a time, the names that follow, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wotu.identity.judgements import Judgement, JudgementKind
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.data import identity
from wotu_site.data.identity import Candidate, Doubt, Place
from wotu_site.data.labels import contract_label, packs
from wotu_site.data.pages.frame import BuildHint, build_hint, data_crumbs, data_tabs
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import ListState, Pager
from wotu_site.ui.tabs import Tab

QUEUES = ("waiting", "later", "decided")

#: What the evidence of a candidate says, in words; facts that are not here say too little.
REASONS: dict[str, Promise] = {
    "same_name": gettext_lazy("Same name"),
    "same_district": gettext_lazy("Same district"),
    "other_district": gettext_lazy("Another district"),
    "trade_name_edits": gettext_lazy("Trade name differs"),
    "trade_name_lost": gettext_lazy("Much of the trade name differs"),
    "business_edits": gettext_lazy("Line of business differs"),
    "sound_alike": gettext_lazy("Characters that sound alike"),
    "place_differs": gettext_lazy("Another place in the name"),
    "place_missing": gettext_lazy("Only one name states a place"),
    "place_wider": gettext_lazy("Place written out further"),
    "form_differs": gettext_lazy("Another legal form"),
    "form_missing": gettext_lazy("No legal form written"),
    "form_variant": gettext_lazy("Variant of the same legal form"),
    "branch_differs": gettext_lazy("Branch against firm"),
    "likeness_lost": gettext_lazy("Rare characters are missing"),
    "trade_name_whole": gettext_lazy("Whole trade name used"),
    "trade_name_head": gettext_lazy("Begins as the trade name"),
    "trade_name_skipped": gettext_lazy("Trade name used in parts"),
    "missing": gettext_lazy("Characters that the name does not have"),
    "out_of_order": gettext_lazy("Characters in another order"),
    "breaks": gettext_lazy("Characters far apart"),
    "mid_word": gettext_lazy("Begins within a word"),
    "joint_stock": gettext_lazy("Joint-stock company"),
    "limited": gettext_lazy("Limited company"),
    "likeness": gettext_lazy("Rare characters in common"),
}

KINDS: dict[str, Promise] = {
    JudgementKind.LINK.value: pgettext_lazy("judgement", "Means this firm"),
    JudgementKind.REJECT.value: pgettext_lazy("judgement", "Is not this firm"),
    JudgementKind.SAME_FIRM.value: pgettext_lazy("judgement", "Merged into"),
}


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One firm that the name may mean; ``key`` is the key that says so."""

    key: str
    candidate: Candidate
    name: str
    registered_name: str
    code: str
    division: str
    address: str
    percent: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubtCard:
    """The name that is looked at."""

    doubt: Doubt
    division: str
    contracts: tuple[str, ...]
    places: tuple[Place, ...]
    candidates: tuple[CandidateRow, ...]
    later_by: str


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A name further down the list."""

    doubt: Doubt
    contracts: str
    best: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision that stands."""

    judgement: Judgement
    words: str
    firm: str
    firm_address: str
    at: datetime
    pending: bool


@dataclass(frozen=True, slots=True)
class IdentityPage:
    """One queue of names."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    queues: tuple[Tab, ...]
    queue: str
    state: ListState
    pager: Pager
    card: DoubtCard | None
    rows: tuple[DoubtRow, ...]
    decisions: tuple[DecisionRow, ...]
    hint: BuildHint
    may_decide: bool


def identity_page(state: ListState, person: Person) -> IdentityPage:
    """The queue that the address asks for, with the name it points at, else the first."""
    queue = state.value("queue") if state.value("queue") in QUEUES else "waiting"
    waiting, later = identity.waiting(), identity.put_off()
    decided = identity.decisions()[::-1]
    doubts = {"waiting": waiting, "later": later, "decided": []}[queue]
    pager = Pager.of(len(decided) if queue == "decided" else len(doubts), state.page)
    window = slice(pager.offset, pager.offset + pager.size)
    shown = doubts[window]
    wanted = state.value("name")
    at = next((one for one in doubts if one.reference == wanted), shown[0] if shown else None)
    return IdentityPage(
        title=_("Who is who"),
        breadcrumbs=data_crumbs(Crumb(_("Who is who"))),
        tabs=data_tabs(person, "identity"),
        queues=_queues(queue, len(waiting), len(later), len(decided)),
        queue=queue,
        state=state,
        pager=pager,
        card=_card(at) if at else None,
        rows=tuple(_doubt_row(one, queue, at) for one in shown),
        decisions=_decision_rows(decided[window]) if queue == "decided" else (),
        hint=build_hint(person),
        may_decide=person.role in FIRM_KEEPERS,
    )


def _queues(queue: str, waiting: int, later: int, decided: int) -> tuple[Tab, ...]:
    home = reverse("data:identity")
    return (
        Tab(_("To be decided"), home, queue == "waiting", waiting),
        Tab(_("Put off"), f"{home}?queue=later", queue == "later", later),
        Tab(_("Decided"), f"{home}?queue=decided", queue == "decided", decided),
    )


def _card(doubt: Doubt) -> DoubtCard:
    known = identity.facts_of([one.firm_id for one in doubt.candidates])
    later = identity.postponed().get(doubt.reference)
    return DoubtCard(
        doubt=doubt,
        division=_division(doubt.division_code),
        contracts=tuple(contract_label(name) for name in doubt.contracts),
        places=tuple(identity.places_of(doubt)),
        candidates=tuple(
            _candidate_row(str(number), one, known.get(one.firm_id, {}))
            for number, one in enumerate(doubt.candidates, start=1)
        ),
        later_by=later.person.display_name if later else "",
    )


def _candidate_row(key: str, one: Candidate, firm: dict[str, str | None]) -> CandidateRow:
    registered = firm.get("name") or one.name
    return CandidateRow(
        key=key,
        candidate=one,
        name=one.name,
        registered_name=registered if registered != one.name else "",
        code=firm.get("uscc") or "",
        division=_division(firm.get("division_code")),
        address=reverse("firms:firm", args=[one.firm_id]) if firm else "",
        percent=round(one.likeness * 100),
        reasons=tuple(
            str(REASONS[fact])
            for fact in dict.fromkeys(text.partition(":")[0] for text in one.reasons)
            if fact in REASONS
        ),
    )


def _doubt_row(one: Doubt, queue: str, at: Doubt | None) -> DoubtRow:
    asked = {"queue": queue} if queue != "waiting" else {}
    query = urlencode({**asked, "name": one.reference})
    return DoubtRow(
        doubt=one,
        contracts="、".join(contract_label(name) for name in one.contracts),
        best=one.candidates[0].name if one.candidates else "",
        address=f"{reverse('data:identity')}?{query}",
        current=at is not None and at.reference == one.reference,
    )


def _decision_rows(shown: list[Judgement]) -> tuple[DecisionRow, ...]:
    known = identity.facts_of([one.right for one in shown if one.right])
    built_at = identity.built_at()
    return tuple(
        DecisionRow(
            judgement=one,
            words=str(KINDS[one.kind.value]) if one.right else _("Means none of the firms"),
            firm=(known.get(one.right, {}).get("name") or one.right) if one.right else "",
            firm_address=reverse("firms:firm", args=[one.right]) if one.right in known else "",
            at=one.at,
            pending=built_at is None or one.at > built_at,
        )
        for one in shown
    )


def _division(code: str | None) -> str:
    if not code:
        return ""
    return packs().code_lists["divisions"].label_of(code).in_language(page_language())

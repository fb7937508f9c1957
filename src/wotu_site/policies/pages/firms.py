"""Firms before a rule, or before one of its conditions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wotu.build.population import VERDICTS, Wanted
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu.rules.inputs import Asked
from wotu.rules.screen import Standing
from wotu_site.access.roles import Person
from wotu_site.policies import queries
from wotu_site.policies.listing import FirmList, list_firms
from wotu_site.policies.narrowing import Narrowing, narrowing_of
from wotu_site.policies.pages.bars import verdict_words
from wotu_site.policies.pages.rule import rule_crumbs
from wotu_site.policies.rule_text import ConditionText, rule_text
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.standings import standing_look
from wotu_site.ui.tables import Column, ListState
from wotu_site.ui.tabs import Tab

FIRM = Column(gettext_lazy("Firm"), "name")
STANDING = Column(gettext_lazy("Standing"), "standing")
OFFICER = Column(gettext_lazy("Liaison officer"))

FIRM_COLUMNS = (
    FIRM,
    STANDING,
    Column(gettext_lazy("What is short or missing"), "facts"),
    OFFICER,
)
#: Where all firms stand alike it need not be said of each.
ONE_STANDING_COLUMNS = tuple(column for column in FIRM_COLUMNS if column is not STANDING)
MEASURED_COLUMNS = (
    FIRM,
    Column(gettext_lazy("Value"), "value", numeric=True),
    Column(gettext_lazy("Threshold"), "threshold", numeric=True),
    Column(gettext_lazy("Margin"), "margin", numeric=True),
    Column(""),
    STANDING,
    OFFICER,
)
PLAIN_COLUMNS = (FIRM, STANDING, OFFICER)

SORTS = ("name", "standing", "facts", "short")


@dataclass(frozen=True, slots=True)
class FirmsPage:
    """Firms before a rule; ``lacking`` is the fact that they lack, where one was asked for."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    rule_label: str
    as_of: dt.date
    lacking: str
    tabs: tuple[Tab, ...]
    columns: tuple[Column, ...]
    list: FirmList
    export_address: str

    @property
    def shows_standing(self) -> bool:
        """Whether each row says where its firm stands."""
        return STANDING in self.columns


@dataclass(frozen=True, slots=True)
class ConditionPage:
    """Firms before one condition, with its values and margins."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    rule_label: str
    as_of: dt.date
    condition: ConditionText
    measured: bool
    tabs: tuple[Tab, ...]
    columns: tuple[Column, ...]
    list: FirmList
    export_address: str


def firms_page(
    snapshot: Snapshot, rule: CheckedRule, state: ListState, person: Person
) -> FirmsPage:
    """The firms before a rule in a state that the address gives."""
    label = rule.spec.label.in_language(page_language())
    wanted, narrowing = wanted_firms(snapshot, rule, state, person)
    lacking = _title_of(snapshot, rule, wanted.lacking)
    title = _("Firms before %(rule)s") % {"rule": label}
    return FirmsPage(
        title=title,
        breadcrumbs=_crumbs(rule, label, _("Firms")),
        rule_label=label,
        as_of=snapshot.manifest.as_of,
        lacking=lacking,
        tabs=_standing_tabs(snapshot, rule, state, wanted),
        columns=FIRM_COLUMNS if len(wanted.standings) != 1 else ONE_STANDING_COLUMNS,
        list=list_firms(
            snapshot,
            rule.id,
            wanted,
            narrowing,
            state,
            person,
            filters={"lacking": _("Lacking")},
            words={"lacking": {state.value("lacking"): lacking}},
        ),
        export_address=_export(reverse("policies:firms-export", args=[rule.id]), state),
    )


def condition_page(
    snapshot: Snapshot,
    rule: CheckedRule,
    condition: CheckedCondition,
    state: ListState,
    person: Person,
) -> ConditionPage:
    """The firms before a condition in a state that the address gives."""
    language = page_language()
    label = rule.spec.label.in_language(language)
    text = rule_text(snapshot, rule.id, rule.spec.edition, language)
    wanted, narrowing = wanted_by_condition(condition, state, person)
    measured = condition.value is not None
    return ConditionPage(
        title=condition.spec.label.in_language(language),
        breadcrumbs=_crumbs(rule, label, condition.spec.label.in_language(language)),
        rule_label=label,
        as_of=snapshot.manifest.as_of,
        condition=next(one for one in text.conditions if one.id == condition.id),
        measured=measured,
        tabs=_verdict_tabs(snapshot, rule, condition, state, narrowing),
        columns=MEASURED_COLUMNS if measured else PLAIN_COLUMNS,
        list=list_firms(snapshot, rule.id, wanted, narrowing, state, person),
        export_address=_export(
            reverse("policies:condition-export", args=[rule.id, condition.id]), state
        ),
    )


def wanted_firms(
    snapshot: Snapshot, rule: CheckedRule, state: ListState, person: Person
) -> tuple[Wanted, Narrowing]:
    """Which firms before a rule an address asks for; an unknown standing asks for nothing."""
    narrowing = narrowing_of(state, person)
    standings = [Standing(one) for one in state.values("standing") if one in set(Standing)]
    lacking = tuple(_asked(snapshot, rule, name) for name in state.values("lacking"))
    return Wanted(narrowing.among, tuple(standings), lacking=lacking), narrowing


def wanted_by_condition(
    condition: CheckedCondition, state: ListState, person: Person
) -> tuple[Wanted, Narrowing]:
    """Which firms before a condition an address asks for."""
    narrowing = narrowing_of(state, person)
    verdict = chosen_verdict(state)
    wanted = Wanted(
        narrowing.among, condition=condition.id, condition_verdicts=(verdict,) if verdict else ()
    )
    return wanted, narrowing


def chosen_verdict(state: ListState) -> str:
    """The verdict that a list of firms before a condition shows; not met where none is named."""
    wanted = state.value("verdict") or "not_met"
    return wanted if wanted in VERDICTS else ""


def condition_sorts(condition: CheckedCondition, verdict: str) -> tuple[tuple[str, ...], str]:
    """By what firms before a condition can be sorted, and by what first.

    Firms that fall short come nearest first, firms that meet it closest to the edge first.
    """
    measures = ("value", "threshold", "margin") if condition.value is not None else ()
    first = {"not_met": "-margin", "met": "margin"}.get(verdict, "name")
    return (*SORTS, *measures), first if measures else "name"


def _crumbs(rule: CheckedRule, label: str, last: str) -> tuple[Crumb, ...]:
    first, middle = rule_crumbs(label)
    return (first, Crumb(middle.label, reverse("policies:rule", args=[rule.id])), Crumb(last))


def _asked(snapshot: Snapshot, rule: CheckedRule, name: str) -> Asked:
    """The fact of a rule by the name of its column."""
    day = snapshot.manifest.as_of
    found = next((item for item in rule.asked if item.column(day) == name), None)
    if found is None:
        raise Http404
    return found


def _title_of(snapshot: Snapshot, rule: CheckedRule, items: tuple[Asked, ...]) -> str:
    population = queries.population(snapshot, rule.id)
    return "；".join(population.named(item).title(page_language()) for item in items)


def _standing_tabs(
    snapshot: Snapshot, rule: CheckedRule, state: ListState, wanted: Wanted
) -> tuple[Tab, ...]:
    chosen = state.values("standing")
    if wanted.lacking:
        return ()
    counts = queries.standings(snapshot, rule.id, wanted.among)
    every = Tab(_("All"), state.address(standing=None), not chosen, sum(counts.values()))
    return (
        every,
        *(
            Tab(
                standing_look(standing).word,
                state.address(standing=standing.value),
                chosen == [standing.value],
                counts[standing],
            )
            for standing in Standing
        ),
    )


def _verdict_tabs(
    snapshot: Snapshot,
    rule: CheckedRule,
    condition: CheckedCondition,
    state: ListState,
    narrowing: Narrowing,
) -> tuple[Tab, ...]:
    counts = queries.verdicts(snapshot, rule.id, narrowing.among)[condition.id]
    words, chosen = verdict_words(), chosen_verdict(state)
    return tuple(
        Tab(
            words[verdict],
            state.address(verdict=verdict, sort=None),
            chosen == verdict,
            counts.of(verdict),
        )
        for verdict in VERDICTS
    )


def _export(address: str, state: ListState) -> str:
    query = state.address().partition("?")[2]
    return f"{address}?{query}" if query else address

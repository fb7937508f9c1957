"""A rule: text beside code beside population."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.among import Attribute
from wotu.build.asking_order import AskingOrder
from wotu.build.missing_facts import MissingFact
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.screen import Standing
from wotu_site.policies import queries
from wotu_site.policies.narrowing import attribute_labels, attribute_text
from wotu_site.policies.pages.bars import condition_bar, firms_address, standings_bar
from wotu_site.policies.pages.rules import state_of
from wotu_site.policies.rule_text import ConditionText, RuleText, rule_text
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.shares import SharesBar

#: Facts listed on the page of a rule; the others are in the file.
FACTS_SHOWN = 12

#: So many steps of the order in which to ask.
STEPS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition, and how many firms meet it where firms are shown."""

    text: ConditionText
    bar: SharesBar | None
    address: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A missing fact: who has it, how many firms wait for it, how many it would settle.

    ``share`` is the length of its bar (0-100), the first fact's being full.
    """

    title: str
    supplier: str
    lacking: int
    undecided: int
    settles: int
    share: float
    settles_address: str
    lacking_address: str
    export_address: str


@dataclass(frozen=True, slots=True)
class AskingStep:
    """Facts to ask for next, each with who has it; firms settled by them and by all so far."""

    facts: tuple[tuple[str, str], ...]
    firms: int
    so_far: int
    share: float


@dataclass(frozen=True, slots=True)
class CrossRow:
    """The firms of one value of an attribute, by where they stand, with the address of each."""

    label: str
    total: int
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Where firms stand, by an attribute."""

    label: str
    rows: tuple[CrossRow, ...]


@dataclass(frozen=True, slots=True)
class RulePopulation:
    """The firms before a rule."""

    firms: int
    bar: SharesBar
    facts: tuple[FactRow, ...]
    more_facts: int
    asking: tuple[AskingStep, ...]
    undecided: int
    tables: tuple[CrossTable, ...]
    standings: tuple[Standing, ...]
    downloads: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RulePage:
    """One edition of a rule; ``population`` is None where no firms are shown."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    rule_id: str
    edition: str
    state: str
    as_of: dt.date
    valid_from: dt.date
    valid_to: dt.date | None
    summary: str
    grants: str
    valid_years: int | None
    text: RuleText
    conditions: tuple[ConditionRow, ...]
    population: RulePopulation | None
    others: tuple[tuple[str, str], ...]


def rule_page(snapshot: Snapshot, rule: CheckedRule, *, with_firms: bool) -> RulePage:
    """The page of an edition of a rule; ``with_firms`` says whether firms are shown."""
    spec, language = rule.spec, page_language()
    text = rule_text(snapshot, rule.id, spec.edition, language)
    counted = with_firms and queries.screened(snapshot, rule)
    label = spec.label.in_language(language)
    return RulePage(
        title=label,
        breadcrumbs=rule_crumbs(label),
        rule_id=rule.id,
        edition=spec.edition,
        state=state_of(rule, snapshot.manifest.as_of),
        as_of=snapshot.manifest.as_of,
        valid_from=spec.valid.from_,
        valid_to=spec.valid.to,
        summary=spec.summary.in_language(language) if spec.summary else "",
        grants=spec.grants.label.in_language(language) if spec.grants else "",
        valid_years=spec.grants.valid_years if spec.grants else None,
        text=text,
        conditions=_conditions(snapshot, rule, text, counted),
        population=_population(snapshot, rule) if counted else None,
        others=tuple(
            (
                one.spec.edition,
                f"{reverse('policies:rule', args=[rule.id])}?edition={one.spec.edition}",
            )
            for one in queries.editions(snapshot, rule.id)
            if one.spec.edition != spec.edition
        ),
    )


def rule_crumbs(label: str, *last: Crumb) -> tuple[Crumb, ...]:
    """The way to the page of a rule."""
    return (Crumb(_("Policies"), reverse("policies:list")), Crumb(label), *last)


def _conditions(
    snapshot: Snapshot, rule: CheckedRule, text: RuleText, counted: bool
) -> tuple[ConditionRow, ...]:
    counts = queries.verdicts(snapshot, rule.id) if counted else {}
    return tuple(
        ConditionRow(
            one,
            condition_bar(rule.id, one.id, counts[one.id]) if counted else None,
            reverse("policies:condition", args=[rule.id, one.id]) if counted else "",
        )
        for one in text.conditions
    )


def _population(snapshot: Snapshot, rule: CheckedRule) -> RulePopulation:
    standings = queries.standings(snapshot, rule.id)
    facts = queries.missing(snapshot, rule.id)
    order = queries.asking(snapshot, rule.id)
    download = reverse("policies:download", args=[rule.id])
    return RulePopulation(
        firms=sum(standings.values()),
        bar=standings_bar(rule.id, standings),
        facts=_facts(rule, facts[:FACTS_SHOWN], snapshot.manifest.as_of),
        more_facts=max(len(facts) - FACTS_SHOWN, 0),
        asking=_asking(order),
        undecided=order.undecided,
        tables=tuple(_table(snapshot, rule, attribute) for attribute in ("section", "size")),
        standings=tuple(Standing),
        downloads=tuple(
            (name, f"{download}?as={ending}")
            for name, ending in (("Excel", "xlsx"), ("CSV", "csv"), ("Parquet", "parquet"))
        ),
    )


def _asking(order: AskingOrder) -> tuple[AskingStep, ...]:
    language = page_language()
    return tuple(
        AskingStep(
            tuple((f.title(language), f.supplier.in_language(language)) for f in step.facts),
            step.firms,
            step.so_far,
            round(100 * step.so_far / order.undecided, 1),
        )
        for step in order.steps[:STEPS_SHOWN]
    )


def _facts(rule: CheckedRule, facts: tuple[MissingFact, ...], day: dt.date) -> tuple[FactRow, ...]:
    most = max((fact.settles for fact in facts), default=0) or 1
    language = page_language()
    rows = []
    for fact in facts:
        column = fact.asked.column(day)
        settled = {"lacking": column, "standing": Standing.ONE_FACT.value}
        export = reverse("policies:firms-export", args=[rule.id])
        address = firms_address(rule.id, **settled)
        rows.append(
            FactRow(
                title=fact.named.title(language),
                supplier=fact.named.supplier.in_language(language),
                lacking=fact.lacking,
                undecided=fact.undecided,
                settles=fact.settles,
                share=round(100 * fact.settles / most, 1),
                settles_address=address,
                lacking_address=firms_address(rule.id, lacking=column),
                export_address=f"{export}?{address.partition('?')[2]}",
            )
        )
    return tuple(rows)


def _table(snapshot: Snapshot, rule: CheckedRule, attribute: Attribute) -> CrossTable:
    rows = queries.standings_by(snapshot, rule.id, attribute)
    return CrossTable(
        attribute_labels()[attribute],
        tuple(
            CrossRow(
                attribute_text(snapshot, attribute, value),
                sum(counts.values()),
                tuple(
                    (
                        counts[standing],
                        firms_address(rule.id, standing=standing.value, **{attribute: value}),
                    )
                    for standing in Standing
                ),
            )
            for value, counts in rows.items()
        ),
    )

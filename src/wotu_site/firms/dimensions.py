"""What the list of firms can be narrowed by: each dimension as SQL and in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.among import EVERY, NOT_KNOWN, SIZE_RULE, Clause, one_of
from wotu.build.certificates import NOTICE_MONTHS
from wotu.build.snapshot import Snapshot
from wotu.contracts.codelists import CodeList
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedRule
from wotu.rules.screen import STANDING_LABELS, Standing
from wotu_site.firms import assigned


@dataclass(frozen=True)
class Dimension:
    """One thing that firms differ by; ``name`` is its parameter in the address.

    A firm has one value in ``column``, or any number in ``members``: a query of ``firm_id`` and
    ``value``. ``order`` lists values that are always offered; others come by frequency.
    ``unknown`` is what having no value is called, empty where that cannot be asked for.
    """

    name: str
    label: str
    column: str = ""
    members: str = ""
    parameters: tuple[object, ...] = ()
    words: Callable[[str], str] = str
    order: tuple[str, ...] = ()
    unknown: str = ""

    def having(self, values: Sequence[str]) -> Clause:
        """That a firm has one of some values; none ask for nothing."""
        if not values:
            return EVERY
        if self.column:
            return one_of(self.column, values)
        known = [value for value in values if value != NOT_KNOWN]
        inside = f"f.firm_id {{}} (SELECT firm_id FROM ({self.members}) m{{}})"
        parts, parameters = [], list[object]()
        if known:
            marks = ", ".join("?" * len(known))
            parts.append(inside.format("IN", f" WHERE m.value IN ({marks})"))
            parameters += [*self.parameters, *known]
        if NOT_KNOWN in values and self.unknown:
            parts.append(inside.format("NOT IN", ""))
            parameters += self.parameters
        return Clause(f"({' OR '.join(parts) or 'false'})", tuple(parameters))

    def word(self, value: str) -> str:
        """A value as people call it."""
        return self.unknown if value == NOT_KNOWN and self.unknown else self.words(value)


@dataclass(frozen=True)
class Dimensions:
    """All dimensions of a snapshot, by name, and the rule whose standings are shown."""

    rule: CheckedRule | None
    all: dict[str, Dimension] = field(default_factory=dict)


def dimensions(snapshot: Snapshot, rule_id: str, language: str) -> Dimensions:
    """The dimensions of a snapshot; ``rule_id`` chooses the rule whose standings count."""
    rules = snapshot.rulebook.in_force(snapshot.manifest.as_of)
    rule = chosen_rule(rules, rule_id)
    found = [
        *([_standing(rule, language)] if rule else []),
        *_rungs(snapshot, language),
        _expiring(snapshot, language),
        _held(snapshot, language),
        *(_outcome(rule, language) for rule in rules if rule.spec.outcome),
        _section(snapshot, language),
        _coded(snapshot, "division", _("Division"), "division_code", "divisions", language),
        _officer(),
        _disagreement(snapshot, language),
        _coded(snapshot, "state", _("State"), "state", "registration_states", language),
        _kind(),
    ]
    return Dimensions(rule, {dimension.name: dimension for dimension in found})


def chosen_rule(rules: Sequence[CheckedRule], rule_id: str) -> CheckedRule | None:
    """The rule of this name; else the one that grants the most, else the first."""
    by_id = {rule.id: rule for rule in rules}
    granting = [rule for rule in rules if rule.spec.grants and rule.spec.grants.certificate]
    longest = sorted(granting, key=lambda rule: -(rule.spec.grants.valid_years or 0))
    return by_id.get(rule_id) or next(iter([*longest, *rules]), None)


def _standing(rule: CheckedRule, language: str) -> Dimension:
    return Dimension(
        "standing",
        rule.spec.label.in_language(language),
        f'f."standing_{rule.id}"',
        words=_words({s.value: label for s, label in STANDING_LABELS.items()}, language),
        order=tuple(standing.value for standing in Standing),
        unknown=pgettext("rule", "Not applicable"),
    )


def _rungs(snapshot: Snapshot, language: str) -> list[Dimension]:
    kinds = _kinds(snapshot)
    return [
        Dimension(
            name,
            ladder.label.in_language(language),
            f'f."{name}"',
            words=_words(kinds.labels, language),
            order=tuple(rung.certificate for rung in reversed(ladder.rungs)),
            unknown=pgettext("rung", "None known"),
        )
        for name, ladder in snapshot.packs.ladders.items()
        if name in snapshot.columns("firm")
    ]


def _outcome(rule: CheckedRule, language: str) -> Dimension:
    outcome = rule.spec.outcome
    assert outcome is not None
    return Dimension(
        "size" if rule.id == SIZE_RULE else rule.id,
        outcome.label.in_language(language),
        f'f."outcome_{rule.id}"',
        words=_words(outcome.classes, language),
        order=tuple(outcome.classes),
        unknown=pgettext("verdict", "Unknown"),
    )


def _section(snapshot: Snapshot, language: str) -> Dimension:
    codes = snapshot.packs.code_lists["gbt4754_2017"]
    return Dimension(
        "section",
        _("Industry"),
        "f.section",
        words=_words(codes.labels, language),
        unknown=pgettext("value", "unknown"),
    )


def _coded(
    snapshot: Snapshot, name: str, label: str, column: str, codes: str, language: str
) -> Dimension:
    listed = snapshot.packs.code_lists[codes]
    words = _words(listed.labels, language)
    return Dimension(name, label, f"f.{column}", words=words, unknown=pgettext("value", "unknown"))


def _expiring(snapshot: Snapshot, language: str) -> Dimension:
    day = snapshot.manifest.as_of
    return Dimension(
        "expiring",
        _("Expires within %(months)s months") % {"months": NOTICE_MONTHS},
        members=(
            "SELECT firm_id, kind AS value FROM fact_firm_certificate GROUP BY firm_id, kind"
            " HAVING count(*) = count(expires_on)"
            f" AND max(expires_on) BETWEEN ? AND ? + INTERVAL {NOTICE_MONTHS} MONTH"
        ),
        parameters=(day, day),
        words=_words(_kinds(snapshot).labels, language),
    )


def _held(snapshot: Snapshot, language: str) -> Dimension:
    day = snapshot.manifest.as_of
    return Dimension(
        "holds",
        _("Holds a certificate"),
        members=(
            "SELECT DISTINCT firm_id, kind AS value FROM fact_firm_certificate"
            " WHERE granted_on <= ? AND (expires_on IS NULL OR expires_on >= ?)"
        ),
        parameters=(day, day),
        words=_words(_kinds(snapshot).labels, language),
    )


def _officer() -> Dimension:
    return Dimension(
        "officer",
        _("Liaison officer"),
        members=f"SELECT firm_id, officer AS value FROM {assigned.TABLE}",
        unknown=_("Nobody yet"),
    )


def _disagreement(snapshot: Snapshot, language: str) -> Dimension:
    labels = {name: contract.label for name, contract in snapshot.packs.contracts.items()}
    return Dimension(
        "disagreement",
        _("Sources disagree"),
        members="SELECT DISTINCT firm_id, contract AS value FROM disagreement",
        words=_words(labels, language),
    )


def _kind() -> Dimension:
    words = {"firm": _("Firm"), "branch": _("Branch")}
    column = "CASE WHEN f.is_branch THEN 'branch' ELSE 'firm' END"
    return Dimension("kind", _("Kind"), column, words=lambda v: words.get(v, v), order=(*words,))


def _kinds(snapshot: Snapshot) -> CodeList:
    return snapshot.packs.code_lists["certificate_kinds"]


def _words(labels: dict[str, Label], language: str) -> Callable[[str], str]:
    def word(value: str) -> str:
        return labels[value].in_language(language) if value in labels else value

    return word

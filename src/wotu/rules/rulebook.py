"""All rules of the packs, checked together, and the editions in force on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wotu.errors import Fault, PackError, UnknownNameError, did_you_mean
from wotu.packs.loader import PackSet
from wotu.packs.yaml_source import YamlSource
from wotu.rules.check import check_rule
from wotu.rules.checked import CheckedRule


@dataclass(frozen=True)
class Rulebook:
    """Checked rules; editions of one rule stand side by side."""

    rules: tuple[CheckedRule, ...]

    def in_force(self, day: dt.date) -> list[CheckedRule]:
        """The rules on firms in force on ``day``, in the order of the packs."""
        return [r for r in self.rules if _in_force(r, day) and r.spec.subject == "firm"]

    def on_rows(self, day: dt.date) -> list[CheckedRule]:
        """The rules in force on ``day`` that judge the rows of a list."""
        return [r for r in self.rules if _in_force(r, day) and r.spec.subject != "firm"]

    def rule(self, rule_id: str, day: dt.date) -> CheckedRule:
        """The edition of a rule that is in force on ``day``.

        Raises:  UnknownNameError, with the nearest known rule or the days of its editions.
        """
        editions = [rule for rule in self.rules if rule.id == rule_id]
        for rule in editions:
            if _in_force(rule, day):
                return rule
        if editions:
            spans = ", ".join(
                f"{r.spec.edition}: {r.spec.valid.from_} – {r.spec.valid.to or ''}"
                for r in editions
            )
            message = f"{rule_id} 在 {day} 未生效。 {rule_id} is not in force on {day} ({spans})."
            raise UnknownNameError(message, rule=rule_id)
        known = list(dict.fromkeys(rule.id for rule in self.rules))
        hint = did_you_mean(rule_id, known)
        raise UnknownNameError(
            f"没有规则 {rule_id}（有：{', '.join(known)}）。 There is no rule '{rule_id}'.{hint}",
            rule=rule_id,
        )


def _in_force(rule: CheckedRule, day: dt.date) -> bool:
    valid = rule.spec.valid
    return valid.from_ <= day and (valid.to is None or day <= valid.to)


def load_rulebook(packs: PackSet) -> Rulebook:
    """Check every rule of the packs.

    Raises:  PackError holding the faults of all rules together.
    """
    rules: list[CheckedRule] = []
    read: list[YamlSource] = []
    faults: list[Fault] = []
    sources = list(packs.rule_sources.values())
    for source in sources:
        try:
            rules.append(check_rule(source, packs.contracts, packs.code_lists, sources))
            read.append(source)
        except PackError as error:
            faults += error.faults
    faults += _overlaps(rules, read) + _unknown_limits(rules, read, packs)
    if faults:
        raise PackError(faults)
    return Rulebook(tuple(rules))


def _overlaps(rules: list[CheckedRule], sources: list[YamlSource]) -> list[Fault]:
    faults = []
    for place, rule in enumerate(rules):
        for other in rules[:place]:
            first, second = rule.spec.valid, other.spec.valid
            apart = (first.to and first.to < second.from_) or (
                second.to and second.to < first.from_
            )
            if rule.id == other.id and not apart:
                both = other.spec.edition, rule.spec.edition
                message = (
                    f"版本 {both[0]} 与 {both[1]} 的有效期重叠，给旧版加 valid.to"
                    f" · editions {both[0]} and {both[1]} of {rule.id} are in force at the same"
                    " time: end the earlier one with valid.to"
                )
                faults.append(sources[place].fault(("valid",), message))
    return faults


def _unknown_limits(
    rules: list[CheckedRule], sources: list[YamlSource], packs: PackSet
) -> list[Fault]:
    """Groups and excluded rules that measures name and no pack gives."""
    faults = []
    known = {rule.id for rule in rules}
    for rule, source in zip(rules, sources, strict=True):
        measure = rule.spec.measure
        if measure is None:
            continue
        for key, names, given, zh, what in (
            ("groups", measure.groups, set(packs.groups), "政策组", "group of measures"),
            ("excludes", measure.excludes, known, "规则", "rule"),
        ):
            for name in names:
                if name not in given:
                    hint = did_you_mean(name, sorted(given))
                    message = f"没有{zh} {name} · there is no {what} '{name}'.{hint}"
                    faults.append(source.fault(("measure", key), message))
    return faults

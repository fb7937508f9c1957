"""What firms fall short of: the conditions of a rule that they do not meet, and by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from wotu.build.population import Population
from wotu.figures import exact
from wotu.rules import typed
from wotu.rules.checked import CheckedCondition
from wotu.rules.explain import Shortfall, shortfall_of


@dataclass(frozen=True)
class Shortage:
    """One test that a firm does not meet, within ``within``, a condition of the rule.

    ``value``, ``threshold`` and ``margin`` are those of the screening, None where the test
    compares no figures or one is not known.
    """

    condition: CheckedCondition
    within: CheckedCondition
    value: Fraction | None
    threshold: Fraction | None
    margin: Fraction | None
    shortfall: Shortfall | None

    @property
    def operator(self) -> str | None:
        """How value and threshold are compared."""
        term = self.condition.term
        return term.operator if isinstance(term, typed.CompareTerm) else None


def shortages(population: Population, firm_ids: Sequence[str]) -> dict[str, tuple[Shortage, ...]]:
    """For each of some firms the tests that it does not meet, in the order of the rule.

    Of conditions that must all hold every one that fails is named, of alternatives the nearest.
    """
    if not firm_ids:
        return {}
    marks = ", ".join("?" * len(firm_ids))
    snapshot, rule = population.snapshot, population.rule
    verdicts = snapshot.rows(
        f'SELECT * FROM "{population.table}" WHERE firm_id IN ({marks})', firm_ids
    )
    failing = {
        row["firm_id"]: [
            (condition, test)
            for condition in rule.conditions
            for test in _failing_tests(condition, row)
        ]
        for row in verdicts
    }
    facts = _facts(population, [firm for firm, found in failing.items() if _has_shares(found)])
    return {
        row["firm_id"]: tuple(
            _shortage(population, within, test, row, facts.get(row["firm_id"]))
            for within, test in failing[row["firm_id"]]
        )
        for row in verdicts
    }


def _failing_tests(condition: CheckedCondition, row: Mapping[str, Any]) -> list[CheckedCondition]:
    if row[f"{condition.id}.verdict"] is not False:
        return []
    if condition.mode == "test":
        return [condition]
    below = [tests for child in condition.children if (tests := _failing_tests(child, row))]
    if condition.mode == "all":
        return [test for tests in below for test in tests]
    return min(below, key=lambda tests: max(_distance(test, row) for test in tests), default=[])


def _distance(test: CheckedCondition, row: Mapping[str, Any]) -> float:
    """How far a value is from its threshold, as a share of it; far where there is no figure."""
    margin, threshold = row.get(f"{test.id}.margin"), row.get(f"{test.id}.threshold")
    if margin is None or not threshold:
        return float("inf")
    return -float(margin) / abs(float(threshold))


def _has_shares(found: Sequence[tuple[CheckedCondition, CheckedCondition]]) -> bool:
    return any(test.unit == "share" for _, test in found)


def _facts(population: Population, firm_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Rows of the frame of inputs."""
    if not firm_ids:
        return {}
    marks = ", ".join("?" * len(firm_ids))
    rows = population.snapshot.rows(f"SELECT * FROM input WHERE firm_id IN ({marks})", firm_ids)
    return {row["firm_id"]: row for row in rows}


def _shortage(
    population: Population,
    within: CheckedCondition,
    test: CheckedCondition,
    row: Mapping[str, Any],
    facts: Mapping[str, Any] | None,
) -> Shortage:
    shortfall = None
    if test.unit == "share" and facts is not None:
        contracts = population.snapshot.packs.contracts
        shortfall = shortfall_of(population.rule, test, contracts, facts, population.as_of)
    return Shortage(
        test,
        within,
        value=_figure(row.get(f"{test.id}.value")),
        threshold=_figure(row.get(f"{test.id}.threshold")),
        margin=_figure(row.get(f"{test.id}.margin")),
        shortfall=shortfall,
    )


def _figure(value: float | None) -> Fraction | None:
    return None if value is None else exact(value)

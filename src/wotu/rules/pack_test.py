"""Running the examples that rules carry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from wotu.packs.loader import PackSet
from wotu.rules.checked import CheckedRule
from wotu.rules.examples import ExampleFacts, ExampleOutcome, changed, run_examples
from wotu.rules.rulebook import load_rulebook
from wotu.rules.spec import ExampleCase, Examples


@dataclass(frozen=True)
class ExampleResult:
    """One example: what was expected and not found; nothing where it holds."""

    rule: str
    name: str
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"rule": self.rule, "name": self.name, "faults": list(self.faults)}


def run_pack_examples(packs: PackSet) -> list[ExampleResult]:
    """Run every example of every rule; a rule without examples is a fault of its own."""
    results = []
    for rule in load_rulebook(packs).rules:
        examples = rule.spec.examples
        if examples is None:
            fault = "the rule has no examples"
            results.append(ExampleResult(rule.id, "examples", (fault,)))
            continue
        results += _run(rule, packs, examples)
    return results


def _run(rule: CheckedRule, packs: PackSet, examples: Examples) -> list[ExampleResult]:
    """The examples of a rule, those of one day in one query."""
    complete = frozenset(examples.complete)
    by_day: dict[dt.date, list[int]] = {}
    for place, case in enumerate(examples.cases):
        by_day.setdefault(case.as_of or examples.as_of, []).append(place)
    results: dict[int, ExampleResult] = {}
    for day, places in by_day.items():
        cases = [examples.cases[place] for place in places]
        facts = [ExampleFacts(changed(examples.base, case.change), complete) for case in cases]
        outcomes = run_examples(rule, packs.contracts, facts, day)
        for place, case, outcome in zip(places, cases, outcomes, strict=True):
            results[place] = ExampleResult(rule.id, case.name, _faults(case, outcome))
    return [results[place] for place in range(len(examples.cases))]


def _faults(case: ExampleCase, outcome: ExampleOutcome) -> tuple[str, ...]:
    found = {name: outcome.found(name) for name in case.expect}
    return tuple(
        f"{name}: expected {expected}, found {found[name]}"
        for name, expected in case.expect.items()
        if not _same(found[name], expected)
    )


def _same(found: Any, expected: Any) -> bool:
    if isinstance(expected, float) and isinstance(found, int | float):
        return abs(found - expected) < 1e-9
    if isinstance(found, list) and not isinstance(expected, list):
        return bool(found[0] == found[1] == expected)
    return bool(found == expected)

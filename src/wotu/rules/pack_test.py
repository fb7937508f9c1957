"""Running the examples that rules carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wotu.packs.loader import PackSet
from wotu.rules.checked import CheckedRule
from wotu.rules.examples import ExampleFacts, changed, run_example
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
        for case in examples.cases:
            results.append(_run(rule, packs, examples, case))
    return results


def _run(rule: CheckedRule, packs: PackSet, examples: Examples, case: ExampleCase) -> ExampleResult:
    facts = ExampleFacts(changed(examples.base, case.change), frozenset(examples.complete))
    outcome = run_example(rule, packs.contracts, facts, case.as_of or examples.as_of)
    faults = []
    for name, expected in case.expect.items():
        found = outcome.found(name)
        if not _same(found, expected):
            faults.append(f"{name}: expected {expected}, found {found}")
    return ExampleResult(rule.id, case.name, tuple(faults))


def _same(found: Any, expected: Any) -> bool:
    if isinstance(expected, float) and isinstance(found, int | float):
        return abs(found - expected) < 1e-9
    if isinstance(found, list) and not isinstance(expected, list):
        return bool(found[0] == found[1] == expected)
    return bool(found == expected)

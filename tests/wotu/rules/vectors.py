"""Official vectors as facts under contract, for the tests of single rules."""

import json
from decimal import Decimal

from tests.shared_data import shared_path
from wotu.rules.examples import ExampleFacts, run_example

#: No matter how small, an industrial firm with few staff is not large (工信部联企业〔2011〕300号).
ORDINARY = {"uscc": "91350100M000100Y43", "is_branch": False, "industry_code": "3921"}


def vectors(name):
    """The vectors of a page of criteria; skips the test where they are absent."""
    path = shared_path("criteria", f"{name}.vectors.json")
    return json.loads(path.read_text(encoding="utf-8"))


def wan(amount):
    """Yuan from 万元."""
    return None if amount is None else Decimal(str(amount)) * 10_000


def by_year(last, **figures):
    """Yearly rows from lists, oldest first, of which the last item is of the year ``last``."""
    rows = {}
    for field, values in figures.items():
        for year, value in zip(range(last - len(values) + 1, last + 1), values, strict=True):
            rows.setdefault(year, {})[field] = value
    return rows


class Runner:
    """Runs facts through query and interpreter, by the edition in force on a day."""

    def __init__(self, rulebook, contracts, lists=()):
        self.rulebook, self.contracts, self.lists = rulebook, contracts, frozenset(lists)

    def run(self, rule, day, facts):
        return run_example(
            self.rulebook.rule(rule, day), self.contracts, ExampleFacts(facts, self.lists), day
        )


def single(found):
    """A figure whose interval has closed."""
    if isinstance(found, list):
        assert found[0] == found[1]
        return found[0]
    return found

"""Many rules in one query say what each says alone."""

from dataclasses import replace
from fractions import Fraction

import polars as pl
import polars.selectors as cs
import pytest

from tests.wotu.rules.random_facts import AS_OF
from tests.wotu.rules.sql.populations import random_population
from wotu.rules.checked import CheckedParameter
from wotu.rules.compile import FIRM_ID
from wotu.rules.frame import input_frame
from wotu.rules.many import screen_many
from wotu.rules.screen import screen


def moved(rule, factor):
    parameters = {
        name: CheckedParameter(
            p.kind, tuple((d, v * factor if isinstance(v, Fraction) else v) for d, v in p.values)
        )
        for name, p in rule.parameters.items()
    }
    spec = rule.spec.model_copy(update={"edition": f"times {factor}"})
    return replace(rule, spec=spec, parameters=parameters)


@pytest.mark.parametrize("seed", [1, 2])
def test_rules_and_their_variants_fare_as_they_do_alone(packs, national_rules, seed):
    rules = [national_rules[name] for name in ("cn.hnte", "cn.tsme", "cn.sme_size")]
    rules += [moved(rules[0], Fraction(1, 20)), moved(rules[0], Fraction(5))]
    firms, facts, complete = random_population(packs, rules[0], seed)
    rows = pl.LazyFrame({FIRM_ID: firms})
    frame = input_frame(rows, facts, rules, packs.contracts, AS_OF, complete).collect()
    together = screen_many(rules, frame.lazy(), packs.contracts, AS_OF).collect()
    verdicts = set()
    for rule in rules:
        alone = screen(rule, frame.lazy(), packs.contracts, AS_OF).rows.collect()
        prefix = f"{rule.id}@{rule.spec.edition}:"
        names = [name for name in together.columns if name.startswith(prefix)]
        found = together.select(FIRM_ID, pl.col(names).name.map(lambda n, p=prefix: n[len(p) :]))
        applying = found.filter(pl.col("standing").is_not_null())
        assert applying.sort(FIRM_ID).equals(alone.select(found.columns).sort(FIRM_ID))
        verdicts.add(str(alone.select(cs.ends_with("verdict")).rows()))
    assert len(verdicts) == len(rules), "variants differ, or they would prove nothing"


def test_columns_are_chosen(packs, national_rules):
    rule = national_rules["cn.hnte"]
    firms, facts, complete = random_population(packs, rule, 1, 20)
    rows = pl.LazyFrame({FIRM_ID: firms})
    frame = input_frame(rows, facts, [rule], packs.contracts, AS_OF, complete)
    wanted = ["verdict", "rd_intensity.margin"]
    found = screen_many([rule], frame, packs.contracts, AS_OF, wanted).collect()
    assert found.columns == [FIRM_ID, *(f"cn.hnte@2016:{name}" for name in wanted)]

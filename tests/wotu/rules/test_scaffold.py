import datetime as dt

import pytest

from wotu.contracts.schema import TimeKind
from wotu.errors import UnknownNameError
from wotu.packs.schema import Label
from wotu.packs.yaml_source import load_yaml
from wotu.rules.check import check_rule
from wotu.rules.coverage import clause_coverage
from wotu.rules.scaffold import NewRule, rule_scaffold

LABEL = Label(zh="成长奖励“试行”", en='Award, "trial"')


def scaffold(packs, fields):
    new = NewRule("zz.grow", LABEL, "云政发〔2026〕8号", fields, dt.date(2026, 1, 1))
    return rule_scaffold(new, packs.contracts)


def test_every_field_of_every_contract_gives_a_file_that_passes_the_check(packs, tmp_path):
    for contract in packs.contracts.values():
        dated = {contract.time.from_field, contract.time.to_field}
        yearly = contract.time.kind is TimeKind.YEAR
        fields = [name for name in contract.fields if not (yearly and name in dated)]
        path = tmp_path / f"{contract.name}.yaml"
        names = [f"{contract.name}.{name}" for name in fields]
        path.write_text(scaffold(packs, names), encoding="utf-8")
        rule = check_rule(load_yaml(path), packs.contracts, packs.code_lists)
        assert len(rule.conditions) == len(fields)
        assert rule.spec.label == LABEL
        assert [one.state for one in clause_coverage(rule)] == ["coded"]


@pytest.mark.parametrize("field", ["firm_finance.sales_rev", "firm_fin.sales_revenue_cny"])
def test_a_misspelt_field_is_said_with_the_nearest(packs, field):
    with pytest.raises(UnknownNameError, match="Did you mean"):
        scaffold(packs, [field])

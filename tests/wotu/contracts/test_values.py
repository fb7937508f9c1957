import datetime as dt

import pytest

from wotu.contracts.faults import FEW_CODES
from wotu.contracts.values import ValueReader


def expected(packs, contract, field):
    reader = ValueReader(packs.contract(contract), packs.code_lists, dt.date(2026, 6, 30))
    return reader.expected("unknown_code", field)


def test_the_codes_of_a_short_list_are_written_out(packs):
    told = expected(packs, "firm_ip", "kind")
    assert "发明专利" in told.zh and told.zh.endswith("（知识产权类别）")
    assert "Invention patent" in told.en


def test_a_long_list_is_named_only(packs):
    told = expected(packs, "firm_registration", "industry_code")
    codes = packs.code_lists["gbt4754_2017"]
    assert len(codes.labels) > FEW_CODES
    assert told.zh == f"“{codes.header.label.zh}”的代码或名称"


@pytest.mark.parametrize("fault", ["not_a_number", "unknown_code", "required_missing"])
def test_every_field_of_every_contract_says_what_it_expects(packs, fault):
    for contract in packs.contracts.values():
        reader = ValueReader(contract, packs.code_lists, dt.date(2026, 6, 30))
        for field in contract.fields:
            told = reader.expected(fault, field)
            assert told.zh and told.en

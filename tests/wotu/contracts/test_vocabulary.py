import pytest

from wotu.contracts.header_text import parse_header
from wotu.contracts.vocabulary import Vocabulary
from wotu.packs.loader import PackSet


@pytest.fixture(scope="module")
def words(packs: PackSet) -> Vocabulary:
    return Vocabulary(packs.contracts.values())


def found(words: Vocabulary, *lines: str, contract: str = "firm_finance"):
    return [(m.field, m.kind) for m in words.find([parse_header(line) for line in lines], contract)]


@pytest.mark.parametrize(
    ("lines", "field"),
    [(["营业收入（万元）"], "sales_revenue_cny"), (["研发费用", "其中：境内"], "rd_domestic_cny"), (["研发费用", "合计"], "rd_expense_cny"),
     (["主要经济指标", "研发费用"], "rd_expense_cny"), (["高新技术产品（服务）收入"], "hitech_income_cny"), (["R&D经费支出"], "rd_expense_cny"),
     (["sales_revenue_cny"], "sales_revenue_cny"), (["Total Assets"], "total_assets_cny"), (["统一社会信用代码（18位）"], "uscc")],
)  # fmt: skip
def test_headers_find_their_field(words, lines, field) -> None:
    assert found(words, *lines) == [(field, "exact")]


@pytest.mark.parametrize(
    "lines",
    [
        ["营业收入同比增长（%）"],
        ["上年", "营业收入"],
        ["营业收入", "增速"],
        ["计划营业收入"],
        ["序号"],
        ["备注"],
    ],
)
def test_other_figures_find_nothing(words, lines) -> None:
    assert found(words, *lines) == []


def test_a_misprint_is_similar(words) -> None:
    assert found(words, "中国境内发生的研发费用数") == [("rd_domestic_cny", "similar")]


def test_an_opposite_is_not(words) -> None:
    assert found(words, "在中国境外发生的研究开发费用") == []


def test_no_contract_names_two_fields_alike(packs: PackSet, words) -> None:
    for contract in packs.contracts.values():
        for field, spec in contract.fields.items():
            for name in (spec.label.zh, *spec.synonyms):
                matches = words.find([parse_header(name)], contract.name)
                assert [match.field for match in matches] == [field], (contract.name, name)

from decimal import Decimal

from tests.wotu.reading.stated import read
from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.grammar.figure import Figure, Form
from wotu.reading.grammar.said import Said


def figure(unit, form=Form.QUANTITY):
    return Figure(0, 2, Decimal(3), None, unit, Bound.EXACT, form)


def test_growth_is_of_the_amount_before_and_what_is_added_of_what_was_counted():
    said = Said(chained="完成率", latest="完成率", counted={"个": "项目"})
    assert said.chain(figure("%"), ClaimKind.CHANGE_PCT) == "完成率"
    assert said.chain(figure("个"), ClaimKind.CHANGE_ABS) == "项目"
    assert said.chain(figure("家"), ClaimKind.CHANGE_ABS) == "完成率"


def test_a_duration_is_of_the_claim_before_it():
    said = Said(chained="产值", latest="审批时间")
    assert said.chain(figure("天"), ClaimKind.DURATION) == "审批时间"
    assert said.chain(figure("元"), ClaimKind.LEVEL) == "产值"


def test_a_sentence_keeps_its_amounts_and_a_paragraph_nothing():
    said = Said("产值", "产值", "元", "竞争力", "园区", amounts=True, counted={"家": "企业"})
    said.begin_sentence()
    assert said == Said(chained="产值")
    said.begin_paragraph()
    assert said == Said()


def test_the_next_paragraph_goes_on_with_nothing():
    metrics = [claim.metric for claim in read("产值9亿元。同比增长3%。\n同比增长4%。")]
    assert metrics[:2] == ["产值", "产值"]
    assert metrics[2] != "产值"

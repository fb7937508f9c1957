"""Kinds of values: money of one currency stands with nothing else."""

import pytest

from wotu.rules.infer import Scope, infer
from wotu.rules.kinds import CNY, USD, common_kind
from wotu.rules.parse import ExpressionError, parse_expression


def kind_of(text):
    return infer(parse_expression(text), Scope({}, {})).kind


@pytest.mark.parametrize("text", ["10 亿美元", "5000 万美元", "1 美元", "3 usd"])
def test_dollars_are_money_of_their_own(text):
    assert kind_of(text) == USD
    assert kind_of(f"{text} > 2 usd").base == "truth"


@pytest.mark.parametrize("text", ["1 美元 > 1 元", "1 万元 + 1 万美元", "1 usd > 5", "5 yuan < 6"])
def test_dollars_never_stand_with_yuan_or_a_bare_number(text):
    with pytest.raises(ExpressionError):
        kind_of(text)


def test_a_share_of_two_amounts_of_dollars_is_a_share():
    assert kind_of("1 亿美元 / 2 亿美元").unit == "share"
    assert common_kind(USD, CNY) is None

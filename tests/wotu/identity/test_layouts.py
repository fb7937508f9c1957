import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.identity.layouts import align, layout_of


def used(mention, name):
    layout = layout_of(name)
    return [layout.text[place] for place in align(mention, layout)], align(mention, layout)


def test_a_layout_says_what_each_stretch_is():
    layout = layout_of("深圳中国农大科技股份有限公司")
    assert layout.text[: layout.trade_start] == "深圳"
    assert layout.text[layout.form_start :] == "股份有限公司"
    assert [layout.text[start:end] for start, end in layout.words] == ["科技"]


def test_a_name_without_trade_name_has_its_place_in_that_role():
    layout = layout_of("吴江市食品有限公司")
    assert layout.trade_start == 0
    assert layout.core == "食品"


@pytest.mark.parametrize(
    ("mention", "name", "places"),
    [
        ("国农科技", "深圳中国农大科技股份有限公司", (3, 4, 6, 7)),
        ("苏州高新", "苏州新区高新技术产业股份有限公司", (0, 1, 4, 5)),
        ("大大股份", "大大大技术股份有限公司", (0, 1, 5, 6)),
    ],
)
def test_characters_are_found_in_order_and_at_words(mention, name, places):
    assert used(mention, name)[1] == places


@given(st.text("信达光电科技苏州", max_size=5))
def test_alignment_is_in_order_and_of_the_same_characters(mention):
    chars, places = used(mention, "苏州信达光电科技有限公司")
    assert list(places) == sorted(set(places))
    rest = iter(mention)
    assert all(char in rest for char in chars)

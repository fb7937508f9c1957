import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.scores.small_panels import label, leaf
from wotu.packs.schema import Label
from wotu.scores.flip_words import words_of_choice, words_of_value, words_of_weight

ENERGY = leaf("energy", unit="吨标准煤/万元")


def number(text):
    return float(text.replace(",", ""))


def test_a_value_reads_as_a_leader_would_say_it():
    words = words_of_value(ENERGY, 0.36, 0.3142, upward=True)
    assert words.zh == "“energy”降到 0.314 吨标准煤/万元（现 0.36 吨标准煤/万元），即可超过 {other}"
    assert words.en == (
        "energy down to 0.314 吨标准煤/万元 (now 0.36 吨标准煤/万元) would bring {place} past {other}"
    )


def test_a_weight_is_a_share_of_the_index():
    words = words_of_weight(leaf("innovation"), 0.2, 0.2338, upward=False)
    assert words.zh == "若“innovation”的权重由 20% 升到 23.4%，将被 {other} 超过"
    assert words.en == (
        "If the weight of innovation rose from 20% to 23.4%, {other} would pass {place}"
    )


@pytest.mark.parametrize(
    ("unit", "before", "after", "text"),
    [
        ("家", 30.0, 33.2, "34 家"),
        ("家", 30.0, 33.0, "34 家"),
        ("家", 30.0, 27.5, "27 家"),
        ("%", 3.1, 4.268, "4.27%"),
        ("元", 2.1e9, 2.5337e9, "25.4 亿元"),
        ("人", 52_000.0, 60_123.0, "6.02 万人"),
        ("分", 80.0, 80.0421, "80.043 分"),
    ],
)
def test_figures_are_rounded_beyond_what_is_needed(unit, before, after, text):
    words = words_of_value(leaf("x", unit=unit), before, after, upward=True)
    assert f"到 {text}（" in words.zh


@given(
    st.floats(1e-6, 1e12, allow_nan=False).map(lambda one: float(f"{one:.6g}")),
    st.floats(-0.9, 3).filter(lambda one: abs(one) > 1e-7),
)
def test_the_rounded_figure_is_always_beyond_and_close(before, change):
    after = before * (1 + change)
    words = words_of_value(leaf("x", unit="分"), before, after, upward=True)
    shown = number(words.zh.split("到 ")[1].split(" 分")[0])
    assert shown >= after * (1 - 1e-12) if change > 0 else shown <= after * (1 + 1e-12)
    assert abs(shown - after) <= 0.11 * abs(after - before) + 1e-9 * abs(after) + 1e-12


def test_equals_are_decided_by_any_change():
    words = words_of_value(ENERGY, 0.36, 0.36, upward=False)
    assert words.zh == "“energy”稍有降低（现 0.36 吨标准煤/万元），将被 {other} 超过"
    words = words_of_weight(ENERGY, 0.35, 0.35 + 1e-12, upward=True)
    assert words.en == "If the weight of energy rose at all from 35%, {place} would pass {other}"


def test_a_choice_names_the_step():
    words = words_of_choice(
        Label(zh="赋权", en="other weights"), Label(zh="CRITIC 法", en="by CRITIC"), upward=True
    )
    assert words.zh == "若赋权改为 CRITIC 法，将超过 {other}"
    assert words.en == "With other weights (by CRITIC), {place} would pass {other}"
    assert (
        words_of_choice(label("x"), label("等权"), upward=False).zh
        == "若x改为等权，将被 {other} 超过"
    )

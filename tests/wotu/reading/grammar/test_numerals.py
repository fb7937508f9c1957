from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wotu.reading.grammar.numerals import chinese_number, multiplied

DIGITS = "零一二三四五六七八九"


def written(number):
    """The numeral of a number, as one writes it out (GB/T 15835-2011, 5.2)."""
    for unit, word in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            head, rest = divmod(number, unit)
            gap = "零" if 0 < rest < unit // 10 else ""
            return written(head) + word + gap + (written(rest) if rest else "")
    text, zero = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + word
        zero = not digit
    return text


@given(st.integers(1, 10**12 - 1))
def test_a_number_written_out_reads_as_itself(number):
    assert chinese_number(written(number)) == number


@given(st.integers(1, 9), st.sampled_from(["十", "百", "千", "万", "亿", "千万", "百亿", "万亿"]))
def test_a_magnitude_alone_counts_once(digit, unit):
    assert chinese_number(DIGITS[digit] + unit) == digit * chinese_number(unit)


@given(st.text("一二三四五六七八九十百千万亿零〇两点余多个年", max_size=40))
def test_any_characters_are_a_number_or_none(text):
    value = chinese_number(text)
    assert value is None or value >= 0


@given(st.integers(0, 10**9), st.sampled_from(["", "万", "亿", "千万", "万亿"]))
def test_separators_of_thousands_change_nothing(number, unit):
    assert multiplied(f"{number:,}", unit) == multiplied(str(number), unit)
    assert multiplied(str(number), unit) % 1 == Decimal(0)

import datetime as dt

import pytest

from wotu.reading.grammar.publication import infer_published
from wotu.reading.grammar.times import times_of

IN_MAY_2023 = dt.date(2023, 5, 20)
IN_OCTOBER_2024 = dt.date(2024, 10, 20)


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        ("2022年", IN_MAY_2023, "2022"),
        ("去年", IN_MAY_2023, "2022"),
        ("今年", IN_MAY_2023, "2023"),
        ("今年8月", IN_OCTOBER_2024, "2024-08"),
        ("今年一季度", IN_MAY_2023, "2023-Q1"),
        ("去年前三季度", IN_MAY_2023, "2022-01/2022-09"),
        ("2024年1—5月", IN_OCTOBER_2024, "2024-01/2024-05"),
        ("上半年", IN_OCTOBER_2024, "2024-01/2024-06"),
        ("今年前5个月", IN_OCTOBER_2024, "2024-01/2024-05"),
        ("2021年12月24日", IN_MAY_2023, "2021-12-24"),
        ("截至2023年", IN_OCTOBER_2024, "asof:2023"),
        ("到2023年底", IN_OCTOBER_2024, "asof:2023"),
        ("截至去年底", IN_MAY_2023, "asof:2022"),
        ("截至今年6月底", IN_OCTOBER_2024, "asof:2024-06"),
        ("近5年", IN_OCTOBER_2024, "2019/2024"),
        ("近2年内", IN_OCTOBER_2024, "2022/2024"),
        ("到2025年", IN_MAY_2023, "by:2025"),
        ("“十四五”末", IN_MAY_2023, "by:2025"),
        ("“十三五”期间", IN_MAY_2023, "2016/2020"),
        ("未来三年", IN_MAY_2023, "by:2026"),
        ("2018—2022年", IN_MAY_2023, "2018/2022"),
        ("2012年以来", IN_MAY_2023, "2012/2023"),
        ("12月", dt.date(2024, 2, 1), "2023-12"),
        ("目前", IN_MAY_2023, None),
        ("截至目前", IN_MAY_2023, None),
        ("近年来", IN_MAY_2023, None),
    ],
)
def test_an_expression_means_its_period(text, published, period):
    (time,) = times_of(text, published)
    assert (time.start, time.end) == (0, len(text))
    assert time.period == period


@pytest.mark.parametrize("text", ["比上年增长", "较2020年提高", "29年前的小鱼塘", "两年前就"])
def test_what_a_change_is_held_against_dates_nothing(text):
    assert [time for time in times_of(text, IN_MAY_2023) if time.dates] == []


def test_without_a_day_of_publication_only_years_by_number_have_periods():
    periods = [time.period for time in times_of("去年与2021年和3月", None)]
    assert periods == [None, "2021", None]


def test_the_same_month_is_the_one_spoken_of():
    assert [t.period for t in times_of("今年8月获批。同月上市", IN_OCTOBER_2024)] == ["2024-08"] * 2


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022年，产值增长4%。今年以来势头更好。", 2023),
        ("2022年，产值增长4%。", 2022),
        ("2022年完成产值。力争到2025年突破2000亿元。", 2022),
        ("2022年上半年，产值增长4%。今年将开工20个项目。", 2022),
        ("发布时间：2023-05-18 来源：本报。2022年，产值增长4%。", 2023),
    ],
)
def test_a_text_gives_its_year_away(text, year):
    assert infer_published(text).year == year


def test_a_text_without_years_does_not():
    assert infer_published("一季度产值增长4%。") is None

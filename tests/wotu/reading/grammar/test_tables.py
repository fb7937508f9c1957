import datetime as dt
from decimal import Decimal

from wotu.reading.claim import ClaimKind
from wotu.reading.document import Block, BlockKind, Document
from wotu.reading.read import read_claims

TITLE = "苏州工业园区2023年统计公报\n"


def table(*rows, before=TITLE):
    text, blocks = before, [Block(BlockKind.PARAGRAPH, 0, len(before) - 1)]
    for row in rows:
        line = "\t".join(row)
        blocks.append(Block(BlockKind.TABLE_ROW, len(text), len(text) + len(line)))
        text += line + "\n"
    return Document("table", text, dt.date(2024, 3, 1), blocks=tuple(blocks))


def read(document):
    claims = read_claims(document)
    assert all(claim.holds(document.text) for claim in claims)
    return [(c.metric, c.figure, c.unit, c.kind, c.period) for c in claims]


def test_a_column_of_units_and_one_of_growth():
    rows = read(
        table(
            ("指标", "单位", "2023年", "比上年增长（%）"),
            ("地区生产总值", "亿元", "3686.0", "5.9"),
            ("  其中：第二产业", "亿元", "1,500.5", "-0.3"),
            ("高新技术企业", "家", "2500", "–"),
        )
    )
    level, growth = ClaimKind.LEVEL, ClaimKind.CHANGE_PCT
    assert rows == [
        ("地区生产总值", Decimal("368600000000"), "元", level, "2023"),
        ("地区生产总值", Decimal("5.9"), "%", growth, "2023"),
        ("第二产业", Decimal("150050000000"), "元", level, "2023"),
        ("第二产业", Decimal("-0.3"), "%", growth, "2023"),
        ("高新技术企业", Decimal("2500"), "家", level, "2023"),
    ]


def test_years_side_by_side_with_the_unit_in_the_row():
    rows = read(table(("项目", "2022年", "2023年"), ("规上工业总产值（亿元）", "6850", "6509.4")))
    assert [(value, period) for _, value, _, _, period in rows] == [
        (Decimal("685000000000"), "2022"),
        (Decimal("650940000000"), "2023"),
    ]


def test_a_unit_stated_above_the_table_holds_for_all():
    rows = read(
        table(
            ("地区", "总产值"), ("娄葑街道", "120"), before="苏州工业园区各街道总产值 单位：亿元\n"
        )
    )
    assert rows == [("娄葑街道", Decimal("12000000000"), "元", ClaimKind.LEVEL, None)]


def test_a_number_without_unit_is_no_figure():
    assert read(table(("项目", "2023年"), ("门牌", "3686"))) == []


def test_prose_between_tables_is_read_as_prose():
    document = table(("项目", "2023年"), ("企业（家）", "20"), before="园区有人才300名。\n")
    assert [value for _, value, _, _, _ in read(document)] == [300, 20]


def test_years_without_the_word_head_columns_too():
    rows = read(table(("项目", "2022", "2023"), ("财政收入（万元）", "3,850,000", "4,111,000")))
    assert [(value, period) for _, value, _, _, period in rows] == [
        (Decimal("38500000000"), "2022"),
        (Decimal("41110000000"), "2023"),
    ]

import pytest

from wotu.contracts.header_zone import find_header, header_at, is_row_of_numbers
from wotu.contracts.readers.sheet import MergedRange
from wotu.contracts.vocabulary import Vocabulary
from wotu.packs.loader import PackSet

ROW = ["1", "苏州甲公司", "914403001922038216", "100", "5", "200", "6"]


@pytest.fixture(scope="module")
def words(packs: PackSet) -> Vocabulary:
    return Vocabulary(packs.contracts.values())


def grid(*rows):
    width = max(len(row) for row in rows)
    return [[*row, *[None] * (width - len(row))] for row in rows]


def titles(zone):
    return [column.title for column in zone.columns]


def test_title_notes_and_blank_rows_stand_above(words) -> None:
    rows = grid(
        ["2023年度企业统计表"],
        ["填报单位：科技局", None, None, "单位：万元"],
        [],
        ["序号", "企业名称", "统一社会信用代码", "营业收入"],
        ROW[:4],
    )
    zone = find_header(rows, [], words)
    assert (zone.first_row, zone.last_row, zone.data_row) == (4, 4, 5)
    assert (zone.noted_unit, zone.title_year) == ("万元", 2023)


def test_years_over_figures_without_merged_cells(words) -> None:
    rows = grid(
        ["序号", "企业名称", "统一社会信用代码", "2022年", None, "2023年"],
        [None, None, None, "营业收入", "研发费用", "营业收入", "研发费用"],
        ROW,
    )
    zone = find_header(rows, [], words)
    assert (zone.first_row, zone.last_row) == (1, 2)
    assert titles(zone)[3:] == [
        "2022年 > 营业收入",
        "2022年 > 研发费用",
        "2023年 > 营业收入",
        "2023年 > 研发费用",
    ]
    assert [column.year for column in zone.columns] == [None, None, None, 2022, 2022, 2023, 2023]


def test_merged_cells_are_filled_exactly(words) -> None:
    rows = grid(
        ["统计表"],
        ["企业名称", "人员情况", None, "收入"],
        [None, "职工总数", "研发人员数", None],
        ["苏州甲公司", "5", "2", "9.5"],
    )
    merged = [MergedRange(2, 0, 3, 0), MergedRange(2, 1, 2, 2), MergedRange(2, 3, 3, 3)]
    zone = find_header(rows, merged, words)
    assert titles(zone) == ["企业名称", "人员情况 > 职工总数", "人员情况 > 研发人员数", "收入"]


def test_three_rows_with_figures_over_years(words) -> None:
    rows = grid(
        ["企业名称", "主要经济指标（万元）"],
        [None, "营业收入", None, "研发费用"],
        [None, "2022年", "2023年", "2022年", "2023年"],
        ["苏州甲公司", "1", "2", "3", "4"],
    )
    merged = [
        MergedRange(1, 0, 3, 0),
        MergedRange(1, 1, 1, 4),
        MergedRange(2, 1, 2, 2),
        MergedRange(2, 3, 2, 4),
    ]
    zone = find_header(rows, merged, words)
    assert (zone.first_row, zone.last_row) == (1, 3)
    assert [(c.year, c.unit) for c in zone.columns[1:]] == [(2022, "万元"), (2023, "万元")] * 2


def test_row_of_units_belongs_to_the_header(words) -> None:
    rows = grid(["企业名称", "营业收入", "职工总数"], ["—", "万元", "人"], ["苏州甲公司", "1", "2"])
    zone = find_header(rows, [], words)
    assert zone.last_row == 2 and [column.unit for column in zone.columns] == [None, "万元", "人"]


def test_row_of_column_numbers_is_seen(words) -> None:
    rows = grid(["企业名称", "营业收入", "研发费用"], ["甲", "1", "2"], ["苏州甲公司", "1", "2"])
    assert find_header(rows, [], words).numbered


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (["甲", "乙", "1", "2", "3"], True),
        (["1", "2", "3"], True),
        (["(1)", "(2)", "(3)"], True),
        (["1", "3", "2"], False),
        (["甲", "乙"], False),
        (["5", "苏州公司", "7"], False),
    ],
)
def test_rows_of_numbers(row: list[str], numbers: bool) -> None:
    assert is_row_of_numbers(row) is numbers


def test_the_same_title_twice_is_told_apart(words) -> None:
    zone = find_header(grid(["企业名称", "备注", "备注"], ["苏州甲公司", "a", "b"]), [], words)
    assert titles(zone) == ["企业名称", "备注", "备注 #2"]


def test_nothing_known_is_no_header(words) -> None:
    assert find_header(grid(["甲", "乙"], ["1", "2"]), [], words) is None
    assert find_header([], [], words) is None


def test_a_person_may_say_where_it_is() -> None:
    zone = header_at(grid(["废话"], ["A", "B"], ["1", "2"]), [], 2, 2)
    assert titles(zone) == ["A", "B"]


def test_the_first_of_several_headers_is_the_header(words) -> None:
    header = ["企业名称", "统一社会信用代码", "营业收入"]
    rows = grid(header, ROW[1:4], [None, None, None, "研发费用"], [*header, "利润总额"], ROW[1:4])
    assert find_header(rows, [], words).last_row == 1

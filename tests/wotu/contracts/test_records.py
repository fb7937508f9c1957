import pytest

from .conftest import CODES, FIRMS

HEADER = ["序号", "企业名称", "统一社会信用代码", "年度", "职工总数"]


@pytest.mark.parametrize(
    ("row", "kind"),
    [(["", "合  计", "", "", 5], "合计"), (["合计", "", "", "", 5], "合计"), (["", "高新区小计", "", "", 5], "合计"), (["总计：", "", "", "", 5], "合计"), (["", "平均", "", "", 5], "合计"),
     (["", "共计25家", "", "", 5], "合计"), (["注：含分公司"], "注释"), (["填表人：张某", "", "审核人：李某"], "注释"), (["制表日期：2024-01-01"], "注释"), (["一、工业企业"], "注释"),
     (["（二）服务业企业"], "注释"), (["数据来源：统计局"], "注释"), (["第1页 共3页"], "注释"), ([], "空行"), (["", " ", "\u3000"], "空行"), ([7], "空行"), (HEADER, "表头")],
)  # fmt: skip
def test_rows_that_are_no_records(write_csv, read_all, row: list[object], kind: str) -> None:
    rows = [HEADER, [1, FIRMS[1], CODES[1], 2023, 5], row, [2, FIRMS[2], CODES[2], 2023, 6]]
    done = read_all(write_csv(rows))["firm_staff"]
    assert done.values("_row") == [2, 4] and done.faults == []
    assert kind in done.aside[3]


@pytest.mark.parametrize(
    "name",
    [
        "苏州合计算科技有限公司",
        "说明书印刷有限公司",
        "注册会计师事务所有限公司",
        "平均线咨询有限公司",
        "一、二、三科技有限公司",
    ],
)
def test_firms_with_such_words_in_their_names_are_records(write_csv, read_all, name: str) -> None:
    done = read_all(write_csv([HEADER, [1, name, CODES[1], 2023, 5], [2, name, "", 2023, 5]]))[
        "firm_staff"
    ]
    assert done.values("firm_name") == [name, name]


def test_a_row_without_firm_is_rejected_not_set_aside(write_csv, read_all) -> None:
    done = read_all(write_csv([HEADER, [1, FIRMS[1], CODES[1], 2023, 5], ["", "", "", 2023, 5]]))[
        "firm_staff"
    ]
    assert done.faults == [(3, None, "no_identifier")]

import pytest

from tests.wotu.reading.stated import read
from wotu.reading.claim import ClaimKind


def test_a_work_report_looks_back_and_ahead():
    text = "某市政府工作报告\n一、过去五年工作回顾\n五年来，投资1.1万亿元。\n二、2025年目标任务\n净增高企150家以上。"
    past, goal = read(text, "2025-01-09")
    assert (past.kind, past.period) == (ClaimKind.LEVEL, "2020/2024")
    assert (goal.kind, goal.period) == (ClaimKind.TARGET, "by:2025")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("“到2027年要做到1500万只。”厂房占地4.6万平方米。", None),
        ("始于1993年。30多年过去，太仓有德企530家。", None),
        ("预计今年产值将翻一番。", "by:2023"),
        ("年内还要再招60名工程师。", "by:2023"),
        ("2021年开工，产值较2020年增长8%。", "2021"),
        ("以2022年数据为依据，参评园区共178家。", None),
        ("过去一年，苏州实现产值4.6万亿元。", "2022"),
        ("园区于1994年2月设立，面积278平方公里。", None),
        ("商务区成立于2012年，面积8平方公里。", None),
        ("今年签约项目26个，达产后预计产出200亿元。", None),
        ("2022年产值9亿元，增长2%。\n工业投资1亿元，比上年增长3%。", "2022"),
        ("18日发布的指数显示，中关村已形成9个产业集群。", None),
        ("比重由去年一季度的15%提高到今年一季度的18%。增长9%。", "2023-Q1"),
        ("2022年产值9亿元。\n工业投资1亿元，增长3%。占比达40%。", "2022"),
        ("2022年，园区排名获近三年最好成绩，竞争力居全国第二。", "2022"),
        ("中心自2021年3月落地园区以来，承担项目20项。", "2021-03/2023-05"),
        ("在四季度签约大会上，签约项目9个。", "2022-Q4"),
        ("2022年以来，落户平台9个。出台政策30项。", None),
        ("力争今年年底前推广车辆3000辆。", "by:2023"),
        ("到2025年，企业总数突破1万家、产值超4000亿元。", "by:2025"),
        ("去年新注册企业3万家，增长8%。", "2022"),
        ("研究院2019年由高校发起，建筑面积2.6万平方米。", None),
        ("企业今年2月增资1.2亿美元，扩建后将新增2条产线。", None),
    ],
)
def test_times_hold_for_what_they_date(text, period):
    assert read(text)[-1].period == period


def test_a_window_of_years_holds_for_its_own_sentence():
    claims = read("近5年累计投入研发经费18.6亿元。成果就地转化率68%。")
    assert [claim.period for claim in claims] == ["2018/2023", None]

from decimal import Decimal

import pytest

from tests.wotu.reading.stated import read
from wotu.reading.claim import Bound, ClaimKind


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("出口同比下降1.5%。", "-1.5"),
        ("利润由上年增长转为下降0.3%。", "-0.3"),
        ("单位能耗降低13.5%。", "-13.5"),
        ("不良率较上年回落0.2个百分点。", "-0.2"),
        ("产值增长1.5%。", "1.5"),
        ("占比下降至1.5%。", "1.5"),
    ],
)
def test_a_decline_carries_a_minus_sign(text, figure):
    (claim,) = read(text)
    assert claim.figure == Decimal(figure)


def test_a_plan_states_targets():
    claims = read("力争到2025年光电产业产值突破2000亿元、智能终端产业产值突破3000亿元。")
    assert [(c.kind, c.bound, c.period) for c in claims] == [
        (ClaimKind.TARGET, Bound.OVER, "by:2025")
    ] * 2


PLAN = "某市推进光子产业发展行动计划\n一、现状基础\n{before}\n二、主要任务\n{after}"


def test_a_plan_promises_in_its_tasks_and_not_in_its_survey():
    text = PLAN.format(before="已建成孵化载体51个。", after="对新认定企业，最高给予200万元奖励。")
    survey, task = read(text, "2024-04-20")
    assert survey.kind is ClaimKind.LEVEL
    assert (task.kind, task.bound, task.period) == (ClaimKind.TARGET, Bound.UP_TO, None)


def test_what_a_newspaper_tells_of_a_plan_is_no_plan():
    lead = "本报讯 某市昨天印发光子产业行动计划。\n一、主要任务\n全市光子企业300家。"
    (told,) = read(f"光子产业再出发\n{lead}")
    (asked,) = read(f"某市人民政府\n关于印发光子产业行动计划的通知\n{lead}")
    assert (told.kind, asked.kind) == (ClaimKind.LEVEL, ClaimKind.TARGET)


@pytest.mark.parametrize(
    "text",
    [
        "到2025年，企业总数突破1万家、产值超4000亿元。",
        "力争新增企业40家，累计超260家。",
        "今年争创省级实验室，新增市级实验室3个。",
    ],
)
def test_what_a_goal_goes_on_with_is_one_too(text):
    assert {claim.kind for claim in read(text)} == {ClaimKind.TARGET}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("产值保持近30%的年增长率。", ClaimKind.CHANGE_PCT),
        ("产值实现近20%的同比增长。", ClaimKind.CHANGE_PCT),
        ("新增长光华芯产业园、理想汽车基地等集成电路项目30个。", ClaimKind.CHANGE_ABS),
    ],
)
def test_what_grows_is_said_around_the_figure(text, kind):
    assert read(text)[-1].kind is kind


def test_a_class_that_is_being_built_up_is_a_goal():
    kinds = [read(text)[-1].kind for text in ("打造万亿级产业。", "打造了2个千亿级集群。")]
    assert kinds == [ClaimKind.TARGET, ClaimKind.LEVEL]


def test_what_a_meeting_asks_for_is_a_goal():
    (claim,) = read("会议提出，2023年产值增长5%左右。")
    assert (claim.kind, claim.period) == (ClaimKind.TARGET, "by:2023")


@pytest.mark.parametrize(
    "text",
    [
        "全市将企业开办的6个环节合并为1个。",
        "新一轮国土空间规划新增发展空间5万亩。",
        "将两大产业作为五大核心产业之一。",
        "新增市“姑苏领军人才计划”人才900余人。",
        "提前实现月投片4万片目标的喜悦还在，总投资8亿美元的项目启动。",
        "过去一年，培育联合体120个，形成攻关任务600余项。",
        "完成全年目标任务的151%。",
    ],
)
def test_what_is_done_or_named_is_no_promise(text):
    assert ClaimKind.TARGET not in {claim.kind for claim in read(text)}


@pytest.mark.parametrize("text", ["集中签约13个项目。", "最近3家落户。", "节约5亿元。"])
def test_a_bound_is_a_word_of_its_own(text):
    assert [claim.bound for claim in read(text)] == [Bound.EXACT]


def test_a_bound_that_does_not_touch_the_figure_counts():
    (claim,) = read("院士582名，约占北京市的60%。")[1:]
    assert (claim.quote, claim.bound) == ("60%", Bound.ABOUT)


def test_betterment_of_things_is_no_change_of_their_number():
    (claim,) = read("昆山不断提升592家研究机构的研发能力与水平。")
    assert (claim.kind, claim.figure) == (ClaimKind.LEVEL, 592)


def test_again_is_no_plan():
    (claim,) = read("2月6日，苏州再度聚焦四大产业创新集群。")
    assert claim.kind is ClaimKind.LEVEL

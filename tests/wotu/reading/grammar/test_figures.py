from decimal import Decimal

import pytest

from tests.wotu.reading.stated import read
from wotu.reading.grammar.figures import figures_of

STATED = [
    # text, the figure's characters, value, unit, bound
    ("工业总产值达4.36万亿元，", "4.36万亿元", "4360000000000", "元", "exact"),
    ("集聚企业超2000家，", "超2000家", "2000", "家", "over"),
    ("占全国70%以上。", "70%以上", "70", "%", "over"),
    ("已有40多个国家", "40多个", "40", "个", "over"),
    ("聚集620余家企业", "620余家", "620", "家", "over"),
    ("有近3.5万名人才", "近3.5万名", "35000", "名", "nearly"),
    ("约1.2万件专利", "约1.2万件", "12000", "件", "about"),
    ("最高1000万元", "最高1000万元", "10000000", "元", "up_to"),
    ("不超过500万元的", "不超过500万元", "5000000", "元", "up_to"),
    ("不少于30人", "不少于30人", "30", "人", "over"),
    ("完成逾亿元融资", "逾亿元", "100000000", "元", "over"),
    ("产值首次突破千亿元", "突破千亿元", "100000000000", "元", "over"),
    ("两个千亿级产业", "千亿级", "100000000000", "元", "over"),
    ("规模达到突破万亿", "突破万亿", "1000000000000", "元", "over"),
    ("上千家企业", "上千家", "1000", "家", "over"),
    ("百余名博士", "百余名", "100", "名", "over"),
    ("二十三家企业", "二十三家", "23", "家", "exact"),
    ("三百多亿元贷款", "三百多亿元", "30000000000", "元", "over"),
    ("占三分之一", "三分之一", "33.33", "%", "exact"),
    ("占全市1/4", "1/4", "25", "%", "exact"),
    ("近七成企业", "近七成", "70", "%", "nearly"),
    ("占全国近一半", "近一半", "50", "%", "nearly"),
    ("百分之五的", "百分之五", "5", "%", "exact"),
    ("高于全市5个百分点", "5个百分点", "5", "百分点", "exact"),
    ("翻两番", "翻两番", "4", "倍", "exact"),
    ("是十年前的3.2倍", "3.2倍", "3.2", "倍", "exact"),
    ("位居全国第六，", "第六", "6", "位", "exact"),
    ("居全国地级市首位。", "首位", "1", "位", "exact"),
    ("排名全球前三，", "前三", "3", "位", "up_to"),
    ("入选全国城市二十强榜单", "二十强", "20", "位", "up_to"),
    ("项目建设历时两年半，", "两年半", "2.5", "年", "exact"),
    ("跻身前30名，", "前30名", "30", "位", "up_to"),
    ("国产首款注射笔", "首款", "1", "位", "first"),
    ("是全国第一个突破", "第一个", "1", "位", "first"),
    ("实现“八连冠”", "八连冠", "8", "次", "exact"),
    ("跻身全球五大集聚区之一", "五大", "5", "位", "up_to"),
    ("三大主导产业", "三大", "3", "个", "exact"),
    ("仅用2个月时间", "2个月", "2", "月", "exact"),
    ("开发建设30周年", "30周年", "30", "年", "exact"),
    ("压缩至0.5个工作日", "0.5个工作日", "0.5", "工作日", "exact"),
    ("面积273平方千米", "273平方千米", "273", "平方公里", "exact"),
    ("1,234.5万元", "1,234.5万元", "12345000", "元", "exact"),
    ("办理30日内", "30日内", "30", "天", "up_to"),
]


@pytest.mark.parametrize(("text", "written", "value", "unit", "bound"), STATED)
def test_a_stated_figure_is_read(text, written, value, unit, bound):
    (figure,) = [f for f in figures_of(text) if text[f.start : f.end] == written]
    assert (figure.value, figure.unit, figure.bound.value) == (Decimal(value), unit, bound)


def test_a_range_has_two_ends():
    (figure,) = figures_of("批量销售二百万至一亿八百万像素摄像头")
    assert (figure.value, figure.upper, figure.unit) == (2_000_000, 108_000_000, "像素")
    (figure,) = figures_of("增长5%-8%。")
    assert (figure.value, figure.upper) == (5, 8)


def test_from_one_to_another_is_two_figures():
    found = figures_of("产值从2400亿元到3100亿元")
    assert [(f.value, f.upper) for f in found] == [(240 * 10**9, None), (310 * 10**9, None)]


def test_parts_of_a_whole_are_shares():
    found = figures_of("三次产业比例为2.4:48.0:49.6。")
    assert [(f.value, f.unit) for f in found] == [
        (Decimal("2.4"), "%"),
        (Decimal("48.0"), "%"),
        (Decimal("49.6"), "%"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1类创新药",
        "完成A轮融资",
        "工业互联网“12530”行动",
        "建成5G基站",
        "3D打印",
        "抗IL-17A单抗",
        "升级4.0版本",
        "一家集研发生产为一体的企业",
        "这两种路径",
        "“四个聚焦”",
        "谈三个方面的问题",
        "第二届大会",
        "首批试点",
        "首次突破",
        "稳居全国第一方阵",
        "科技进步一等奖",
        "十年磨一剑",
        "千家万户",
        "世界500强",
        "三次产业结构",
        "第一产业和第三产业",
        "首位度",
    ],
)
def test_what_only_looks_like_a_figure_is_left_out(text):
    assert figures_of(text) == []


def test_the_word_first_is_no_rank_of_its_own():
    assert read("园区有不少“首个”。") == []

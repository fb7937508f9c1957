import re
import time
from pathlib import Path

import pytest
from bench.names import found_names, labelled_names
from bench.scores import Score
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from wotu.identity.places import places
from wotu.reading.naming.names import KnownName, MentionKind, NameBook, find_names

MARKED = Path(__file__).with_name("marked_names.txt").read_text(encoding="utf-8")
LINES = [line for line in MARKED.splitlines() if line and not line.startswith("#")]


def marked(line):
    """The plain text of a marked line and its names as (start, text, kind)."""
    text, names, at = "", [], 0
    for found in re.finditer(r"\[(.+?)\|(\w+)\]", line):
        text += line[at : found.start()]
        names.append((len(text), found[1], found[2]))
        text, at = text + found[1], found.end()
    return text + line[at:], names


def found(text, known=None):
    return {mention.text: mention.canonical for mention in find_names(text, known)}


def kinds(text):
    return {mention.text: mention.kind.value for mention in find_names(text)}


def test_names_of_marked_sentences_are_found():
    right = told = asked = 0
    for line in LINES:
        text, names = marked(line)
        ours = {(m.start, m.text, m.kind.value) for m in find_names(text) if m.kind != "place"}
        right, told, asked = right + len(ours & set(names)), told + len(ours), asked + len(names)
    score = Score(right, told, asked)
    assert score.precision >= 0.95
    assert score.recall >= 0.95


@pytest.mark.shared
def test_names_of_the_labelled_articles_are_found():
    labels = labelled_names(shared_path("claims", "organisations.jsonl"))
    spans = {(name.doc, name.start, name.end): name.canonical for name in labels}
    names = found_names(shared_path("docs"), ["000", "001", "002"])
    right = [name for name in names if (name.doc, name.start, name.end) in spans]
    score = Score(len(right), len(names), len(spans))
    assert score.precision >= 0.95
    assert score.recall >= 0.95
    assert all(spans[name.doc, name.start, name.end] == name.canonical for name in right)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("今年8月，苏州工业园区企业苏州精微医疗科技有限公司宣布", "苏州精微医疗科技有限公司", "company"),
        ("领军人才企业沛嘉医疗科技（苏州）有限公司牵头", "沛嘉医疗科技（苏州）有限公司", "company"),
        ("获国家药品监督管理局批准上市", "国家药品监督管理局", "government"),
        ("推进南京大学苏州校区各项工作", "南京大学苏州校区", "university"),
        ("建设国家第三代半导体技术创新中心（苏州）、", "国家第三代半导体技术创新中心（苏州）", "institute"),
        ("2021年旭升集团的销售费用", "旭升集团", "company"),
        ("由宁德时代新能源科技股份有限公司投资", "宁德时代新能源科技股份有限公司", "company"),
        ("打造一流太湖科学城、", "太湖科学城", "zone"),
        ("打造1个吴江工业互联网产业基地", "吴江工业互联网产业基地", "park"),
        ("深时数字地球国际卓越研究中心、", "深时数字地球国际卓越研究中心", "institute"),
    ],
)  # fmt: skip
def test_a_name_begins_where_its_grammar_says(text, name, kind):
    assert kinds(text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "全市新增国家级高新区2家、省级重点实验室15个",
        "引进五大国家级重点工业互联网平台",
        "近40家行业相关科研院所和5家国际纳米创新中心",
        "建成具有国际影响力的科技创新中心",
        "大学生和银行业从业人员增长",
        "四大产业创新集群建设初见成效",
        "电子信息、装备制造、生物医药、先进材料等产业",
        "成立有限公司后即可申报",
        "跨国公司、上市公司、初创公司、子公司和该公司",
        "头部企业和研究院，三甲医院、重点大学",
        "市统计局、区科技局、当地政府和县委",
        "行业协会、产业联盟、众创空间和孵化器",
    ],
)
def test_classes_of_things_are_no_names(text):
    assert find_names(text) == []


def test_short_names_are_resolved_to_the_full_name_of_the_text():
    text = "士泽生物医药（苏州）有限公司完成融资。士泽生物表示，盛迪亚公司已获批。苏州盛迪亚生物医药有限公司"
    names = found(text)
    assert names["士泽生物"] == "士泽生物医药（苏州）有限公司"
    assert names["盛迪亚公司"] == "苏州盛迪亚生物医药有限公司"


def test_a_shorter_writing_of_a_park_is_the_same_park():
    names = found(
        "苏州生物医药产业园的展厅。5月，记者走进苏州工业园区生物医药产业园，这在生物医药产业园并不少见。"
    )
    assert set(names.values()) == {"苏州生物医药产业园"}


def test_lists_of_firms_are_found_by_what_follows():
    names = found("涌现出敏芯、纳微、南大光电、纳维、百赛飞等一批行业领军企业")
    assert set(names) == {"敏芯", "纳微", "南大光电", "纳维", "百赛飞"}


def test_a_district_without_its_rank_counts_once_the_text_names_it_with():
    assert "吴江" not in found("吴江发展数字经济。")
    assert found("吴江区创新实施行动计划。吴江发展数字经济。")["吴江"] == "吴江区"


@pytest.mark.parametrize(
    "text", ["阳光普照，日照时间长", "朝阳产业", "阿里巴巴", "全市工业用地东营地块"]
)
def test_everyday_words_are_no_places(text):
    assert find_names(text) == []


def test_nearly_every_place_is_found_by_its_official_name():
    missed = {
        place.name
        for place in places()
        if not any(m.text.startswith(place.name) for m in find_names(f"记者从{place.name}获悉"))
    }
    # What is left are words of everyday language: 新县, 城中区, 老城区.
    assert len(missed) <= 0.005 * len(places())
    assert all(len(name) == 2 or name[0] in "新老古城" for name in missed)


def test_known_names_are_found_everywhere_but_everyday_words_need_a_company():
    book = NameBook(
        [
            KnownName("同程", MentionKind.COMPANY, "同程网络科技股份有限公司"),
            KnownName("机器人", MentionKind.COMPANY, "沈阳新松机器人自动化股份有限公司"),
        ]
    )
    names = found("同程在苏州，机器人产业发展快。机器人公司年报显示", book)
    assert names["同程"] == "同程网络科技股份有限公司"
    starts = [m.start for m in find_names("机器人产业。机器人股份", book)]
    assert starts == [6]


PIECES = st.lists(
    st.sampled_from(
        ["苏州", "工业园区", "有限公司", "的", "、", "，", "等企业", "（", "）", "科技", "实验室",
         "信达生物", "大学", "\n", "集团", "国家", "走进", "3家", "公司", "昆山", "委员会", "年"]
    ),
    max_size=40,
)  # fmt: skip


@given(PIECES.map("".join))
def test_mentions_quote_the_text_in_order_without_overlap(text):
    reached = 0
    for mention in find_names(text):
        assert mention.start >= reached
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.canonical
        reached = mention.end


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "（苏州",
        "等、",
        "苏州实验室",
        "某甲、",
        "有限公司",
        "国家",
        "第{}实验室，",
        "江苏省{}创新中心、",
    ],
)
def test_a_repeated_piece_does_not_take_for_ever(piece):
    text = "".join(piece.format(chr(0x4E00 + n % 20000)) for n in range(32_000))
    began = time.process_time()
    find_names(text)
    assert time.process_time() - began < 60  # a second or two; what is quadratic takes far longer


@pytest.mark.parametrize(
    "text", ["、等企业", "等", "、、、等企业", "（）有限公司", "集团", "2家", "\n市\n"]
)
def test_fragments_do_no_harm(text):
    assert find_names(text) == []


def test_a_firm_that_the_text_calls_twice_is_found_without_its_full_name():
    text = "旭创科技是光通信龙头。今年，旭创科技营收增长。人工智能发展快，人工智能产业壮大。"
    assert {m.text for m in find_names(text)} == {"旭创科技"}

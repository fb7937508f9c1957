import pytest

from wotu.reading.naming.names import find_names

PARK = "苏州生物医药产业园"
FIRM = "苏州纳维光电科技有限公司"


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        (f"入驻{PARK}（英文简称为BioBAY）。BioBAY有企业650家。", "BioBAY", PARK),
        (f"{PARK}（BioBAY）开园。BioBAY有企业550家。", "BioBAY", PARK),
        (f"{FIRM}（以下简称“维光”）成立。维光有员工50人。", "维光", FIRM),
    ],
)
def test_a_short_name_stands_for_the_full_one(text, short, full):
    mentions = [name for name in find_names(text) if name.text == short]
    assert [text[name.start : name.end] for name in mentions] == [short] * 2
    assert {name.canonical for name in mentions} == {full}


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRM}（以下简称“公司”）成立。公司有员工50人。",
        "吴中经济技术开发区（以下简称“吴中经开区”）提速。",
        f"{FIRM}（一期）开工。",
    ],
)
def test_words_that_point_back_are_no_names(text):
    assert all(name.canonical == name.text for name in find_names(text))

import pytest

from wotu.identity.mentions import read_mention


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("*ST美丽", "美丽"),
        ("S*ST佳纸", "佳纸"),
        ("PT中浩A", "中浩"),
        ("XD平安银", "平安银"),
        ("N信达", "信达"),
        ("信达生物-U", "信达生物"),
        ("锦旅B股", "锦旅"),
        ("中弘退", "中弘"),
        ("退市海润", "海润"),
        ("TCL科技", "TCL科技"),
        ("深物业（集团）", "深物业集团"),
    ],
)
def test_markers_of_the_exchanges_are_left_out(written, text):
    mention = read_mention(written)
    assert mention.text == text
    assert not mention.is_full


@pytest.mark.parametrize(
    "written",
    ["苏州信达贸易有限公司", "信达会计师事务所", "苏州信达光电科技", "信达贸易有限公司苏州分公司"],
)
def test_a_legal_form_or_length_makes_a_full_name(written):
    assert read_mention(written).is_full


def test_an_abbreviated_place_is_written_out_beside():
    assert read_mention("粤高速A").readings == ("粤高速", "广东高速")
    assert read_mention("信达").readings == ("信达",)


def test_a_bare_company_after_two_characters_is_left_out():
    mention = read_mention("中微公司")
    assert (mention.text, mention.is_full) == ("中微", False)
    assert read_mention("常州钢管公司").is_full

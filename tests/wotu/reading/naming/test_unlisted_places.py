import pytest

from wotu.reading.naming.names import find_names
from wotu.reading.naming.unlisted_places import unlisted_places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("岚溪市统计局发布公报。2023年，岚溪市实现增长。", "岚溪市"),
        ("记者从秀川区政府获悉，项目开工。", "秀川区"),
        ("走进巴城镇，巴城镇党委书记介绍", "巴城镇"),
        ("云栈谷挂牌。年底，云栈谷建成中心", "云栈谷"),
    ],
)
def test_a_place_that_recurs_or_has_a_government_is_one(text, place):
    assert unlisted_places(text, ()) == {place}


@pytest.mark.parametrize(
    "text",
    [
        "岚溪市只说了一次",
        "大城市和小城镇，大城市和小城镇",
        "全市和各县（市、区），全市和各县",
        "经开区和高新区，经开区和高新区",
        "上市公司和超市，上市公司和超市",
        "工业园区的社区，工业园区的社区",
        "地级市和县级市，地级市和县级市",
        "市场和市民，市场和市民",
    ],
)
def test_ranks_in_other_words_are_no_places(text):
    assert unlisted_places(text, ()) == set()


def test_a_place_already_listed_is_left_out():
    assert unlisted_places("昆山市政府，昆山市政府", [(0, 3), (6, 9)]) == set()


def test_the_name_without_its_rank_means_the_same_place():
    text = "岚溪市发布公报。岚溪市工业增长。新岚溪在路上。"
    named = [(m.text, m.canonical) for m in find_names(text)]
    assert named == [("岚溪市", "岚溪市"), ("岚溪市", "岚溪市"), ("岚溪", "岚溪市")]

import pytest

from wotu.identity.places import leading_place, place_stem, places, same_place, spellings


def test_every_place_has_a_code_of_its_level():
    for place in places():
        assert len(place.code) == 6
        assert place.code.endswith("0000") is (place.level == "province"), place
    assert len({place.code for place in places()}) == len(places())


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("江苏省", "江苏"),
        ("苏州市", "苏州"),
        ("内蒙古自治区", "内蒙古"),
        ("恩施土家族苗族自治州", "恩施"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("张家川回族自治县", "张家川"),
        ("浦东新区", "浦东"),
        ("赵县", "赵县"),
    ],
)
def test_the_stem_of_a_place_is_its_name_without_rank(name, stem):
    assert place_stem(name) == stem


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("江苏省苏州市信达贸易有限公司", "江苏省苏州市"),
        ("苏州工业园区信达贸易有限公司", "苏州工业园区"),
        ("昆山开发区前进贸易有限公司", "昆山开发区"),
        ("中国江苏国际经济技术合作公司", "中国江苏"),
        ("吴江市食品有限公司", "吴江市"),
        ("东方证券股份有限公司", ""),
        ("平安银行股份有限公司", ""),
        ("", ""),
    ],
)
def test_the_places_in_front_are_found(name, place):
    assert leading_place(name) == place


def test_everyday_words_are_places_only_with_their_rank():
    assert "东方" not in spellings()
    assert "东方市" in spellings()


def test_a_place_lies_in_the_spelling_of_a_wider_chain():
    assert same_place("苏州", "江苏省苏州市")
    assert not same_place("苏州市", "常州市")
    assert not same_place("", "苏州市")

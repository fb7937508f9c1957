import polars as pl
import pytest
from bench.linkage import read_task
from bench.name_links import ask, read_book, read_questions

from tests.shared_data import shared_path
from wotu.identity.matching import NameIndex
from wotu.identity.place_register import PlaceRegister
from wotu.reading.naming.linking import link, name_book
from wotu.reading.naming.names import find_names

FIRMS = [
    ("drug", "士泽生物医药（苏州）有限公司"),
    ("speech", "思必驰科技股份有限公司"),
    ("one", "苏州恒丰机械有限公司"),
    ("two", "昆山恒丰机械有限公司"),
    ("lab", "苏州实验室"),
]


@pytest.fixture(scope="module")
def firms():
    return NameIndex.build(pl.DataFrame(FIRMS, schema=["firm_id", "name"], orient="row"))


@pytest.fixture(scope="module")
def places(packs):
    return PlaceRegister(packs.code_lists["divisions"], {})


@pytest.fixture
def links(firms, places):
    def read(text, book=None):
        return {one.mention.text: one for one in link(find_names(text, book), firms, places)}

    return read


def test_a_short_name_is_linked_by_the_full_name_of_the_document(links):
    found = links("士泽生物医药（苏州）有限公司完成融资。近2年内士泽生物已完成3轮融资。")
    assert found["士泽生物"].firm_id == found["士泽生物医药（苏州）有限公司"].firm_id == "drug"


def test_a_name_that_two_firms_may_bear_is_left_to_a_person(links):
    found = links("恒丰机械、思必驰等企业")
    assert found["恒丰机械"].verdict != "matched"
    assert found["恒丰机械"].firm_id is None
    assert {candidate.firm_id for candidate in found["恒丰机械"].candidates} >= {"one", "two"}


def test_institutes_are_linked_only_by_their_exact_name(links):
    found = links("推进苏州实验室入轨运行，支持姑苏实验室。")
    assert found["苏州实验室"].firm_id == "lab"
    assert found["姑苏实验室"].verdict == "none"


def test_a_book_of_the_register_finds_short_names_that_no_grammar_shows(links):
    book = name_book([("思必驰科技股份有限公司", ["思必驰"])])
    assert "思必驰" not in links("近日，思必驰牵头建设联合体。")
    assert links("近日，思必驰牵头建设联合体。", book)["思必驰"].firm_id == "speech"


def test_places_have_the_codes_of_their_divisions(links):
    found = links("江苏省苏州市吴江区与昆山签约，上海参加。")
    codes = {text: one.place_code for text, one in found.items()}
    assert codes == {
        "江苏省": "320000",
        "苏州市": "320500",
        "吴江区": "320509",
        "昆山": "320583",
        "上海": "310000",
    }


def test_zones_are_linked_by_their_short_and_full_names(links):
    found = links("苏州工业园区、石家庄高新区与太湖科学城签约")
    assert found["苏州工业园区"].place_code == "320576"
    assert found["石家庄高新区"].place_code == "130171"
    assert found["太湖科学城"].verdict == "none"


def test_a_district_of_many_cities_is_known_by_its_city_in_the_document(links):
    assert links("北京市朝阳区")["朝阳区"].place_code == "110105"
    assert links("长春发布数据，朝阳区增长6%。")["朝阳区"].place_code == "220104"
    assert links("朝阳区增长6%。")["朝阳区"].verdict == "none"


@pytest.mark.shared
def test_firms_in_questions_are_found_and_linked():
    folder = shared_path("data", "linkage")
    questions = read_questions(folder)
    index = NameIndex.build(read_task(folder, ()).names)
    known = ask(questions, index, read_book(folder))
    assert known.found >= 0.99 * known.asked
    assert known.right >= 0.99 * known.linked
    full = ask([one for one in questions if one.mention.endswith("公司")], index, None)
    assert full.found >= 0.97 * full.asked
    assert full.right == full.linked

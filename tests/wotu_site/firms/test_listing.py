import pytest

from tests.wotu_site.firms.conftest import FIRM, OTHER
from tests.zone import FIRMS, code_of
from wotu_site.access.roles import Role
from wotu_site.firms import services
from wotu_site.snapshots import queries as snapshots

LIST = "/firms/"


@pytest.fixture
def officer(zone, signed_in):
    return signed_in(Role.OFFICER)


def total(client, query):
    return client.get(f"{LIST}?{query}").context["page"].pager.total


def test_the_list_shows_all_firms_whole_and_as_fragment(officer):
    whole, part = officer.get(LIST), officer.get(LIST, headers={"HX-Request": "true"})
    assert whole.context["page"].pager.total == len(FIRMS) == whole.context["page"].firms
    assert "<html" in whole.text and "<html" not in part.text


@pytest.mark.parametrize(
    "words",
    ["启辰", "云岭启辰半导体有限公司", "ylqc", code_of(3), code_of(3).lower(), "启辰 半导体"],
)
def test_a_firm_is_found_by_name_code_and_initials(officer, words):
    page = officer.get(LIST, {"q": words}).context["page"]
    assert page.rows[0].firm_id == code_of(3)


def test_what_is_sought_comes_by_nearness_unless_an_order_is_chosen(officer):
    near = officer.get(LIST, {"q": "云岭第1"}).context["page"]
    other = officer.get(LIST, {"q": "云岭第1", "sort": "-name"}).context["page"]
    assert [row.name for row in other.rows] != [row.name for row in near.rows]


def test_every_value_of_every_facet_leads_to_as_many_firms(officer):
    for facet in officer.get(LIST).context["page"].facets:
        for value in facet.values[:4]:
            found = officer.get(value.address).context["page"]
            assert found.pager.total == value.count, (facet.label, value.label)


def test_facets_that_say_one_value_a_firm_count_every_firm(officer):
    facets = {str(f.label): f for f in officer.get(LIST).context["page"].facets}
    for name in ("行业", "规模", "状态", "科技企业梯队"):
        assert sum(value.count for value in facets[name].values) == len(FIRMS), name


def test_a_folded_facet_opens_with_its_choice(officer):
    size = {str(f.label): f for f in officer.get(LIST).context["page"].facets}["规模"]
    assert size.folds and not size.open
    chosen = next(value for value in size.values if value.count)
    again = {str(f.label): f for f in officer.get(chosen.address).context["page"].facets}["规模"]
    assert again.open


def test_filters_narrow_and_chips_take_them_away(officer):
    page = officer.get(LIST, {"holds": "hnte", "section": "C"}).context["page"]
    assert 0 < page.pager.total < len(FIRMS)
    wider = [officer.get(chip.address).context["page"].pager.total for chip in page.chips]
    assert len(wider) == 2 and all(number >= page.pager.total for number in wider)


def test_every_column_sorts_both_ways_with_the_unknown_last(officer):
    names = [choice.name for choice in officer.get(LIST).context["page"].choices]
    for name in names:
        rows = {}
        for sort in (name, f"-{name}"):
            page = officer.get(LIST, {"column": name, "sort": sort}).context["page"]
            known = [row.cells[0].known for row in page.rows]
            if page.state.sort == sort:
                assert known == sorted(known, reverse=True), sort
            rows[sort] = {row.firm_id for row in page.rows}
            assert len(rows[sort]) == len(page.rows)


def test_columns_are_those_of_the_address_in_the_order_offered(officer):
    page = officer.get(f"{LIST}?column=founded_on&column=uscc").context["page"]
    assert [str(column.label) for column in page.columns] == ["信用代码", "成立日期"]


def test_an_unknown_value_is_never_a_zero(officer):
    page = officer.get(LIST, {"q": code_of(9), "column": "sci_tech_staff"}).context["page"]
    unknown = officer.get(LIST, {"q": code_of(3), "column": "sci_tech_staff"}).context["page"]
    assert page.rows[0].cells[0].known
    assert not unknown.rows[0].cells[0].known and unknown.rows[0].cells[0].text == "未知"


def test_nonsense_in_the_address_is_left_out(officer):
    for query in (
        "page=abc",
        "page=99",
        "sort=nothing",
        "rule=none",
        "section=%27",
        "officer=x",
        "column=zz",
    ):
        assert officer.get(f"{LIST}?{query}").status_code == 200, query


def test_nothing_found_says_what_to_do(officer):
    text = officer.get(LIST, {"q": "没有这样的企业"}).text
    assert "没有符合的企业" in text and f'href="{LIST}"' in text


def test_standings_are_those_of_the_rule_chosen(officer):
    page = officer.get(LIST, {"rule": "cn.tsme"}).context["page"]
    assert [rule.id for rule in page.rules if rule.chosen] == ["cn.tsme"]
    assert str(page.facets[0].label) == "科技型中小企业"


def test_my_firms_are_those_i_look_after(zone, signed_in, make_person):
    client = signed_in(Role.LIAISON)
    assert total(client, "officer=me") == 0
    services.assign([FIRM, OTHER], client.person, acting_user=make_person(Role.OFFICER))
    assert total(client, "officer=me") == 2
    assert total(client, "officer=unknown") == len(FIRMS) - 2
    row = client.get(LIST, {"q": FIRM}).context["page"].rows[0]
    assert client.person.display_name in [cell.text for cell in row.cells]


def test_the_list_costs_few_queries(officer, django_assert_max_num_queries):
    officer.get(LIST)
    # Session, person, bell, version of assignments, names of officers, views, possible officers, log.
    with django_assert_max_num_queries(9):
        officer.get(LIST)
    with django_assert_max_num_queries(9):
        officer.get(LIST, {"page": "2", "section": "C"})


def test_before_the_first_build_the_list_says_so(settings, tmp_path, signed_in):
    settings.WORKSPACE_DIR = tmp_path
    snapshots.forget()
    response = signed_in(Role.OFFICER).get(LIST)
    assert response.status_code == 200 and "尚无数据" in response.text
    snapshots.forget()

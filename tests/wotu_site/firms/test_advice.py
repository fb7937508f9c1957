from tests.wotu_site.firms.conftest import FIRM, HNTE
from tests.zone import code_of
from wotu_site.access.roles import Role


def advice_of(page_of, number, *role, **fields):
    return page_of(f"/firms/{code_of(number)}/advice/{HNTE}/", *role, **fields)


def test_the_least_change_closes_the_gap_that_the_rule_page_tells(zone, page_of):
    page = advice_of(page_of, 4, Role.LEADER)
    # 210 of 5,000 万元 in three years; 5% ask for 250.
    assert "2025年研发费用增加40万元（110万元 → 150万元）" in page.single
    assert not page.plan
    (condition,) = page.conditions
    assert condition.label == "研发费用占比"


def test_the_facts_that_decide_are_named_with_who_has_them(zone, page_of):
    page = advice_of(page_of, 3, Role.LEADER)
    assert page.to_meet == ("2025年科技人员数（人社局）",)
    assert "评审专家" in page.judged
    assert not page.conditions


def test_where_nothing_fails_only_the_trend_is_told(zone, page_of):
    page = advice_of(page_of, 1, Role.LEADER)
    assert not page.conditions
    assert page.years == (2026, 2027, 2028, 2029, 2030)
    assert page.outlook


def test_experts_points_stay_hidden_from_the_firm(zone, signed_in):
    client = signed_in(Role.FIRM, firm_uscc=FIRM)
    page = client.get(f"/firms/{FIRM}/advice/{HNTE}/").context["page"]
    told = [*page.single, *page.plan, *(c for one in page.conditions for c in one.changes)]
    assert told and not any("得分" in words for words in told)


def test_it_opens_in_the_drawer_as_a_fragment(zone, signed_in):
    client = signed_in(Role.OFFICER)
    response = client.get(f"/firms/{FIRM}/advice/{HNTE}/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" not in response.text and "data-evidence-body" in response.text


def test_an_unknown_rule_is_not_found(zone, signed_in):
    assert signed_in(Role.OFFICER).get(f"/firms/{FIRM}/advice/cn.none/").status_code == 404

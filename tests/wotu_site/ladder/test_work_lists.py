import pytest

from tests.wotu_site.ladder.conftest import ONE_FACT, RENEWING, SHORT, WORK_LISTS, page_of
from wotu.build.population import Population, Wanted
from wotu.rules.screen import Standing
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots


@pytest.fixture
def client_of_zone(zone, signed_in):
    return signed_in(Role.LEADER)


def population(rule="cn.hnte"):
    snapshot = snapshots.snapshot()
    return Population(snapshot, snapshot.rulebook.rule(rule, snapshot.manifest.as_of))


def everything(client, path):
    """The firms of all pages of a list."""
    first = page_of(client, path)
    found = [row.firm_id for row in first.rows]
    for number in range(2, first.pager.last + 1):
        sign = "&" if "?" in path else "?"
        found += [row.firm_id for row in page_of(client, f"{path}{sign}page={number}").rows]
    return found


@pytest.mark.parametrize("rung", ["hnte", "tsme"])
@pytest.mark.parametrize("path", WORK_LISTS)
def test_the_count_on_a_tab_is_the_length_of_its_list(client_of_zone, path, rung):
    page = page_of(client_of_zone, f"{path}?rung={rung}")
    (tab,) = [tab for tab in page.tabs if tab.current]
    assert tab.count == page.pager.total == len(everything(client_of_zone, f"{path}?rung={rung}"))


@pytest.mark.parametrize("path", ["/ladder/", "/ladder/step/", "/ladder/expiring/"])
def test_the_count_of_a_facet_is_the_length_of_the_list_it_leads_to(client_of_zone, path):
    page = page_of(client_of_zone, f"{path}?rung=tsme")
    values = [value for facet in page.facets for value in facet.values]
    assert values
    for value in values:
        assert page_of(client_of_zone, value.address).pager.total == value.count, value.label


def test_the_numbers_behind_the_funnel_lead_to_lists_of_that_length(client_of_zone):
    page = page_of(client_of_zone, "/ladder/")
    links = [
        cell for chart in page.charts for row in chart.rows for cell in row if "<a" in str(cell)
    ]
    assert len(links) > 4
    for link in links:
        address = str(link).split('"')[1].replace("&amp;", "&")
        number = str(link).split(">")[1].split("<")[0]
        assert page_of(client_of_zone, address).pager.total == int(number.replace(",", "")), link


def test_no_firm_is_in_two_parts_of_a_bar(client_of_zone):
    """Holders that may renew are holders; the others are counted where they stand."""
    chart = page_of(client_of_zone, "/ladder/").charts[0]
    parts = {series["name"]: series["data"] for series in chart.option["series"]}
    hnte = [str(row[0]) for row in chart.rows].index("高新技术企业")
    firms, snapshot = population(), snapshots.snapshot()
    held = {row["firm_id"] for row in snapshot.rows(
        "SELECT firm_id FROM fact_firm_certificate WHERE kind = 'hnte' AND expires_on >= ?",
        [snapshot.manifest.as_of],
    )}  # fmt: skip
    ready = set(firms.firm_ids(Wanted(standings=(Standing.MET, Standing.READY))))
    step = set(firms.firm_ids(Wanted(standings=(Standing.ONE_CONDITION, Standing.ONE_FACT))))
    assert parts["持有有效证书"][hnte] == len(held)
    assert parts["可新申报"][hnte] == len(ready - held)
    assert parts["差一步"][hnte] == len(step - held)


def test_the_title_tells_new_declarations_from_renewals(client_of_zone):
    page = page_of(client_of_zone, "/ladder/?declaration=renewal")
    renewals = page.pager.total
    both = page_of(client_of_zone, "/ladder/?declaration=first&declaration=lapsed").pager.total
    assert f"今年可新申报 {both} 家、续报 {renewals} 家" in page.charts[0].title
    assert both + renewals == page_of(client_of_zone, "/ladder/").pager.total


def test_a_firm_whose_certificate_outlasts_the_year_is_on_neither_list(client_of_zone):
    held = set(everything(client_of_zone, "/ladder/")) | set(
        everything(client_of_zone, "/ladder/step/")
    )
    rows = snapshots.snapshot().rows(
        "SELECT firm_id FROM fact_firm_certificate WHERE kind = 'hnte'"
        " AND expires_on > DATE '2026-12-31'"
    )
    assert rows and not held & {row["firm_id"] for row in rows}


def test_one_step_away_says_what_is_short_and_comes_nearest_first(client_of_zone):
    page = page_of(client_of_zone, "/ladder/step/")
    row = next(row for row in page.rows if row.firm_id == SHORT)
    assert row.short[0].label == "研发费用占比" and "4.2%" in row.short[0].figures
    missing = next(row for row in page.rows if row.firm_id == ONE_FACT)
    assert missing.missing[0].supplier == "人社局" and missing.short == ()
    order = everything(client_of_zone, "/ladder/step/?rung=tsme&standing=one_condition")
    near = everything(client_of_zone, "/ladder/step/?rung=tsme&within=10")
    far = everything(client_of_zone, "/ladder/step/?rung=tsme&within=30")
    assert order[: len(far)] == far and far[: len(near)] == near and len(near) < len(far)


def test_the_list_of_missing_facts_names_bureaus_and_narrows_to_one(client_of_zone):
    page = page_of(client_of_zone, "/ladder/facts/?rung=tsme")
    for bureau in page.bureaus:
        narrowed = page_of(client_of_zone, bureau.address)
        assert narrowed.pager.total == bureau.firms
        assert next(one for one in narrowed.bureaus if one.chosen).name == bureau.name


def test_certificates_that_end_soon_come_with_today_s_standing(client_of_zone):
    page = page_of(client_of_zone, "/ladder/expiring/")
    row = next(row for row in page.rows if row.firm_id == RENEWING)
    assert (row.certificate, row.days_left, row.standing) == ("高新技术企业", 99, "ready")


def test_an_empty_list_says_why(client_of_zone):
    text = client_of_zone.get("/ladder/step/?q=没有这家企业").text
    assert "没有符合的企业" in text and "清除筛选" in text


@pytest.mark.parametrize("path", [*WORK_LISTS, "/ladder/lists/reserve/"])
def test_a_list_costs_few_queries_however_many_rows_it_has(
    client_of_zone, path, django_assert_max_num_queries
):
    client_of_zone.get(path)
    with django_assert_max_num_queries(14):
        client_of_zone.get(path)

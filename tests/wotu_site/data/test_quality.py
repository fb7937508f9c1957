def shown(client, **asked):
    return client.get("/data/quality/", asked).context["page"]


def cells(page):
    return dict(page.rows)


def test_how_fresh_each_source_is(leader):
    rows = {row.label: row for row in shown(leader).freshness}
    assert (rows["税务局"].fresh.newest_year, rows["税务局"].fresh.batches) == (2025, 1)
    assert rows["市场监管局"].fresh.newest_year is None


def test_what_each_source_knows_by_year(leader):
    page = shown(leader)
    assert page.contract == "年度财务", "what most sources speak of comes first"
    assert [source.label for source in page.sources] == ["税务局", "统计局"], "who knows most first"
    assert [head.year for head in page.sources[0].years] == [2023, 2024, 2025]
    sales = cells(page)["销售收入"]
    assert [cell.text for cell in sales] == ["100.0%"] * 6
    staff = cells(shown(leader, contract="firm_staff"))["科技人员数"]
    assert [cell.text for cell in staff] == ["97.1%"]


def test_a_field_that_a_source_never_states_is_no_zero(leader):
    total = cells(shown(leader))["总收入"]
    assert total[3] is None
    assert total[0].text == "100.0%"


def test_values_that_are_overruled_lead_to_the_firms(leader):
    sales = cells(shown(leader, show="lost"))["销售收入"]
    assert [cell.text for cell in sales[3:]] == ["1 · 1.4%"] * 3
    assert sales[3].address == "/firms/?disagreement=firm_finance"
    assert leader.get(sales[3].address).context["page"].pager.total == 1
    compared = cells(shown(leader, show="compared"))["销售收入"]
    assert compared[0].text == "70"


def test_an_unknown_contract_shows_the_usual_one(leader):
    assert shown(leader, contract="none", show="none").contract == "年度财务"

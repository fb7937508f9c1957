import pytest

from tests.wotu_site.firms.conftest import FIRM, HNTE
from tests.zone import code_of
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.snapshots import queries as snapshots

SALES = "facts/firm_finance/sales_revenue_cny/?year=2025"


def test_a_value_leads_to_the_row_that_states_it(zone, page_of):
    page = page_of(f"/firms/{FIRM}/{SALES}")
    assert page.title.endswith("2025") and page.exact == "25,000,000.00 元"
    first = page.statements[0]
    assert (first.file_name, first.as_written) == ("税务.csv", "2,500 万元") and first.wins
    assert page.order[0] != page.order[1]


def test_sources_that_disagree_stand_beneath_the_one_believed(zone, page_of):
    page = page_of(f"/firms/{code_of(2)}/{SALES}")
    winner, loser = page.statements
    assert (winner.source, winner.wins, loser.wins) == ("税务局", True, False)
    assert winner.value != loser.value and "未采信" in loser.why


def test_a_value_that_nobody_stated_names_who_has_it(zone, page_of):
    page = page_of(f"/firms/{code_of(3)}/facts/firm_staff/sci_tech_staff/?year=2025")
    assert not page.known and page.supplier == "人社局"
    assert not page.statements or not page.statements[0].wins


def test_files_and_authors_are_told_to_staff_only(zone, page_of):
    (said, *_rest) = page_of(f"/firms/{FIRM}/{SALES}", Role.FIRM, firm_uscc=FIRM).statements
    assert said.source and not (said.file_name or said.author or said.batch or said.row)


def test_a_row_of_a_list_leads_to_its_file(zone, page_of):
    page = page_of(f"/firms/{FIRM}/rows/firm_ip/?ip_no=ZL40")
    assert page.statements[0].file_name == "知识产权.csv"
    assert all(figure.value for _label, figure in page.facts)


@pytest.mark.parametrize(
    "path",
    [
        "facts/none/sales_revenue_cny/?year=2025",
        "facts/firm_finance/none/?year=2025",
        "facts/firm_finance/sales_revenue_cny/?year=zwanzig",
        "rows/firm_ip/?ip_no=none",
        "rows/firm_profile/",
    ],
)
def test_what_does_not_exist_is_not_found(zone, signed_in, path):
    assert signed_in(Role.OFFICER).get(f"/firms/{FIRM}/{path}").status_code == 404


def test_every_condition_with_a_value_explains_it(zone, signed_in):
    client = signed_in(Role.OFFICER)
    for rule in snapshots.snapshot().rulebook.in_force(snapshots.snapshot().manifest.as_of):
        card = client.get(f"/firms/{FIRM}/rules/{rule.id}/").context["page"].card
        waiting = list(card.conditions)
        while waiting:
            row = waiting.pop()
            waiting += row.children
            if row.evidence:
                page = client.get(row.evidence).context["page"]
                assert page.formula and page.value == row.value, row.id
            if row.steps:
                assert client.get(row.steps).context["page"].steps, row.id


def test_the_inputs_of_a_formula_lead_to_their_own_evidence(zone, signed_in):
    client = signed_in(Role.OFFICER)
    rows = client.get(f"/firms/{FIRM}/rules/{HNTE}/").context["page"].card.conditions
    (short,) = [row for row in rows if row.verdict == "not_met"]
    page = client.get(short.evidence).context["page"]
    assert len(page.inputs) >= 6  # three years of sales and of R&D
    for item in page.inputs:
        found = client.get(item.figure.evidence).context["page"]
        assert found.known is (item.figure.value is not None)


def test_the_rows_behind_a_count_say_whether_they_count(zone, signed_in):
    client = signed_in(Role.OFFICER)
    card = client.get(f"/firms/{FIRM}/rules/{HNTE}/").context["page"].card
    waiting, seen = list(card.conditions), 0
    while waiting:
        row = waiting.pop()
        waiting += row.children
        if row.evidence:
            for counted in client.get(row.evidence).context["page"].lists:
                seen += 1
                assert counted.certain == sum(one.counts == "计入" for one in counted.rows)
    assert seen


def test_the_original_file_is_for_keepers_and_recorded(zone, signed_in):
    batch = next(one for one in snapshots.batches() if one.file_name == "税务.csv")
    client = signed_in(Role.OFFICER)
    response = client.get(f"/firms/originals/{batch.id}/")
    assert b"".join(response.streaming_content).decode().startswith("统一社会信用代码")
    entry = AuditEntry.objects.get(action="original.downloaded")
    assert entry.about_id == batch.id
    assert signed_in(Role.LEADER).get(f"/firms/originals/{batch.id}/").status_code == 403


def test_an_unknown_batch_has_no_original(zone, signed_in):
    assert signed_in(Role.OFFICER).get("/firms/originals/none/").status_code == 404

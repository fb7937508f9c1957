import io
import re

import openpyxl
import pytest

from tests.wotu_site.chains.conftest import HTMX
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry

pytestmark = pytest.mark.zone

MAP = "/chains/maps/bicycles/"


def page_of(client, path=MAP, **query):
    return client.get(path, query).context["page"]


def links_of(page):
    return {link.name: link for s in page.stages for g in s.groups for link in g.links}


def test_the_list_counts_links_firms_and_states(officer):
    (row,) = page_of(officer, "/chains/").rows
    assert (row.label, row.links, row.firms) == ("自行车", 6, 7)
    counts = {part.css: part.count for part in row.bar.parts}
    assert sum(counts.values()) == 6
    assert counts["link-missing"] >= 1


def test_a_chain_is_found_by_the_name_of_a_link(officer):
    assert len(page_of(officer, "/chains/", q="制动").rows) == 1
    assert page_of(officer, "/chains/", q="没有这个").rows == ()


def test_the_map_shows_every_link_once_with_its_state(officer):
    page = page_of(officer)
    links = links_of(page)
    assert set(links) == {"tube", "carbon", "frame", "brake", "bicycle", "testing"}
    assert links["brake"].look.state == "missing"
    assert links["bicycle"].look.state == "fragile"
    assert [stage.stage for stage in page.stages] == [
        "upstream", "midstream", "downstream", "support",
    ]  # fmt: skip
    assert len(page.edges) == 5


def test_map_and_list_say_the_same(officer):
    text = officer.get(MAP).content.decode()
    drawing, listed = text.split('id="chain-list"')
    for label in ("管材", "碳纤维", "车架", "制动器", "整车", "检测"):
        assert label in drawing
        assert label in listed
    assert drawing.count("data-link=") == 6


def test_firms_are_counted_from_the_confidence_that_is_asked_for(officer):
    assert links_of(page_of(officer))["frame"].firms == 5
    assert links_of(page_of(officer))["tube"].firms == 0
    assert links_of(page_of(officer, confidence="0.5"))["tube"].firms == 1
    assert links_of(page_of(officer, confidence="0.95"))["frame"].firms == 1
    assert links_of(page_of(officer, confidence="nonsense"))["frame"].firms == 5


@pytest.mark.parametrize(
    ("query", "fitting"),
    [
        ({"state": "missing"}, {"brake", "carbon"}),
        ({"stage": "upstream"}, {"tube", "carbon"}),
        ({"q": "车架"}, {"frame"}),
        ({"q": "frames"}, {"frame"}),
        ({"q": "没有"}, set()),
    ],
)
def test_filters_leave_links_and_dim_the_others(officer, query, fitting):
    page = page_of(officer, **query)
    fits = {name for name, link in links_of(page).items() if link.fits}
    assert fitting <= fits if "state" in query else fits == fitting
    assert page.fitting == len(fits)


def test_what_falls_out_takes_what_needs_it_along(officer):
    page = page_of(officer, without="frame")
    marks = {name: link.mark for name, link in links_of(page).items() if link.mark}
    assert marks == {"frame": "fallen", "bicycle": "broken"}
    assert any("整车" in sentence for sentence in page.fallout.sentences)
    assert page_of(officer, without="nothing").fallout is None


def test_sales_size_the_circles_only_for_those_who_may_see_them(chains, signed_in):
    sizes = {one.value for one in page_of(signed_in(Role.OFFICER)).sizes}
    assert "sales_cny" in sizes
    hidden = {one.value for one in page_of(signed_in(Role.AUDITOR), size="sales_cny").sizes}
    assert "sales_cny" not in hidden


def test_the_drawer_names_firms_and_reasons(officer):
    page = page_of(officer, f"{MAP}frame/panel/")
    assert page.standing == 5
    assert page.firms[0].confidence == 0.95
    assert page.reasons
    assert "<main" not in officer.get(f"{MAP}frame/panel/", headers=HTMX).content.decode()


def test_a_map_goes_into_a_workbook(officer):
    answer = officer.post("/chains/exports/bicycles/")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_row == 7
    assert {"管材", "制动器"} <= {row[2].value for row in sheet}
    assert AuditEntry.objects.filter(action="chain.exported").exists()


def test_unknown_chains_and_groups_are_nowhere(officer):
    assert officer.get("/chains/maps/cars/").status_code == 404
    assert officer.get(f"{MAP}parts/").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.LIAISON, Role.AUDITOR])
@pytest.mark.parametrize(
    "path",
    ["", "maps/bicycles/", "maps/bicycles/frame/", "maps/bicycles/frame/panel/", "gaps/",
     "targets/", "sourcing/"],
)  # fmt: skip
def test_staff_open_every_page(chains, signed_in, role, path):
    assert signed_in(role).get(f"/chains/{path}").status_code == 200


@pytest.mark.parametrize(
    "path", ["", "maps/bicycles/", "maps/bicycles/frame/", "gaps/", "targets/"]
)
def test_firms_and_strangers_open_none(chains, signed_in, client, path):
    assert signed_in(Role.FIRM).get(f"/chains/{path}").status_code == 403
    assert client.get(f"/chains/{path}").status_code == 302


def test_pages_read_in_english_without_chinese_words_of_the_site(chains, signed_in):
    client = signed_in(Role.LEADER, language="en")
    text = client.get(MAP).content.decode()
    assert "Carbon fibre" in text
    words = re.sub(r"<[^>]+>|测试用图谱|中文|某.*", " ", text.partition("<main")[2])
    assert not re.search(r"[\u4e00-\u9fff]", words.partition("page-foot")[0])


def test_links_are_found_by_the_search_box(officer):
    hits = officer.get("/search/suggest/", {"q": "车架"}).content.decode()
    assert "/chains/maps/bicycles/frame/" in hits
    assert (
        "/chains/maps/bicycles/" in officer.get("/search/suggest/", {"q": "bicyc"}).content.decode()
    )

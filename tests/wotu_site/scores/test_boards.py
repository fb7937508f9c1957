"""Scoreboards: the list, a ranking, its method, log and editions."""

import dataclasses
import io

import openpyxl
import pytest
from django.test import Client

from tests.wotu.build.test_scores import PLACES
from tests.wotu_site.scores.conftest import OWN, TRIAL
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.scores.pages.ranking import RankingPage
from wotu_site.ui.search import find

pytestmark = pytest.mark.zone

HTMX = {"HX-Request": "true"}
BOARD = f"/scores/boards/{TRIAL}/"


def page_of(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200, path
    return response.context["page"]


def test_the_list_shows_every_edition_and_why_one_cannot_be_scored(leader):
    page = page_of(leader, "/scores/")
    own = {(row.name, row.edition): row.own for row in page.rows if row.own}
    assert set(own) == {("试评", "2025"), ("旧版试评", "2023")}
    for one in own.values():
        low, _, high = one.interval.partition("–")
        assert int(low) <= one.rank <= int(high or low)
        assert one.places == len(PLACES)
    unscored = [row for row in page.rows if not row.own]
    assert all(row.fault and not row.address for row in unscored)
    assert any("geometric" in row.fault for row in unscored)


def test_a_ranking_shows_every_rank_with_its_interval(leader):
    page = page_of(leader, BOARD)
    assert isinstance(page, RankingPage)
    assert [row.rank for row in page.rows] == [1, 2, 3, 4, 5]
    assert all(row.bar and row.interval for row in page.rows)
    assert [row.own for row in page.rows].count(True) == 1
    assert "试评" in page.frame.name
    assert "90%" in page.lead[0]
    for row in page.rows:
        ends = [part.x + part.width for part in row.parts.parts]
        assert ends == sorted(ends)
        assert max(ends) <= row.parts.width + 0.5


def test_a_ranking_is_sorted_and_filtered_by_its_address(leader):
    by_name = page_of(leader, BOARD, sort="name")
    assert [row.name for row in by_name.rows] == sorted(row.name for row in by_name.rows)
    economy = page_of(leader, BOARD, sort="by.economy")
    assert {row.name for row in economy.rows} == {row.name for row in by_name.rows}
    one = page_of(leader, BOARD, q=PLACES[2])
    assert len(one.rows) == 1
    assert page_of(leader, BOARD, q="无此地").rows == ()


def test_a_year_or_board_that_is_not_there_is_not_found(leader):
    for path in (f"{BOARD}?year=1999", "/scores/boards/nobody@1/", "/scores/boards/empty@2025/"):
        assert leader.get(path).status_code == 404


def test_the_page_and_its_fragment_show_the_same(leader):
    whole, fragment = leader.get(BOARD), leader.get(BOARD, headers=HTMX)
    assert fragment.context["page"] == whole.context["page"]
    assert b"<html" not in fragment.content
    assert dataclasses.is_dataclass(whole.context["page"])


def test_method_log_and_editions(leader):
    method = page_of(leader, f"{BOARD}method/")
    assert method.chart is not None
    assert len(method.sentences) == 7
    assert any(row.placeholder for row in method.weights)
    log = page_of(leader, f"{BOARD}log/", step="impute")
    assert log.rows
    assert {row.step for row in log.rows} == {"插补"}
    editions = page_of(leader, f"{BOARD}editions/")
    assert [head.edition for head in editions.heads] == ["2025", "2023"]
    assert all(len(row.cells) == 2 for row in editions.rows)


def test_reports_are_sent_and_recorded(leader):
    response = leader.post(f"{BOARD}report/?year=2025", {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames
    assert AuditEntry.objects.filter(action="scoreboard.exported").count() == 1
    assert leader.post(f"{BOARD}report/", {"format": "exe"}).status_code == 404


PAGES = (
    "/scores/",
    BOARD,
    f"{BOARD}method/",
    f"{BOARD}log/",
    f"{BOARD}editions/",
    f"{BOARD}places/{OWN}/",
    f"{BOARD}places/{OWN}/values/gdp/",
    "/scores/what-if/",
    "/scores/what-if/climb/",
    "/scores/what-if/weights/",
    "/scores/peers/",
)


def test_readers_alone_may_open_pages(province, signed_in):
    clients = {302: Client(), 200: signed_in(Role.LIAISON)}
    refused = [signed_in(Role.FIRM), signed_in(Role.AUDITOR)]
    for path in PAGES:
        for status, client in clients.items():
            assert client.get(path).status_code == status, path
        assert {client.get(path).status_code for client in refused} == {403}, path


def test_pages_ask_the_database_little(leader, django_assert_max_num_queries):
    for path in PAGES:
        leader.get(path)
        with django_assert_max_num_queries(5):
            leader.get(path)


def test_pages_are_english_too(province, signed_in):
    client = signed_in(Role.OFFICER, language="en")
    for path in PAGES:
        assert "页" not in client.get(path).context["page"].title


def test_search_finds_boards_and_places(province, make_person):
    person = make_person(Role.LEADER)
    found = {group.key: group for group in find("试评", person, limit=5)}
    assert found["scores"].hits[0].address.startswith("/scores/boards/")
    firm = make_person(Role.FIRM)
    assert "scores" not in {group.key for group in find("试评", firm, limit=5)}

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.wotu_site.documents.conftest import HTMX
from tests.zone import code_of
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.documents import events
from wotu_site.snapshots import queries as snapshots

pytestmark = pytest.mark.zone

NEWS = (
    "云岭高新区企业快讯\n\n"
    "今年3月，云岭明远电子科技有限公司完成近5亿元C轮融资。\n"
    "外地安康医药科技有限公司2024年5月在科创板上市。\n"
)


@pytest.fixture
def news(library, tmp_path):
    """The entry of a document that tells two events, one of a firm that the register lacks."""
    path = tmp_path / "快讯.txt"
    path.write_text(NEWS, encoding="utf-8")
    return library.add(path, published=dt.date(2024, 10, 1), author="测试")


def card_of(client, entry):
    """The events that the card of a document shows, by product."""
    page = client.get(f"/documents/{entry.id}/events/", headers=HTMX).context["page"]
    return {one.product: one for one in page.events}


def test_the_card_shows_each_event_with_its_firm(officer, news):
    shown = card_of(officer, news)
    financing, listing = shown["C轮"], shown["科创板"]
    assert financing.address.endswith(f"/{code_of(1)}/")
    assert (financing.kind, financing.period, financing.amount) == (
        "完成融资",
        "2024年3月",
        "近5亿元",
    )
    assert "C轮融资" in financing.sentence and not financing.batch
    assert (listing.address, listing.amount) == ("", "")
    assert officer.get(f"/documents/{news.id}/events/").status_code == 200
    assert f"/documents/{news.id}/events/" in officer.get(f"/documents/{news.id}/").content.decode()


def test_a_document_without_events_has_no_card(officer, paper):
    answer = officer.get(f"/documents/{paper.id}/events/", headers=HTMX)
    assert answer.context["page"].events == ()
    assert "<section" not in answer.content.decode()


def test_a_long_text_is_not_read_for_events_on_the_page(officer, news, monkeypatch):
    monkeypatch.setattr(events, "LONGEST_TEXT", news.characters - 1)
    assert card_of(officer, news) == {}


def test_an_accepted_event_is_marked_and_can_be_undone_and_accepted_again(officer, library, news):
    address = card_of(officer, news)["C轮"].accept_address
    answer = officer.post(address, headers=HTMX)
    accepted = card_of(officer, news)["C轮"]
    assert accepted.batch and accepted.undo_address in answer.content.decode()
    assert "hx-swap-oob" in answer.content.decode()
    officer.post(accepted.undo_address)
    assert not card_of(officer, news)["C轮"].batch
    again = officer.post(accepted.undo_address)
    assert again["Location"] == f"/documents/{news.id}/"
    officer.post(address)
    assert card_of(officer, news)["C轮"].batch not in ("", accepted.batch)
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions.count("event.accepted") == 2 and actions.count("event.withdrawn") == 1


def test_somebody_says_which_firm_an_event_is_of(officer, news):
    address = card_of(officer, news)["科创板"].accept_address
    for firm in ("", "没有这家"):
        officer.post(address, {"firm": firm}, headers=HTMX)
        assert not card_of(officer, news)["科创板"].batch
    officer.post(address, {"firm": code_of(7)}, headers=HTMX)
    accepted = card_of(officer, news)["科创板"]
    assert accepted.batch and accepted.address.endswith(f"/{code_of(7)}/")


def test_firms_that_may_be_meant_are_offered(officer, news, monkeypatch):
    """An index that is never sure: what a person is asked then."""
    sure = events.firm_index(snapshots.snapshot()).decide("云岭明远电子科技有限公司")
    doubtful = replace(sure, verdict="doubtful", firm_id=None)
    monkeypatch.setattr(events, "firm_index", lambda _: SimpleNamespace(decide=lambda _: doubtful))
    shown = card_of(officer, news)["科创板"]
    assert shown.possible[0].firm_id == code_of(1)
    assert not shown.address
    officer.post(shown.accept_address, {"firm": shown.possible[0].firm_id}, headers=HTMX)
    assert card_of(officer, news)["科创板"].address.endswith(f"/{code_of(1)}/")


def test_an_event_that_the_document_does_not_tell_is_not_found(officer, news):
    address = f"/documents/{news.id}/events/{news.id}-0-1-financing/accept/"
    assert officer.post(address).status_code == 404


def test_who_accepts_events_and_who_only_sees_them(signed_in, news):
    leader = signed_in(Role.LEADER)
    address = card_of(leader, news)["C轮"].accept_address
    assert address not in leader.get(f"/documents/{news.id}/events/").content.decode()
    assert leader.post(address).status_code == 403
    assert signed_in(Role.AUDITOR).get(f"/documents/{news.id}/events/").status_code == 403
    liaison = signed_in(Role.LIAISON)
    assert liaison.post(address, headers=HTMX).status_code == 200
    accepted = card_of(liaison, news)["C轮"]
    assert liaison.post(accepted.undo_address, headers=HTMX).status_code == 200
    assert not card_of(liaison, news)["C轮"].batch

import csv
from datetime import datetime
from io import StringIO

import pytest
from django.utils import timezone

from wotu_site.access.roles import Role
from wotu_site.audit import services
from wotu_site.audit.models import AuditEntry

LIST = "/audit/"


@pytest.fixture
def auditor(signed_in):
    return signed_in(Role.AUDITOR)


@pytest.fixture
def entries(make_person):
    """Three entries of two people: yesterday's last second, and two of the day after."""
    officer, leader = make_person(Role.OFFICER, display_name="陈静"), make_person(Role.LEADER)
    moments = [(2026, 3, 1, 23, 59, 59), (2026, 3, 2, 0, 0, 0), (2026, 3, 2, 12, 0, 0)]
    firm = services.Subject("firm", "91320505MA1WTU01KU", "沃土纳米")
    facts = [
        (officer, "page.viewed", firm),
        (officer, "account.changed", services.Subject("account", "7", "leader")),
        (leader, "page.viewed", firm),
    ]
    for moment, (person, action, about) in zip(moments, facts, strict=True):
        AuditEntry.objects.create(
            at=timezone.make_aware(datetime(*moment)),
            user=person,
            username=person.username,
            role=person.role,
            action=action,
            about_kind=about.kind,
            about_id=about.id,
            about_label=about.label,
            detail={"role": ["officer", "leader"]} if about.kind == "account" else {},
        )


def shown(client, query=""):
    rows = client.get(f"{LIST}?{query}").context["page"].rows
    return [(row.username, row.action) for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 3),
        ("person=陈静", 2),
        ("person=lead", 1),
        ("action=page.viewed", 2),
        ("action=page.viewed&action=account.changed", 3),
        ("kind=firm", 2),
        ("about=91320505MA1WTU01KU", 2),
        ("about=沃土纳米", 2),
        ("since=2026-03-02", 2),
        ("until=2026-03-01", 1),
        ("since=2026-03-01&until=2026-03-02", 3),
        ("since=yesterday", 3),
        ("person=nobody", 0),
    ],
)
def test_the_log_is_filtered_by_its_address(auditor, entries, query, expected):
    assert len(shown(auditor, query)) == expected


def test_the_newest_entry_stands_first_and_in_words(auditor, entries):
    assert shown(auditor)[0] == ("leader", "查看页面")
    assert shown(auditor)[-1] == ("officer", "查看页面")


def test_an_entry_shows_what_was_before_and_after(auditor, entries):
    number = AuditEntry.objects.get(action="account.changed").pk
    page = auditor.get(f"{LIST}{number}/").context["page"]
    assert page.changes == (("role", "officer", "leader"),)


def test_an_entry_opens_in_the_drawer_as_a_fragment(auditor, entries):
    number = AuditEntry.objects.first().pk
    assert "<html" not in auditor.get(f"{LIST}{number}/", headers={"HX-Request": "true"}).text
    assert auditor.get(f"{LIST}0/").status_code == 404


def test_pages_of_the_log_cost_the_same_however_long_it_is(
    auditor, make_person, django_assert_max_num_queries
):
    person = make_person(Role.OFFICER)
    AuditEntry.objects.bulk_create(
        AuditEntry(at=timezone.now(), user=person, username="officer", action="page.viewed")
        for _ in range(120)
    )
    with django_assert_max_num_queries(5):  # session, person, bell, count, rows
        response = auditor.get(f"{LIST}?page=3")
    assert len(response.context["page"].rows) == 20


def test_looking_at_the_log_is_for_those_who_may(signed_in):
    for role in (Role.LEADER, Role.OFFICER, Role.LIAISON, Role.FIRM):
        client = signed_in(role)
        assert client.get(LIST).status_code == 403
        assert client.get(f"{LIST}export.csv").status_code == 403


def exported(client, query=""):
    response = client.get(f"{LIST}export.csv?{query}")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff"), "or Excel takes it for another encoding"
    return response, list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def test_the_export_is_what_is_filtered(auditor, entries):
    response, rows = exported(auditor, "action=account.changed")
    assert response["Content-Disposition"].startswith('attachment; filename="wotu-audit-')
    assert rows[0][:3] == ["编号", "时间", "人员"]
    assert len(rows) == 2
    assert rows[1][1:3] == ["2026-03-02 00:00:00", "陈静"]


def test_the_export_speaks_the_language_of_the_reader(signed_in, entries):
    client = signed_in(Role.AUDITOR, language="en")
    _, rows = exported(client, "action=account.changed")
    assert rows[0][1] == "Time"
    assert rows[1][5] == "Account changed"


def test_a_cell_that_excel_could_run_is_exported_as_text(auditor, make_person):
    person = make_person(Role.OFFICER, display_name="=HYPERLINK(1)")
    about = services.Subject("account", "1", "@SUM(A1)")
    services.record("+cmd", acting_user=person, about=about)
    _, rows = exported(auditor, "person=officer")
    assert rows[1][2:4] == ["'=HYPERLINK(1)", "officer"]
    assert rows[1][5] == "'+cmd"


def test_the_export_is_itself_recorded(auditor, entries):
    exported(auditor, "kind=firm")
    entry = AuditEntry.objects.order_by("-id")[0]
    assert (entry.action, entry.username) == ("audit.exported", "auditor")
    assert entry.detail == {"kind": "firm"}

from django.db import transaction

from wotu_site.access.roles import Role
from wotu_site.audit import services
from wotu_site.audit.models import AuditEntry


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_opening_a_page_of_data_is_written_down_with_who_and_where(signed_in):
    client = signed_in(Role.LEADER)
    response = client.get("/gallery/evidence/?year=2025", REMOTE_ADDR="10.1.2.3")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.about_kind, entry.user) == ("page.viewed", "sample", client.person)
    assert (entry.username, entry.role, entry.address) == ("leader", "leader", "10.1.2.3")
    assert (entry.method, entry.path) == ("GET", "/gallery/evidence/?year=2025")
    assert (entry.status, entry.request_id) == (200, response["X-Request-ID"])


def test_it_costs_one_insert(signed_in, django_assert_num_queries):
    client = signed_in()
    client.get("/gallery/evidence/", headers={"HX-Request": "true"})
    with django_assert_num_queries(3):  # session, person, the row
        client.get("/gallery/evidence/", headers={"HX-Request": "true"})


def test_a_page_without_data_is_not_written_down(signed_in):
    client = signed_in()
    client.get("/")
    client.get("/accounts/profile/")
    assert actions() == []


def test_every_write_is_written_down(signed_in):
    signed_in().post("/gallery/notice/")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.path, entry.status) == ("request.sent", "/gallery/notice/", 302)


def test_what_a_service_has_said_is_not_said_again(signed_in, make_person):
    client = signed_in(Role.ADMINISTRATOR)
    client.post(f"/accounts/{make_person(Role.OFFICER).pk}/disable/")
    assert actions() == ["account.disabled"]


def test_a_refused_page_is_written_down(signed_in):
    signed_in(Role.LEADER).get("/accounts/")
    assert actions() == ["request.refused"]


def test_an_entry_goes_with_its_transaction(make_person):
    with transaction.atomic():
        services.record("account.changed", acting_user=make_person())
        transaction.set_rollback(True)
    assert actions() == []


def test_long_addresses_are_cut_not_refused(signed_in):
    signed_in().get("/gallery/evidence/?q=" + "x" * 3000)
    assert len(AuditEntry.objects.get().path) == 500

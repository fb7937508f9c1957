import pytest

from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.firms import queries
from wotu_site.firms.models import SavedView


@pytest.fixture
def officer(zone, signed_in):
    return signed_in(Role.OFFICER)


def save(client, name="差一步", query="standing=one_condition", **more):
    return client.post("/firms/views/", {"name": name, "query": query, "back": "/firms/", **more})


def test_a_view_is_kept_opened_and_marked(officer):
    assert save(officer).url == "/firms/"
    (link,) = officer.get("/firms/?standing=one_condition").context["page"].views
    assert link.address == "/firms/?standing=one_condition" and link.current and link.own
    assert AuditEntry.objects.filter(action="firm_view.saved").count() == 1


def test_a_view_of_the_same_name_is_replaced(officer):
    save(officer)
    save(officer, query="standing=met")
    assert [view.query for view in queries.views_for(officer.person)] == ["standing=met"]


def test_a_view_without_a_name_is_refused(officer):
    save(officer, name=" ")
    assert not SavedView.objects.exists()


def test_only_shared_views_are_seen_by_colleagues(officer, signed_in):
    save(officer, name="自己的")
    save(officer, name="大家的", shared="on")
    colleague = signed_in(Role.LEADER)
    assert [view.name for view in queries.views_for(colleague.person)] == ["大家的"]


def test_a_view_is_removed_and_comes_back(officer):
    save(officer)
    view = SavedView.objects.get()
    officer.post(f"/firms/views/{view.pk}/remove/")
    assert queries.views_for(officer.person) == []
    officer.post(f"/firms/views/{view.pk}/restore/")
    assert queries.views_for(officer.person) == [view]
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert [a for a in actions if a.startswith("firm_view")] == [
        "firm_view.saved",
        "firm_view.removed",
        "firm_view.restored",
    ]


def test_a_view_does_not_come_back_over_another_of_its_name(officer):
    save(officer)
    first = SavedView.objects.get()
    officer.post(f"/firms/views/{first.pk}/remove/")
    save(officer, query="standing=met")
    officer.post(f"/firms/views/{first.pk}/restore/")
    assert [view.query for view in queries.views_for(officer.person)] == ["standing=met"]


def test_views_of_others_are_not_found(officer, signed_in):
    save(officer, shared="on")
    view = SavedView.objects.get()
    colleague = signed_in(Role.LEADER)
    for act in ("remove", "restore"):
        assert colleague.post(f"/firms/views/{view.pk}/{act}/").status_code == 404

from tests.wotu_site.drafts.conftest import RULE
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.drafts.models import Draft


def test_a_kept_draft_opens_as_it_was_kept(officer, kept):
    assert kept.changes["parameters"] == {"rd_floor_small": "4%"}
    response = officer.get(f"/drafts/{kept.pk}/", follow=True)
    page = response.context["page"]
    assert (page.kept.name, page.kept.own, page.kept.differs) == ("降门槛", True, False)
    assert [one.text for one in page.changes] == ["5% → 4%"]


def test_every_kind_of_change_comes_back_from_what_is_kept(officer):
    query = (
        "p.score_floor=65.5&t.rd_floor=rd_floor_small&t.ip_count=ip_class1 > 1"
        "&without=rd_domestic_60pct&new_label=新&new_test=net_assets_year3 > 0 yuan"
    )
    officer.post(f"{RULE}keep/", {"name": "全改", "query": query})
    page = officer.get(f"/drafts/{Draft.objects.get().pk}/", follow=True).context["page"]
    assert len(page.changes) == 5 and page.kept.differs is False


def test_a_draft_that_changes_nothing_or_has_no_name_is_not_kept(officer):
    for name, query in (("空", "p.rd_floor_small=5"), ("  ", "p.rd_floor_small=4")):
        response = officer.post(f"{RULE}keep/", {"name": name, "query": query}, follow=True)
        assert response.status_code == 200 and "toast-icon-warning" in response.text
    assert not Draft.objects.exists()


def test_the_author_changes_a_draft_and_others_save_their_own(officer, leader, kept):
    officer.post(f"{RULE}keep/", {"name": "再降", "query": "p.rd_floor_small=3", "draft": kept.pk})
    kept.refresh_from_db()
    assert (kept.name, kept.changes["parameters"]) == ("再降", {"rd_floor_small": "3%"})
    officer.post(f"/drafts/{kept.pk}/state/", {"state": "shared"})
    leader.post(f"{RULE}keep/", {"name": "我的", "query": "p.rd_floor_small=2", "draft": kept.pk})
    kept.refresh_from_db()
    assert kept.name == "再降" and Draft.objects.count() == 1


def test_a_draft_is_seen_by_others_only_while_it_is_shared(officer, leader, kept):
    address = f"/drafts/{kept.pk}/"
    assert leader.get(address).status_code == 404
    officer.post(f"{address}state/", {"state": "shared"})
    assert leader.get(address, follow=True).context["page"].kept.own is False
    assert [row.name for row in leader.get("/drafts/").context["page"].rows] == ["降门槛"]
    officer.post(f"{address}state/", {"state": "withdrawn"})
    assert leader.get(address).status_code == 404
    assert officer.get(address).status_code == 302


def test_nobody_else_shares_or_deletes_a_draft(officer, leader, kept):
    officer.post(f"/drafts/{kept.pk}/state/", {"state": "shared"})
    assert leader.post(f"/drafts/{kept.pk}/state/", {"state": "withdrawn"}).status_code == 409
    assert leader.post(f"/drafts/{kept.pk}/delete/").status_code == 409
    assert leader.post(f"/drafts/{kept.pk}/restore/").status_code == 404


def test_a_deleted_draft_comes_back_by_undo(officer, kept):
    page = officer.post(f"/drafts/{kept.pk}/delete/", follow=True)
    assert page.context["page"].rows == ()
    assert f"/drafts/{kept.pk}/restore/" in page.text
    officer.post(f"/drafts/{kept.pk}/restore/")
    assert [row.number for row in officer.get("/drafts/").context["page"].rows] == [kept.pk]


def test_every_act_is_recorded_with_who_and_what(officer, kept):
    officer.post(f"/drafts/{kept.pk}/state/", {"state": "shared"})
    officer.post(f"/drafts/{kept.pk}/delete/")
    officer.post(f"/drafts/{kept.pk}/restore/")
    acts = list(AuditEntry.objects.filter(about_kind="draft").order_by("pk"))
    names = ["draft.saved", "draft.shared", "draft.deleted", "draft.restored"]
    assert [act.action for act in acts] == names
    assert {act.about_id for act in acts} == {str(kept.pk)}
    assert acts[0].detail["changes"]["parameters"] == {"rd_floor_small": "4%"}


def test_drafts_stand_side_by_side_in_the_order_chosen(officer, kept):
    officer.post(f"{RULE}keep/", {"name": "提门槛", "query": "p.rd_floor_small=7"})
    other = Draft.objects.get(name="提门槛")
    page = officer.get(f"/drafts/compare/?draft={other.pk}&draft={kept.pk}").context["page"]
    assert [one.row.name for one in page.drafts] == ["提门槛", "降门槛"]
    met = [one.lines[0] for one in page.drafts]
    assert met[0].before == met[1].before
    assert int(met[0].after) <= int(met[0].before) <= int(met[1].after)


def test_an_empty_list_offers_the_rules(officer):
    text = officer.get("/drafts/").text
    assert "还没有草案" in text and RULE in text


def test_a_draft_of_an_edition_that_is_gone_is_marked(officer, kept):
    Draft.objects.filter(pk=kept.pk).update(edition="1999")
    row = officer.get("/drafts/").context["page"].rows[0]
    assert row.current is False
    compared = officer.get(f"/drafts/compare/?draft={kept.pk}").context["page"].drafts[0]
    assert compared.faults and not compared.lines
    assert officer.get(f"/drafts/{kept.pk}/").status_code == 302
    assert officer.person.role == Role.OFFICER

from django.utils import timezone

from tests.zone import AS_OF
from wotu.packs.schema import Label
from wotu.workspace import Zone, create_workspace
from wotu_site.access.roles import Role
from wotu_site.home.pages.upkeep import first_steps, upkeep
from wotu_site.snapshots import queries as snapshots


def test_an_administrator_sees_the_state_of_the_workspace(zone, make_person):
    shown = upkeep(make_person(Role.ADMINISTRATOR), timezone.now())
    assert shown.as_of == AS_OF
    assert shown.snapshots == 1 and shown.batches == 10 and shown.pending == 0
    assert shown.active_accounts == 1 and shown.failed_jobs == 0


def test_a_site_with_data_has_no_first_steps(zone, make_person):
    assert first_steps(make_person()) is None


def test_before_the_first_build_home_says_what_to_do(settings, tmp_path, signed_in):
    settings.WORKSPACE_DIR = tmp_path / "new"
    snapshots.forget()
    create_workspace(settings.WORKSPACE_DIR, Zone(name=Label(zh="云岭", en="Yunling")))
    client = signed_in(Role.OFFICER)
    page = client.get("/").context["page"]
    assert page.first_steps.has_workspace and page.first_steps.batches == 0
    assert page.work is None
    assert "导入各部门文件" in client.get("/").text
    snapshots.forget()


def test_without_a_workspace_home_names_the_command(settings, tmp_path, signed_in):
    settings.WORKSPACE_DIR = tmp_path / "nowhere"
    snapshots.forget()
    assert "wotu init" in signed_in(Role.ADMINISTRATOR).get("/").text
    snapshots.forget()


def test_a_firm_without_data_is_told_whom_to_ask(zone, signed_in):
    assert "请联系您的企业服务专员" in signed_in(Role.FIRM).get("/").text

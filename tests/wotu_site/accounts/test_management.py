import pytest

from tests.wotu_site.conftest import FIRM, PASSWORD
from wotu_site.access.roles import Role
from wotu_site.accounts.models import User

LIST = "/accounts/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def admin(signed_in):
    return signed_in(Role.ADMINISTRATOR)


def names(response):
    return [account.username for account in response.context["page"].accounts]


def test_the_list_is_searched_narrowed_and_sorted_by_its_address(admin, make_person):
    make_person(Role.OFFICER, display_name="陈静", department="科技创新局")
    make_person(Role.LEADER, display_name="周卫国")
    make_person(Role.FIRM, display_name="王敏", is_active=False)
    assert names(admin.get(LIST)) == ["administrator", "firm", "leader", "officer"]
    assert names(admin.get(f"{LIST}?q=科技创新")) == ["officer"]
    assert names(admin.get(f"{LIST}?q={FIRM[:9].lower()}")) == ["firm"]
    assert names(admin.get(f"{LIST}?role=leader&role=firm")) == ["firm", "leader"]
    assert names(admin.get(f"{LIST}?state=disabled")) == ["firm"]
    assert names(admin.get(f"{LIST}?sort=-username"))[0] == "officer"


def test_facets_count_what_else_there_is(admin, make_person):
    make_person(Role.OFFICER)
    make_person(Role.LEADER, is_active=False)
    page = admin.get(f"{LIST}?role=officer").context["page"]
    roles, states = page.facets
    assert [value.count for value in roles.values] == [1, 1, 1, 0, 0, 0]
    assert [value.chosen for value in roles.values] == [False, False, True, False, False, False]
    assert [value.count for value in states.values] == [1, 0]
    assert [chip.value for chip in page.chips] == ["科技干部"]


def test_the_fragment_is_the_list_without_its_frame(admin):
    whole, fragment = admin.get(LIST), admin.get(LIST, headers=HTMX)
    assert "<html" in whole.text
    assert "<html" not in fragment.text
    assert "<table" in fragment.text
    assert 'class="list-filter' not in fragment.text, "the form stays where somebody types"
    assert "HX-Request" in fragment["Vary"]
    assert whole.context["page"].accounts == fragment.context["page"].accounts


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    admin, make_person, django_assert_max_num_queries
):
    for number in range(60):
        make_person(Role.OFFICER, username=f"officer{number}")
    # Session, person, bell, count, rows, two facets.
    with django_assert_max_num_queries(7):
        response = admin.get(LIST)
    assert len(names(response)) == 50
    assert "第 1–50 条，共 61 条" in response.text
    assert len(names(admin.get(f"{LIST}?page=2"))) == 11
    assert len(names(admin.get(f"{LIST}?page=99"))) == 11


def test_a_list_without_hits_says_what_to_do(admin):
    page = admin.get(f"{LIST}?q=nobody")
    assert "没有符合条件的账号" in page.text
    assert "显示全部账号" in page.text


def test_a_new_account_shows_its_password_once(admin):
    form = {"username": "Chen.Jing", "display_name": "陈静", "role": "officer", "firm_uscc": ""}
    response = admin.post("/accounts/new/", form)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    user = User.objects.get(username="chen.jing")
    assert user.check_password(response.context["page"].password)
    assert response.context["page"].password not in admin.get(f"/accounts/{user.pk}/").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "administrator"}, "用户名"),
        ({"role": "firm"}, "必须填写本企业的统一社会信用代码"),
        ({"firm_uscc": FIRM}, "只有企业用户填写此项"),
        ({"role": "firm", "firm_uscc": FIRM[:-1] + "A"}, "不是有效的统一社会信用代码"),
        ({"display_name": ""}, "必填"),
    ],
)
def test_what_is_wrong_with_an_entry_stands_beside_it(admin, wrong, said):
    form = {"username": "new", "display_name": "新人", "role": "officer", "firm_uscc": "", **wrong}
    response = admin.post("/accounts/new/", form)
    assert response.status_code == 200
    assert said in response.text
    assert not User.objects.filter(display_name="新人").exists()


def test_an_account_is_changed_and_says_so(admin, make_person):
    officer = make_person(Role.OFFICER)
    form = {"display_name": "陈静", "department": "", "role": "firm", "firm_uscc": FIRM.lower()}
    response = admin.post(f"/accounts/{officer.pk}/", form, follow=True)
    officer.refresh_from_db()
    assert (officer.display_name, officer.role, officer.firm_uscc) == ("陈静", "firm", FIRM)
    assert "陈静 的资料已保存" in response.text


def test_the_last_administrator_is_kept_with_a_reason(admin):
    form = {"display_name": "我", "department": "", "role": "leader", "firm_uscc": ""}
    response = admin.post(f"/accounts/{admin.person.pk}/", form)
    assert "最后一名管理员" in response.text


def test_disabling_can_be_undone_with_one_click(admin, make_person):
    officer = make_person(Role.OFFICER)
    response = admin.post(f"/accounts/{officer.pk}/disable/", follow=True)
    undo = f"/accounts/{officer.pk}/enable/"
    assert f'action="{undo}"' in response.text
    assert "撤销" in response.text
    assert not User.objects.get(pk=officer.pk).is_active
    admin.post(undo)
    assert User.objects.get(pk=officer.pk).is_active


def test_the_own_account_is_not_disabled(admin):
    response = admin.post(f"/accounts/{admin.person.pk}/disable/", follow=True)
    assert "不能停用自己的账号" in response.text


def test_a_reset_password_is_shown_once(admin, make_person):
    officer = make_person(Role.OFFICER)
    page = admin.post(f"/accounts/{officer.pk}/reset-password/").context["page"]
    officer.refresh_from_db()
    assert officer.check_password(page.password)
    assert not officer.check_password(PASSWORD)


def test_what_changes_accounts_is_not_a_get(admin):
    for what in ("disable", "enable", "reset-password"):
        assert admin.get(f"/accounts/{admin.person.pk}/{what}/").status_code == 405


def test_an_account_that_is_not_there_is_404(admin):
    assert admin.get("/accounts/999/").status_code == 404


def test_the_table_of_roles_is_what_is_enforced(admin):
    page = admin.get("/accounts/roles/").context["page"]
    opens = {row.name: dict(zip(Role, row.opens, strict=True)) for row in page.rows}
    assert opens["accounts:list"] == {role: role == Role.ADMINISTRATOR for role in Role}
    assert all(opens["home:home"].values())

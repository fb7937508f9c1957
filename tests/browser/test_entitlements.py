"""The paths of people through what firms can get, and the lists of those paid without applying."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.benefit_zone import BIG, BIG_NAME, make_benefit_zone
from tests.browser.conftest import PHONE
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

LIST = "/entitlements/lists/city.rd_subsidy/"


@pytest.fixture(scope="session")
def benefit_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benefit-zone")
    make_benefit_zone(folder / "workspace", folder / "files")
    return folder / "workspace"


@pytest.fixture
def city(benefit_folder, settings, tmp_path):
    """The site of a copy of the zone with the example city pack."""
    shutil.copytree(benefit_folder, tmp_path / "workspace", symlinks=True)
    settings.WORKSPACE_DIR = tmp_path / "workspace"
    snapshots.forget()
    yield
    snapshots.forget()


@pytest.fixture
def firm_user(make_person):
    return make_person(Role.FIRM, firm_uscc=BIG)


@pytest.mark.parametrize("size", [PHONE, (1280, 800)])
def test_an_accountant_reads_what_the_firm_can_get(
    city, firm_user, open_as, barriers, photograph, size
):
    page = open_as(Role.FIRM, "/", size=size)
    page.goto("/entitlements/")
    expect(page.get_by_role("heading", name="我能享受什么")).to_be_visible()
    expect(page.locator(".benefit-total-sum")).to_have_text("125万元")
    first = page.locator("article.benefit").first
    first.get_by_text("金额怎么算").click()
    expect(first).to_contain_text("取低（上年研发费用 × 补助比例、最高补助）")
    expect(first).to_contain_text("1,600万元")
    expect(
        page.locator("section", has=page.get_by_role("heading", name="要补的数据"))
    ).to_contain_text("2025年投资项目已备案")
    left = page.locator("section", has=page.get_by_role("heading", name="未计入及原因"))
    expect(left).to_contain_text("不能与“研发投入后补助（示例）”同时享受，选它少50万元")
    assert barriers(page) == []
    photograph(page, f"benefits-{size[0]}")


def test_a_list_is_drafted_approved_by_another_confirmed_and_paid(
    city, firm_user, open_as, barriers
):
    officer = open_as(Role.OFFICER, LIST)
    officer.get_by_role("button", name="拟定名单").click()
    expect(officer.locator(".toast")).to_contain_text("已拟定 1 家")
    officer.get_by_role("checkbox", name=f"选择{BIG_NAME}").check()
    officer.get_by_role("button", name="审核通过").click()
    expect(officer.locator(".toast").last).to_contain_text("须由另一人审核")
    assert barriers(officer) == []

    second = open_as(Role.ADMINISTRATOR, LIST)
    for button, told in (("审核通过", "已审核 1 家"), ("通知企业", "已通知 1 家")):
        second.get_by_role("checkbox", name=f"选择{BIG_NAME}").check()
        second.get_by_role("button", name=button).click()
        expect(second.locator(".toast").last).to_contain_text(told)

    firm = open_as(Role.FIRM, "/entitlements/")
    firm.get_by_label("开户行").fill("云岭银行")
    firm.get_by_label("账号").fill("6222 0000 1111")
    firm.get_by_role("button", name="确认").click()
    expect(firm.locator(".toast")).to_contain_text("资金将拨付到该账户")

    second.reload()
    second.get_by_role("checkbox", name=f"选择{BIG_NAME}").check()
    second.get_by_label("拨付日期").fill("2026-07-20")
    second.get_by_role("button", name="登记兑现").click()
    expect(second.locator(".toast").last).to_contain_text("已登记兑现 1 笔")
    second.get_by_role("button", name="撤销").click()
    expect(second.get_by_role("row").filter(has_text=BIG_NAME)).to_contain_text("企业已确认")


def test_finance_products_and_people_have_no_barriers(city, open_as, barriers, photograph):
    page = open_as(Role.OFFICER, "/entitlements/lists/")
    seen = {"金融产品": "可贷额度", "人才政策": "个人信息", "免申即享": "无需企业申报"}
    for name, words in seen.items():
        page.get_by_role("link", name=name).click()
        expect(page.locator(".section-note")).to_contain_text(words)
        assert barriers(page) == []

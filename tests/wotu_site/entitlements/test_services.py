import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from tests.benefit_zone import BIG, BIG_NAME, NEW
from tests.wotu_site.entitlements.conftest import ACCOUNT, AWARD, SUBSIDY, rule_of
from wotu.build.build import build
from wotu.exports import write_table
from wotu.receive import Delivery, receive
from wotu_site.audit.models import AuditEntry
from wotu_site.entitlements import budgets, payments, queries, services
from wotu_site.entitlements.errors import EntitlementError
from wotu_site.snapshots import queries as snapshots

pytestmark = pytest.mark.zone

PAID_ON = dt.date(2026, 7, 20)


@pytest.fixture
def drafted(officer):
    """The lists of the subsidy and of the award, drafted by the officer."""
    for rule_id in (SUBSIDY, AWARD):
        services.draft_list(snapshots.snapshot(), rule_of(rule_id), acting_user=officer.person)
    return rows(SUBSIDY)


def rows(rule_id):
    return list(queries.listed(queries.Wanted(rule_id, 2026)).order_by("firm_id"))


def moved_on(second, *verbs):
    """The subsidy's list after these acts of somebody else."""
    for verb in verbs:
        getattr(services, verb)(rows(SUBSIDY), acting_user=second.person)
    return rows(SUBSIDY)


def test_a_list_holds_amount_evidence_and_snapshot(drafted):
    (one,) = drafted
    assert (one.firm_id, one.state, one.share_cny) == (BIG, "drafted", Decimal(800_000))
    assert "上年研发费用 1,600万元" in one.evidence_zh and "R&D expense" in one.evidence_en
    assert one.snapshot == snapshots.snapshot().id
    assert {row.firm_id for row in rows(AWARD)} == {NEW}


def test_drafting_again_adds_nobody_twice(drafted, officer):
    again = services.draft_list(snapshots.snapshot(), rule_of(SUBSIDY), acting_user=officer.person)
    assert (again.act, again.changed, again.kept) == (None, 0, 1)


def test_who_drafts_does_not_approve(drafted, officer, second):
    with pytest.raises(EntitlementError, match=BIG_NAME):
        services.approve(drafted, acting_user=officer.person)
    assert services.approve(drafted, acting_user=second.person).changed == 1
    assert rows(SUBSIDY)[0].approved_by_id == second.person.pk


def test_no_step_is_skipped(drafted, second):
    with pytest.raises(EntitlementError):
        services.notify(drafted, acting_user=second.person)
    with pytest.raises(EntitlementError):
        services.pay(drafted, PAID_ON, "", acting_user=second.person)


def test_withholding_asks_for_a_reason(drafted, second):
    with pytest.raises(EntitlementError):
        services.withhold(drafted, "", acting_user=second.person)
    services.withhold(drafted, "信用核查未完成", acting_user=second.person)
    assert rows(SUBSIDY)[0].reason == "信用核查未完成"


def test_a_payment_becomes_a_fact_and_goes_with_its_undoing(drafted, second, own_firm, city):
    (told,) = moved_on(second, "approve", "notify")
    services.confirm(told, ACCOUNT, acting_user=own_firm.person)
    done = services.pay(rows(SUBSIDY), PAID_ON, "云财示〔2026〕9号", acting_user=second.person)
    batch = city.lake.batch(done.act.batch)
    assert (batch.contract, batch.source, batch.rows, batch.counts) == (
        "firm_payment",
        "finance",
        1,
        True,
    )
    build(city, dt.date(2026, 6, 30))
    paid = snapshots.snapshot().row(
        "SELECT measure, amount_cny, paid_on FROM fact_firm_payment WHERE firm_id = ? AND year = 2026",
        [BIG],
    )
    assert paid == {"measure": SUBSIDY, "amount_cny": Decimal(800_000), "paid_on": PAID_ON}
    services.undo(done.act, snapshots.snapshot(), acting_user=second.person)
    assert not city.lake.batch(done.act.batch).counts
    assert rows(SUBSIDY)[0].state == "confirmed" and rows(SUBSIDY)[0].paid_on is None
    again = services.pay(rows(SUBSIDY), PAID_ON, "云财示〔2026〕9号", acting_user=second.person)
    assert city.lake.batch(again.act.batch).counts


def test_an_act_is_taken_back_once(drafted, second):
    done = services.approve(drafted, acting_user=second.person)
    services.undo(done.act, snapshots.snapshot(), acting_user=second.person)
    assert (rows(SUBSIDY)[0].state, rows(SUBSIDY)[0].approved_by_id) == ("drafted", None)
    with pytest.raises(EntitlementError):
        services.undo(done.act, snapshots.snapshot(), acting_user=second.person)


def test_what_moved_on_is_not_taken_back(drafted, second):
    done = services.approve(drafted, acting_user=second.person)
    moved_on(second, "notify")
    with pytest.raises(EntitlementError):
        services.undo(done.act, snapshots.snapshot(), acting_user=second.person)


def test_drafting_can_be_taken_back(officer):
    current = snapshots.snapshot()
    done = services.draft_list(current, rule_of(AWARD), acting_user=officer.person)
    services.undo(done.act, current, acting_user=officer.person)
    assert rows(AWARD) == []
    assert services.draft_list(current, rule_of(AWARD), acting_user=officer.person).changed == 1


def test_a_short_budget_is_shared_by_the_rule_of_the_measure(monkeypatch, officer, second):
    monkeypatch.setattr(budgets, "budget_fen", lambda _rule, _day: 60_000_000)
    services.draft_list(snapshots.snapshot(), rule_of(SUBSIDY), acting_user=officer.person)
    (one,) = rows(SUBSIDY)
    assert (one.granted_cny, one.share_cny) == (Decimal(800_000), Decimal(600_000))
    standing = budgets.budget_of(snapshots.snapshot(), rule_of(SUBSIDY), 2026)
    assert standing.is_short and standing.left == Decimal(600_000)
    services.approve([one], acting_user=second.person)
    after = budgets.budget_of(snapshots.snapshot(), rule_of(SUBSIDY), 2026)
    assert (after.bound, after.left) == (Decimal(600_000), Decimal(0))


def test_acts_are_recorded_without_account_numbers(drafted, second, own_firm):
    (told,) = moved_on(second, "approve", "notify")
    services.confirm(told, ACCOUNT, acting_user=own_firm.person)
    entry = AuditEntry.objects.get(action="entitlement.confirmed")
    assert entry.about_id == SUBSIDY and entry.detail["firms"] == 1
    assert "6222" not in str(entry.detail)


def test_the_file_of_the_finance_bureau_comes_back_and_marks_what_is_paid(
    drafted, second, own_firm, city, tmp_path
):
    (told,) = moved_on(second, "approve", "notify")
    services.confirm(told, ACCOUNT, acting_user=own_firm.person)
    with pytest.raises(EntitlementError):
        services.take_over(snapshots.snapshot(), rule_of(SUBSIDY), acting_user=second.person)
    # The exported workbook as it comes back: the days of payment filled in.
    table = payments.order_table(rows(SUBSIDY), "研发投入后补助")
    path = tmp_path / "兑现清单.xlsx"
    write_table(
        table.with_columns(拨付日期=dt.date(2026, 7, 20), 拨付文号=pl.lit("云财示9号")), path
    )
    receive(city, path, Delivery(source="finance", author="财政局", contract="firm_payment"))
    build(city, dt.date(2026, 6, 30))
    before = budgets.budget_of(snapshots.snapshot(), rule_of(SUBSIDY), 2026)
    assert (before.before, before.bound) == (Decimal(0), Decimal(800_000))
    done = services.take_over(snapshots.snapshot(), rule_of(SUBSIDY), acting_user=second.person)
    (one,) = rows(SUBSIDY)
    assert (one.state, one.paid_on, one.document_no) == ("paid", PAID_ON, "云财示9号")
    services.undo(done.act, snapshots.snapshot(), acting_user=second.person)
    assert rows(SUBSIDY)[0].state == "confirmed"

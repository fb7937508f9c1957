import datetime as dt

from tests.wotu.targets.series import on_days, target
from wotu.targets.actuals import Actuals
from wotu.targets.news import news_between
from wotu.targets.progress import progress
from wotu.targets.status import Status
from wotu.targets.target import Task
from wotu.targets.tree import BranchKind, target_tree

TODAY = dt.date(2025, 11, 21)
GATHERING = {"indicator": None, "unit": None, "value": None, "baseline": None, "baseline_period": None}  # fmt: skip


def known(packs, one, values=None):
    firms = packs.indicators["hitech_firms"]
    actuals = on_days(firms, values) if values else Actuals(firms)
    return progress(one, Actuals(None) if one.indicator is None else actuals, TODAY)


def test_a_parent_without_indicator_has_the_gravest_status_below_it(packs):
    late = [400.0] * 55
    found = [
        known(packs, target(id="T1", name="上", **GATHERING)),
        known(packs, target(id="T2", parent="T1"), [400.0] * 50 + [450.0]),
        known(packs, target(id="T3", parent="T1"), late),
        known(packs, target(id="T4", parent="T3"), [400.0] * 50 + [450.0]),
        known(packs, target(id="T5", parent="T9")),
    ]
    tasks = [Task("T3.1", "T3", "走访"), Task("T3.2", "T3", "辅导", done_on=TODAY)]
    (plan,) = target_tree(found, tasks)
    top, alone = plan.children
    assert (plan.kind, plan.status, top.status) == (BranchKind.PLAN, Status.LATE, Status.LATE)
    assert not top.is_own and top.children[1].is_own
    assert dict(top.counts) == {Status.LATE: 1, Status.ACHIEVED: 2}
    assert alone.status is Status.UNKNOWN and alone.progress.target.id == "T5"
    assert [one.kind for one in top.children[1].children] == [
        BranchKind.TARGET,
        BranchKind.TASK,
        BranchKind.TASK,
    ]
    assert (plan.tasks_open, top.children[0].tasks_open) == (1, 0)


def test_a_gathering_target_alone_is_unknown(packs):
    (plan,) = target_tree([known(packs, target(**GATHERING))], [])
    assert plan.status is Status.UNKNOWN and plan.counts == {}


def test_news_are_what_differs(packs):
    good = known(packs, target(id="T1"), [400.0] * 50 + [450.0])
    late = known(packs, target(id="T1"), [400.0] * 55)
    same = known(packs, target(id="T2"))
    new, gone = known(packs, target(id="T3")), known(packs, target(id="T4"))
    found = news_between([good, same, gone], [late, same, new])
    assert [(one.before, one.after) for one in found] == [(good, late), (None, new), (gone, None)]
    assert [one.is_worse for one in found] == [True, False, False]
    assert not news_between([late], [good])[0].is_worse

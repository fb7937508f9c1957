import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.wotu.targets.series import target
from wotu.targets.book import TargetBook, TargetError
from wotu.targets.decisions import Action, Change
from wotu.targets.target import Aim, Milestone, Origin, PathKind, Task

DAY = dt.date(2025, 6, 30)


@pytest.fixture
def book(tmp_path):
    return TargetBook(tmp_path / "lake")


def add(book, **values):
    (added,) = book.add([target(id="", **values)], author="李")
    return added


def test_what_is_added_stands_as_it_was_given(book):
    full = target(
        id="", aim=Aim.WITHIN, value_max=500.0, path=PathKind.MILESTONES, number="2.1",
        milestones=(Milestone(DAY, 420.5),), origin=Origin("batch", 3), note="注", person="科长",
    )  # fmt: skip
    (added,) = book.add([full], author="李")
    assert added == replace(full, id="T1")
    assert book.standing() == (added,)
    assert book.require("2.1") == added


def test_a_promise_is_not_changed_without_a_reason(book):
    add(book)
    for values in ({"value": 500.0}, {"due": dt.date(2026, 12, 31)}, {"baseline": 1.0},
                   {"path": PathKind.SEASONAL}):  # fmt: skip
        with pytest.raises(TargetError, match="理由"):
            book.change("T1", author="李", reason=" ", **values)
    assert book.change("T1", author="李", reason=None, owner="科技局").owner == "科技局"
    changed = book.change("T1", author="王", reason="市里加码", value=500.0, due=DAY)
    assert book.standing() == (changed,)
    last = book.history("T1")[-1]
    assert (last.author, last.reason) == ("王", "市里加码")
    assert last.changes == (
        Change("due", "2025-12-31", "2025-06-30"),
        Change("value", 448.0, 500.0),
    )


def test_a_change_that_changes_nothing_is_not_written(book):
    add(book)
    book.change("T1", author="李", reason=None, value=448.0)
    assert len(book.history("T1")) == 1


def test_steps_are_taken_back_one_after_the_other(book):
    before = add(book)
    book.change("T1", author="李", reason="一", value=500.0)
    book.change("T1", author="李", reason="二", value=600.0)
    book.undo("T1", author="李")
    assert book.require("T1").value == 500.0
    book.undo("T1", author="李")
    assert book.require("T1") == before
    book.undo("T1", author="李")
    assert book.standing() == ()
    with pytest.raises(TargetError, match="可撤回"):
        book.undo("T1", author="李")
    steps = book.history("T1")
    assert [one.action for one in steps] == [Action.ADD, Action.CHANGE, Action.CHANGE, *[Action.UNDO] * 3]  # fmt: skip
    assert [one.taken_back for one in steps] == [True] * 3 + [False] * 3
    assert steps[3].changes == (Change("value", 600.0, 500.0),)


def test_withdrawing_needs_a_reason_and_can_be_undone(book):
    added = add(book)
    with pytest.raises(TargetError, match="理由"):
        book.withdraw("T1", author="李", reason="")
    book.withdraw("T1", author="李", reason="并入省里目标")
    assert book.standing() == ()
    with pytest.raises(TargetError, match="没有目标"):
        book.require("T1")
    book.undo("T1", author="李")
    assert book.standing() == (added,)
    assert add(book).id == "T2"


def test_the_book_can_be_read_as_it_was(book):
    add(book)
    before = dt.datetime.now(dt.UTC)
    book.change("T1", author="李", reason="加码", value=500.0)
    assert [one.value for one in book.standing(before)] == [448.0]
    assert [one.value for one in book.standing()] == [500.0]
    assert book.standing(before - dt.timedelta(days=1)) == ()


def test_parents_are_linked_and_protected(book):
    gathered = target(id="a", indicator=None, unit=None, value=None, baseline=None,
                      baseline_period=None, name="创新主体")  # fmt: skip
    parent, child = book.add([gathered, target(id="b", parent="a")], author="李")
    assert child.parent == parent.id == "T1"
    with pytest.raises(TargetError, match="圈"):
        book.change("T1", author="李", reason="x", parent="T2")
    with pytest.raises(TargetError, match="下面还有目标"):
        book.withdraw("T1", author="李", reason="x")
    with pytest.raises(TargetError, match="下面还有目标"):
        book.undo("T1", author="李")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": " "}, "名称"),
        ({"unit": None}, "单位"),
        ({"aim": Aim.WITHIN, "value_max": 1.0}, "区间"),
        ({"baseline_period": "去年"}, "看不懂基期"),
        ({"baseline_period": "2026"}, "早于到期日"),
        ({"path": PathKind.MILESTONES}, "节点"),
        ({"milestones": (Milestone(dt.date(2027, 1, 1), 1.0),)}, "不晚于"),
        ({"parent": "T9"}, "没有上级目标"),
    ],
)
def test_what_is_no_target_is_refused(book, values, said):
    with pytest.raises(TargetError, match=said):
        add(book, **values)
    assert book.standing() == ()


def test_unknown_fields_are_told(book):
    add(book)
    with pytest.raises(TargetError, match="Did you mean 'value'"):
        book.change("T1", author="李", reason="x", valu=1)


def test_two_writers_lose_nothing(tmp_path):
    def write(author):
        for _ in range(5):
            add(TargetBook(tmp_path / "lake"), owner=author)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "甲乙丙丁"))
    standing = TargetBook(tmp_path / "lake").standing()
    assert [one.id for one in standing] == [f"T{n}" for n in range(1, 21)]
    assert sorted(one.owner for one in standing) == sorted("甲乙丙丁" * 5)


def test_tasks_are_added_done_reopened_and_taken_back(book):
    add(book)
    (task,) = book.add_tasks([Task("", "T1", "走访到期企业", "科技局", DAY)], author="李")
    assert task.id == "T1.1" and task.is_overdue(dt.date(2025, 7, 1))
    assert book.done("T1.1", on=DAY, author="李").done_on == DAY
    assert not book.tasks("T1")[0].is_overdue(dt.date(2025, 7, 1))
    with pytest.raises(TargetError, match="理由"):
        book.reopen("T1.1", author="李", reason="")
    book.reopen("T1.1", author="李", reason="验收未过")
    assert book.tasks()[0].done_on is None
    book.undo("T1.1", author="李")
    assert book.tasks()[0].done_on == DAY
    with pytest.raises(TargetError, match="期限须写明理由"):
        book.change_task("T1.1", author="李", reason=None, due=dt.date(2025, 9, 30))
    book.withdraw_task("T1.1", author="李", reason="重复")
    assert book.tasks() == ()
    (second,) = book.add_tasks([Task("", "T1", "又一项")], author="李")
    assert second.id == "T1.2"
    book.withdraw("T1", author="李", reason="x")
    assert book.tasks() == ()
    assert [one.subject for one in book.history("T1")].count("T1.1") == 5

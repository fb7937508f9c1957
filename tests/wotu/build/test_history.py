from tests.zone import code_of
from wotu.build.history import contributions


def test_every_batch_that_says_something_of_the_firm_is_told_once(snapshot):
    found = contributions(snapshot, code_of(4))
    names = [one.file_name for one in found]
    assert len(names) == len(set(names))
    assert {"登记.csv", "税务.csv", "统计.csv", "人员.csv", "知识产权.csv"} <= set(names)
    assert "证书.csv" not in names  # it holds no certificate


def test_rows_are_counted_by_firm(snapshot):
    rows = {one.file_name: one.rows for one in contributions(snapshot, code_of(4))}
    assert rows["税务.csv"] == rows["统计.csv"] == 3  # three years
    assert rows["登记.csv"] == 1 and rows["转化.csv"] == 15


def test_a_row_that_is_not_believed_contributes_too(snapshot):
    sources = {one.source_label.zh for one in contributions(snapshot, code_of(2))}
    assert {"税务局", "统计局"} <= sources


def test_the_newest_comes_first(snapshot):
    times = [one.received_at for one in contributions(snapshot, code_of(4))]
    assert times == sorted(times, reverse=True) and times[0].utcoffset().total_seconds() == 0


def test_nobody_has_said_anything_of_an_unknown_firm(snapshot):
    assert contributions(snapshot, "nobody") == []

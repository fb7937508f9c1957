import copy
import json

import pytest

from tests.zone import FIRMS, code_of
from wotu.build.record import canonical, decision_record, digest_of, sealed
from wotu.build.record_check import check_record, read_record
from wotu.errors import SubjectNotFoundError, UnknownNameError, UnreadableFileError


def record_of(snapshot, number, rule="cn.hnte"):
    return decision_record(snapshot, code_of(number), rule)


@pytest.mark.parametrize("rule", ["cn.hnte", "cn.tsme", "cn.sme_size"])
def test_every_verdict_comes_out_of_its_record_alone(snapshot, rule):
    for firm in FIRMS[:12]:
        record = json.loads(json.dumps(record_of(snapshot, firm.number, rule)))
        checked = check_record(record)
        assert checked.equal, (firm.name, checked.differences)
        sql = f'SELECT verdict FROM "verdict_{rule}" WHERE firm_id = ?'
        stored = snapshot.row(sql, [firm.code])
        expected = (
            "not_applicable"
            if stored is None
            else {True: "met", False: "not_met", None: "unknown"}[stored["verdict"]]
        )
        assert checked.verdict == expected


def test_a_record_names_the_batch_and_row_of_its_facts(snapshot):
    content = record_of(snapshot, 2)["content"]
    finance = {row["values"]["year"]: row for row in content["facts"]["firm_finance"]}
    # Tax and statistics disagree on this firm's sales: both statements stand, one is believed.
    said = finance[2025]["evidence"]["sales_revenue_cny"]
    assert sorted(one["believed"] for one in said) == [False, True]
    assert all(one["batch"] in content["batches"] for one in said)
    (rights,) = content["facts"]["firm_ip"]
    assert content["batches"][rights["evidence"]["batch"]]["file_name"] == "知识产权.csv"
    assert content["rule"]["text"].startswith("rule: cn.hnte")


def test_a_changed_record_is_found_out(snapshot):
    record = record_of(snapshot, 1)
    forged = copy.deepcopy(record)
    forged["content"]["verdict"]["verdict"] = "not_met"
    checked = check_record(forged)
    assert not checked.intact
    assert ("verdict", '"not_met"', '"met"') in checked.differences


def test_a_record_sealed_anew_over_other_facts_does_not_agree(snapshot):
    content = copy.deepcopy(record_of(snapshot, 1)["content"])
    (staff,) = content["facts"]["firm_staff"]
    staff["values"]["sci_tech_staff"] = 1
    checked = check_record(sealed(content))
    assert checked.intact
    assert not checked.equal
    assert checked.verdict == "not_met"


def test_the_digest_is_of_the_content_however_it_is_written(snapshot):
    record = record_of(snapshot, 1)
    again = json.loads(json.dumps(record, indent=4, ensure_ascii=True))
    assert digest_of(again["content"]) == record["sha256"]
    assert canonical({"b": [1, None], "a": "沃"}) == '{"a":"沃","b":[1,null]}'


def test_other_files_are_no_records(tmp_path):
    for name, text in {
        "a.json": "{}",
        "b.json": "沃土",
        "c.json": '{"content": {"format": "x"}}',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableFileError):
            read_record(tmp_path / name)
    with pytest.raises(UnreadableFileError):
        read_record(tmp_path / "none.json")


def test_unknown_firms_and_rules_are_told(snapshot):
    with pytest.raises(SubjectNotFoundError):
        decision_record(snapshot, "nobody", "cn.hnte")
    with pytest.raises(UnknownNameError):
        record_of(snapshot, 1, "cn.none")

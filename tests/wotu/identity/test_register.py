import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wotu.lake.conftest import HIKVISION, HUAWEI, TENCENT
from wotu.identity.judgements import Judgement, JudgementError, JudgementKind, Judgements
from wotu.identity.matching import NameIndex
from wotu.identity.register import build_register

REGISTRATION = {
    "uscc": pl.String, "firm_name": pl.String, "former_names": pl.String,
    "registration_no": pl.String, "division_code": pl.String,
}  # fmt: skip
STAFF = {"uscc": pl.String, "firm_name": pl.String}
FIRMS = [
    {"uscc": HUAWEI, "firm_name": "海云（深圳）通信设备有限公司", "registration_no": "440301103097413", "division_code": "440305"},
    {"uscc": TENCENT, "firm_name": "深圳市腾云计算机系统有限公司", "former_names": "深圳腾云软件公司；腾云网络", "division_code": "440305"},
    {"uscc": HIKVISION, "firm_name": "杭州海目数字技术股份有限公司", "division_code": "330108"},
]  # fmt: skip


def register(staff=(), firms=FIRMS, judgements=()):
    rows = {
        "firm_registration": pl.LazyFrame(firms, schema=REGISTRATION),
        "firm_staff": pl.LazyFrame([{"uscc": None, **row} for row in staff], schema=STAFF),
    }
    return build_register(rows, judgements), rows


def linked(name, **kwargs):
    made, _ = register([{"firm_name": name}], **kwargs)
    row = made.references.filter(pl.col("firm_name") == name).to_dicts()[0]
    return row["firm_id"], row["how"]


def judged(kind, left, right):
    import datetime as dt

    return Judgement(kind, left, right, "officer", None, dt.datetime.now(dt.UTC))


@pytest.mark.parametrize(
    "name",
    [
        "海云（深圳）通信设备有限公司",
        "海云(深圳)通信设备有限公司 ",
        "海云【深圳】通信设备 有限公司",
    ],
)
def test_the_same_name_links(name):
    assert linked(name) == (HUAWEI, "same_name")


def test_a_former_name_links():
    assert linked("深圳腾云软件公司") == (TENCENT, "same_name")


def test_an_old_registration_number_links():
    firms = [*FIRMS, {"firm_name": "海云通信(深圳)公司", "registration_no": "440301103097413"}]
    made, _ = register(firms=firms)
    row = made.references.filter(pl.col("firm_name") == "海云通信(深圳)公司").to_dicts()[0]
    assert (row["firm_id"], row["how"]) == (HUAWEI, "registration_no")


def test_a_name_that_is_like_none_waits():
    firm, how = linked("成都某某餐饮店")
    assert firm is None
    assert how in {"unknown", "doubtful"}
    made, _ = register([{"firm_name": "成都某某餐饮店"}])
    assert made.doubtful["firm_name"].to_list() == ["成都某某餐饮店"]


def test_two_firms_of_one_name_are_told_apart_by_their_division_only():
    twins = [
        {"uscc": HUAWEI, "firm_name": "同名科技有限公司", "division_code": "440305"},
        {"uscc": TENCENT, "firm_name": "同名科技有限公司", "division_code": "330108"},
        {"firm_name": "同名科技有限公司", "division_code": "330108"},
    ]
    made, _ = register([{"firm_name": "同名科技有限公司"}], firms=twins)
    how = {row["reference"]: (row["firm_id"], row["how"]) for row in made.references.to_dicts()}
    assert how["同名科技有限公司|330108"] == (TENCENT, "same_name")
    assert how["同名科技有限公司"][1] == "doubtful"


def test_a_firm_that_only_the_register_names_is_a_firm_of_its_own():
    firms = [*FIRMS, {"firm_name": "云岭无码实业有限公司", "division_code": "330108"}]
    made, rows = register([{"firm_name": "云岭无码实业有限公司"}], firms=firms)
    own = made.references.filter(pl.col("how") == "own_firm")["firm_id"].item()
    assert own.startswith("N")
    staff = made.assign(rows["firm_staff"]).collect()
    assert staff["firm_id"].to_list() == [own]


def test_judgements_decide_and_reject():
    judgement = judged(JudgementKind.LINK, "成都某某餐饮店", HIKVISION)
    assert linked("成都某某餐饮店", judgements=[judgement]) == (HIKVISION, "judged")
    none = judged(JudgementKind.REJECT, "海目数字", None)
    assert linked("海目数字", judgements=[none])[0] is None


def test_a_merge_is_followed_by_links_and_codes():
    merge = judged(JudgementKind.SAME_FIRM, TENCENT, HUAWEI)
    made, rows = register([{"firm_name": "深圳腾云软件公司"}], judgements=[merge])
    assert made.codes.filter(pl.col("uscc") == TENCENT)["firm_id"].item() == HUAWEI
    assert made.assign(rows["firm_staff"]).collect()["firm_id"].to_list() == [HUAWEI]


def test_judgements_are_kept_and_taken_back(tmp_path):
    kept = Judgements(tmp_path)
    kept.record(JudgementKind.SAME_FIRM, TENCENT, HUAWEI, author="officer", reason="moved")
    assert [(j.left, j.right, j.author) for j in kept.standing()] == [(TENCENT, HUAWEI, "officer")]
    with pytest.raises(JudgementError):
        kept.record(JudgementKind.SAME_FIRM, HUAWEI, TENCENT, author="officer")
    with pytest.raises(JudgementError):
        kept.record(JudgementKind.SAME_FIRM, HUAWEI, HUAWEI, author="officer")
    kept.withdraw(JudgementKind.SAME_FIRM, TENCENT, HUAWEI, author="officer", reason="error")
    assert kept.standing() == []


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(random):
    firms = [
        *FIRMS,
        {"firm_name": "杭州海目数字股份有限公司", "division_code": "330108"},
        {"firm_name": "海云通信设备有限公司", "division_code": "110105"},
    ]
    # Bureaus that state no division repeat the name; they must not hide the one that is known.
    staff = [{"uscc": firm["uscc"], "firm_name": firm["firm_name"]} for firm in FIRMS] * 40
    expected, _ = register(staff, firms)
    random.shuffle(firms)
    random.shuffle(staff)
    made, _ = register(staff, firms)
    assert made.references.equals(expected.references)
    assert made.codes.equals(expected.codes)


def test_a_register_that_writes_another_character_means_another_firm():
    firms = [*FIRMS, {"firm_name": "深圳市腾雨计算机系统有限公司", "division_code": "440305"}]
    made, _ = register(firms=firms)
    assert made.references["how"].to_list() == ["own_firm"]
    assert made.references["candidates"][0][0]["firm_id"] == TENCENT


def test_where_all_firms_are_in_one_district_it_says_nothing():
    names = ["云岭丰信琳商贸有限公司", "云岭丰动琳商贸有限公司", "云岭达海机电有限公司"]
    placed = [{"firm_id": n, "name": n, "district": "530114"} for n in names]
    there = NameIndex.build(pl.DataFrame(placed))
    nowhere = NameIndex.build(pl.DataFrame(placed).drop("district"))
    for mention in ("云岭丰信林商贸有限公司", "达海机电", "云岭海达商贸公司"):
        with_district = there.find(mention, district="530114")
        without = nowhere.find(mention)
        assert [c.score for c in with_district] == pytest.approx([c.score for c in without])

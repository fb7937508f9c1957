import unicodedata

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from wotu.identity.name_text import SIMPLIFIED
from wotu.identity.names import (
    business_words,
    is_branch_name,
    normalise_name,
    normalised_name,
    parse_name,
)

HAN = "苏州市江省南京信达光电子科技術電機設備有限责任公司集團股份分店第一二厂中心银行(集團)（）【】〔〕"
firm_like = st.text(st.sampled_from(HAN + "ＡｂC１2&+·-、，。 \u3000\u200b*"), max_size=24)
anything = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=16)


def as_column(names, expr):
    table = pl.DataFrame({"name": names}, schema={"name": pl.String})
    return table.select(expr(pl.col("name"))).to_series().to_list()


def parts(name):
    parsed = parse_name(name)
    return (
        parsed.place,
        parsed.trade_name,
        parsed.business,
        parsed.legal_form,
        parsed.branch,
    )


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        (" 苏州某某科技（集团）有限公司 ", "苏州某某科技(集团)有限公司"),
        ("苏州某某科技【集团】有限公司", "苏州某某科技(集团)有限公司"),
        ("ＴＣＬ科技集团股份有限公司", "TCL科技集团股份有限公司"),
        ("tcl·科技\u200b集团，股份有限公司。", "TCL科技集团股份有限公司"),
        ("鴻海精密工業股份有限公司", "鸿海精密工业股份有限公司"),
        ("八一○地质队", "八一〇地质队"),
        ("强生（ ）公司", "强生公司"),
        ("", ""),
    ],
)
def test_names_are_written_one_way(written, normalised):
    assert normalise_name(written) == normalised
    assert as_column([written], normalised_name) == [normalised]


@given(st.lists(st.one_of(st.none(), firm_like, anything), max_size=6))
def test_one_by_one_and_as_a_column_agree(names):
    expected = [None if name is None else normalise_name(name) for name in names]
    assert as_column(names, normalised_name) == expected


@given(firm_like)
@example("(()】")
def test_normalising_twice_changes_nothing(name):
    assert normalise_name(normalise_name(name)) == normalise_name(name)


def test_simplified_forms_are_simplified_themselves():
    assert not set(SIMPLIFIED) & set(SIMPLIFIED.values())
    assert all(unicodedata.category(char) == "Lo" for char in SIMPLIFIED)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("苏州信达光电科技有限公司", ("苏州", "信达", "光电科技", "有限公司", "")),
        ("江苏省苏州市信达贸易有限公司", ("江苏省苏州市", "信达", "贸易", "有限公司", "")),
        ("信达生物制药（苏州）有限公司", ("苏州", "信达", "生物制药", "有限公司", "")),
        (
            "苏州工业园区信达实业有限责任公司",
            ("苏州工业园区", "信达", "实业", "有限责任公司", ""),
        ),
        ("吴江市对外贸易有限公司", ("吴江市", "", "对外贸易", "有限公司", "")),
        ("东方财富信息股份有限公司", ("", "东方财富", "信息", "股份有限公司", "")),
        ("深圳市物业发展(集团)股份有限公司", ("深圳市", "", "物业发展集团", "股份有限公司", "")),
        ("酒鬼酒股份有限公司", ("", "酒鬼酒", "", "股份有限公司", "")),
        ("苏州信达投资中心（有限合伙）", ("苏州", "信达", "投资", "中心(有限合伙)", "")),
        ("江阴市第二纺织机械厂", ("江阴市", "第二", "纺织机械", "厂", "")),
        ("苏州信达贸易有限公司昆山分公司", ("苏州", "信达", "贸易", "有限公司", "昆山分公司")),
        (
            "中国工商银行股份有限公司苏州道前支行",
            ("中国", "工商", "银行", "股份有限公司", "苏州道前支行"),
        ),
        ("中国银行苏州分行", ("中国", "", "银行", "", "苏州分行")),
        ("信达化工有限公司（原苏州化工厂）", ("", "信达", "化工", "有限公司", "")),
        ("有限公司", ("", "有限公司", "", "", "")),
        ("", ("", "", "", "", "")),
    ],
)
def test_a_name_is_read_in_its_parts(name, expected):
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("name", "branch"),
    [
        ("苏州信达贸易有限公司昆山分公司", True),
        ("苏州信达贸易有限公司(昆山分公司)", True),
        ("江苏大众医药连锁有限公司宏康大药房", True),
        ("中国银行苏州分行", True),
        ("中国电信股份有限公司如皋营业厅", True),
        ("苏州信达贸易有限公司", False),
        ("南京招待所有限公司", False),
        ("苏州信达加油站有限公司", False),
        ("信达化工有限公司(原苏州化工厂)", False),
        ("江苏省电力公司信达实业有限公司", False),
        ("苏州信达贸易有限公司工会委员会", False),
    ],
)
def test_branches_are_told_from_firms(name, branch):
    assert as_column([name], is_branch_name) == [branch]
    assert bool(parse_name(name).branch) is branch


@given(firm_like.map(normalise_name))
def test_the_parts_hold_every_character_but_brackets(name):
    joined = "".join(sorted("".join(parts(name))))
    bare = "".join(sorted(name.replace("(", "").replace(")", "")))
    assert joined.replace("(", "").replace(")", "") == bare


def test_null_is_neither_branch_nor_firm():
    assert as_column([None, ""], is_branch_name) == [None, False]


def test_business_words_have_two_characters_or_are_few():
    assert len([word for word in business_words() if len(word) == 1]) < 6


@pytest.mark.shared
def test_branches_of_the_register_are_found():
    path = shared_path("data", "register", "suzhou_firms.csv.gz")
    register = pl.read_csv(path, columns=["name", "is_branch"], infer_schema=False)
    judged = register.with_columns(found=is_branch_name(normalised_name(pl.col("name"))))
    missed = judged.filter((pl.col("is_branch") == "1") & ~pl.col("found"))["name"]
    # The column is itself guessed: these end in the legal form of a firm of their own.
    assert missed.str.contains("有限公司$|有限责任公司$|厂$").all()
    assert judged["found"].sum() > (register["is_branch"] == "1").sum()


@pytest.mark.shared
def test_branch_and_parts_agree_over_the_register():
    path = shared_path("data", "register", "suzhou_firms.csv.gz")
    names = pl.read_csv(path, columns=["name"]).select(normalised_name(pl.col("name")))
    judged = names.with_columns(branch=is_branch_name(pl.col("name")))
    assert all(bool(parse_name(name).branch) is branch for name, branch in judged.iter_rows())

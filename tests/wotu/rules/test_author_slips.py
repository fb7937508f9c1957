"""Slips that authors make, and the message for each: its line, what is wrong, what to write."""

import re

import pytest

from wotu.errors import PackError
from wotu.packs.loader import find_pack, load_packs
from wotu.rules.rulebook import load_rulebook

pytestmark = pytest.mark.zone

GOOD = """\
rule: zz.award
edition: "2026"
label: {zh: 奖励, en: Award}
valid: {from: 2026-01-01}
texts:
  measures: {title: {zh: 办法, en: Measures}, number: 云发〔2026〕1号}
parameters:
  floor: {label: {zh: 下限, en: Floor}, values: {2026-01-01: 5%}}
quantities:
  sales: {label: {zh: 收入, en: Sales}, expr: "firm_finance.sales_revenue_cny[last_year]"}
  share: {label: {zh: 占比, en: Share}, expr: "firm_finance.rd_expense_cny[last_year] / sales"}
  mark:
    label: {zh: 得分, en: Points}
    bands:
      - {when: share >= 10%, points: 8..10}
      - {points: 0}
conditions:
  - id: enough
    label: {zh: 研发够, en: Enough R&D}
    cite: measures 第一条
    test: share >= floor
  - id: large
    label: {zh: 规模够, en: Large}
    cite: measures 第二条
    test: sales >= 1000 万元
"""

SLIPS = {
    "misspelt field": ("rd_expense_cny[", "rd_expens_cny[", 11, "没有字段 rd_expens_cny", "Did you mean 'rd_expense_cny'"),
    "misspelt table": ("firm_finance.rd", "firm_finace.rd", 11, "没有表 firm_finace", "Did you mean 'firm_finance'"),
    "misspelt name": ("test: share >=", "test: shares >=", 21, "这里没有 shares", "Did you mean 'share'"),
    "wrong unit": ("test: share >= floor", "test: share >= 5000 万元", 21, "占比不能与金额（元）比较", "a share cannot be compared with money"),
    "amount without unit": ("1000 万元", "1000", 25, "金额要写单位，如 5000 万元", "write the unit of the amount"),
    "missing year": ("sales_revenue_cny[last_year]", "sales_revenue_cny", 10, "要写明年份", "say which year"),
    "points the wrong way round": ("8..10", "10..8", 15, "小的在前", "is empty"),
    "points that are no points": ("points: 8..10", "points: high", 15, "这里没有 high", "'high' is not known"),
    "a circle": ('"firm_finance.sales_revenue_cny[last_year]"', "share * 2", 10, "sales → share → sales", "name each other: sales → share → sales"),
    "identifier given twice": ("id: large", "id: enough", 22, "标识 enough 已经用过", "choose another"),
    "a day that does not exist": ("from: 2026-01-01}", "from: 2026-02-30}", 4, "没有 2026-02-30 这一天", "there is no day 2026-02-30"),
    "a day written otherwise": ("from: 2026-01-01}", "from: 2026年1月1日}", 4, "应写 2026-01-01", "valid date"),
    "clause forgotten": ("    cite: measures 第二条\n", "", 22, "没有写依据条款", "add one, such as cite: measures 第一条"),
    "clause of no text": ("cite: measures 第二条", "cite: mesures 第二条", 24, "不是 texts 里的文件", "Did you mean 'measures'"),
    "Chinese sign": ("share >= floor", "share ≥ floor", 21, "应写 >=", "write >="),
    "Chinese word": ("test: share >= floor", "test: share >= floor 且 sales > 0 元", 21, "应写 and", "write and"),
    "two equal signs": ("share >= floor", "share == floor", 21, "应写 =", "write ="),
    "key misspelt": ("    test: share >= floor", "    tests: share >= floor", 21, "这里没有这个键", "Did you mean 'test'"),
    "English name forgotten": ("label: {zh: 奖励, en: Award}", "label: {zh: 奖励}", 3, "缺少这个键", "this key is required"),
    "key given twice": ("edition: \"2026\"", "edition: \"2026\"\nrule: zz.other", 3, "rule 写了两次", "given twice"),
    "no condition": ("test: share >= floor", "test: share", 21, "应是是否，不是占比", "a share, expected true or false"),
    "code that is none": ("test: share >= floor", "test: firm_profile.hitech_field = 'aerospce'", 21, "里没有“aerospce”", "Did you mean 'aerospace'"),
    "status that is none": ("number: 云发〔2026〕1号", "number: 云发〔2026〕1号, status: checked", 6, "只能是所列的几种之一：checked", "verified"),
    "broken YAML": ("    test: share >= floor", "\ttest: share >= floor", 21, "YAML 格式有误", "tab character"),
    "a list read like a field": ("test: share >= floor", "test: firm_ip.kind = 'design'", 21, "firm_ip 是清单", "use count(firm_ip where"),
    "a formula as a parameter": ("2026-01-01: 5%", "2026-01-01: 5% + 1%", 8, "参数是固定的数", "formulas are quantities"),
}  # fmt: skip


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "zz"
    (folder / "rules").mkdir(parents=True)
    header = 'pack: zz\nlabel: {zh: 试, en: Trial}\nversion: "1"\n'
    (folder / "pack.yaml").write_text(header, encoding="utf-8")

    def faults(**files):
        for name, text in files.items():
            (folder / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
        try:
            load_rulebook(load_packs([find_pack("cn", tmp_path), folder]))
        except PackError as error:
            return error.faults
        return []

    return faults


def test_without_a_slip_there_is_no_fault(pack):
    assert pack(award=GOOD) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_message_names_line_fault_and_remedy(pack, slip):
    old, new, line, zh, en = SLIPS[slip]
    assert old in GOOD
    faults = pack(award=GOOD.replace(old, new, 1))
    texts = [str(fault) for fault in faults]
    assert any(
        fault.line == line and fault.file == "zz/rules/award.yaml"
        and zh in fault.message and en in fault.message
        for fault in faults
    ), texts  # fmt: skip
    for fault in faults:
        chinese = re.search(r"[一-鿿]", fault.message)
        assert chinese and re.search(r"[a-z]{3}", fault.message), fault.message


def test_editions_that_overlap_name_the_file_and_line(pack):
    (fault,) = pack(award=GOOD, award_2027=GOOD.replace('edition: "2026"', 'edition: "2027"'))
    assert (fault.file, fault.line) == ("zz/rules/award_2027.yaml", 4)
    assert "有效期重叠，给旧版加 valid.to" in fault.message
    assert "end the earlier one" in fault.message

"""What can be wrong with a cell or a row: stable codes, and what would have been right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import Field, FieldType
from wotu.packs.schema import Label


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One kind of fault; ``alarming`` is false for rows that were never records."""

    zh: str
    en: str
    alarming: bool = True


FAULT_KINDS: Final[dict[str, FaultKind]] = {
    # of single values
    "not_a_number": FaultKind("不是数字", "not a number"),
    "ambiguous_number": FaultKind("数字写法有歧义", "a number that can be read in two ways"),
    "scientific": FaultKind("科学计数法丢失了位数", "scientific notation that lost digits"),
    "not_whole": FaultKind("应为整数", "not a whole number"),
    "out_of_range": FaultKind("超出允许范围", "outside the allowed range"),
    "foreign_currency": FaultKind("外币金额", "foreign currency"),
    "other_unit": FaultKind("单位不符", "a unit of another kind"),
    "ambiguous_share": FaultKind("比例缺少百分号", "a share without a per cent sign"),
    "not_a_date": FaultKind("不是日期", "not a date"),
    "ambiguous_date": FaultKind("日期写法有歧义", "a date that can be read in two ways"),
    "incomplete_date": FaultKind("日期不完整", "an incomplete date"),
    "date_out_of_range": FaultKind("日期超出合理范围", "a date outside the sane range"),
    "not_a_year": FaultKind("不是年度", "not a year"),
    "part_of_year": FaultKind("不是全年数据", "part of a year only"),
    "year_out_of_range": FaultKind("年度超出合理范围", "a year outside the sane range"),
    "not_a_boolean": FaultKind("不是“是/否”", "neither yes nor no"),
    "not_a_unit": FaultKind("不是计量单位", "not a unit"),
    "not_a_period": FaultKind("不是时期", "not a period"),
    "unknown_code": FaultKind("不在代码表中", "not in the code list"),
    "ambiguous_code": FaultKind("对应多个代码", "stands for several codes"),
    "bad_code_shape": FaultKind("不是统一社会信用代码", "not a unified social credit code"),
    "bad_code_check": FaultKind("统一社会信用代码校验不符", "the check of the code fails"),
    "bad_registration_no": FaultKind("不是工商注册号", "not a registration number"),
    "not_a_name": FaultKind("不是企业名称", "not a firm's name"),
    "too_long": FaultKind("内容过长", "too long"),
    "error_cell": FaultKind("单元格是 Excel 错误值", "an Excel error value"),
    "formula": FaultKind("公式没有计算结果", "a formula without result"),
    "damaged_text": FaultKind("含无法解读的字符", "characters that cannot be read"),
    # of whole rows
    "required_missing": FaultKind("缺少必填项", "a required value is missing"),
    "no_identifier": FaultKind("代码和名称都没有", "neither code nor name"),
    "wrong_cell_count": FaultKind("单元格数多于表头", "more cells than the header"),
    "duplicate_identical": FaultKind("与前面的行完全相同", "the same as an earlier row", False),
    "duplicate_conflict": FaultKind("同一记录互相矛盾", "rows of one record that disagree"),
    "no_values": FaultKind("没有任何数值", "no value at all", False),
    "not_a_record": FaultKind("不是记录", "not a record", False),
}
"""Every code of a rejected row or value."""

_BY_TYPE: Final[dict[FieldType, Label]] = {
    FieldType.USCC: Label(
        zh="18 位统一社会信用代码（数字和大写字母，不含 I、O、S、V、Z）",
        en="a unified social credit code of 18 digits and capitals (no I, O, S, V, Z)",
    ),
    FieldType.REGISTRATION_NO: Label(zh="15 位工商注册号", en="a registration number of 15 digits"),
    FieldType.FIRM_NAME: Label(
        zh="2 至 200 个字的企业全称", en="a firm's full name of 2 to 200 characters"
    ),
    FieldType.TEXT: Label(zh="不超过 32767 个字的文字", en="a text of at most 32,767 characters"),
    FieldType.COUNT: Label(zh="不小于 0 的整数，如 1,234", en="a whole number from 0, as 1,234"),
    FieldType.POINTS: Label(zh="分数，如 12.5", en="points such as 12.5"),
    FieldType.MONEY: Label(
        zh="人民币金额，如 1,234.56 或 1.2亿元", en="an amount in yuan such as 1,234.56"
    ),
    FieldType.MONEY_USD: Label(
        zh="美元金额，如 1,234.56 或 1.2亿美元", en="an amount in US dollars such as 1,234.56"
    ),
    FieldType.SHARE: Label(zh="比例，如 35.5%", en="a share such as 35.5%"),
    FieldType.AREA: Label(zh="面积，如 1,200.5", en="an area such as 1,200.5"),
    FieldType.YEAR: Label(
        zh="四位年度，如 2023 或 2023年", en="a year of four digits such as 2023"
    ),
    FieldType.DATE: Label(
        zh="完整日期，如 2023-01-05 或 2023年1月5日", en="a full date such as 2023-01-05"
    ),
    FieldType.BOOLEAN: Label(zh="“是”或“否”", en="yes or no (是 or 否)"),
    FieldType.NUMBER: Label(zh="数值，如 3,686.5", en="a number such as 3,686.5"),
    FieldType.UNIT: Label(zh="计量单位，如 亿元、家、%", en="a unit such as 亿元, 家 or %"),
    FieldType.PERIOD: Label(
        zh="年、季、月或起止月，如 2023年、2023年一季度、2023年1-5月、2023年末",
        en="a year, quarter, month or range such as 2023, 2023-Q1, 2023-01/2023-05, asof:2023",
    ),
}

FEW_CODES: Final = 16
"""A list of no more codes is written out where one of them was expected."""

_BY_CODE: Final[dict[str, Label]] = {
    "scientific": Label(
        zh="完整的数字；请把该列设为“文本”或“数值”格式后重新导出",
        en="all digits; format the column as text or number and export again",
    ),
    "ambiguous_number": Label(
        zh="小数点用“.”、千分位用“,”的数字，如 1,234.5",
        en="a number with '.' for decimals and ',' for thousands, such as 1,234.5",
    ),
    "foreign_currency": Label(
        zh="人民币金额；请按规定汇率折算后填写", en="an amount in yuan, converted at the set rate"
    ),
    "ambiguous_share": Label(
        zh="带百分号的比例，如 35%；或在表头注明（%）",
        en="a share with its sign, as 35%, or a header that says (%)",
    ),
    "ambiguous_date": Label(
        zh="年在前的日期，如 2023-01-05", en="a date that begins with the year, as 2023-01-05"
    ),
    "incomplete_date": Label(
        zh="四位年份的完整日期，如 2023-01-05", en="year of four digits, month and day: 2023-01-05"
    ),
    "part_of_year": Label(zh="全年数据，如 2023 或 2023年1-12月", en="a full year, such as 2023"),
    "error_cell": Label(
        zh="有效的值；请在 Excel 中修正公式", en="a value; mend the formula in Excel"
    ),
    "formula": Label(
        zh="计算后的值；请用 Excel 打开、重新计算并保存",
        en="a calculated value; open it in Excel, recalculate and save",
    ),
    "damaged_text": Label(
        zh="可读的文字；请以 UTF-8 编码重新导出", en="readable text; export it again as UTF-8"
    ),
    "wrong_cell_count": Label(
        zh="与表头相同的单元格数；检查未加引号的逗号和未配对的引号",
        en="as many cells as the header; look for commas without quotes and quotes without pair",
    ),
    "no_identifier": Label(
        zh="统一社会信用代码或企业名称，至少一项", en="a unified social credit code or a name"
    ),
    "duplicate_identical": Label(zh="每条记录只出现一次", en="every record once"),
    "no_values": Label(zh="至少一个数值", en="at least one value"),
}


def expected_of(code: str, field: Field | None, codes: CodeList | None = None) -> Label:
    """What would have been right in place of a faulty value, without a suggestion.

    ``codes`` is the code list of the field, if it has one.
    """
    if code in _BY_CODE:
        return _BY_CODE[code]
    if field is None:
        kind = FAULT_KINDS[code]
        return Label(zh=kind.zh, en=kind.en)
    if code == "required_missing":
        told = _expected_value(field, codes)
        return Label(zh=f"必填：{told.zh}", en=f"required: {told.en}")
    if code in {"out_of_range", "date_out_of_range", "year_out_of_range"}:
        return _range_of(code, field)
    return _expected_value(field, codes)


def _expected_value(field: Field, codes: CodeList | None) -> Label:
    if codes is None:
        return _BY_TYPE[field.type]
    name, names = codes.header.label, list(codes.labels.values())
    if len(names) > FEW_CODES:
        return Label(zh=f"“{name.zh}”的代码或名称", en=f"a code or name of the list '{name.en}'")
    return Label(
        zh=f"{'、'.join(label.zh for label in names)}（{name.zh}）",
        en=f"{', '.join(label.en for label in names)} ({name.en})",
    )


def _range_of(code: str, field: Field) -> Label:
    if code == "date_out_of_range":
        return Label(
            zh="1900 年以后、且不在未来的合理日期", en="a sane date: after 1900, not in the future"
        )
    if code == "year_out_of_range":
        return Label(zh="1949 年至明年之间的年度", en="a year from 1949 to next year")
    bounds = [
        (field.minimum, "不小于", "at least"),
        (field.maximum, "不大于", "at most"),
    ]
    stated = [
        (f"{zh} {bound:f}", f"{en} {bound:f}") for bound, zh, en in bounds if bound is not None
    ]
    if not stated:
        return Label(zh="合理大小的数值（金额小于 1 亿亿元）", en="a value of a sane size")
    return Label(zh="，".join(zh for zh, _ in stated), en=", ".join(en for _, en in stated))

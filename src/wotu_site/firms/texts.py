"""Values of facts in words, as their contract defines them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import Field, FieldType
from wotu.figures import dollar_text, number_text
from wotu_site.ui import formats
from wotu_site.ui.figures import Figure

CodeLists = Mapping[str, CodeList]


def value_text(spec: Field, value: Any, code_lists: CodeLists) -> str:
    """A value as people read it, money in 万元 or 亿元; unknown where there is none."""
    if value is None:
        return formats.unknown_text()
    match spec.type:
        case FieldType.MONEY:
            return formats.money_text(value)
        case FieldType.MONEY_USD:
            return dollar_text(value, formats.page_language())
        case FieldType.SHARE:
            return formats.share_text(value)
        case FieldType.COUNT:
            return _with_unit(formats.count_text(value), spec)
        case FieldType.POINTS | FieldType.AREA:
            return _with_unit(number_text(value), spec)
    return plain_text(spec, value, code_lists)


def exact_text(spec: Field, value: Any, code_lists: CodeLists) -> str:
    """A value to its last digit, with its unit."""
    if value is None:
        return formats.unknown_text()
    match spec.type:
        case FieldType.MONEY:
            return _("%(amount)s CNY") % {"amount": formats.exact_money_text(value)}
        case FieldType.MONEY_USD:
            return _("%(amount)s USD") % {"amount": formats.exact_money_text(value)}
        case FieldType.SHARE:
            return f"{(Decimal(value) * 100).normalize():f}%"
    return value_text(spec, value, code_lists)


def plain_text(spec: Field, value: Any, code_lists: CodeLists) -> str:
    """A value that is no figure: a code by its name, a day, a truth value, a text."""
    if spec.type is FieldType.CODE:
        return code_lists[spec.codes or ""].label_of(value).in_language(formats.page_language())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value.isoformat() if isinstance(value, date) else str(value)


def figure_of(
    spec: Field, value: Any, code_lists: CodeLists, evidence: str, disputed: bool
) -> Figure:
    """A value as a figure with the way to its evidence."""
    units = {FieldType.MONEY: "cny", FieldType.SHARE: "share"}
    if value is None:
        return Figure(None, evidence=evidence)
    if spec.type in units:
        return Figure(value, units[spec.type], evidence=evidence, disputed=disputed)
    if spec.type is FieldType.COUNT:
        return Figure(value, "count", evidence=evidence, disputed=disputed)
    text = value_text(spec, value, code_lists)
    return Figure(text, evidence=evidence, disputed=disputed)


def is_figure(spec: Field) -> bool:
    """Whether values of a field can be drawn as a course over years."""
    return spec.type in (FieldType.MONEY, FieldType.COUNT, FieldType.SHARE, FieldType.AREA)


def _with_unit(number: str, spec: Field) -> str:
    zh = formats.page_language().startswith("zh")
    return f"{number} {spec.unit}" if spec.unit and zh else number

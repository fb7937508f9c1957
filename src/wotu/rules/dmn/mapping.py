"""From the columns of a decision table to facts under contract: what ``--map`` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import TableContract
from wotu.errors import MappingError, did_you_mean
from wotu.rules.dmn.feel import FeelError, Operand
from wotu.rules.functions import FUNCTIONS
from wotu.rules.infer import Scope, infer
from wotu.rules.parse import ExpressionError, parse_expression

_UNIT_OF = {"cny": "yuan", "usd": "usd"}


def operands_of(
    mappings: Sequence[str],
    contracts: Mapping[str, TableContract],
    code_lists: Mapping[str, CodeList],
) -> dict[str, Operand]:
    """Operands by column, from texts such as ``Revenue=firm_finance.sales_revenue_cny[last_year]``.

    A unit after a colon (``…[last_year]:万元``) is that of the table's numbers; money is in yuan
    where it is not given.

    Raises:  MappingError for a text of another form, an unknown field, or a wrong unit.
    """
    return dict(_operand(mapping, contracts, code_lists) for mapping in mappings)


def _operand(
    mapping: str,
    contracts: Mapping[str, TableContract],
    code_lists: Mapping[str, CodeList],
) -> tuple[str, Operand]:
    name, equals, right = mapping.partition("=")
    expression, _, unit = (part.strip() for part in right.partition(":"))
    if not equals or not expression:
        raise MappingError(
            f"“{mapping}” 应写成 列名=表.字段 或 列名=表.字段[last_year]:万元。"
            f" Write '{mapping}' as NAME=table.field, or NAME=table.field[last_year]:万元."
        )
    try:
        term = infer(
            parse_expression(expression), Scope(contracts, code_lists, functions=FUNCTIONS)
        )
    except ExpressionError as error:
        raise MappingError(f"{name.strip()}: {error.message}") from error
    codes = code_lists[term.kind.codes] if term.kind.codes else None

    def code_of(text: str) -> str:
        if codes is None or text in codes.labels:
            return text
        for code, label in codes.labels.items():
            if text in {label.zh, label.en}:
                return code
        hint = did_you_mean(text, list(codes.labels))
        raise FeelError(
            f"代码表 {term.kind.codes} 里没有“{text}”。"
            f" '{text}' is not in the code list {term.kind.codes}.{hint}"
        )

    return name.strip(), Operand(expression, unit or _UNIT_OF.get(term.kind.unit, ""), code_of)

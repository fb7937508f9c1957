"""From the tree as written to the checked tree: names resolved, kinds inferred, units converted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import LARGEST, Field, FieldType, TableContract, TimeKind
from wotu.errors import did_you_mean
from wotu.rules import kinds, tree, typed
from wotu.rules.inputs import StateInput, YearInput
from wotu.rules.kinds import Base, Kind
from wotu.rules.parse import ExpressionError
from wotu.rules.spec import CodeTable, FigureTable

SCALES = {
    FieldType.MONEY: 100,
    FieldType.MONEY_USD: 100,
    FieldType.POINTS: 100,
    FieldType.SHARE: 10**8,
    FieldType.AREA: 100,
    FieldType.NUMBER: 10**4,
}
"""Whole numbers stored for one unit of a figure."""

FOUNDED_ON = StateInput("firm_registration", "founded_on")


@dataclass(frozen=True)
class Scope:
    """What names mean in an expression."""

    contracts: Mapping[str, TableContract]
    code_lists: Mapping[str, CodeList]
    parameters: Mapping[str, Kind] = field(default_factory=dict)
    quantities: Mapping[str, Kind] = field(default_factory=dict)
    tables: Mapping[str, CodeTable | FigureTable] = field(default_factory=dict)
    functions: Mapping[str, Callable[[tree.Call, Scope], typed.Term]] = field(default_factory=dict)
    subject: str = "firm"
    """The list of which every row is judged, where the rule is not on firms."""
    row_of: TableContract | None = None
    """Inside ``where``: the list whose fields are plain names."""

    def names(self) -> list[str]:
        """Every plain name that an expression may use here."""
        own = list(self.row_of.fields) if self.row_of else list(self.quantities)
        return [*own, *self.parameters, "as_of", "last_year", "this_year"]


def infer(node: tree.Node, scope: Scope) -> typed.Term:
    """The checked tree of ``node``.

    Raises:  ExpressionError for an unknown name, a wrong unit or a wrong kind, with the position.
    """
    match node:
        case tree.Number(value, unit):
            kind, factor = kinds.kind_of_unit(unit)
            return typed.Constant(kind, value * factor)
        case tree.PointsRange(low, high):
            return typed.Between(kinds.POINTS, low, high)
        case tree.Date(value):
            return typed.Constant(kinds.DATE, value)
        case tree.Text(value):
            return typed.Constant(kinds.TEXT, value)
        case tree.Truth(value):
            return typed.Constant(kinds.TRUTH, value)
        case tree.Name(name):
            return _name(name, node, scope)
        case tree.FieldRef():
            return _field(node, scope)
        case tree.Negative(operand):
            value_term = _number(infer(operand, scope), operand)
            zero = typed.Constant(replace(value_term.kind, interval=False), Fraction(0))
            return typed.ArithmeticTerm(value_term.kind, "-", zero, value_term)
        case tree.Arithmetic():
            return _arithmetic(node, scope)
        case tree.Compare(operator, left, right):
            return _compare(operator, infer(left, scope), infer(right, scope), node, scope)
        case tree.Membership(operand, options):
            return _membership(node, infer(operand, scope), options, scope)
        case tree.IsKnown(operand, negated):
            return typed.KnownTerm(kinds.TRUTH, infer(operand, scope), negated)
        case tree.Not(operand):
            return typed.NotTerm(kinds.TRUTH, _truth(infer(operand, scope), operand))
        case tree.And(operands):
            terms = tuple(_truth(infer(o, scope), o) for o in operands)
            return typed.JunctionTerm(kinds.TRUTH, "all", terms)
        case tree.Or(operands):
            terms = tuple(_truth(infer(o, scope), o) for o in operands)
            return typed.JunctionTerm(kinds.TRUTH, "any", terms)
        case tree.IfThenElse(condition, then, otherwise):
            test = _truth(infer(condition, scope), condition)
            first, second = infer(then, scope), infer(otherwise, scope)
            kind = agreed_kind([first, second], node)
            return typed.ChoiceTerm(kind, test, first, second)
        case tree.Call():
            return _call(node, scope)
        case tree.Rows():
            raise ExpressionError(
                "where 用在 count(…)、exists(…) 里 · 'where' stands in count(...) or exists(...)",
                node.position,
            )
    raise AssertionError(f"no inference for {type(node).__name__}")


def _call(node: tree.Call, scope: Scope) -> typed.Term:
    if node.function not in scope.functions:
        hint = did_you_mean(node.function, list(scope.functions))
        raise ExpressionError(
            f"没有函数 {node.function} · there is no function '{node.function}'.{hint}",
            node.position,
        )
    return scope.functions[node.function](node, scope)


def _name(name: str, node: tree.Node, scope: Scope) -> typed.Term:
    if scope.row_of and name in scope.row_of.fields:
        spec = scope.row_of.fields[name]
        return typed.ColumnTerm(kind_of_field(spec), name, scale_of(spec), bound_of(spec))
    if name == "as_of":
        return typed.AsOf(kinds.DATE)
    if name in {"last_year", "this_year"}:
        return typed.LastYear(kinds.YEARS, 1 if name == "this_year" else 0)
    if name in scope.parameters:
        return typed.ParameterTerm(scope.parameters[name], name)
    if name in scope.quantities and not scope.row_of:
        return typed.QuantityTerm(scope.quantities[name], name)
    hint = did_you_mean(name, scope.names())
    raise ExpressionError(f"这里没有 {name} · '{name}' is not known here.{hint}", node.position)


def _field(node: tree.FieldRef, scope: Scope) -> typed.InputTerm:
    contract, spec = field_of(node, scope)
    text = f"{node.table}.{node.field}"
    if contract.time.kind is TimeKind.STATE or node.table == scope.subject:
        if node.year is not None:
            raise ExpressionError(
                f"{text} 不是年度数，去掉年份 · {text} is not a yearly figure: drop the year",
                node.position,
            )
        item: StateInput | YearInput = StateInput(node.table, node.field)
    elif contract.time.kind is TimeKind.YEAR and not set(contract.key) - {contract.time.from_field}:
        if node.year is None:
            raise ExpressionError(
                f"要写明年份：{text}[last_year] · say which year: {text}[last_year]", node.position
            )
        item = YearInput(node.table, node.field, node.year)
    else:
        raise ExpressionError(
            f"{node.table} 是清单，用 count({node.table} where …) 或 exists(…)"
            f" · {node.table} is a list: use count({node.table} where …) or exists(…)",
            node.position,
        )
    return input_term(item, spec)


def field_of(node: tree.FieldRef, scope: Scope) -> tuple[TableContract, Field]:
    """Contract and definition of the field that ``node`` names."""
    contract = table_of(node.table, node, scope)
    if node.field not in contract.fields:
        hint = did_you_mean(node.field, list(contract.fields))
        raise ExpressionError(
            f"表 {node.table} 没有字段 {node.field}，字段见 docs/reference/contracts"
            f" · table {node.table} has no column '{node.field}'.{hint}"
            " Columns are listed in docs/reference/contracts.",
            node.position,
        )
    return contract, contract.fields[node.field]


def table_of(name: str, node: tree.Node, scope: Scope) -> TableContract:
    """The contract of this name."""
    if name not in scope.contracts:
        hint = did_you_mean(name, list(scope.contracts))
        raise ExpressionError(f"没有表 {name} · there is no table '{name}'.{hint}", node.position)
    return scope.contracts[name]


def input_term(item: StateInput | YearInput, spec: Field) -> typed.InputTerm:
    """The leaf that reads ``item``."""
    return typed.InputTerm(kind_of_field(spec), item, scale_of(spec), bound_of(spec))


def kind_of_field(spec: Field) -> Kind:
    """Kind of the values of a field."""
    return replace(kinds.KIND_OF_FIELD[spec.type], codes=spec.codes)


def scale_of(spec: Field) -> int:
    """Whole numbers stored for one unit of the figure."""
    return SCALES.get(spec.type, 1)


def bound_of(spec: Field) -> int:
    """Largest stored whole number, either way."""
    largest = LARGEST.get(spec.type, Decimal(0))
    if spec.maximum is not None and (spec.minimum is not None or spec.type is FieldType.COUNT):
        largest = max(abs(spec.maximum), abs(spec.minimum or Decimal(0)))
    return int(largest * scale_of(spec))


def _arithmetic(node: tree.Arithmetic, scope: Scope) -> typed.Term:
    left, right = infer(node.left, scope), infer(node.right, scope)
    if left.kind.base is Base.DATE:
        return _date_arithmetic(node, left, right)
    _number(left, node.left)
    _number(right, node.right)
    if node.operator in "+-":
        kind = agreed_kind([left, right], node)
        return typed.ArithmeticTerm(kind, node.operator, left, right)
    if right.kind.interval and not (node.operator == "*" and not left.kind.interval):
        raise ExpressionError(
            "分数区间不能做除数或相乘 · points in a range cannot divide or multiply", node.position
        )
    if left.kind.interval and not isinstance(right, typed.Constant):
        raise ExpressionError(
            "分数区间只能乘以常数 · points in a range are multiplied by constants only",
            node.position,
        )
    kind = kinds.product_kind(left.kind, right.kind, 1 if node.operator == "*" else -1)
    return typed.ArithmeticTerm(kind, node.operator, left, right)


def _date_arithmetic(node: tree.Arithmetic, left: typed.Term, right: typed.Term) -> typed.Term:
    if node.operator == "-" and right.kind.base is Base.DATE:
        return typed.DayDifference(kinds.DAYS, left, right)
    unit = dict(right.kind.dimensions)
    if node.operator in "+-" and isinstance(right, typed.Constant) and len(unit) == 1:
        name = next(iter(unit))
        if name in {"days", "months", "years"} and isinstance(right.value, Fraction):
            amount = int(right.value) * (1 if node.operator == "+" else -1)
            return typed.ShiftedDate(kinds.DATE, left, amount, name)  # type: ignore[arg-type]
    raise ExpressionError(
        "日期只能减日期，或加减若干天、月、年"
        " · from a day one takes another day, or a number of days, months or years",
        node.position,
    )


def _compare(
    operator: tree.Comparison, left: typed.Term, right: typed.Term, node: tree.Node, scope: Scope
) -> typed.CompareTerm:
    if left.kind.growth and right.kind.unit in {"share", "number"} and not right.kind.growth:
        if isinstance(right, typed.Constant | typed.ParameterTerm):
            return typed.CompareTerm(kinds.TRUTH, operator, left, right)
        message = (
            "复合增长率只能与常数或参数比较"
            " · a compound growth rate is compared with a constant or a parameter"
        )
        raise ExpressionError(message, node.position)
    kind = kinds.common_kind(left.kind, right.kind)
    if kind is None:
        raise ExpressionError(_mismatch("compared with", left, right), node.position)
    for side, other in ((left, right), (right, left)):
        if isinstance(side, typed.Constant) and isinstance(side.value, str):
            check_code(side.value, other.kind, node, scope)
    if kind.base in {Base.TRUTH, Base.TEXT} and operator not in {"=", "!="}:
        zh, en = kind.described("zh"), kind.described()
        raise ExpressionError(
            f"{zh}不分大小，用 = 或 != · {en} has no order: use = or !=", node.position
        )
    if kind.interval and operator in {"=", "!="}:
        raise ExpressionError(
            "分数区间用 >、>=、< 或 <= 比较 · points in a range are compared with >, >=, < or <=",
            node.position,
        )
    return typed.CompareTerm(kinds.TRUTH, operator, left, right)


def _membership(
    node: tree.Node, operand: typed.Term, options: tuple[tree.Node, ...], scope: Scope
) -> typed.MemberTerm:
    if operand.kind.base is not Base.TEXT:
        raise ExpressionError("in 只用于代码 · 'in' asks for one of several codes", node.position)
    values = []
    for option in options:
        if not isinstance(option, tree.Text):
            raise ExpressionError(
                "in 后面是加引号的代码 · 'in' lists codes in quotes", option.position
            )
        check_code(option.value, operand.kind, option, scope)
        values.append(option.value)
    return typed.MemberTerm(kinds.TRUTH, operand, tuple(values))


def check_code(code: str, kind: Kind, node: tree.Node, scope: Scope) -> None:
    """Refuse a code that the code list of ``kind`` does not hold."""
    if kind.codes and code not in (known := scope.code_lists[kind.codes].labels):
        hint = did_you_mean(code, list(known))
        message = (
            f"代码表 {kind.codes} 里没有“{code}”"
            f" · '{code}' is not a code of the list {kind.codes}.{hint}"
        )
        raise ExpressionError(message, node.position)


def agreed_kind(terms: list[typed.Term], node: tree.Node) -> Kind:
    """The kind that all terms share."""
    kind = terms[0].kind
    for term in terms[1:]:
        shared = kinds.common_kind(kind, term.kind)
        if shared is None:
            raise ExpressionError(_mismatch("combined with", terms[0], term), node.position)
        kind = shared
    return kind


_VERBS = {"compared with": "比较", "combined with": "合在一起"}


def _mismatch(verb: str, left: typed.Term, right: typed.Term) -> str:
    pair = (left.kind, right.kind)
    zh = f"{left.kind.described('zh')}不能与{right.kind.described('zh')}{_VERBS[verb]}"
    text = f"{left.kind.described()} cannot be {verb} {right.kind.described()}"
    if any(k.bare for k in pair) and any(kinds.MONEY_UNITS & set(dict(k.dimensions)) for k in pair):
        zh += "：金额要写单位，如 5000 万元"
        text += ": write the unit of the amount, for example 5000 万元 or 50_000_000 yuan"
    return f"{zh} · {text}"


def _number(term: typed.Term, node: tree.Node) -> typed.Term:
    if term.kind.base is not Base.NUMBER or term.kind.growth:
        zh, en = term.kind.described("zh"), term.kind.described()
        raise ExpressionError(
            f"这里应是数字，不是{zh} · expected a figure, found {en}", node.position
        )
    return term


def _truth(term: typed.Term, node: tree.Node) -> typed.Term:
    if term.kind.base is not Base.TRUTH:
        zh, en = term.kind.described("zh"), term.kind.described()
        raise ExpressionError(
            f"这里应是条件，不是{zh} · expected something true or false, found {en}", node.position
        )
    return term

"""Formulas over figures: ``100 * internal_rd / zone_revenue``, read by a grammar of five signs.

A formula has names (ids of indicators, or fields of a contract), plain numbers, ``+ - * /``,
parentheses and ``before(x)``: x of the same period a year before.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, TypeAlias

from wotu.errors import Fault, did_you_mean
from wotu.packs.yaml_source import Location, YamlSource

BEFORE: Final = "before"
"""The only function of a formula."""

LONGEST: Final = 600
"""Characters of a formula; longer ones are better split into named indicators."""

_SIGNS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


class FormulaError(ValueError):
    """A text that is no formula; the message says what was found and what is accepted."""


@dataclass(frozen=True)
class Number:
    """A number as written, exactly."""

    value: Fraction


@dataclass(frozen=True)
class Figure:
    """A named figure, of the period itself or of so many years before."""

    name: str
    years_before: int = 0


@dataclass(frozen=True)
class Operation:
    """Two parts with one of the signs ``+ - * /`` between them."""

    sign: str
    left: Formula
    right: Formula


Formula: TypeAlias = Number | Figure | Operation


def parse_formula(text: str) -> Formula:
    """The formula that a text writes.

    >>> figures_of(parse_formula("a / before(a) - 1"))
    (Figure(name='a', years_before=0), Figure(name='a', years_before=1))

    Raises:  FormulaError for anything but names, numbers, signs, parentheses and before().
    """
    if len(text) > LONGEST:
        raise FormulaError(
            f"公式超过 {LONGEST} 字，请拆成几项指标 · longer than {LONGEST} characters: split it"
        )
    try:
        body = ast.parse(text.strip(), mode="eval").body
        return _formula(body, text.strip())
    except (SyntaxError, RecursionError, MemoryError, UnicodeError) as error:
        raise FormulaError(f"“{text}”写法不对 · is no formula: {error}") from error


def _formula(node: ast.expr, text: str) -> Formula:
    match node:
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
            return Operation(_SIGNS[type(sign)], _formula(left, text), _formula(right, text))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Operation("-", Number(Fraction(0)), _formula(operand, text))
        case ast.Constant(value=bool() | complex() | str()):
            pass
        case ast.Constant(value=int() | float()):
            # As written, not as the nearest binary number: 0.1 is a tenth.
            return Number(Fraction(ast.get_source_segment(text, node) or ""))
        case ast.Name(id=name):
            return Figure(name)
        case ast.Call(func=ast.Name(id="before"), args=[argument], keywords=[]):
            return _year_before(_formula(argument, text))
        case _:
            pass
    found = ast.get_source_segment(text, node) or text
    raise FormulaError(
        f"公式里不能有“{found}”；只用指标编号、数字、+ - * /、括号和 before(指标)"
        f" · '{found}' cannot stand in a formula: use ids, numbers, + - * /, parentheses, before(x)"
    )


def _year_before(formula: Formula) -> Formula:
    match formula:
        case Figure():
            return replace(formula, years_before=formula.years_before + 1)
        case Operation(sign, left, right):
            return Operation(sign, _year_before(left), _year_before(right))
        case _:
            return formula


def figures_of(formula: Formula) -> tuple[Figure, ...]:
    """The figures that a formula reads, each once, in their order."""
    return tuple(dict.fromkeys(_figures(formula)))


def _figures(formula: Formula) -> Iterator[Figure]:
    match formula:
        case Figure():
            yield formula
        case Operation(_, left, right):
            yield from _figures(left)
            yield from _figures(right)


_ALIKE: Final = {
    **dict.fromkeys("家个户所座支只", "家"),
    **dict.fromkeys(("人", "名", "人年"), "人"),
    **dict.fromkeys("件项张份笔", "件"),
    **dict.fromkeys(("%", "％", "百分点"), ""),
}
"""Units that may be added to each other; a full-time equivalent is a person, a share has none."""

Dimension = tuple[tuple[str, int], ...]


def dimension_of(unit: str) -> Dimension:
    """The units that a written one is made of, with their powers; multiples are left out.

    >>> dimension_of("吨标准煤/万元"), dimension_of("%"), dimension_of("户")
    ((('元', -1), ('吨标准煤', 1)), (), (('家', 1),))
    """
    powers: Counter[str] = Counter()
    for place, part in enumerate(unit.split("/")):
        bare = part.lstrip("万亿") or part
        powers[_ALIKE.get(bare, bare)] += -1 if place else 1
    return _ordered(powers)


def _ordered(powers: Mapping[str, int]) -> Dimension:
    return tuple(sorted((unit, power) for unit, power in powers.items() if unit and power))


def dimension_of_formula(formula: Formula, units: Mapping[str, str]) -> Dimension:
    """The dimension of a formula's result; ``units``: of every name in it.

    Raises:  FormulaError where figures of different dimensions are added.
    """
    match formula:
        case Number():
            return ()
        case Figure(name):
            return dimension_of(units[name])
        case Operation(sign, left, right):
            one, other = dimension_of_formula(left, units), dimension_of_formula(right, units)
            if sign in "+-":
                if one != other and left != Number(Fraction(0)):
                    raise FormulaError(_unlike(one, other))
                return other
            powers = Counter(dict(one))
            for unit, power in other:
                powers[unit] += power if sign == "*" else -power
            return _ordered(powers)


def _unlike(one: Dimension, other: Dimension) -> str:
    first, second = unit_text(one), unit_text(other)
    return f"单位不同不能相加减：{first} 与 {second} · cannot add {first} and {second}"


def unit_text(dimension: Dimension) -> str:
    """A dimension in words.

    >>> unit_text((("人", -1), ("元", 1))), unit_text(())
    ('元/人', '1')
    """
    above = [unit for unit, power in dimension for _ in range(power)]
    below = [unit for unit, power in dimension for _ in range(-power)]
    return "/".join(["·".join(above) or "1", *below])


def _fits(found: Dimension, unit: str, is_rate: bool) -> bool:
    """Whether a result can be stated in a unit; a rate may leave out what it is counted per
    (件 for patents per 10,000 persons)."""
    wanted = dimension_of(unit)
    if found == wanted:
        return True
    above = tuple(part for part in found if part[1] > 0)
    return is_rate and bool(wanted) and above == wanted


@dataclass(frozen=True)
class WrittenFormula:
    """A formula of a pack file, and where it stands there."""

    formula: Formula
    unit: str
    is_rate: bool
    source: YamlSource
    location: Location

    def fault(self, message: str) -> Fault:
        """A fault in the formula."""
        return self.source.fault(self.location, message)


def formula_faults(written: Mapping[str, WrittenFormula], units: Mapping[str, str]) -> list[Fault]:
    """Unknown names, circles and nonsense of units among the formulas of all files.

    ``written``: by the id of the indicator that they give; ``units``: of every indicator.
    """
    faults: list[Fault] = []
    for name, one in written.items():
        unknown = [f.name for f in figures_of(one.formula) if f.name not in units]
        for missing in unknown:
            hint = did_you_mean(missing, list(units))
            faults.append(one.fault(f"没有指标 · there is no indicator '{missing}'.{hint}"))
        if not any(figure.years_before == 0 for figure in figures_of(one.formula)):
            faults.append(
                one.fault("公式没有用到当期的指标 · a formula needs a figure of the period itself")
            )
        if not unknown:
            faults += _unit_faults(one, units)
        if circle := _circle(name, written):
            path = " → ".join(circle)
            faults.append(one.fault(f"公式循环引用 · formulas go round in a circle: {path}"))
    return faults


def _unit_faults(one: WrittenFormula, units: Mapping[str, str]) -> list[Fault]:
    try:
        found = dimension_of_formula(one.formula, units)
    except FormulaError as error:
        return [one.fault(str(error))]
    if _fits(found, one.unit, one.is_rate):
        return []
    message = (
        f"公式得出的单位是 {unit_text(found)}，指标的单位是 {one.unit}，请改其一"
        f" · the formula gives {unit_text(found)}, the indicator is in {one.unit}: change one"
    )
    return [one.fault(message)]


def _circle(name: str, written: Mapping[str, WrittenFormula]) -> list[str]:
    """The way from a formula back to itself; empty where there is none."""
    paths, seen = [[name]], {name}
    while paths:
        path = paths.pop()
        for figure in figures_of(written[path[-1]].formula):
            if figure.name == name:
                return [*path, name]
            if figure.name in written and figure.name not in seen:
                seen.add(figure.name)
                paths.append([*path, figure.name])
    return []


def formula_order(formulas: Mapping[str, Formula]) -> list[str]:
    """Names of formulas so that each comes after those that it reads.

    The formulas go round in no circle, as :func:`formula_faults` has seen.
    """
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        for figure in figures_of(formulas[name]):
            if figure.name in formulas and figure.name not in ordered:
                visit(figure.name)
        ordered[name] = None

    for name in sorted(formulas):
        if name not in ordered:
            visit(name)
    return list(ordered)

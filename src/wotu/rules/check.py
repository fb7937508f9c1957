"""Checking a rule file against the contracts: every fault of the file is reported together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import TableContract
from wotu.errors import Fault, PackError, did_you_mean
from wotu.packs.schema import parse_model
from wotu.packs.yaml_source import Location, YamlSource
from wotu.rules import kinds, tree, typed
from wotu.rules.checked import CheckedCondition, CheckedParameter, CheckedRule
from wotu.rules.functions import FUNCTIONS
from wotu.rules.infer import Scope, infer
from wotu.rules.kinds import Base, Kind
from wotu.rules.parse import ExpressionError, parse_expression
from wotu.rules.spec import Condition, Quantity, RuleSpec
from wotu.rules.used import with_used_rules


def check_rule(
    source: YamlSource,
    contracts: Mapping[str, TableContract],
    code_lists: Mapping[str, CodeList],
    others: Sequence[YamlSource] = (),
) -> CheckedRule:
    """Read and check one rule file; ``others`` are the rule files that it may use.

    Raises:  PackError with the file, line and a suggestion for every fault.
    """
    spec = with_used_rules(parse_model(RuleSpec, source), source, others)
    checker = _Checker(spec, source, Scope(contracts, code_lists, functions=FUNCTIONS))
    rule = checker.check()
    if checker.faults:
        raise PackError(checker.faults)
    return rule


class _Checker:
    """Walks a rule file once, collecting faults."""

    def __init__(self, spec: RuleSpec, source: YamlSource, scope: Scope) -> None:
        self.spec = spec
        self.source = source
        self.scope = replace(scope, tables=spec.tables, subject=spec.subject)
        self.faults: list[Fault] = []

    def check(self) -> CheckedRule:
        self._check_subject()
        self._check_citations()
        self._check_tables()
        parameters = self._parameters()
        kinds_of_parameters = {name: parameter.kind for name, parameter in parameters.items()}
        self.scope = replace(self.scope, parameters=kinds_of_parameters)
        quantities = self._quantities()
        conditions = self._conditions(self.spec.conditions, ("conditions",))
        applies_to = None
        if self.spec.applies_to is not None:
            applies_to = self._term(self.spec.applies_to, ("applies_to",), Base.TRUTH)
        self._check_identifiers()
        self._check_outcome(quantities)
        self._check_measure(quantities, parameters)
        return CheckedRule(self.spec, parameters, quantities, conditions, applies_to)

    def _fault(self, location: Location, message: str) -> None:
        self.faults.append(self.source.fault(location, message))

    def _term(self, text: object, location: Location, base: Base | None = None) -> typed.Term:
        """The checked term of an expression; a placeholder where it is faulty."""
        written = str(text).lower() if isinstance(text, bool) else str(text)
        try:
            term = infer(parse_expression(written), self.scope)
        except ExpressionError as error:
            self._fault(location, f"{_path(location)}: {error.message}")
            return typed.Constant(kinds.TRUTH if base is Base.TRUTH else kinds.BARE, Fraction(0))
        if base and term.kind.base is not base:
            zh = f"应是{Kind(base).described('zh')}，不是{term.kind.described('zh')}"
            en = f"{term.kind.described()}, expected {Kind(base).described()}"
            self._fault(location, f"{_path(location)}: {zh} · {en}")
        return term

    def _parameters(self) -> dict[str, CheckedParameter]:
        parameters = {}
        for name, parameter in self.spec.parameters.items():
            values, kind = [], None
            for since, text in sorted(parameter.values.items()):
                location: Location = ("parameters", name, "values", since)
                term = self._term(text, location)
                if isinstance(term, typed.Constant):
                    values.append((since, term.value))
                    kind = kind or term.kind
                else:
                    message = (
                        f"parameters.{name}: 参数是固定的数，算式写在 quantities 里"
                        f" · {text} is not a plain figure: formulas are quantities"
                    )
                    self._fault(location, message)
            if kind and values:
                parameters[name] = CheckedParameter(kind, tuple(values))
        return parameters

    def _quantities(self) -> dict[str, typed.Term]:
        """Checked in the order in which they name each other, whatever the order of the file."""
        trees = {name: self._trees_of(name, q) for name, q in self.spec.quantities.items()}
        done: dict[str, typed.Term] = {}
        waiting = dict(self.spec.quantities)
        while waiting:
            ready = [n for n in waiting if not _names_in(trees[n]) & set(waiting)]
            if not ready:
                circle = _circle({n: _names_in(trees[n]) & set(waiting) for n in waiting})
                message = (
                    f"quantities: 互相引用，成了循环：{' → '.join(circle)}，其中一个要改用表里的数"
                    f" · quantities name each other: {' → '.join(circle)}"
                )
                self._fault(("quantities", circle[0]), message)
                ready = list(waiting)
            for name in ready:
                done[name] = self._quantity(name, waiting.pop(name))
                known = {**self.scope.quantities, name: done[name].kind}
                self.scope = replace(self.scope, quantities=known)
        return done

    def _trees_of(self, name: str, quantity: Quantity) -> list[tree.Node]:
        texts = [quantity.expr] if quantity.expr is not None else []
        texts += [band.when for band in quantity.bands if band.when is not None]
        trees = []
        for text in texts:
            try:
                trees.append(parse_expression(str(text)))
            except ExpressionError:
                continue  # reported when the quantity itself is checked
        return trees

    def _quantity(self, name: str, quantity: Quantity) -> typed.Term:
        for part in quantity.parts:
            if part not in self.spec.quantities:
                hint = did_you_mean(part, list(self.spec.quantities))
                message = f"没有量 {part} · there is no quantity '{part}'.{hint}"
                self._fault(("quantities", name, "parts"), message)
        if quantity.expr is not None:
            return self._term(quantity.expr, ("quantities", name, "expr"))
        rows: list[typed.BandTerm] = []
        otherwise: tuple[Fraction, Fraction, str | None] = (Fraction(0), Fraction(0), None)
        for position, band in enumerate(quantity.bands):
            location = ("quantities", name, "bands", position)
            low, high = self._points(band.points, (*location, "points"))
            if band.when is None:
                otherwise = (low, high, band.grade)
            else:
                when = self._term(band.when, (*location, "when"), Base.TRUTH)
                rows.append(typed.BandTerm(when, low, high, band.grade))
        kind = kinds.CLASS if quantity.unit == "class" else kinds.POINTS
        return typed.BandsTerm(kind, tuple(rows), otherwise)

    def _points(self, text: object, location: tuple[Hashable, ...]) -> tuple[Fraction, Fraction]:
        term = self._term(text, location)
        match term:
            case typed.Between(low=low, high=high):
                return low, high
            case typed.Constant(value=Fraction() as value):
                return value, value
        message = (
            f"{_path(location)}: {text} 不是分数或分数区间，如 5 或 3..5"
            f" · {text} is neither points nor a range of points, such as 5 or 3..5"
        )
        self._fault(location, message)
        return Fraction(0), Fraction(0)

    def _conditions(
        self, specs: tuple[Condition, ...], location: Location
    ) -> tuple[CheckedCondition, ...]:
        return tuple(
            self._condition(spec, (*location, position)) for position, spec in enumerate(specs)
        )

    def _condition(self, spec: Condition, location: Location) -> CheckedCondition:
        margin = None
        if spec.margin is not None:
            margin = self._term(spec.margin, (*location, "margin"), Base.NUMBER)
        if spec.test is None:
            mode: Literal["all", "any"] = "all" if spec.all else "any"
            children = self._conditions(spec.all or spec.any, (*location, mode))
            junction = typed.JunctionTerm(kinds.TRUTH, mode, tuple(c.term for c in children))
            return CheckedCondition(spec.id, spec, mode, junction, children, margin=margin)
        term = self._term(spec.test, (*location, "test"), Base.TRUTH)
        return _measured(CheckedCondition(spec.id, spec, "test", term, margin=margin))

    def _check_citations(self) -> None:
        cited: list[tuple[Location, str | None]] = []
        first = next(iter(self.spec.texts), "measures")
        for kind in ("parameters", "quantities", "tables"):
            for name, item in getattr(self.spec, kind).items():
                cited.append(((kind, name, "cite"), item.cite))
        for part in ("grants", "measure"):
            if item := getattr(self.spec, part):
                cited.append(((part, "cite"), item.cite))
        for position, condition in enumerate(self.spec.conditions):
            cited.append((("conditions", position, "cite"), condition.cite))
            if condition.cite is None:
                message = (
                    f"{condition.id}: 没有写依据条款，加上 cite，如 cite: {first} 第一条"
                    f" · no clause is cited: add one, such as cite: {first} 第一条"
                )
                self._fault(("conditions", position), message)
        for location, text in cited:
            if text and text.split()[0] not in self.spec.texts:
                hint = did_you_mean(text.split()[0], list(self.spec.texts))
                message = (
                    f"“{text}”不是 texts 里的文件 · '{text}' cites no text of this rule.{hint}"
                )
                self._fault(location, message)

    def _check_subject(self) -> None:
        if self.spec.subject == "firm":
            return
        contract = self.scope.contracts.get(self.spec.subject)
        if contract is None or not contract.key:
            lists = [name for name, known in self.scope.contracts.items() if known.key]
            hint = did_you_mean(self.spec.subject, lists)
            message = (
                f"对象 {self.spec.subject} 不是企业，也不是清单"
                f" · '{self.spec.subject}' is neither firm nor a list.{hint}"
            )
            self._fault(("subject",), message)

    def _check_tables(self) -> None:
        for name, table in self.spec.tables.items():
            codes = getattr(table, "codes", None)
            if codes is None:
                continue
            if codes not in self.scope.code_lists:
                hint = did_you_mean(codes, list(self.scope.code_lists))
                message = f"没有代码表 {codes} · there is no code list '{codes}'.{hint}"
                self._fault(("tables", name, "codes"), message)
                continue
            for code in table.rows:
                if code not in self.scope.code_lists[codes].labels:
                    location = ("tables", name, "rows", code)
                    hint = did_you_mean(str(code), list(self.scope.code_lists[codes].labels))
                    message = (
                        f"代码表 {codes} 里没有 {code} · '{code}' is not a code of {codes}.{hint}"
                    )
                    self._fault(location, message)

    def _check_identifiers(self) -> None:
        seen = set()
        for location, condition in _located(self.spec.conditions, ("conditions",)):
            if condition.id in seen or condition.id == "verdict":
                message = (
                    f"标识 {condition.id} 已经用过，换一个"
                    f" · the identifier '{condition.id}' is taken: choose another"
                )
                self._fault((*location, "id"), message)
            seen.add(condition.id)
        if both := set(self.spec.quantities) & set(self.spec.parameters):
            names = ", ".join(sorted(both))
            message = f"与参数同名：{names}，改一个名字 · also named as parameters: {names}"
            self._fault(("quantities", min(both)), message)

    def _check_outcome(self, quantities: Mapping[str, typed.Term]) -> None:
        outcome = self.spec.outcome
        if outcome is None:
            return
        term = quantities.get(outcome.quantity)
        if not isinstance(term, typed.BandsTerm):
            message = (
                f"{outcome.quantity} 不是分档表（bands）"
                f" · '{outcome.quantity}' is not a table of bands"
            )
            self._fault(("outcome", "quantity"), message)
            return
        grades = {*(band.grade for band in term.bands), term.otherwise[2]} - {None}
        if missing := sorted(str(grade) for grade in grades - set(outcome.classes)):
            names = ", ".join(missing)
            self._fault(("outcome", "classes"), f"缺少名称：{names} · no label for {names}")

    def _check_measure(
        self, quantities: Mapping[str, typed.Term], parameters: Mapping[str, CheckedParameter]
    ) -> None:
        measure = self.spec.measure
        if measure is None:
            return
        wanted = [("amount", measure.amount, kinds.CNY), ("rate", measure.rate, kinds.SHARE)]
        for key, name, kind in wanted:
            if name is None:
                continue
            term = quantities.get(name)
            if term is None:
                hint = did_you_mean(name, list(quantities))
                message = f"没有量 {name} · there is no quantity '{name}'.{hint}"
                self._fault(("measure", key), message)
            elif term.kind.base is not Base.NUMBER or term.kind.dimensions != kind.dimensions:
                zh = f"{name} 是{term.kind.described('zh')}，应是{kind.described('zh')}"
                en = f"{name} is {term.kind.described()}, expected {kind.described()}"
                self._fault(("measure", key), f"{zh} · {en}")
        if measure.rank_by and measure.rank_by not in quantities:
            hint = did_you_mean(measure.rank_by, list(quantities))
            name = measure.rank_by
            message = f"没有量 {name} · there is no quantity '{name}'.{hint}"
            self._fault(("measure", "rank_by"), message)
        if measure.budget is None:
            return
        budget = parameters.get(measure.budget)
        if budget is None or budget.kind.dimensions != kinds.CNY.dimensions:
            message = (
                f"{measure.budget} 不是金额参数 · '{measure.budget}' is not a parameter in money"
            )
            self._fault(("measure", "budget"), message)


def _path(location: Location) -> str:
    return ".".join(map(str, location))


def _circle(names: Mapping[str, set[str]]) -> list[str]:
    """One circle among quantities that all name another of them, its first name repeated."""
    path = [next(iter(names))]
    while path[-1] not in path[:-1]:
        path.append(min(names[path[-1]]))
    return path[path.index(path[-1]) :]


def _located(
    conditions: tuple[Condition, ...], location: Location
) -> Iterator[tuple[Location, Condition]]:
    """Conditions and those beneath them, with their places in the file."""
    for position, condition in enumerate(conditions):
        here = (*location, position)
        yield here, condition
        yield from _located(condition.all, (*here, "all"))
        yield from _located(condition.any, (*here, "any"))


def _names_in(trees: list[tree.Node]) -> set[str]:
    names: set[str] = set()
    stack: list[object] = list(trees)
    while stack:
        item = stack.pop()
        if isinstance(item, tree.Name):
            names.add(item.name)
        if isinstance(item, tree.Node):
            stack.extend(vars(item).values())
        elif isinstance(item, tuple):
            stack.extend(item)
    return names


def _measured(condition: CheckedCondition) -> CheckedCondition:
    """With value, threshold and margin, where the test is a comparison of figures or days."""
    match condition.term:
        case typed.CompareTerm(operator=operator, left=left, right=right) if operator in {
            ">=",
            ">",
            "<=",
            "<",
        }:
            sense = 1 if operator in {">=", ">"} else -1
        case _:
            return condition
    return replace(condition, value=left, threshold=right, sense=sense)

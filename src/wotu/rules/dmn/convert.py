"""A decision table as a rule file: bands for points and classes, conditions for yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import yaml

from wotu.errors import MappingError, WotuError
from wotu.rules.dmn.feel import FeelError, Operand, unary_tests
from wotu.rules.dmn.table import Column, DecisionTable, Row

_LAST = "其余情形在决策表里没有，按最后一行处理，请核对 · other cases are not in the table: check"


class UntranslatableError(WotuError):
    """A decision table holds what a rule cannot say; ``cells`` name each place."""

    kind = "untranslatable"


@dataclass
class Conversion:
    """The rule file, and what its author should look at."""

    text: str
    remarks: list[str]


@dataclass
class _Reading:
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def rule_from_table(
    table: DecisionTable, rule_id: str, since: str, operands: Mapping[str, Operand]
) -> Conversion:
    """The rule file of a decision table; ``operands`` says what each input column is about.

    Raises:  MappingError for columns without operand; UntranslatableError naming every cell and
        feature that a rule cannot say.
    """
    missing = [column.label for column in table.inputs if column.label not in operands]
    if missing:
        listed = "、".join(missing)
        raise MappingError(
            f"这些列还没有对应字段：{listed}；用 --map “列名=表.字段” 指出。"
            f" These columns have no field yet: {', '.join(missing)}; give them with --map.",
            columns=missing,
        )
    reading = _Reading()
    tests = [
        _row_test(table, place, row, operands, reading) for place, row in enumerate(table.rows, 1)
    ]
    body = _body(table, tests, reading)
    if reading.faults:
        raise UntranslatableError("\n".join(reading.faults), cells=reading.faults)
    label = {"zh": table.name, "en": table.name}
    document = {
        "rule": rule_id,
        "edition": "dmn",
        "label": label,
        "valid": {"from": "SINCE"},
        "texts": {"table": {"title": label, "status": "memory"}},
        **body,
    }
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    head = "".join(f"# {remark}\n" for remark in reading.remarks)
    return Conversion(head + text.replace("from: SINCE", f"from: {since}"), reading.remarks)


def _row_test(
    table: DecisionTable,
    place: int,
    row: Row,
    operands: Mapping[str, Operand],
    reading: _Reading,
) -> str | None:
    """The condition of a row; None where it asks nothing."""
    parts = []
    for column, cell in zip(table.inputs, row.tests, strict=False):
        try:
            test = unary_tests(cell, operands[column.label])
        except FeelError as error:
            reading.faults.append(
                f"第 {place} 行“{column.label}”列 · row {place}, column '{column.label}':"
                f" {error.message}"
            )
            continue
        if test is not None:
            parts.append(f"({test})" if " or " in test else test)
    return " and ".join(parts) or None


def _body(table: DecisionTable, tests: list[str | None], reading: _Reading) -> dict[str, object]:
    if len(table.outputs) != 1:
        names = ", ".join(output.label for output in table.outputs)
        reading.faults.append(
            f"决策表有 {len(table.outputs)} 个输出（{names}），一条规则只能有一个，请拆分。"
            f" The table has {len(table.outputs)} outputs: a rule has one, so split it."
        )
        return {}
    outputs = [row.outputs[0] if row.outputs else "" for row in table.rows]
    if table.policy == "COLLECT":
        return _collected(table, tests, outputs, reading)
    if table.policy not in {"UNIQUE", "FIRST", "ANY", "PRIORITY"}:
        reading.faults.append(
            f"命中策略 {table.policy} 给出一列结果，规则只能有一个结果。"
            f" The hit policy {table.policy} gives a list of results; a rule has one."
        )
        return {}
    rows = list(zip(tests, outputs, table.rows, strict=True))
    if table.policy == "PRIORITY":
        order = {value: place for place, value in enumerate(table.outputs[0].values)}
        rows.sort(key=lambda row: order.get(row[1].strip().strip('"'), len(order)))
    if all(output in {"true", "false"} for output in outputs):
        return _yes_or_no(table, rows, reading)
    if all(_figure(output) is not None for output in outputs):
        return _points(table, rows, reading)
    if all(re.fullmatch(r'"[^"]+"', output) for output in outputs):
        return _classes(table, rows, reading)
    for place, output in enumerate(outputs, 1):
        if _figure(output) is None and not re.fullmatch(r'"[^"]+"|true|false', output):
            reading.faults.append(
                f"第 {place} 行输出“{output}”不是数字、文字或真假。"
                f" Row {place}: the output '{output}' is no number, text or truth value."
            )
    if not reading.faults:
        reading.faults.append("输出列混有几种类型。 The output column mixes kinds of values.")
    return {}


Rows = list[tuple[str | None, str, Row]]


def _bands(rows: Rows, points: Mapping[str, int | str], reading: _Reading) -> list[object]:
    """Rows of a points table; rows after one that asks nothing can never be reached."""
    bands: list[object] = []
    for test, output, _ in rows:
        grade = output.strip('"') if output.startswith('"') else None
        band: dict[str, object] = {} if test is None else {"when": test}
        band["points"] = points[output]
        if grade:
            band["grade"] = grade
        bands.append(band)
        if test is None:
            return bands
    reading.remarks.append(_LAST)
    return [*bands, {"points": 0}]


def _points(table: DecisionTable, rows: Rows, reading: _Reading) -> dict[str, object]:
    name = identifier(table.outputs[0].label or table.name, "points")
    points: dict[str, int | str] = {output: _plain(output) for _, output, _ in rows}
    bands = _bands(rows, points, reading)
    quantity: dict[str, object] = {"label": _label(table.outputs[0]), "bands": bands}
    return _with_mark(name, quantity, reading)


def _with_mark(
    name: str, quantity: dict[str, object], reading: _Reading, unit: str = " points"
) -> dict[str, object]:
    reading.remarks.append(
        "达到多少才算符合，决策表没有说：请改条件里的数字 · the mark to be reached is yours to set"
    )
    condition = {
        "id": f"{name}_reached",
        "label": quantity["label"],
        "cite": "table",
        "test": f"{name} > 0{unit}",
    }
    return {"quantities": {name: quantity}, "conditions": [condition]}


def _classes(table: DecisionTable, rows: Rows, reading: _Reading) -> dict[str, object]:
    name = identifier(table.outputs[0].label or table.name, "class")
    listed = [f'"{value}"' for value in table.outputs[0].values]
    order = dict.fromkeys([*listed, *(output for _, output, _ in rows)])
    places: dict[str, int | str] = {output: place for place, output in enumerate(order, 1)}
    bands = _bands(rows, places, reading)
    label = _label(table.outputs[0])
    quantity: dict[str, object] = {"label": label, "unit": "class", "bands": bands}
    body = _with_mark(name, quantity, reading, unit="")
    grades = [output.strip('"') for output in order]
    body["outcome"] = {
        "label": _label(table.outputs[0]),
        "quantity": name,
        "classes": {grade: {"zh": grade, "en": grade} for grade in grades},
    }
    return body


def _yes_or_no(table: DecisionTable, rows: Rows, reading: _Reading) -> dict[str, object]:
    """Exclusive rows become alternatives; where the first row counts, a chain of if and else."""
    name = identifier(table.outputs[0].label or table.name, "holds")
    label = _label(table.outputs[0])
    if table.policy in {"UNIQUE", "ANY"} and all(test for test, output, _ in rows):
        met = [(test, row) for test, output, row in rows if output == "true"]
        alternatives = [
            {
                "id": f"{name}_{place}",
                "label": _named(row.note) if row.note else label,
                "test": test,
            }
            for place, (test, row) in enumerate(met, 1)
        ]
        condition = {"id": name, "label": label, "cite": "table", "any": alternatives}
        return {"conditions": [condition]}
    text, ended = "", False
    for test, output, _ in rows:
        if test is None:
            text, ended = text + output, True
            break
        text += f"if {test} then {output} else "
    if not ended:
        reading.remarks.append(_LAST)
        text += "false"
    condition = {"id": name, "label": label, "cite": "table", "test": text}
    return {"conditions": [condition]}


def _collected(
    table: DecisionTable, tests: list[str | None], outputs: list[str], reading: _Reading
) -> dict[str, object]:
    """C+ adds up, C> takes the highest, C# counts; a plain list of results is no figure."""
    name = identifier(table.outputs[0].label or table.name, "points")
    label = _label(table.outputs[0])
    asked = [test or "true" for test in tests]
    if table.aggregation == "COUNT":
        quantity: dict[str, object] = {"label": label, "expr": f"tally({', '.join(asked)})"}
        return _with_mark(name, quantity, reading, unit="")
    figures = [_figure(output) for output in outputs]
    possible = table.aggregation == "SUM" or (
        table.aggregation == "MAX" and all(f is not None and f >= 0 for f in figures)
    )
    if not possible or None in figures:
        said = table.aggregation or "（无）"
        reading.faults.append(
            f"命中策略 C {said} 不能写成规则：可以是合计、计数，或不为负的数取高。"
            f" Collect {said} cannot be a rule: sums, counts and the highest of figures can."
        )
        return {}
    parts = [
        f"(if {test} then {_plain(output)} points else 0 points)"
        for test, output in zip(asked, outputs, strict=True)
    ]
    text = " + ".join(parts) if table.aggregation == "SUM" else f"max({', '.join(parts)})"
    return _with_mark(name, {"label": label, "expr": text}, reading)


def _figure(text: str) -> Fraction | None:
    return Fraction(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def _plain(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _label(column: Column) -> dict[str, str]:
    return _named(column.label)


def _named(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def identifier(text: str, otherwise: str) -> str:
    """A name for the rule language, made of the Latin words of a label."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    name = "_".join(words)
    return name if re.match(r"[a-z]", name) else otherwise

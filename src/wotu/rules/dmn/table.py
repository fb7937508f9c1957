"""Reading a decision table from DMN: its columns, rows and hit policy, as written.

Source:  OMG, Decision Model and Notation 1.3 (formal/21-02-01) and 1.4, chapter 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

from wotu.errors import UnreadableFileError

HitPolicy = Literal["UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"]

LARGEST_FILE = 10 * 2**20
"""Bytes; a decision table that people wrote is far smaller."""


@dataclass(frozen=True)
class Column:
    """An input (what it reads) or an output (its name), with the values listed for it."""

    label: str
    type: str | None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One rule of the table: unary tests, output expressions, and what its author noted."""

    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class DecisionTable:
    """A decision with its table, cells as text."""

    id: str
    name: str
    policy: HitPolicy
    aggregation: str | None
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_decision_tables(path: Path) -> list[DecisionTable]:
    """All decision tables of a DMN file, in its order.

    Raises:  UnreadableFileError for what is no DMN, too large, or defines entities.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableFileError(
            f"{path.name} 超过 10 MB，不是人写的决策表。"
            f" {path.name} is larger than 10 MB: no decision table that people wrote."
        )
    try:
        root = parse(path, forbid_dtd=True).getroot()
    except (ParseError, DefusedXmlException, UnicodeError) as error:
        raise UnreadableFileError(
            f"{path.name} 不是可以读的 XML：{error}。 {path.name} is no XML that can be read."
        ) from error
    if _tag(root) != "definitions":
        raise UnreadableFileError(
            f"{path.name} 不是 DMN：根元素是 {_tag(root)}，应为 definitions。"
            f" {path.name} is no DMN: its root is {_tag(root)}, not definitions."
        )
    tables = []
    for decision in (e for e in root if _tag(e) == "decision"):
        for table in (e for e in decision if _tag(e) == "decisionTable"):
            tables.append(_table(decision, table))
    if not tables:
        raise UnreadableFileError(
            f"{path.name} 里没有决策表。 {path.name} holds no decision table."
        )
    return tables


def _table(decision: Element, table: Element) -> DecisionTable:
    rows = []
    for rule in _children(table, "rule"):
        notes = [_text(e) for e in rule if _tag(e) in {"description", "annotationEntry"}]
        rows.append(
            Row(
                tuple(_text(e) for e in _children(rule, "inputEntry")),
                tuple(_text(e) for e in _children(rule, "outputEntry")),
                "; ".join(filter(None, notes)),
            )
        )
    policy = table.get("hitPolicy", "UNIQUE")
    assert isinstance(policy, str)
    return DecisionTable(
        decision.get("id", ""),
        decision.get("name", "") or decision.get("id", ""),
        policy,  # type: ignore[arg-type]
        table.get("aggregation"),
        tuple(_input(e) for e in _children(table, "input")),
        tuple(_output(e, decision) for e in _children(table, "output")),
        tuple(rows),
    )


def _input(element: Element) -> Column:
    expression = _child(element, "inputExpression")
    text = _text(expression) if expression is not None else ""
    kind = expression.get("typeRef") if expression is not None else None
    return Column(element.get("label") or text, kind, _listed(element, "inputValues"))


def _output(element: Element, decision: Element) -> Column:
    name = element.get("label") or element.get("name") or decision.get("name", "")
    return Column(name or "", element.get("typeRef"), _listed(element, "outputValues"))


def _listed(element: Element, name: str) -> tuple[str, ...]:
    values = _child(element, name)
    if values is None:
        return ()
    return tuple(part.strip().strip('"') for part in _text(values).split(","))


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _tag(child) == name]


def _child(element: Element, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _text(element: Element) -> str:
    """The ``text`` beneath an element, or its own."""
    inner = _child(element, "text")
    return " ".join(((inner if inner is not None else element).text or "").split())


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]

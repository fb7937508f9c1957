"""Items, findings and settlements as the command prints and writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from rich.markup import escape

from wotu.cli.output import print_json, print_table, say
from wotu.reading.claim import plain_decimal
from wotu.reading.reconciling.findings import Finding
from wotu.reading.reconciling.near import NearItem
from wotu.reading.reconciling.settlements import Settlements
from wotu.reading.reconciling.statements import Item, Statement
from wotu.reading.reconciling.words import (
    DIFFERENCE_LABELS,
    FINDING_LABELS,
    KIND_LABELS,
    SEVERITY_LABELS,
)


def items_table(items: Iterable[Item], language: str) -> pl.DataFrame:
    """One row a statement, the items that differ most first."""
    return pl.DataFrame([row for item in items for row in _rows(item, language)])


def _rows(item: Item, language: str) -> list[dict[str, Any]]:
    settled = item.settled
    shared = {
        "item": item.key,
        "difference": DIFFERENCE_LABELS[item.difference].in_language(language),
        "subject": item.subject,
        "metric": item.metric,
        "period": item.period,
        "kind": KIND_LABELS[item.kind].in_language(language),
    }
    return [
        {
            **shared,
            "figure": plain_decimal(one.claim.figure),
            "figure_max": one.claim.figure_max and plain_decimal(one.claim.figure_max),
            "unit": one.claim.unit,
            "quote": _line(one.claim.quote),
            "source": one.source_name,
            "published": one.published,
            "sentence": _line(one.sentence),
            "statement": one.id,
            "taken": one == item.taken,
            "explanation": item.explanation.in_language(language),
            "settled_by": settled.author if settled else None,
            "reason": settled.reason if settled else None,
        }
        for one in item.statements
    ]


def _line(text: str) -> str:
    return "".join(text.split())


def show(items: Sequence[Item], language: str, *, every: bool, as_json: bool) -> None:
    """Print items, or those alone that differ, with both sentences."""
    if as_json:
        print_json([_item_json(item) for item in items if every or item.differs])
        return
    shown = [item for item in items if every or item.differs]
    for item in shown:
        _print(item, language)
    same = len(items) - sum(item.differs for item in items)
    say(
        f"不一致 {len(items) - same} 项，一致 {same} 项"
        if language == "zh"
        else f"{len(items) - same} items differ, {same} agree"
    )


def _print(item: Item, language: str) -> None:
    label = DIFFERENCE_LABELS[item.difference].in_language(language)
    kind = KIND_LABELS[item.kind].in_language(language)
    name = " ".join(filter(None, (item.subject, item.metric, kind, item.period)))
    say(f"[bold]{label}[/]  {escape(name)}  [dim]{item.key}[/]")
    for place, one in enumerate(item.statements, 1):
        mark = "✓" if one == item.taken else " "
        day = f" {one.published}" if one.published else ""
        say(f"  {mark} {place}. {escape(one.source_name)}{day}  [dim]{one.id}[/]")
        say(f"       {escape(_line(one.sentence))}")
    say(f"    {escape(item.explanation.in_language(language))}")
    zh = language == "zh"
    if item.settled:
        by, why = escape(item.settled.author), escape(item.settled.reason)
        say(f"    已由 {by} 核定：{why}" if zh else f"    settled by {by}: {why}")
    if item.reopened:
        say("    核定之后又有不同陈述，须重新核定" if zh else "    reopened by a later statement")


def _item_json(item: Item) -> dict[str, Any]:
    settled, reopened = item.settled, item.reopened
    return {
        "key": item.key,
        "difference": item.difference.value,
        "subject": item.subject,
        "metric": item.metric,
        "period": item.period,
        "kind": item.kind.value,
        "unit": item.unit,
        "explanation": {"zh": item.explanation.zh, "en": item.explanation.en},
        "taken": item.taken.id,
        "settled": settled and {"by": settled.author, "reason": settled.reason, "at": settled.at},
        "reopened": reopened is not None,
        "statements": [_statement_json(one) for one in item.statements],
    }


def _statement_json(one: Statement) -> dict[str, Any]:
    claim = one.claim
    return {
        "id": one.id,
        "source": one.source,
        "source_name": one.source_name,
        "published": one.published,
        "figure": plain_decimal(claim.figure),
        "figure_max": claim.figure_max and plain_decimal(claim.figure_max),
        "unit": claim.unit,
        "bound": claim.bound.value,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "sentence": one.sentence,
    }


def show_findings(found: Sequence[tuple[str, Finding]], language: str, *, as_json: bool) -> None:
    """Print findings with the name of their document."""
    if as_json:
        print_json(
            [
                {
                    "source_name": name,
                    "kind": one.kind.value,
                    "severity": one.severity.value,
                    "zh": one.words.zh,
                    "en": one.words.en,
                    "claims": [[claim.start, claim.end, claim.quote] for claim in one.claims],
                }
                for name, one in found
            ]
        )
        return
    if not found:
        chinese = "没有发现算术上的矛盾。"
        say(chinese if language == "zh" else "No contradiction was found within a text.")
        return
    headers = ("文件", "检查", "程度", "说明") if language == "zh" else ("Text", "Check", "", "Why")
    rows = [
        (
            name,
            FINDING_LABELS[one.kind].in_language(language),
            SEVERITY_LABELS[one.severity].in_language(language),
            one.words.in_language(language),
        )
        for name, one in found
    ]
    print_table(headers, rows)


def show_possible(items: Sequence[NearItem], *, as_json: bool) -> None:
    """Print pairs that may be of the same thing."""
    rows = [
        (
            item.apart_by,
            item.difference.value,
            item.one.claim.subject,
            _shown(item.one),
            _shown(item.other),
        )
        for item in items
    ]
    if as_json:
        print_json(
            [[*row, item.one.id, item.other.id] for row, item in zip(rows, items, strict=True)]
        )
    else:
        print_table(("apart by", "difference", "subject", "one", "other"), rows)


def _shown(one: Statement) -> str:
    claim = one.claim
    return f"{claim.metric} {claim.period or ''} {_line(claim.quote)}（{one.source_name}）"


def show_ledger(settlements: Settlements, *, english: bool, as_json: bool) -> None:
    """Print every settlement and withdrawal."""
    rows = settlements.history()
    if as_json:
        print_json(rows)
        return
    zh = ("项", "时间", "何人", "采信", "理由")
    shown = [
        (
            row["item"],
            f"{row['at']:%Y-%m-%d %H:%M}",
            row["author"],
            ("withdrawn" if english else "撤销") if row["withdrawn"] else row["figure"],
            row["reason"],
        )
        for row in rows
    ]
    print_table(("Item", "At", "By", "Taken", "Reason") if english else zh, shown)

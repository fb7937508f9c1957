"""Figures in tables: the row says what, the head of the column when and how, units stand in either.

Read where a table has a head: a row of words over rows whose first cell is words and the others
numbers. A number whose unit nobody states is no figure.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.document import Block, BlockKind, Document
from wotu.reading.grammar.numerals import MULTIPLIER, multiplied
from wotu.reading.grammar.times import YEAR, report_year, times_of
from wotu.reading.grammar.units import BASE_UNIT, UNIT

_NUMBER: Final = re.compile(
    r"\s*(?P<sign>[-−–]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,18}(?:\.\d+)?)\s*"
    rf"(?P<unit>%|{MULTIPLIER}?{UNIT})?\s*"
)
_UNIT_IN_BRACKETS: Final = re.compile(rf"[（(](?:单位[:：])?({MULTIPLIER}?(?:{UNIT}|%))[）)]")
_UNIT_ALONE: Final = re.compile(rf"\s*(?:单位[:：]\s*)?({MULTIPLIER}?(?:{UNIT}|%))\s*")
_UNIT_STATED: Final = re.compile(rf"单位[:：]\s*({MULTIPLIER}?(?:{UNIT}|%))")
_GROWTH: Final = re.compile("增长|增速|同比|增幅|±|比上年|升降")
_SHARE: Final = re.compile("比重|占比|占.{0,8}[%％]|构成")
_YEAR: Final = re.compile(rf"\s*{YEAR}年?\s*")
_UNIT_HEAD: Final = re.compile(r"\s*(?:计量)?单位\s*")
_ORDER: Final = re.compile(
    r"^\s*(?:[#＃*·]|其中[:：]?|\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、)+\s*"
)


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


def table_claims(
    document: Document, published: dt.date | None, subject: str | None
) -> tuple[list[Claim], list[Block]]:
    """Claims of the tables of a document, in order, and the rows that they were read from.

    ``subject`` is what the document is about on the whole.
    """
    claims: list[Claim] = []
    rows_read: list[Block] = []
    year = report_year(document.text)
    for is_row, run in groupby(document.blocks, lambda block: block.kind is BlockKind.TABLE_ROW):
        blocks = list(run)
        if is_row:
            table = _Table(document, blocks, published, subject, year)
            if table.has_head:
                claims += table.claims()
                rows_read += blocks
    return claims, rows_read


class _Table:
    """Rows that stand together."""

    def __init__(
        self,
        document: Document,
        blocks: Sequence[Block],
        published: dt.date | None,
        subject: str | None,
        year: int | None,
    ) -> None:
        self.text = document.text
        self.blocks = blocks
        self.rows = [_cells(document.text, block) for block in blocks]
        self.published = published
        self.subject = subject
        self.year = year
        before = document.text[max(0, blocks[0].start - 80) : blocks[0].start]
        stated = _UNIT_STATED.search(before)
        self.unit = stated[1] if stated else None
        head = self.rows[0]
        words = all(_YEAR.fullmatch(c.text) or not _NUMBER.fullmatch(c.text) for c in head)
        self.has_head = len(self.rows) > 1 and len(head) > 1 and words

    def claims(self) -> Iterator[Claim]:
        head = self.rows[0]
        units = next((n for n, cell in enumerate(head) if _UNIT_HEAD.fullmatch(cell.text)), None)
        for block, row in zip(self.blocks[1:], self.rows[1:], strict=True):
            if len(row) != len(head) or _NUMBER.fullmatch(row[0].text):
                continue
            own = _UNIT_IN_BRACKETS.search(row[0].text)
            written = own[1] if own else self.unit
            if units is not None and (alone := _UNIT_ALONE.fullmatch(row[units].text)):
                written = alone[1]
            metric = _UNIT_IN_BRACKETS.sub("", _ORDER.sub("", row[0].text)).strip()
            for cell, over in zip(row[1:], head[1:], strict=True):
                claim = self._claim(block, metric, cell, over.text, written)
                if claim is not None:
                    yield claim

    def _claim(
        self, block: Block, metric: str, cell: _Cell, over: str, written: str | None
    ) -> Claim | None:
        match = _NUMBER.fullmatch(cell.text)
        if match is None or not metric:
            return None
        kind, unit = ClaimKind.LEVEL, match["unit"] or written
        if _GROWTH.search(over):
            kind, unit = ClaimKind.CHANGE_PCT, "%"
        elif _SHARE.search(over):
            kind, unit = ClaimKind.SHARE, "%"
        elif own := _UNIT_IN_BRACKETS.search(over):
            unit = own[1]
        if unit is None:
            return None
        base = next((u for u in (unit, *_tails(unit)) if u in BASE_UNIT), None)
        if base is None:
            return None
        value = multiplied(match["digits"], unit[: len(unit) - len(base)])
        start = cell.start + match.start("sign")
        end = cell.start + match.end("unit" if match["unit"] else "digits")
        level = kind is ClaimKind.LEVEL
        return Claim(
            start=start,
            end=end,
            quote=self.text[start:end],
            figure=-value if match["sign"] else value,
            figure_max=None,
            unit=BASE_UNIT[base],
            kind=ClaimKind.SHARE if level and BASE_UNIT[base] == "%" else kind,
            bound=Bound.EXACT,
            subject=self.subject,
            metric=metric,
            period=self._period(over),
            compare="yoy" if kind is ClaimKind.CHANGE_PCT else None,
            sentence=(block.start, block.end),
        )

    def _period(self, over: str) -> str | None:
        if (bare := _YEAR.fullmatch(over)) is not None:
            return bare.group().strip().removesuffix("年")
        dated = [t for t in times_of(over, self.published) if t.dates and t.period]
        if dated:
            return dated[0].period
        return None if self.year is None else str(self.year)


def _tails(unit: str) -> list[str]:
    """What is left of a unit without its multiplier: 元 of 万亿元."""
    return [unit[cut:] for cut in range(1, len(unit))]


def _cells(text: str, block: Block) -> list[_Cell]:
    cells, place = [], block.start
    for written in text[block.start : block.end].split("\t"):
        cells.append(_Cell(place, place + len(written), written))
        place += len(written) + 1
    return cells

"""Values from code lists, in the writings of bureaus: code, name, both, or a longer code."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl
from rapidfuzz import fuzz, process

from wotu.contracts.codelists import CodeList
from wotu.contracts.readings import Reading
from wotu.contracts.words import common_fault, matches_missing, tidy

_CODE_AND_NAME: Final = re.compile(r"^[\[(]?([a-z]?)[.-]?(\d{1,12})[\])]?[-_.:、|]*(.*)$")
_WORD_AND_NAME: Final = re.compile(r"^[\[(]?([a-z_]{1,20})[\])]?([-_.:、|]*)(.+)$")
_NAME_AND_CODE: Final = re.compile(r"^(.+?)[\[(]([a-z]?)(\d{2,12})[\])]$")
_LEVELS: Final = re.compile(r"[/>|›→-]+")
_ENDINGS: Final = ("市", "区", "县", "省", "业", "企业")
_SIMILAR: Final = 75
"""Per cent of likeness above which a name is offered as what may have been meant."""


@dataclass(frozen=True)
class CodeReader:
    """Reads the cells of one code list; made once an import."""

    codes: CodeList
    names_subject: bool = False
    """Whether the code says what the row is about: then a longer or unlisted one is no code, for
    the figure of a part is not that of the whole that holds it."""

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {_key(spelling): code for spelling, code in self.codes.spellings.items()}

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        """Names of several codes none of which contains the others."""
        known: dict[str, set[str]] = defaultdict(set)
        for code, name in self.codes.table.select("code", "name_zh").iter_rows():
            known[_key(name)].add(code)
        return frozenset(known) - frozenset(self._spellings)

    def read(self, cells: pl.Series) -> Reading:
        """Codes of the list; each distinct text is looked up once."""
        cells = tidy(cells)
        distinct = cells.drop_nulls().unique(maintain_order=True)
        found = [self._resolve(text) for text in distinct]
        common = distinct.to_frame("text").select(common_fault(pl.col("text"))).to_series()
        values = pl.Series([code for code, _ in found], dtype=pl.String)
        faults = pl.Series([fault for _, fault in found], dtype=pl.String)
        told = pl.DataFrame(
            {"text": distinct, "value": values, "fault": faults, "common": common},
            schema_overrides={"text": pl.String, "common": pl.String},
        ).with_columns(fault=pl.coalesce("common", "fault"))
        return Reading.of(cells.to_frame("text").join(told, "text", "left", maintain_order="left"))

    def likely_name(self, text: str) -> str | None:
        """The name in the list most like a text, where one is like it enough."""
        names = [name for name in self.codes.table["name_zh"] if name]
        best = process.extractOne(text, names, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
        return str(best[0]) if best else None

    def _resolve(self, text: str) -> tuple[str | None, str | None]:
        """Code and fault of one text."""
        key = _key(text)
        if key in self._spellings:
            return self._spellings[key], None
        if matches_missing(text):
            return None, None
        if key in self._ambiguous:
            return None, "ambiguous_code"
        code = self._by_code(key) or self._by_name(key)
        return code, None if code else "unknown_code"

    def _by_code(self, key: str) -> str | None:
        """C39, 3920, C3920计算机…, 计算机…(39), 320505001000 and codes that lost their zero."""
        if match := _CODE_AND_NAME.match(key):
            letter, digits, name = match.groups()
        elif match := _NAME_AND_CODE.match(key):
            name, letter, digits = match.groups()
        elif match := _WORD_AND_NAME.match(key):
            word, separator, name = match.groups()
            known = separator or name in self._spellings  # B超 is not section B
            return self._agreeing(self._spellings.get(word), name) if known else None
        else:
            return None
        code = self._of_digits(digits)
        if code and letter and letter.upper() not in {code, *self.codes.ancestors(code)}:
            return None
        return self._agreeing(code, name)

    def _of_digits(self, digits: str) -> str | None:
        known = self.codes.labels
        if digits in known:
            return digits
        if f"0{digits}" in known:  # a spreadsheet took the text for a number
            return f"0{digits}"
        of_part = self.names_subject and digits[6:].strip("0")
        whole = digits[:6] if len(digits) in {9, 12} and not of_part else digits
        if whole in known:
            return whole
        short = whole.rstrip("0")  # 3920 and 392000 for the group 392
        if len(short) >= 2 and short in known:
            return short
        if self.names_subject:
            return None
        broader = (whole[:length].ljust(len(whole), "0") for length in self.codes.header.widen)
        return next((code for code in broader if code in known), None)

    def _agreeing(self, code: str | None, name: str) -> str | None:
        """The code, unless the name beside it is that of another branch of the list."""
        named = self._spellings.get(name) if name else None
        if code is None or named is None:
            return code
        related = {code, *self.codes.ancestors(code)}
        return code if named in related or code in self.codes.ancestors(named) else None

    def _by_name(self, key: str) -> str | None:
        """Names with their ending left out, and paths of names from broad to narrow."""
        completed = {self._spellings[key + end] for end in _ENDINGS if key + end in self._spellings}
        if len(completed) == 1:
            return completed.pop()
        last = _LEVELS.split(key)[-1]
        return self._spellings.get(last) if last != key else None


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s“”\"'‘’]+", "", folded)

"""Which division or zone the rows of a table about places mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from wotu.contracts.codelists import CodeList, CodeListHeader
from wotu.identity.assignments import name_key
from wotu.identity.places import place_stem
from wotu.packs.schema import Label

PLACE_CODE = "place_code"
PLACE_NAME = "place_name"


NO_DIVISIONS = CodeList(
    CodeListHeader(codes="divisions", label=Label(zh="无", en="none"), source="", edition=""),
    pl.DataFrame(schema=dict.fromkeys(("code", "name_zh", "name_en", "parent"), pl.String)),
)
"""For packs without a list of divisions: then only assigned names are places."""


@dataclass(frozen=True)
class PlaceRegister:
    """Places by name: what people assigned first, then the names of the code list of divisions.

    A name with its rank or without (苏州市, 苏州), alone or after its parents' names, stands for a
    place where it is a province or no place elsewhere has the same name; 朝阳区 alone stands for
    none. Zones that the list lacks come in by a pack that extends it.
    """

    divisions: CodeList
    assigned: Mapping[str, str]
    """Codes by :func:`wotu.identity.assignments.name_key`."""

    def code_of(self, name: str) -> str | None:
        """The code of a place as a document or table names it; None where it is not clear."""
        key = name_key(name)
        return self.assigned.get(key) or self._codes.get(key)

    def name_of(self, code: str) -> str | None:
        """The Chinese name of a code; None for an unknown one."""
        found = self.divisions.labels.get(code)
        return found.zh if found else None

    def assign(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Rows with ``place_code`` filled in by name; rows about no known place are left out."""
        return self._coded(rows).filter(pl.col(PLACE_CODE).is_not_null())

    def unknown(self, rows: pl.LazyFrame) -> pl.DataFrame:
        """Names that stand for no known place: place_name and rows, the most rows first."""
        lost = self._coded(rows).filter(pl.col(PLACE_CODE).is_null())
        counted = lost.group_by(PLACE_NAME).agg(rows=pl.len()).collect()
        return counted.sort(["rows", PLACE_NAME], descending=[True, False], nulls_last=True)

    def _coded(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        nameless = rows.filter(pl.col(PLACE_CODE).is_null()).select(PLACE_NAME)
        names = nameless.drop_nulls().unique().collect()[PLACE_NAME]
        codes = {name: code for name in names if (code := self.code_of(name))}
        found = pl.col(PLACE_NAME).replace_strict(codes, default=None, return_dtype=pl.String)
        return rows.with_columns(pl.coalesce(PLACE_CODE, found).alias(PLACE_CODE))

    @cached_property
    def _codes(self) -> dict[str, str]:
        written: dict[str, list[str]] = {}
        for code, name in self.divisions.table.select("code", "name_zh").iter_rows():
            if code in self.divisions.parents and name.endswith("市辖区"):
                continue  # a row of the list that holds a city's districts, not a place
            for spelling in self._spellings(code, name):
                written.setdefault(name_key(spelling), []).append(code)
        codes = {}
        for key, found in written.items():
            # 海南 is the province before the prefecture, 吉林 before its city; 朝阳区 is none.
            broadest = min(found, key=lambda code: len(self.divisions.ancestors(code)))
            above = broadest not in self.divisions.parents
            if above or all(broadest in (code, *self.divisions.ancestors(code)) for code in found):
                codes[key] = broadest
        for alias, code in self.divisions.header.aliases.items():
            codes.setdefault(name_key(alias), code)
        return codes

    def _spellings(self, code: str, name: str) -> set[str]:
        """A name with and without its rank, alone and after its parents'."""
        spellings = {name, place_stem(name)}
        before = {""}
        for ancestor in self.divisions.ancestors(code):
            above = self.divisions.labels[ancestor].zh
            before |= {ranked + rest for rest in before for ranked in (above, place_stem(above))}
        return {prefix + spelling for prefix in before for spelling in spellings}

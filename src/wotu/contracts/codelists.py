"""Code lists: the closed sets of codes that contracts refer to.

A list is a CSV file of a pack (``code,name_zh[,name_en,parent,...]``) beside a YAML file of the
same stem that says what it is, from which standard and when.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from wotu.errors import Fault, PackError
from wotu.packs.schema import Label, PackModel, parse_model
from wotu.packs.yaml_source import load_yaml


class CodeListHeader(PackModel):
    """What a code list is and where it comes from."""

    codes: str
    label: Label
    source: str
    edition: str
    aliases: dict[str, str] = {}
    """Other writings of a code or name in files, each with the code it stands for."""
    extends: bool = False
    """The list adds to the one of the same name in an earlier pack, or renames its codes."""
    widen: tuple[int, ...] = ()
    """Lengths to which an unlisted code is cut, and filled with zeros, to find the broader one that
    holds it: 320594, an authority that the statistical list lacks, lies in the city 320500."""


@dataclass(frozen=True)
class CodeList:
    """Codes with names and parents; ``table`` has columns code, name_zh, name_en, parent."""

    header: CodeListHeader
    table: pl.DataFrame

    def extended_by(self, addition: CodeList) -> CodeList:
        """This list with the rows and aliases of another; equal codes take the other's names."""
        kept = self.table.join(addition.table, on="code", how="anti", maintain_order="left")
        header = self.header.model_copy(
            update={"aliases": {**self.header.aliases, **addition.header.aliases}}
        )
        return CodeList(header, pl.concat([kept, addition.table]))

    @cached_property
    def labels(self) -> dict[str, Label]:
        """Both names of every code."""
        rows = self.table.select("code", "name_zh", "name_en").iter_rows()
        return {code: Label(zh=zh, en=en or zh) for code, zh, en in rows}

    @cached_property
    def parents(self) -> dict[str, str]:
        """Parent of every code that has one."""
        rows = self.table.select("code", "parent").drop_nulls().iter_rows()
        return dict(rows)

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every accepted writing (code, names, name after its parents' names, alias) with its code.

        A name that stands for several codes means the broadest of them where one contains the
        others, and nothing at all otherwise: 朝阳区 lies in more than one city.
        """
        written: dict[str, list[str]] = {}
        for code, zh, en in self.table.select("code", "name_zh", "name_en").iter_rows():
            for spelling in {zh, en, *self._full_names(code)} - {None}:
                written.setdefault(spelling.casefold(), []).append(code)
        spellings = {
            spelling: codes[0]
            for spelling, codes in written.items()
            if all(codes[0] in (code, *self.ancestors(code)) for code in codes)
        }
        spellings |= {code.casefold(): code for code in self.table["code"]}
        spellings |= {alias.casefold(): code for alias, code in self.header.aliases.items()}
        return spellings

    def ancestors(self, code: str) -> list[str]:
        """Parent, parent's parent and so on, nearest first."""
        chain = []
        while parent := self.parents.get(code):
            chain.append(parent)
            code = parent
        return chain

    def _full_names(self, code: str) -> list[str]:
        name, full_names = self.labels[code].zh, []
        for ancestor in self.ancestors(code):
            name = self.labels[ancestor].zh + name
            full_names.append(name)
        return full_names

    def label_of(self, code: str) -> Label:
        """Both names of ``code``; the code itself where it is not in the list."""
        return self.labels.get(code) or Label(zh=code, en=code)


def load_code_list(header_path: Path, name: str) -> CodeList:
    """Read ``NAME.yaml`` and the ``NAME.csv`` beside it.

    Raises:  PackError for a missing column, a code given twice or an unknown parent.
    """
    header = parse_model(CodeListHeader, load_yaml(header_path, name))
    csv_path = header_path.with_suffix(".csv")
    csv_name = str(Path(name).with_suffix(".csv"))
    try:
        with csv_path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise PackError([Fault(csv_name, 1, f"cannot be read: {error.strerror}")]) from error
    faults = _faults_of(rows, header, csv_name)
    if faults:
        raise PackError(faults)
    columns = {"code": str, "name_zh": str, "name_en": str, "parent": str}
    table = pl.DataFrame(
        [{column: row.get(column) or None for column in columns} for row in rows],
        schema=dict.fromkeys(columns, pl.String),
    )
    return CodeList(header, table)


def _faults_of(rows: list[dict[str, str]], header: CodeListHeader, name: str) -> list[Fault]:
    if not rows or not {"code", "name_zh"} <= set(rows[0]):
        return [Fault(name, 1, "expected the columns code and name_zh, and at least one row")]
    codes = [row["code"] for row in rows]
    known = set(codes)
    faults, seen = [], set()
    for line, row in enumerate(rows, start=2):
        if row["code"] in seen:
            faults.append(Fault(name, line, f"the code {row['code']} is given twice"))
        seen.add(row["code"])
        # An addition may hang its codes below those of the list that it extends.
        if (parent := row.get("parent")) and parent not in known and not header.extends:
            faults.append(Fault(name, line, f"the parent {parent} is not a code of this list"))
    faults += [
        Fault(name, 1, f"the alias '{alias}' stands for {code}, which is not a code of this list")
        for alias, code in header.aliases.items()
        if code not in known and not header.extends
    ]
    return faults

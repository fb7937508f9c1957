"""Sources of data and the order in which they are believed."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

from pydantic import model_validator

from wotu.packs.schema import Label, PackModel

CORRECTION: Final = "correction"
"""The source of facts that a person put right; the packs rank it first."""


class Source(PackModel):
    """A bureau, person or system that supplies facts."""

    label: Label


class SourceRegister(PackModel):
    """All sources and, per contract or field, the order in which they are believed.

    Targets of ``precedence``, the nearest first: ``contract.field``, a pattern such as
    ``firm_finance.rd_*``, ``contract``, ``default``.
    """

    sources: dict[str, Source]
    precedence: dict[str, tuple[str, ...]] = {}

    @model_validator(mode="after")
    def _orders_name_known_sources(self) -> SourceRegister:
        for target, order in self.precedence.items():
            unknown = [source for source in order if source not in self.sources]
            if unknown:
                raise ValueError(f"precedence of {target}: no such source: {', '.join(unknown)}")
        return self

    def ranks(self, contract: str, field: str | None = None) -> dict[str, int]:
        """Rank of every source for a field, 0 the most believed."""
        patterns = [
            p for p in self.precedence if "*" in p and fnmatchcase(f"{contract}.{field}", p)
        ]
        targets = [f"{contract}.{field}", *patterns, contract, "default"]
        named = next((self.precedence[t] for t in targets if t in self.precedence), ())
        order = [*named, *(source for source in self.sources if source not in named)]
        return {source: rank for rank, source in enumerate(order)}

    def orders_of(self, contract: str, fields: list[str]) -> dict[tuple[str, ...], list[str]]:
        """Fields of a contract grouped by the order of sources that rules them."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for field in fields:
            ranks = self.ranks(contract, field)
            groups.setdefault(tuple(sorted(ranks, key=ranks.__getitem__)), []).append(field)
        return groups

"""The sectors of the zone and their lines of business, as arrays by position.

A sector (``sectors.yaml``) has the figures, a line (``lines.yaml``) the texts: names, products,
scopes, codes. Every sector has a general line, most have narrower ones too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any, Final

import numpy as np
import yaml

from wotu.demo.draws import Flags, Floats, Ints

_BOILERPLATE: Final = 2
"""So many of the last phrases of its sector stand in the scopes of a narrower line."""


@dataclass(frozen=True)
class Sector:
    """One line of business; money in 万元, shares 0-1. See the head of ``sectors.yaml``."""

    key: str
    codes: tuple[str, ...]
    weight: float
    tech: float
    staff: float
    sales_per_head: float
    assets: float
    margin: float
    field: str
    places: str
    business: tuple[str, ...]
    products: tuple[str, ...]
    scope: tuple[str, ...]
    software: bool = False

    @property
    def is_industry(self) -> bool:
        """Whether it manufactures (GB/T 4754 divisions 13 to 43, section C)."""
        return all("13" <= code[:2] <= "43" for code in self.codes)


@dataclass(frozen=True)
class Line:
    """One line of business of a sector: what its firms are called, make and register."""

    sector: int
    share: float
    codes: tuple[str, ...]
    business: tuple[str, ...]
    products: tuple[str, ...]
    head: tuple[str, ...]
    """Phrases with which every business scope begins."""
    rest: tuple[str, ...]
    """Phrases of which every scope leaves one out."""
    pipeline: str = ""
    """Kind of the products that its firms bring to registration; empty for most lines."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """Business scopes, the head always in them."""
        size = max(len(self.rest) - 1, 1)
        return tuple(
            "；".join((*self.head, *part)) + "。" for part in combinations(self.rest, size)
        )


@cache
def sectors() -> tuple[Sector, ...]:
    """All lines of business, in the order of the file."""
    text = files("wotu.demo").joinpath("sectors.yaml").read_text(encoding="utf-8")
    return tuple(_sector(item) for item in yaml.safe_load(text)["sectors"])


@cache
def lines() -> tuple[Line, ...]:
    """The lines of all sectors, in the order of the sectors, the general one first."""
    told = yaml.safe_load(files("wotu.demo").joinpath("lines.yaml").read_text(encoding="utf-8"))
    found: list[Line] = []
    for place, sector in enumerate(sectors()):
        narrow = told["lines"].get(sector.key, ())
        whole = sum(item.get("share", 1.0) for item in narrow)
        found.append(_general_line(place, sector, told["general"] if narrow else 1.0))
        found += [_line(place, sector, item, (1 - told["general"]) / whole) for item in narrow]
    return tuple(found)


def _general_line(place: int, sector: Sector, share: float) -> Line:
    head, *rest = sector.scope
    return Line(place, share, sector.codes, sector.business, sector.products, (head,), tuple(rest))


def _line(place: int, sector: Sector, item: dict[str, Any], scale: float) -> Line:
    return Line(
        sector=place,
        share=item.get("share", 1.0) * scale,
        codes=tuple(item.get("codes", sector.codes)),
        business=tuple(item["business"]),
        products=tuple(item["products"]),
        head=tuple(item["scope"]),
        rest=sector.scope[-_BOILERPLATE:],
        pipeline=item.get("pipeline", ""),
    )


def draw_lines(rng: np.random.Generator, sector: Ints) -> Ints:
    """A line of each firm's sector, as often as its share says."""
    edges = np.array([line.sector for line in lines()]) + np.concatenate(
        [
            np.cumsum([line.share for line in lines() if line.sector == place])
            for place in range(len(sectors()))
        ]
    )
    # The last edge of a sector is the first of the next: rounding must not lead beyond it.
    chance = np.minimum(rng.random(len(sector)), 1 - 1e-9)
    return np.searchsorted(edges - 1e-10, sector + chance, side="right")


@cache
def figures(name: str) -> Floats:
    """One figure of every sector, such as ``staff``."""
    return np.array([getattr(sector, name) for sector in sectors()], dtype=np.float64)


@cache
def flags(name: str) -> Flags:
    """One yes or no of every sector, such as ``is_industry``."""
    return np.array([getattr(sector, name) for sector in sectors()], dtype=np.bool_)


def _sector(item: dict[str, Any]) -> Sector:
    lists = {name: tuple(item[name]) for name in ("codes", "business", "products", "scope")}
    return Sector(**{**item, **lists})

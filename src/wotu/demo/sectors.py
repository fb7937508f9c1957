"""The lines of business of the zone, from ``sectors.yaml``, as arrays by position."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
import yaml

from wotu.demo.draws import Flags, Floats


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

    @property
    def scopes(self) -> tuple[str, ...]:
        """Business scopes, each of all phrases but one, the first one always in it."""
        head, *rest = self.scope
        size = max(len(rest) - 1, 1)
        return tuple("；".join((head, *part)) + "。" for part in combinations(rest, size))


@cache
def sectors() -> tuple[Sector, ...]:
    """All lines of business, in the order of the file."""
    text = files("wotu.demo").joinpath("sectors.yaml").read_text(encoding="utf-8")
    return tuple(_sector(item) for item in yaml.safe_load(text)["sectors"])


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

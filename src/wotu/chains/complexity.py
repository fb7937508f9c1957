"""Specialisation, relatedness and complexity of places and industries.

Sources: Hidalgo, Klinger, Barabási, Hausmann (2007), Science 317 (proximity, density); Hidalgo and
Hausmann (2009), PNAS 106 (diversity, ubiquity, complexity as what they converge to); Hausmann,
Hidalgo and others (2014), The Atlas of Economic Complexity, MIT Press (ECI, PCI, outlook).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wotu.chains.spectrum import SURE, BoolArray, FloatArray, Spectrum, components, second_vector
from wotu.errors import WotuError
from wotu.packs.schema import Label

IntArray = NDArray[np.int64]


class ComplexityValueError(WotuError):
    """A value from which no index can be computed; ``place`` and ``industry`` are positions."""

    kind = "complexity_value"


class Deviation(StrEnum):
    """Which standard deviation a z-score is divided by."""

    POPULATION = "population"  # of the places (or industries): n below the line
    ROWS = "rows"  # of all place x industry rows, n - 1 below the line, as a table of pairs gives


@dataclass(frozen=True)
class Convention:
    """What publications do differently; ranks are the same in all.

    ``self_proximity``: whether an industry counts among its own neighbours in density and outlook.
    ``joint_scale``: whether PCI takes mean and deviation of ECI, so that the ECI of a place is the
    mean PCI of its industries; otherwise each index has a z-score of its own.
    """

    deviation: Deviation
    self_proximity: bool
    joint_scale: bool


ATLAS: Final = Convention(Deviation.ROWS, self_proximity=False, joint_scale=True)
"""The Atlas of Economic Complexity, as its Stata program prints the figures."""
ECOMPLEXITY: Final = Convention(Deviation.POPULATION, self_proximity=True, joint_scale=True)
"""The Growth Lab's Python package ``ecomplexity`` 0.5."""
SEPARATE: Final = Convention(Deviation.POPULATION, self_proximity=True, joint_scale=False)
"""Hidalgo and Hausmann (2009): places and industries each by their own mean and deviation."""

CONVENTIONS: Final = {"atlas": ATLAS, "ecomplexity": ECOMPLEXITY, "separate": SEPARATE}


@dataclass(frozen=True)
class Complexity:
    """Every index of a table of places x industries; NaN is undefined, never zero.

    ``rca``, ``density`` and ``outlook_gain`` are places x industries, ``proximity`` is
    industries x industries; ``diversity``, ``eci`` and ``outlook`` go by place, ``ubiquity`` and
    ``pci`` by industry. A place or an industry without any value has no index. ``components``
    counts the parts of the table that share neither place nor industry: beyond one, ECI and PCI
    are those of the largest part, for figures of separate parts cannot be compared.
    """

    rca: FloatArray
    present: BoolArray
    diversity: IntArray
    ubiquity: IntArray
    eci: FloatArray
    pci: FloatArray
    proximity: FloatArray
    density: FloatArray
    components: int
    cautions: tuple[Label, ...]
    convention: Convention
    _scale: tuple[float, float]

    @cached_property
    def outlook(self) -> FloatArray:
        """COI: how near the complex industries are that a place lacks; a z-score."""
        weights = np.where(self.present, 0.0, np.nan_to_num(self.density))
        sums = weights @ np.nan_to_num(self._complexity)
        return _standardised(np.where(np.isnan(self.eci), np.nan, sums), self._factor)

    @cached_property
    def outlook_gain(self) -> FloatArray:
        """COG: what an industry would add to the outlook of a place; 0 where it is present."""
        near, sums = _neighbours(self.proximity, self.convention)
        gain = near * (np.nan_to_num(self._complexity) / sums)[:, None]
        absent = (~self.present).astype(np.float64)
        found = absent * (absent @ gain) / self._scale[1]
        return np.where(np.isnan(self.rca) | np.isnan(self.pci), np.nan, found)

    @property
    def _complexity(self) -> FloatArray:
        """Complexity of industries around zero, as the outlook weighs it."""
        mean, deviation = self._scale
        return self.pci * deviation + mean

    @property
    def _factor(self) -> float:
        return _deviation_factor(self.present, self.convention)


def complexity(
    values: FloatArray, *, threshold: float = 1.0, convention: Convention = ATLAS
) -> Complexity:
    """All indices of a table of values, places x industries.

    An industry is present in a place whose location quotient reaches ``threshold``. ECI is the
    second eigenvector of the mean over common industries, signed so that diverse places stand
    high; it is undefined (NaN, with a caution) where that eigenvector is not unique: all places
    alike, or several of equal weight.
    Raises:  ComplexityValueError for a negative or missing value, naming the cell.
    """
    rca = location_quotients(values)
    present = presence(rca, threshold)
    diversity, ubiquity = present.sum(axis=1), present.sum(axis=0)
    close = proximity(present)
    eci, pci, cautions, parts = _indices(present)
    of_places = _mean_and_deviation(eci, _deviation_factor(present, convention))
    of_industries = of_places if convention.joint_scale else _mean_and_deviation(pci, 1.0)
    return Complexity(
        rca=rca,
        present=present,
        diversity=diversity,
        ubiquity=ubiquity,
        eci=(eci - of_places[0]) / of_places[1],
        pci=(pci - of_industries[0]) / of_industries[1],
        proximity=close,
        density=density(rca, present, close, convention),
        components=parts,
        cautions=cautions,
        convention=convention,
        _scale=of_industries,
    )


def location_quotients(values: FloatArray) -> FloatArray:
    """An industry's share of a place over its share of all places (RCA, Balassa 1965).

    NaN for a place or an industry without any value.
    Raises:  ComplexityValueError for a negative, missing or infinite value, naming the cell.
    """
    table = np.asarray(values, dtype=np.float64)
    _check(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotients = table * (table.sum() / table.sum(axis=1))[:, None]
        quotients /= table.sum(axis=0)
    return np.asarray(quotients)


def presence(rca: FloatArray, threshold: float = 1.0) -> BoolArray:
    """Where a location quotient reaches the threshold; nowhere without a quotient."""
    # At the threshold rounding must not decide, for it depends on units and order. NaN fails.
    return rca >= threshold * (1 - SURE)


def _check(table: FloatArray) -> None:
    if table.ndim != 2 or not table.size:
        raise ComplexityValueError(
            "需要地区×行业的二维表，且不为空。 Expected a table of places x industries, not empty.",
            shape=table.shape,
        )
    # One pass decides for the common case; NaN makes both comparisons false.
    if table.min() >= 0 and table.max() < np.inf:
        return
    row, column = (int(found[0]) for found in np.nonzero(~((table >= 0) & (table < np.inf))))
    raise ComplexityValueError(
        f"第 {row + 1} 个地区、第 {column + 1} 个行业的值是 {table[row, column]}，"
        f"应为不小于 0 的数；没有就填 0。 The value of place {row + 1}, industry {column + 1} is"
        f" {table[row, column]}; expected a number from 0 up.",
        place=row,
        industry=column,
        value=float(table[row, column]),
    )


def proximity(present: BoolArray) -> FloatArray:
    """How often two industries are found together: the smaller of both conditional shares, 0-1.

    Industries x industries, symmetric, 1 on the diagonal; NaN for an industry present nowhere.
    """
    # Single precision counts exactly up to 2**24 places, in half the time of doubles.
    exact = np.float32 if len(present) < 2**24 else np.float64
    counted: NDArray[np.floating] = present.astype(exact)
    together = np.asarray(counted.T @ counted, dtype=np.float64)
    ubiquity = np.diagonal(together)
    with np.errstate(invalid="ignore"):
        together = together / np.maximum(ubiquity[:, None], ubiquity)
    together[ubiquity == 0] = np.nan
    together[:, ubiquity == 0] = np.nan
    return together


def density(
    rca: FloatArray, present: BoolArray, close: FloatArray, convention: Convention = ATLAS
) -> FloatArray:
    """Share of an industry's neighbourhood that a place has, weighted by proximity, 0-1.

    Places x industries; NaN for a place without value and for an industry without neighbours.
    """
    near, sums = _neighbours(close, convention)
    found = np.clip(present.astype(np.float64) @ (near / sums), 0.0, 1.0)
    found[:, np.isinf(sums)] = np.nan
    found[np.isnan(rca).all(axis=1)] = np.nan
    return found


def _neighbours(close: FloatArray, convention: Convention) -> tuple[FloatArray, FloatArray]:
    """Proximities to be summed, and their sums; infinity where there is no neighbour."""
    near = np.nan_to_num(close)
    if not convention.self_proximity:
        np.fill_diagonal(near, 0.0)
    sums = near.sum(axis=0)
    return near, np.where(sums > 0, sums, np.inf)


def _indices(present: BoolArray) -> tuple[FloatArray, FloatArray, tuple[Label, ...], int]:
    """ECI and PCI before they are scaled, what to know of them, and the number of parts."""
    places, industries = components(present)
    parts = int(places.max()) + 1
    rows, columns = np.flatnonzero(places == 0), np.flatnonzero(industries == 0)
    eci, pci = np.full(len(places), np.nan), np.full(len(industries), np.nan)
    cautions = [_parted(parts, len(rows))] if parts > 1 else []
    if min(len(rows), len(columns)) < 2:
        return eci, pci, (*cautions, _TOO_SMALL), parts
    whole = len(rows) == len(places) and len(columns) == len(industries)
    part = present if whole else present[np.ix_(rows, columns)]
    found, industry_vector = _industry_vector(part)
    if not found.determined:
        return eci, pci, (*cautions, _NOT_UNIQUE), parts
    diversity = part.sum(axis=1)
    place_vector = part @ industry_vector / diversity
    sign = _sign(diversity, place_vector)
    if sign == 0:
        cautions.append(_NO_SIGN)
    eci[rows], pci[columns] = place_vector * (sign or 1), industry_vector * (sign or 1)
    return eci, pci, tuple(cautions), parts


def _industry_vector(part: BoolArray) -> tuple[Spectrum, FloatArray]:
    """The second eigenvector, as a value of every industry; sought on the smaller side."""
    diversity, ubiquity = part.sum(axis=1), part.sum(axis=0)
    scaled: FloatArray = part / np.sqrt(diversity)[:, None]
    scaled /= np.sqrt(ubiquity)
    if len(diversity) < len(ubiquity):
        found = second_vector(scaled.T, np.sqrt(diversity))
        return found, (scaled.T @ found.vector) / np.sqrt(ubiquity)
    found = second_vector(scaled, np.sqrt(ubiquity))
    return found, found.vector / np.sqrt(ubiquity)


def _sign(diversity: IntArray, vector: FloatArray) -> int:
    """The sign with which diverse places stand high; 0 where diversity says nothing."""
    centred = diversity - diversity.mean()
    moment = float(centred @ (vector - vector.mean()))
    size = float(np.linalg.norm(centred) * np.linalg.norm(vector - vector.mean()))
    return 0 if abs(moment) <= 1e-9 * size or size == 0 else int(np.sign(moment))


def _deviation_factor(present: BoolArray, convention: Convention) -> float:
    """What makes the deviation over places the one of the convention."""
    rows = int(present.any(axis=1).sum()) * int(present.any(axis=0).sum())
    by_rows = convention.deviation is Deviation.ROWS and rows > 1
    return float(np.sqrt(rows / (rows - 1))) if by_rows else 1.0


def _mean_and_deviation(values: FloatArray, factor: float) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not known.size:
        return np.nan, np.nan
    deviation = float(known.std()) * factor
    return float(known.mean()), deviation if deviation > 0 else np.nan


def _standardised(values: FloatArray, factor: float) -> FloatArray:
    mean, deviation = _mean_and_deviation(values, factor)
    return np.asarray((values - mean) / deviation)


def _parted(parts: int, places: int) -> Label:
    return Label(
        zh=f"表分成互不相连的 {parts} 块，经济复杂度只算最大的一块（{places} 个地区），其余待定。",
        en=f"The table falls into {parts} parts that share nothing; complexity is that of the"
        f" largest ({places} places), of the others it is undefined.",
    )


_TOO_SMALL: Final = Label(
    zh="相连的地区或行业不足 2 个，算不出复杂度。",
    en="Fewer than two connected places or industries: complexity is undefined.",
)
_NOT_UNIQUE: Final = Label(
    zh="各地区结构相同或对称，复杂度的解不唯一，故不给出。",
    en="Places are alike or mirror each other: complexity has no unique solution and is not given.",
)
_NO_SIGN: Final = Label(
    zh="复杂度与多样性不相关，正负方向是任意的。",
    en="Complexity does not go with diversity: its sign is arbitrary.",
)

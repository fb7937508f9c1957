"""The second eigenvector of a table of presences: what the complexity indices stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

SURE: Final = 1e-9
"""Eigenvalues nearer to each other than this are told apart by rounding only."""

_DENSE: Final = 400
"""Up to this side the whole spectrum costs less than a search for its top."""
_BLOCK: Final = 4
_SHORT: Final = 64
_MOST: Final = 320
_PRECISION: Final = 1e-12


@dataclass(frozen=True)
class Spectrum:
    """The top of a spectrum below the eigenvalue 1 that every table has."""

    vector: FloatArray
    second: float
    third: float

    @property
    def determined(self) -> bool:
        """Whether the vector is the only one, but for its sign."""
        return self.second > SURE and self.second - self.third > SURE


def components(present: BoolArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The connected part that every place and every industry belongs to.

    Two arrays of part numbers, 0 the part with most presences; -1 for what is present nowhere.
    """
    rows = np.full(present.shape[0], -1, dtype=np.int64)
    columns = np.full(present.shape[1], -1, dtype=np.int64)
    sizes: list[int] = []
    left = present.any(axis=1)
    while left.any():
        inside = np.zeros_like(left)
        inside[np.flatnonzero(left)[0]] = True
        fresh, across = inside.copy(), np.zeros(present.shape[1], dtype=np.bool_)
        while fresh.any():
            new_columns = present[fresh].any(axis=0) & ~across
            across |= new_columns
            fresh = present[:, new_columns].any(axis=1) & ~inside
            inside |= fresh
        rows[inside], columns[across] = len(sizes), len(sizes)
        sizes.append(int(present[inside].sum()))
        left &= ~inside
    order = np.full(len(sizes) + 1, -1, dtype=np.int64)  # its last entry serves the index -1
    order[np.argsort(sizes, kind="stable")[::-1]] = np.arange(len(sizes))
    return order[rows], order[columns]


def second_vector(table: FloatArray, first: FloatArray) -> Spectrum:
    """The eigenvector of ``table.T @ table`` to its largest eigenvalue beside a known one.

    Its eigenvalues lie from 0 to 1; ``first`` is the known vector of the eigenvalue 1. Large
    tables are searched by a block Krylov method with full reorthogonalisation: the block finds an
    eigenvalue that comes several times, which a search with a single vector cannot see. Equal
    input gives equal output.
    """
    known = first / np.linalg.norm(first)
    if len(known) <= _DENSE:
        return _whole(table, known)
    return _searched(table, known) or _whole(table, known)


def _whole(table: FloatArray, known: FloatArray) -> Spectrum:
    values, vectors = np.linalg.eigh(table.T @ table - np.outer(known, known))
    third = float(values[-2]) if len(values) > 1 else 0.0
    return Spectrum(vectors[:, -1], float(values[-1]), third)


def _searched(table: FloatArray, known: FloatArray) -> Spectrum | None:
    """The vector by a search; None where eigenvalues lie too close for it to end soon."""
    basis, image = known[:, None], np.empty((len(known), 0))
    fresh = _orthonormal(np.random.default_rng(0).standard_normal((len(known), _BLOCK)), basis)
    square: FloatArray | None = None
    while basis.shape[1] < _MOST:
        # The product of the table with itself pays only where the search takes long.
        if square is None and basis.shape[1] > _SHORT:
            square = table.T @ table
        basis = np.hstack([basis, fresh])
        ahead = table.T @ (table @ fresh) if square is None else square @ fresh
        image = np.hstack([image, ahead])
        values, turned = np.linalg.eigh(basis[:, 1:].T @ image)
        best = basis[:, 1:] @ turned[:, -1]
        residual = image @ turned[:, -1] - values[-1] * best
        if np.linalg.norm(residual - known * (known @ residual)) < _PRECISION:
            return Spectrum(best, float(values[-1]), float(values[-2]))
        fresh = _orthonormal(ahead, basis)
    return None


def _orthonormal(block: FloatArray, basis: FloatArray) -> FloatArray:
    """The part of a block that the basis lacks; twice, because once loses half the digits."""
    for _ in range(2):
        block = block - basis @ (basis.T @ block)
        block, _ = np.linalg.qr(block)
    return block

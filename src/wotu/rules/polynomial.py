"""Polynomials over the whole numbers: where they are positive, zero and negative.

A figure is stored in whole steps (fen, persons, hundredths of a point), so a rule seen as a
function of one figure is decided on whole numbers only. Where its comparisons change sign is found
exactly: between neighbours a polynomial moves by its finite difference, a polynomial of one degree
less, whose signs say where the first one rises and falls.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb, lcm


@dataclass(frozen=True)
class Polynomial:
    """Coefficients from the constant term upward, the last one not zero; empty for zero."""

    coefficients: tuple[Fraction, ...]

    @staticmethod
    def of(*coefficients: Fraction | int) -> Polynomial:
        """The polynomial with these coefficients, the constant first."""
        kept = [Fraction(c) for c in coefficients]
        while kept and not kept[-1]:
            kept.pop()
        return Polynomial(tuple(kept))

    @property
    def degree(self) -> int:
        """Highest power; -1 for zero."""
        return len(self.coefficients) - 1

    @property
    def constant(self) -> Fraction | None:
        """The value, where it is the same everywhere."""
        if self.degree > 0:
            return None
        return self.coefficients[0] if self.coefficients else Fraction(0)

    def at(self, x: int) -> Fraction:
        """The value at a whole number."""
        total = Fraction(0)
        for coefficient in reversed(self.coefficients):
            total = total * x + coefficient
        return total

    def __add__(self, other: Polynomial) -> Polynomial:
        longest = max(len(self.coefficients), len(other.coefficients))
        pad = (Fraction(0),) * longest
        pairs = zip(
            (self.coefficients + pad)[:longest], (other.coefficients + pad)[:longest], strict=True
        )
        return Polynomial.of(*(a + b for a, b in pairs))

    def __neg__(self) -> Polynomial:
        return Polynomial(tuple(-c for c in self.coefficients))

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + -other

    def __mul__(self, other: Polynomial) -> Polynomial:
        product = [Fraction(0)] * max(0, self.degree + other.degree + 1)
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(other.coefficients):
                product[i + j] += a * b
        return Polynomial.of(*product)


ONE = Polynomial.of(1)
X = Polynomial.of(0, 1)


@dataclass(frozen=True)
class Run:
    """Whole numbers from ``first`` to ``last``, both included, with one sign: -1, 0 or 1."""

    first: int
    last: int
    sign: int


def sign_runs(polynomial: Polynomial, first: int, last: int) -> list[Run]:
    """The signs of a polynomial at the whole numbers from ``first`` to ``last``, in order.

    Takes a number of steps that grows with the degree and the logarithm of the span.
    """
    unit = lcm(1, *(c.denominator for c in polynomial.coefficients))
    return _runs([int(c * unit) for c in polynomial.coefficients], first, last)


def _runs(whole: list[int], first: int, last: int) -> list[Run]:
    """Of a polynomial with whole coefficients, a positive multiple of the one asked about."""
    if first > last:
        return []
    if len(whole) <= 1:
        return [Run(first, last, _sign(whole[0] if whole else 0))]
    if len(whole) == 2:
        return _linear_runs(whole[0], whole[1], first, last)
    runs: list[Run] = []
    for rise in _runs(_difference(whole), first, last - 1) or [Run(first, first, 0)]:
        # Steps from rise.first to rise.last all go one way: so do the values up to the one after.
        end = min(rise.last + 1, last)
        start = runs[-1].last + 1 if runs else rise.first
        runs += _monotone_runs(whole, start, end)
    return _merged(runs)


def _linear_runs(constant: int, slope: int, first: int, last: int) -> list[Run]:
    """Before, at and after the root of ``constant + slope * x``."""
    way = _sign(slope)
    before = -(-(-constant * way) // (slope * way)) - 1  # the last whole number below the root
    root = (-constant) % slope == 0
    cuts = [(first, min(before, last), -way)]
    cuts += [(before + 1, before + 1, 0)] if root else []
    cuts += [(before + 1 + root, last, way)]
    return [
        Run(max(a, first), min(b, last), sign)
        for a, b, sign in cuts
        if max(a, first) <= min(b, last)
    ]


def _difference(whole: list[int]) -> list[int]:
    terms = [0] * (len(whole) - 1)
    for power, coefficient in enumerate(whole):
        for lower in range(power):
            terms[lower] += coefficient * comb(power, lower)
    return terms


def _at(whole: list[int], x: int) -> int:
    total = 0
    for coefficient in reversed(whole):
        total = total * x + coefficient
    return total


def _monotone_runs(whole: list[int], first: int, last: int) -> list[Run]:
    """Runs where the values between ``first`` and ``last`` only rise or only fall."""
    runs = []
    while first <= last:
        sign = _sign(_at(whole, first))
        low, high = first, last
        while low < high:
            middle = (low + high + 1) // 2
            if _sign(_at(whole, middle)) == sign:
                low = middle
            else:
                high = middle - 1
        runs.append(Run(first, low, sign))
        first = low + 1
    return runs


def _merged(runs: list[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].sign == run.sign:
            merged[-1] = Run(merged[-1].first, run.last, run.sign)
        else:
            merged.append(run)
    return merged


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)

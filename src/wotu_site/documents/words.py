"""How claims are put into words: figures, bounds, periods, kinds and states."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from wotu.figures import group_digits
from wotu.reading.claim import Bound, Claim, ClaimKind, plain_decimal
from wotu.reading.document import Format
from wotu.reading.library import Review
from wotu.reading.reconciling.statements import Difference
from wotu.reading.reconciling.words import (
    BOUND_LABELS,
    DIFFERENCE_LABELS,
    FORMAT_LABELS,
    KIND_LABELS,
    REVIEW_LABELS,
)
from wotu_site.ui.formats import page_language
from wotu_site.ui.periods import period_text as period_text

_SCALES_ZH = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_SCALES_EN = (
    (Decimal(10) ** 12, " trillion"),
    (Decimal(10) ** 9, " billion"),
    (Decimal(10) ** 6, " million"),
)
_UNITS_EN = {"元": "CNY", "美元": "USD", "百分点": "percentage points"}
_SYMBOLS = frozenset({"%", ":1"})
#: Digits behind the point up to which a large figure is written in 万 or 亿.
MOST_DIGITS = 4


def kind_word(kind: ClaimKind) -> str:
    """What sort of statement a figure makes, in a word."""
    return KIND_LABELS[kind].in_language(page_language())


def bound_word(bound: Bound) -> str:
    """How a figure stands to the true value, in a word."""
    return BOUND_LABELS[bound].in_language(page_language())


def review_word(review: Review) -> str:
    """Where a claim stands, in a word."""
    return REVIEW_LABELS[review].in_language(page_language())


def difference_word(difference: Difference) -> str:
    """How two figures for the same thing differ, in a word."""
    return DIFFERENCE_LABELS[difference].in_language(page_language())


def format_word(format_: Format) -> str:
    """What a format is called."""
    return FORMAT_LABELS[format_].in_language(page_language())


def number_text(number: Decimal) -> str:
    """A number to its last digit, in the largest scale in which it stays short.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     number_text(Decimal("368600000000")), number_text(Decimal("8123"))
    ('3,686亿', '8,123')
    """
    scales = _SCALES_ZH if _chinese() else _SCALES_EN
    size, word = next((one for one in scales if abs(number) >= one[0]), (Decimal(1), ""))
    scaled = number / size
    if -_places(scaled) > MOST_DIGITS:
        scaled, word = number, ""
    return group_digits(plain_decimal(scaled)) + word


def figure_text(claim: Claim) -> str:
    """A claim's figure with bound and unit: ``超2,000家``, ``3–5%``, ``-1.5%``."""
    return amount_text(claim.figure, claim.figure_max, claim.unit, claim.bound)


def amount_text(number: Decimal, most: Decimal | None, unit: str, bound: Bound) -> str:
    """A number, or with ``most`` a range, with its unit and the word of its bound."""
    said = number_text(number)
    if most is not None:
        said = f"{said}–{number_text(most)}"
    said = f"{said}{unit_text(unit)}"
    if bound in (Bound.EXACT, Bound.FIRST):
        return said
    return f"{bound_word(bound)}{'' if _chinese() else ' '}{said}"


def scale_of(numbers: Iterable[Decimal]) -> tuple[Decimal, str]:
    """The scale in which numbers are drawn along one axis: its size and its word."""
    largest = max((abs(number) for number in numbers), default=Decimal(0))
    scales = _SCALES_ZH[1:] if _chinese() else _SCALES_EN
    return next(((size, word) for size, word in scales if largest >= size), (Decimal(1), ""))


def unit_text(unit: str) -> str:
    """A unit as it stands behind a number; in English with a space where it is a word."""
    if unit in _SYMBOLS or _chinese():
        return unit
    return f" {_UNITS_EN.get(unit, unit)}"


def compare_text(compare: str | None) -> str:
    """What a change or a rank is held against, in words; empty where nothing is."""
    if not compare:
        return ""
    if compare == "yoy":
        return _("on the year before")
    if compare == "last_edition":
        return _("on the last edition")
    head, colon, year = compare.partition(":")
    return _("since %(year)s") % {"year": year} if head == "since" and colon else compare


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _chinese() -> bool:
    return page_language().startswith("zh")

"""Figures in the language of the page; a missing one is called unknown, never shown as zero."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import get_language, ngettext, pgettext

from wotu import figures
from wotu.figures import Amount, exact, faithful, group_digits, rounded


def page_language() -> str:
    """The language of the page, Chinese where nobody chose."""
    return get_language() or "zh"


def unknown_text() -> str:
    """The word shown where a value is missing; never a zero."""
    return pgettext("value", "unknown")


def money_parts(cny: Amount | None, *, threshold: Amount | None = None) -> tuple[str, str]:
    """Number and unit of an amount of yuan; never rounded across ``threshold``."""
    if cny is None:
        return unknown_text(), ""
    return figures.money_parts(cny, page_language(), threshold=threshold)


def money_text(cny: Amount | None, *, threshold: Amount | None = None) -> str:
    """An amount of yuan with its unit: ``1,234.5万元``, ``1.23 billion CNY``.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     money_text(12_345_000), money_text(49_999_999, threshold=50_000_000)
    ('1,234.5万元', '4,999.9999万元')
    """
    if cny is None:
        return unknown_text()
    return figures.money_text(cny, page_language(), threshold=threshold)


def exact_money_text(cny: Amount | None) -> str:
    """An amount to the last yuan and fen: ``12,345,678.90``, for drawers and exports."""
    return unknown_text() if cny is None else group_digits(f"{rounded(exact(cny), 2):.2f}")


def share_text(share: Amount | None, *, threshold: Amount | None = None) -> str:
    """A share of 0 to 1 in per cent, with as many decimals as keep its side of ``threshold``.

    >>> from decimal import Decimal
    >>> share_text(Decimal("0.0496"), threshold=Decimal("0.05"))
    '4.96%'
    """
    return unknown_text() if share is None else figures.share_text(share, threshold=threshold)


def points_text(difference: Amount | None) -> str:
    """A difference of shares in percentage points: ``0.4 个百分点``."""
    if difference is None:
        return unknown_text()
    number = faithful(abs(exact(difference)) * 100, 1, Fraction(0))
    plural = 1 if number == "1.0" else 2
    return ngettext("%(number)s percentage point", "%(number)s percentage points", plural) % {
        "number": number
    }


def count_text(count: Amount | None) -> str:
    """A count with grouped digits: ``12,345``."""
    return unknown_text() if count is None else figures.number_text(count)

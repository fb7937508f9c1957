"""Stated periods in the words of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wotu.periods import period_in_words
from wotu_site.ui.formats import page_language


def period_text(period: str | None) -> str:
    """A period in words: ``2023年一季度``, ``2023年底``, ``到2026年``; or that there is none."""
    if period is None:
        return _("no period stated")
    return period_in_words(period, page_language())

"""Stated periods in the words of the page."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from wotu_site.ui.formats import page_language

_YEAR_END = re.compile(r"asof:(\d{4})(?:-12-31)?")


def period_text(period: str | None) -> str:
    """A period in words: ``2023年一季度``, ``2023年底``, ``到2026年``; or that there is none."""
    if period is None:
        return _("no period stated")
    if year := _YEAR_END.fullmatch(period):
        return _("end of %(year)s") % {"year": year[1]}
    head, colon, rest = period.partition(":")
    span = " – ".join(_point_text(point) for point in (rest if colon else head).split("/"))
    if head == "by" and colon:
        return _("by %(period)s") % {"period": span}
    return _("as of %(period)s") % {"period": span} if colon else span


def _point_text(point: str) -> str:
    if not page_language().startswith("zh"):
        return point
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", point):
        return f"{found[1]}年{'一二三四'[int(found[2]) - 1]}季度"
    parts = point.split("-")
    return "".join(f"{int(part)}{word}" for part, word in zip(parts, "年月日", strict=False))

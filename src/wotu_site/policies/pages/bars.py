"""Counts of firms as bars, each part a link to the firms."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.population import VERDICTS, VerdictCounts
from wotu.rules.screen import Standing
from wotu_site.ui.shares import Part, SharesBar
from wotu_site.ui.standings import standing_look

VERDICT_CSS = {"met": "met", "not_met": "not-met", "unknown": "unknown"}


def verdict_words() -> dict[str, str]:
    """What verdicts are called."""
    return {
        "met": pgettext("verdict", "Met"),
        "not_met": pgettext("verdict", "Not met"),
        "unknown": pgettext("verdict", "Unknown"),
    }


def condition_bar(rule_id: str, condition_id: str, counts: VerdictCounts) -> SharesBar:
    """The verdicts of a condition."""
    address = reverse("policies:condition", args=[rule_id, condition_id])
    words = verdict_words()
    return SharesBar(
        tuple(
            Part(
                words[verdict],
                counts.of(verdict),
                VERDICT_CSS[verdict],
                f"{address}?{urlencode({'verdict': verdict})}",
            )
            for verdict in VERDICTS
        ),
        _("Firms"),
    )


def rule_bar(counts: VerdictCounts) -> SharesBar:
    """The verdicts of a rule, without links."""
    words = verdict_words()
    return SharesBar(
        tuple(
            Part(words[verdict], counts.of(verdict), VERDICT_CSS[verdict]) for verdict in VERDICTS
        ),
        _("Firms"),
        width=160,
    )


def standings_bar(rule_id: str, counts: Mapping[Standing, int], width: float = 720) -> SharesBar:
    """Where firms stand, each part a link to them."""
    return SharesBar(
        tuple(
            Part(
                standing_look(standing).word,
                counts[standing],
                standing.value,
                firms_address(rule_id, standing=standing.value),
            )
            for standing in Standing
        ),
        _("Firms"),
        width=width,
    )


def firms_address(rule_id: str, **filters: str) -> str:
    """The list of firms before a rule, narrowed."""
    address = reverse("policies:firms", args=[rule_id])
    return f"{address}?{urlencode(filters)}" if filters else address

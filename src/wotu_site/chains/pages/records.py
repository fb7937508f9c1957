"""The record of back-tests in words and bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu.build.targets import Record, record_of
from wotu.chains.backtest import ALL, Lift
from wotu_site.chains.words import said
from wotu_site.snapshots.remembering import remembered

METHODS: dict[str, Promise] = {
    "ours": pgettext_lazy("back-test", "This list"),
    "popularity": pgettext_lazy("back-test", "Links popular elsewhere"),
    "random": pgettext_lazy("back-test", "Links drawn by lot"),
}
WIDTH = 240


@dataclass(frozen=True, slots=True)
class MethodBar:
    """How one way of listing fared, as a bar with its interval."""

    method: str
    label: Promise
    listed: int
    gained: int
    rate: float
    low: float
    high: float
    width: int
    low_x: int
    high_x: int


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """The record of a chain, or of all together, with its limits."""

    chain: str
    cutoff: date
    until: date
    sentence: str
    bars: tuple[MethodBar, ...]
    limits: tuple[str, ...]


def shown_record(snapshot: Snapshot, chain: str) -> ShownRecord | None:
    """The record of a chain, or of all where it has none of its own."""
    record = (_record(snapshot, chain) if chain else None) or _record(snapshot, ALL)
    if record is None:
        return None
    known = snapshot.packs.chains.get(record.chain)
    return ShownRecord(
        chain=said(known.label) if known else "",
        cutoff=record.window.cutoff,
        until=record.window.until,
        sentence=_sentence(record.over_popularity),
        bars=_bars(record),
        limits=tuple(said(one) for one in record.limitations),
    )


@remembered
def _record(snapshot: Snapshot, chain: str) -> Record | None:
    return record_of(snapshot, chain)


def _bars(record: Record) -> tuple[MethodBar, ...]:
    scale = WIDTH / (max(one.high for one in record.rates) or 1.0)
    return tuple(
        MethodBar(
            method=one.method,
            label=METHODS[one.method],
            listed=one.listed,
            gained=one.gained,
            rate=one.rate,
            low=one.low,
            high=one.high,
            width=round(one.rate * scale),
            low_x=round(one.low * scale),
            high_x=round(one.high * scale),
        )
        for one in record.rates
    )


def _sentence(lift: Lift) -> str:
    """How the list stands to the popular links, with the doubt that is left."""
    if lift.ratio is None:
        return _("Too little was gained to compare the lists.")
    told = {"ratio": f"{lift.ratio:.2f}"}
    if lift.low is None or lift.high is None:
        return _("Hits of this list: %(ratio)s times those of popular links.") % told
    told |= {"low": f"{lift.low:.2f}", "high": f"{lift.high:.2f}", "places": str(lift.places)}
    if lift.low > 1:
        text = _(
            "This list hit %(ratio)s times as often as popular links (95%% interval"
            " %(low)s–%(high)s, %(places)s places)."
        )
    elif lift.high < 1:
        text = _(
            "This list did worse than popular links: %(ratio)s times their hits (95%% interval"
            " %(low)s–%(high)s, %(places)s places)."
        )
    else:
        text = _(
            "No sure difference from popular links: %(ratio)s times their hits (95%% interval"
            " %(low)s–%(high)s, %(places)s places)."
        )
    return text % told

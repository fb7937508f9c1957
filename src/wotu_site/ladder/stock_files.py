"""The stock of a certificate as a workbook, and the firms behind one of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu.build.stock import FLOW_LABELS, Flow, Period
from wotu_site.access.roles import Person
from wotu_site.ladder import exports, stocks
from wotu_site.ladder.pages.stock_firms import firms_behind, flow_word
from wotu_site.ui.formats import page_language
from wotu_site.ui.tables import ListState


def export_stock(snapshot: Snapshot, state: ListState, person: Person) -> str:
    """Write history and forecast; the address to fetch the file from."""
    rung, among = stocks.chosen_rung(snapshot, state), stocks.among_of(state)
    history = stocks.history(snapshot, rung, among)
    ahead = stocks.outlook(snapshot, rung, among, None)
    coming = pl.DataFrame(
        [
            (
                str(one.quarter),
                one.ending,
                round(one.renewed, 1),
                round(one.new, 1),
                one.median,
                one.low50,
                one.high50,
                one.low80,
                one.high80,
            )
            for one in ahead.quarters
        ],
        schema=[
            _("Quarter"),
            _("Ending"),
            _("Expected renewals"),
            _("Expected new"),
            _("Stock, median"),
            _("50 percent from"),
            _("50 percent to"),
            _("80 percent from"),
            _("80 percent to"),
        ],
        orient="row",
    )
    sheets = {
        pgettext("stock", "By year"): _history(history.years),
        _("By quarter"): _history(history.quarters),
        _("Forecast"): coming,
    }
    name = f"{rung.label(page_language())}-{_('stock')}"
    return exports.keep_sheets(sheets, name, snapshot.manifest.as_of, person)


def export_firms(snapshot: Snapshot, state: ListState, person: Person) -> str:
    """Write the firms behind a number; the address to fetch the file from."""
    rung = stocks.chosen_rung(snapshot, state)
    found = firms_behind(snapshot, state)
    words = {flow: flow_word(flow) for flow in found["flow"].unique()}
    table = found.select(
        pl.col("firm_id").alias(_("Unified social credit code")),
        pl.col("name").alias(_("Firm")),
        pl.col("flow").replace_strict(words, return_dtype=pl.String).alias(_("What")),
        pl.col("granted_on").alias(_("Granted")),
        pl.col("expires_on").alias(_("Expires")),
    )
    parts = (rung.label(page_language()), state.value("period"), flow_word(state.value("flow")))
    return exports.keep(table, "-".join(filter(None, parts)), snapshot.manifest.as_of, person)


def _history(periods: Sequence[Period]) -> pl.DataFrame:
    flows = [FLOW_LABELS[flow].in_language(page_language()) for flow in Flow]
    return pl.DataFrame(
        [
            (one.name, one.granted, *(one.flows[flow] for flow in Flow), one.net, one.valid)
            for one in periods
        ],
        schema=[_("Period"), pgettext("stock", "Granted"), *flows, _("Net growth"), _("Valid")],
        orient="row",
    )

"""The firms behind one number of the stock of a certificate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu.indicators.validity import valid_firms
from wotu.periods import parse_quarter
from wotu.stock.register import FLOW_LABELS, GRANTED, Flow, ending_in, movers
from wotu_site.ladder import stocks
from wotu_site.ladder.pages.stock import address_with, stock_crumbs
from wotu_site.ladder.stocks import ALL_GRANTED, ENDING, VALID
from wotu_site.policies import queries as policies
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, ListState, Pager


@dataclass(frozen=True, slots=True)
class StockFirm:
    """A firm behind a number of the stock."""

    firm_id: str
    name: str
    address: str
    what: str
    granted_on: dt.date | None
    expires_on: dt.date | None


@dataclass(frozen=True, slots=True)
class StockFirmsPage:
    """The firms behind one number."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    label: str
    state: ListState
    chips: tuple[Chip, ...]
    rows: tuple[StockFirm, ...]
    pager: Pager
    export_address: str


def stock_firms_page(snapshot: Snapshot, state: ListState) -> StockFirmsPage:
    """The firms behind the number that an address names."""
    rung = stocks.chosen_rung(snapshot, state)
    found = firms_behind(snapshot, state)
    pager = Pager.of(found.height, state.page)
    shown = found.slice(pager.offset, pager.size)
    period = state.value("period")
    what = flow_word(state.value("flow"))
    title = " · ".join(filter(None, (rung.label(page_language()), period, what)))
    stock_address = address_with(reverse("ladder:stock"), state, flow=None, period=None, page=None)
    return StockFirmsPage(
        title=title,
        breadcrumbs=(
            *stock_crumbs()[:-1],
            Crumb(_("Stock and forecast"), stock_address),
            Crumb(" ".join(filter(None, (period, what)))),
        ),
        label=rung.label(page_language()),
        state=state,
        chips=policies.narrowing_chips(state, snapshot, policies.Narrowing(stocks.among_of(state))),
        rows=tuple(_firm(row) for row in shown.to_dicts()),
        pager=pager,
        export_address=address_with(reverse("ladder:stock-firms-export"), state, page=None),
    )


def firms_behind(snapshot: Snapshot, state: ListState) -> pl.DataFrame:
    """firm_id, name, flow, granted_on, expires_on of the firms behind a number, by name."""
    rung, among = stocks.chosen_rung(snapshot, state), stocks.among_of(state)
    history = stocks.history(snapshot, rung, among)
    flow, period = state.value("flow"), state.value("period")
    quarter = parse_quarter(period)
    if flow == VALID:
        found = valid_firms(history.certificates, history.as_of)
    elif flow == ENDING and quarter:
        found = ending_in(history.certificates, history.as_of, quarter)
    else:
        flows = GRANTED if flow == ALL_GRANTED else tuple(one for one in Flow if one.value == flow)
        found = movers(history, period, flows)
    names = snapshot.frame("SELECT firm_id, name FROM firm")
    if "flow" not in found.columns:
        found = found.with_columns(flow=pl.lit(flow))
    return found.join(names, on="firm_id", how="left").sort("name", "firm_id")


def _firm(row: dict[str, Any]) -> StockFirm:
    return StockFirm(
        row["firm_id"],
        row["name"],
        policies.firm_address(row["firm_id"]),
        flow_word(row["flow"]),
        row["granted_on"],
        row["expires_on"],
    )


def flow_word(flow: str) -> str:
    """What became of a certificate, in a word."""
    words = {ALL_GRANTED: pgettext("stock", "Granted"), VALID: _("Valid"), ENDING: _("Ending")}
    if flow in words:
        return words[flow]
    known = next((one for one in Flow if one.value == flow), None)
    return FLOW_LABELS[known].in_language(page_language()) if known else ""

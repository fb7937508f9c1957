"""The stock of a certificate: what moved it, the quarters ahead, the target, and the firms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.among import Among
from wotu.build.certificates import list_is_complete
from wotu.build.rungs import Rung
from wotu.build.snapshot import Snapshot
from wotu.stock.forecast import Backtest, Forecast, QuarterAhead, Reach, Target
from wotu.stock.register import (
    FLOW_LABELS,
    Flow,
    Period,
    Stock,
)
from wotu_site.access.roles import Person
from wotu_site.ladder import stocks, work
from wotu_site.ladder.stock_chart import stock_chart
from wotu_site.ladder.stocks import ALL_GRANTED, ENDING, VALID
from wotu_site.policies import queries as policies
from wotu_site.targets import queries as targets
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Facet, ListState
from wotu_site.ui.tabs import Tab

YEARS_SHOWN = 6
QUARTERS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One past period; each number with the address of its firms, in the order of the columns."""

    name: str
    cells: tuple[tuple[int, str], ...]
    net: int


@dataclass(frozen=True, slots=True)
class AheadRow:
    """One quarter ahead; ``ending`` is known, the other figures are expected."""

    name: str
    ending: int
    ending_address: str
    renewed: int
    new: int
    median: int
    band50: str
    band80: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the forecast rests on; shares are 0-1."""

    rate: float
    low: float
    high: float
    renewed: int
    ended: int
    few: bool
    survivors_only: bool
    years: int
    pool: int | None
    pool_address: str
    test_address: str


@dataclass(frozen=True, slots=True)
class TargetAhead:
    """A target of a plan for the stock, and the chance of reaching it."""

    row: targets.Shown
    reach: Reach


@dataclass(frozen=True, slots=True)
class StockPage:
    """The stock of one certificate, of all firms or of some."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    as_of: dt.date
    label: str
    complete: bool
    rungs: tuple[Tab, ...]
    state: ListState
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    valid: int
    valid_address: str
    this_year: Period
    ending_soon: int
    chart: Chart | None
    flows: tuple[str, ...]
    years: tuple[PeriodRow, ...]
    quarters: tuple[PeriodRow, ...]
    ahead: tuple[AheadRow, ...]
    grounds: Grounds
    targets: tuple[TargetAhead, ...]
    new_target: str
    narrowed: bool
    export_address: str


def stock_page(snapshot: Snapshot, state: ListState, person: Person) -> StockPage:
    """The stock of the certificate that an address names."""
    rung, among = stocks.chosen_rung(snapshot, state), stocks.among_of(state)
    narrowed = among != Among()
    promised = () if narrowed else targets.stock_targets(rung.kind)
    first = Target(promised[0].figure, promised[0].by) if promised else None
    history = stocks.history(snapshot, rung, among)
    ahead = stocks.outlook(snapshot, rung, among, first)
    label = rung.label(page_language())
    years, quarters = history.years[-YEARS_SHOWN:], history.quarters[-QUARTERS_SHOWN:]
    flows = _flows_seen((*years, *quarters))
    return StockPage(
        title=_("Stock and forecast"),
        breadcrumbs=stock_crumbs(),
        as_of=snapshot.manifest.as_of,
        label=label,
        complete=list_is_complete(snapshot),
        rungs=_rungs(snapshot, state, rung),
        state=state,
        facets=policies.facets(
            state, snapshot, lambda one: stocks.holders_by(snapshot, rung, among, one)
        ),
        chips=policies.narrowing_chips(state, snapshot, policies.Narrowing(among)),
        valid=history.valid,
        valid_address=_firms(state, rung, VALID, ""),
        this_year=history.years[-1],
        ending_soon=sum(one.ending for one in ahead.quarters[:4]),
        chart=_chart(label, history, ahead, snapshot),
        flows=tuple(FLOW_LABELS[flow].in_language(page_language()) for flow in flows),
        years=_periods(state, rung, years, flows),
        quarters=_periods(state, rung, quarters, flows),
        ahead=tuple(_ahead(state, rung, one) for one in ahead.quarters),
        grounds=_grounds(snapshot, state, rung, among, ahead),
        targets=tuple(_targets_ahead(snapshot, rung, promised)),
        new_target="" if narrowed else targets.new_stock_target(rung.kind, person),
        narrowed=narrowed,
        export_address=address_with(reverse("ladder:stock-export"), state, kind=rung.kind),
    )


@dataclass(frozen=True, slots=True)
class BacktestPage:
    """How the forecast would have done in the past; worked out after the page is there."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tested: Backtest


def backtest_page(snapshot: Snapshot, state: ListState) -> BacktestPage:
    """The back-test of the stock that an address names."""
    tested = stocks.tested(snapshot, stocks.chosen_rung(snapshot, state), stocks.among_of(state))
    title = _("Back-test")
    return BacktestPage(title, (*stock_crumbs(), Crumb(title)), tested)


def stock_crumbs() -> tuple[Crumb, ...]:
    """The way to the stock of certificates."""
    ladder = Crumb(pgettext("navigation", "Ladder"), reverse("ladder:home"))
    return (ladder, Crumb(_("Stock and forecast")))


def _rungs(snapshot: Snapshot, state: ListState, chosen: Rung) -> tuple[Tab, ...]:
    language = page_language()
    return tuple(
        Tab(rung.label(language), state.address(kind=rung.kind), rung == chosen)
        for rung in work.rungs(snapshot)
    )


def _chart(label: str, history: Stock, ahead: Forecast, snapshot: Snapshot) -> Chart | None:
    if history.certificates.is_empty():
        return None
    source = _("certificates, snapshot as of %(day)s; forecast by simulation, see below") % {
        "day": snapshot.manifest.as_of.isoformat()
    }
    return stock_chart(label, history.quarters, ahead, source)


def _flows_seen(periods: Sequence[Period]) -> tuple[Flow, ...]:
    """The ordinary moves, and the others where there are any."""
    ordinary = (Flow.FIRST, Flow.RENEWED, Flow.LAPSED)
    return tuple(
        flow for flow in Flow if flow in ordinary or any(one.flows[flow] for one in periods)
    )


def _periods(
    state: ListState, rung: Rung, periods: Sequence[Period], flows: Sequence[Flow]
) -> tuple[PeriodRow, ...]:
    """The latest first: granted in all, each flow, valid at the end."""
    return tuple(
        PeriodRow(
            one.name,
            (
                (one.granted, _firms(state, rung, ALL_GRANTED, one.name)),
                *((one.flows[flow], _firms(state, rung, flow.value, one.name)) for flow in flows),
                (one.valid, ""),
            ),
            one.net,
        )
        for one in reversed(periods)
    )


def _ahead(state: ListState, rung: Rung, one: QuarterAhead) -> AheadRow:
    return AheadRow(
        str(one.quarter),
        one.ending,
        _firms(state, rung, ENDING, str(one.quarter)),
        round(one.renewed),
        round(one.new),
        round(one.median),
        f"{one.low50:,.0f}–{one.high50:,.0f}",
        f"{one.low80:,.0f}–{one.high80:,.0f}",
    )


def _grounds(
    snapshot: Snapshot, state: ListState, rung: Rung, among: Among, ahead: Forecast
) -> Grounds:
    renewals = ahead.renewals
    low, high = renewals.interval()
    query = urlencode({"rung": rung.kind, "officer": policies.EVERYBODY})
    return Grounds(
        rate=renewals.rate,
        low=low,
        high=high,
        renewed=renewals.renewed,
        ended=renewals.ended,
        few=renewals.few,
        survivors_only=renewals.survivors_only,
        years=max((len(counts) for counts in ahead.arrivals.counts.values()), default=0),
        pool=stocks.pool(snapshot, rung, among),
        pool_address=f"{reverse('ladder:home')}?{query}",
        test_address=address_with(reverse("ladder:stock-backtest"), state, kind=rung.kind),
    )


def _targets_ahead(
    snapshot: Snapshot, rung: Rung, promised: Sequence[targets.StockTarget]
) -> Iterator[TargetAhead]:
    for one in promised:
        reach = stocks.outlook(snapshot, rung, Among(), Target(one.figure, one.by)).reach
        if reach is not None:
            yield TargetAhead(one.row, reach)


def _firms(state: ListState, rung: Rung, flow: str, period: str) -> str:
    return address_with(
        reverse("ladder:stock-firms"), state, kind=rung.kind, flow=flow, period=period or None
    )


def address_with(path: str, state: ListState, **changes: str | None) -> str:
    """Another address with the state of this one, some of it changed."""
    return f"{path}{state.address(**changes).removeprefix(state.path)}"

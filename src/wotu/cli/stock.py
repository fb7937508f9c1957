"""The command on the stock of certificates: what was, what is to come, and the target."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from wotu.build.forecast import Backtest, Forecast, Target, backtest, forecast
from wotu.build.rungs import Rung, all_rungs, ready_pool, valid_years
from wotu.build.snapshot import open_current
from wotu.build.stock import FLOW_LABELS, Flow, Period, Stock, certificates_of, stock_of
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    open_folder,
    print_json,
    print_table,
    say,
)
from wotu.errors import UnknownNameError, did_you_mean

commands = typer.Typer()

QUARTERS_SHOWN = 8


@commands.command("stock")
@command
def stock_and_forecast(
    kind: Annotated[str, typer.Argument(help="证书类别，如 hnte · Kind of certificate.")],
    target: Annotated[int | None, typer.Option(min=0, help="目标存量 · Stock to reach.")] = None,
    by: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="何时达到 · By which day.")
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """证书存量、增减与八个季度的预测。 Stock of a certificate and eight quarters ahead."""
    if (target is None) != (by is None):
        raise typer.BadParameter("--target 与 --by 须同时给出 · give --target and --by together")
    snapshot = open_current(open_folder(folder).snapshots_path)
    rungs = {rung.kind: rung for rung in all_rungs(snapshot)}
    rung = rungs.get(kind)
    if rung is None:
        hint = did_you_mean(kind, list(rungs))
        raise UnknownNameError(
            f"梯队里没有 {kind}（有：{'、'.join(rungs)}）。 No rung is named '{kind}'.{hint}",
            kind=kind,
        )
    day = snapshot.manifest.as_of
    certificates = certificates_of(snapshot, kind)
    history = stock_of(certificates, day, valid_years(snapshot, rung))
    wanted = Target(target, by.date()) if target is not None and by is not None else None
    ahead = forecast(certificates, day, wanted)
    tested = backtest(certificates, day)
    pool = ready_pool(snapshot, rung)
    if as_json:
        print_json(_as_json(rung, history, ahead, tested, pool))
    else:
        _print(rung, history, ahead, tested, pool, "en" if english else "zh")


def _as_json(
    rung: Rung, history: Stock, ahead: Forecast, tested: Backtest, pool: int | None
) -> dict[str, Any]:
    return {
        "kind": rung.kind,
        "as_of": history.as_of.isoformat(),
        "valid": history.valid,
        "quarters": [_period_json(period) for period in history.quarters],
        "years": [_period_json(period) for period in history.years],
        "ahead": [{**asdict(one), "quarter": str(one.quarter)} for one in ahead.quarters],
        "renewal_rate": ahead.renewals.rate,
        "renewal_interval80": ahead.renewals.interval(),
        "renewal_cases": [ahead.renewals.ended, ahead.renewals.renewed],
        "could_declare": pool,
        "reach": None
        if ahead.reach is None
        else {**asdict(ahead.reach), "quarter": str(ahead.reach.quarter)},
        "backtest": asdict(tested),
    }


def _period_json(period: Period) -> dict[str, Any]:
    return {
        "period": period.name,
        "valid": period.valid,
        "granted": period.granted,
        "net": period.net,
        **{flow.value: number for flow, number in period.flows.items()},
    }


def _print(
    rung: Rung, history: Stock, ahead: Forecast, tested: Backtest, pool: int | None, language: str
) -> None:
    zh = language == "zh"
    valid = f"{'有效' if zh else 'valid'} {history.valid:,}"
    say(f"[bold]{rung.label(language)}[/]  {history.as_of}  {valid}")
    words = ("时段", "认定", "净增", "有效") if zh else ("Period", "Granted", "Net", "Valid")
    headers = (*words, *(FLOW_LABELS[flow].in_language(language) for flow in Flow))
    shown = [*history.years[-4:], *history.quarters[-QUARTERS_SHOWN:]]
    print_table(headers, [_row(period) for period in shown])
    print_table(
        ("季度", "到期", "预计续认", "预计新增", "存量", "五成区间", "八成区间")
        if zh
        else ("Quarter", "Ending", "Renewed", "New", "Stock", "50%", "80%"),
        [
            (
                str(one.quarter),
                one.ending,
                round(one.renewed),
                round(one.new),
                round(one.median),
                f"{one.low50:.0f}–{one.high50:.0f}",
                f"{one.low80:.0f}–{one.high80:.0f}",
            )
            for one in ahead.quarters
        ],
    )
    _print_grounds(ahead, tested, pool, zh=zh)


def _row(period: Period) -> tuple[Any, ...]:
    counts = (period.flows[flow] for flow in Flow)
    return (period.name, period.granted, period.net, period.valid, *counts)


def _print_grounds(ahead: Forecast, tested: Backtest, pool: int | None, *, zh: bool) -> None:
    renewals, reach = ahead.renewals, ahead.reach
    low, high = renewals.interval()
    rate = f"{renewals.rate:.0%} ({low:.0%}–{high:.0%}), {renewals.renewed}/{renewals.ended}"
    say(f"续认率 {rate}" if zh else f"Renewal rate {rate}")
    if renewals.few:
        say(
            "历史案例少于 20，续认率主要凭假定（五家中三家续认）"
            if zh
            else "Fewer than 20 cases: the rate rests on our assumption that three in five renew"
        )
    if pool is not None:
        say(
            f"现在可申报而未持证 {pool:,} 家" if zh else f"{pool:,} firms without one could declare"
        )
    if tested.cases:
        share = f"{tested.within80}/{tested.cases}"
        say(f"回测：八成区间命中 {share}" if zh else f"Back-test: 80% interval held in {share}")
    if reach:
        chance, quarter = f"{reach.chance:.0%}", reach.quarter
        say(
            f"目标 {reach.target.figure:,}（{quarter}）：达到的概率 {chance}；"
            f"每季度还需多认定 {reach.needed} 家（八成把握需 {reach.needed_surely} 家）"
            if zh
            else f"Target {reach.target.figure:,} ({quarter}): chance {chance};"
            f" {reach.needed} more a quarter for even odds, {reach.needed_surely} for four in five"
        )

"""Attraction targets: firms elsewhere for every gap of a chain, and how such lists have fared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import polars as pl
import typer

from wotu.build.snapshot import Snapshot, open_current
from wotu.build.targets import (
    Record,
    link_reasons_of,
    own_reasons,
    place_label,
    record_of,
    targets_of,
)
from wotu.chains.attraction_reasons import Reason
from wotu.chains.backtest import ALL, LIST_SIZE, OURS, POPULARITY, RANDOM, Lift
from wotu.cli.output import open_folder, print_json, print_table, say
from wotu.errors import SnapshotError
from wotu.exports import write_table
from wotu.packs.chains import ChainMap, require_chain
from wotu.packs.schema import Label

SHOWN_PER_LINK: Final = 5

METHOD_LABELS: Final = {
    OURS: Label(zh="本系统清单", en="Our list"),
    POPULARITY: Label(zh="按企业数", en="Links with most firms elsewhere"),
    RANDOM: Label(zh="随机", en="At random"),
}


def show_attraction(
    folder: Path,
    chain: str | None,
    node: str | None,
    out: Path | None,
    *,
    backtest: bool,
    english: bool,
    as_json: bool,
) -> None:
    """Print firms elsewhere that would fill gaps of a chain or a link, with reasons, or the record
    of such lists; ``out`` is a workbook to write.

    Raises:  typer.BadParameter without chain and back-test; SnapshotError, UnknownNameError.
    """
    if chain is None and (node or out or not backtest):
        raise typer.BadParameter("请给出 --chain 或 --backtest · give --chain or --backtest")
    snapshot = open_current(open_folder(folder).snapshots_path)
    if not snapshot.columns("chain_target"):
        raise SnapshotError(
            "快照里还没有招引目标，请重新运行 wotu build。"
            " The snapshot has no attraction targets: run wotu build."
        )
    language = "en" if english else "zh"
    drawn = require_chain(snapshot.packs.chains, chain) if chain is not None else None
    if drawn is not None and node is not None:
        drawn.require(node)
    if backtest:
        _show_record(record_of(snapshot, drawn.chain if drawn else ALL), language, as_json)
    elif drawn is not None:
        found = targets_of(snapshot, drawn.chain, node)
        if out:
            write_table(_sheet(found, drawn, snapshot, language), out, "targets")
        if as_json:
            print_json({"chain": drawn.chain, "targets": found.to_dicts()})
        else:
            _print_targets(found, drawn, snapshot, language)


def _print_targets(found: pl.DataFrame, chain: ChainMap, snapshot: Snapshot, language: str) -> None:
    zh = language == "zh"
    if found.is_empty():
        if snapshot.value("SELECT count(*) FROM outside_firm"):
            none = "没有招引目标：已知的域外企业都不在这些断点与弱项上。"
            none_en = "No targets: no known firm elsewhere stands on a gap here."
        else:
            none = "没有招引目标：先导入“域外企业”（--contract outside_firm）并建库。"
            none_en = "No targets: import firms elsewhere (--contract outside_firm) and build."
        say(none if zh else none_en)
        return
    shared = link_reasons_of(snapshot, chain.chain)
    for (node,), rows in found.group_by("node", maintain_order=True):
        label = chain.nodes[str(node)].label.in_language(language)
        of_link = shared.get(str(node), [])
        number = f"{rows.height} 家" if zh else f"{rows.height} firms"
        say(f"\n[bold]{label}[/]  {node}  {number}")
        say(_sentence(of_link, language))
        for row in rows.head(SHOWN_PER_LINK).iter_rows(named=True):
            place = place_label(snapshot, row["place"]).in_language(language)
            fit = f"{'契合度' if zh else 'fit'} {row['fit']:.2f}"
            say(f"{row['rank']:>3}  {row['name']}  {place}  {fit}")
            say("     " + _sentence(own_reasons(row["reasons"], of_link), language))


def _sentence(reasons: Sequence[Reason], language: str) -> str:
    return ("；" if language == "zh" else "; ").join(one[language] for one in reasons)


def _sheet(found: pl.DataFrame, chain: ChainMap, snapshot: Snapshot, language: str) -> pl.DataFrame:
    """One row a target, for people: names of links and places, reasons as one text."""
    zh = language == "zh"
    names = {name: node.label.in_language(language) for name, node in chain.nodes.items()}
    places = {
        code: place_label(snapshot, code).in_language(language)
        for code in found["place"].drop_nulls().unique().to_list()
    }
    headers = {
        "node": ("环节", "Link"),
        "rank": ("位次", "Rank"),
        "name": ("企业", "Firm"),
        "firm_id": ("统一社会信用代码", "Code"),
        "place": ("所在地", "City"),
        "fit": ("契合度", "Fit"),
        "fit_supply": ("供应邻近", "Supply proximity"),
        "fit_related": ("产业关联", "Relatedness"),
        "fit_growth": ("成长", "Growth"),
        "fit_expand": ("扩张迹象", "Signs of expansion"),
        "confidence": ("落位置信度", "Confidence"),
        "reasons": ("理由", "Reasons"),
    }
    reason = pl.col("reasons").list.eval(pl.element().struct.field(language))
    worded = found.with_columns(
        pl.col("node").replace(names),
        pl.col("place")
        .replace(places)
        .fill_null(place_label(snapshot, None).in_language(language)),
        reason.list.join("；" if zh else "; ").alias("reasons"),
    )
    return worded.select(pl.col(name).alias(said[0 if zh else 1]) for name, said in headers.items())


def _show_record(record: Record | None, language: str, as_json: bool) -> None:
    if as_json:
        print_json(None if record is None else _as_json(record))
    elif record is None:
        say(
            "没有回测：有成立日期的企业太少，或尚未导入域外企业。"
            if language == "zh"
            else "No back-test: too few firms with a day of founding, or none from elsewhere."
        )
    else:
        _print_record(record, language)


def _as_json(record: Record) -> dict[str, Any]:
    return {**asdict(record), "limitations": [one.model_dump() for one in record.limitations]}


def _print_record(record: Record, language: str) -> None:
    zh = language == "zh"
    cutoff, until = record.window.cutoff, record.window.until
    say(
        f"[bold]回测[/]  按 {cutoff} 前成立的企业，每地每链列 {LIST_SIZE} 个缺失或薄弱环节；"
        f"新增为此后至 {until} 成立的企业"
        if zh
        else f"[bold]Back-test[/]  {LIST_SIZE} missing or weak links a place and chain, listed from"
        f" firms founded up to {cutoff}; gains are firms founded after it, up to {until}"
    )
    print_table(
        ("方法", "列出环节", "新增企业的环节", "命中率", "95% 区间")
        if zh
        else ("Method", "Links listed", "gained a firm", "Rate", "95% interval"),
        [
            (
                METHOD_LABELS[one.method].in_language(language),
                one.listed,
                one.gained,
                f"{one.rate:.1%}",
                f"{one.low:.1%}–{one.high:.1%}",
            )
            for one in record.rates
        ],
    )
    for one, against in ((record.over_popularity, POPULARITY), (record.over_random, RANDOM)):
        say(_lift_words(one, METHOD_LABELS[against].in_language(language), zh=zh))
    for limit in record.limitations:
        say(f"· {limit.in_language(language)}")


def _lift_words(one: Lift, other: str, *, zh: bool) -> str:
    if one.ratio is None:
        return f"对“{other}”：无法比较" if zh else f"Over '{other}': cannot be compared"
    interval = ""
    if one.low is not None and one.high is not None:
        interval = f"（95% 区间 {one.low:.2f}–{one.high:.2f}，按 {one.places} 地重抽样）"
        if not zh:
            interval = (
                f" (95% interval {one.low:.2f}–{one.high:.2f}, {one.places} places resampled)"
            )
    sure = one.low is not None and one.high is not None and not one.low <= 1 <= one.high
    doubt = "" if sure else ("，差别不能确定" if zh else "; the difference is not certain")
    start = f"命中率为“{other}”的 {one.ratio:.2f} 倍" if zh else f"{one.ratio:.2f} times '{other}'"
    return start + interval + doubt

"""The command on gaps: missing, weak and fragile links of a chain, and what hangs on them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from wotu.build.snapshot import Snapshot, open_current
from wotu.chains.links import Gap, Removal, gaps, without_node
from wotu.chains.states import STATES
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
from wotu.errors import SnapshotError
from wotu.exports import write_table
from wotu.packs.chains import ChainMap, require_chain

commands = typer.Typer()


@commands.command("gaps")
@command
def list_gaps(
    chain: Annotated[str, typer.Option(help="产业链编号或名称 · Chain: id or name.")],
    without: Annotated[
        str | None, typer.Option(help="若失去此环节 · What breaks without this link.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="写成 .xlsx 或 .csv · Write a file.")] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """缺失、脆弱、薄弱环节及理由，紧要者在前。 Gaps of a chain with reasons, urgent first."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    if not snapshot.columns("node_strength"):
        raise SnapshotError(
            "快照里没有产业链数据：请先运行 wotu build。"
            " The snapshot has no industry chains: run wotu build."
        )
    drawn = require_chain(snapshot.packs.chains, chain)
    strengths = _stored(snapshot, "node_strength", drawn)
    if strengths.is_empty():
        raise SnapshotError(
            "环节实力还没有算：规则包须有 strength.yaml，再运行 wotu build。"
            " Links are not measured: a pack needs strength.yaml, then run wotu build."
        )
    language = "en" if english else "zh"
    if without is not None:
        removal = without_node(drawn, without, strengths, _stored(snapshot, "place_node", drawn))
        _show_removal(removal, drawn, language, as_json=as_json)
        return
    found = gaps(drawn, strengths)
    if out:
        write_table(_sheet(found, drawn, language), out, drawn.label.in_language(language)[:31])
    if as_json:
        print_json({"chain": drawn.chain, "gaps": [_as_json(gap) for gap in found]})
    else:
        _print(found, drawn, strengths, language)
        if out:
            say(f"✓ {out}")


def _stored(snapshot: Snapshot, table: str, chain: ChainMap) -> pl.DataFrame:
    return snapshot.frame(f"SELECT * FROM {table} WHERE chain = ?", [chain.chain])


def _as_json(gap: Gap) -> dict[str, Any]:
    return {
        **asdict(gap),
        "label": gap.label.model_dump(),
        "reasons": [reason.model_dump() for reason in gap.reasons],
    }


def _print(found: tuple[Gap, ...], chain: ChainMap, strengths: pl.DataFrame, language: str) -> None:
    zh = language == "zh"
    counts = dict(strengths["state"].value_counts().iter_rows())
    told = (
        f"{label.in_language(language)} {counts.get(state, 0)}" for state, label in STATES.items()
    )
    say(f"[bold]{chain.label.in_language(language)}[/]  {'  '.join(told)}")
    for gap in found:
        state = STATES[gap.state].in_language(language)
        firms = f"{gap.firms} 家" if zh else f"firms {gap.firms}"
        name = gap.label.in_language(language)
        say(f"\n{gap.rank:>3}  [bold]{name}[/]  {state}  {firms}  {gap.node}")
        say("     " + ("" if zh else " ").join(one.in_language(language) for one in gap.reasons))
    if not found:
        say("没有缺失、脆弱或薄弱的环节。" if zh else "No link is missing, fragile or weak.")


def _sheet(found: tuple[Gap, ...], chain: ChainMap, language: str) -> pl.DataFrame:
    """One row a gap, in words."""
    zh = language == "zh"
    titles = (
        ("位次", "环节", "编号", "状态", "企业数", "实力", "关联密度", "依赖它的环节", "理由")
        if zh
        else (
            "Rank",
            "Link",
            "Id",
            "State",
            "Firms",
            "Score",
            "Density",
            "Links that need it",
            "Reasons",
        )
    )
    rows = [
        (
            gap.rank,
            gap.label.in_language(language),
            gap.node,
            STATES[gap.state].in_language(language),
            gap.firms,
            gap.score,
            gap.density,
            _names(chain, gap.dependents, language),
            ("" if zh else " ").join(one.in_language(language) for one in gap.reasons),
        )
        for gap in found
    ]
    return pl.DataFrame(rows, titles, orient="row", infer_schema_length=None)


def _names(chain: ChainMap, nodes: tuple[str, ...], language: str) -> str:
    joined = "、" if language == "zh" else ", "
    return joined.join(chain.nodes[node].label.in_language(language) for node in nodes)


def _show_removal(removal: Removal, chain: ChainMap, language: str, *, as_json: bool) -> None:
    if as_json:
        print_json({**asdict(removal), "share_affected": removal.share_affected})
        return
    zh = language == "zh"

    def label(node: str) -> str:
        return chain.nodes[node].label.in_language(language)

    share = "–" if removal.share_affected is None else f"{removal.share_affected:.1%}"
    say(
        f"[bold]若失去{label(removal.node)}[/]：{len(removal.broken)} 个环节受阻，"
        f"涉及本区 {removal.firms_affected} 家次（全链 {removal.firms_of_chain} 家次的 {share}）"
        if zh
        else f"[bold]Without {label(removal.node)}[/]: {len(removal.broken)} links break,"
        f" {removal.firms_affected} of {removal.firms_of_chain} firms on links ({share})"
    )
    rows = [(label(one.node), label(one.needs), one.firms, "") for one in removal.broken]
    rows += [
        (label(one.node), label(one.needs), one.firms, "可替代" if zh else "stand-in")
        for one in removal.held
    ]
    if rows:
        print_table(
            ("环节", "缺少", "本区企业", "") if zh else ("Link", "Lacks", "Firms", ""), rows
        )
    for one in removal.stand_ins:
        state = STATES[one.state].in_language(language)
        say(
            f"替代：{label(one.node)}，{state}，本区 {one.firms} 家"
            if zh
            else f"Stand-in: {label(one.node)}, {state}, {one.firms} in the zone"
        )
    if removal.firms_elsewhere is None:
        say(
            "区外供应待定：先导入“域外企业”（--contract outside_firm）并建库。"
            if zh
            else "Supply from elsewhere is unknown: import outside firms and build."
        )
        return
    say(
        f"区外供应：{removal.places_elsewhere} 个地区 {removal.firms_elsewhere} 家"
        if zh
        else f"Elsewhere: {removal.firms_elsewhere} firms in {removal.places_elsewhere} places"
    )

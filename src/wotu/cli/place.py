"""The command that places the firms of a file on industry chains."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
import typer

from wotu.chains.firm_files import FirmFile, read_firm_file
from wotu.chains.placement.place import FLOOR, Placer, place, prepare
from wotu.chains.placement.spark import place_on_spark
from wotu.chains.tables import FIRM_TEXTS, PLACED_FROM, PLACEMENT
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    messages,
    open_folder,
    print_json,
    print_table,
    progress_shown,
    say,
)
from wotu.exports import write_table
from wotu.lake.placement_corrections import PlacementCorrections
from wotu.packs.chains import ChainMap, require_chain
from wotu.packs.loader import PackSet, load_packs, shipped_packs
from wotu.progress import part_of
from wotu.rules.spark import spark_session
from wotu.workspace import CONFIG_NAME

commands = typer.Typer()


@commands.command("place")
@command
def place_firms(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="企业名单 · List of firms.")
    ],
    chain: Annotated[
        list[str] | None, typer.Option("--chain", help="产业链，缺省全部 · Chains, all if absent.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="写到 .csv、.xlsx、.parquet 或 .json · File to write.")
    ] = None,
    least: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="最低置信度 · Least confidence.")
    ] = FLOOR,
    engine: Annotated[
        Literal["polars", "spark"], typer.Option(help="计算引擎 · Engine.")
    ] = "polars",
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """企业落到产业链环节，附置信度和依据。 Place firms on links of chains, with the words that did.

    名单只需企业名称；经营范围、主要产品、行业代码有则更准。 Only names are needed; business scopes,
    main products and industry codes make it surer.
    """
    packs, corrections = _packs_of(folder)
    chains = packs.chains
    if chain:
        chains = {one.chain: one for one in (require_chain(packs.chains, c) for c in chain)}
    with progress_shown(as_json) as progress:
        read = read_firm_file(file, packs, part_of(progress, 0, 0.5))
        step = part_of(progress, 0.5, 1.0)
        if engine == "spark":
            placed = _on_spark(
                read.firms, prepare(read.firms, chains, corrections=corrections, floor=least)
            )
        else:
            placed = place(read.firms, chains, corrections=corrections, floor=least, progress=step)
    table = placement_table(placed, read.firms, chains, english)
    if out is not None:
        write_table(table, out)
    if as_json:
        print_json(_counts(read, placed) | {"placements": [] if out else table.to_dicts()})
        return
    _print(read, placed, chains, english)
    if out is not None:
        say(f"{'Written to' if english else '已写入'} {out}")


def placement_table(
    placed: pl.DataFrame, firms: pl.DataFrame, chains: Mapping[str, ChainMap], english: bool
) -> pl.DataFrame:
    """Placements as people read them: row, code, name, chain, link, stage, confidence, words."""
    named = [
        (chain.chain, name, *_names(chain, name, english))
        for chain in chains.values()
        for name in chain.links
    ]
    schema = dict.fromkeys(("chain", "node", "chain_name", "link", "stage"), pl.String)
    element = pl.element().struct
    words = pl.col("words").list.eval(
        pl.format("{}（{}：{}）", element["term"], element["field"], element["text"])
    )
    return (
        placed.join(firms.select("firm_id", "row", "uscc", "name"), on="firm_id")
        .join(pl.DataFrame(named, schema=schema, orient="row"), on=["chain", "node"])
        .sort("row", "chain", "confidence", descending=[False, False, True])
        .select(
            "row",
            "uscc",
            "name",
            "chain",
            "chain_name",
            "node",
            "link",
            "stage",
            pl.col("confidence").round(3),
            "main",
            words=words.list.join("；"),
        )
    )


_STAGES = {
    "upstream": ("上游", "upstream"),
    "midstream": ("中游", "midstream"),
    "downstream": ("下游", "downstream"),
    "support": ("支撑", "support"),
}


def _names(chain: ChainMap, node: str, english: bool) -> tuple[str, str, str]:
    language = "en" if english else "zh"
    link = chain.nodes[node]
    return (
        chain.label.in_language(language),
        link.label.in_language(language),
        _STAGES[link.stage][english],
    )


def _packs_of(folder: Path) -> tuple[PackSet, pl.DataFrame | None]:
    """The packs and corrections of a workspace; outside one the shipped packs."""
    if not (folder / CONFIG_NAME).is_file():
        return load_packs([shipped_packs() / "cn"]), None
    workspace = open_folder(folder)
    return workspace.packs, PlacementCorrections(workspace.lake.root).table()


def _on_spark(firms: pl.DataFrame, placer: Placer) -> pl.DataFrame:
    """The same rows from Spark. Raises: SparkMissingError."""
    session = spark_session()
    texts = session.createDataFrame(firms.select(FIRM_TEXTS.names()).to_arrow())
    placed = pl.from_arrow(place_on_spark(texts, placer).toArrow())
    assert isinstance(placed, pl.DataFrame)
    return placed.cast(PLACEMENT)


def _counts(read: FirmFile, placed: pl.DataFrame) -> dict[str, int]:
    sure = placed.filter(pl.col("confidence") >= PLACED_FROM)
    return {
        "firms": read.firms.height,
        "placed": sure["firm_id"].n_unique(),
        "rejected": read.rejected.filter(pl.col("scope") == "row").height,
    }


def _print(
    read: FirmFile, placed: pl.DataFrame, chains: Mapping[str, ChainMap], english: bool
) -> None:
    counts = _counts(read, placed)
    if english:
        say(f"{counts['firms']:,} firms, {counts['placed']:,} of them placed")
    else:
        say(f"{counts['firms']:,} 家企业，其中 {counts['placed']:,} 家已落位")
    if counts["rejected"]:
        messages.print(f"! {counts['rejected']} 行未读入 · {counts['rejected']} rows were not read")
    sure = placed.filter(pl.col("confidence") >= PLACED_FROM)
    found = {
        (chain, node): (firms, surest)
        for chain, node, firms, surest in sure.group_by("chain", "node")
        .agg(pl.len(), pl.col("confidence").max())
        .iter_rows()
    }
    rows = []
    for chain in chains.values():
        for node in chain.links:
            firms, surest = found.get((chain.chain, node), (0, None))
            if firms or len(chains) == 1:
                label, link, stage = _names(chain, node, english)
                rows.append((label, stage, link, firms, surest and round(surest, 2)))
    heads = ("产业链", "阶段", "环节", "企业", "最高置信度")
    print_table(("Chain", "Stage", "Link", "Firms", "Surest") if english else heads, rows)

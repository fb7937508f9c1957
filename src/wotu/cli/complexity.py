"""The command on economic complexity: of a file, or of the zone's links and other places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from wotu.build.snapshot import open_current
from wotu.build.targets import place_label
from wotu.chains.complexity import CONVENTIONS
from wotu.chains.complexity_tables import ComplexityTables, complexity_tables
from wotu.chains.tables import ZONE
from wotu.chains.value_files import read_values
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    messages,
    open_folder,
    print_json,
    print_table,
    say,
)
from wotu.errors import SnapshotError
from wotu.exports import write_sheets, write_table

commands = typer.Typer()

SHOWN = 15
"""Places and industries shown in the terminal; files hold all."""


@commands.command("complexity")
@command
def economic_complexity(
    file: Annotated[
        Path | None,
        typer.Argument(help="CSV 或 Excel；缺省为本区与各地区的环节 · File; the zone's links."),
    ] = None,
    place: Annotated[str, typer.Option(help="地区列 · Column of places.")] = "place",
    industry: Annotated[str, typer.Option(help="行业列 · Column of industries.")] = "industry",
    value: Annotated[str, typer.Option(help="数值列 · Column of values.")] = "value",
    time: Annotated[
        str | None, typer.Option(help="时间列，各期分别计算 · Column of times, each by itself.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(min=0.0, help="具备的区位熵 · Location quotient that counts.")
    ] = 1.0,
    convention: Annotated[
        str, typer.Option(help=f"口径 · Convention: {', '.join(CONVENTIONS)}.")
    ] = "atlas",
    out: Annotated[
        Path | None, typer.Option(help="文件夹（CSV）或 .xlsx · Folder of CSV files, or .xlsx.")
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """经济复杂度：区位熵、ECI、PCI、邻近度、关联密度。 Complexity of places and industries."""
    if convention not in CONVENTIONS:
        raise typer.BadParameter(f"{convention}: {', '.join(CONVENTIONS)}")
    language = "en" if english else "zh"
    if file is None:
        rows = _links_of_zone(folder, language)
    else:
        named = {"place": place, "industry": industry, "value": value}
        read = read_values(file, named | ({"time": time} if time else {}))
        rows = read.rows
        if read.left_out:
            messages.print(
                f"[yellow]![/] {read.left_out} 行地区、行业或时间为空，未计入。"
                f" {read.left_out} rows without place, industry or time are left out."
            )
    found = complexity_tables(rows, threshold=threshold, convention=CONVENTIONS[convention])
    if out:
        _write(found, out)
    if as_json:
        print_json(_as_json(found))
    else:
        _print(found, out, language)


def _links_of_zone(folder: Path, language: str) -> pl.DataFrame:
    """Firms of every place on every link, from the current snapshot, by their names."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    if not snapshot.columns("place_node"):
        raise SnapshotError(
            "快照里没有产业链数据：请先运行 wotu build。"
            " The snapshot has no industry chains: run wotu build."
        )
    rows = snapshot.frame("SELECT place, chain, node, firms AS value FROM place_node")
    places = {
        code: place_label(snapshot, code).in_language(language) for code in rows["place"].unique()
    }
    places[ZONE] = "本区" if language == "zh" else "This zone"
    colon = "：" if language == "zh" else ": "
    links = pl.DataFrame(
        [
            (
                chain.chain,
                name,
                colon.join(one.label.in_language(language) for one in (chain, node)),
            )
            for chain in snapshot.packs.chains.values()
            for name, node in chain.links.items()
        ],
        {"chain": pl.String, "node": pl.String, "industry": pl.String},
        orient="row",
    )
    return rows.join(links, ["chain", "node"]).select(
        pl.col("place").replace(places), "industry", "value"
    )


def _write(found: ComplexityTables, out: Path) -> None:
    if out.suffix.lower() == ".xlsx":
        write_sheets(found.as_tables(), out)
        return
    for name, table in found.as_tables().items():
        write_table(table, out / f"{name}.csv")


def _as_json(found: ComplexityTables) -> dict[str, object]:
    """Places and industries; pairs and proximity are many and go to files."""
    return {
        "places": found.places.to_dicts(),
        "industries": found.industries.to_dicts(),
        "cautions": [
            {"time": time, **label.model_dump()}
            for time, labels in found.cautions.items()
            for label in labels
        ],
    }


def _print(found: ComplexityTables, out: Path | None, language: str) -> None:
    zh = language == "zh"
    times = found.places["time"].unique().sort().to_list() if "time" in found.places.columns else []
    places, industries = (
        table.filter(pl.col("time") == times[-1]).drop("time") if times else table
        for table in (found.places, found.industries)
    )
    if times:
        say(f"[bold]{times[-1]}[/]")
    print_table(
        ("地区", "多样性", "ECI", "前景") if zh else ("Place", "Diversity", "ECI", "Outlook"),
        _top(places, "eci"),
    )
    say("")
    print_table(
        ("行业", "普遍性", "PCI") if zh else ("Industry", "Ubiquity", "PCI"),
        _top(industries, "pci"),
    )
    for when, labels in found.cautions.items():
        for label in labels:
            say(f"[yellow]![/] {f'{when}  ' if when else ''}{label.in_language(language)}")
    if out:
        say(f"✓ {out}")
    else:
        say(
            "邻近度、关联密度等全部结果用 --out 写入文件。"
            if zh
            else "Proximity, density and all rows go to files with --out."
        )


def _top(table: pl.DataFrame, by: str) -> list[tuple[object, ...]]:
    ranked = table.sort(by, descending=True, nulls_last=True).head(SHOWN)
    return list(ranked.with_columns(pl.col(pl.Float64).round(3)).iter_rows())

"""The commands that learn a classification from labelled firms and put other firms into it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from wotu.chains.classification.calibration import Evidence
from wotu.chains.classification.classifier import Classifier
from wotu.chains.classification.model_files import load_classifier, save_classifier
from wotu.chains.classification.training import train
from wotu.chains.classification.tree import ClassTree
from wotu.chains.firm_files import read_firm_file
from wotu.chains.value_files import read_columns
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    open_folder,
    print_json,
    print_table,
    progress_shown,
    say,
)
from wotu.exports import write_table
from wotu.packs.loader import PackSet, load_packs, shipped_packs
from wotu.progress import part_of
from wotu.workspace import CONFIG_NAME

commands = typer.Typer(
    help="按已知分类的企业学习，给其他企业归类。 Learn a classification and apply it.",
    no_args_is_help=True,
)

GBT: str = "gbt4754_2017"
SHOWN = 15


@commands.command("train")
@command
def learn_classes(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="已知类别的企业 · Labelled firms.")
    ],
    codes: Annotated[str, typer.Option(help="类别代码所在列 · Column of the class codes.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="模型文件夹 · Folder of the model.")],
    classes: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="分类表：code,name,parent_code；缺省为国民经济行业分类 · Table of classes.",
        ),
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """从已知类别的企业学习一种分类。 Learn a classification from firms whose class is known.

    读企业名称、主要产品、经营范围；没有代码的行不学。 Reads names, main products and
    business scopes; rows without a code are not learned from.
    """
    packs = _packs_of(folder)
    with progress_shown(as_json) as progress:
        read = read_firm_file(file, packs, part_of(progress, 0, 0.2))
        known = read_columns(file, {"class_code": codes}).select("row", "class_code")
        firms = read.firms.join(known, on="row", how="left")
        tree = _tree(firms["class_code"].drop_nulls(), classes, packs)
        model = train(firms.drop("row", "uscc"), tree, progress=part_of(progress, 0.2, 1.0))
    save_classifier(model, out)
    learned = firms["class_code"].drop_nulls()
    counts = {"firms": len(learned), "classes": learned.n_unique(), "model": str(out)}
    if as_json:
        print_json(counts)
    elif english:
        say(f"Learned from {counts['firms']:,} firms of {counts['classes']:,} classes: {out}")
    else:
        say(f"已从 {counts['classes']:,} 个类别的 {counts['firms']:,} 家企业学习：{out}")


@commands.command("apply")
@command
def classify_firms(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="企业名单 · List of firms.")
    ],
    model: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="模型文件夹 · Folder of the model.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="写到 .csv、.xlsx、.parquet 或 .json · File to write.")
    ] = None,
    level: Annotated[
        int | None, typer.Option(min=1, help="层级，1 最粗，缺省最细 · Level, 1 the top.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, max=20, help="每家几个类别 · Classes a firm.")] = 3,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """给企业归类，附概率和依据。 The most probable classes of firms, with the words that spoke.

    概率经过校准：给 0.9 的，十家中约九家对。没有可用文字的企业只给各类别的占比，并注明。
    Probabilities are calibrated. A firm without a known word gets the shares of the classes, and
    is marked.
    """
    trained = load_classifier(model)
    packs = _packs_of(folder)
    with progress_shown(as_json) as progress:
        read = read_firm_file(file, packs, part_of(progress, 0, 0.4))
        found = trained.predict(
            read.firms,
            top=top,
            level=min(level or trained.tree.depth, trained.tree.depth),
            progress=part_of(progress, 0.4, 1.0),
        )
    table = class_table(found, read.firms, trained)
    if out is not None:
        write_table(table, out)
    nothing = found.filter((pl.col("evidence") == Evidence.NOTHING) & (pl.col("rank") == 1)).height
    if as_json:
        counts = {"firms": read.firms.height, "without_evidence": nothing}
        print_json(counts | {"classes": [] if out else table.to_dicts()})
        return
    if english:
        say(f"{read.firms.height:,} firms; {nothing:,} of them without a known word")
    else:
        say(f"{read.firms.height:,} 家企业，其中 {nothing:,} 家没有可用的文字")
    _print(table, english)
    if out is not None:
        say(f"{'Written to' if english else '已写入'} {out}")


def class_table(found: pl.DataFrame, firms: pl.DataFrame, model: Classifier) -> pl.DataFrame:
    """Predictions as people read them: row, code, name, rank, class, probability, words."""
    names = dict(zip(model.tree.codes, model.tree.names, strict=True))
    return (
        found.join(firms.select("firm_id", "row", "uscc", "name"), on="firm_id")
        .sort("row", "rank")
        .select(
            "row",
            "uscc",
            "name",
            "rank",
            class_code="code",
            class_name=pl.col("code").replace_strict(names),
            probability=pl.col("probability").round(3),
            words=pl.col("words").list.join("；"),
            evidence="evidence",
        )
    )


def _print(table: pl.DataFrame, english: bool) -> None:
    shown = table.filter(pl.col("rank") == 1).head(SHOWN)
    columns = ("name", "class_code", "class_name", "probability", "words")
    heads = ("企业", "代码", "类别", "概率", "依据")
    titles = ("Firm", "Code", "Class", "Probability", "Words")
    print_table(titles if english else heads, shown.select(columns).rows())


def _tree(codes: pl.Series, classes: Path | None, packs: PackSet) -> ClassTree:
    """The classes that the firms have, with those above them.

    Raises:  UnknownNameError for a code that the classification has not; ClassTreeError.
    """
    if classes is None:
        table = packs.code_lists[GBT].table.select("code", name="name_zh", parent_code="parent")
    else:
        titles = {name: name for name in ("code", "name", "parent_code")}
        table = read_columns(classes, titles).drop("row")
    tree = ClassTree.of(table)
    tree.require(codes)
    used = {tree.codes[place] for code in codes.unique() for place in tree.path(code)}
    return ClassTree.of(table.filter(pl.col("code").is_in(used)))


def _packs_of(folder: Path) -> PackSet:
    """The packs of a workspace; outside one the shipped packs."""
    if (folder / CONFIG_NAME).is_file():
        return open_folder(folder).packs
    return load_packs([shipped_packs() / "cn"])

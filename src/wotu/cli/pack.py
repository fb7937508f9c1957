"""Commands on packs: check them, and run their examples."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wotu.chains.placement.examples import NodeResult, run_chain_examples
from wotu.cli.output import Json, command, messages, print_json, print_table, say
from wotu.contracts.odcs import import_odcs
from wotu.errors import PackError
from wotu.packs.loader import find_pack, load_packs
from wotu.rules.pack_test import ExampleResult, run_pack_examples
from wotu.rules.rulebook import load_rulebook

commands = typer.Typer(help="规则与合约包。 Packs of contracts and rules.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(help="包或文件夹，缺省 cn · Packs.")]


@commands.command("check")
@command
def check_packs(packs: Names = None, as_json: Json = False) -> None:
    """检查包。 Check packs: every fault with file, line and a suggestion."""
    folders = [find_pack(name, Path.cwd()) for name in packs or ["cn"]]
    try:
        loaded = load_packs(folders)
        book = load_rulebook(loaded)
    except PackError as error:
        if as_json:
            print_json({"faults": error.facts["faults"]})
        else:
            say(str(error))
        raise typer.Exit(1) from error
    counts = {
        "contracts": len(loaded.every_contract),
        "code_lists": len(loaded.code_lists),
        "indicators": len(loaded.indicators),
        "chains": len(loaded.chains),
        "scoreboards": len(loaded.scoreboards),
        "rules": len(book.rules),
        "faults": [],
    }
    if as_json:
        print_json(counts)
    else:
        say(
            f"✓ {counts['contracts']} 个合约、{counts['code_lists']} 个代码表、"
            f"{counts['indicators']} 个指标、{counts['chains']} 张产业链图、"
            f"{counts['scoreboards']} 张考核表、{counts['rules']} 条规则，没有错误"
        )


@commands.command("test")
@command
def run_examples(packs: Names = None, as_json: Json = False) -> None:
    """跑包里的例子。 Run the examples of every rule and chain map through the real engines."""
    folders = [find_pack(name, Path.cwd()) for name in packs or ["cn"]]
    loaded = load_packs(folders)
    rules = run_pack_examples(loaded)
    nodes = run_chain_examples(loaded.chains)
    results: list[ExampleResult | NodeResult] = [*rules, *nodes]
    if as_json:
        print_json([result.as_json() for result in results])
    else:
        _print_results(rules, [result for result in rules if result.faults])
        _print_chains(nodes)
    if any(result.faults for result in results):
        raise typer.Exit(1)


@commands.command("import-odcs")
@command
def import_contract(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="ODCS v3 文件 · File.")],
    out: Annotated[
        Path | None, typer.Option(help="包的 contracts 文件夹，缺省打印 · Folder to write to.")
    ] = None,
    as_json: Json = False,
) -> None:
    """把 ODCS 数据合约变成包里的合约。 Turn an ODCS data contract into contracts of a pack."""
    found = import_odcs(file)
    for name, text in found.contracts.items():
        if out is None:
            if not as_json:
                typer.echo(text, nl=False)
            continue
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.yaml").write_text(text, encoding="utf-8")
    if as_json:
        print_json({"contracts": found.contracts, "lost": found.lost})
        return
    for remark in found.lost:
        messages.print(f"! {remark}", soft_wrap=True)


def _print_results(results: list[ExampleResult], failed: list[ExampleResult]) -> None:
    rules = dict.fromkeys(result.rule for result in results)
    rows = [
        (rule, sum(r.rule == rule for r in results), sum(r.rule == rule for r in failed))
        for rule in rules
    ]
    print_table(("规则", "例子", "不符"), rows)
    for result in failed:
        for fault in result.faults:
            say(f"✗ {result.rule} · {result.name}: {fault}")


def _print_chains(results: list[NodeResult]) -> None:
    chains = dict.fromkeys(result.chain for result in results)
    rows = [
        (
            chain,
            sum(r.chain == chain for r in results),
            sum(r.chain == chain and bool(r.faults) for r in results),
        )
        for chain in chains
    ]
    print_table(("产业链", "环节", "不符"), rows)
    for result in results:
        for fault in result.faults:
            say(f"✗ {result.chain} · {result.node}: {fault}")

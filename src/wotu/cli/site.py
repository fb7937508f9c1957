"""Commands that serve: the site, and the demo."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from wotu.cli.judge import print_verdicts
from wotu.cli.output import Folder, Json, command, open_folder, print_json, progress_shown, say
from wotu.demo.showcase import SHOWCASE
from wotu.demo.workspace import AS_OF, FIRMS, SEED, DemoReport, make_demo
from wotu.program import program
from wotu.workspace import CONFIG_NAME, open_workspace

commands = typer.Typer()

Host = Annotated[str, typer.Option(help="监听地址 · Address to listen on.")]
Port = Annotated[int, typer.Option(help="端口 · Port.")]
Workers = Annotated[int, typer.Option(help="进程数 · Worker processes.")]


@commands.command()
@command
def serve(
    folder: Folder = Path(), host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 2
) -> None:
    """启动网站。 Serve the site of the workspace."""
    from wotu_site.serve import serve as serve_site

    workspace = open_folder(folder)
    say("正在启动网站……")
    serve_site(
        workspace.root,
        host,
        port,
        demo=workspace.config.demo,
        workers=workers,
        told=_open_here(host, port),
    )


@commands.command()
@command
def demo(
    folder: Annotated[
        Path, typer.Option("--dir", "-C", help="演示工作区 · Folder of the demo.")
    ] = Path("demo"),
    firms: Annotated[int, typer.Option(help="企业数 · Number of firms.")] = FIRMS,
    seed: Annotated[int, typer.Option(help="随机种子 · Seed.")] = SEED,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="只建不启动 · Build only.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 2,
    as_json: Json = False,
) -> None:
    """建演示园区并启动网站。 Invent a zone, import its files, build, and serve the site."""
    root = folder.resolve()
    report = None
    if not (root / CONFIG_NAME).exists():
        with progress_shown(hidden=as_json) as progress:
            report = make_demo(root, firms, AS_OF, seed, progress)
    open_workspace(root)
    accounts = _accounts(root)
    facts = {
        **(report.as_json() if report else {"workspace": str(root)}),
        "accounts": accounts,
        "firms": {key: {"code": code, "name": name} for key, (code, name) in SHOWCASE.items()},
    }
    if as_json:
        print_json(facts)
    else:
        _tell(root, report, accounts, f"http://{host}:{port}", no_serve)
    if not no_serve:
        from wotu_site.serve import serve as serve_site

        told = "" if as_json else _open_here(host, port)
        serve_site(root, host, port, demo=True, workers=workers, told=told)


def _open_here(host: str, port: int) -> str:
    """What is said once the site answers: nobody shall open an address that does not yet."""
    return f"打开 http://{host}:{port} ，Ctrl+C 停止"


def _accounts(root: Path) -> list[dict[str, Any]]:
    from wotu_site.serve import demo_accounts, prepare

    prepare(root, demo=True)
    return demo_accounts(SHOWCASE["short_of_rd"][0])


def _tell(
    root: Path,
    report: DemoReport | None,
    accounts: list[dict[str, Any]],
    address: str,
    no_serve: bool,
) -> None:
    """What was found, where to click, and who to be."""
    if report is None or report.build is None:
        say(f"沿用已有的演示工作区 {root}（删除该文件夹可重建）")
    else:
        facts = report.as_json()
        say(
            f"[bold]云岭高新区（虚构）[/]：{facts['files']} 个部门文件，{facts['rows']:,} 行入湖，"
            f"{facts['rejected']:,} 行隔离，{facts['set_aside']:,} 行不是记录；"
            f"{report.build.firms:,} 家企业，截至 {report.build.as_of}"
        )
        print_verdicts(report.build.verdicts)
    code, name = SHOWCASE["short_of_rd"]
    say(f"\n看一家企业为何还不是高新技术企业：{name}")
    say(f"  {program()} explain {code} --rule cn.hnte --dir {quote(str(root))}")
    if no_serve:
        say(f"  {program()} serve --dir {quote(str(root))}")
    else:
        say(f"  {address}/firms/{code}/")
    say("\n演示账号（密码公开，仅供演示）：")
    for account in accounts:
        who = f"{account['display_name']}，{account['department']}"
        say(f"  {account['username']:<14} {account['password']:<24} {who}")
    if not no_serve:
        say("\n正在启动网站……")

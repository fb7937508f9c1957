"""The command that asks a model for claims, where the zone has set one up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wotu.cli.output import Folder, Json, command, open_folder, print_json, progress_shown, say
from wotu.reading.library import DocumentLibrary
from wotu.reading.model_endpoint import endpoint_from
from wotu.reading.proposals import MOST_SENTENCES, propose_claims

commands = typer.Typer()


@commands.command("propose")
@command
def propose(
    document: Annotated[str, typer.Argument(help="文献编号 · Document.")],
    everything: Annotated[
        bool, typer.Option("--all", help="所有带数字的句子 · Every sentence with figures.")
    ] = False,
    most: Annotated[
        int, typer.Option(min=1, help="最多问几句 · Sentences at most.")
    ] = MOST_SENTENCES,
    folder: Folder = Path(),
    as_json: Json = False,
) -> None:
    """请模型补提数据（默认关闭）。 Ask a model for claims: off unless WOTU_MODEL_URL is set."""
    endpoint = endpoint_from()
    library = DocumentLibrary(open_folder(folder).lake)
    with progress_shown(as_json) as progress:
        found = propose_claims(
            library,
            document,
            endpoint,
            which="all" if everything else "unread",
            most=most,
            progress=progress,
        )
    agreeing = [one.claim for one in found.proposals if one.agrees]
    added = [one.claim for one in found.proposals if not one.agrees]
    if as_json:
        print_json(
            {
                "sentences": found.sentences,
                "proposed": added,
                "agrees": agreeing,
                "refused": [{"reason": why.value, "quote": quote} for why, quote in found.refused],
                "unanswered": found.unanswered,
            }
        )
        return
    say(
        f"✓ 问了 {found.sentences} 句：新提 {len(added)} 条待审，与语法一致 {len(agreeing)} 条，"
        f"不采用 {len(found.refused)} 条，未答 {found.unanswered} 句"
    )

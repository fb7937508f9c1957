"""The ``wotu`` command."""

from __future__ import annotations

import typer

from wotu import __version__
from wotu.cli import (
    advise,
    benefits,
    classify,
    climb,
    compare,
    complexity,
    data,
    documents,
    facts,
    gaps,
    identity,
    indicators,
    judge,
    missing,
    pack,
    pipelines,
    place,
    proposing,
    reading,
    reconcile,
    replay,
    rules,
    score,
    simulate,
    site,
    stock,
    target_changes,
    zone,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_show_locals=False,
    help="沃土：登记进，有理由的结论出。 Wotu: registers in, explained verdicts out.",
)

for module in (
    zone,
    data,
    facts,
    identity,
    judge,
    advise,
    missing,
    benefits,
    reading,
    reconcile,
    replay,
    simulate,
    site,
    stock,
    place,
    pipelines,
    proposing,
    gaps,
    complexity,
    score,
    climb,
    compare,
):
    for registered in module.commands.registered_commands:
        app.registered_commands.append(registered)
app.add_typer(indicators.commands, name="indicators")
app.add_typer(pack.commands, name="pack")
app.add_typer(rules.commands, name="rules")
app.add_typer(documents.commands, name="documents")
app.add_typer(classify.commands, name="classify")
app.add_typer(target_changes.commands, name="targets")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"wotu {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="版本 · Version."
    ),
) -> None:
    """Options of the command itself."""

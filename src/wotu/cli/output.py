"""What every command shares: JSON or tables on stdout, progress and errors on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from wotu.errors import WotuError
from wotu.progress import Progress as Report
from wotu.workspace import Workspace, open_workspace

PIPED_WIDTH = 160
"""Columns of output that no terminal shows: wide enough for every table."""

console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)
messages = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a sentence; the terminal breaks it where it likes."""
    console.print(text, soft_wrap=True)


Folder = Annotated[
    Path,
    typer.Option("--dir", "-C", envvar="WOTU_DIR", help="工作区文件夹 · Workspace folder."),
]
Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出 · Print JSON.")]
English = Annotated[
    bool, typer.Option("--en", envvar="WOTU_ENGLISH", help="英文输出 · Answer in English.")
]

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def command(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Errors that Wotu explains end the command with status 1, in JSON where that was asked for."""

    @wraps(function)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except WotuError as error:
            if kwargs.get("as_json"):
                print_json(error.as_json())
            else:
                messages.print(f"[bold red]✗[/] {escape(error.message)}", soft_wrap=True)
            raise typer.Exit(1) from error

    return run


def open_folder(folder: Path) -> Workspace:
    """The workspace of a command."""
    return open_workspace(folder.resolve())


def author() -> str:
    """Who runs the command, for the record."""
    return os.environ.get("WOTU_AUTHOR") or os.environ.get("USER") or "command line"


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n")


def print_table(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a plain table; figures stand at the right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, header in enumerate(headers):
        figures = all(isinstance(row[place], int | float) for row in rows) and bool(rows)
        justify: Literal["left", "right"] = "right" if figures else "left"
        table.add_column(header, justify=justify, overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*[_cell(value) for value in row])
    console.print(table)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    # Years are whole numbers too, and have no comma.
    grouped = isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10_000
    return f"{value:,}" if grouped else escape(str(value))


@contextmanager
def progress_shown(hidden: bool) -> Iterator[Report]:
    """A progress bar on stderr for work that takes longer than a moment."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    started = time.monotonic()
    with Progress(*columns, console=messages, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=1.0, visible=False)

        def report(done: float, message: str) -> None:
            visible = time.monotonic() - started > 1
            bar.update(task, completed=done, description=message, visible=visible)

        yield report

"""Commands that serve: the site, and the demo."""

from __future__ import annotations

import typer

commands = typer.Typer()

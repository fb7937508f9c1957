"""Short notices that appear once, with a way to undo what was done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo="


def tell(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Say that something was done; ``undo`` is the address to post to for taking it back."""
    messages.success(request, str(text), extra_tags=f"{UNDO}{undo}" if undo else "")


def warn(request: HttpRequest, text: str | Promise) -> None:
    """Say that something was not done, and why; the notice stays until it is closed."""
    messages.warning(request, str(text))


def undo_address(extra_tags: str | None) -> str:
    """The address that takes back what a notice tells of, or an empty text."""
    tags = extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""

"""The words for what people do and to what, filled in by the apps that do it."""

from __future__ import annotations

from django.utils.functional import Promise

#: Action and its words: ``{"account.created": "Account created"}``.
WORDS: dict[str, str | Promise] = {}


#: Kind of thing and its word: ``{"account": "Account"}``.
KINDS: dict[str, str | Promise] = {}


def action_label(action: str) -> str:
    """An action in words; an action nobody has named is shown as it is."""
    return str(WORDS.get(action, action))


def kind_label(kind: str) -> str:
    """A kind of thing in words; a kind nobody has named is shown as it is."""
    return str(KINDS.get(kind, kind))

"""What can be done with the firms that somebody has chosen in the list; apps fill it in.

```python
services.register_bulk_action(BulkAction("shortlist", _("Add to a list"), "list", "ladder:add"))
```
The page of the action is posted to. It asks ``queries.selected_firms(request)`` which firms are
meant, and leads back to ``queries.way_back(request)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from wotu_site.access.registry import may_open


@dataclass(frozen=True, slots=True)
class BulkAction:
    """One action: its words, the name of its address, and what it asks for beside its button.

    ``template`` is drawn before the button, inside the form, with what ``context(request)`` gives.
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str
    template: str = ""
    context: Callable[[HttpRequest], dict[str, Any]] = lambda _request: {}
    order: int = 100


@dataclass(frozen=True, slots=True)
class OfferedAction:
    """An action as one person sees it."""

    label: str | Promise
    icon: str
    address: str
    asks: SafeString | str


_actions: dict[str, BulkAction] = {}


def register(action: BulkAction) -> None:
    """Offer an action in the list of firms."""
    _actions[action.key] = action


def offered(request: HttpRequest) -> tuple[OfferedAction, ...]:
    """The actions this person may use, in order."""
    actions = sorted(_actions.values(), key=lambda action: action.order)
    return tuple(
        OfferedAction(
            action.label,
            action.icon,
            reverse(action.url_name),
            render_to_string(action.template, action.context(request)) if action.template else "",
        )
        for action in actions
        if may_open(request.user, action.url_name)
    )

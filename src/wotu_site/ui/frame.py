"""What stands round every page: navigation, top bar, language and theme.

Apps can put something of their own into the top bar:
``frame.add_to_top_bar("jobs/bell.html", bell)``, where ``bell(request)`` gives the context.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wotu_site.ui import navigation

THEME_COOKIE = "wotu_theme"


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its own name, and by what fits on a telephone."""

    code: str
    name: str
    short: str


LANGUAGES = (Language("zh-hans", "中文", "中文"), Language("en", "English", "EN"))

_top_bar: list[tuple[str, Callable[[HttpRequest], dict[str, Any]]]] = []


def add_to_top_bar(template: str, context: Callable[[HttpRequest], dict[str, Any]]) -> None:
    """Show a template in the top bar of signed-in people, with the context that is given."""
    _top_bar.append((template, context))


class Frame:
    """The frame of one page; nothing is worked out before a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def signed_in(self) -> bool:
        """Whether the page is shown to somebody we know."""
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @cached_property
    def work(self) -> list[navigation.Entry]:
        """The entries of the navigation, in the order of the work."""
        return navigation.entries(navigation.WORK, self.request.user, self._namespace)

    @cached_property
    def upkeep(self) -> list[navigation.Entry]:
        """The entries that keep the site itself running."""
        return navigation.entries(navigation.UPKEEP, self.request.user, self._namespace)

    @cached_property
    def top_bar(self) -> list[SafeString]:
        """What apps put into the top bar."""
        return [render_to_string(name, context(self.request)) for name, context in _top_bar]

    @property
    def languages(self) -> list[Language]:
        """The other languages the site can be read in."""
        return [language for language in LANGUAGES if language.code != get_language()]

    @property
    def html_language(self) -> str:
        """The language of the page for the ``lang`` attribute."""
        return {"zh-hans": "zh-Hans"}.get(get_language() or "", "en")

    @property
    def theme(self) -> str:
        """``dark`` or ``light``; the exhibition hall is always dark."""
        dark = self.hall or self.request.COOKIES.get(THEME_COOKIE) == "dark"
        return "dark" if dark else "light"

    @property
    def hall(self) -> bool:
        """Whether the page is shown full-screen in an exhibition hall (``?hall=1``)."""
        return self.request.GET.get("hall") == "1"

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration with made-up firms."""
        return settings.DEMO

    @property
    def here(self) -> str:
        """The address of the present page, to come back to."""
        return self.request.get_full_path() if self.request.method == "GET" else "/"

    @property
    def _namespace(self) -> str:
        match = self.request.resolver_match
        return match.namespace if match else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` in every template."""
    return {"frame": Frame(request)}

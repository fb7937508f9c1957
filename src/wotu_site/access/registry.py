"""The declarations of all pages in one table, read from the address patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from wotu_site.access.permissions import Access, access_of


@dataclass(frozen=True, slots=True)
class Address:
    """One address pattern: its full name, its route, its view and who may open it."""

    name: str
    route: str
    view: Callable[..., Any]
    access: Access | None


@cache
def addresses() -> tuple[Address, ...]:
    """Every address pattern of the site, in the order in which they are tried."""
    return tuple(_walk(get_resolver(), namespace="", route=""))


@cache
def access_by_name() -> dict[str, Access | None]:
    """Who may open the page of each address name."""
    return {address.name: address.access for address in addresses()}


def may_open(user: Any, name: str) -> bool:
    """Whether the user may open the page of this address name; an unknown name is refused."""
    access = access_by_name().get(name)
    return access is not None and access.permits(user)


def _walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        below = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, below)
        elif isinstance(pattern, URLPattern):
            name = namespace + (pattern.name or "")
            yield Address(name, below, pattern.callback, access_of(pattern.callback))

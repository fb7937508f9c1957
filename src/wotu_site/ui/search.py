"""One search box for everything: apps register what they can find.

```python
search.register(Provider("firms", _("Firms"), find_firms, order=10))
```
A provider gets the words, the person who asks and how many hits are wanted, and gives ``Hit``s
that this person may open, best first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from wotu_site.access.roles import Person

LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, and where it is."""

    title: str
    address: str
    detail: str = ""
    icon: str = "chevron-right"


@dataclass(frozen=True, slots=True)
class Provider:
    """Something that can be searched."""

    key: str
    label: str | Promise
    find: Callable[[str, Person, int], Sequence[Hit]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one provider."""

    key: str
    label: str | Promise
    hits: tuple[Hit, ...]


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Let the search box ask this provider too."""
    _providers[provider.key] = provider


def find(words: str, person: Person, *, limit: int) -> list[HitGroup]:
    """What every provider finds, at most ``limit`` hits each; groups without hits are left out."""
    query = " ".join(words.split())[:LONGEST_QUERY]
    if not query:
        return []
    providers = sorted(_providers.values(), key=lambda provider: provider.order)
    groups = [
        HitGroup(provider.key, provider.label, tuple(provider.find(query, person, limit))[:limit])
        for provider in providers
    ]
    return [group for group in groups if group.hits]

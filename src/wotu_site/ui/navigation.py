"""The left navigation: its order and words are fixed here, apps fill in their pages.

```python
navigation.register("firms", "firms:list")     # in the app's ``ready()``
```
An entry whose page nobody registered, or which the person may not open, is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from wotu_site.access.registry import may_open


@dataclass(frozen=True, slots=True)
class Section:
    """A place in the navigation that an app can fill."""

    key: str
    label: Promise
    icon: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the navigation as one person sees it."""

    section: Section
    address: str
    current: bool


#: The order of the work.
WORK = (
    Section("home", pgettext_lazy("navigation", "Home"), "home"),
    Section("firms", pgettext_lazy("navigation", "Firms"), "building"),
    Section("ladder", pgettext_lazy("navigation", "Ladder"), "stairs"),
    Section("policies", pgettext_lazy("navigation", "Policies"), "gavel"),
    Section("benefits", pgettext_lazy("navigation", "Benefits"), "coin"),
    Section("chains", pgettext_lazy("navigation", "Industry chains"), "sitemap"),
    Section("targets", pgettext_lazy("navigation", "Targets and evaluation"), "target"),
    Section("documents", pgettext_lazy("navigation", "Documents"), "books"),
    Section("data", pgettext_lazy("navigation", "Data"), "database"),
)

#: What keeps the site itself running.
UPKEEP = (
    Section("jobs", pgettext_lazy("navigation", "Jobs"), "list-check"),
    Section("accounts", pgettext_lazy("navigation", "Accounts"), "users"),
    Section("audit", pgettext_lazy("navigation", "Audit log"), "shield-check"),
)

_pages: dict[str, str] = {}

#: Namespaces of apps without a section of their own, and the section that they belong to.
_belonging: dict[str, str] = {}


class UnknownSectionError(LookupError):
    """An app registers a page under a section that the navigation does not have."""


def register(section: str, url_name: str) -> None:
    """Fill a section with the page of this address name."""
    if section not in {known.key for known in (*WORK, *UPKEEP)}:
        raise UnknownSectionError(f"the navigation has no section {section!r}")
    _pages[section] = url_name


def belong(namespace: str, section: str) -> None:
    """Say under which section the pages of an app stand that fills none itself."""
    _belonging[namespace] = section


def entries(sections: tuple[Section, ...], user: Any, namespace: str) -> list[Entry]:
    """The sections this person may open, in order; ``namespace`` is that of the present page."""
    return [
        Entry(
            section,
            reverse(name),
            current=name.partition(":")[0] == namespace or _belonging.get(namespace) == section.key,
        )
        for section in sections
        if (name := _pages.get(section.key)) and may_open(user, name)
    ]

"""Tabs over a section of the navigation that several apps fill together.

```python
section_tabs.register("targets", SectionTab("targets:home", _("Targets"), order=10))
```
An app registers its tabs in ``ready()``; each of its pages shows those the person may open.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class SectionTab:
    """A tab that an app adds to a section; its page is that of the address name."""

    url_name: str
    label: str | Promise
    order: int = 100


_tabs: dict[str, dict[str, SectionTab]] = defaultdict(dict)


def register(section: str, tab: SectionTab) -> None:
    """Add a tab to a section."""
    _tabs[section][tab.url_name] = tab


def section_tabs(section: str, current: str, person: Person) -> tuple[Tab, ...]:
    """The tabs of a section that a person may open; ``current`` is the address name shown."""
    return tuple(
        Tab(tab.label, reverse(tab.url_name), tab.url_name == current)
        for tab in sorted(_tabs[section].values(), key=lambda tab: tab.order)
        if may_open(person, tab.url_name)
    )

"""HTML as tags and text, in one pass whose cost is linear in the length whatever the page holds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(r"[a-zA-Z][^\s/>]{0,60}")
_STOP: Final = re.compile(r"[\"'>]")
_ATTRIBUTE: Final = re.compile(
    r"""([^\s"'<>/=]{1,100})(?:\s{0,20}=\s{0,20}("[^"]*"|'[^']*'|[^\s"'<>]+))?"""
)
_MAX_ATTRIBUTES: Final = 8_192
RAW: Final = frozenset({"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose content is no markup."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, or with ``closing`` an end tag; the name in lower case."""

    name: str
    closing: bool = False
    attributes: str = ""

    def read(self) -> dict[str, str]:
        """Attributes by name in lower case."""
        found = _ATTRIBUTE.findall(self.attributes[:_MAX_ATTRIBUTES])
        return {name.lower(): html.unescape(value.strip("\"'")) for name, value in found}


def tokens(page: str) -> Iterator[Tag | str]:
    """Tags and the text between them; comments and declarations are left out.

    What is opened and never closed reaches to the end of the page, as in browsers.
    """
    finder, position, length = _Finder(page), 0, len(page)
    while position < length:
        opened = page.find("<", position)
        if opened < 0:
            opened = length
        if opened > position:
            yield html.unescape(page[position:opened])
        if opened >= length:
            return
        if page.startswith("<!--", opened):
            position = finder.after("-->", opened + 4)
        elif page.startswith("<![CDATA[", opened):
            position = finder.after("]]>", opened + 9)
        elif page.startswith(("<!", "<?"), opened):
            position = finder.after(">", opened + 2)
        else:
            closing = page.startswith("</", opened)
            name = _NAME.match(page, opened + 1 + closing)
            if name is None:  # a bare sign, as in "利润<0"
                yield "<"
                position = opened + 1
                continue
            position = finder.tag_end(name.end())
            inside = page[name.end() : position - 1]
            tag = Tag(name.group().lower(), closing, inside)
            yield tag
            if not closing and tag.name in RAW and not inside.rstrip().endswith("/"):
                ends = finder.closing_tag(tag.name, position)
                yield page[position:ends]
                position = ends


class _Finder:
    """Searches that are not repeated once they have failed."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._missing: set[str] = set()

    def find(self, what: str, start: int) -> int:
        """Where it stands from ``start`` on, or -1."""
        if what in self._missing:
            return -1
        found = self._page.find(what, start)
        if found < 0:
            self._missing.add(what)
        return found

    def after(self, what: str, start: int) -> int:
        found = self.find(what, start)
        return len(self._page) if found < 0 else found + len(what)

    def tag_end(self, start: int) -> int:
        """Behind the ``>`` of a tag, beyond quoted values."""
        page = self._page
        while stop := _STOP.search(page, start):
            start = stop.end()
            if stop.group() == ">":
                return start
            if page[max(stop.start() - 8, 0) : stop.start()].rstrip().endswith("="):
                closed = self.find(stop.group(), start)
                start = closed + 1 if closed >= 0 else start
        return len(page) + 1

    def closing_tag(self, name: str, start: int) -> int:
        key = f"</{name}"
        if key in self._missing:
            return len(self._page)
        found = re.compile(re.escape(key), re.IGNORECASE).search(self._page, start)
        if found is None:
            self._missing.add(key)
            return len(self._page)
        return found.start()

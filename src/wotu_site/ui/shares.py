"""A bar of several counts side by side, each part a link to what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: what it counts, how it looks, and where its firms are listed."""

    label: str | Promise
    count: int
    css: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class SharesBar:
    """Parts of a whole; ``width`` is that of the drawing, in its own units."""

    parts: tuple[Part, ...]
    label: str | Promise = ""
    width: float = 240

    @property
    def total(self) -> int:
        """The whole."""
        return sum(part.count for part in self.parts)

    @property
    def drawn(self) -> Iterable[tuple[Part, float, float]]:
        """Each part that counts anything, with its place and width.

        A part too small to be seen is drawn a little wider than it is.
        """
        shown = [part for part in self.parts if part.count]
        least = 2.0
        widths = [max(part.count / self.total * self.width, least) for part in shown]
        scale = self.width / sum(widths) if widths else 1.0
        at = 0.0
        for part, width in zip(shown, widths, strict=True):
            yield part, round(at, 1), round(width * scale, 1)
            at += width * scale

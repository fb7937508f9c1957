"""A figure is never alone: value, unit, date, and the way to its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wotu_site.ui import formats


@dataclass(frozen=True, slots=True)
class Figure:
    """One value as a page shows it.

    ``unit`` is ``cny`` (money), ``share`` (0 to 1), ``count``, or the unit's own word (``人``).
    ``value`` None means that nobody has told us; it is shown as unknown, never as zero.
    ``as_of`` is the date or period the value belongs to; ``evidence`` the address of its evidence.
    ``threshold`` is what the value is compared with, in the same unit as the value.
    ``disputed`` says that sources state other values.
    """

    value: formats.Amount | str | None
    unit: str = "count"
    as_of: date | str | None = None
    evidence: str = ""
    threshold: formats.Amount | None = None
    disputed: bool = False

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def number(self) -> str:
        """The value without its unit."""
        if self.value is None:
            return formats.unknown_text()
        if isinstance(self.value, str):
            return self.value
        if self.unit == "cny":
            return formats.money_parts(self.value, threshold=self.threshold)[0]
        if self.unit == "share":
            return formats.share_text(self.value, threshold=self.threshold)
        return formats.count_text(self.value)

    @property
    def unit_word(self) -> str:
        """The unit as a word; empty where the number carries it or there is no value."""
        if self.value is None or self.unit in ("share", "count"):
            return ""
        if self.unit == "cny" and not isinstance(self.value, str):
            return formats.money_parts(self.value, threshold=self.threshold)[1]
        return self.unit

    @property
    def date_text(self) -> str:
        """The date or period, as ``2026-03-01`` or as given."""
        return self.as_of.isoformat() if isinstance(self.as_of, date) else self.as_of or ""

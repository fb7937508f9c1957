"""Words kept in both languages, for what is written now and read later by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext, override


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Chinese and in English."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.zh


def in_both(message: str, **values: Any) -> Words:
    """A message of the catalogue in both languages, its ``%(name)s`` filled in.

    Mark the message with ``gettext_noop`` where it is written, so that it is collected.
    """
    texts = {}
    for code in ("zh-hans", "en"):
        with override(code):
            texts[code] = gettext(message) % values if values else gettext(message)
    return Words(zh=texts["zh-hans"], en=texts["en"])

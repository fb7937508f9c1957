"""What an import tells the officer beside the rows: short bilingual remarks with a stable code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """One remark; ``facts`` are what the texts were made from."""

    code: str
    zh: str
    en: str
    facts: dict[str, Any] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return self.zh

    def in_language(self, language: str) -> str:
        """The Chinese text for ``zh`` and its variants, the English one otherwise."""
        return self.zh if language.startswith("zh") else self.en

    def as_json(self) -> dict[str, Any]:
        """The remark as plain values."""
        return {"code": self.code, "zh": self.zh, "en": self.en, **self.facts}

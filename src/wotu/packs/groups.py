"""Groups of measures: those of which a firm gets one, and those with a ceiling together."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from wotu.packs.schema import Label, PackModel


class MeasureGroup(PackModel):
    """A limit over several measures, which name the group in their rules.

    ``one_of``: a firm gets the measure that brings most (就高不重复). ``ceiling``: all of them
    together bring a firm at most ``ceiling`` 万元 a year.
    """

    group: str
    label: Label
    kind: Literal["one_of", "ceiling"]
    ceiling_wan: Decimal | None = Field(default=None, gt=0)
    """In 万元 (10,000 yuan)."""
    cite: str
    """The text and clause, in full: a group belongs to no single rule."""

    @model_validator(mode="after")
    def _ceiling_where_asked(self) -> MeasureGroup:
        if (self.kind == "ceiling") != (self.ceiling_wan is not None):
            raise ValueError("'ceiling_wan' is given for groups of kind 'ceiling', and only there")
        return self

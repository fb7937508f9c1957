"""What documents say of the same thing, side by side: statements, differences and items."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wotu.contracts.notices import Notice
from wotu.reading.claim import Claim, ClaimKind

LAKE: Final = "lake"
"""Source of the lake's own figures."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as one source states it."""

    id: str
    """Stable while the claim is; of a document the id of its stored claim."""
    source: str
    """Id of the document, or ``lake``."""
    source_name: str
    published: dt.date | None
    claim: Claim
    sentence: str
    """The sentence of the figure, as written."""


class Difference(StrEnum):
    """How two figures for the same thing differ, the least first."""

    SAME = "same"
    ROUNDING = "rounding"  # one is the other, rounded to the digits it is written with
    BOUND = "bound"  # 超2000 and 2013: both can be true
    VINTAGE = "vintage"  # preliminary and revised
    SCOPE = "scope"  # the words name another extent: 规上, 不含, 高新区
    UNIT = "unit"  # off by the size of a unit
    CONFLICT = "conflict"

    @property
    def is_agreement(self) -> bool:
        """Whether both figures can be true of one and the same thing."""
        return self in _AGREEMENT


_AGREEMENT: Final = frozenset({Difference.SAME, Difference.ROUNDING, Difference.BOUND})
SEVERITY: Final = {difference: place for place, difference in enumerate(Difference)}
"""Place of each class in the order of severity."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A person's decision which statement of an item is taken."""

    key: str
    """Of the item as it was then."""
    statement: str
    """Id of the statement that is taken."""
    figure: str
    """What it said, in words: ``4.1%``."""
    author: str
    reason: str
    at: dt.datetime
    weighed: frozenset[str]
    """Fingerprints of all statements that the person saw."""


@dataclass(frozen=True)
class Item:
    """Two or more statements of the same subject, metric, period and kind."""

    key: str
    """Sixteen hexadecimal digits; the same as long as subject, metric, period and kind are."""
    subject: str
    metric: str
    """Name of the indicator where the dictionary knows the metric, else the document's words."""
    period: str | None
    """In one form: ``asof:2023`` and ``2023-12-31`` are ``2023``; None where no text gives one."""
    kind: ClaimKind
    unit: str
    statements: tuple[Statement, ...]
    """The one taken by default first, then in order of precedence."""
    difference: Difference
    """The worst between any two of them."""
    explanation: Notice
    """On the two figures that differ most: both, and why. Its code is the class."""
    settled: Settlement | None = None
    reopened: Settlement | None = None
    """A settlement that a statement unknown to it contradicts, or whose statement is gone."""

    @property
    def default(self) -> Statement:
        """The statement taken unless a person settles otherwise."""
        return self.statements[0]

    @property
    def taken(self) -> Statement:
        """The statement that stands: the settled one, else the default."""
        chosen = self.settled.statement if self.settled else None
        return next((one for one in self.statements if one.id == chosen), self.default)

    @property
    def differs(self) -> bool:
        """Whether the figures are not all the same."""
        return self.difference is not Difference.SAME


def fingerprint(statement: Statement) -> str:
    """What tells a statement from one that is new: its id and what it says."""
    claim = statement.claim
    return f"{statement.id} {claim.figure.normalize()} {claim.figure_max} {claim.unit}"

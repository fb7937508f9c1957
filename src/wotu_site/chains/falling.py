"""What breaks where a link falls out, as the library finds it."""

from __future__ import annotations

from dataclasses import dataclass

from wotu.build.snapshot import Snapshot
from wotu.packs.chains import ChainMap
from wotu_site.chains.words import said

#: How a link is hit, as the drawing marks it.
FALLEN, BROKEN, STRAINED, STAND_IN = "fallen", "broken", "strained", "stand-in"


@dataclass(frozen=True, slots=True)
class Fallout:
    """A link that is taken away, and what becomes of the others."""

    label: str
    fallen: str
    broken: tuple[str, ...]
    strained: tuple[str, ...]
    stand_ins: tuple[str, ...]
    sentences: tuple[str, ...]

    def mark_of(self, name: str) -> str:
        """How a link is hit; empty where it is not."""
        marks = {
            FALLEN: (self.fallen,),
            BROKEN: self.broken,
            STRAINED: self.strained,
            STAND_IN: self.stand_ins,
        }
        return next((mark for mark, names in marks.items() if name in names), "")


def fallout_or_none(snapshot: Snapshot, chain: ChainMap, node: str) -> Fallout | None:
    """What breaks without a link; None where no link of this name is asked for."""
    return None

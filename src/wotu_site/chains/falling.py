"""What breaks where a link falls out, as the library finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wotu.build.snapshot import Snapshot
from wotu.chains.links import Removal, without_node
from wotu.packs.chains import ChainMap
from wotu_site.chains import measured
from wotu_site.chains.words import enumerated, said
from wotu_site.ui.formats import count_text, share_text

#: How a link is hit, as the drawing marks it.
FALLEN, BROKEN, HELD, STAND_IN = "fallen", "broken", "held", "stand-in"


@dataclass(frozen=True, slots=True)
class Fallout:
    """A link that is taken away, how the others are hit, and the same in sentences."""

    label: str
    marks: dict[str, str]
    sentences: tuple[str, ...]

    def mark_of(self, name: str) -> str:
        """How a link is hit; empty where it is not."""
        return self.marks.get(name, "")


def fallout_or_none(snapshot: Snapshot, chain: ChainMap, node: str) -> Fallout | None:
    """What breaks without a link; None where no link of this name is asked for."""
    if node not in chain.links:
        return None
    removal = without_node(
        chain, node, measured.strength_table(snapshot), measured.place_table(snapshot)
    )
    return Fallout(said(chain.nodes[node].label), _marks(removal), tuple(_told(chain, removal)))


def _marks(removal: Removal) -> dict[str, str]:
    marks = {one.node: STAND_IN for one in removal.stand_ins if one.present}
    marks |= {one.node: HELD for one in removal.held}
    marks |= {one.node: BROKEN for one in removal.broken}
    return {**marks, removal.node: FALLEN}


def _told(chain: ChainMap, removal: Removal) -> Iterator[str]:
    broken, held = removal.broken, removal.held
    if broken:
        told = ngettext(
            "%(number)s link stands still: %(links)s.",
            "%(number)s links stand still: %(links)s.",
            len(broken),
        )
        yield told % {"number": len(broken), "links": _labels(chain, [o.node for o in broken])}
    else:
        yield _("No link stands still.")
    if removal.share_affected is not None:
        yield _("Firms affected: %(firms)s, %(share)s of those on the chain in the zone.") % {
            "firms": count_text(removal.firms_affected),
            "share": share_text(removal.share_affected),
        }
    present = [one for one in removal.stand_ins if one.present]
    if present:
        yield _("%(links)s can stand in, and keeps up: %(held)s.") % {
            "links": _labels(chain, [one.node for one in present]),
            "held": _labels(chain, [one.node for one in held]) or "—",
        }
    if removal.firms_elsewhere is not None:
        yield _("Elsewhere %(firms)s firms in %(places)s places make it.") % {
            "firms": count_text(removal.firms_elsewhere),
            "places": count_text(removal.places_elsewhere),
        }


def _labels(chain: ChainMap, names: list[str]) -> str:
    return enumerated(said(chain.nodes[name].label) for name in names)

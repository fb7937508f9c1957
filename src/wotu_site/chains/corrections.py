"""What people have said of placements: what stands in the lake, and what waits for a build."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from wotu.build.snapshot import Snapshot
from wotu.chains.tables import CHAIN_FIRMS, ZONE
from wotu.lake.placement_corrections import PlacementCorrection, PlacementCorrections
from wotu_site.chains.placed import Placed, zone_firm_or_none
from wotu_site.snapshots.queries import last_commit, workspace

#: A firm on a link.
PlacementKey = tuple[str, str, str]


def corrections() -> PlacementCorrections:
    """The corrections of the zone."""
    return PlacementCorrections(workspace().lake.root)


def standing() -> dict[PlacementKey, PlacementCorrection]:
    """The corrections that stand; read again only when somebody has said something."""
    root = workspace().lake.root
    return _standing(root, last_commit(root / "placement_corrections"))


def standing_on(chain: str, node: str) -> dict[str, PlacementCorrection]:
    """The corrections of one link, by firm."""
    return {
        firm: said for (firm, of, link), said in standing().items() if (of, link) == (chain, node)
    }


def waits(said: PlacementCorrection | None, found: Placed | None) -> bool:
    """Whether the snapshot does not know yet what stands of a placement."""
    return (said.right if said else None) != (found.judged if found else None)


def as_placed(said: PlacementCorrection, snapshot: Snapshot) -> Placed:
    """A firm that a person put on a link, as the next build will place it."""
    firm = zone_firm_or_none(snapshot, said.firm_id)
    known = firm or dict.fromkeys(CHAIN_FIRMS)
    return Placed(
        chain=said.chain,
        node=said.node,
        confidence=1.0 if said.right else 0.0,
        main=False,
        judged=None,
        words=None,
        **{
            **{name: known[name] for name in CHAIN_FIRMS if name != "sales_before_cny"},
            "firm_id": said.firm_id,
            "name": known["name"] or said.firm_id,
            "place": ZONE,
        },
    )


@lru_cache(maxsize=2)
def _standing(root: Path, _commit: str) -> dict[PlacementKey, PlacementCorrection]:
    known = PlacementCorrections(root).standing()
    return {(one.firm_id, one.chain, one.node): one for one in known}

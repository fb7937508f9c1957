"""What the bar over chosen firms offers: lists, years, rungs and officers."""

from __future__ import annotations

from dataclasses import dataclass

from wotu.build.snapshot import Snapshot
from wotu_site.firms import queries as firms
from wotu_site.ladder import work
from wotu_site.ladder.forms import target_choices, year_choices
from wotu_site.ladder.models import Membership


@dataclass(frozen=True, slots=True)
class ListingOffer:
    """The choices for putting firms on a list; ``target`` is the one chosen at first."""

    lists: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    targets: tuple[tuple[str, str], ...]
    target: str
    officers: tuple[tuple[int, str], ...]


def listing_offer(snapshot: Snapshot, rung: str = "") -> ListingOffer:
    """The choices; ``rung`` is the one that the firms are likely to aim at."""
    highest = next((one.kind for one in work.ruled_rungs(snapshot)), "")
    return ListingOffer(
        lists=tuple((one.value, str(one.label)) for one in Membership.Kind),
        years=tuple(year_choices(snapshot.manifest.as_of)),
        targets=tuple(target_choices(snapshot)),
        target=rung or highest,
        officers=tuple((one.pk, one.display_name) for one in firms.possible_officers()),
    )

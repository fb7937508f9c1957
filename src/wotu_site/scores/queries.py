"""What can be asked about scoreboards, by other apps."""

from __future__ import annotations

from dataclasses import dataclass

from wotu_site.scores import measured
from wotu_site.scores.pages.frame import place_address
from wotu_site.scores.pages.home import rank_before
from wotu_site.scores.places import own_place
from wotu_site.scores.words import interval_text, said
from wotu_site.snapshots.queries import has_snapshot, snapshot

__all__ = ["OwnStanding", "own_standings"]


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """Where the zone stands on an edition in its newest year; ``before``: the rank a year ago."""

    board: str
    year: str
    rank: int
    interval: str
    places: int
    before: int | None
    address: str


def own_standings() -> tuple[OwnStanding, ...]:
    """The zone on every edition that ranks it, in the order of the editions."""
    own = own_place()
    if not own or not has_snapshot():
        return ()
    found = []
    for state in measured.states(snapshot()):
        year = state.latest
        one = measured.of_place(snapshot(), state.board.id, year, own) if year else None
        if year is None or one is None or one.rank is None:
            continue
        found.append(
            OwnStanding(
                board=said(state.board.label),
                year=year,
                rank=one.rank,
                interval=interval_text(one.rank_low, one.rank_high),
                places=measured.run_of(snapshot(), state.board.id, year).places,
                before=rank_before(state, year, own),
                address=place_address(state.board.id, year, own),
            )
        )
    return tuple(found)

"""Scoreboards and the places on them, in the search box."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.pages.frame import board_address, place_address
from wotu_site.scores.words import interval_text, said, years_text
from wotu_site.snapshots.queries import has_snapshot, snapshot
from wotu_site.ui.search import Hit


def find_scores(words: str, person: Person, limit: int) -> list[Hit]:
    """Editions and ranked places whose name has these words: those that begin so first."""
    if not may_open(person, "scores:ranking") or not has_snapshot():
        return []
    wanted = words.casefold()
    found: list[tuple[bool, Hit]] = []
    seen: set[str] = set()
    for state in measured.states(snapshot()):
        if state.latest is None:
            continue
        names = (state.board.label.zh, state.board.label.en)
        if any(wanted in name.casefold() for name in names):
            starts = any(name.casefold().startswith(wanted) for name in names)
            found.append((not starts, _board_hit(state, state.latest)))
        found += _places(state, state.latest, wanted, seen)
    found.sort(key=lambda one: one[0])
    return [hit for _near, hit in found[:limit]]


def _board_hit(state: BoardState, year: str) -> Hit:
    address = board_address("ranking", state.board.id, year)
    return Hit(said(state.board.label), address, years_text(state.periods), "trophy")


def _places(state: BoardState, year: str, wanted: str, seen: set[str]) -> list[tuple[bool, Hit]]:
    """A place stands once, on the first scoreboard that has it."""
    hits = []
    for one in measured.ranked(snapshot(), state.board.id, year):
        if one.rank is None or one.place in seen or wanted not in one.name.casefold():
            continue
        seen.add(one.place)
        said_of = {
            "rank": one.rank,
            "interval": interval_text(one.rank_low, one.rank_high),
            "year": year,
        }
        detail = _("rank %(rank)s (%(interval)s) in %(year)s") % said_of
        address = place_address(state.board.id, year, one.place)
        hits.append(
            (not one.name.casefold().startswith(wanted), Hit(one.name, address, detail, "map-pin"))
        )
    return hits

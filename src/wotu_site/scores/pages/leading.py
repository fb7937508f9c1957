"""What a ranking says in a few sentences that a leader can pass on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu_site.scores import measured
from wotu_site.scores.measured import FlipRow
from wotu_site.scores.pages.home import rank_before
from wotu_site.scores.places import place_name
from wotu_site.scores.words import (
    in_page_language,
    interval_text,
    level_text,
    moved_text,
    named,
    whole_share,
)
from wotu_site.snapshots.queries import snapshot

#: Share of draws from which one place is said to stand before the next.
SURE = 0.9
#: Which kinds of flips are told first; choices of method come last.
KINDS = {"value": 0, "weight": 1}


def leading_words(board: BoardState, year: str, place: str) -> tuple[str, ...]:
    """Where a place stands, how sure that is and what would change it; else who is first."""
    own = measured.of_place(snapshot(), board.board.id, year, place)
    if own is None or own.rank is None:
        return (*_first(board, year), _open_pairs(board, year))
    run = measured.run_of(snapshot(), board.board.id, year)
    said = {
        "place": own.name,
        "rank": own.rank,
        "places": run.places,
        "level": level_text(run.level),
        "interval": interval_text(own.rank_low, own.rank_high),
        "sure": whole_share(own.share_at_rank),
        "moved": moved_text(rank_before(board, year, place), own.rank),
    }
    if own.rank_low == own.rank_high:
        words = _(
            "%(place)s is rank %(rank)s of %(places)s, and stays there in %(sure)s of the draws."
        )
    else:
        words = _(
            "%(place)s is rank %(rank)s of %(places)s; with %(level)s confidence it lies in ranks"
            " %(interval)s, and in %(sure)s of the draws just at %(rank)s."
        )
    moved = (_("That is %(moved)s.") % said,) if said["moved"] else ()
    return (words % said, *moved, *easiest_flips(board, year, place))


def easiest_flips(board: BoardState, year: str, place: str) -> tuple[str, ...]:
    """The least single change to pass the next place, and to be passed: figures before weights."""
    found = measured.flips(snapshot(), board.board.id, year).get(place, ())
    ordered = sorted(found, key=lambda one: KINDS.get(one.kind, len(KINDS)))
    up = next((one for one in ordered if one.upward), None)
    down = next((one for one in ordered if not one.upward), None)
    sentences = []
    if up is not None:
        sentences.append(_("Least single change: %(words)s.") % {"words": flip_words(up, place)})
    if down is not None:
        sentences.append(_("Closest behind: %(words)s.") % {"words": flip_words(down, place)})
    return tuple(sentences)


def flip_words(flip: FlipRow, place: str) -> str:
    """A flip as a sentence with the names of both places."""
    text = in_page_language(flip.zh, flip.en)
    return named(text, place_name(place), place_name(flip.other)).rstrip("。.")


def _first(board: BoardState, year: str) -> tuple[str, ...]:
    best = next(
        (one for one in measured.ranked(snapshot(), board.board.id, year) if one.rank), None
    )
    if best is None:
        return ()
    said = {
        "place": best.name,
        "interval": interval_text(best.rank_low, best.rank_high),
    }
    return (_("%(place)s is first (rank interval %(interval)s).") % said,)


def _open_pairs(board: BoardState, year: str) -> str:
    found = [one for one in measured.ranked(snapshot(), board.board.id, year) if one.rank]
    near = sum((one.share_above_next or 0.0) < SURE for one in found[:-1])
    said = {"pairs": max(len(found) - 1, 0), "near": near}
    return (
        _(
            "Of %(pairs)s pairs of neighbours, %(near)s may change order under another reasonable"
            " choice: quote ranks with their intervals."
        )
        % said
    )

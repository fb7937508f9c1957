"""What a what-if asks, as its address says it, so that it can be sent to a colleague."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu_site.scores import measured
from wotu_site.scores.places import own_place
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.formats import page_language

VALUE, WEIGHT, COST = "v.", "w.", "c."
MOST_RANKS = 10
#: Money is entered in units that people can read; the address keeps them.
MONEY_SCALE = 1e8


@dataclass(frozen=True)
class Asked:
    """A place on an edition in a year, and what is changed.

    ``values``: new figures in the indicators' units; ``weights`` on the table's scale;
    ``costs``: None for an indicator that cannot be changed. ``faults``: what could not be read.
    """

    board: BoardState
    year: str
    place: str
    values: Mapping[str, float]
    weights: Mapping[str, float]
    ranks: int
    costs: Mapping[str, float | None]
    judged_fixed: bool
    faults: tuple[str, ...]


def asked_of(query: QueryDict) -> Asked | None:
    """What an address asks; the newest scoreboard and the zone itself where it names none.

    None where no scoreboard has a ranking.
    """
    board = board_of(query.get("board", ""))
    if board is None or board.latest is None:
        return None
    year = query.get("year", "")
    year = year if year in board.periods else board.latest
    faults: list[str] = []
    tree = measured.tree_of_board(snapshot(), board.board.id)
    leaves = {leaf.id: leaf for leaf in tree.leaves}
    values = {
        name: number * scale_of(leaves[name].unit)
        for name, number in _numbers(query, VALUE, faults).items()
        if name in leaves
    }
    weights = {
        name: number
        for name, number in _numbers(query, WEIGHT, faults).items()
        if name in tree.nodes
    }
    costs: dict[str, float | None] = {
        name: number if number > 0 else None
        for name, number in _numbers(query, COST, faults).items()
        if name in leaves
    }
    judged_fixed = query.get("judged", "fixed") == "fixed"
    if judged_fixed:
        costs |= {leaf.id: None for leaf in tree.leaves if leaf.judged}
    return Asked(
        board=board,
        year=year,
        place=_place(board.board.id, year, query.get("place", "")),
        values=values,
        weights=weights,
        ranks=_ranks(query.get("ranks", "")),
        costs=costs,
        judged_fixed=judged_fixed,
        faults=tuple(faults),
    )


def board_of(wanted: str) -> BoardState | None:
    """The edition of this id, else the first complete one with a ranking."""
    known = [one for one in measured.states(snapshot()) if one.periods]
    named = next((one for one in known if one.board.id == wanted), None)
    whole = next((one for one in known if one.board.complete), None)
    return named or whole or next(iter(known), None)


def scale_of(unit: str) -> float:
    """What one unit of an input is in the indicator's own."""
    return MONEY_SCALE if unit in ("元", "美元") else 1.0


def unit_word(unit: str) -> str:
    """The unit of an input."""
    if page_language().startswith("zh"):
        return f"亿{unit}" if unit in ("元", "美元") else unit
    words = {"元": "100 million CNY", "美元": "100 million USD", "%": "%"}
    return words.get(unit, "")


def _place(board: str, year: str, wanted: str) -> str:
    for code in (wanted, own_place()):
        if measured.of_place(snapshot(), board, year, code):
            return code
    ranked = measured.ranked(snapshot(), board, year)
    return next((one.place for one in ranked if one.rank), "")


def _ranks(text: str) -> int:
    return min(max(int(text), 1), MOST_RANKS) if text.isascii() and text.isdigit() else 1


def _numbers(query: QueryDict, prefix: str, faults: list[str]) -> dict[str, float]:
    found = {}
    for name, text in query.items():
        if not name.startswith(prefix) or not text.strip():
            continue
        number = _number(text.strip())
        if number is None:
            faults.append(_("“%(text)s” is no number that can be used here.") % {"text": text})
        else:
            found[name.removeprefix(prefix)] = number
    return found


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e15 and number >= -1e12 else None

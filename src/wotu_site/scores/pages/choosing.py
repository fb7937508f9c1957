"""Which edition, year and place a what-if is about, and its three ways of asking."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu_site.scores import measured
from wotu_site.scores.asking import Asked
from wotu_site.scores.pages.frame import asked_address
from wotu_site.scores.words import said
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chooser:
    """The choices of a what-if; changing one begins anew."""

    path: str
    boards: tuple[Option, ...]
    years: tuple[Option, ...]
    places: tuple[Option, ...]


def chooser_of(view: str, asked: Asked | None) -> Chooser | None:
    """The choices as an address has made them; None where there is nothing to choose."""
    if asked is None:
        return None
    board = asked.board.board
    ranked = measured.ranked(snapshot(), board.id, asked.year)
    return Chooser(
        path=reverse(f"scores:{view}"),
        boards=tuple(
            Option(one.board.id, said(one.board.label), one.board.id == board.id)
            for one in measured.states(snapshot())
            if one.periods
        ),
        years=tuple(Option(one, one, one == asked.year) for one in reversed(asked.board.periods)),
        places=tuple(
            Option(one.place, f"{one.rank}. {one.name}", one.place == asked.place)
            for one in ranked
            if one.rank
        ),
    )


def modes(view: str, asked: Asked | None) -> tuple[Tab, ...]:
    """The three ways of asking, about the same place."""
    if asked is None:
        return ()
    about = {"board": asked.board.board.id, "year": asked.year, "place": asked.place}
    words = {
        "what-if": _("Other figures"),
        "climb": _("Climb some ranks"),
        "weights": _("Other weights"),
    }
    return tuple(
        Tab(word, asked_address(name, **about), name == view) for name, word in words.items()
    )

"""Why a place's score and rank changed: own data, peers' data, method."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu.build.snapshot import Snapshot
from wotu.scores.changes import CAUSE_LABELS, Change, change
from wotu_site.access.roles import Person
from wotu_site.scores import measured
from wotu_site.scores.pages.frame import boards_crumb, place_address, score_crumbs
from wotu_site.scores.places import place_name
from wotu_site.scores.words import named, said, signed_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.pages import Crumb

SHOWN_PARTS = 8


@dataclass(frozen=True, slots=True)
class CausePart:
    """What one cause did to score and rank; ranks above zero are gained."""

    label: str
    points: str
    ranks: str
    lost: bool


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one indicator of the own data did."""

    label: str
    points: str
    lost: bool


@dataclass(frozen=True)
class ChangePage:
    """The change between two years, split so that the parts add up."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    words: tuple[str, ...]
    parts: tuple[CausePart, ...]
    own: tuple[OwnPart, ...]
    more: int


def change_page(
    board: BoardState, before: str, year: str, place: str, person: Person
) -> ChangePage:
    """The page of a place between two years of an edition.

    Raises:  ScoreError where the place has no score in one of them.
    """
    found = _change(snapshot(), board.board.id, before, year, place)
    title = _("%(before)s to %(year)s") % {"before": before, "year": year}
    return ChangePage(
        title=title,
        breadcrumbs=score_crumbs(
            person,
            boards_crumb(),
            Crumb(place_name(place), place_address(board.board.id, year, place)),
            Crumb(title),
        ),
        words=tuple(named(said(one), place_name(place)) for one in found.words[:1]),
        parts=tuple(
            CausePart(
                said(CAUSE_LABELS[one.cause]),
                signed_text(one.score),
                signed_text(-one.rank),
                one.score < 0,
            )
            for one in found.parts
        ),
        own=tuple(
            OwnPart(said(one.label), signed_text(one.score), one.score < 0)
            for one in found.own[:SHOWN_PARTS]
        ),
        more=max(len(found.own) - SHOWN_PARTS, 0),
    )


@remembered
def _change(current: Snapshot, board: str, before: str, year: str, place: str) -> Change:
    scored, at = measured.scored(current, board, year)
    earlier = scored.given.periods.index(before)
    return change(scored, scored, place, period_before=earlier, period_after=at)

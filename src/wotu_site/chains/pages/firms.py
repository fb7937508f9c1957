"""Firms on links as lists show them, and the evidence of one placement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wotu.build.snapshot import Snapshot
from wotu.lake.placement_corrections import PlacementCorrection
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.chains import corrections, placed
from wotu_site.chains.forms import JudgeForm
from wotu_site.chains.highlight import Piece, pieces
from wotu_site.chains.measured import Link
from wotu_site.chains.pages.frame import (
    ShownLink,
    chain_crumbs,
    firm_address,
    map_address,
    node_address,
    shown_link,
)
from wotu_site.chains.placed import Placed
from wotu_site.chains.places import place_name
from wotu_site.chains.words import FIELDS, confidence_word, said
from wotu_site.ui.pages import Crumb

MOST_WORDS = 2


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A text of a firm with the words lit that placed it."""

    field: str | Promise
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A firm on a link as a list shows it."""

    firm_id: str
    name: str
    address: str
    evidence: str
    place: str
    confidence: float
    sure: str | Promise
    main: bool
    words: tuple[ShownWord, ...]
    placed: Placed
    said: PlacementCorrection | None
    waits: bool


@dataclass(frozen=True, slots=True)
class PlacementPage:
    """Why a firm stands on a link, and what people say of it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    firm_id: str
    name: str
    address: str
    link: ShownLink
    confidence: float | None
    sure: str | Promise
    words: tuple[ShownWord, ...]
    scope: tuple[Piece, ...]
    said: PlacementCorrection | None
    waits: bool
    form: BaseForm | None
    judge_address: str
    withdraw_address: str


def firm_row(
    one: Placed, link: Link, said_of: Mapping[str, PlacementCorrection], person: Person
) -> FirmRow:
    """A firm on a link, with what people say of it."""
    ours = said_of.get(one.firm_id)
    zone = one.place == placed.ZONE
    return FirmRow(
        firm_id=one.firm_id,
        name=one.name,
        address=firm_address(one.firm_id, person) if zone else "",
        evidence=reverse("chains:placement", args=[*link.key, one.firm_id]) if zone else "",
        place=place_name(one.place),
        confidence=one.confidence,
        sure=confidence_word(one.confidence),
        main=bool(one.main),
        words=shown_words(one.words)[:MOST_WORDS],
        placed=one,
        said=ours,
        waits=zone and corrections.waits(ours, one),
    )


def placement_page(
    snapshot: Snapshot,
    link: Link,
    firm: Mapping[str, Any],
    person: Person,
    form: BaseForm | None = None,
) -> PlacementPage:
    """Why a firm stands on a link, or that nothing places it there."""
    firm_id = firm["firm_id"]
    found = placed.placement_or_none(snapshot, *link.key, firm_id)
    ours = corrections.standing_on(*link.key).get(firm_id)
    arguments = [*link.key, firm_id]
    may = may_open(person, "chains:judge")
    return PlacementPage(
        title=_("Placement of %(firm)s") % {"firm": firm["name"]},
        breadcrumbs=chain_crumbs(
            Crumb(said(link.chain.label), map_address(link.chain.chain)),
            Crumb(said(link.node.label), node_address(*link.key)),
            Crumb(firm["name"]),
        ),
        firm_id=firm_id,
        name=firm["name"],
        address=firm_address(firm_id, person),
        link=shown_link(link),
        confidence=found.confidence if found else None,
        sure=confidence_word(found.confidence) if found else "",
        words=shown_words(found.words if found else None),
        scope=pieces(firm["business_scope"] or "", found.terms if found else ()),
        said=ours,
        waits=corrections.waits(ours, found),
        form=(form or JudgeForm(initial={"belongs": _likely(found)})) if may else None,
        judge_address=reverse("chains:judge", args=arguments),
        withdraw_address=reverse("chains:withdraw", args=arguments),
    )


def shown_words(words: list[dict[str, str]] | None) -> tuple[ShownWord, ...]:
    """The texts that placed a firm, with their words lit; an industry code by itself."""
    return tuple(
        ShownWord(FIELDS[one["field"]], pieces(one["text"], (one["term"],))) for one in words or ()
    )


def _likely(found: Placed | None) -> str:
    """What somebody most likely comes to say: no of a placement, yes of a firm not placed."""
    return "no" if found and found.stands else "yes"

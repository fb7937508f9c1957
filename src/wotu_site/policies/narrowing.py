"""What a list of firms is narrowed to, as its address says it: facets, chips and the officer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.among import ATTRIBUTES, NOT_KNOWN, Among, Attribute
from wotu.build.snapshot import Snapshot
from wotu_site.access.roles import Person
from wotu_site.firms import queries as firms
from wotu_site.snapshots.attributes import attribute_word
from wotu_site.ui.formats import page_language, unknown_text
from wotu_site.ui.tables import Chip, Facet, ListState, chips, facet

ME, NOBODY = "me", "none"
LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The firms of a list; ``officer`` is the number of a person, ``me``, ``none`` or empty."""

    among: Among
    officer: str = ""


@dataclass(frozen=True, slots=True)
class OfficerChoice:
    """One person that a list can be narrowed to."""

    value: str
    name: str
    chosen: bool


def narrowing_of(state: ListState, person: Person) -> Narrowing:
    """What an address narrows a list to."""
    officer = state.value("officer")
    among = Among(
        words=state.value("q")[:LONGEST_WORDS],
        firm_ids=_looked_after(officer, person),
        but=tuple(firms.assigned_firms()) if officer == NOBODY else (),
        **{attribute: tuple(state.values(attribute)) for attribute in ATTRIBUTES},
    )
    return Narrowing(among, officer)


def officer_choices(narrowing: Narrowing, person: Person) -> tuple[OfficerChoice, ...]:
    """The people that a list can be narrowed to, the person who asks first."""
    names = [(NOBODY, _("Nobody yet"))]
    names += [(str(one.pk), one.display_name) for one in firms.possible_officers()]
    if str(person.pk) in dict(names):
        names = [(ME, _("Mine")), *(one for one in names if one[0] != str(person.pk))]
    return tuple(OfficerChoice(value, name, value == narrowing.officer) for value, name in names)


def facets(
    state: ListState,
    snapshot: Snapshot,
    counts: Callable[[Attribute], Mapping[str, int]],
) -> tuple[Facet, ...]:
    """Industry, size and division with counts; one that offers no choice is left out."""
    labels = attribute_labels()
    language = page_language()
    found = []
    for attribute in ("size", "section", "division"):
        rows = counts(attribute)
        chosen = set(state.values(attribute))
        if len(rows) > 1 or chosen:
            values = [
                (
                    value,
                    attribute_word(snapshot, attribute, value, language) or unknown_text(),
                    number,
                )
                for value, number in rows.items()
            ]
            found.append(facet(state, attribute, labels[attribute], values))
    return tuple(found)


def narrowing_chips(
    state: ListState,
    snapshot: Snapshot,
    more: Mapping[str, str | Promise] | None = None,
    words: Mapping[str, Mapping[str, str | Promise]] | None = None,
) -> tuple[Chip, ...]:
    """A chip for each filter in force; ``more`` names filters beside those of firms."""
    language = page_language()
    known: dict[str, Mapping[str, str | Promise]] = {**(words or {})}
    for attribute in ATTRIBUTES:
        values = state.values(attribute)
        known[attribute] = {
            value: attribute_word(snapshot, attribute, value, language) or unknown_text()
            for value in values
        }
    officer = state.value("officer")
    if officer:
        named = {ME: _("Mine"), NOBODY: _("Nobody yet"), **firms.officer_names([officer])}
        known["officer"] = named
    labels = {"q": pgettext("filter", "Search"), **(more or {}), **attribute_labels()}
    return chips(state, {**labels, "officer": _("Liaison officer")}, known)


def attribute_labels() -> dict[Attribute, str]:
    """What firms are narrowed by, in words."""
    return {"section": _("Industry"), "division": _("Division"), "size": _("Size class")}


def attribute_text(snapshot: Snapshot, attribute: Attribute, value: str | None) -> str:
    """The name of a value in the language of the page; ``unknown`` where there is none."""
    if value is None or value == NOT_KNOWN:
        return unknown_text()
    return attribute_word(snapshot, attribute, value, page_language())


def _looked_after(officer: str, person: Person) -> tuple[str, ...] | None:
    """The firms that the wanted person looks after; None for all firms."""
    number = str(person.pk) if officer == ME else officer
    if not number.isdigit():
        return None
    return tuple(firms.firms_of_number(int(number)))

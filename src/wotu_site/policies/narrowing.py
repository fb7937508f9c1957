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

ME, NOBODY, EVERYBODY = "me", "none", "all"
LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The firms of a list; ``officer`` is the number of a person, ``me``, ``none`` or ``all``.

    ``first`` is the officer where an address names none.
    """

    among: Among
    officer: str = EVERYBODY
    first: str = EVERYBODY

    def everything(self, path: str) -> str:
        """The address of a list without any filter."""
        return path if self.first == EVERYBODY else f"{path}?officer={EVERYBODY}"


@dataclass(frozen=True, slots=True)
class OfficerChoice:
    """One person that a list can be narrowed to."""

    value: str
    name: str
    chosen: bool


def narrowing_of(state: ListState, person: Person, first: str = EVERYBODY) -> Narrowing:
    """What an address narrows a list to; ``first`` is the officer where it names none."""
    officer = state.value("officer") or first
    among = Among(
        words=state.value("q")[:LONGEST_WORDS],
        firm_ids=_looked_after(officer, person),
        but=tuple(firms.assigned_firms()) if officer == NOBODY else (),
        **{attribute: tuple(state.values(attribute)) for attribute in ATTRIBUTES},
    )
    return Narrowing(among, officer, first)


def officer_choices(narrowing: Narrowing, person: Person) -> tuple[OfficerChoice, ...]:
    """The people that a list can be narrowed to, the person who asks first."""
    names = [(EVERYBODY, _("All")), (NOBODY, _("Nobody yet"))]
    names += [(str(one.pk), one.display_name) for one in firms.possible_officers()]
    if str(person.pk) in dict(names):
        names = [(ME, _("Mine")), *(one for one in names if one[0] != str(person.pk))]
    # What holds anyway needs no word in the address.
    return tuple(
        OfficerChoice("" if value == narrowing.first else value, name, value == narrowing.officer)
        for value, name in sorted(names, key=lambda one: one[0] != narrowing.first)
    )


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
    narrowing: Narrowing,
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
    labels = {"q": pgettext("filter", "Search"), **(more or {}), **attribute_labels()}
    found = chips(state, labels, known)
    officer = narrowing.officer
    if officer == EVERYBODY:
        return found
    names = {ME: _("Mine"), NOBODY: _("Nobody yet"), **firms.officer_names([officer])}
    everybody = state.address(officer=None if narrowing.first == EVERYBODY else EVERYBODY)
    return (*found, Chip(_("Liaison officer"), names.get(officer, officer), everybody))


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

"""What can be chosen on a chain map: states, stages, confidence, sizes, map or list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.chains.tables import PLACED_FROM, POSSIBLE_FROM
from wotu.contracts.schema import Sensitivity
from wotu.packs.chains import ChainMap
from wotu_site.access.fields import may_see
from wotu_site.access.roles import Person
from wotu_site.chains.words import STAGES, STATES, StateLook
from wotu_site.ui.tables import Chip, ListState, chips

VIEWS = ("map", "list")
#: From which confidence firms can be counted; the first is what a firm stands by.
CONFIDENCES = (PLACED_FROM, POSSIBLE_FROM, 0.95)
#: What the size of a circle can stand for.
SIZES: Mapping[str, Promise] = {
    "capital_cny": gettext_lazy("Registered capital"),
    "firms": gettext_lazy("Number of firms"),
    "employees": gettext_lazy("Employees"),
    "sales_cny": gettext_lazy("Sales"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be chosen."""

    value: str
    label: str | Promise
    chosen: bool
    address: str = ""


def sizes_for(person: Person) -> dict[str, Promise]:
    """What the size of a circle can stand for, as far as the person may see it."""
    closed = not may_see(person, Sensitivity.CONFIDENTIAL)
    return {name: label for name, label in SIZES.items() if not (closed and name == "sales_cny")}


def size_of(state: ListState, person: Person) -> str:
    """What the circles stand for."""
    wanted = state.value("size")
    return wanted if wanted in sizes_for(person) else next(iter(SIZES))


def confidence_of(state: ListState) -> float:
    """From which confidence firms are counted."""
    wanted = state.value("confidence")
    return next((one for one in CONFIDENCES if str(one) == wanted), PLACED_FROM)


def confidences(state: ListState) -> tuple[Choice, ...]:
    """The confidences to choose from; the usual one is left out of the address."""
    present = confidence_of(state)
    return tuple(
        Choice("" if one == PLACED_FROM else str(one), f"{one:.0%}", one == present)
        for one in CONFIDENCES
    )


def sizes(state: ListState, person: Person) -> tuple[Choice, ...]:
    """The scales to choose from; the usual one is left out of the address."""
    present, usual = size_of(state, person), next(iter(SIZES))
    return tuple(
        Choice("" if name == usual else name, label, name == present)
        for name, label in sizes_for(person).items()
    )


def views(state: ListState) -> tuple[Choice, ...]:
    """Map or list; where the address says neither, the width of the screen decides."""
    words = {"map": pgettext("chain", "Map"), "list": pgettext("chain", "List")}
    return tuple(
        Choice(view, words[view], state.value("view") == view, state.address(view=view))
        for view in VIEWS
    )


def legend(state: ListState) -> tuple[tuple[StateLook, str, bool], ...]:
    """The states, each with the address that asks for it, and whether it is asked for."""
    chosen = state.values("state")
    return tuple(
        (look, state.toggled("state", name), name in chosen) for name, look in STATES.items()
    )


def stage_choices(chain: ChainMap, state: ListState) -> tuple[Choice, ...]:
    """The stages of a chain to choose from."""
    present = {node.stage for node in chain.links.values()}
    chosen = state.values("stage")
    return tuple(
        Choice(stage, label, stage in chosen, state.toggled("stage", stage))
        for stage, label in STAGES.items()
        if stage in present
    )


def map_chips(state: ListState) -> tuple[Chip, ...]:
    """The filters in force."""
    words: dict[str, Mapping[str, str | Promise]] = {
        "state": {name: look.word for name, look in STATES.items()},
        "stage": STAGES,
    }
    filters = {
        "q": pgettext("filter", "Search"),
        "state": pgettext_lazy("link", "State"),
        "stage": pgettext_lazy("chain", "Stage"),
    }
    return chips(state, filters, words)

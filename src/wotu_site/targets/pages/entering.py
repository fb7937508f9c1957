"""The pages on which a target is set or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wotu.targets.target import Target
from wotu_site.snapshots.queries import snapshot, workspace
from wotu_site.targets import book
from wotu_site.targets.forms import TargetForm, offered
from wotu_site.targets.pages.frame import names_of_places, target_address, target_crumbs
from wotu_site.targets.words import said
from wotu_site.ui.pages import Crumb

#: Units that are offered while somebody types; others can be written all the same.
UNITS = ("元", "万元", "亿元", "%", "家", "人", "件", "个", "项", "平方公里")


@dataclass(frozen=True, slots=True)
class EnterPage:
    """A target that is being entered; ``target`` is None for a new one."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    target: Target | None
    form: TargetForm
    plans: tuple[str, ...]
    owners: tuple[str, ...]
    units: tuple[str, ...]
    back: str


def new_page(form: TargetForm) -> EnterPage:
    """The page on which a target is set by hand."""
    return _page(_("Set a target"), None, form)


def change_page(target: Target, form: TargetForm) -> EnterPage:
    """The page on which a target is changed."""
    return _page(_("Change the target"), target, form)


def new_form(sent: Any, asked: Mapping[str, str]) -> TargetForm:
    """The form of a new target; the plan and the place of most targets are offered."""
    known = book.targets()
    plans = Counter(one.plan for one in known)
    places = Counter(one.place_code for one in known)
    initial: dict[str, Any] = {"aim": "at_least", "path": "linear"}
    initial["plan"] = plans.most_common(1)[0][0] if plans else ""
    initial["place_code"] = places.most_common(1)[0][0] if places else _own_place()
    initial |= {name: asked.get(name, "") for name in ("parent", "indicator")}
    if asked_for := workspace().packs.indicators.get(initial["indicator"]):
        initial |= {"name": said(asked_for.label), "unit": asked_for.unit}
    return TargetForm(sent, initial=initial, reason_needed=False, **_choices(None))


def change_form(target: Target, sent: Any) -> TargetForm:
    """The form of a target as it stands."""
    return TargetForm(sent, initial=offered(target), reason_needed=True, **_choices(target))


def _page(title: str, target: Target | None, form: TargetForm) -> EnterPage:
    known = book.targets()
    back = target_address(target.id) if target else ""
    crumbs = [Crumb(target.name, back)] if target else []
    return EnterPage(
        title=title,
        breadcrumbs=target_crumbs(*crumbs, Crumb(title)),
        target=target,
        form=form,
        plans=tuple(dict.fromkeys(one.plan for one in known)),
        owners=tuple(sorted({one.owner for one in known if one.owner})),
        units=UNITS,
        back=back,
    )


def _choices(target: Target | None) -> dict[str, Any]:
    places = dict(names_of_places(snapshot()))
    for one in book.targets():
        places.setdefault(one.place_code, one.place_code)
    for division in workspace().config.zone.divisions:
        places.setdefault(division, division)
    others = [one for one in book.targets() if target is None or one.id != target.id]
    return {
        "indicators": workspace().packs.indicators,
        "places": sorted(places.items()),
        "parents": [(one.id, f"{one.number} {one.name}".strip()) for one in others],
    }


def _own_place() -> str:
    return next(iter(workspace().config.zone.divisions), "")

"""The charts of the ladders: rows in, chart out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import count_text, unknown_text


@dataclass(frozen=True, slots=True)
class RungCounts:
    """How many firms stand on a rung, and how many could soon; None where no rule says so.

    ``address`` is the work lists of the rung, empty where it has none.
    """

    kind: str
    label: str
    held: int
    lapsing: int
    declare: int | None
    step: int | None
    facts: int | None
    address: str
    lapsing_address: str


def ladder_chart(
    name: str, label: str, rungs: Sequence[RungCounts], *, complete: bool, source: str
) -> Chart:
    """One ladder as a funnel of bars, the lowest rung on top.

    ``complete`` says whether a firm without a certificate certainly has none.
    """
    held = _("Valid certificate") if complete else _("Valid certificate known")
    stages = (
        (held, [rung.held for rung in rungs]),
        (_("Can be declared this year"), [rung.declare for rung in rungs]),
        (_("One step away"), [rung.step for rung in rungs]),
    )
    return Chart(
        name=f"ladder-{name}",
        title=_title(label, rungs, complete=complete),
        summary=_summary(rungs),
        option=_option([f"{rung.label}  {count_text(rung.held)}" for rung in rungs], stages),
        columns=(
            _("Rung"),
            held,
            _("Lapsing in 6 months"),
            _("Can be declared this year"),
            _("One step away"),
            _("Facts missing"),
        ),
        rows=tuple(_row(rung) for rung in rungs),
        source=source,
    )


def _title(label: str, rungs: Sequence[RungCounts], *, complete: bool) -> str:
    """The message of the chart: the highest rung that a rule decides, else the fullest one."""
    ruled = [rung for rung in rungs if rung.declare is not None]
    if ruled:
        rung = ruled[-1]
        return _("%(ladder)s: %(held)s hold %(rung)s, %(more)s more can be declared this year") % {
            "ladder": label,
            "held": _held(rung, complete=complete),
            "rung": rung.label,
            "more": count_text(rung.declare),
        }
    rung = max(rungs, key=lambda one: one.held)
    return _("%(ladder)s: %(held)s hold %(rung)s") % {
        "ladder": label,
        "held": _held(rung, complete=complete),
        "rung": rung.label,
    }


def _held(rung: RungCounts, *, complete: bool) -> str:
    firms = ngettext("%(number)s firm", "%(number)s firms", rung.held) % {
        "number": count_text(rung.held)
    }
    return firms if complete else _("at least %(firms)s") % {"firms": firms}


def _summary(rungs: Sequence[RungCounts]) -> str:
    parts = [f"{rung.label} {count_text(rung.held)}" for rung in rungs]
    return _("Bars, the lowest rung on top: %(rungs)s.") % {"rungs": ", ".join(parts)}


def _option(
    labels: Sequence[str], stages: Sequence[tuple[str, Sequence[int | None]]]
) -> dict[str, Any]:
    shown = [(name, values) for name, values in stages if any(values)]
    return {
        "grid": {"left": 4, "right": 16, "top": 28, "bottom": 4, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 10, "selectedMode": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "min": 0, "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": list(labels)},
        "series": [
            {
                "name": name,
                "type": "bar",
                "stack": "firms",
                "barMaxWidth": 22,
                "data": [value or None for value in values],
            }
            for name, values in shown
        ],
    }


def _row(rung: RungCounts) -> tuple[Any, ...]:
    return (
        rung.label,
        count_text(rung.held),
        _link(rung.lapsing, rung.lapsing_address),
        _link(rung.declare, rung.address),
        _link(rung.step, rung.address.replace("/ladder/?", "/ladder/step/?")),
        _link(rung.facts, rung.address.replace("/ladder/?", "/ladder/facts/?")),
    )


def _link(number: int | None, address: str) -> Any:
    if number is None:
        return unknown_text()
    if not number or not address:
        return count_text(number)
    return format_html('<a href="{}">{}</a>', address, count_text(number))

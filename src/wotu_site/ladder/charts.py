"""The charts of the ladders: rows in, chart out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wotu.build.declarations import Declaration
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import count_text, unknown_text


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many firms could stand on a rung before long, as its rule says.

    ``first``, ``renewal`` and ``lapsed`` can be declared this year; ``step`` are one step away,
    ``step_of_holders`` those of them whose certificate is still valid. ``query`` leads to the
    work lists of the rung.
    """

    first: int
    renewal: int
    lapsed: int
    step: int
    step_of_holders: int
    facts: int
    query: str

    @property
    def declare(self) -> int:
        """All firms that can be declared this year."""
        return self.first + self.renewal + self.lapsed


@dataclass(frozen=True, slots=True)
class RungCounts:
    """How many firms stand on a rung, and how many could soon; None where no rule says so."""

    kind: str
    label: str
    held: int
    lapsing: int
    lapsing_address: str
    ahead: Ahead | None
    main: bool = False


def ladder_chart(
    name: str, label: str, rungs: Sequence[RungCounts], *, complete: bool, source: str
) -> Chart:
    """One ladder as a funnel of bars, the lowest rung on top.

    ``complete`` says whether a firm without a certificate certainly has none. No firm is in two
    parts of a bar: those that hold a certificate are not counted again among those that could.
    """
    held = _("Valid certificate") if complete else _("Valid certificate known")
    stages = (
        (held, [rung.held for rung in rungs]),
        (_("Can declare"), [_new(rung.ahead) for rung in rungs]),
        (_("One step away"), [_new_steps(rung.ahead) for rung in rungs]),
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
            *(_declaration_words()[one] for one in Declaration),
            _("One step away"),
            _("Facts missing"),
        ),
        rows=tuple(_row(rung) for rung in rungs),
        source=source,
    )


def _title(label: str, rungs: Sequence[RungCounts], *, complete: bool) -> str:
    """The message: of the main rung that a rule decides, else the highest, else the fullest."""
    ruled = [rung for rung in rungs if rung.ahead]
    main = [rung for rung in ruled if rung.main] or ruled
    rung = main[-1] if main else max(rungs, key=lambda one: one.held)
    said = {"ladder": label, "held": _held(rung, complete=complete), "rung": rung.label}
    who = _("%(ladder)s: %(held)s recognised as %(rung)s") % said
    if rung.ahead is None:
        return who
    return _("%(who)s; this year %(new)s more can declare and %(renewal)s can renew") % {
        "who": who,
        "new": count_text(rung.ahead.first + rung.ahead.lapsed),
        "renewal": count_text(rung.ahead.renewal),
    }


def _new(ahead: Ahead | None) -> int | None:
    return ahead and ahead.first + ahead.lapsed


def _new_steps(ahead: Ahead | None) -> int | None:
    return ahead and ahead.step - ahead.step_of_holders


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
        "legend": {"type": "scroll", "top": 0, "left": 0, "itemWidth": 12, "itemHeight": 10},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {
            "type": "value",
            "min": 0,
            "minInterval": 1,
            "axisLabel": {"hideOverlap": True},
        },
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
    lapsing = _link(rung.lapsing, rung.lapsing_address)
    ahead = rung.ahead
    if ahead is None:
        return (rung.label, count_text(rung.held), lapsing, *[unknown_text()] * 5)
    home, query = reverse("ladder:home"), ahead.query
    return (
        rung.label,
        count_text(rung.held),
        lapsing,
        *(
            _link(number, f"{home}?{query}&{urlencode({'declaration': one.value})}")
            for one, number in zip(
                Declaration, (ahead.first, ahead.renewal, ahead.lapsed), strict=True
            )
        ),
        _link(ahead.step, f"{reverse('ladder:step')}?{query}"),
        _link(ahead.facts, f"{reverse('ladder:facts')}?{query}"),
    )


def _declaration_words() -> dict[Declaration, str]:
    return {
        Declaration.FIRST: _("Can be declared for the first time"),
        Declaration.RENEWAL: _("Can be renewed"),
        Declaration.LAPSED: _("Can be declared after a lapse"),
    }


def _link(number: int, address: str) -> Any:
    if not number:
        return count_text(number)
    return format_html('<a href="{}">{}</a>', address, count_text(number))

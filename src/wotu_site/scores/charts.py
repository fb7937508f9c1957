"""Charts of scoreboards: ranks over the years, and what makes ranks uncertain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wotu.build.scoreboards import BoardState
from wotu_site.scores import measured
from wotu_site.scores.measured import FactorRow, Ranked
from wotu_site.scores.places import place_name
from wotu_site.scores.words import in_page_language, interval_text, said, whole_share
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.charts import Chart

#: Places shown on either side of the one that a chart is about.
NEIGHBOURS = 2
MOST_FACTORS = 8
MOST_TICKS = 6


def ranks_chart(board: BoardState, year: str, place: str, *, alone: bool = False) -> Chart | None:
    """Ranks over the years of a place and its neighbours of a year, the place's interval as a band.

    Without the place among the ranked, the first five. None where only one year was scored.
    """
    years = board.periods
    if len(years) < 2:
        return None
    history = measured.history(snapshot(), board.board.id)
    shown = [place] if alone else _neighbours(history[year].values(), place)
    if not shown:
        return None
    main = place if place in shown else ""
    known = {code: [history[one].get(code) for one in years] for code in shown}
    title = _title(years, known.get(main, []), main)
    return Chart(
        name="ranks",
        title=title,
        summary=_("Lines of ranks by year, rank 1 on top") + f". {title}",
        option=_option(years, known, main),
        columns=(_("Year"), *(place_name(code) for code in shown)),
        rows=tuple(
            (one, *(_cell(known[code][at]) for code in shown)) for at, one in enumerate(years)
        ),
        source=source_of(board),
    )


def source_of(board: BoardState) -> str:
    """Whence figures and ranks come."""
    return _("our own computation by %(board)s, not official") % {"board": said(board.board.label)}


def _neighbours(ranked: Any, place: str) -> list[str]:
    ordered = sorted(ranked, key=lambda one: one.rank)
    codes = [one.place for one in ordered]
    if place not in codes:
        return codes[: 2 * NEIGHBOURS + 1]
    at = codes.index(place)
    first = max(min(at - NEIGHBOURS, len(codes) - 2 * NEIGHBOURS - 1), 0)
    near = codes[first : first + 2 * NEIGHBOURS + 1]
    return [place, *(code for code in near if code != place)]


def _title(years: Sequence[str], own: Sequence[Ranked | None], place: str) -> str:
    seen = [(year, one) for year, one in zip(years, own, strict=False) if one is not None]
    if not seen:
        return _("Ranks over the years")
    (first, was), (last, now) = seen[0], seen[-1]
    told = {
        "place": place_name(place),
        "was": was.rank,
        "first": first,
        "now": now.rank,
        "last": last,
    }
    return _("%(place)s: rank %(was)s in %(first)s, %(now)s in %(last)s") % told


def _cell(one: Ranked | None) -> str:
    if one is None:
        return "—"
    return f"{one.rank} ({interval_text(one.rank_low, one.rank_high)})"


def _option(
    years: Sequence[str], known: dict[str, list[Ranked | None]], main: str
) -> dict[str, Any]:
    worst = max(
        (max(one.rank or 1, (one.rank_high or 1) if code == main else 1))
        for code, line in known.items()
        for one in line
        if one is not None
    )
    step = max(math.ceil(worst / MOST_TICKS), 1)
    return {
        "grid": {"left": 8, "right": 16, "top": 58, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 16, "itemHeight": 8},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(years), "boundaryGap": False},
        "yAxis": {
            "type": "value",
            "inverse": True,
            "min": 1,
            "max": 1 + step * math.ceil((worst - 1) / step),
            "interval": step,
        },
        "series": [
            *(_line(code, line, main=code == main) for code, line in known.items()),
            *(_band(known[main], place_name(main)) if main else []),
        ],
    }


def _line(code: str, line: Sequence[Ranked | None], *, main: bool) -> dict[str, Any]:
    return {
        "name": place_name(code),
        "type": "line",
        "symbolSize": 7 if main else 5,
        "z": 5 if main else 3,
        "lineStyle": {"width": 3 if main else 1.25},
        "connectNulls": False,
        "data": [one.rank if one else None for one in line],
    }


def _band(line: Sequence[Ranked | None], name: str) -> list[dict[str, Any]]:
    """The interval, stacked on an unseen line."""
    lows = [one.rank_low if one else None for one in line]
    widths = [(one.rank_high or 0) - (one.rank_low or 0) if one else None for one in line]
    return [
        {
            "name": name,
            "type": "line",
            "stack": "band",
            "symbol": "none",
            "silent": True,
            "lineStyle": {"opacity": 0},
            "areaStyle": {"opacity": opacity},
            "tooltip": {"show": False},
            "data": data,
        }
        for data, opacity in ((lows, 0), (widths, 0.16))
    ]


def factors_chart(found: Sequence[FactorRow], source: str) -> Chart | None:
    """How much each choice explains of the shift in ranks, the largest on top."""
    shown = list(found[:MOST_FACTORS])
    if not shown:
        return None
    names = [in_page_language(one.zh, one.en) for one in shown]
    alone, together = _("Alone"), _("With what it combines with")
    title = _("%(share)s of the uncertainty of ranks has to do with: %(factor)s") % {
        "share": whole_share(min(shown[0].total, 1.0)),
        "factor": names[0],
    }
    return Chart(
        name="factors",
        title=title,
        summary=_("Bars of Sobol indices, the largest on top") + f". {title}",
        option={
            "grid": {"left": 8, "right": 24, "top": 34, "bottom": 8, "containLabel": True},
            "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 10},
            "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
            "xAxis": {"type": "value", "min": 0},
            "yAxis": {
                "type": "category",
                "inverse": True,
                "data": names,
                "axisLabel": {"width": 190, "overflow": "break"},
            },
            "series": [
                _bars(alone, [max(one.first, 0.0) for one in shown]),
                _bars(together, [max(one.total, 0.0) for one in shown]),
            ],
        },
        columns=(_("Choice"), alone, together),
        rows=tuple(
            (
                name,
                f"{one.first:.2f} ± {one.first_error:.2f}",
                f"{one.total:.2f} ± {one.total_error:.2f}",
            )
            for name, one in zip(names, shown, strict=True)
        ),
        source=source,
        tall=True,
    )


def _bars(name: str, shares: Sequence[float]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "bar",
        "barMaxWidth": 12,
        "data": [round(share, 3) for share in shares],
    }

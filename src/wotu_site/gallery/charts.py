"""Charts of the gallery, as pages build theirs: rows in, chart out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wotu_site.ui.charts import Chart


def rungs_chart(rows: Sequence[tuple[str, int]]) -> Chart:
    """How many firms stand on each rung, as bars."""
    option: dict[str, Any] = {
        "grid": {"left": 8, "right": 8, "top": 24, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "category", "data": [name for name, _count in rows]},
        "yAxis": {"type": "value", "min": 0},
        "series": [
            {
                "type": "bar",
                "data": [count for _name, count in rows],
                "barMaxWidth": 40,
                "label": {"show": True, "position": "top"},
            }
        ],
        "tooltip": {"trigger": "axis"},
    }
    first_name, first_count = rows[0]
    return Chart(
        name="rungs",
        title=_("Most firms stand on the first rung"),
        summary=_("Bars: %(count)s firms on the rung %(name)s, fewer on each rung above.")
        % {"count": first_count, "name": first_name},
        option=option,
        columns=(_("Rung"), _("Firms")),
        rows=rows,
        source=_("made up for the gallery"),
    )

"""The chart of a pipeline: products that first reached a stage, by year and class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from wotu_site.chains.words import enumerated
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import count_text

YEARS_SHOWN = 10


def year_chart(
    by_year: pl.DataFrame, measure: str, label: str, classes: Mapping[str, str], as_of: date
) -> Chart | None:
    """Bars by year, one colour a class; None where no product ever reached the stage.

    ``by_year`` as YEAR_COUNTS; ``classes`` words of classes, that of none under ``none``.
    """
    found = by_year.filter(pl.col("stage") == measure).with_columns(
        pl.col("registration_class").fill_null("none")
    )
    if found.is_empty():
        return None
    last = as_of.year
    first = max(min(found["year"].to_list()), last - YEARS_SHOWN + 1)
    years = list(range(first, last + 1))
    counts = {(row["year"], row["registration_class"]): row["products"] for row in found.to_dicts()}
    shown = [one for one in classes if any((year, one) in counts for year in years)]
    table = [[counts.get((year, one), 0) for one in shown] for year in years]
    words = [classes[one] for one in shown]
    title = _title(label, years, table, words)
    return Chart(
        name="pipeline-years",
        title=title,
        summary=_("Bars by year and class of registration.") + f" {title}",
        option=_option([str(year) for year in years], words, table),
        columns=(_("Year"), *words, _("Together")),
        rows=tuple(
            (_year_word(year, as_of), *map(count_text, row), count_text(sum(row)))
            for year, row in zip(years, table, strict=True)
        ),
        source=_("Register of stages of the medical products administration"),
    )


def _title(
    label: str, years: Sequence[int], table: Sequence[Sequence[int]], words: Sequence[str]
) -> str:
    """The last whole year, and the classes of which it had most."""
    place = -2 if len(years) > 1 else -1
    row = table[place]
    parts = [
        _("%(class)s: %(number)s") % {"class": word, "number": count_text(number)}
        for word, number in zip(words, row, strict=True)
        if number
    ]
    told = _("%(label)s in %(year)s: %(number)s products")
    said = told % {"label": label, "year": years[place], "number": count_text(sum(row))}
    if len(parts) < 2:
        return said
    return _("%(said)s (%(parts)s)") % {"said": said, "parts": enumerated(parts)}


def _year_word(year: int, as_of: date) -> str:
    if year < as_of.year or (as_of.month, as_of.day) == (12, 31):
        return str(year)
    return _("%(year)s to %(day)s") % {"year": year, "day": f"{as_of:%m-%d}"}


def _option(
    years: Sequence[str], words: Sequence[str], table: Sequence[Sequence[int]]
) -> dict[str, Any]:
    return {
        "grid": {"left": 4, "right": 12, "top": 34, "bottom": 4, "containLabel": True},
        "legend": {"type": "scroll", "top": 0, "left": 0, "itemWidth": 14, "itemHeight": 10},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "category", "data": list(years)},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {
                "name": word,
                "type": "bar",
                "stack": "classes",
                "barMaxWidth": 36,
                "data": [row[place] for row in table],
            }
            for place, word in enumerate(words)
        ],
    }

"""The components that pages are made of; loaded in every template.

``{% icon "check" %}`` · ``{% verdict "met" %}`` · ``{% figure figure %}`` · ``{{ cny|money }}`` ·
``{{ share|share }}`` · ``{{ number|count }}`` · ``{% score_bar low high pass_mark maximum %}`` ·
``{% margin_bar value threshold verdict %}`` · ``{% sparkline values label %}`` ·
``{% chart chart %}`` · ``{% sort_header state column %}`` · ``{% pager pager state %}`` ·
``{% standing "ready" %}`` · ``{% tabs tabs label %}`` · ``{% shares_bar bar %}`` ·
``{% chips chips state %}`` · ``{% facet facet %}`` · ``{% help text %}`` ·
``{% empty_state icon title text address action %}`` · ``{% may_open "app:page" as allowed %}``
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wotu_site.access.registry import may_open as person_may_open
from wotu_site.ui import bars, formats, icons, notices, standings, verdicts
from wotu_site.ui.charts import Chart
from wotu_site.ui.figures import Figure
from wotu_site.ui.shares import SharesBar
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager
from wotu_site.ui.tabs import Tab

register = template.Library()

Text = str | Promise


@register.simple_tag
def icon(name: str, label: Text = "", css: str = "") -> SafeString:
    """An icon; give it a label only where no word stands beside it."""
    return icons.icon_svg(name, label=str(label), css=css)


@register.inclusion_tag("ui/verdict.html")
def verdict(state: str | None, note: Text = "") -> dict[str, Any]:
    """The badge of a verdict: icon and word; ``note`` says what is short or missing."""
    return {"look": verdicts.verdict_look(state), "note": note}


@register.inclusion_tag("ui/standing.html")
def standing(state: str) -> dict[str, Any]:
    """The badge of a standing before a rule: icon and word."""
    return {"look": standings.standing_look(state)}


@register.simple_tag
def standing_word(state: str) -> str:
    """What a standing is called, without its badge: for the heads of narrow columns."""
    return standings.standing_look(state).word


@register.inclusion_tag("ui/tabs.html")
def tabs(shown: Sequence[Tab], label: Text) -> dict[str, Any]:
    """Tabs over a list; ``label`` says what they choose between."""
    return {"tabs": shown, "label": label}


@register.inclusion_tag("ui/shares_bar.html")
def shares_bar(bar: SharesBar) -> dict[str, Any]:
    """A bar of several counts, with the counts as links beneath it."""
    return {"bar": bar}


@register.inclusion_tag("ui/figure.html")
def figure(shown: Figure) -> dict[str, Any]:
    """A value with unit, date and the mark that opens its evidence."""
    return {"figure": shown}


@register.filter
def money(cny: formats.Amount | None) -> str:
    """An amount of yuan in 亿元 or 万元."""
    return formats.money_text(cny)


@register.filter
def share(value: formats.Amount | None) -> str:
    """A share of 0 to 1 in per cent."""
    return formats.share_text(value)


@register.filter
def count(value: formats.Amount | None) -> str:
    """A count with grouped digits; unknown where there is none."""
    return formats.count_text(value)


@register.inclusion_tag("ui/score_bar.html")
def score_bar(low: float, high: float, pass_mark: float, maximum: float = 100) -> dict[str, Any]:
    """A bar from the lowest to the highest possible score, with the pass mark on it."""
    return {"bar": bars.ScoreBar(low, high, pass_mark, maximum)}


@register.inclusion_tag("ui/margin_bar.html")
def margin_bar(value: Any, threshold: Any, state: str, label: Text = "") -> dict[str, Any]:
    """A bar of a value against its threshold; ``label`` says both in words."""
    number = None if value is None else float(value)
    return {"bar": bars.MarginBar(number, float(threshold), state), "label": label}


@register.inclusion_tag("ui/sparkline.html")
def sparkline(values: Sequence[Any], label: Text = "") -> dict[str, Any]:
    """The course of a few values; ``label`` says it in words."""
    numbers = [None if value is None else float(value) for value in values]
    return {"line": bars.sparkline(numbers), "label": label}


@register.inclusion_tag("ui/chart.html")
def chart(shown: Chart) -> dict[str, Any]:
    """A chart with its title, table view, download and source."""
    return {"chart": shown, "option_id": f"{shown.name}-option"}


@register.inclusion_tag("ui/sort_header.html")
def sort_header(state: ListState, column: Column) -> dict[str, Any]:
    """The header cell of a column, a link where the list can be sorted by it."""
    return {
        "column": column,
        "address": state.sorted_by(column.sort) if column.sort else "",
        "direction": state.direction(column.sort) if column.sort else "",
    }


@register.inclusion_tag("ui/pager.html")
def pager(shown: Pager, state: ListState) -> dict[str, Any]:
    """Which rows of how many are shown, and the way to the others."""
    links = [
        (number, state.address(page=str(number)) if number else "") for number in shown.numbers
    ]
    before, after = str(shown.number - 1), str(shown.number + 1)
    return {
        "pager": shown,
        "links": links,
        "before": state.address(page=before) if shown.number > 1 else "",
        "after": state.address(page=after) if shown.number < shown.last else "",
    }


@register.inclusion_tag("ui/chips.html")
def chips(shown: Sequence[Chip], state: ListState) -> dict[str, Any]:
    """The filters in force, each with a cross, and one link that clears them all."""
    return {"chips": shown, "clear": state.path}


@register.inclusion_tag("ui/facet.html")
def facet(shown: Facet) -> dict[str, Any]:
    """The values a list can be narrowed to, with counts."""
    return {"facet": shown}


@register.inclusion_tag("ui/help.html", name="help")
def help_mark(text: Text) -> dict[str, Any]:
    """A small question mark that explains a word."""
    return {"text": text}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(
    icon: str, title: Text, text: Text = "", address: str = "", action: Text = ""
) -> dict[str, Any]:
    """What stands where there is nothing yet: what to do next, with the button."""
    return {"icon": icon, "title": title, "text": text, "address": address, "action": action}


@register.simple_tag
def link_within(address: str) -> SafeString:
    """The attributes of a link that leads to another state of the same list, without a jump."""
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#fragment" hx-swap="innerHTML" hx-push-url="true"',
        address,
    )


@register.filter
def styled(field: BoundField) -> SafeString:
    """The input of a form field in the style of the site."""
    kinds = {"select": "form-select", "checkbox": "form-check-input"}
    kind = kinds.get(getattr(field.field.widget, "input_type", ""), "form-control")
    wrong = " is-invalid" if field.errors else ""
    return field.as_widget(attrs={"class": f"{kind}{wrong}"})


@register.simple_tag(takes_context=True)
def may_open(context: template.Context, name: str) -> bool:
    """Whether the person may open the page of this address name."""
    return person_may_open(context["request"].user, name)


@register.filter
def undo_address(extra_tags: str | None) -> str:
    """The address a notice posts to for undoing what it tells of."""
    return notices.undo_address(extra_tags)

"""Indicators: the series there are, one of them with every source, and what is in none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.identity.assignments import AssignmentKind
from wotu.reading.facts.fact_rows import REASONS, Reason, Unresolved
from wotu.reading.facts.series import Series, SeriesPoint, SourcedValue
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.documents import indicators
from wotu_site.documents.charts import series_chart
from wotu_site.documents.indicators import label_of, number_of_values
from wotu_site.documents.pages.frame import document_crumbs, document_tabs
from wotu_site.documents.words import amount_text, difference_word, figure_text, period_text
from wotu_site.snapshots.queries import workspace
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 50
COLUMNS = (
    Column(gettext_lazy("Indicator"), "indicator"),
    Column(gettext_lazy("Place"), "place"),
    Column(gettext_lazy("Newest value")),
    Column(pgettext_lazy("claim", "Period"), "newest"),
    Column(gettext_lazy("Values"), "values", numeric=True),
    Column(gettext_lazy("Sources agree")),
)
#: Reasons that a person can clear by saying what the words mean.
ASSIGNABLE = {
    Reason.UNKNOWN_PLACE: AssignmentKind.PLACE,
    Reason.UNKNOWN_INDICATOR: AssignmentKind.INDICATOR,
}
MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """One series of the list with its newest value."""

    label: str
    place: str
    address: str
    values: int
    value: str
    period: str
    disagreeing: int


@dataclass(frozen=True, slots=True)
class Example:
    """One claim of a group, with the way to it."""

    figure: str
    metric: str
    address: str


@dataclass(frozen=True, slots=True)
class Loose:
    """Accepted claims that are no values of an indicator for one reason.

    ``words`` are what nobody knows; with ``kind`` a person can say what they mean.
    """

    reason: str
    kind: str
    words: str
    number: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class IndicatorsPage:
    """The series that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[ShownSeries, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    pending: int
    loose: tuple[Loose, ...]
    loose_total: int
    indicator_names: tuple[tuple[str, str], ...]
    may_land: bool


@dataclass(frozen=True, slots=True)
class ShownInput:
    """A figure that a formula read, with the way to its series."""

    label: str
    period: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownValue:
    """What one source says of one period; ``expression`` is how a computed one was got."""

    period: str
    value: str
    source: str
    name: str
    published: str
    taken: bool
    difference: str
    difference_word: str
    evidence: str
    batch: str
    snapshot: str
    expression: str
    inputs: tuple[ShownInput, ...]


@dataclass(frozen=True)
class SeriesPage:
    """One indicator of one place."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    chart: Chart | None
    values: tuple[ShownValue, ...]
    export_address: str
    definition: str


def indicators_page(state: ListState, person: Person) -> IndicatorsPage:
    """The page of indicators in a state that the address gives."""
    rows = indicators.known()
    found = indicators.wanted_rows(rows, state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    loose = indicators.unresolved()
    keeper = person.role in FIRM_KEEPERS
    title = pgettext("documents", "Indicators")
    return IndicatorsPage(
        title=title,
        breadcrumbs=document_crumbs(Crumb(title)),
        tabs=document_tabs("indicators"),
        state=state,
        columns=COLUMNS,
        rows=tuple(_shown(row) for row in found[pager.offset : pager.offset + pager.size]),
        pager=pager,
        facets=_facets(rows, state),
        chips=_chips(rows, state),
        pending=indicators.number_pending(),
        loose=_loose(loose),
        loose_total=len(loose),
        indicator_names=_indicator_names() if keeper else (),
        may_land=keeper,
    )


def series_page(series: Series) -> SeriesPage:
    """The page of one series."""
    label = series.indicator.label.in_language(page_language())
    title = f"{series.place_name} · {label}"
    home = Crumb(pgettext("documents", "Indicators"), reverse("documents:indicators"))
    values = [[(value, _evidence(value)) for value in point.values] for point in series.points]
    return SeriesPage(
        title=title,
        breadcrumbs=document_crumbs(home, Crumb(title)),
        chart=series_chart(series, values) if series.points else None,
        values=tuple(
            _shown_value(point, value, series.place)
            for point in reversed(series.points)
            for value in point.values
        ),
        export_address=f"{reverse('documents:export-series')}?{_query(series)}",
        definition=series.indicator.source.title if series.indicator.source else "",
    )


def series_address(place: str, indicator: str) -> str:
    """The page of one series."""
    query = urlencode({"place": place, "indicator": indicator})
    return f"{reverse('documents:series')}?{query}"


def _query(series: Series) -> str:
    return urlencode({"place": series.place, "indicator": series.indicator.id})


def _shown(series: Series) -> ShownSeries:
    newest = series.points[-1]
    return ShownSeries(
        label=label_of(series),
        place=series.place_name,
        address=series_address(series.place, series.indicator.id),
        values=number_of_values(series),
        value=_amount(newest.default),
        period=period_text(newest.period),
        disagreeing=sum(point.disagrees for point in series.points),
    )


def _shown_value(point: SeriesPoint, value: SourcedValue, place: str) -> ShownValue:
    return ShownValue(
        period=period_text(point.period),
        value=_amount(value),
        source=value.source_label.in_language(page_language()),
        name=value.name,
        published=value.published.isoformat() if value.published else "",
        taken=value is point.default,
        difference=value.difference.value if value.difference else "",
        difference_word=difference_word(value.difference) if value.difference else "",
        evidence=_evidence(value),
        batch=value.batch or "",
        snapshot=value.name if value.expression else "",
        expression=value.expression or "",
        inputs=tuple(_shown_input(one, place) for one in value.inputs),
    )


def _shown_input(written: str, place: str) -> ShownInput:
    """One of a formula's inputs, written "indicator@period"."""
    name, _at, period = written.partition("@")
    label = workspace().packs.indicators[name].label.in_language(page_language())
    return ShownInput(label, period_text(period), series_address(place, name))


def _amount(value: SourcedValue) -> str:
    return amount_text(value.value, value.value_max, value.unit, value.bound)


def _evidence(value: SourcedValue) -> str:
    """The sentence of a value that a document states; empty for others."""
    if not value.document or not value.claim:
        return ""
    return reverse("documents:sentence", args=[value.document, value.claim])


def _loose(unresolved: Sequence[Unresolved]) -> tuple[Loose, ...]:
    """Claims grouped by reason and words; what one assignment settles for many comes first."""
    groups: dict[tuple[Reason, str], list[Unresolved]] = defaultdict(list)
    for one in unresolved:
        groups[one.reason, one.found].append(one)
    found = []
    for (reason, words), members in groups.items():
        kind = ASSIGNABLE.get(reason)
        found.append(
            Loose(
                reason=REASONS[reason].in_language(page_language()),
                kind=kind.value if kind and words else "",
                words=words,
                number=len(members),
                examples=tuple(_example(one) for one in members[:MOST_EXAMPLES]),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.kind, -one.number)))


def _example(one: Unresolved) -> Example:
    stored = one.stored
    home = reverse("documents:document", args=[stored.document])
    return Example(figure_text(stored.claim), stored.claim.metric, f"{home}?claim={stored.id}")


def _indicator_names() -> tuple[tuple[str, str], ...]:
    known = workspace().packs.indicators.values()
    return tuple((one.id, one.label.in_language(page_language())) for one in known)


def _facets(rows: Sequence[Series], state: ListState) -> tuple[Facet, ...]:
    names = {row.place: row.place_name for row in rows}
    themes = _theme_words(rows)
    shown = (
        ("place", _("Place"), names, lambda row: row.place),
        ("theme", _("Theme"), themes, lambda row: row.indicator.theme),
    )
    facets = []
    for name, label, words, value_of in shown:
        counts = _counted(rows, state, name, value_of).most_common()
        facets.append(facet(state, name, label, [(v, words[v], n) for v, n in counts]))
    return tuple(one for one in facets if len(one.values) > 1 or state.values(one.label))


def _counted(
    rows: Sequence[Series], state: ListState, name: str, value_of: Callable[[Series], str]
) -> Counter[str]:
    return Counter(value_of(row) for row in rows if indicators.fits(row, state, but=name))


def _theme_words(rows: Sequence[Series]) -> dict[str, str]:
    return {
        row.indicator.theme: row.indicator.theme_label.in_language(page_language()) for row in rows
    }


def _chips(rows: Sequence[Series], state: ListState) -> tuple[Chip, ...]:
    labels = {"q": pgettext("filter", "Search"), "place": _("Place"), "theme": _("Theme")}
    names = {row.place: row.place_name for row in rows}
    return chips(state, labels, {"place": names, "theme": _theme_words(rows)})

"""Where an actual value comes from: the row, the sentence, the query, or the formula in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wotu.targets.actuals import Actual, Observation
from wotu_site.access.roles import Person
from wotu_site.snapshots.queries import batches, workspace
from wotu_site.targets.book import Known
from wotu_site.targets.pages.frame import place_name, target_address, target_crumbs
from wotu_site.targets.pages.leads import (
    batch_address,
    sentence_address,
    series_address,
    stock_address,
)
from wotu_site.targets.registry import RegistryValue, indicator_or_none, values_of
from wotu_site.targets.words import amount_text, day_text, range_text, said
from wotu_site.ui.pages import Crumb
from wotu_site.ui.periods import period_text

ORIGINS: Mapping[str, Promise] = {
    "table": pgettext_lazy("origin", "Imported table"),
    "document": pgettext_lazy("origin", "Document"),
    "register": pgettext_lazy("origin", "Counted from the register"),
    "formula": pgettext_lazy("origin", "Computed by formula"),
}
#: Origins that somebody outside stated, in contrast to what is counted or computed here.
STATED = ("table", "document")


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that a formula reads, or a part of a sum; with the way to its evidence."""

    label: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class Lead:
    """A page that tells more."""

    icon: str
    words: str
    address: str
    in_drawer: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where one value comes from: lines to read, inputs in turn, and ways that lead on."""

    value: str
    origin: str
    lines: tuple[tuple[str, str], ...]
    expression: str
    inputs: tuple[Input, ...]
    links: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """A value with everything it rests on."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    value: str
    about: str
    parts: tuple[Input, ...]
    sources: tuple[Source, ...]


def origin_words(part: Actual | RegistryValue) -> str:
    """Where a value comes from, in words, with its source where one is named."""
    source = _source_name(part.source)
    word = str(ORIGINS.get(part.origin, part.origin))
    return f"{word} · {source}" if source and part.origin == "table" else word


def actual_page(one: Known, seen: Observation, person: Person) -> EvidencePage:
    """What a target had come to by a day; of a sum each part with the way to its evidence."""
    target = one.target
    title = _("Evidence")
    parts = seen.parts if len(seen.parts) > 1 else ()
    alone = _values(one, seen.parts[0]) if len(seen.parts) == 1 else ()
    return EvidencePage(
        title=title,
        breadcrumbs=target_crumbs(Crumb(target.name, target_address(target.id)), Crumb(title)),
        value=amount_text(seen.value, target.unit),
        about=" · ".join((target.name, place_name(target.place_code), day_text(seen.on))),
        parts=tuple(_part(one, part) for part in parts),
        sources=tuple(_source(value, person) for value in alone),
    )


def value_page(values: Sequence[RegistryValue], person: Person) -> EvidencePage:
    """One value of the registry, or several where it is known in several units."""
    first = values[0]
    title = _("Evidence")
    return EvidencePage(
        title=title,
        breadcrumbs=target_crumbs(Crumb(title)),
        value=_amount(first),
        about=" · ".join(
            (_label(first.indicator), place_name(first.place_code), period_text(first.period))
        ),
        parts=(),
        sources=tuple(_source(value, person) for value in values),
    )


def _values(one: Known, part: Actual) -> tuple[RegistryValue, ...]:
    found = values_of(one.target.indicator or "", one.target.place_code, part.period)
    return tuple(value for value in found if value.unit == one.target.unit)


def _part(one: Known, part: Actual) -> Input:
    return Input(
        f"{period_text(part.period)} · {origin_words(part)}",
        amount_text(part.value, one.target.unit),
        value_address(one.target.indicator or "", one.target.place_code, part.period),
    )


def value_address(indicator: str, place: str, period: str) -> str:
    """The evidence of a value of the registry."""
    return reverse("targets:value", args=[indicator, place, period])


def _source(value: RegistryValue, person: Person) -> Source:
    return Source(
        value=_amount(value),
        origin=origin_words(value),
        lines=tuple(_lines(value)),
        expression=value.expression or "",
        inputs=tuple(_input(value, text) for text in value.inputs or ()),
        links=tuple(_links(value, person)),
    )


def _lines(value: RegistryValue) -> list[tuple[str, str]]:
    lines = [(_("Period"), period_text(value.period))]
    if value.origin in STATED:
        lines.append((_("Source"), _source_name(value.source)))
    batch = next((one for one in batches() if one.id == value.batch), None)
    if batch is not None and value.origin == "table":
        place = batch.file_name
        if value.row is not None:
            place = _("%(file)s, row %(row)s") % {"file": place, "row": value.row}
        lines.append((_("File"), place))
        lines.append((_("Received"), f"{batch.received_at.astimezone():%Y-%m-%d %H:%M}"))
    if value.error:
        error = f"± {amount_text(value.error, value.unit)}"
        lines.append((_("Standard error"), error))
    return lines


def _links(value: RegistryValue, person: Person) -> list[Lead]:
    from_table, stated = value.origin == "table", value.origin in STATED
    stock = stock_address(indicator_or_none(value.indicator), person)
    series = series_address(value.indicator, value.place_code, person)
    sentence = sentence_address(value.document, value.claim, person)
    batch = batch_address(value.batch, person)
    leads = [
        Lead("file-text", _("The sentence"), sentence, in_drawer=True),
        Lead("database-import", _("The batch"), batch if from_table else ""),
        Lead("certificate", _("The certificates"), stock if value.origin == "register" else ""),
        Lead("chart-line", _("Every value with its source"), series if stated else ""),
    ]
    return [lead for lead in leads if lead.address]


def _input(value: RegistryValue, text: str) -> Input:
    """A figure of a formula, ``indicator@period``."""
    name, _at, period = text.partition("@")
    found = values_of(name, value.place_code, period)
    shown = _amount(found[0]) if found else amount_text(None, None)
    address = value_address(name, value.place_code, period) if found else ""
    return Input(f"{_label(name)} · {period_text(period)}", shown, address)


def _amount(value: RegistryValue) -> str:
    if value.value is not None and value.value_max is not None:
        return range_text(value.value, value.value_max, value.unit)
    return amount_text(value.value, value.unit)


def _label(name: str) -> str:
    indicator = indicator_or_none(name)
    return said(indicator.label) if indicator else name


def _source_name(source: str | None) -> str:
    known = workspace().packs.sources.sources.get(source or "")
    return said(known.label) if known else source or ""

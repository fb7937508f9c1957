"""The page on which a rule is tried with moved figures and rewritten conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu_site.access.roles import Person
from wotu_site.drafts import addresses
from wotu_site.drafts.charts import sweep_chart
from wotu_site.drafts.controls import Figure, decimal_text, unit_word
from wotu_site.drafts.models import Draft
from wotu_site.drafts.pages.result import ChangeChip, Result, change_chips, result_of
from wotu_site.drafts.queries import rule_draft
from wotu_site.drafts.reading import Asked, figure_or_404
from wotu_site.drafts.services import stored
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import ListState


@dataclass(frozen=True, slots=True)
class Slider:
    """One figure with its slider; numbers as inputs of a form take them.

    ``mark`` is where the present value stands along the slider, from 0 to 100.
    """

    name: str
    label: str
    cite: str
    unit: str
    present: str
    number: str
    low: str
    high: str
    step: str
    mark: str
    fault: str

    @property
    def moved(self) -> bool:
        """Whether the draft moves it."""
        return self.number != self.present


@dataclass(frozen=True, slots=True)
class TextControl:
    """One condition or formula with its text; a condition can be taken away."""

    kind: str
    name: str
    label: str
    cite: str
    present: str
    text: str
    removed: bool
    fault: str

    @property
    def rows(self) -> int:
        """Lines that the text takes."""
        return min(1 + len(self.text) // 34, 9)

    @property
    def changed(self) -> bool:
        """Whether the draft changes it."""
        return self.removed or self.text != self.present


@dataclass(frozen=True, slots=True)
class Told:
    """A fault of the draft: the part and the anchor where it stands, or neither."""

    label: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept draft that the page began with; ``own`` says whether the person may change it."""

    number: int
    name: str
    note: str
    state: str
    state_word: str
    author: str
    own: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """A rule with the controls of a draft, and what the draft comes to."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    rule_id: str
    edition: str
    as_of: dt.date
    path: str
    query: str
    sliders: tuple[Slider, ...]
    conditions: tuple[TextControl, ...]
    formulas: tuple[TextControl, ...]
    new_label: str
    new_test: str
    new_fault: str
    added: str
    faults: tuple[Told, ...]
    changes: tuple[ChangeChip, ...]
    kept: Kept | None
    result: Result | None
    sweep_address: str
    downloads: tuple[tuple[str, str], ...]

    @property
    def text_controls(self) -> tuple[TextControl, ...]:
        """Conditions and formulas."""
        return (*self.conditions, *self.formulas)

    @property
    def rewritten(self) -> bool:
        """Whether a condition is changed, so that they are shown at once."""
        return bool(self.new_test) or any(one.changed for one in self.conditions)

    @property
    def reformulated(self) -> bool:
        """Whether a formula is changed, so that they are shown at once."""
        return any(one.changed for one in self.formulas)


@dataclass(frozen=True, slots=True)
class SweepPage:
    """One figure moved along its slider, and the other figures that can be moved so."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    address: str
    figures: tuple[tuple[str, str, bool], ...]
    chart: Chart | None


def workbench_page(
    found: Asked, state: ListState, draft: Draft | None, person: Person
) -> WorkbenchPage:
    """The page of the draft of an address; ``draft`` is the kept one that it began with."""
    controls = _text_controls(found)
    sliders = tuple(_slider(found, figure) for figure in found.figures)
    new_fault = found.fault_of("conditions", addresses.ADDED)
    query = _draft_query(found)
    rule_address = reverse("policies:rule", args=[found.rule.id])
    return WorkbenchPage(
        title=_("Try changes of %(rule)s") % {"rule": found.label},
        breadcrumbs=(*drafts_crumbs(), Crumb(found.label, rule_address), Crumb(_("Simulate"))),
        rule_id=found.rule.id,
        edition=found.rule.spec.edition,
        as_of=found.snapshot.manifest.as_of,
        path=state.path,
        query=query,
        sliders=sliders,
        conditions=tuple(one for one in controls if one.kind == "conditions"),
        formulas=tuple(one for one in controls if one.kind == "quantities"),
        new_label=found.query.get(addresses.NEW_LABEL, ""),
        new_test=found.query.get(addresses.NEW_TEST, ""),
        new_fault=new_fault,
        added=addresses.ADDED,
        faults=_told(found, sliders, controls, new_fault),
        changes=change_chips(found, state),
        kept=_kept(found, draft, person) if draft else None,
        result=result_of(found, found.tried, state) if found.tried else None,
        sweep_address=_address("drafts:sweep", found, query) if found.figures else "",
        downloads=(
            (_("Draft (YAML)"), _address("drafts:file", found, query)),
            (_("Rule file for a pack (YAML)"), _address("drafts:overlay", found, query)),
        ),
    )


def sweep_page(found: Asked, wanted: str) -> SweepPage:
    """One figure of the drafted rule moved along its slider."""
    figure = figure_or_404(found, wanted)
    query = _draft_query(found)
    return SweepPage(
        title=_("One figure, moved"),
        breadcrumbs=(*drafts_crumbs(), Crumb(found.label)),
        address=_address("drafts:sweep", found, query),
        figures=tuple((one.name, one.label, one is figure) for one in found.figures),
        chart=_sweep_chart(found, figure) if found.tried else None,
    )


def drafts_crumbs() -> tuple[Crumb, ...]:
    """The way to the list of drafts."""
    return (
        Crumb(_("Policies"), reverse("policies:list")),
        Crumb(_("Drafts"), reverse("drafts:list")),
    )


def _sweep_chart(found: Asked, figure: Figure) -> Chart:
    assert found.tried is not None
    text = found.query.get(f"{addresses.FIGURE}{figure.name}", "")
    drafted = float(text) if addresses.PLAIN_NUMBER.fullmatch(text) else None
    source = _("the draft over all firms, as of %(day)s") % {"day": found.snapshot.manifest.as_of}
    return sweep_chart(figure, found.tried.swept(figure), drafted, source)


def _draft_query(found: Asked) -> str:
    """The part of the address that is the draft, as it was written."""
    query = found.query.copy()
    for name in [name for name in query if not addresses.part_of_draft(name)]:
        del query[name]
    return query.urlencode()


def _address(name: str, found: Asked, query: str) -> str:
    address = reverse(name, args=[found.rule.id])
    return f"{address}?{query}" if query else address


def _slider(found: Asked, figure: Figure) -> Slider:
    present = decimal_text(figure.present)
    number = found.query.get(f"{addresses.FIGURE}{figure.name}", "").strip() or present
    return Slider(
        name=figure.name,
        label=figure.label,
        cite=_clause(found, figure.cite),
        unit=unit_word(figure.unit, page_language()),
        present=present,
        number=number,
        low=decimal_text(figure.low),
        high=decimal_text(figure.high),
        step=decimal_text(figure.step),
        mark=f"{float(100 * figure.place_of_present) - 0.6:.1f}",
        fault=_figure_fault(found, figure, number),
    )


def _figure_fault(found: Asked, figure: Figure, number: str) -> str:
    if not addresses.PLAIN_NUMBER.fullmatch(number):
        return _("Enter a number, such as %(number)s.") % {"number": decimal_text(figure.present)}
    return found.fault_of("parameters", figure.name)


def _text_controls(found: Asked) -> list[TextControl]:
    removed = set(found.query.getlist(addresses.REMOVED))
    return [
        TextControl(
            kind=one.kind,
            name=one.name,
            label=one.label,
            cite=_clause(found, one.cite),
            present=one.present,
            text=found.query.get(f"{addresses.TEXT}{one.name}", "").strip() or one.present,
            removed=one.kind == "conditions" and one.name in removed,
            fault=found.fault_of(one.kind, one.name),
        )
        for one in found.wordings
    ]


def _told(
    found: Asked, sliders: Sequence[Slider], texts: Sequence[TextControl], new_fault: str
) -> tuple[Told, ...]:
    """All faults together, each with the way to its part."""
    told = [Told(one.label, f"fault-parameters-{one.name}", one.fault) for one in sliders]
    told += [Told(one.label, f"fault-{one.kind}-{one.name}", one.fault) for one in texts]
    told.append(Told(_("Add a condition"), f"fault-conditions-{addresses.ADDED}", new_fault))
    told += [Told("", "", text) for text in found.other_faults]
    return tuple(one for one in told if one.text)


def _clause(found: Asked, cite: str) -> str:
    """The clause of a citation without the name of its text."""
    name, _space, clause = cite.partition(" ")
    return clause if name in found.rule.spec.texts else cite


def _kept(found: Asked, draft: Draft, person: Person) -> Kept:
    return Kept(
        number=draft.pk,
        name=draft.name,
        note=draft.note,
        state=draft.state,
        state_word=draft.get_state_display(),
        author=draft.author.display_name,
        own=draft.author_id == person.pk,
        differs=stored(rule_draft(draft)) != stored(found.draft),
    )

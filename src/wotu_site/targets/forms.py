"""What is entered about targets and tasks: forms check shape, the book checks meaning."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wotu.contracts.limits import MIB
from wotu.packs.indicators import Indicator
from wotu.periods import period_of_text
from wotu.targets.target import AIMS, PATHS, Aim, Milestone, PathKind, Target, Task
from wotu.targets.written import UnreadableError, milestones_of
from wotu_site.targets.figures_entered import (
    EnteredError,
    milestones_text,
    shown_number,
    shown_unit,
    unit_for,
)
from wotu_site.targets.words import said

LONGEST_TEXT = 200
LONGEST_NOTE = 2_000
#: Figures of a target that are entered in its unit.
FIGURES = ("value", "value_max", "baseline")
DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

Choices = Sequence[tuple[str, str]]


def _text(label: Any, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=LONGEST_TEXT, **more)


class FigureField(forms.DecimalField):
    """A figure as people write it: ``1,200`` and ``１２００`` too."""

    def to_python(self, value: Any) -> Decimal | None:
        """The number without commas, in plain digits."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "")
        return super().to_python(value)


def _figure(label: Any, **more: Any) -> FigureField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return FigureField(label=label, required=False, widget=widget, **more)


class TargetForm(forms.Form):
    """A target as a person enters it; figures stand in the unit that is entered with them."""

    name = _text(pgettext_lazy("plan", "Name"), required=True)
    number = _text(_("Number in the plan"))
    plan = _text(
        pgettext_lazy("plan", "Plan"),
        required=True,
        widget=forms.TextInput(attrs={"list": "plans", "autocomplete": "off"}),
    )
    place_code = forms.ChoiceField(label=_("Place"))
    indicator = forms.ChoiceField(
        label=_("Indicator"),
        required=False,
        help_text=_("Actual values are taken from it. Left empty, the target only gathers others."),
    )
    aim = forms.ChoiceField(label=pgettext_lazy("plan", "Aim"))
    value = _figure(_("Target value"))
    value_max = _figure(_("Upper end"), help_text=_("Only for a range."))
    unit = _text(
        _("Unit of the figures"),
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        help_text=_("As you write it: 亿元, 家, %. Kept in the unit of the indicator."),
    )
    due = forms.DateField(label=pgettext_lazy("plan", "Due on"), **DAY)
    baseline = _figure(_("Baseline"))
    baseline_period = _text(
        _("Period of the baseline"), help_text=_("Such as 2025, or 2025年末 for a stock.")
    )
    path = forms.ChoiceField(
        label=pgettext_lazy("plan", "Path"),
        help_text=_("Seasonal: within a year as past years went."),
    )
    milestones = forms.CharField(
        label=pgettext_lazy("plan", "Milestones"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, period and figure: 2026-06: 900"),
    )
    owner = _text(
        _("Department in charge"),
        widget=forms.TextInput(attrs={"list": "owners", "autocomplete": "off"}),
    )
    person = _text(_("Person in charge"))
    parent = forms.ChoiceField(label=_("Part of"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = _text(_("Reason"))

    def __init__(
        self,
        *args: Any,
        indicators: Mapping[str, Indicator],
        places: Choices,
        parents: Choices,
        reason_needed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        named = sorted((said(one.label), one.id) for one in indicators.values())
        self._offer("indicator", [("", "—"), *((name, label) for label, name in named)])
        self._offer("place_code", places)
        self._offer("parent", [("", "—"), *parents])
        self._offer("aim", [(one.value, said(AIMS[one])) for one in Aim])
        self._offer("path", [(one.value, said(PATHS[one])) for one in PathKind])
        self.fields["reason"].required = reason_needed
        if not reason_needed:
            del self.fields["reason"]

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_baseline_period(self) -> str | None:
        """The period in our notation, from how people write it."""
        written = self.cleaned_data["baseline_period"]
        if not written:
            return None
        period = period_of_text(written)
        if period is None:
            raise forms.ValidationError(_("This is no period; write 2025, 2025-Q2 or 2025年末."))
        return period

    def clean(self) -> dict[str, Any]:
        """Figures in the unit of the indicator."""
        entered = self.cleaned_data
        indicator = self.indicators.get(entered.get("indicator") or "")
        if indicator is None:
            entered["unit"] = None
            return entered
        try:
            unit, size = unit_for(indicator, entered.get("unit") or indicator.unit)
        except EnteredError:
            said_units = "、".join(indicator.units)
            message = _("%(indicator)s is counted in %(units)s.")
            words = message % {"indicator": said(indicator.label), "units": said_units}
            self.add_error("unit", words)
            return entered
        entered["unit"] = unit
        written, value = entered.get("milestones") or "", float(entered.get("value") or 0)
        try:
            found = milestones_of(written, value)
        except UnreadableError as error:
            self.add_error("milestones", error.message)
        else:
            whole = float(size)
            entered["milestones"] = tuple(Milestone(one.on, one.value * whole) for one in found)
        for name in FIGURES:
            number = entered.get(name)
            entered[name] = None if number is None else float(number * size)
        return entered

    def values(self) -> dict[str, Any]:
        """The fields of the target, as the book keeps them."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return entered | {
            "aim": Aim(entered["aim"]),
            "path": PathKind(entered["path"]),
            "indicator": entered["indicator"] or None,
            "parent": entered["parent"] or None,
            "milestones": entered["milestones"] or (),
        }


def offered(target: Target) -> dict[str, Any]:
    """A target as its form offers it for changing."""
    figures = [getattr(target, name) for name in FIGURES]
    unit, size = shown_unit(figures, target.unit)
    return {
        **{name: getattr(target, name) for name in TargetForm.base_fields if hasattr(target, name)},
        **{name: shown_number(getattr(target, name), size) for name in FIGURES},
        "unit": unit,
        "milestones": milestones_text(target.milestones, size),
    }


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_TEXT)


class TaskForm(forms.Form):
    """A task: what somebody does by a day."""

    what = _text(pgettext_lazy("plan", "Task"), required=True)
    owner = _text(_("Department in charge"), widget=forms.TextInput(attrs={"list": "owners"}))
    due = forms.DateField(label=pgettext_lazy("plan", "Due on"), required=False, **DAY)
    note = _text(_("Note"))


class TaskChangeForm(TaskForm):
    """A task that is changed, and why."""

    reason = _text(_("Reason"), help_text=_("Needed for a new due date."))


def offered_task(task: Task) -> dict[str, Any]:
    """A task as its form offers it for changing."""
    return {"what": task.what, "owner": task.owner, "due": task.due, "note": task.note}


class PlanForm(forms.Form):
    """A plan as a workbook."""

    file = forms.FileField(label=_("File"), max_length=255)
    plan = _text(
        pgettext_lazy("plan", "Plan"),
        required=True,
        widget=forms.TextInput(attrs={"list": "plans", "autocomplete": "off"}),
        help_text=_("The name of the plan, for rows that name none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.csv"
        self.fields["file"].help_text = _("Excel or CSV, at most %(most)s MB.") % {
            "most": settings.UPLOAD_MOST_BYTES // MIB
        }

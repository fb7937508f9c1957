"""The forms of firms: who looks after them, saved views, exports, contests, corrections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wotu_site.firms import queries


class AssignForm(forms.Form):
    """Who is to look after firms; ``nobody`` ends what stands."""

    officer = forms.ModelChoiceField(None, label=gettext_lazy("Liaison officer"), required=False)
    nobody = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = queries.possible_officers()

    def clean(self) -> dict[str, Any]:
        """A choice has been made."""
        entered = super().clean() or {}
        if not entered.get("officer") and not entered.get("nobody"):
            raise forms.ValidationError(_("Choose a person."))
        return entered


class ViewForm(forms.Form):
    """The name of a view of the list, and whether colleagues see it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    query = forms.CharField(required=False, max_length=2000)
    shared = forms.BooleanField(label=gettext_lazy("Share with colleagues"), required=False)


class ExportForm(forms.Form):
    """What of the list goes into a file, and of which kind."""

    KINDS = (("xlsx", "Excel"), ("csv", "CSV"))
    SCOPES = (
        ("all", gettext_lazy("All results")),
        ("page", gettext_lazy("This page")),
        ("chosen", gettext_lazy("The chosen firms")),
    )
    COLUMNS = (
        ("shown", gettext_lazy("The columns shown")),
        ("all", gettext_lazy("All columns")),
    )

    kind = forms.ChoiceField(choices=KINDS)
    scope = forms.ChoiceField(choices=SCOPES)
    columns = forms.ChoiceField(choices=COLUMNS)
    state = forms.CharField(required=False, max_length=4000)


class ContestForm(forms.Form):
    """Why a value is in doubt, and what it should be."""

    claimed = forms.CharField(
        label=gettext_lazy("What it should be"), required=False, max_length=200
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CorrectForm(forms.Form):
    """The right value of a fact, and how it is known."""

    value = forms.CharField(label=gettext_lazy("The right value"), required=False, max_length=200)
    unknown = forms.BooleanField(label=gettext_lazy("It is not known"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Either a value is given, or it is said that there is none."""
        entered = super().clean() or {}
        if bool(entered.get("value")) == bool(entered.get("unknown")):
            self.add_error("value", _("Give a value, or tick that it is not known."))
        return entered


class SettleForm(CorrectForm):
    """How a contest ends: the value is put right, or upheld."""

    decision = forms.ChoiceField(
        choices=(
            ("corrected", gettext_lazy("Put the value right")),
            ("upheld", gettext_lazy("Uphold the value")),
        ),
        label=gettext_lazy("How it ends"),
    )
    field_order = ("decision", "value", "unknown", "reason")

    def clean(self) -> dict[str, Any]:
        """A value is asked for only where it is put right."""
        if (self.cleaned_data or {}).get("decision") == "upheld":
            return self.cleaned_data
        return super().clean()


def assigned_words(number: int, officer: Any | None) -> str:
    """What has been done, for a notice."""
    if officer is None:
        return ngettext(
            "Nobody looks after %(number)s firm any more.",
            "Nobody looks after %(number)s firms any more.",
            number,
        ) % {"number": f"{number:,}"}
    return ngettext(
        "%(name)s looks after %(number)s firm now.",
        "%(name)s looks after %(number)s firms now.",
        number,
    ) % {"name": officer.display_name, "number": f"{number:,}"}

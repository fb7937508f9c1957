"""What is entered about documents and claims: forms check shape, the library checks meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wotu.contracts.limits import MIB
from wotu.reading.claim import Bound, Claim, ClaimKind, plain_decimal
from wotu.reading.reconciling.statements import Item
from wotu_site.documents.adding import ENDINGS
from wotu_site.documents.words import bound_word, kind_word
from wotu_site.ui.files import FilesField

LONGEST_REASON = 200
#: Fields of a claim that a person can correct, in the order of the form.
CORRECTED = (
    "figure",
    "figure_max",
    "unit",
    "kind",
    "bound",
    "subject",
    "metric",
    "period",
    "compare",
)


class AddForm(forms.Form):
    """Documents, and when they were published."""

    files = FilesField(label=_("Files"), max_length=255)
    published = forms.DateField(
        label=_("Published on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "Decides which year “this year” and “last year” mean."
            " Left empty, the day that each file states is taken."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].help_text = _(
            "Text, web page, Word or PDF with a text layer; at most %(most)s MB each."
        ) % {"most": settings.UPLOAD_MOST_BYTES // MIB}
        self.fields["files"].widget.attrs |= {"multiple": True, "accept": ENDINGS}


class DayForm(forms.Form):
    """When a document was published."""

    published = forms.DateField(label=_("Published on"))


class ReasonForm(forms.Form):
    """Why something is done, where it may be left out."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=LONGEST_REASON)


class RejectForm(forms.Form):
    """Why a claim is wrong."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )


class ClaimForm(forms.Form):
    """The fields of a claim."""

    figure = forms.CharField(
        label=pgettext_lazy("claim", "Figure"),
        max_length=40,
        help_text=_("In base units: 3,686亿元 is 368600000000; a decline has a minus sign."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    figure_max = forms.CharField(label=_("Upper end of a range"), required=False, max_length=40)
    unit = forms.CharField(
        label=_("Unit"), max_length=20, help_text=_("Without 万 and 亿; of every rank 位.")
    )
    kind = forms.ChoiceField(label=_("Kind"))
    bound = forms.ChoiceField(label=pgettext_lazy("claim", "Bound"))
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=80,
        help_text=_("Whom or what the figure is about."),
    )
    metric = forms.CharField(
        label=_("Metric"), max_length=120, help_text=_("What is measured, without the subject.")
    )
    period = forms.CharField(
        label=pgettext_lazy("claim", "Period"),
        required=False,
        max_length=40,
        help_text=_("2022, 2023-Q1, 2024-08, 2024-01/2024-05, by:2026 or asof:2023."),
    )
    compare = forms.CharField(
        label=_("Held against"),
        required=False,
        max_length=40,
        help_text=_("Of changes yoy, since:2019 or last_edition; of ranks the field."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, kind_word(one)) for one in ClaimKind]
        self.fields["bound"].choices = [(one.value, bound_word(one)) for one in Bound]

    def clean_figure(self) -> str:
        """Digits may be grouped with commas."""
        return _ungrouped(self.cleaned_data["figure"])

    def clean_figure_max(self) -> str:
        """Digits may be grouped with commas."""
        return _ungrouped(self.cleaned_data["figure_max"])


class CorrectForm(ClaimForm):
    """What a claim should say, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)

    def changed(self, claim: Claim) -> dict[str, str]:
        """The fields that were changed, with their new values."""
        before = values_of(claim)
        entered = {name: self.cleaned_data[name].strip() for name in CORRECTED}
        return {name: value for name, value in entered.items() if value != before[name]}


class AddClaimForm(ClaimForm):
    """A claim that was not found, with its place in the text."""

    quote = forms.CharField(
        label=_("Words in the text"),
        max_length=80,
        help_text=_("Figure with unit, and a word such as 超 that touches it, as in the text."),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    field_order = ("quote", *CORRECTED)


def values_of(claim: Claim) -> Mapping[str, str]:
    """The fields of a claim as a form shows them."""
    return {
        "figure": plain_decimal(claim.figure),
        "figure_max": "" if claim.figure_max is None else plain_decimal(claim.figure_max),
        "unit": claim.unit,
        "kind": claim.kind.value,
        "bound": claim.bound.value,
        "subject": claim.subject or "",
        "metric": claim.metric,
        "period": claim.period or "",
        "compare": claim.compare or "",
    }


class SettleForm(forms.Form):
    """Which statement of an item is taken, and why."""

    statement = forms.ChoiceField(label=_("Statement taken"))
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].choices = [(one.id, one.source_name) for one in item.statements]
        self.fields["statement"].error_messages["required"] = _(
            "Choose the statement that is taken."
        )


def _ungrouped(number: str) -> str:
    return number.replace(",", "").replace("，", "").strip()

"""What is entered about data: forms check shape, the services check meaning."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wotu.contracts.limits import MIB
from wotu.packs.loader import PackSet
from wotu.packs.sources import CORRECTION
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.files import FilesField
from wotu_site.ui.formats import page_language

#: What the file dialog offers; what a file is shows in its content, not in its name.
ENDINGS = ".xlsx,.xls,.xlsm,.ods,.csv,.tsv,.txt,.parquet,.gz"


class UploadForm(forms.Form):
    """Files, and what holds for all of them."""

    files = FilesField(label=_("Files"), max_length=255)
    source = forms.ChoiceField(label=_("Who sent them"))
    complete = forms.BooleanField(
        label=_("Complete list"),
        required=False,
        help_text=_(
            "Every such row of the zone's firms is in it: who is not on it has none."
            " Leave it empty if you are not sure."
        ),
    )
    observed_on = forms.DateField(
        label=_("True on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For rows without a date of their own; empty means today."),
    )

    def __init__(self, packs: PackSet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        known = [
            (name, source.label.in_language(language))
            for name, source in packs.sources.sources.items()
            if name != CORRECTION
        ]
        self.fields["source"].choices = [("", _("Choose…")), *known]
        self.fields["files"].help_text = _(
            "Excel (.xlsx, .xls, .ods), CSV or text, Parquet; at most %(most)s MB each."
            " Titles, notes and totals may stay as they are."
        ) % {"most": settings.UPLOAD_MOST_BYTES // MIB}
        self.fields["files"].widget.attrs |= {"multiple": True, "accept": ENDINGS}


class BuildForm(forms.Form):
    """As of which day a snapshot is built."""

    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = usual_day()

    def day(self) -> Any:
        """The day that was entered, else the usual one."""
        return self.cleaned_data["as_of"] or usual_day()


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("Wrong file, wrong year, sent twice …")}),
    )


def usual_day() -> Any:
    """Today; in a demonstration the day on which its invented world stands."""
    if snapshots.workspace().config.demo and snapshots.has_snapshot():
        return snapshots.snapshot().manifest.as_of
    return timezone.localdate()

"""What is entered on the ladder: forms check shape, the services check meaning."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wotu.build.snapshot import Snapshot
from wotu_site.ladder import work
from wotu_site.ladder.models import Membership
from wotu_site.ladder.services import Listing
from wotu_site.ui.formats import page_language


class ListingForm(forms.Form):
    """Which list firms are put on."""

    list = forms.ChoiceField(label=_("List"), choices=Membership.Kind.choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    target = forms.CharField(label=_("Aims at"), required=False, max_length=40)

    def listing(self) -> Listing:
        """The list that was entered."""
        entered = self.cleaned_data
        return Listing(entered["list"], entered["year"], entered["target"])


class MembershipForm(forms.ModelForm):
    """What people write down about a firm on a list."""

    target = forms.ChoiceField(label=_("Aims at"), required=False)

    class Meta:
        """The fields, in the order of the form."""

        model = Membership
        fields = ("state", "next_step", "follow_up_on", "note", "kind", "year", "target")
        widgets = {
            "follow_up_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, snapshot: Snapshot, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", "—"), *target_choices(snapshot)]

    def entered(self) -> dict[str, Any]:
        """What was entered, for the service."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class QuickForm(forms.Form):
    """What can be changed in the row of a list itself."""

    state = forms.ChoiceField(choices=Membership.State.choices, required=False)
    follow_up_on = forms.DateField(required=False)

    def entered(self) -> dict[str, Any]:
        """Only what was sent: an empty date takes the date away."""
        sent = {name for name in self.fields if name in self.data}
        return {name: self.cleaned_data[name] for name in sent}


def target_choices(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The rungs that a firm can be brought up to."""
    language = page_language()
    return [(rung.kind, rung.label(language)) for rung in work.rungs(snapshot)]


def year_choices(day: dt.date) -> list[int]:
    """The years that a list is kept for: this one and the next."""
    return [day.year, day.year + 1]

"""The filters of the audit log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wotu_site.audit.queries import EntryFilter


class FilterForm(forms.Form):
    """Who, what, about what, and when; a filter that cannot be read is left out."""

    person = forms.CharField(label=_("Person"), required=False, max_length=64)
    kind = forms.CharField(label=_("About"), required=False, max_length=40)
    about = forms.CharField(label=_("Number or name"), required=False, max_length=80)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def wanted(self, actions: list[str]) -> EntryFilter:
        """The filter that was entered."""
        self.full_clean()
        entered = self.cleaned_data
        return EntryFilter(
            person=entered.get("person", ""),
            actions=tuple(actions),
            about_kind=entered.get("kind", ""),
            about_id=entered.get("about", ""),
            from_day=entered.get("since"),
            to_day=entered.get("until"),
        )

"""Forms of placements."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_REASON = 400


class JudgeForm(forms.Form):
    """Whether a firm belongs on a link, and why."""

    belongs = forms.ChoiceField(
        label=_("Judgement"),
        choices=[
            ("yes", pgettext_lazy("placement", "Belongs here")),
            ("no", pgettext_lazy("placement", "Does not belong here")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.TextInput, strip=True
    )

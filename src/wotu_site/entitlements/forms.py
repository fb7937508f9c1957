"""The shape of what people send about entitlements."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AccountForm(forms.Form):
    """The account to which a firm wants to be paid."""

    account_name = forms.CharField(label=_("Account holder"), max_length=200)
    account_bank = forms.CharField(label=_("Bank"), max_length=200)
    account_no = forms.RegexField(
        r"^[0-9 -]{8,40}$",
        label=_("Account number"),
        error_messages={"invalid": _("Digits only, 8 or more of them.")},
    )


class PaymentForm(forms.Form):
    """When and under which document payments were made."""

    paid_on = forms.DateField(label=_("Paid on"))
    document_no = forms.CharField(label=_("Document number"), max_length=80, required=False)


class WithholdForm(forms.Form):
    """Why something is withheld."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

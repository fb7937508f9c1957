"""Forms of accounts: they check shape, the services check meaning."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError

from wotu_site.access.roles import Role
from wotu_site.accounts.models import User
from wotu_site.accounts.services import AccountDetails


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(label=_("User name"), max_length=64)
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None
        self.fields["username"].widget.attrs.update(
            autocomplete="username", autocapitalize="none", autofocus=True
        )

    def clean(self) -> dict[str, Any]:
        """Find the account; the answer does not tell which of the two was wrong."""
        username = self.cleaned_data.get("username", "").lower()
        password = self.cleaned_data.get("password")
        if username and password:
            self.user = authenticate(self.request, username=username, password=password)
            if self.user is None:
                raise forms.ValidationError(
                    _("The user name or the password is wrong, or the account is disabled.")
                )
        return self.cleaned_data


class AccountForm(forms.ModelForm):
    """What an administrator enters about an account that exists."""

    class Meta:
        """The fields, in the order of the form."""

        model = User
        fields = ("display_name", "department", "role", "firm_uscc")
        help_texts = {
            "firm_uscc": _("For firm users only: the 18 characters on the business licence.")
        }

    def clean_firm_uscc(self) -> str:
        """A code with a right check digit, in capitals."""
        code = self.cleaned_data["firm_uscc"].strip().upper()
        if not code:
            return ""
        try:
            return str(uscc.validate(code))
        except NumberError as error:
            raise forms.ValidationError(
                _("%(code)s is not a unified social credit code; check it on the licence."),
                params={"code": code},
            ) from error

    def clean(self) -> dict[str, Any]:
        """A firm for firm users, and for nobody else."""
        cleaned = super().clean() or self.cleaned_data
        is_firm, code = cleaned.get("role") == Role.FIRM, cleaned.get("firm_uscc")
        if is_firm and code == "":
            self.add_error("firm_uscc", _("A firm user needs the code of the own firm."))
        if not is_firm and code:
            self.add_error("firm_uscc", _("Only firm users belong to a firm; leave this empty."))
        return cleaned

    def details(self) -> AccountDetails:
        """What was entered, for the service."""
        return AccountDetails(**{name: self.cleaned_data[name] for name in AccountForm.Meta.fields})


class NewAccountForm(AccountForm):
    """What an administrator enters about a new account."""

    class Meta(AccountForm.Meta):
        """The user name first."""

        fields = ("username", *AccountForm.Meta.fields)

    def clean_username(self) -> str:
        """A name nobody has, in lower case."""
        return self.cleaned_data["username"].lower()


class PasswordForm(forms.Form):
    """The present password, and a new one twice."""

    present = forms.CharField(
        label=_("Present password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    chosen = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, not only digits, not your name."),
    )
    repeated = forms.CharField(
        label=_("New password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_present(self) -> str:
        """The password of the account."""
        present = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise forms.ValidationError(_("This is not your present password."))
        return present

    def clean_chosen(self) -> str:
        """A password that is hard to guess and not the present one."""
        chosen = self.cleaned_data["chosen"]
        password_validation.validate_password(chosen, self.user)
        if chosen == self.cleaned_data.get("present"):
            raise forms.ValidationError(_("Choose a password other than the present one."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """The same new password both times."""
        chosen, repeated = self.cleaned_data.get("chosen"), self.cleaned_data.get("repeated")
        if chosen and repeated and chosen != repeated:
            self.add_error("repeated", _("The two new passwords differ."))
        return self.cleaned_data

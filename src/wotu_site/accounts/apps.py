"""The app of accounts: who may sign in, and as what."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts, sign-in, profile and account management."""

    name = "wotu_site.accounts"

    def ready(self) -> None:
        """Fill the navigation, the search box and the words of the audit log."""
        from wotu_site.accounts import checks, finding  # noqa: F401
        from wotu_site.audit import services as audit
        from wotu_site.ui import navigation, search

        navigation.register("accounts", "accounts:list")
        search.register(
            search.Provider("accounts", _("Accounts"), finding.find_accounts, order=900)
        )
        audit.name_kinds({"account": _("Account")})
        audit.name_actions(
            {
                "session.started": _("Signed in"),
                "session.refused": _("Sign-in refused"),
                "session.locked": _("Sign-in locked"),
                "session.ended": _("Signed out"),
                "account.created": _("Account created"),
                "account.changed": _("Account changed"),
                "account.disabled": _("Account disabled"),
                "account.enabled": _("Account enabled"),
                "account.password_reset": _("Password reset"),
                "account.password_changed": _("Password changed"),
            }
        )

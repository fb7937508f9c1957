"""Everything that changes accounts; each change is recorded in the same transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth import login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wotu_site.access.roles import Person, Role
from wotu_site.accounts import queries
from wotu_site.accounts.errors import AccountError
from wotu_site.accounts.models import User
from wotu_site.accounts.passwords import temporary_password
from wotu_site.audit import services as audit


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """What an administrator decides about an account."""

    display_name: str
    role: str
    department: str = ""
    firm_uscc: str = ""


def sign_in(request: HttpRequest, user: User) -> None:
    """Begin a session of this person."""
    login(request, user)
    audit.record("session.started", acting_user=user)


def refuse_sign_in(username: str) -> None:
    """Record a failed sign-in; a name that is no account is not kept, it may be a password."""
    user = queries.account_named(username)
    audit.record("session.refused", acting_user=None, about=_subject(user) if user else None)


def sign_out(request: HttpRequest) -> None:
    """End the session of this person."""
    audit.record("session.ended", acting_user=request.user)
    logout(request)


@transaction.atomic
def create_account(
    username: str, details: AccountDetails, *, acting_user: Person | None
) -> tuple[User, str]:
    """A new account and its temporary password, which is kept nowhere."""
    password = temporary_password()
    user = User.objects.create_user(
        username, password, must_change_password=True, **asdict(details)
    )
    _record("account.created", user, acting_user, asdict(details))
    return user, password


@transaction.atomic
def change_account(user: User, details: AccountDetails, *, acting_user: Person | None) -> None:
    """Give an account another name, role, department or firm."""
    if user.role == Role.ADMINISTRATOR and details.role != Role.ADMINISTRATOR:
        _require_another_administrator(user)
    before = {name: getattr(user, name) for name in asdict(details)}
    changes = {name: value for name, value in asdict(details).items() if value != before[name]}
    if not changes:
        return
    for name, value in changes.items():
        setattr(user, name, value)
    user.full_clean()
    user.save(update_fields=list(changes))
    described = {name: [before[name], value] for name, value in changes.items()}
    _record("account.changed", user, acting_user, described)


@transaction.atomic
def disable_account(user: User, *, acting_user: Person | None) -> None:
    """Let an account no longer sign in; its sessions end with their next request."""
    if acting_user is not None and user.pk == acting_user.pk:
        raise AccountError(_("You cannot disable your own account."))
    if user.role == Role.ADMINISTRATOR:
        _require_another_administrator(user)
    _set_active(user, active=False)
    _record("account.disabled", user, acting_user)


@transaction.atomic
def enable_account(user: User, *, acting_user: Person | None) -> None:
    """Let a disabled account sign in again."""
    _set_active(user, active=True)
    _record("account.enabled", user, acting_user)


@transaction.atomic
def reset_password(user: User, *, acting_user: Person | None) -> str:
    """A temporary password in place of the old one; all sessions of the account end."""
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    _record("account.password_reset", user, acting_user)
    return password


@transaction.atomic
def change_own_password(request: HttpRequest, password: str) -> None:
    """The password that a person has chosen; the other sessions of the account end."""
    user = request.user
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    update_session_auth_hash(request, user)
    _record("account.password_changed", user, user)


def set_language(user: User, language: str) -> None:
    """Remember the language a person reads in."""
    user.language = language
    user.save(update_fields=["language"])


def _set_active(user: User, *, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])


def _require_another_administrator(user: User) -> None:
    if not queries.other_active_administrators(user):
        raise AccountError(
            _("%(name)s is the last administrator. Make somebody else an administrator first.")
            % {"name": user.display_name}
        )


def _record(
    action: str, user: User, acting_user: Person | None, detail: dict[str, Any] | None = None
) -> None:
    audit.record(action, acting_user=acting_user, about=_subject(user), detail=detail)


def _subject(user: User) -> audit.Subject:
    return audit.Subject("account", str(user.pk), user.username)

"""What can be asked about accounts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wotu_site.access.roles import Role
from wotu_site.accounts.models import User

SORTS = ("username", "display_name", "role", "last_login", "created_at")


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts are wanted; an empty field asks for all."""

    words: str = ""
    roles: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


def list_accounts(wanted: AccountFilter, sort: str = "username") -> QuerySet[User]:
    """The accounts wanted, in order."""
    return User.objects.filter(_matches(wanted)).order_by(sort, "pk")


def count_by_role(wanted: AccountFilter) -> dict[str, int]:
    """How many accounts each role has, whatever roles are chosen."""
    others = AccountFilter(wanted.words, (), wanted.states)
    rows = User.objects.filter(_matches(others)).values_list("role")
    return dict(rows.annotate(Count("pk")).order_by())


def count_by_state(wanted: AccountFilter) -> dict[str, int]:
    """How many accounts are ``active`` and ``disabled``, whatever states are chosen."""
    others = AccountFilter(wanted.words, wanted.roles, ())
    rows = User.objects.filter(_matches(others)).values_list("is_active")
    counts = dict(rows.annotate(Count("pk")).order_by())
    return {"active": counts.get(True, 0), "disabled": counts.get(False, 0)}


def find_accounts(words: str, limit: int) -> list[User]:
    """The accounts whose name, user name or firm has these words."""
    return list(list_accounts(AccountFilter(words=words), "display_name")[:limit])


def account_or_none(account_id: int) -> User | None:
    """The account of this number."""
    return User.objects.filter(pk=account_id).first()


def account_named(username: str) -> User | None:
    """The account of this user name."""
    return User.objects.filter(username=username.lower()).first()


def other_active_administrators(user: User) -> int:
    """How many administrators besides this one can sign in."""
    administrators = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    return administrators.exclude(pk=user.pk).count()


def demo_usernames() -> list[str]:
    """The user names of demo accounts in the database."""
    return list(User.objects.filter(is_demo=True).values_list("username", flat=True))


def _matches(wanted: AccountFilter) -> Q:
    matches = Q()
    for word in wanted.words.split():
        matches &= (
            Q(username__icontains=word)
            | Q(display_name__icontains=word)
            | Q(department__icontains=word)
            | Q(firm_uscc__istartswith=word)
        )
    if wanted.roles:
        matches &= Q(role__in=wanted.roles)
    if wanted.states:
        matches &= Q(is_active__in=[state == "active" for state in wanted.states])
    return matches

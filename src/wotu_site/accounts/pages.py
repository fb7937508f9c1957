"""What the pages of accounts show."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BaseForm
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wotu_site.access.permissions import Access
from wotu_site.access.registry import addresses
from wotu_site.access.roles import PURPOSES, Role
from wotu_site.accounts import queries
from wotu_site.accounts.demo import DemoAccount
from wotu_site.accounts.models import User
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet

COLUMNS = (
    Column(gettext_lazy("Name"), "display_name"),
    Column(gettext_lazy("User name"), "username"),
    Column(gettext_lazy("Role"), "role"),
    Column(gettext_lazy("Department or firm")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Last sign-in"), "last_login"),
)

STATES = {"active": gettext_lazy("Active"), "disabled": gettext_lazy("Disabled")}


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The sign-in form; in a demonstration also the accounts to try."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    form: BaseForm
    next: str
    demo_accounts: tuple[DemoAccount, ...]


@dataclass(frozen=True, slots=True)
class AccountListPage:
    """The accounts, with what they can be narrowed to."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    state: ListState
    columns: tuple[Column, ...]
    accounts: tuple[User, ...]
    pager: Pager
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account: what is known of it, and the form that changes it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    account: User
    form: BaseForm


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    form: BaseForm


@dataclass(frozen=True, slots=True)
class CredentialsPage:
    """The temporary password of an account, shown once."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    account: User
    password: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """What a person can see and change of the own account."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    account: User
    purpose: Promise


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One page of the site, and whether each role opens it, in the order of the roles."""

    name: str
    route: str
    opens: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class RolesPage:
    """Who may open what: read from the declarations that are enforced."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    roles: tuple[tuple[Role, Promise], ...]
    rows: tuple[RoleRow, ...]


def account_list_page(state: ListState) -> AccountListPage:
    """The page of accounts in a state that the address gives."""
    wanted = queries.AccountFilter(
        state.value("q"), tuple(state.values("role")), tuple(state.values("state"))
    )
    found = queries.list_accounts(wanted, state.sort)
    pager = Pager.of(found.count(), state.page)
    return AccountListPage(
        title=_("Accounts"),
        breadcrumbs=(Crumb(_("Accounts")),),
        state=state,
        columns=COLUMNS,
        accounts=tuple(found[pager.offset : pager.offset + pager.size]),
        pager=pager,
        chips=_chips(state),
        facets=_facets(state, wanted),
    )


def account_crumbs(last: str) -> tuple[Crumb, ...]:
    """The way to a page below the list of accounts."""
    return (Crumb(_("Accounts"), reverse("accounts:list")), Crumb(last))


def roles_page() -> RolesPage:
    """The table of pages and roles."""
    rows = tuple(
        RoleRow(address.name, f"/{address.route}", _opens(address.access))
        for address in addresses()
    )
    return RolesPage(
        title=_("Roles and pages"),
        breadcrumbs=account_crumbs(_("Roles and pages")),
        roles=tuple((role, PURPOSES[role]) for role in Role),
        rows=rows,
    )


def _opens(access: Access | None) -> tuple[bool, ...]:
    return tuple(access is not None and (access.public or role in access.roles) for role in Role)


def _chips(state: ListState) -> tuple[Chip, ...]:
    return chips(
        state,
        {"q": pgettext("filter", "Search"), "role": _("Role"), "state": _("State")},
        {"role": dict(Role.choices), "state": STATES},
    )


def _facets(state: ListState, wanted: queries.AccountFilter) -> tuple[Facet, ...]:
    roles, states = queries.count_by_role(wanted), queries.count_by_state(wanted)
    return (
        facet(
            state,
            "role",
            _("Role"),
            [(role.value, role.label, roles.get(role, 0)) for role in Role],
        ),
        facet(state, "state", _("State"), [(key, STATES[key], states[key]) for key in STATES]),
    )

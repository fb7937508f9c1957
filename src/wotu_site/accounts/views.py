"""Sign-in, the own account, and the accounts that an administrator keeps."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wotu_site.access.permissions import allow, allow_public, allow_signed_in
from wotu_site.access.roles import PURPOSES, Role
from wotu_site.accounts import pages, queries, services
from wotu_site.accounts.demo import DEMO_ACCOUNTS
from wotu_site.accounts.errors import AccountError
from wotu_site.accounts.forms import AccountForm, NewAccountForm, PasswordForm, SignInForm
from wotu_site.accounts.models import User
from wotu_site.ui import notices
from wotu_site.ui.pages import Crumb
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@sensitive_post_parameters("password")
@allow_public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password, and lead on to the page that was wanted."""
    wanted = _own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(wanted)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.sign_in(request, form.user)
        return redirect(wanted)
    if form.errors and not getattr(request, "axes_locked_out", False):
        services.refuse_sign_in(form.data.get("username", ""))
    demo = DEMO_ACCOUNTS if settings.DEMO else ()
    page = pages.SignInPage(_("Sign in"), (), form, wanted, demo)
    return render_page(request, "accounts/sign_in.html", page)


@allow_public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated:
        services.sign_out(request)
    return redirect("accounts:sign-in")


@allow_public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language; the account and the browser remember it."""
    wanted = request.POST.get("language", "")
    response = redirect(_own_address(request, request.POST.get("next", "")))
    if wanted not in User.Language.values:
        return response
    if request.user.is_authenticated:
        services.set_language(request.user, wanted)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )
    return response


@allow_signed_in
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """The own account."""
    purpose = PURPOSES[Role(request.user.role)]
    page = pages.ProfilePage(_("My account"), (Crumb(_("My account")),), request.user, purpose)
    return render_page(request, "accounts/profile.html", page)


@sensitive_post_parameters()
@allow_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.change_own_password(request, form.cleaned_data["chosen"])
        notices.tell(request, _("Your password is changed."))
        return redirect("home:home")
    crumbs = (Crumb(_("My account"), reverse("accounts:profile")), Crumb(_("Password")))
    page = pages.FormPage(_("Change password"), crumbs, form)
    return render_page(request, "accounts/password.html", page)


@allow(Role.ADMINISTRATOR)
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts: search, narrow, sort."""
    state = ListState.of(request, sorts=queries.SORTS, default_sort="username")
    return render_page(request, "accounts/list.html", pages.account_list_page(state))


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; its temporary password is shown once."""
    form = NewAccountForm(request.POST or None, initial={"role": Role.OFFICER})
    if request.method == "POST" and form.is_valid():
        user, secret = services.create_account(
            form.cleaned_data["username"], form.details(), acting_user=request.user
        )
        return _credentials(request, user, secret)
    page = pages.FormPage(_("New account"), pages.account_crumbs(_("New account")), form)
    return render_page(request, "accounts/new.html", page)


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account, to read and to change."""
    user = _account_or_404(account_id)
    form = AccountForm(request.POST or None, instance=_account_or_404(account_id))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_account(user, form.details(), acting_user=request.user)
        except AccountError as error:
            form.add_error(None, error.message)
        else:
            notices.tell(request, _("%(name)s is saved.") % {"name": user.display_name})
            return redirect("accounts:account", account_id=user.pk)
    crumbs = pages.account_crumbs(user.display_name)
    page = pages.AccountPage(user.display_name, crumbs, user, form)
    return render_page(request, "accounts/account.html", page)


@allow(Role.ADMINISTRATOR)
@require_POST
def disable(request: HttpRequest, account_id: int) -> HttpResponse:
    """Let an account no longer sign in; one click takes it back."""
    user = _account_or_404(account_id)
    try:
        services.disable_account(user, acting_user=request.user)
    except AccountError as error:
        notices.warn(request, error.message)
    else:
        text = _("%(name)s can no longer sign in.") % {"name": user.display_name}
        notices.tell(request, text, undo=reverse("accounts:enable", args=[user.pk]))
    return redirect("accounts:account", account_id=user.pk)


@allow(Role.ADMINISTRATOR)
@require_POST
def enable(request: HttpRequest, account_id: int) -> HttpResponse:
    """Let a disabled account sign in again; one click takes it back."""
    user = _account_or_404(account_id)
    services.enable_account(user, acting_user=request.user)
    text = _("%(name)s can sign in again.") % {"name": user.display_name}
    notices.tell(request, text, undo=reverse("accounts:disable", args=[user.pk]))
    return redirect("accounts:account", account_id=user.pk)


@allow(Role.ADMINISTRATOR)
@require_POST
def reset_password(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give an account a temporary password, shown once."""
    user = _account_or_404(account_id)
    secret = services.reset_password(user, acting_user=request.user)
    return _credentials(request, user, secret)


@allow(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Which role opens which page."""
    return render_page(request, "accounts/roles.html", pages.roles_page())


def _account_or_404(account_id: int) -> User:
    user = queries.account_or_none(account_id)
    if user is None:
        raise Http404
    return user


def _credentials(request: HttpRequest, user: User, secret: str) -> HttpResponse:
    title = _("Temporary password of %(name)s") % {"name": user.display_name}
    page = pages.CredentialsPage(title, pages.account_crumbs(user.display_name), user, secret)
    return render_page(request, "accounts/credentials.html", page)


def _own_address(request: HttpRequest, wanted: str) -> str:
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse(settings.LOGIN_REDIRECT_URL)

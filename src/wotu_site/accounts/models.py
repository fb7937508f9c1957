"""The account of a person."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wotu_site.access.roles import Role


class UserManager(BaseUserManager["User"]):
    """Finds accounts whatever the case of the typed name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The account of a typed user name."""
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """A saved account; user names are kept in lower case."""
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user


class User(AbstractBaseUser):
    """One person who can sign in. Accounts are disabled, never deleted: the audit log names them.

    ``firm_uscc`` is the unified social credit code of a firm user's own firm, empty for others.
    """

    class Language(models.TextChoices):
        """The languages the site speaks."""

        CHINESE = "zh-hans", "中文"
        ENGLISH = "en", "English"

    username = models.CharField(_("user name"), max_length=64, unique=True)
    display_name = models.CharField(_("name"), max_length=64)
    department = models.CharField(_("department"), max_length=64, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    firm_uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=Language.choices, default=Language.CHINESE
    )
    is_active = models.BooleanField(_("can sign in"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    must_change_password = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name", "role"]

    class Meta:
        """What the database itself guarantees."""

        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_account_per_username"),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="account_has_a_known_role"
            ),
            models.CheckConstraint(
                condition=(Q(role=Role.FIRM) & ~Q(firm_uscc=""))
                | (~Q(role=Role.FIRM) & Q(firm_uscc="")),
                name="firm_users_and_only_they_have_a_firm",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Keep the user name in lower case, as everywhere."""
        self.username = self.username.lower()

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.role).label)

"""The roles of people on the site, and what each is for."""

from __future__ import annotations

from typing import Protocol

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is here to do; every account has exactly one."""

    ADMINISTRATOR = "administrator", _("Administrator")
    LEADER = "leader", _("Leader")
    OFFICER = "officer", _("Officer")
    LIAISON = "liaison", _("Liaison officer")
    FIRM = "firm", _("Firm user")
    AUDITOR = "auditor", _("Auditor")


#: Everybody who works for the zone; a firm user does not.
STAFF = frozenset(set(Role) - {Role.FIRM})

#: Who reads about all firms: staff but the auditor, who reads what people did.
FIRM_READERS = frozenset(STAFF - {Role.AUDITOR})

#: Who changes what is known: corrects values, settles contests, says who looks after whom.
FIRM_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.OFFICER})

PURPOSES: dict[Role, Promise] = {
    Role.ADMINISTRATOR: _("Keeps the accounts and the settings of the site."),
    Role.LEADER: _("Reads everything about firms and targets, changes nothing."),
    Role.OFFICER: _("Runs the work: imports data, screens firms, follows cases."),
    Role.LIAISON: _("Looks after assigned firms and writes down visits and notes."),
    Role.FIRM: _("Sees the own firm and nothing else."),
    Role.AUDITOR: _("Reads the audit log, changes nothing."),
}


class Person(Protocol):
    """What the site needs to know of whoever is signed in."""

    pk: int
    username: str
    display_name: str
    role: str
    firm_uscc: str
    is_authenticated: bool

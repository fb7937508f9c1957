"""Which firms a person may see."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from wotu_site.access.roles import Person, Role

CODE_LENGTH = 18


def firm_scope(person: Person) -> str | None:
    """The only firm the person may see, by unified social credit code; None means all firms.

    A firm user whose account names no firm has the scope ``""``, which matches none.
    """
    return person.firm_uscc if person.role == Role.FIRM else None


def visible_firm_or_404(request: HttpRequest, firm_id: str) -> str:
    """The firm's identifier, if this person may see the firm; a code is given in capitals.

    Raises ``Http404`` otherwise: a firm user is not told whether another firm exists.
    """
    # A firm that nobody knows the code of has an identifier of its own, in small letters.
    code = firm_id.strip().upper() if len(firm_id.strip()) == CODE_LENGTH else firm_id.strip()
    scope = firm_scope(request.user)
    if not code or (scope is not None and code != scope.upper()):
        raise Http404
    return code

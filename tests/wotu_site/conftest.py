"""People of every role, and browsers in which they are signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from wotu_site.access.roles import Role

FIRM = "91320505MA1WTU01KU"
PASSWORD = "a long enough word"

MakePerson = Callable[..., Any]
SignedIn = Callable[..., Client]


@pytest.fixture
def make_person(db) -> MakePerson:
    """Make an account: ``make_person(Role.OFFICER)``; the role is also the user name."""

    def make(role: Role = Role.OFFICER, username: str = "", **fields: Any) -> Any:
        if role == Role.FIRM:
            fields.setdefault("firm_uscc", FIRM)
        fields.setdefault("display_name", f"某{role.label}")
        return get_user_model().objects.create_user(
            username or role.value, PASSWORD, role=role, **fields
        )

    return make


@pytest.fixture
def signed_in(make_person: MakePerson) -> SignedIn:
    """A client in which somebody of a role is signed in: ``signed_in(Role.LEADER)``."""

    def sign_in(role: Role = Role.OFFICER, **fields: Any) -> Client:
        client = Client()
        client.person = make_person(role, **fields)
        client.force_login(client.person)
        return client

    return sign_in

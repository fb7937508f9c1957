import re

import pytest
from django.test import Client

from wotu_site.access.registry import addresses, may_open
from wotu_site.access.roles import Role

PUBLIC = {
    "home:about",
    "accounts:sign-in",
    "accounts:sign-out",
    "accounts:language",
}


SAMPLES = {
    "int": "1",
    "str": "x",
    "path": "x/y",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def path_of(address):
    """A path that the address matches, with a value in place of each of its parameters."""
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], address.route)


def test_every_address_declares_who_may_open_it():
    undeclared = [address.route for address in addresses() if address.access is None]
    assert undeclared == []


def test_every_address_has_a_name_of_its_own():
    names = [address.name for address in addresses()]
    assert all(name and not name.endswith(":") for name in names)
    assert len(names) == len(set(names))


def test_only_these_pages_are_public():
    assert {address.name for address in addresses() if address.access.public} == PUBLIC


@pytest.mark.parametrize(
    "address", [a for a in addresses() if not a.access.public], ids=lambda a: a.name
)
def test_strangers_are_sent_to_sign_in(db, address):
    path = path_of(address)
    for ask in (Client().get, Client().post):
        response = ask(path)
        assert response.status_code == 302, path
        assert response["Location"].startswith("/accounts/sign-in/?next=")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_opens_what_is_declared_and_nothing_else(signed_in, role):
    client = signed_in(role)
    for address in addresses():
        if "<" in address.route or address.name in ("gallery:broken", "accounts:sign-in"):
            continue
        response = client.get(f"/{address.route}")
        refused = response.status_code == 403
        assert refused is not address.access.permits(client.person), address.route


def test_an_unknown_page_is_open_to_nobody(make_person):
    assert not may_open(make_person(Role.ADMINISTRATOR), "firms:secret")

import pytest

from wotu_site import startup
from wotu_site.access.checks import is_weak_secret
from wotu_site.access.roles import Role

GOOD_SECRET = "kJ8vQ2mZ5xR1nT7wY4bC9dF6gH3pL0sA"


@pytest.fixture
def production(settings):
    settings.ENVIRONMENT = "production"
    settings.SECRET_KEY = GOOD_SECRET
    settings.DEBUG = False
    return settings


@pytest.mark.parametrize(
    ("secret", "weak"),
    [
        (GOOD_SECRET, False),
        (GOOD_SECRET[:-1], True),  # 31 characters
        ("ab" * 30, True),
        ("django-insecure-" + GOOD_SECRET, True),
        ("", True),
    ],
)
def test_weak_secrets_are_recognised(secret, weak):
    assert is_weak_secret(secret) is weak


def test_a_safe_production_site_starts(production, db):
    startup.refuse_unsafe_start()


def test_production_refuses_a_weak_secret(production, db):
    production.SECRET_KEY = "changeme"
    with pytest.raises(startup.UnsafeStartError, match=r"wotu\.E001.*WOTU_SECRET_KEY"):
        startup.refuse_unsafe_start()


def test_production_refuses_debug(production, db):
    production.DEBUG = True
    with pytest.raises(startup.UnsafeStartError, match=r"wotu\.E002.*DEBUG"):
        startup.refuse_unsafe_start()


def test_production_refuses_demo_accounts(production, make_person):
    make_person(Role.ADMINISTRATOR, username="admin", is_demo=True)
    with pytest.raises(startup.UnsafeStartError, match=r"wotu\.E004.*admin"):
        startup.refuse_unsafe_start()


def test_all_faults_are_told_together(production, make_person):
    make_person(Role.ADMINISTRATOR, is_demo=True)
    production.SECRET_KEY = "short"
    with pytest.raises(startup.UnsafeStartError) as caught:
        startup.refuse_unsafe_start()
    assert [fault.id for fault in caught.value.faults] == ["wotu.E001", "wotu.E004"]


def test_a_site_without_its_front_end_does_not_start(settings, db, tmp_path):
    settings.FRONT_END_DIR = tmp_path
    with pytest.raises(startup.UnsafeStartError, match="make setup"):
        startup.refuse_unsafe_start()


def test_a_demonstration_may_have_demo_accounts(settings, make_person):
    settings.ENVIRONMENT = "demo"
    make_person(Role.ADMINISTRATOR, is_demo=True)
    startup.refuse_unsafe_start()

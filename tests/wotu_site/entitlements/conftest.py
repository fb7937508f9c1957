"""The site of the small zone with the example city pack."""

import shutil

import pytest

from tests.benefit_zone import BIG, make_benefit_zone
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

SUBSIDY, AWARD = "city.rd_subsidy", "city.hnte_award"
ACCOUNT = {"account_name": "云岭宏泰", "account_bank": "云岭银行", "account_no": "6222 0000 1111"}


@pytest.fixture(scope="session")
def benefit_folder(tmp_path_factory):
    """The workspace of the zone, made once."""
    folder = tmp_path_factory.mktemp("benefit-zone")
    make_benefit_zone(folder / "workspace", folder / "files")
    return folder / "workspace"


@pytest.fixture
def city(benefit_folder, settings, tmp_path):
    """The site of a copy of the zone, which the test may change; gives its workspace."""
    shutil.copytree(benefit_folder, tmp_path / "workspace", symlinks=True)
    settings.WORKSPACE_DIR = tmp_path / "workspace"
    snapshots.forget()
    yield snapshots.workspace()
    snapshots.forget()


@pytest.fixture
def officer(city, signed_in):
    return signed_in(Role.OFFICER)


@pytest.fixture
def second(city, signed_in):
    """Somebody else who may approve."""
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def own_firm(city, signed_in):
    return signed_in(Role.FIRM, firm_uscc=BIG)


def rule_of(rule_id):
    current = snapshots.snapshot()
    return current.rulebook.rule(rule_id, current.manifest.as_of)

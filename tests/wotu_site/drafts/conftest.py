"""People who draft rules over the small zone."""

import pytest

from wotu_site.access.roles import Role

RULE = "/drafts/rules/cn.hnte/"
MOVED = f"{RULE}?p.rd_floor_small=4&p.staff_share_floor=12"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def officer(zone, signed_in):
    return signed_in(Role.OFFICER)


@pytest.fixture
def leader(zone, signed_in):
    return signed_in(Role.LEADER)


@pytest.fixture
def kept(officer):
    """A draft of the officer, kept through the page."""
    from wotu_site.drafts.models import Draft

    officer.post(
        f"{RULE}keep/", {"name": "降门槛", "note": "征求意见", "query": "p.rd_floor_small=4"}
    )
    return Draft.objects.get()

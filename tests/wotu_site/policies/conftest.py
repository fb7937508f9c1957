"""The rules of the small zone, and the pages about them."""

import io

import openpyxl
import pytest

from wotu.build.population import Population
from wotu_site.access.roles import Role

RULES = ("cn.hnte", "cn.sme_size", "cn.tsme")
RULE = "/policies/cn.hnte/"
FIRMS = f"{RULE}firms/"
CONDITION = f"{RULE}conditions/rd_intensity/"


@pytest.fixture
def leader(zone, signed_in):
    return signed_in(Role.LEADER)


def page_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.context["page"]


def population_of(rule_id):
    # The snapshots are there only once the site is set up, which is after this file is read.
    from wotu_site.snapshots import queries as snapshots

    snapshot = snapshots.snapshot()
    return Population(snapshot, snapshot.rulebook.rule(rule_id, snapshot.manifest.as_of))


def rows_of(client, path):
    response = client.post(path, follow=True)
    assert response.status_code == 200, path
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return list(book.active.iter_rows(values_only=True))

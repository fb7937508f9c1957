"""Firms of the small zone on the way up, and the pages that list them."""

import io

import openpyxl
import pytest

from tests.zone import AS_OF, code_of
from wotu_site.access.roles import Role

#: One condition away from 高新技术企业, and one fact away.
SHORT, ONE_FACT = code_of(4), code_of(3)
#: Has a certificate that ends this year.
RENEWING = code_of(7)
RESERVE = ("reserve", AS_OF.year, "hnte")

WORK_LISTS = ("/ladder/", "/ladder/step/", "/ladder/facts/", "/ladder/expiring/")
LISTS_OF_FIRMS = (
    ("declare", "/ladder/"),
    ("step", "/ladder/step/"),
    ("facts", "/ladder/facts/"),
    ("expiring", "/ladder/expiring/"),
)
MEMBER_LISTS = tuple(f"/ladder/lists/{kind}/" for kind in ("reserve", "cultivation", "promotion"))


@pytest.fixture
def officer(own_zone, signed_in):
    return signed_in(Role.OFFICER)


@pytest.fixture
def listed(officer):
    """Two firms on the reserve list, put there by the officer."""
    # The models are there only once the site is set up, which is after this file is read.
    from wotu_site.ladder.models import Membership
    from wotu_site.ladder.services import Listing, add_to_list

    firms = {SHORT: "云岭博瑞精密仪器有限公司", ONE_FACT: "云岭启辰半导体有限公司"}
    add_to_list(firms, Listing(*RESERVE), acting_user=officer.person)
    return list(Membership.objects.order_by("pk"))


def page_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.context["page"]


def sheets_of(client, path, **form):
    """The workbook that a form leads to: rows of values by the name of the sheet."""
    response = client.post(path, form, follow=True)
    assert response.status_code == 200, path
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def rows_of(client, path, **form):
    return next(iter(sheets_of(client, path, **form).values()))

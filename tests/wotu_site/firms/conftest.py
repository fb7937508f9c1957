"""Firms of the small zone, and the pages about them."""

import pytest

from tests.zone import code_of

#: One condition away from 高新技术企业; it holds no certificate.
FIRM = code_of(4)
OTHER = code_of(2)
HNTE = "cn.hnte"


@pytest.fixture
def page_of(signed_in):
    """The page a path shows to somebody of a role: ``page_of(path, Role.LEADER)``."""

    def fetch(path, *role, **fields):
        response = signed_in(*role, **fields).get(path)
        assert response.status_code == 200, path
        return response.context["page"]

    return fetch

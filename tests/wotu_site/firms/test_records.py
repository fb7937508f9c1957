import json

import pytest

from tests.zone import code_of
from wotu.build.record_check import check_record
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry

RULE = f"/firms/{code_of(1)}/rules/cn.hnte/"
RECORD = f"/firms/{code_of(1)}/records/cn.hnte/"


def test_a_record_is_sent_checks_out_and_is_written_down(zone, signed_in):
    officer = signed_in(Role.OFFICER)
    assert officer.get(RULE).context["page"].card.record == RECORD
    response = officer.post(RECORD)
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    record = json.loads(response.content)
    assert check_record(record).equal
    entry = AuditEntry.objects.get(action="verdict.recorded")
    assert entry.about_id == code_of(1)
    assert entry.detail["sha256"] == record["sha256"]


def test_who_may_not_see_all_of_it_gets_none(zone, signed_in):
    firm = signed_in(Role.FIRM, firm_uscc=code_of(1))
    # The points of the experts are for the zone's people.
    assert firm.get(RULE).context["page"].card.record == ""
    assert firm.post(RECORD).status_code == 404
    assert signed_in(Role.AUDITOR).post(RECORD).status_code == 403


@pytest.mark.parametrize(
    "path", [f"/firms/{code_of(1)}/records/cn.none/", "/firms/none/records/cn.hnte/"]
)
def test_unknown_firms_and_rules_are_not_found(zone, signed_in, path):
    assert signed_in(Role.OFFICER).post(path).status_code == 404

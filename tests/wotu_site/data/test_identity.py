from urllib.parse import urlencode

import pytest

from tests.wotu_site.data.conftest import SLIP, UNKNOWN
from tests.zone import AS_OF, code_of
from wotu.build.build import build
from wotu.identity.judgements import JudgementKind, Judgements
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.data import identity
from wotu_site.data.models import Postponed

pytestmark = pytest.mark.zone


@pytest.fixture
def officer(doubtful_zone, signed_in):
    return signed_in(Role.OFFICER)


def reference_of(name):
    return next(one.reference for one in identity.all_doubts() if one.name == name)


def decide(client, name, decision, **more):
    asked = {"reference": reference_of(name), "decision": decision, **more}
    return client.post("/data/identity/decide/", asked, follow=True)


def standing(workspace):
    return [(j.kind, j.right) for j in Judgements(workspace.lake.root).standing()]


def shown(client, **asked):
    return client.get("/data/identity/", asked).context["page"]


def test_a_doubtful_name_stands_beside_the_firms_it_may_mean(officer):
    page = shown(officer, name=reference_of(SLIP))
    card = page.card
    assert card.doubt.name == SLIP
    assert card.contracts == ("年度人员",)
    assert [(place.batch.file_name, place.row) for place in card.places] == [("统计.csv", 2)]
    best = card.candidates[0]
    assert (best.key, best.candidate.firm_id, best.code) == ("1", code_of(102), code_of(102))
    assert best.reasons
    assert 0 < best.percent < 100


def test_saying_which_firm_is_meant_settles_it_and_can_be_taken_back(officer, doubtful_zone):
    before = len(identity.waiting())
    answer = decide(officer, SLIP, f"same:{code_of(102)}", reason="电话核实")
    assert standing(doubtful_zone) == [(JudgementKind.LINK, code_of(102))]
    page = answer.context["page"]
    assert len(identity.waiting()) == before - 1
    assert page.hint.decisions == 1
    assert "/data/identity/withdraw/?" in answer.text
    decided = shown(officer, queue="decided").decisions
    assert [(row.judgement.reason, row.pending) for row in decided] == [("电话核实", True)]
    query = urlencode({"kind": "link", "reference": reference_of(SLIP), "firm": code_of(102)})
    officer.post(f"/data/identity/withdraw/?{query}")
    assert standing(doubtful_zone) == []
    assert len(identity.waiting()) == before
    again = officer.post(f"/data/identity/withdraw/?{query}", follow=True)
    assert "该认定已不再有效" in again.text
    actions = AuditEntry.objects.filter(action__startswith="reference.")
    assert [one.action for one in actions.order_by("pk")] == [
        "reference.linked",
        "reference.withdrawn",
    ]


def test_the_next_build_brings_the_decision_onto_the_pages(officer, doubtful_zone):
    decide(officer, SLIP, f"same:{code_of(102)}")
    build(doubtful_zone, AS_OF)
    assert SLIP not in [one.name for one in identity.all_doubts()]
    assert shown(officer).hint.decisions == 0


def test_a_firm_that_is_not_meant_leaves_the_others_to_choose_from(officer, doubtful_zone):
    card = shown(officer, name=reference_of(SLIP)).card
    decide(officer, SLIP, f"other:{code_of(102)}")
    assert standing(doubtful_zone) == [(JudgementKind.REJECT, code_of(102))]
    left = shown(officer, name=reference_of(SLIP)).card
    assert [one.candidate for one in left.candidates] == [
        one.candidate for one in card.candidates[1:]
    ]


def test_a_name_may_mean_none_of_them_or_be_put_off(officer, doubtful_zone):
    decide(officer, SLIP, "none")
    assert standing(doubtful_zone) == [(JudgementKind.REJECT, None)]
    decide(officer, UNKNOWN, "later")
    assert [one.name for one in identity.put_off()] == [UNKNOWN]
    assert identity.waiting() == []
    assert shown(officer, queue="later").card.later_by
    officer.post(f"/data/identity/resume/?{urlencode({'reference': reference_of(UNKNOWN)})}")
    assert not Postponed.objects.exists()


def test_a_name_may_mean_a_firm_that_nobody_proposed(officer, doubtful_zone):
    answer = decide(officer, UNKNOWN, "code", firm="91320505MA1WTU01KU")
    assert "没有此代码的企业" in answer.text
    assert standing(doubtful_zone) == []
    decide(officer, UNKNOWN, "code", firm=f" {code_of(8).lower()} ")
    assert standing(doubtful_zone) == [(JudgementKind.LINK, code_of(8))]


@pytest.mark.parametrize("decision", ["", "same:91320505MA1WTU01KU", "other:x", "drop"])
def test_what_is_no_answer_is_refused(officer, doubtful_zone, decision):
    asked = {"reference": reference_of(SLIP), "decision": decision}
    assert officer.post("/data/identity/decide/", asked).status_code == 404
    unknown = {"reference": "没有", "decision": "none"}
    assert officer.post("/data/identity/decide/", unknown).status_code == 404
    assert standing(doubtful_zone) == []


def test_readers_look_and_do_not_decide(doubtful_zone, signed_in):
    leader = signed_in(Role.LEADER)
    assert "data-key" not in leader.get("/data/identity/").text
    for address in ("decide", "withdraw", "resume"):
        assert leader.post(f"/data/identity/{address}/").status_code == 403


def test_a_zone_without_doubts_says_so(leader):
    page = leader.get("/data/identity/")
    assert page.context["page"].card is None
    assert "没有待认名称" in page.text

from hypothesis import given
from hypothesis import strategies as st

from wotu.build.budgets import Claim, share_budget

CLAIMS = st.lists(
    st.builds(
        Claim,
        firm_id=st.uuids().map(str),
        fen=st.integers(1, 10**12),
        rank=st.none() | st.floats(0, 1),
        order=st.integers(0, 100),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda claim: claim.firm_id,
)
WAYS = st.sampled_from(["prorated", "ranked", "first_come"])


@given(CLAIMS, st.integers(0, 10**13), WAYS)
def test_a_short_budget_is_spent_to_the_fen_and_nobody_gets_more_than_is_due(claims, budget, way):
    shares = share_budget(claims, budget, way)
    assert sum(shares.values()) == min(budget, sum(claim.fen for claim in claims))
    assert all(0 <= shares[claim.firm_id] <= claim.fen for claim in claims)


@given(CLAIMS, st.integers(0, 10**13))
def test_prorated_shares_are_within_a_fen_of_proportion(claims, budget):
    shares = share_budget(claims, budget, "prorated")
    total = sum(claim.fen for claim in claims)
    for claim in claims:
        due = min(claim.fen * budget / total, claim.fen)
        assert abs(shares[claim.firm_id] - due) <= 1 + due * 1e-12


@given(CLAIMS, st.integers(0, 10**13))
def test_by_rank_nobody_gets_less_than_somebody_behind(claims, budget):
    shares = share_budget(claims, budget, "ranked")
    short = [c for c in claims if shares[c.firm_id] < c.fen]
    paid = [c for c in claims if shares[c.firm_id] > 0]
    for behind in paid:
        for ahead in short:
            assert (ahead.rank if ahead.rank is not None else -1) <= (
                behind.rank if behind.rank is not None else -1
            )


def test_without_a_budget_everybody_gets_what_is_due():
    assert share_budget([Claim("a", 5), Claim("b", 7)], None, "prorated") == {"a": 5, "b": 7}


def test_first_come_is_first_served():
    claims = [Claim("a", 5, order=2), Claim("b", 7, order=1)]
    assert share_budget(claims, 8, "first_come") == {"a": 1, "b": 7}

import datetime as dt

import pytest

from tests.zone import AS_OF, code_of
from wotu.build.declarations import Declaration, declaration_of
from wotu.build.population import Wanted

DAY = dt.timedelta(days=1)
DUE = Wanted(due="hnte")


@pytest.mark.parametrize(
    ("expires_on", "declaration"),
    [
        (None, Declaration.FIRST),
        (AS_OF, Declaration.RENEWAL),  # valid to the end of the day itself
        (AS_OF - DAY, Declaration.LAPSED),
        (dt.date(AS_OF.year, 12, 31), Declaration.RENEWAL),
    ],
)
def test_the_declaration_follows_from_the_last_day(expires_on, declaration):
    assert declaration_of(expires_on, AS_OF) is declaration


def test_every_firm_that_is_due_declares_in_one_way(population):
    counts = population.declarations(DUE)
    assert sum(counts.values()) == population.count(DUE)
    assert counts[Declaration.RENEWAL] == 1
    for one, number in counts.items():
        wanted = Wanted(due="hnte", declarations=(one,))
        firms = population.firms(wanted, limit=1000)
        assert len(firms) == number == population.count(wanted)
        assert {firm.declaration for firm in firms} <= {one}
        assert population.declarations(wanted) == counts, "whichever are chosen"


def test_a_certificate_beyond_the_year_leaves_the_firm_out(population):
    due = population.firm_ids(DUE)
    assert code_of(7) in due  # until 2026-10-07
    assert code_of(8) not in due  # until 2027-11-05

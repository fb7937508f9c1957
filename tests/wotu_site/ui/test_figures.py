from datetime import date
from decimal import Decimal

import pytest

from wotu_site.ui.figures import Figure


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure(Decimal("12345678"), "cny"), ("1,234.6", "万元")),
        (Figure(49_999_999, "cny", threshold=50_000_000), ("4,999.9999", "万元")),
        (Figure(Decimal("0.0496"), "share", threshold=Decimal("0.05")), ("4.96%", "")),
        (Figure(1234), ("1,234", "")),
        (Figure(12, "人"), ("12", "人")),
        (Figure("有限责任公司", "text"), ("有限责任公司", "text")),
        (Figure(None, "cny"), ("未知", "")),
        (Figure(0, "cny"), ("0", "元")),
    ],
)
def test_a_figure_is_a_number_and_its_unit(figure, shown):
    assert (figure.number, figure.unit_word) == shown


def test_missing_is_not_zero():
    assert not Figure(None).known
    assert Figure(0).known


def test_the_date_is_as_given():
    assert Figure(1, as_of=date(2025, 12, 31)).date_text == "2025-12-31"
    assert Figure(1, as_of="2025").date_text == "2025"
    assert Figure(1).date_text == ""

import datetime as dt

import pytest

from wotu.reports.amounts import amounts_for
from wotu.reports.document import UNKNOWN, CellKind, Column


@pytest.mark.parametrize(
    ("kind", "digits", "cell", "text"),
    [
        (CellKind.NUMBER, 2, 1234.5, "1,234.50"),
        (CellKind.NUMBER, 0, 0, "0"),
        (CellKind.NUMBER, 2, -0.001, "0.00"),
        (CellKind.NUMBER, 2, -1.5, "-1.50"),
        (CellKind.AMOUNT, 2, 479.0, "479"),
        (CellKind.AMOUNT, 2, 1263.84, "1,263.84"),
        (CellKind.AMOUNT, 2, 0.282, "0.282"),
        (CellKind.SHARE, 1, 0.125, "12.5%"),
        (CellKind.TEXT, 0, "=1+1", "=1+1"),
        (CellKind.TEXT, 0, dt.date(2026, 6, 30), "2026-06-30"),
        (CellKind.NUMBER, 2, "≥3", "≥3"),
        (CellKind.NUMBER, 2, None, UNKNOWN),
        (CellKind.SHARE, 1, None, UNKNOWN),
        (CellKind.TEXT, 0, "", UNKNOWN),
    ],
)
def test_cells_read_as_people_write_them(kind, digits, cell, text):
    assert Column("列", kind, digits).text_of(cell) == text


@pytest.mark.parametrize(
    ("values", "unit", "language", "shown", "first"),
    [
        ([134e9, None, 126e9], "元", "zh", "亿元", 1340.0),
        ([134e9, 126e9], "元", "en", "billion CNY", 134.0),
        ([3_672_650.0], "美元", "zh", "万美元", 367.265),
        ([479.0], "家", "zh", "家", 479.0),
        ([479.0], "家", "en", "", 479.0),
        ([5.3], "%", "en", "%", 5.3),
        ([None], "元", "zh", "元", None),
        ([1.0], None, "zh", "", 1.0),
    ],
)
def test_money_stands_in_the_unit_of_most_figures(values, unit, language, shown, first):
    found = amounts_for(values, unit, language)
    assert found.unit == shown
    assert found.of(values[0]) == first

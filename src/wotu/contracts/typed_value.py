"""One value as a person types it, read by the same rules as a cell of a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from wotu.contracts.schema import TableContract
from wotu.contracts.values import ValueReader
from wotu.errors import WotuError
from wotu.packs.loader import PackSet


class TypedValueError(WotuError):
    """What a person typed is no value of the field."""

    kind = "typed_value"


def read_typed(packs: PackSet, contract: TableContract, field: str, text: str) -> Any:
    """The stored value of ``text`` for a field: ``1.2亿`` is 120,000,000 yuan, ``无`` is None.

    Raises:  TypedValueError, with what is accepted.
    """
    reader = ValueReader(contract, packs.code_lists, dt.date.today())
    reading = reader.read(field, pl.Series([text], dtype=pl.String))
    fault = reading.faults[0]
    if fault is not None:
        label, expected = contract.fields[field].label, reader.expected(fault, field)
        raise TypedValueError(
            f"{label.zh}“{text}”不对，应为{expected.zh}。\n"
            f"{label.en}: '{text}' is not {expected.en}.",
            field=field,
            value=text,
        )
    return reading.values[0]

"""Addresses of the evidence of figures, and what their keys say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import Http404, QueryDict
from django.urls import reverse

from wotu.contracts.schema import TableContract
from wotu.lake.corrections import FactAddress

Key = Mapping[str, Any]


def fact_address(firm_id: str, contract: str, field: str, key: Key) -> str:
    """The evidence of one value."""
    return _with_key(reverse("firms:fact", args=[firm_id, contract, field]), key)


def said_address(act: str, firm_id: str, contract: str, field: str, key: Key) -> str:
    """Where a value is put in doubt (``contest``) or put right (``correct``)."""
    return _with_key(reverse(f"firms:{act}", args=[firm_id, contract, field]), key)


def row_address(firm_id: str, contract: str, key: Key) -> str:
    """The evidence of one row of a list."""
    return _with_key(reverse("firms:row", args=[firm_id, contract]), key)


def condition_address(firm_id: str, rule: str, condition: str) -> str:
    """How the value of a condition was worked out."""
    return reverse("firms:condition", args=[firm_id, rule, condition])


def key_of(contract: TableContract, query: QueryDict) -> dict[str, Any]:
    """The key that an address names, in the types of the contract; what is left out is null.

    Raises ``Http404`` for a value of another type.
    """
    return {name: _typed(contract, name, query.get(name)) for name in contract.key}


def key_words(contract: TableContract, key: Key) -> str:
    """A key as contests keep it: ``year=2025``."""
    return ",".join(f"{name}={key.get(name)}" for name in contract.key)


def key_of_words(contract: TableContract, words: str) -> dict[str, Any]:
    """The key that a contest keeps as words, in the types of the contract."""
    pattern = ",".join(f"{re.escape(name)}=(.*)" for name in contract.key)
    found = re.fullmatch(pattern, words, re.DOTALL)
    texts = found.groups() if found else ("",) * len(contract.key)
    return {
        name: _typed(contract, name, None if text in ("None", "") else text)
        for name, text in zip(contract.key, texts, strict=True)
    }


def lake_address(contract: TableContract, uscc: str, field: str, key: Key) -> FactAddress:
    """The value in the terms of the lake."""
    parts = tuple((name, key.get(name)) for name in contract.key)
    return FactAddress(contract.name, uscc, field, parts)


def _with_key(path: str, key: Key) -> str:
    said = {name: str(value) for name, value in key.items() if value is not None}
    return f"{path}?{urlencode(said)}" if said else path


def _typed(contract: TableContract, name: str, text: str | None) -> Any:
    if text is None:
        return None
    stored = contract.stored_types[name]
    try:
        if stored == pl.Date:
            return date.fromisoformat(text)
        return int(text) if stored in (pl.Int32, pl.Int64) else text
    except ValueError as error:
        raise Http404 from error

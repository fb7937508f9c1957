"""The record of a decision: one file with all that is needed to reach the same verdict again.

The file holds the firm's facts with their evidence, the rule as it was in force, the contracts and
code lists that give its words their meaning, the verdict with every condition, and a SHA-256 over
the canonical JSON of all of it. See ``docs/decision-record.md`` for its keys.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import polars as pl

from wotu.build.answers import inputs_of_firm
from wotu.build.code_version import code_version
from wotu.build.evidence import evidence_of
from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import TableContract, TimeKind
from wotu.errors import SubjectNotFoundError
from wotu.rules import typed
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.explain import explain
from wotu.rules.inputs import Input, RowsInput, YearInput, last_accounting_year
from wotu.rules.wording import explanation_json

FORMAT: Final = "wotu.decision-record"
VERSION: Final = 1

NOT_SAID: Final = {"fields": {"__all__": {"synonyms", "sensitivity"}}}
"""What of a contract does not bear on a verdict."""


def decision_record(snapshot: Snapshot, firm_id: str, rule_id: str) -> dict[str, Any]:
    """The record of a rule's verdict on a firm, as a snapshot has it.

    Raises:  UnknownNameError for a rule that is not in force; SubjectNotFoundError for a firm that
        the snapshot does not have.
    """
    firm = snapshot.row("SELECT firm_id, uscc, name FROM firm WHERE firm_id = ?", [firm_id])
    if firm is None:
        raise SubjectNotFoundError(f"没有企业 {firm_id}。 There is no firm '{firm_id}'.")
    manifest = snapshot.manifest
    rule = snapshot.rulebook.rule(rule_id, manifest.as_of)
    contracts = {
        name: _as_read(rule, snapshot.packs.contracts[name]) for name in _tables(rule.inputs)
    }
    facts = inputs_of_firm(snapshot, firm_id, [rule], manifest.as_of)
    tables = {
        name: _rows(snapshot, firm_id, rule, contract) for name, contract in contracts.items()
    }
    content = {
        "format": FORMAT,
        "version": VERSION,
        "firm": firm,
        "as_of": manifest.as_of.isoformat(),
        "snapshot": {
            "id": manifest.id,
            "built_at": manifest.built_at.isoformat(),
            "digest": manifest.digest,
            "code": manifest.report.get("code", ""),
        },
        "code": code_version(),
        "rule": _rule(snapshot, rule),
        "contracts": {
            name: contract.model_dump(mode="json", by_alias=True, exclude=NOT_SAID)
            for name, contract in contracts.items()
        },
        "code_lists": _code_lists(snapshot, rule, contracts.values()),
        "complete_lists": sorted(
            name for name in manifest.report["complete_lists"] if name in contracts
        ),
        "facts": tables,
        "batches": _batches(snapshot, tables),
        "verdict": explanation_json(explain(rule, snapshot.packs.contracts, facts, manifest.as_of)),
    }
    return sealed(content)


def sealed(content: dict[str, Any]) -> dict[str, Any]:
    """A record with its digest, both as they will be read back from JSON."""
    plain = json.loads(canonical(content))
    return {"content": plain, "sha256": digest_of(plain)}


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a record's content, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(content: Any) -> str:
    """JSON with sorted keys and no spaces, so that equal contents are equal texts.

    >>> canonical({"b": 1, "a": "沃土"})
    '{"a":"沃土","b":1}'
    """
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )


def _rule(snapshot: Snapshot, rule: CheckedRule) -> dict[str, Any]:
    """The file of the rule, as written, and the files of the rules that it uses."""
    sources = snapshot.packs.rule_sources
    text = sources[f"{rule.id}@{rule.spec.edition}"].path.read_text(encoding="utf-8")
    return {
        "id": rule.id,
        "edition": rule.spec.edition,
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "uses": [
            source.path.read_text(encoding="utf-8")
            for source in sources.values()
            if source.data.get("rule") in rule.spec.uses
        ],
        "packs_sha256": snapshot.packs.digest,
    }


def _as_read(rule: CheckedRule, contract: TableContract) -> TableContract:
    """A contract with no more fields than the rule reads of it."""
    items = [item for item in rule.inputs if item.table == contract.name]
    time = (contract.time.from_field, contract.time.to_field)
    read = {"uscc", "firm_name", *contract.key, *time, *_fields(rule, contract, items)}
    fields = {name: field for name, field in contract.fields.items() if name in read}
    return contract.model_copy(update={"fields": fields})


def _code_lists(
    snapshot: Snapshot, rule: CheckedRule, contracts: Iterable[TableContract]
) -> dict[str, Any]:
    named = {field.codes for one in contracts for field in one.fields.values()}
    named |= {getattr(table, "codes", None) for table in rule.spec.tables.values()}
    return {
        name: {
            "header": codes.header.model_dump(mode="json", exclude={"aliases"}),
            "rows": [list(row) for row in codes.table.iter_rows()],
        }
        for name, codes in snapshot.packs.code_lists.items()
        if name in named
    }


def _rows(
    snapshot: Snapshot, firm_id: str, rule: CheckedRule, contract: TableContract
) -> list[dict[str, Any]]:
    """The firm's rows of a contract that the rule reads: key, fields read, evidence of each."""
    items = [item for item in rule.inputs if item.table == contract.name]
    fields = _fields(rule, contract, items)
    columns = ", ".join(f'"{name}"' for name in dict.fromkeys([*contract.key, *fields]))
    order = ", ".join(f'"{name}"' for name in contract.key) or "1"
    rows = snapshot.rows(
        f'SELECT {columns}, _batch, _row FROM "fact_{contract.name}" WHERE firm_id = ?'
        f" ORDER BY {order}",
        [firm_id],
    )
    years = _years(snapshot, contract, items)
    found = []
    for row in rows:
        if years is not None and row[contract.time.from_field] not in years:
            continue
        key = {name: row[name] for name in contract.key}
        values = {name: row[name] for name in dict.fromkeys([*contract.key, *fields])}
        whole = {"batch": row["_batch"], "row": row["_row"]} if row["_batch"] else None
        evidence = whole or {
            field: _statements(snapshot, contract.name, firm_id, field, key)
            for field in fields
            if row[field] is not None
        }
        found.append({"values": values, "evidence": evidence})
    return found


def _fields(rule: CheckedRule, contract: TableContract, items: list[Input]) -> list[str]:
    """Fields that a rule reads of a contract, those of the rows of lists among them."""
    read: dict[str, None] = {}
    for item in items:
        if not isinstance(item, RowsInput):
            read[item.field] = None
            continue
        where = rule.row_conditions.get(item)
        terms = where.walk() if where else ()
        read |= {term.field: None for term in terms if isinstance(term, typed.ColumnTerm)}
        read[contract.time.from_field] = None
    return list(read)


def _years(snapshot: Snapshot, contract: TableContract, items: list[Input]) -> set[int] | None:
    if contract.time.kind is not TimeKind.YEAR or any(isinstance(i, RowsInput) for i in items):
        return None
    last = last_accounting_year(snapshot.manifest.as_of)
    return {last + item.offset for item in items if isinstance(item, YearInput)}


def _statements(
    snapshot: Snapshot, contract: str, firm_id: str, field: str, key: dict[str, Any]
) -> list[dict[str, Any]]:
    said = evidence_of(snapshot, contract, firm_id, field, key).statements
    return [
        {"value": one.value, "believed": one.wins, "batch": one.batch, "row": one.row}
        for one in said
    ]


def _batches(snapshot: Snapshot, tables: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """What is known of every batch that evidence names."""
    names: set[str] = set()
    for rows in tables.values():
        for row in rows:
            evidence = row["evidence"]
            if "batch" in evidence:
                names.add(evidence["batch"])
            else:
                names |= {one["batch"] for said in evidence.values() for one in said}
    found = snapshot.rows(
        "SELECT batch, contract, source, kind, file_name, file_sha256, sheet, author, reason,"
        " received_at FROM batch WHERE list_contains(?, batch) ORDER BY batch",
        [sorted(names)],
    )
    return {row.pop("batch"): row for row in found}


def _tables(inputs: Iterable[Input]) -> list[str]:
    return sorted({item.table for item in inputs})


def rows_frame(contract: TableContract, firm_id: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The facts of a record as a table of a contract's types, with ``firm_id``."""
    columns = [
        _column(name, dtype, [row["values"].get(name) for row in rows])
        for name, dtype in contract.stored_types.items()
    ]
    return pl.DataFrame(columns).select(pl.lit(firm_id).alias(FIRM_ID), *contract.stored_types)


def _column(name: str, dtype: Any, values: list[Any]) -> pl.Series:
    """Values as JSON writes them, in their type: days and amounts come as text."""
    if dtype == pl.Date:
        days = [None if value is None else dt.date.fromisoformat(value) for value in values]
        return pl.Series(name, days, dtype=pl.Date)
    if isinstance(dtype, pl.Decimal):
        amounts = [None if value is None else Decimal(str(value)) for value in values]
        return pl.Series(name, amounts, dtype=dtype)
    return pl.Series(name, values, dtype=dtype)

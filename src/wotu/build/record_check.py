"""Checking the record of a decision: the verdict once more, from the record alone."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wotu.build.code_version import code_version
from wotu.build.record import FORMAT, VERSION, digest_of, rows_frame
from wotu.contracts.codelists import CodeList, CodeListHeader
from wotu.contracts.schema import TableContract
from wotu.errors import UnreadableFileError
from wotu.packs.yaml_source import parse_yaml
from wotu.rules.check import check_rule
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.explain import explain
from wotu.rules.frame import input_frame
from wotu.rules.screen import screen
from wotu.rules.wording import VERDICT_CODES, explanation_json


@dataclass(frozen=True)
class Checked:
    """What came of checking a record.

    ``intact``: the digest fits the content. ``differences``: paths into the verdict at which what
    was worked out anew is not what the record says, with both values as JSON.
    """

    intact: bool
    verdict: str
    differences: tuple[tuple[str, str, str], ...]
    code_then: str
    code_now: str

    @property
    def equal(self) -> bool:
        """Whether the record is whole and its verdict comes out again."""
        return self.intact and not self.differences

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "equal": self.equal,
            "intact": self.intact,
            "verdict": self.verdict,
            "differences": [
                {"at": at, "record": then, "now": now} for at, then, now in self.differences
            ],
            "code_then": self.code_then,
            "code_now": self.code_now,
        }


def read_record(path: Path) -> dict[str, Any]:
    """A record from its file.

    Raises:  UnreadableFileError for anything that is no record of a known version.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        content = record["content"]
        known = content["format"] == FORMAT and content["version"] == VERSION
        sealed = isinstance(record["sha256"], str)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_record(path) from error
    if not (known and sealed):
        raise _no_record(path)
    return dict(record)


def check_record(record: dict[str, Any]) -> Checked:
    """Work the verdict out again from a record alone, compiled and interpreted, and compare."""
    content = record["content"]
    recorded = content["verdict"]
    again = json.loads(json.dumps(_verdict(content), ensure_ascii=False, default=str))
    differences = _differences("", recorded, again)
    return Checked(
        intact=digest_of(content) == record["sha256"],
        verdict=again["verdict"],
        differences=tuple(differences),
        code_then=content["code"],
        code_now=code_version(),
    )


def _verdict(content: dict[str, Any]) -> dict[str, Any]:
    as_of = dt.date.fromisoformat(content["as_of"])
    contracts = {
        name: TableContract.model_validate(data) for name, data in content["contracts"].items()
    }
    rule = _rule(content, contracts)
    firm = content["firm"]["firm_id"]
    facts = {
        name: rows_frame(contracts[name], firm, rows).lazy()
        for name, rows in content["facts"].items()
    }
    firms = pl.LazyFrame({FIRM_ID: [firm]})
    complete = content["complete_lists"]
    frame = input_frame(firms, facts, [rule], contracts, as_of, complete).collect()
    explained = explanation_json(explain(rule, contracts, frame.to_dicts()[0], as_of))
    compiled = screen(rule, frame.lazy(), contracts, as_of).rows.collect()
    if explained["verdict"] != "not_applicable":
        # Two ways to the same verdict: a record that divides them shows a fault of ours.
        explained["verdict"] = _agreed(explained["verdict"], compiled["verdict"].item())
    return explained


def _agreed(interpreted: str, compiled: bool | None) -> str:
    said = VERDICT_CODES[compiled]
    return interpreted if said == interpreted else f"{interpreted} / {said}"


def _rule(content: dict[str, Any], contracts: dict[str, TableContract]) -> CheckedRule:
    code_lists = {
        name: CodeList(
            CodeListHeader.model_validate(data["header"]),
            pl.DataFrame(
                data["rows"],
                schema=dict.fromkeys(("code", "name_zh", "name_en", "parent"), pl.String),
                orient="row",
            ),
        )
        for name, data in content["code_lists"].items()
    }
    source = parse_yaml(content["rule"]["text"], content["rule"]["id"])
    used = [parse_yaml(text, "uses") for text in content["rule"]["uses"]]
    return check_rule(source, contracts, code_lists, used)


def _differences(at: str, then: Any, now: Any) -> list[tuple[str, str, str]]:
    if isinstance(then, dict) and isinstance(now, dict):
        return [
            found
            for key in dict.fromkeys([*then, *now])
            for found in _differences(f"{at}.{key}".strip("."), then.get(key), now.get(key))
        ]
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [
            found
            for place, (one, other) in enumerate(zip(then, now, strict=True))
            for found in _differences(f"{at}[{place}]", one, other)
        ]
    return [] if then == now else [(at, _shown(then), _shown(now))]


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _no_record(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} 不是决定记录，或版本不同。"
        f" {path.name} is no decision record of version {VERSION}.",
        file=str(path),
    )

"""Replays that are kept, so that their address can be sent: a folder each under ``replays``."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from wotu.build.causes import Cause
from wotu.build.changed_facts import Item
from wotu.build.corners import Moment
from wotu.build.replay import BATCHES, Replayed
from wotu.build.rule_changes import RuleChange
from wotu.errors import SnapshotError
from wotu.packs.schema import Label
from wotu.workspace import Workspace

FORMAT: Final = 1
FIRMS: Final = "firms.parquet"
FACTS: Final = "facts.parquet"
SUMMARY: Final = "replay.json"


@dataclass(frozen=True)
class Kept:
    """A replay as a list shows it."""

    name: str
    rule_id: str
    label: Label
    before: Moment
    after: Moment
    made_at: dt.datetime
    differing: int


def keep(workspace: Workspace, replayed: Replayed) -> str:
    """Write a replay; its name, under which it stays."""
    made_at = dt.datetime.now(dt.UTC)
    name = f"{made_at:%Y%m%d-%H%M%S}-{replayed.rule_id}-{secrets.token_hex(3)}"
    folder = _folder(workspace) / name
    partial = folder.with_name(f".{name}")
    partial.mkdir(parents=True)
    replayed.firms.write_parquet(partial / FIRMS)
    replayed.facts.write_parquet(partial / FACTS)
    text = json.dumps(summary_json(replayed, made_at), ensure_ascii=False, indent=1)
    (partial / SUMMARY).write_text(text, encoding="utf-8")
    partial.rename(folder)
    return name


def kept(workspace: Workspace, name: str) -> Replayed:
    """A replay by its name.

    Raises:  SnapshotError where there is none.
    """
    folder = _folder(workspace) / name
    if name.startswith(".") or "/" in name or not (folder / SUMMARY).is_file():
        raise SnapshotError(f"没有重放 {name}。 There is no replay '{name}'.", replay=name)
    data = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    return Replayed(
        rule_id=data["rule"],
        label=Label(**data["label"]),
        editions=tuple(data["editions"]),
        before=_moment(data["before"]),
        after=_moment(data["after"]),
        stored=data["stored"],
        stored_code=data["stored_code"],
        code=data["code"],
        causes=tuple(Cause(name) for name in data["causes"]),
        matrix=pl.DataFrame(data["matrix"], schema=MATRIX),
        firms=pl.read_parquet(folder / FIRMS),
        facts=pl.read_parquet(folder / FACTS),
        items={column: _item(item) for column, item in data["items"].items()},
        changes=tuple(_change(one) for one in data["changes"]),
        conditions={name: Label(**label) for name, label in data["conditions"].items()},
        batches=pl.DataFrame(
            [{**row, "at": dt.datetime.fromisoformat(row["at"])} for row in data["batches"]],
            schema=BATCHES,
        ),
        offset=data["offset"],
    )


def list_kept(workspace: Workspace) -> list[Kept]:
    """All replays that are kept, the newest first."""
    found = []
    for path in sorted(_folder(workspace).glob(f"[!.]*/{SUMMARY}"), reverse=True):
        data = json.loads(path.read_text(encoding="utf-8"))
        found.append(
            Kept(
                path.parent.name,
                data["rule"],
                Label(**data["label"]),
                _moment(data["before"]),
                _moment(data["after"]),
                dt.datetime.fromisoformat(data["made_at"]),
                sum(group["firms"] for group in data["groups"]),
            )
        )
    return found


def remove(workspace: Workspace, name: str) -> None:
    """Take a replay away; it can be run again."""
    kept(workspace, name)
    shutil.rmtree(_folder(workspace) / name)


def summary_json(replayed: Replayed, made_at: dt.datetime | None = None) -> dict[str, Any]:
    """Everything of a replay but its firms, as plain data."""
    return {
        "format": FORMAT,
        "rule": replayed.rule_id,
        "label": replayed.label.model_dump(),
        "editions": list(replayed.editions),
        "made_at": (made_at or dt.datetime.now(dt.UTC)).isoformat(),
        "before": moment_json(replayed.before),
        "after": moment_json(replayed.after),
        "stored": replayed.stored,
        "stored_code": replayed.stored_code,
        "code": replayed.code,
        "causes": [cause.value for cause in replayed.causes],
        "groups": replayed.groups().to_dicts(),
        "matrix": replayed.matrix.to_dicts(),
        "offset": replayed.offset,
        "changes": [change.as_json() for change in replayed.changes],
        "items": {column: item.as_json() for column, item in replayed.items.items()},
        "conditions": {name: label.model_dump() for name, label in replayed.conditions.items()},
        "batches": [{**row, "at": row["at"].isoformat()} for row in replayed.batches.to_dicts()],
    }


def moment_json(moment: Moment) -> dict[str, str]:
    """A moment as plain data."""
    return {
        "known_on": moment.known_on.isoformat(),
        "in_force_on": moment.in_force_on.isoformat(),
        "as_of": moment.as_of.isoformat(),
        "packs_of": moment.packs_of,
    }


MATRIX: Final = pl.Schema({"before": pl.String(), "after": pl.String(), "firms": pl.UInt32()})


def _moment(data: dict[str, str]) -> Moment:
    return Moment(
        dt.datetime.fromisoformat(data["known_on"]),
        dt.date.fromisoformat(data["in_force_on"]),
        dt.date.fromisoformat(data["as_of"]),
        data["packs_of"],
    )


def _item(data: dict[str, Any]) -> Item:
    return Item(Label(**data["label"]), data["table"], data["field"], tuple(data["conditions"]))


def _change(data: dict[str, Any]) -> RuleChange:
    return RuleChange(
        data["part"],
        data["name"],
        Label(**data["label"]),
        Label(**data["before"]),
        Label(**data["after"]),
        tuple(data["conditions"]),
    )


def _folder(workspace: Workspace) -> Path:
    return workspace.root / "replays"

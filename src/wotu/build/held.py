"""The inputs of a rule held in memory, so that one rule can be run over them again and again."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from wotu.build.among import NOT_KNOWN, Attribute, column_of
from wotu.build.answers import frame_on
from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import TableContract
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.inputs import RowsInput

NO_RUNG: Final = "none"
"""What stands for firms that certainly hold no certificate of a ladder."""

_ATTRIBUTES: Final[tuple[Attribute, ...]] = ("size", "section", "division")


@dataclass
class HeldInputs:
    """A frame of inputs as of a day, and who its firms are, row by row in the same order.

    ``frame``: ``firm_id`` and the inputs of one rule or more. ``firms``: ``firm_id``, ``uscc``,
    ``name``, ``normalised`` (for searching), then one categorical column for each of
    ``attributes``, with :data:`NOT_KNOWN` where the value is not known.
    """

    frame: pl.DataFrame
    firms: pl.DataFrame
    attributes: tuple[str, ...]
    contracts: Mapping[str, TableContract]
    as_of: dt.date
    snapshot: Snapshot | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def inputs_of(self, rule: CheckedRule) -> pl.DataFrame:
        """The frame with all inputs of a rule; what is not held yet is read from the snapshot."""
        wanted = input_columns(rule, self.as_of)
        with self._lock:
            fresh = [name for name in wanted if name not in self.frame.columns]
            if fresh:
                self.frame = self.frame.hstack(self.read(rule).select(fresh))
            return self.frame.select(FIRM_ID, *wanted)

    def read(self, rule: CheckedRule) -> pl.DataFrame:
        """``firm_id`` and the inputs of a rule from the snapshot, in the order of the frame."""
        assert self.snapshot is not None, "a frame without a snapshot holds what there is"
        return read_inputs(self.snapshot, rule, self.as_of)


def input_columns(rule: CheckedRule, as_of: dt.date) -> list[str]:
    """The columns of a frame of inputs that a rule reads."""
    names: dict[str, None] = {}
    for item in rule.inputs:
        names.setdefault(item.column(as_of))
        if isinstance(item, RowsInput):
            names.setdefault(item.doubtful_column(as_of))
            names.setdefault(item.complete_column)
    return list(names)


def hold_inputs(snapshot: Snapshot, rule: CheckedRule) -> HeldInputs:
    """The inputs of a rule over all firms of a snapshot, as of its day."""
    day = snapshot.manifest.as_of
    attributes = attributes_of(snapshot)
    return HeldInputs(
        frame=read_inputs(snapshot, rule, day),
        firms=firms_of(snapshot, attributes),
        attributes=attributes,
        contracts=snapshot.packs.contracts,
        as_of=day,
        snapshot=snapshot,
    )


def attributes_of(snapshot: Snapshot) -> tuple[str, ...]:
    """By what firms are counted: size, section of industry, division, and each ladder."""
    return (*_ATTRIBUTES, *snapshot.packs.ladders)


def read_inputs(snapshot: Snapshot, rule: CheckedRule, day: dt.date) -> pl.DataFrame:
    """The inputs of a rule in the order of ``firm_id``; from the built frame where it has them."""
    names = input_columns(rule, day)
    if day == snapshot.manifest.as_of and set(names) <= snapshot.columns("input"):
        columns = ", ".join(f'"{name}"' for name in [FIRM_ID, *names])
        return snapshot.frame(f"SELECT {columns} FROM input ORDER BY firm_id")
    return frame_on(snapshot, [rule], day).sort(FIRM_ID).select(FIRM_ID, *names).collect()


def firms_of(snapshot: Snapshot, attributes: Sequence[str]) -> pl.DataFrame:
    """Who the firms of a snapshot are, as :class:`HeldInputs` says."""
    plain: dict[str, str] = {name: column_of(snapshot, name) for name in _ATTRIBUTES}
    known = snapshot.columns("firm")
    ladders = {
        name: f"CASE WHEN f.\"{name}\" IS NULL AND f.rungs_known THEN '{NO_RUNG}'"
        f' ELSE f."{name}" END'
        for name in snapshot.packs.ladders
        if name in known
    }
    present = {**plain, **ladders}
    columns = {name: present.get(name, "NULL") for name in attributes}
    texts = [f"coalesce({text}, '{NOT_KNOWN}') AS \"{name}\"" for name, text in columns.items()]
    rows = snapshot.frame(
        f"SELECT f.firm_id, f.uscc, f.name, f.normalised, {', '.join(texts)}"
        " FROM firm f ORDER BY f.firm_id"
    )
    return rows.with_columns(pl.col(list(attributes)).cast(pl.Categorical))

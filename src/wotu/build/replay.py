"""Replay: a screening as known on a day under the rules in force on a day, and why today differs.

Both screenings run with today's code. Where a snapshot of that time is stored that was made of the
same batches, judgements and packs, what it says stands for *before*, and what today's code makes of
the same inputs tells changed code apart.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from wotu.build.causes import Cause, Corner, causes_in, corner_column, corners_of, split
from wotu.build.changed_facts import CHANGES, Item, changed_facts, items_of
from wotu.build.code_version import code_version
from wotu.build.corners import Circumstances, Moment, Screened
from wotu.build.rule_changes import RuleChange, rule_changes
from wotu.build.snapshot import Snapshot
from wotu.errors import WotuError
from wotu.packs.schema import Label
from wotu.progress import Progress, part_of, silent
from wotu.rules.compile import FIRM_ID
from wotu.workspace import Workspace

CLOCK: Final = ZoneInfo("Asia/Shanghai")
"""Whose days are meant: zones keep Beijing time."""


class ReplayError(WotuError):
    """A screening that cannot be replayed."""

    kind = "replay"


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day in Beijing.

    >>> end_of(dt.date(2026, 3, 31)).isoformat()
    '2026-03-31T23:59:59.999999+08:00'
    """
    return dt.datetime.combine(day, dt.time.max, CLOCK)


@dataclass(frozen=True)
class Replayed:
    """Two screenings of a rule and the difference between them.

    ``firms``: one row for each firm whose standing differs: firm_id, name, before and after
    (standings, null where the rule does not apply or the firm was not known), cause
    (:func:`causes.split`) and ``conditions``, those that differ as ``ID:before>after``.
    ``facts``: :data:`CHANGES`.
    ``matrix``: before, after, firms, for every pair of standings. ``stored`` is the snapshot whose
    results stand for before, empty where there is none. ``offset`` counts firms whose changes
    cancel each other out.
    """

    rule_id: str
    label: Label
    editions: tuple[str, str]
    before: Moment
    after: Moment
    stored: str
    stored_code: str
    code: str
    causes: tuple[Cause, ...]
    matrix: pl.DataFrame
    firms: pl.DataFrame
    facts: pl.DataFrame
    items: dict[str, Item]
    changes: tuple[RuleChange, ...]
    conditions: dict[str, Label]
    batches: pl.DataFrame
    offset: int

    def groups(self) -> pl.DataFrame:
        """One row a cause: cause, firms, gained (met only after), lost (met only before)."""
        met = pl.lit("met")
        return (
            self.firms.group_by("cause")
            .agg(
                firms=pl.len(),
                gained=(pl.col("after").eq_missing(met)).sum(),
                lost=(pl.col("before").eq_missing(met)).sum(),
            )
            .sort("firms", "cause", descending=[True, False])
        )


def replay(
    workspace: Workspace,
    rule_id: str,
    before: Moment,
    after: Moment,
    progress: Progress = silent,
) -> Replayed:
    """Run a rule in two moments, and split the difference into its causes.

    Raises:  UnknownNameError where the rule is not in force on a day; SnapshotError for packs of a
        snapshot that is gone; ReplayError for rules on anything but firms.
    """
    runs = Circumstances(workspace, rule_id)
    if runs.rule(after).rule.spec.subject != "firm":
        raise ReplayError(
            f"{rule_id} 不以企业为对象，不能重放。 '{rule_id}' is not on firms: no replay.",
            rule=rule_id,
        )
    causes = _causes(runs, before, after)
    corners = corners_of(causes)
    step = part_of(progress, 0.0, 0.85)
    screened: dict[Corner, Screened] = {}
    for place, corner in enumerate(corners):
        step(place / len(corners), "逐一重算 · Screening each combination")
        screened[corner] = runs.screened(before.with_of(after, corner))
    progress(0.85, "找出不同之处 · Finding what differs")
    stored = runs.stored(before)
    standings = split(_standings(screened, stored), causes)
    first, last = screened[corners[0]], screened[corners[-1]]
    firms = _firms(standings, first, last, runs, after)
    facts = _facts(firms, screened, causes)
    rules = first.rule, last.rule
    return Replayed(
        rule_id=rule_id,
        label=last.rule.rule.spec.label,
        editions=(first.rule.rule.spec.edition, last.rule.rule.spec.edition),
        before=before,
        after=after,
        stored=stored.id if stored else "",
        stored_code=str(stored.manifest.report.get("code", "")) if stored else "",
        code=code_version(),
        causes=tuple(causes),
        matrix=standings.group_by("before", "after").agg(firms=pl.len()).sort("before", "after"),
        firms=firms,
        facts=facts,
        items={**items_of(first), **items_of(last)},
        changes=rule_changes(*rules),
        conditions={
            condition.id: condition.spec.label
            for one in rules
            for condition in one.rule.all_conditions()
        },
        batches=_batches(runs, before, after),
        offset=int(standings["offset"].sum()),
    )


def _causes(runs: Circumstances, before: Moment, after: Moment) -> list[Cause]:
    """What differs at all between two moments."""
    found = []
    if not runs.same_facts(before, after):
        found.append(Cause.FACTS)
    if before.as_of != after.as_of:
        found.append(Cause.DAY)
    if not runs.rule(before).same_as(runs.rule(after)):
        found.append(Cause.RULES)
    return found


def _standings(screened: dict[Corner, Screened], stored: Snapshot | None) -> pl.DataFrame:
    """``firm_id``, a column of standings for each corner and, with a snapshot, ``stored``."""
    columns = {
        corner_column(corner): one.results.select(FIRM_ID, "standing")
        for corner, one in screened.items()
    }
    if stored is not None:
        rule = next(iter(screened.values())).rule.rule.id
        columns["stored"] = stored.frame(f'SELECT firm_id, standing FROM "verdict_{rule}"')
    table = pl.concat([rows.select(FIRM_ID) for rows in columns.values()]).unique().sort(FIRM_ID)
    for name, rows in columns.items():
        table = table.join(rows.rename({"standing": name}), on=FIRM_ID, how="left")
    return table


def _firms(
    standings: pl.DataFrame, first: Screened, last: Screened, runs: Circumstances, after: Moment
) -> pl.DataFrame:
    """The firms that differ, with their names and the conditions that differ."""
    differing = standings.filter(pl.col("cause").is_not_null()).select(
        FIRM_ID, "before", "after", "cause"
    )
    names = runs.names(after)
    return (
        differing.join(names, on=FIRM_ID, how="left")
        .with_columns(name=pl.coalesce("name", FIRM_ID))
        .join(_conditions(first, last, differing), on=FIRM_ID, how="left")
        .select(FIRM_ID, "name", "before", "after", "cause", "conditions")
        .sort("name", FIRM_ID)
    )


def _conditions(first: Screened, last: Screened, differing: pl.DataFrame) -> pl.DataFrame:
    """``firm_id`` and ``conditions``: those whose verdict differs, in the order of the text."""
    ids = dict.fromkeys(
        [
            *(c.id for c in last.rule.rule.all_conditions()),
            *(c.id for c in first.rule.rule.all_conditions()),
        ]
    )
    rows = differing.select(FIRM_ID)
    for screened, side in ((first, "0"), (last, "1")):
        known = {c.id for c in screened.rule.rule.all_conditions()}
        verdicts = [
            _word(f"{name}.verdict").alias(f"{name}.{side}") if name in known else
            pl.lit("none").alias(f"{name}.{side}")
            for name in ids
        ]  # fmt: skip
        rows = rows.join(screened.results.select(FIRM_ID, *verdicts), on=FIRM_ID, how="left")
    told = [
        pl.when(pl.col(f"{name}.0").ne_missing(pl.col(f"{name}.1"))).then(
            pl.format(
                "{}:{}>{}",
                pl.lit(name),
                pl.col(f"{name}.0").fill_null("none"),
                pl.col(f"{name}.1").fill_null("none"),
            )
        )
        for name in ids
    ]
    return rows.select(FIRM_ID, conditions=pl.concat_list(told).list.drop_nulls())


def _word(column: str) -> pl.Expr:
    verdict = pl.col(column)
    return (
        pl.when(verdict)
        .then(pl.lit("met"))
        .when(verdict.is_null())
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("not_met"))
    )


def _facts(
    firms: pl.DataFrame, screened: dict[Corner, Screened], causes: list[Cause]
) -> pl.DataFrame:
    """The facts that differ, of each firm whose reason names facts or day."""
    every = frozenset(causes)
    named = {cause: causes_in(cause) for cause in firms["cause"].unique()}
    parts = [pl.DataFrame(schema=CHANGES)]
    for cause in (Cause.FACTS, Cause.DAY):
        if cause in every:
            wanted = [name for name, found in named.items() if cause in found]
            ids = firms.filter(pl.col("cause").is_in(wanted))[FIRM_ID]
            without, whole = screened[every - {cause}], screened[every]
            parts.append(changed_facts(without, whole, cause, ids.to_list()))
    return pl.concat(parts)


def _batches(runs: Circumstances, before: Moment, after: Moment) -> pl.DataFrame:
    """Batches that count on one side only: batch, contract, source, file_name, author, at, brought.

    ``brought`` is true for those that count after; ``at`` is when they landed or were taken back.
    """
    old, new = runs.counting(before), runs.counting(after)
    rows = [
        {
            "batch": batch.id,
            "contract": batch.contract,
            "source": batch.source,
            "file_name": batch.file_name,
            "author": batch.author,
            "at": batch.state_at,
            "brought": batch.id in new,
        }
        for batch in runs.workspace.lake.batches(max(before.known_on, after.known_on))
        if (batch.id in old) != (batch.id in new)
    ]
    return pl.DataFrame(rows, schema=BATCHES)


BATCHES: Final = pl.Schema(
    {
        "batch": pl.String(),
        "contract": pl.String(),
        "source": pl.String(),
        "file_name": pl.String(),
        "author": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "brought": pl.Boolean(),
    }
)

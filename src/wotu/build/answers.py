"""What a snapshot answers: finding a firm, explaining it, and the table of a screening."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal, TypeAlias

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.build.spark_screening import screened_on_spark
from wotu.errors import SubjectNotFoundError
from wotu.identity.name_text import normalise_name
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID, missing_columns
from wotu.rules.explain import Explanation, explain
from wotu.rules.frame import input_frame
from wotu.rules.inputs import Asked, named_input
from wotu.rules.screen import STANDING_LABELS, Standing, missing_of, screen

Engine: TypeAlias = Literal["polars", "spark"]
"""What runs a rule; both give the same results."""

VERDICT_TEXT: Final = {True: "met", False: "not_met"}


def find_firm(snapshot: Snapshot, text: str) -> dict[str, Any]:
    """The firm of a code, identifier or exact name.

    Raises:  SubjectNotFoundError, naming near ones.
    """
    wanted = text.strip()
    code = wanted.upper().replace(" ", "")
    row = snapshot.row(
        "SELECT * FROM firm WHERE firm_id = ? OR uscc = ? OR normalised = ? ORDER BY firm_id",
        [code, code, normalise_name(wanted)],
    )
    if row is None:
        row = _merged_firm(snapshot, code)
    if row is not None:
        return row
    near = snapshot.rows(
        "SELECT firm_id, name FROM firm WHERE contains(normalised, ?) ORDER BY name LIMIT 3",
        [normalise_name(wanted)],
    )
    hint = "；".join(f"{item['name']} {item['firm_id']}" for item in near)
    raise SubjectNotFoundError(
        f"没有找到企业“{wanted}”。{f'是否：{hint}' if near else ''}"
        f" No firm has the code or name '{wanted}'.",
        firm=wanted,
    )


def _merged_firm(snapshot: Snapshot, code: str) -> dict[str, Any] | None:
    """The firm into which the firm of this code was merged."""
    return snapshot.row(
        "SELECT firm.* FROM code JOIN firm USING (firm_id) WHERE code.uscc = ?", [code]
    )


def inputs_of_firm(
    snapshot: Snapshot, firm_id: str, rules: list[CheckedRule], as_of: dt.date
) -> dict[str, Any]:
    """The firm's row of the frame of inputs, as of the snapshot's day or another."""
    if as_of == snapshot.manifest.as_of:
        row = snapshot.row("SELECT * FROM input WHERE firm_id = ?", [firm_id])
        return row or {}
    return frame_on(snapshot, rules, as_of, firm_id).collect().to_dicts()[0]


def frame_on(
    snapshot: Snapshot, rules: list[CheckedRule], as_of: dt.date, firm_id: str | None = None
) -> pl.LazyFrame:
    """The frame of inputs as of a day other than the snapshot's, from the facts it holds."""
    where, parameters = ("WHERE firm_id = ?", [firm_id]) if firm_id else ("", [])
    tables = {item.table for rule in rules for item in rule.inputs}
    facts = {
        name: snapshot.frame(f'SELECT * FROM "fact_{name}" {where}', parameters).lazy()
        for name in sorted(tables)
    }
    firms = snapshot.frame(f"SELECT firm_id FROM firm {where}", parameters).lazy()
    complete = set(snapshot.manifest.report["complete_lists"])
    return input_frame(firms, facts, rules, snapshot.packs.contracts, as_of, complete)


def explain_firm(
    snapshot: Snapshot, firm_id: str, rule_id: str | None = None, as_of: dt.date | None = None
) -> list[Explanation]:
    """One rule, or all rules in force, explained for a firm.

    Raises:  UnknownNameError for an unknown rule.
    """
    day = as_of or snapshot.manifest.as_of
    book = snapshot.rulebook
    rules = [book.rule(rule_id, day)] if rule_id else book.in_force(day)
    facts = inputs_of_firm(snapshot, firm_id, rules, day)
    return [explain(rule, snapshot.packs.contracts, facts, day) for rule in rules]


def screening_table(
    snapshot: Snapshot,
    rule_id: str,
    as_of: dt.date | None = None,
    language: str = "zh",
    engine: Engine = "polars",
) -> pl.DataFrame:
    """A rule's results for every firm that it applies to, with names and missing facts in words.

    Columns: uscc, firm_name, verdict (met, not_met, unknown), standing, then for each condition
    ``ID.verdict``, ``ID.value``, ``ID.threshold``, ``ID.margin``, ``ID.low``, ``ID.high`` as far as
    it has them, ``outcome`` for classes, ``missing`` (facts) and ``judged`` (expert judgements).
    """
    day = as_of or snapshot.manifest.as_of
    rule = snapshot.rulebook.rule(rule_id, day)
    if engine == "spark":
        results = screened_on_spark(snapshot, rule, day)
    elif day == snapshot.manifest.as_of:
        results = snapshot.frame(f'SELECT * FROM "verdict_{rule_id}"')
    else:
        frame = frame_on(snapshot, [rule], day).collect()
        screening = screen(rule, frame.lazy(), snapshot.packs.contracts, day)
        results = screening.rows.collect()
    firms = snapshot.frame("SELECT firm_id, coalesce(uscc, firm_id) AS uscc, name FROM firm")
    labelled = with_missing_text(results, rule, snapshot, day, language)
    words = {
        standing.value: STANDING_LABELS[standing].in_language(language) for standing in Standing
    }
    verdicts = [name for name in results.columns if name.endswith("verdict")]
    return (
        labelled.join(firms.rename({"name": "firm_name"}), on=FIRM_ID, how="left")
        .with_columns(
            [
                pl.col(name)
                .replace_strict(VERDICT_TEXT, default=None, return_dtype=pl.String)
                .fill_null("unknown")
                for name in verdicts
            ]
        )
        .with_columns(
            standing_text=pl.col("standing").replace_strict(words, return_dtype=pl.String)
        )
        .select(
            "uscc",
            "firm_name",
            "verdict",
            "standing",
            "standing_text",
            *(name for name in results.columns if name not in _INTERNAL),
            "missing",
            "judged",
        )
        .sort("uscc")
    )


_INTERNAL = {FIRM_ID, "verdict", "standing", "failing", "open_facts", "missing", "missing_2"}


def with_missing_text(
    results: pl.DataFrame, rule: CheckedRule, snapshot: Snapshot, day: dt.date, language: str
) -> pl.DataFrame:
    """Results with ``missing`` and ``judged`` as text instead of bits."""
    masks = missing_columns(len(rule.asked))
    contracts = snapshot.packs.contracts

    def words(items: list[Asked], judged: bool) -> str:
        named = [
            named_input(item, contracts[item.table], day).title(language)
            for item in items
            if contracts[item.table].judged == judged
        ]
        return ("；" if language.startswith("zh") else "; ").join(named)

    distinct = results.select(masks).unique()
    rows = [missing_of(tuple(row), rule.asked) for row in distinct.iter_rows()]
    texts = distinct.with_columns(
        pl.Series("_facts", [words(items, judged=False) for items in rows], dtype=pl.String),
        pl.Series("judged", [words(items, judged=True) for items in rows], dtype=pl.String),
    )
    joined = results.join(texts, on=masks, how="left", nulls_equal=True).drop(masks)
    return joined.rename({"_facts": "missing"})

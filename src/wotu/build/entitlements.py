"""The 免申即享 list: firms that certainly qualify for a measure, with what it brings them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
import polars as pl

from wotu.build.budgets import Claim, share_budget
from wotu.build.bundle import Fen, best_bundles
from wotu.build.offers import measured_rules, paid_this_year, payments_are_complete
from wotu.build.payments import barred_by_payments
from wotu.build.snapshot import Snapshot
from wotu.build.stacking import LOANS, Stacking, stacking_of
from wotu.errors import UnknownNameError
from wotu.figures import figure_text
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.explain import clause_of
from wotu.units import FEN_PER_YUAN

SCHEMA: Final = {
    FIRM_ID: pl.String,
    "rule": pl.String,
    "amount_fen": pl.Int64,
    "granted_fen": pl.Int64,
    "share_fen": pl.Int64,
    "rank": pl.Float64,
    "history_known": pl.Boolean,
}

_HEADERS: Final[dict[str, Label]] = {
    "uscc": Label(zh="统一社会信用代码", en="Unified social credit code"),
    "name": Label(zh="企业名称", en="Firm"),
    "measure": Label(zh="政策措施", en="Measure"),
    "year": Label(zh="政策年度", en="Year"),
    "amount": Label(zh="按条款计算（元）", en="By the clause (CNY)"),
    "granted": Label(zh="叠加后（元）", en="After stacking (CNY)"),
    "share": Label(zh="预算内（元）", en="Within the budget (CNY)"),
    "evidence": Label(zh="依据的数据", en="Evidence"),
    "clause": Label(zh="条款", en="Clause"),
    "history": Label(zh="兑现记录", en="Payments on record"),
}

_HISTORY: Final = {
    True: Label(zh="已核对", en="checked"),
    False: Label(zh="记录不全，请核对", en="incomplete, to be checked"),
}


def automatic_rules(snapshot: Snapshot) -> list[CheckedRule]:
    """Measures that are paid without application, in the order of the packs."""
    rules = measured_rules(snapshot)
    return [rule for rule in rules if rule.spec.measure and rule.spec.measure.automatic]


def entitled_firms(snapshot: Snapshot, rules: Sequence[CheckedRule] | None = None) -> pl.DataFrame:
    """Firms that certainly qualify for ``rules``, all automatic measures where none are given.

    Grain: firm and rule. ``amount_fen`` is what the clause gives alone, ``granted_fen`` what is
    left of it in the firm's best bundle of all that it certainly qualifies for, ``share_fen`` what
    the yearly budget leaves of that. ``rank`` is the figure that a short budget goes by. Without
    ``history_known`` an earlier payment may be missing from the records, and the measure can be
    had only so often. Firms that get more by another measure are not in the list.

    Raises:  UnknownNameError for a rule that brings firms no money.
    """
    stacking = stacking_of(measured_rules(snapshot), snapshot.packs.groups)
    firms = snapshot.frame("SELECT firm_id FROM firm ORDER BY firm_id")[FIRM_ID]
    amounts, ranks = _amounts(snapshot, stacking, firms)
    paid = paid_this_year(snapshot)
    _without_clashing(stacking, amounts, firms, paid)
    granted = best_bundles(stacking, amounts, _used(snapshot, firms, paid))
    known = payments_are_complete(snapshot)
    wanted = automatic_rules(snapshot) if rules is None else rules
    parts = []
    for rule in wanted:
        place = _place(stacking, rule)
        rows = np.flatnonzero(granted[:, place])
        part = pl.DataFrame(
            {
                FIRM_ID: firms.gather(rows),
                "rule": pl.repeat(rule.id, len(rows), eager=True),
                "amount_fen": amounts[rows, place],
                "granted_fen": granted[rows, place],
                "rank": ranks[rule.id].gather(rows),
                "history_known": pl.repeat(known or not _is_limited(rule), len(rows), eager=True),
            }
        )
        parts.append(_within_budget(rule, part, snapshot.manifest.as_of, paid))
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts])


def budget_fen(rule: CheckedRule, day: dt.date) -> int | None:
    """The yearly budget of a measure on a day, in fen; None where it has none."""
    measure = rule.spec.measure
    if measure is None or measure.budget is None:
        return None
    value = rule.parameters[measure.budget].on(day)
    assert isinstance(value, Fraction)
    return int(value * FEN_PER_YUAN)


def entitlement_table(snapshot: Snapshot, entitled: pl.DataFrame, language: str) -> pl.DataFrame:
    """The list for a file, in words of one language: amounts in yuan, evidence and clause."""
    firms = snapshot.frame("SELECT firm_id, coalesce(uscc, firm_id) AS uscc, name FROM firm")
    day = snapshot.manifest.as_of
    parts = []
    for (rule_id,), rows in entitled.group_by("rule", maintain_order=True):
        rule = snapshot.rulebook.rule(str(rule_id), day)
        evidence = evidence_of(snapshot, rule, rows[FIRM_ID].to_list(), language)
        parts.append(
            rows.join(firms, on=FIRM_ID, how="left", maintain_order="left").with_columns(
                measure=pl.lit(rule.spec.label.in_language(language)),
                year=pl.lit(day.year),
                evidence=pl.col(FIRM_ID).replace_strict(evidence, default=""),
                clause=pl.lit(clause_text(rule, language)),
                history=pl.col("history_known").replace_strict(
                    {known: label.in_language(language) for known, label in _HISTORY.items()},
                    return_dtype=pl.String,
                ),
                **{
                    name: (pl.col(f"{name}_fen") / FEN_PER_YUAN).round(2)
                    for name in ("amount", "granted", "share")
                },
            )
        )
    if not parts:
        return pl.DataFrame(schema={h.in_language(language): pl.String for h in _HEADERS.values()})
    table = pl.concat(parts)
    return table.select(pl.col(n).alias(h.in_language(language)) for n, h in _HEADERS.items())


def clause_text(rule: CheckedRule, language: str) -> str:
    """The clause from which a measure comes, empty where the pack names none."""
    measure = rule.spec.measure
    clause = clause_of(rule.spec, measure.cite, measure.status) if measure else None
    return clause.text(language) if clause else ""


def evidence_of(
    snapshot: Snapshot, rule: CheckedRule, firms: Sequence[str], language: str
) -> dict[str, str]:
    """For each firm the conditions that it meets, with their figures, in the order of the text."""
    table = f"verdict_{rule.id}"
    known = snapshot.columns(table)
    shown = [c for c in rule.conditions if c.mode == "test"]
    valued = [c for c in shown if f"{c.id}.value" in known]
    columns = "".join(f', "{c.id}.value"' for c in valued)
    rows = snapshot.rows(
        f'SELECT firm_id{columns} FROM "{table}" WHERE firm_id IN (SELECT unnest(?::VARCHAR[]))',
        [list(firms)],
    )
    comma = "；" if language.startswith("zh") else "; "
    return {
        row[FIRM_ID]: comma.join(
            _said(c.spec.label.in_language(language), row.get(f"{c.id}.value"), c.unit, language)
            for c in shown
        )
        for row in rows
    }


def _said(label: str, value: Any, unit: str | None, language: str) -> str:
    return (
        label if value is None or unit is None else f"{label} {figure_text(value, unit, language)}"
    )


def _amounts(
    snapshot: Snapshot, stacking: Stacking, firms: pl.Series
) -> tuple[Fen, dict[str, pl.Series]]:
    """What each measure certainly brings each firm, in fen, and the figures to rank by."""
    amounts = np.zeros((firms.len(), len(stacking.measures)), dtype=np.int64)
    ranks = {}
    for rule in measured_rules(snapshot):
        measure = rule.spec.measure
        if measure is None or measure.kind in LOANS:
            continue
        rank = "rank_by" if measure.rank_by else "CAST(NULL AS DOUBLE)"
        rows = snapshot.frame(
            f'SELECT firm_id, CAST("amount.low" * 100 AS BIGINT) AS fen, {rank} AS rank'
            f' FROM "verdict_{rule.id}" WHERE verdict AND "amount.low" > 0'
        )
        joined = firms.to_frame().join(rows, on=FIRM_ID, how="left", maintain_order="left")
        barred = barred_by_payments(snapshot, rule, firms, snapshot.manifest.as_of.year)
        fen = joined.select(pl.when(~barred).then("fen").fill_null(0)).to_series()
        amounts[:, stacking.place[rule.id]] = fen.to_numpy()
        ranks[rule.id] = joined["rank"]
    return amounts, ranks


def _without_clashing(
    stacking: Stacking, amounts: Fen, firms: pl.Series, paid: pl.DataFrame
) -> None:
    """Measures of which one that they cannot stand beside was paid this year, and those paid."""
    for (measure,), rows in paid.group_by("measure", maintain_order=True):
        had = firms.is_in(rows[FIRM_ID].implode()).to_numpy()
        for other in stacking.measures:
            if other == measure or (
                measure in stacking.place and stacking.clash(str(measure), other)
            ):
                amounts[had, stacking.place[other]] = 0


def _used(snapshot: Snapshot, firms: pl.Series, paid: pl.DataFrame) -> dict[str, Fen]:
    """What each firm was paid this year under each ceiling."""
    groups: dict[str, set[str]] = {}
    for rule in snapshot.rulebook.rules:
        for group in rule.spec.measure.groups if rule.spec.measure else ():
            groups.setdefault(group, set()).add(rule.id)
    used = {}
    for group, rules in groups.items():
        rows = (
            paid.filter(pl.col("measure").is_in(rules)).group_by(FIRM_ID).agg(pl.col("fen").sum())
        )
        joined = firms.to_frame().join(rows, on=FIRM_ID, how="left", maintain_order="left")
        used[group] = joined["fen"].fill_null(0).to_numpy()
    return used


def _within_budget(
    rule: CheckedRule, part: pl.DataFrame, day: dt.date, paid: pl.DataFrame
) -> pl.DataFrame:
    """With ``share_fen``: what is left of the budget after what was paid this year, shared."""
    measure = rule.spec.measure
    assert measure is not None
    budget = budget_fen(rule, day)
    if budget is not None:
        budget -= int(paid.filter(measure=rule.id)["fen"].sum())
    columns: Mapping[str, list[Any]] = part.to_dict(as_series=False)
    claims = [
        Claim(firm, fen, rank)
        for firm, fen, rank in zip(
            columns[FIRM_ID], columns["granted_fen"], columns["rank"], strict=True
        )
    ]
    shares = share_budget(claims, budget, measure.when_short)
    return part.with_columns(
        share_fen=pl.Series([shares[c.firm_id] for c in claims], dtype=pl.Int64)
    ).select(list(SCHEMA))


def _place(stacking: Stacking, rule: CheckedRule) -> int:
    if rule.id not in stacking.place:
        measures = "、".join(stacking.measures)
        raise UnknownNameError(
            f"{rule.id} 不是给企业资金的政策（有：{measures}）。"
            f" {rule.id} is no measure that brings money to firms.",
            rule=rule.id,
        )
    return stacking.place[rule.id]


def _is_limited(rule: CheckedRule) -> bool:
    measure = rule.spec.measure
    return measure is not None and (measure.once or measure.once_in_years is not None)

"""How far a firm is from a rule: the gap of its figures, as a share of what is asked."""

from __future__ import annotations

from collections.abc import Container

from wotu.rules.checked import CheckedCondition, CheckedRule


def gap_sql(rule: CheckedRule, known: Container[str]) -> str:
    """The widest gap of the conditions that a firm does not meet; NULL where no figure is.

    An expression on the verdicts ``v``, of which ``known`` are the columns.
    """
    parts = [_gap_of(condition, known) for condition in rule.conditions]
    return f"greatest({', '.join(parts)}, NULL::DOUBLE)"


def _gap_of(condition: CheckedCondition, known: Container[str]) -> str:
    name = condition.id
    if condition.mode != "test":
        # Of conditions that must all hold the farthest counts, of alternatives the nearest.
        choose = "greatest" if condition.mode == "all" else "least"
        parts = ", ".join(_gap_of(child, known) for child in condition.children)
        return f'CASE WHEN NOT v."{name}.verdict" THEN {choose}({parts}, NULL::DOUBLE) END'
    if f"{name}.margin" not in known or f"{name}.threshold" not in known:
        return "NULL::DOUBLE"
    return (
        f'CASE WHEN NOT v."{name}.verdict"'
        f' THEN -v."{name}.margin" / nullif(abs(v."{name}.threshold"), 0) END'
    )

"""A replay in words: causes, standings, facts and rules as people call them, and as tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import polars as pl

from wotu.build.causes import EITHER, TOGETHER, Cause
from wotu.build.changed_facts import Item
from wotu.build.replay import Replayed
from wotu.build.rule_changes import RuleChange
from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import FieldType
from wotu.figures import money_text, share_text
from wotu.packs.loader import PackSet
from wotu.packs.schema import Label
from wotu.rules.screen import STANDING_LABELS, Standing

CAUSE_LABELS: Final[dict[Cause, Label]] = {
    Cause.CODE: Label(zh="程序变了", en="changed code"),
    Cause.FACTS: Label(zh="数据变了", en="changed facts"),
    Cause.DAY: Label(zh="截至日期变了", en="another day of application"),
    Cause.RULES: Label(zh="规则变了", en="changed rules"),
}

NO_SUBJECT: Final = Label(zh="不在其列", en="Not a subject")
"""A firm that was not known, or to which the rule does not apply."""

VERDICT_LABELS: Final[dict[str, Label]] = {
    "met": Label(zh="符合", en="met"),
    "not_met": Label(zh="不符合", en="not met"),
    "unknown": Label(zh="待定", en="undecided"),
    "none": Label(zh="无此条件", en="not there"),
}


def cause_words(cause: str, language: str) -> str:
    """A reason as it is said: ``数据与规则同时变了才有此结果``.

    >>> cause_words("facts|rules", "en"), cause_words("facts+rules", "zh")
    ('changed facts or changed rules, each enough alone', '数据变了，且规则变了（缺一不可）')
    """
    zh = language.startswith("zh")
    plain = cause.replace("(", "").replace(")", "")
    for one in Cause:
        plain = plain.replace(one.value, CAUSE_LABELS[one].in_language(language))
    both, either = TOGETHER in plain, EITHER in plain
    plain = plain.replace(EITHER, "，或" if zh else " or ")
    plain = plain.replace(TOGETHER, "，且" if zh else " and ")
    if either and not both:
        return plain + ("（任一即可）" if zh else ", each enough alone")
    if both and not either:
        return plain + ("（缺一不可）" if zh else ", needed together")
    return plain


def standing_words(standing: str | None, language: str) -> str:
    """A standing as it is called."""
    if standing is None:
        return NO_SUBJECT.in_language(language)
    return STANDING_LABELS[Standing(standing)].in_language(language)


def condition_words(told: str, replayed: Replayed, language: str) -> str:
    """``研发费用占比：不符合 → 符合`` for ``rd_intensity:not_met>met``."""
    name, _, verdicts = told.partition(":")
    before, _, after = verdicts.partition(">")
    label = replayed.conditions[name].in_language(language)
    colon = "：" if language.startswith("zh") else ": "
    return f"{label}{colon}{_verdict(before, language)} → {_verdict(after, language)}"


def value_words(item: Item, value: str | None, packs: PackSet, language: str) -> str:
    """A value of a fact as people read it; money and shares are exact."""
    zh = language.startswith("zh")
    if value is None:
        return "未知" if zh else "unknown"
    contract = packs.contracts.get(item.table)
    spec = contract.fields.get(item.field) if contract else None
    if spec is None:
        return _count_words(value, zh)
    if spec.type is FieldType.MONEY:
        return money_text(Decimal(value), language)
    if spec.type is FieldType.SHARE:
        return share_text(Decimal(value))
    if spec.type is FieldType.CODE and spec.codes:
        return _code(packs.code_lists.get(spec.codes), value, language)
    truths = {"true": "是" if zh else "yes", "false": "否" if zh else "no"}
    return truths.get(value, value)


def changes_of(conditions: list[str], changes: tuple[RuleChange, ...]) -> tuple[RuleChange, ...]:
    """The changes of the rule that can have moved some conditions, told as ``ID:before>after``."""
    names = {told.partition(":")[0] for told in conditions}
    return tuple(
        change
        for change in changes
        if change.part in {"edition", "applies_to"} or names & set(change.conditions)
    )


def change_words(change: RuleChange, language: str) -> str:
    """``研发费用占比下限：5% → 4%``."""
    label = change.label.in_language(language)
    before, after = (
        one.in_language(language) or ("无" if language.startswith("zh") else "none")
        for one in (change.before, change.after)
    )
    colon = "：" if language.startswith("zh") else ": "
    return f"{label}{colon}{before} → {after}"


def facts_of(replayed: Replayed, firm_id: str, conditions: list[str]) -> list[dict[str, Any]]:
    """The facts that differ of one firm; those first that conditions which differ read."""
    names = {told.partition(":")[0] for told in conditions}
    rows = replayed.facts.filter(pl.col("firm_id") == firm_id).to_dicts()

    def apart(row: dict[str, Any]) -> bool:
        item = replayed.items.get(row["item"])
        return item is None or not names & set(item.conditions)

    return sorted(rows, key=apart)


def differences_table(replayed: Replayed, packs: PackSet, language: str) -> pl.DataFrame:
    """One row a firm that differs, in words."""
    zh = language.startswith("zh")
    rows = []
    by_firm = replayed.facts.partition_by("firm_id", as_dict=True)
    empty = replayed.facts.clear()
    for firm in replayed.firms.to_dicts():
        facts = by_firm.get((firm["firm_id"],), empty).to_dicts()
        rows.append(
            (
                firm["firm_id"],
                firm["name"],
                standing_words(firm["before"], language),
                standing_words(firm["after"], language),
                cause_words(firm["cause"], language),
                _listed([condition_words(c, replayed, language) for c in firm["conditions"]], zh),
                _listed([fact_words(row, replayed, packs, language) for row in facts], zh),
                _listed(
                    [
                        change_words(c, language)
                        for c in changes_of(firm["conditions"], replayed.changes)
                    ]
                    if "rules" in firm["cause"]
                    else [],
                    zh,
                ),
            )
        )
    headers = _HEADERS["zh" if zh else "en"]
    return pl.DataFrame(rows, schema=dict.fromkeys(headers, pl.String), orient="row")


def fact_words(row: Mapping[str, Any], replayed: Replayed, packs: PackSet, language: str) -> str:
    """``2025年研发费用：未知 → 120万元（批次 …）``."""
    item = replayed.items[row["item"]]
    before = value_words(item, row["before"], packs, language)
    after = value_words(item, row["after"], packs, language)
    zh = language.startswith("zh")
    text = f"{item.label.in_language(language)}{'：' if zh else ': '}{before} → {after}"
    if row["batch"] is None:
        return text
    if row["taken_back"]:
        return text + (f"（撤销批次 {row['batch']}）" if zh else f" (taken back: {row['batch']})")
    return text + (f"（批次 {row['batch']}）" if zh else f" (batch {row['batch']})")


_HEADERS: Final = {
    "zh": ("企业标识", "企业", "之前", "之后", "原因", "变化的条件", "变化的数据", "变化的规则"),
    "en": (
        "Firm id",
        "Firm",
        "Before",
        "After",
        "Cause",
        "Conditions that differ",
        "Facts that differ",
        "Rules that differ",
    ),
}


def _listed(parts: list[str], zh: bool) -> str:
    return ("；" if zh else "; ").join(parts)


def _verdict(name: str, language: str) -> str:
    return VERDICT_LABELS[name].in_language(language)


def _count_words(value: str, zh: bool) -> str:
    """``3 条以上`` for a list that may have more; ``+1?`` are rows whose test is not decided."""
    at_least = value.endswith("+")
    sure, _, doubtful = value.rstrip("+").partition("+")
    text = f"{sure} 条" if zh else f"{sure} row{'' if sure == '1' else 's'}"
    if at_least:
        text = f"至少 {text}" if zh else f"at least {text}"
    if doubtful:
        number = doubtful.rstrip("?")
        text += f"，另 {number} 条待定" if zh else f", {number} undecided"
    return text


def _code(codes: CodeList | None, value: str, language: str) -> str:
    known = codes.labels.get(value) if codes else None
    return known.in_language(language) if known else value

"""Commands on money: what a firm can get, and who gets what without applying."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wotu.build.answers import find_firm
from wotu.build.benefit_words import (
    amount_text,
    benefits_json,
    fen_text,
    loan_text,
    reason_text,
)
from wotu.build.benefits import Benefits, benefits_of_firm
from wotu.build.entitlements import (
    automatic_rules,
    budget_fen,
    clause_text,
    entitled_firms,
    entitlement_table,
)
from wotu.build.snapshot import Snapshot, open_current
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    messages,
    open_folder,
    print_json,
    print_table,
    say,
)
from wotu.exports import write_table
from wotu.figures import money_text
from wotu.rules.screen import STANDING_LABELS
from wotu.units import FEN_PER_YUAN

commands = typer.Typer()


@commands.command("benefits")
@command
def firm_benefits(
    firm: Annotated[str, typer.Argument(help="代码或全称 · Code or full name.")],
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """一家企业能享受什么。 What a firm can get: the best bundle, what is open, loans."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    found = find_firm(snapshot, firm)
    benefits = benefits_of_firm(snapshot, found["firm_id"])
    language = "en" if english else "zh"
    if as_json:
        print_json({"firm_name": found["name"], **benefits_json(snapshot, benefits, language)})
        return
    total = fen_text(benefits.bundle.total_fen, language)
    said = f"确定可享受 {total}" if language == "zh" else f"certain: {total}"
    say(f"[bold]{found['name']}[/]  {found['firm_id']}  {said}")
    _print_bundle(benefits, language)
    _print_open(snapshot, benefits, language)
    if not benefits.payments_known:
        say(
            "兑现记录不全：一次性或隔年的政策请先核对是否享受过。"
            if language == "zh"
            else "Payments on record are incomplete: check what the firm has had before."
        )


def _print_bundle(benefits: Benefits, language: str) -> None:
    headers = ("政策", "金额", "条款") if language == "zh" else ("Measure", "Amount", "Clause")
    rows = []
    for item in benefits.bundle.taken:
        rule = benefits.offer(item.measure).rule
        label = rule.spec.label.in_language(language)
        rows.append((label, fen_text(item.granted_fen, language), clause_text(rule, language)))
    for offer in benefits.loans:
        label = offer.rule.spec.label.in_language(language)
        rows.append((label, loan_text(offer, language), clause_text(offer.rule, language)))
    print_table(headers, rows)


def _print_open(snapshot: Snapshot, benefits: Benefits, language: str) -> None:
    rows = []
    for item in benefits.possible:
        label = item.offer.rule.spec.label.in_language(language)
        standing = STANDING_LABELS[item.offer.standing].in_language(language)
        amount = (
            loan_text(item.offer, language)
            if item.offer.is_loan
            else amount_text(item.offer, language)
        )
        rows.append((label, standing, amount or ""))
    for left in benefits.bundle.left_out:
        label = benefits.offer(left.measure).rule.spec.label.in_language(language)
        why = reason_text(snapshot, left, language)
        rows.append((label, why, fen_text(left.amount_fen, language)))
    if rows:
        headers = (
            ("未计入", "原因", "金额") if language == "zh" else ("Not counted", "Why", "Amount")
        )
        print_table(headers, rows)


@commands.command()
@command
def entitlements(
    rule: Annotated[
        list[str] | None, typer.Option(help="政策，可多次，缺省全部免申即享政策 · Measures.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=".xlsx、.csv 或 .parquet · File to write.")
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """免申即享名单。 Firms that certainly qualify for automatic measures."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    day = snapshot.manifest.as_of
    book = snapshot.rulebook
    rules = [book.rule(name, day) for name in rule] if rule else automatic_rules(snapshot)
    entitled = entitled_firms(snapshot, rules)
    language = "en" if english else "zh"
    if out is not None:
        write_table(entitlement_table(snapshot, entitled, language), out)
    rows = []
    for one in rules:
        own = entitled.filter(rule=one.id)
        budget = budget_fen(one, day)
        rows.append(
            {
                "measure": one.id,
                "label": one.spec.label.in_language(language),
                "firms": own.height,
                "granted_cny": own["granted_fen"].sum() / FEN_PER_YUAN,
                "share_cny": own["share_fen"].sum() / FEN_PER_YUAN,
                "budget_cny": None if budget is None else budget / FEN_PER_YUAN,
            }
        )
    if as_json:
        print_json({"as_of": day, "measures": rows, "out": str(out) if out else None})
        return
    headers = ("政策", "", "企业", "应享", "预算内", "预算")
    if language != "zh":
        headers = ("Measure", "", "Firms", "Entitled", "Within budget", "Budget")
    print_table(headers, [_with_units(row, language) for row in rows])
    if out:
        messages.print(f"{entitled.height:,} → {out}")


def _with_units(row: dict[str, Any], language: str) -> tuple[Any, ...]:
    return tuple(
        money_text(value, language) if name.endswith("_cny") and value is not None else value
        for name, value in row.items()
    )

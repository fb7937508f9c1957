"""The command that says which facts would settle most firms before a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wotu.build.advice import facts_text
from wotu.build.asking_order import asking_order
from wotu.build.missing_facts import missing_facts
from wotu.build.population import Population
from wotu.build.snapshot import open_current
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    open_folder,
    print_json,
    print_table,
    say,
)

commands = typer.Typer()


@commands.command()
@command
def missing(
    rule: Annotated[str, typer.Argument(help="规则，如 cn.hnte · Rule.")],
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """先补哪些数据能定论最多企业。 Which facts would settle most firms, and who has them."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    checked = snapshot.rulebook.rule(rule, snapshot.manifest.as_of)
    population = Population(snapshot, checked)
    facts, order = missing_facts(population), asking_order(population)
    language = "en" if english else "zh"
    if as_json:
        print_json(
            {
                "rule": rule,
                "undecided": order.undecided,
                "facts": [
                    {
                        "fact": {"zh": f.named.title("zh"), "en": f.named.title("en")},
                        "supplier": {"zh": f.named.supplier.zh, "en": f.named.supplier.en},
                        "lacking": f.lacking,
                        "undecided": f.undecided,
                        "settles_alone": f.settles,
                    }
                    for f in facts
                ],
                "order": [
                    {
                        "facts": [{"zh": n.title("zh"), "en": n.title("en")} for n in step.facts],
                        "settles": step.firms,
                        "so_far": step.so_far,
                    }
                    for step in order.steps
                ],
            }
        )
        return
    headers = _MISSING_HEADERS["zh" if language == "zh" else "en"]
    say(f"[bold]{checked.spec.label.in_language(language)}[/]")
    rows = [
        (f.named.title(language), f.named.supplier.in_language(language),
         f.lacking, f.undecided, f.settles)
        for f in facts
    ]  # fmt: skip
    print_table(headers[0], rows)
    say("")
    steps = [(facts_text(s.facts, language), s.firms, s.so_far) for s in order.steps]
    print_table(headers[1], steps)
    say(f"{headers[2]} {order.undecided:,}")


_MISSING_HEADERS = {
    "zh": (
        ("数据", "提供单位", "缺", "待定企业缺", "单独可定"),
        ("依次补", "可定企业", "累计"),
        "待补数据的企业共",
    ),
    "en": (
        ("Fact", "Who has it", "lacking", "of undecided", "settles alone"),
        ("Ask in this order", "settles", "so far"),
        "Firms that wait for facts:",
    ),
}

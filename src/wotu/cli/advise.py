"""The command that tells a firm what would do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from wotu.advice.outlook import Course, Span, spans
from wotu.advice.rule_advice import (
    RuleAdvice,
    advice_json,
    facts_text,
    failing_text,
    outlook_text,
    rule_advice,
    words_of_changes,
)
from wotu.build.answers import find_firm
from wotu.build.snapshot import Snapshot, open_current
from wotu.cli.output import (
    English,
    Folder,
    Json,
    command,
    open_folder,
    print_json,
    say,
)
from wotu.packs.schema import Label
from wotu.rules.least_change import Change

commands = typer.Typer()

SHOWN = 3
"""So many sets and changes are told; all of them with --json."""

_HEADS = {
    "to_meet": Label(zh="补齐即可能符合", en="Once known, may show that the rule is met"),
    "to_settle": Label(zh="补齐即可定论", en="Once known, settle the verdict"),
    "judged": Label(zh="待专家评价", en="Left to experts"),
    "single": Label(zh="改变一项即可", en="One change that does"),
    "plan": Label(zh="须同时改变", en="Changes that do together"),
    "condition": Label(zh="达到“{condition}”", en="To reach '{condition}'"),
    "unmoved": Label(zh="没有单项改变可以达到", en="No single change does"),
    "nothing": Label(zh="没有不达标的条件，也没有可定论的数据", en="Nothing fails or is open"),
}
_COURSES = {
    Course.SLOW: Label(zh="较慢", en="slower"),
    Course.TREND: Label(zh="趋势", en="trend"),
    Course.FAST: Label(zh="较快", en="faster"),
}


@commands.command()
@command
def advise(
    firm: Annotated[str, typer.Argument(help="代码或全称 · Code or full name.")],
    rule: Annotated[str, typer.Argument(help="规则，如 cn.hnte · Rule.")],
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """补什么数据、改多少能达标、何时能达标。 Facts to supply, the least change, and the trend."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    found = find_firm(snapshot, firm)
    checked = snapshot.rulebook.rule(rule, snapshot.manifest.as_of)
    advice = rule_advice(snapshot, found["firm_id"], checked)
    if as_json:
        print_json({"firm_id": found["firm_id"], **advice_json(snapshot, advice)})
        return
    language = "en" if english else "zh"
    say(f"[bold]{found['name']}[/]  {checked.spec.label.in_language(language)}")
    for line in _lines(snapshot, advice, language):
        say(line)


def _lines(snapshot: Snapshot, advice: RuleAdvice, language: str) -> list[str]:
    def head(name: str, **words: str) -> str:
        return f"\n{_HEADS[name].in_language(language)}".format(**words)

    def changed(changes: Sequence[Change]) -> list[str]:
        return [f"  {words.text(c)}" for c in changes]

    words = words_of_changes(snapshot, advice.rule, language)
    lines: list[str] = []
    if advice.sets.judged:
        lines += [head("judged"), f"  {facts_text(advice.sets.judged, language)}"]
    for name, sets in (("to_meet", advice.sets.to_meet), ("to_settle", advice.sets.to_settle)):
        if any(sets):
            lines += [head(name), *(f"  {facts_text(s, language)}" for s in sets[:SHOWN])]
    least = advice.least
    if least.single:
        lines += [head("single"), *changed(least.single[:SHOWN])]
    elif least.plan:
        lines += [head("plan"), *changed(least.plan)]
    if not least.single:
        for found in least.failing:
            label = found.condition.spec.label.in_language(language)
            told = changed(found.options[:SHOWN])
            told = told or [f"  {_HEADS['unmoved'].in_language(language)}"]
            lines += [head("condition", condition=label), *told]
    if not lines:
        lines.append(head("nothing"))
    return [*lines, *_outlook_lines(advice, language)]


def _outlook_lines(advice: RuleAdvice, language: str) -> list[str]:
    """The trend, and the other courses where they fare otherwise."""
    lines = [f"\n{outlook_text(advice.outlook, language)}"]
    trend = [p.failing for p in advice.outlook.on(Course.TREND)]
    for course in Course:
        prospects = advice.outlook.on(course)
        if course is not Course.TREND and [p.failing for p in prospects] == trend:
            continue
        colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
        told = stop.join(_span_text(advice, span, language) for span in spans(prospects))
        lines.append(f"  {_COURSES[course].in_language(language)}{colon}{told}")
    return lines


def _span_text(advice: RuleAdvice, span: Span, language: str) -> str:
    """``2026–2028年 ✗ 研发费用占比``."""
    years = str(span.first) if span.first == span.last else f"{span.first}–{span.last}"
    failing = failing_text(advice.rule, span.failing, language)
    return f"{years}{'年' if language == 'zh' else ''} {f'✗ {failing}' if failing else '✓'}"

"""The command that tries a draft of a rule: whom it reaches and what it costs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from wotu.build.attribute_words import attribute_word
from wotu.build.costs import certain_text, possible_text
from wotu.build.held import attributes_of
from wotu.build.judging import VERDICT_NAMES
from wotu.build.reached import EFFECT_LABELS, VERDICT_LABELS, Reach, reached_table
from wotu.build.simulate import Effect, Simulation
from wotu.build.snapshot import Snapshot, open_current
from wotu.build.trial import Trial, YearCosts
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
from wotu.errors import UnknownNameError, did_you_mean
from wotu.exports import write_table
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedRule
from wotu.rules.draft import Draft, draft_rule, read_draft
from wotu.rules.spec import Expression

commands = typer.Typer()


@commands.command("simulate")
@command
def simulate_draft(
    rule: Annotated[str, typer.Argument(help="规则，如 cn.hnte · Rule.")],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="参数=值，如 rd_floor_small=4% · Parameter and its new value."),
    ] = None,
    draft: Annotated[
        Path | None, typer.Option(help="草案文件 · File of a draft.", exists=True, dir_okay=False)
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="按此分组：size、section、division… · Count by attribute.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="写出受影响的企业 · File for the firms that are reached.")
    ] = None,
    folder: Folder = Path(),
    english: English = False,
    as_json: Json = False,
) -> None:
    """测算草案：谁受影响、花多少钱。 Try a draft of a rule: whom it reaches and what it costs."""
    snapshot = open_current(open_folder(folder).snapshots_path)
    language = "en" if english else "zh"
    present = snapshot.rulebook.rule(rule, snapshot.manifest.as_of)
    drafted = draft_rule(snapshot.packs, _draft(present, settings or [], draft))
    _check_attribute(snapshot, by)
    trial = Trial(snapshot, present)
    found = trial.simulate(drafted)
    costs = trial.costs(found)
    if out is not None:
        write_table(reached_table(found, Reach(), snapshot, language), out)
    if as_json:
        print_json(_as_json(found, costs, by))
        return
    _print_verdicts(found, language)
    _print_costs(costs, language)
    if by:
        _print_by(snapshot, found, by, language)
    if out is not None:
        say(f"→ {out}")


def _draft(rule: CheckedRule, settings: list[str], path: Path | None) -> Draft:
    given: dict[str, Expression | dict[dt.date, Expression]] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not value.strip():
            raise UnknownNameError(
                f"写成 参数=值：{setting}。 Write parameter=value, found '{setting}'.",
                found=setting,
            )
        given[name.strip()] = value.strip()
    if path is None:
        spec = rule.spec
        return Draft(
            draft="draft", label=spec.label, rule=rule.id, edition=spec.edition, parameters=given
        )
    draft = read_draft(path)
    if draft.rule != rule.id:
        raise UnknownNameError(
            f"草案改的是 {draft.rule}，不是 {rule.id}。 The draft is of {draft.rule}.", rule=rule.id
        )
    return draft.model_copy(update={"parameters": {**draft.parameters, **given}})


def _check_attribute(snapshot: Snapshot, by: str | None) -> None:
    known = attributes_of(snapshot)
    if by is not None and by not in known:
        raise UnknownNameError(
            f"不能按 {by} 分组（可以：{', '.join(known)}）。"
            f" Firms are not counted by '{by}'.{did_you_mean(by, list(known))}",
            by=by,
        )


def _print_verdicts(found: Simulation, language: str) -> None:
    headers = ("结论", "现行", "草案") if language == "zh" else ("Verdict", "Present", "Draft")
    before, after = found.before.counts, found.after.counts
    print_table(
        headers,
        [
            (VERDICT_LABELS[name].in_language(language), before[name], after[name])
            for name in reversed(VERDICT_NAMES)
        ],
    )
    say("")
    effects = [(effect, number) for effect, number in found.counts.items() if number]
    headers_of = ("影响", "企业") if language == "zh" else ("Effect", "Firms")
    print_table(headers_of, [(EFFECT_LABELS[one].in_language(language), n) for one, n in effects])


def _print_costs(costs: tuple[YearCosts, ...], language: str) -> None:
    if not costs:
        return
    chinese = ("年度", "版本", "确定", "可能另有")
    headers = chinese if language == "zh" else ("Year", "Version", "Certain", "Possible beside")
    rows = [
        (
            str(one.year),
            label.in_language(language),
            certain_text(cost, language),
            possible_text(cost, language),
        )
        for one in costs
        for label, cost in ((_PRESENT, one.before), (_DRAFT, one.after))
    ]
    say("")
    print_table(headers, rows)


_NOT_KNOWN = Label(zh="不详", en="unknown")
_PRESENT = Label(zh="现行", en="Present")
_DRAFT = Label(zh="草案", en="Draft")


def _print_by(snapshot: Snapshot, found: Simulation, by: str, language: str) -> None:
    shown = [one for one in Effect if one is not Effect.SAME and found.counts[one]]
    headers = (by, *(EFFECT_LABELS[one].in_language(language) for one in shown))
    rows = [
        (
            attribute_word(snapshot, by, row.value, language) or _NOT_KNOWN.in_language(language),
            *(row.effects[effect] for effect in shown),
        )
        for row in found.by(by)
    ]
    say("")
    print_table(headers, rows)


def _as_json(found: Simulation, costs: tuple[YearCosts, ...], by: str | None) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "rule": found.before.rule.id,
        "as_of": found.held.as_of,
        "before": found.before.counts,
        "after": found.after.counts,
        "effects": {effect.value: number for effect, number in found.counts.items()},
        "matrix": [
            {"before": old, "after": new, "firms": number}
            for (old, new), number in found.matrix.items()
            if number
        ],
        "costs": [one.as_json() for one in costs],
    }
    if by:
        answer["by"] = [
            {
                "value": row.value,
                "before": row.before,
                "after": row.after,
                "effects": {one.value: number for one, number in row.effects.items()},
            }
            for row in found.by(by)
        ]
    return answer

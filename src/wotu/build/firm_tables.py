"""Firms before a rule as a table for a file, in words of one language."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.build.among import column_of
from wotu.build.answers import VERDICT_TEXT, with_missing_text
from wotu.build.population import Population, Wanted
from wotu.packs.schema import Label
from wotu.rules.screen import STANDING_LABELS

_HEADERS: Final[dict[str, Label]] = {
    "uscc": Label(zh="统一社会信用代码", en="Unified social credit code"),
    "name": Label(zh="企业名称", en="Firm"),
    "section": Label(zh="行业门类", en="Industry section"),
    "division": Label(zh="所属区划", en="Division"),
    "size": Label(zh="规模", en="Size class"),
    "verdict": Label(zh="结论", en="Verdict"),
    "standing": Label(zh="所处位置", en="Standing"),
    "value": Label(zh="值", en="Value"),
    "low": Label(zh="值下限", en="Lowest value"),
    "high": Label(zh="值上限", en="Highest value"),
    "threshold": Label(zh="门槛", en="Threshold"),
    "margin": Label(zh="差距", en="Margin"),
    "missing": Label(zh="缺少的数据", en="Missing facts"),
    "judged": Label(zh="待专家评价", en="Left to experts"),
    "expires_on": Label(zh="现有证书有效期至", en="Present certificate expires on"),
}

_VERDICTS: Final = {
    "met": Label(zh="符合", en="met"),
    "not_met": Label(zh="不符合", en="not met"),
    "unknown": Label(zh="待定", en="undecided"),
}

EVERY_ROW: Final = 10_000_000


def firms_table(
    population: Population, wanted: Wanted, order: str = "name", language: str = "zh"
) -> pl.DataFrame:
    """All firms wanted, in order, with headers and codes in words.

    ``verdict``, value, threshold and margin are those of the condition asked for, if one is;
    ``order`` is one of :meth:`Population.firms`. Figures stay figures.
    """
    rows = _rows(population, wanted, order)
    snapshot, rule = population.snapshot, population.rule
    worded = with_missing_text(rows, rule, snapshot, population.as_of, language)
    worded = worded.with_columns(
        uscc=pl.coalesce("uscc", "firm_id"),
        section=_named(worded["section"], _labels(population, "gbt4754_2017"), language),
        division=_named(worded["division"], _labels(population, "divisions"), language),
        size=_named(worded["size"], _sizes(population), language),
        standing=_named(
            worded["standing"], {s.value: label for s, label in STANDING_LABELS.items()}, language
        ),
        verdict=_named(
            worded["verdict"].replace_strict(VERDICT_TEXT, default="unknown"), _VERDICTS, language
        ),
    )
    present = [name for name in _HEADERS if name in worded.columns]
    return worded.select(
        pl.col(name).alias(_HEADERS[name].in_language(language)) for name in present
    )


def _rows(population: Population, wanted: Wanted, order: str) -> pl.DataFrame:
    source, clause = population.source(wanted, verdicts=True)
    measures = population.measures(wanted.condition)
    verdict = f'v."{wanted.condition}.verdict"' if wanted.condition else "v.verdict"
    columns = [
        "f.firm_id, f.uscc, f.name, f.section, f.division_code AS division",
        f"{column_of(population.snapshot, 'size')} AS size",
        f"{verdict} AS verdict, v.standing",
        *(f'v."{mask}"' for mask in population.masks),
        *(f'v."{wanted.condition}.{name}" AS "{name}"' for name in measures if name != "verdict"),
        *(["held.expires_on AS expires_on"] if wanted.due else []),
    ]
    return population.snapshot.frame(
        f"SELECT {', '.join(columns)} {source} WHERE {clause.sql}"
        f" ORDER BY {population.ordered(wanted, order)}",
        clause.parameters,
    )


def _labels(population: Population, codes: str) -> dict[str, Label]:
    return population.snapshot.packs.code_lists[codes].labels


def _sizes(population: Population) -> dict[str, Label]:
    rules = population.snapshot.rulebook.in_force(population.as_of)
    outcomes = [rule.spec.outcome for rule in rules if rule.spec.outcome]
    return {name: label for outcome in outcomes for name, label in outcome.classes.items()}


def _named(values: pl.Series, labels: dict[str, Label], language: str) -> pl.Series:
    words = {
        value: labels[value].in_language(language) if value in labels else value
        for value in values.unique()
        if value is not None
    }
    return values.replace_strict(words, default=None, return_dtype=pl.String)

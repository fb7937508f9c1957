"""Pairs of statements whose difference is known because it was put there.

Figures, subjects, metrics and periods are drawn from the dictionary of indicators and, where given,
from labelled claims; the second statement is the first one reworded and then changed in one known
way. What counts as which difference is said here in the words of the trade, without a look at the
code that is tested:

* same: other words, another scale (43600亿 and 4.36万亿), the same value;
* rounding: fewer digits of the same value;
* bound: a rounder number with 超, 近 or 约 that is true of the value;
* unit: 万 or 亿 lost, a share for per cent, points for per cent, dollars at the rate of the day;
* scope: the text names an extent that the other does not;
* vintage: a few per cent with a word for it, or about one per cent and months later;
* conflict: a wrong or two swapped digits, a value some per cent off, a bound that is not true;
* apart (None): another year, place or metric, however alike they look.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from tests.wotu.reading.reconciling.seeded_things import LOOK_ALIKE, Thing, things
from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.reconciling.statements import Difference, Statement

EXTENTS = ("（不含深汕特别合作区）", "（不含昆山）", "（含太仓港）", "全口径", "市区", "市本级")
PRELIMINARY = ("据初步核算，", "据统计快报，", "初步统计，")
FINAL = ("经最终核实，", "根据第五次全国经济普查结果修订，", "按修订数据，")
DAY = dt.date(2024, 2, 1)


@dataclass(frozen=True)
class Case:
    """Two statements and how they differ; None where they are of different things."""

    one: Statement
    other: Statement
    truth: Difference | None
    repeated: tuple[Statement, ...] = ()
    """Further statements that say what ``one`` or ``other`` says, in the same words."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All of them."""
        return (self.one, self.other, *self.repeated)


@dataclass(frozen=True)
class Written:
    """A figure as a document writes it."""

    quote: str
    figure: Decimal
    unit: str
    bound: Bound = Bound.EXACT


CHANGES = ("same", "rounding", "bound", "unit", "scope", "vintage", "conflict", "conflict", "apart")
"""What is done to a pair; conflicts twice, since they are what is looked for."""


def seeded_cases(seed: int, number: int, labelled: Sequence[Claim] = ()) -> list[Case]:
    """That many pairs of things that occur once each; the same seed gives the same pairs."""
    rng = random.Random(seed)
    drawn = things(rng, labelled)
    cases: list[Case] = []
    while len(cases) < number:
        change = rng.choice(CHANGES)
        thing = next(drawn)
        made = _case(rng, thing, change, len(cases))
        if made is not None:
            cases.append(made)
    return cases


def write(rng: random.Random, value: Decimal, unit: str, digits: int | None = None) -> Written:
    """A value in 万, 亿 or plainly, with about that many significant digits."""
    if unit in {"%", "百分点"}:
        places = (digits or rng.choice((2, 3))) - (1 if abs(value) < 10 else 2)
        scale, word = Decimal(1), ""
    elif unit in {"元", "美元"}:
        scale, word = rng.choice(_money_scales(value))
        places = (digits or rng.choice((4, 5))) - ((value / scale).adjusted() + 1)
    else:
        in_ten_thousands = digits is not None and value >= 10_000
        scale, word = (Decimal(10_000), "万") if in_ten_thousands else (Decimal(1), "")
        places = (digits or 3) - 1 if in_ten_thousands else 0
    shown = (value / scale).quantize(Decimal(1).scaleb(-max(0, places)), ROUND_HALF_UP)
    return Written(f"{shown:f}{word}{unit}", shown * scale, unit)


def _money_scales(value: Decimal) -> list[tuple[Decimal, str]]:
    scales = [(Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万")]
    fitting = [(scale, word) for scale, word in scales if 1 <= value / scale < 10**6]
    return fitting[:2] or [(Decimal(1), "")]


def _case(rng: random.Random, thing: Thing, change: str, place: int) -> Case | None:
    near = dt.timedelta(days=rng.randrange(0, 40))
    far = dt.timedelta(days=rng.randrange(90, 500))
    gap = rng.choice((near, far))
    if thing.kind is ClaimKind.RANK and change in {"rounding", "unit", "vintage", "scope"}:
        change = "conflict"
    made = {
        "same": _same, "rounding": _rounding, "bound": _bound, "unit": _unit, "scope": _scope,
        "vintage": _vintage, "conflict": _conflict, "apart": _apart,
    }[change](rng, thing, gap)  # fmt: skip
    if made is None:
        return None
    one, other, truth, changed, words, gap = made
    first = _statement(rng, thing, one, f"a{place}", DAY, words[0])
    second = _statement(rng, changed, other, f"b{place}", DAY + gap, words[1])
    if rng.random() < 0.5:
        first, second = second, first
    return Case(first, second, truth, _repeated(rng, first, second))


def _repeated(rng: random.Random, *said: Statement) -> tuple[Statement, ...]:
    """In a third of the cases other papers of the same day print one of the sentences again."""
    if rng.random() > 0.33:
        return ()
    chosen = [rng.choice(said) for _ in range(rng.randrange(1, 4))]
    return tuple(
        replace(
            one, id=f"{one.id}-{at}", source=f"{one.source}-{at}", source_name=f"转载{one.id}-{at}"
        )
        for at, one in enumerate(chosen)
    )


Made = tuple[Written, Written, "Difference | None", Thing, tuple[str, str], dt.timedelta]


def _same(rng: random.Random, thing: Thing, gap: dt.timedelta) -> Made:
    one = write(rng, thing.value, thing.unit)
    other = one
    if thing.unit in {"元", "美元"}:
        scale, word = rng.choice(_money_scales(one.figure))
        other = Written(
            f"{(one.figure / scale).normalize():f}{word}{thing.unit}", one.figure, one.unit
        )
    return one, other, Difference.SAME, thing, ("", ""), gap


def _rounding(rng: random.Random, thing: Thing, gap: dt.timedelta) -> Made | None:
    counted = thing.unit not in {"%", "百分点", "元", "美元"}
    one = write(rng, thing.value, thing.unit, None if counted else rng.choice((4, 5)))
    other = write(rng, one.figure, thing.unit, rng.choice((2, 3)) if counted else 3)
    if one.figure == other.figure or (counted and "万" not in other.quote):
        return None
    return one, other, Difference.ROUNDING, thing, ("", ""), gap


def _bound(rng: random.Random, thing: Thing, gap: dt.timedelta) -> Made | None:
    one = write(rng, thing.value, thing.unit)
    if thing.kind is ClaimKind.RANK:
        most = int(one.figure) // 5 * 5 + 5
        return one, Written(f"前{most}", Decimal(most), "位", Bound.UP_TO), Difference.BOUND, thing, ("", ""), gap  # fmt: skip
    if thing.kind is ClaimKind.TARGET:
        return None
    unit = Decimal(1).scaleb(one.figure.adjusted() - 1)
    floor = one.figure // unit * unit
    if floor == one.figure:
        return None
    word, bound = rng.choice((("超", Bound.OVER), ("近", Bound.NEARLY), ("约", Bound.ABOUT)))
    if bound is Bound.ABOUT:
        floor = (one.figure / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
    elif bound is Bound.NEARLY:
        floor += unit
    scale, name = (rng.choice(_money_scales(floor)) if thing.unit in {"元", "美元"}
                   else (Decimal(1), ""))  # fmt: skip
    quote = f"{word}{(floor / scale).normalize():f}{name}{thing.unit}"
    return one, Written(quote, floor, thing.unit, bound), Difference.BOUND, thing, ("", ""), gap


def _unit(rng: random.Random, thing: Thing, gap: dt.timedelta) -> Made | None:
    one = write(rng, thing.value, thing.unit)
    truth = Difference.UNIT
    if thing.unit == "元":
        way = rng.choice(("lost", "gained", "dollars"))
        if way == "dollars":
            rate = Decimal(rng.randrange(630, 720)).scaleb(-2)
            other = write(rng, one.figure / rate, "美元")
            return one, other, truth, replace(thing, unit="美元"), ("", ""), gap
        factor = Decimal(10**4) if way == "gained" else Decimal(1) / 10**4
        return one, write(rng, one.figure * factor, "元", 6), truth, thing, ("", ""), gap
    if thing.unit == "%":
        if thing.kind is ClaimKind.CHANGE_PCT:
            return one, replace(one, quote=one.quote.replace("%", "个百分点"), unit="百分点"), truth, replace(thing, kind=ClaimKind.CHANGE_ABS), ("", ""), gap  # fmt: skip
        share = one.figure / 100
        return one, Written(f"{share:f}%", share, "%"), truth, thing, ("", ""), gap
    if thing.unit in {"百分点", "位", "美元"}:
        return None
    return one, Written(f"{one.figure:f}万{thing.unit}", one.figure * 10_000, thing.unit), truth, thing, ("", ""), gap  # fmt: skip


def _scope(rng: random.Random, thing: Thing, gap: dt.timedelta) -> Made:
    one, other = _off(rng, thing, Decimal(rng.randrange(30, 300)).scaleb(-3))
    return one, other, Difference.SCOPE, thing, ("", rng.choice(EXTENTS)), gap


def _vintage(rng: random.Random, thing: Thing, gap: dt.timedelta) -> Made | None:
    if rng.random() < 0.6:
        words = rng.choice(((rng.choice(PRELIMINARY), ""), ("", rng.choice(FINAL))))
        most, points = Decimal("0.05"), Decimal(1)
    else:
        words, most, points = ("", ""), Decimal("0.0125"), Decimal("0.3")
    one, other = _off(rng, thing, most * rng.randrange(5, 90) / 100)
    apart = abs(one.figure - other.figure)
    if apart > (points if thing.unit in {"%", "百分点"} else most * one.figure):
        return None  # one step of the last digit is more than a revision
    gap = dt.timedelta(days=rng.randrange(90, 500))
    return one, other, Difference.VINTAGE, thing, words, gap


def _off(rng: random.Random, thing: Thing, share: Decimal) -> tuple[Written, Written]:
    """Two values so far apart, written to the same digit; at least one in the last digit."""
    one = write(rng, thing.value, thing.unit)
    step = Decimal(1).scaleb(int(one.figure.as_tuple().exponent))
    if thing.unit in {"元", "美元"}:
        step = Decimal(1).scaleb(one.figure.adjusted() - 3)
    if thing.unit not in {"元", "美元", "%", "百分点"}:
        step = Decimal(1)
    change = (
        max((abs(one.figure) * share / step).quantize(Decimal(1), ROUND_HALF_UP), Decimal(1)) * step
    )
    figure = one.figure + rng.choice((1, -1)) * change
    return one, _like(one, figure if figure > 0 else one.figure + change)


def _like(one: Written, figure: Decimal) -> Written:
    """Another figure in the same writing: as many decimals, the same scale."""
    number = re.match(r"[\d.]+", one.quote)[0]  # type: ignore[index]
    scale = one.figure / Decimal(number)
    decimals = len(number.partition(".")[2])
    shown = (figure / scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return replace(one, quote=f"{shown:f}{one.quote[len(number) :]}", figure=shown * scale)


def _conflict(rng: random.Random, thing: Thing, gap: dt.timedelta) -> Made | None:
    one = write(rng, thing.value, thing.unit)
    way = rng.choice(("digit", "swap", "percent", "percent", "bound"))
    if thing.kind is ClaimKind.RANK:
        other = replace(one, quote=f"{one.figure + 1}位", figure=one.figure + 1)
    elif way == "bound" and thing.kind is not ClaimKind.TARGET:
        higher = _like(one, one.figure * Decimal("1.2"))
        other = replace(higher, quote=f"超{higher.quote}", bound=Bound.OVER)
    elif way == "percent":
        other = _off(
            rng, replace(thing, value=one.figure), Decimal(rng.randrange(30, 400)).scaleb(-3)
        )[1]
    else:
        changed = _changed_digits(rng, one.quote, swap=way == "swap")
        if changed is None:
            return None
        other = _requoted(one, changed)
    if other.figure == one.figure:
        return None
    apart = abs(other.figure - one.figure)
    points = thing.unit in {"%", "百分点"}
    small = apart < Decimal("0.4") if points else apart < abs(one.figure) * Decimal("0.02")
    # A small difference months later may be a revision: nobody could tell. Here it is not.
    return one, other, Difference.CONFLICT, thing, ("", ""), dt.timedelta(days=10) if small else gap


def _changed_digits(rng: random.Random, quote: str, *, swap: bool) -> str | None:
    digits = [at for at, char in enumerate(quote) if char.isdigit()]
    chars = list(quote)
    if swap:
        pairs = [(a, b) for a, b in itertools.pairwise(digits) if chars[a] != chars[b]]
        if not pairs:
            return None
        a, b = rng.choice(pairs)
        chars[a], chars[b] = chars[b], chars[a]
    else:
        at = rng.choice(digits)
        chars[at] = rng.choice([d for d in "123456789" if d != chars[at]])
    return None if chars[digits[0]] == "0" else "".join(chars)


def _requoted(one: Written, quote: str) -> Written:
    def number(text: str) -> Decimal:
        return Decimal("".join(char for char in text if char.isdigit() or char == "."))

    return replace(one, quote=quote, figure=number(quote) * (one.figure / number(one.quote)))


def _apart(rng: random.Random, thing: Thing, gap: dt.timedelta) -> Made:
    one, other = _off(rng, thing, Decimal(rng.randrange(1, 300)).scaleb(-3))
    ways = ["year", "metric"] + ["place"] * (thing.subjects[0] in LOOK_ALIKE)
    way = rng.choice(ways)
    if way == "place":
        changed = replace(thing, subjects=(LOOK_ALIKE[thing.subjects[0]],))
    elif way == "year":
        year = int(thing.periods[0][:4])
        periods = tuple(p.replace(str(year), str(year + 1)) for p in thing.periods)
        changed = replace(thing, periods=periods)
    else:
        prefix = rng.choice(("每万人", "人均", "省级", "女性", "民营", "累计新认定"))
        changed = replace(thing, metrics=tuple(prefix + name for name in thing.metrics))
    return one, other, None, changed, ("", ""), gap


BESIDE = (
    "规上工业增加值增长7%，", "其中高新区贡献三成，", "初步形成千亿级集群，", "修订了《促进条例》，", "在全市占比稳步提高，",
    "限上批发零售业回暖，", "不含保税区的口径另行公布；", "与上年核定的目标相比进展顺利；",
)  # fmt: skip
"""Clauses of the same sentence that are of something else."""
PADDING = ("", "", "", "实现", "全年", "全年完成")
"""What a grammar may leave before a metric; 累计 is not among it: it changes the figure."""
TEMPLATES = (
    "{word}{time}{subject}实现{metric}{quote}，保持平稳。",
    "{word}{time}，{subject}{metric}{verb}{quote}。",
    "{word}{time}，{subject}的{metric}{verb}{quote}，居前列。",
    "{word}{subject}{time}{metric}{verb}{quote}。",
)
VERBS = {ClaimKind.CHANGE_PCT: "同比增长", ClaimKind.RANK: "位居全国"}


def _time(period: str) -> str:
    """A period in words."""
    year = period.removeprefix("asof:")[:4]
    if period.startswith("asof:") or period.endswith("-12-31"):
        return f"截至{year}年底"
    if "/" in period:
        return f"{year}年1—{int(period[-2:])}月"
    return f"{year}年一季度" if period.endswith("-Q1") else f"{year}年"


def _statement(
    rng: random.Random, thing: Thing, written: Written, name: str, day: dt.date, word: str
) -> Statement:
    subject, metric = rng.choice(thing.subjects), rng.choice(thing.metrics)
    period = rng.choice(thing.periods)
    extent = word if word in EXTENTS else ""
    before = "" if extent else word
    named = f"{metric}{extent}" if extent.startswith("（") else f"{extent}{metric}"
    templates = TEMPLATES if thing.kind is ClaimKind.LEVEL else TEMPLATES[1:]
    sentence = rng.choice(templates).format(
        word=before,
        time=_time(period),
        subject=subject,
        metric=named,
        verb=VERBS.get(thing.kind, "达"),
        quote=written.quote,
    )
    if rng.random() < 0.3:
        sentence = rng.choice(BESIDE) + sentence
    start = sentence.rindex(written.quote) + 1000
    claim = Claim(
        start=start,
        end=start + len(written.quote),
        quote=written.quote,
        figure=written.figure,
        figure_max=None,
        unit=written.unit,
        kind=thing.kind,
        bound=written.bound,
        subject=subject,
        metric=rng.choice(PADDING) + metric,
        period=period,
        compare={ClaimKind.RANK: "全国", ClaimKind.CHANGE_PCT: "yoy"}.get(thing.kind),
        sentence=(1000, 1000 + len(sentence)),
    )
    return Statement(name, f"doc-{name}", f"文件{name}", day, claim, sentence)

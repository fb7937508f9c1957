"""The report on a scoreboard: ranks with intervals, or why one place stands where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from wotu.build.snapshot import Snapshot
from wotu.packs.schema import Label
from wotu.reports.document import Block, Bullets, Heading, Paragraph, Report
from wotu.reports.method_words import method_sentences
from wotu.reports.origin import origin_of
from wotu.reports.score_facts import ScoreFacts
from wotu.reports.score_place import place_blocks
from wotu.reports.score_tables import interval, log_table, rank_chart, rank_table, sensitivity_table

_SURE = 0.9
"""Share of draws from which one place is said to stand before the next."""


def score_report(
    snapshot: Snapshot, board: str, period: str | None, place: str | None, language: str
) -> Report:
    """The report on an edition in a year (None: the newest), of one place (a code) or of all.

    Raises:  UnknownNameError for an unknown board, or a year without ranking.
    """
    facts = ScoreFacts.of(snapshot, board, period, language)
    blocks: list[Block] = []
    if place is None:
        blocks += _overall(facts)
    else:
        blocks += place_blocks(facts, place)
    blocks += _grounds(facts, place)
    return Report(
        title=_title(facts, place),
        subtitle=facts.say(
            Label(
                zh=f"{facts.board.issuer.zh} · {facts.board.edition} 年版 · {facts.period} 年数据",
                en=f"{facts.board.issuer.en} · edition {facts.board.edition}"
                f" · data of {facts.period}",
            )
        ),
        origin=origin_of(snapshot, language),
        language=language,
        blocks=tuple(blocks),
    )


def _title(facts: ScoreFacts, place: str | None) -> str:
    name = facts.say(facts.board.label)
    return name if place is None else f"{facts.names.get(place, place)}：{name}"


def _overall(facts: ScoreFacts) -> Iterator[Block]:
    yield Heading(facts.say(Label(zh="结果", en="Result")))
    yield Paragraph(facts.say(_summary(facts)), strong=True)
    if facts.run["left_out_places"]:
        codes = facts.run["left_out_places"]
        left = "、".join(facts.names.get(code, code) for code in codes)
        yield Paragraph(
            facts.say(
                Label(zh=f"数据不足未参评：{left}。", en=f"Left out for want of data: {left}.")
            )
        )
    yield rank_chart(facts)
    yield rank_table(facts)


def _summary(facts: ScoreFacts) -> Label:
    first, run = facts.ranked[0], facts.run
    open_pairs = sum((row["share_above_next"] or 0.0) < _SURE for row in facts.ranked[:-1])
    pairs = len(facts.ranked) - 1
    span = interval(first["rank_low"], first["rank_high"])
    return Label(
        zh=f"{run['places']} 个地区参评，{first['name']}居首（{first['score']:.1f} 分，位次区间"
        f" {span}）。相邻两位共 {pairs} 对，其中 {open_pairs} 对换个合理算法就可能换先后，"
        "引用位次请带区间。",
        en=f"{run['places']} places take part; {first['name']} is first ({first['score']:.1f}"
        f" points, rank interval {span}). Of {pairs} pairs of neighbours {open_pairs} may"
        " change order under another reasonable choice: quote ranks with their intervals.",
    )


def _grounds(facts: ScoreFacts, place: str | None) -> Iterator[Block]:
    """What the figures rest on: sensitivity, log, doubts, method."""
    table = sensitivity_table(facts)
    if table is not None:
        yield Heading(facts.say(Label(zh="位次为何不确定", en="Why ranks are uncertain")))
        yield table
    yield Heading(facts.say(Label(zh="补过和改过的数据", en="Values filled in and changed")))
    share = facts.run["imputed_share"]
    yield Paragraph(
        facts.say(
            Label(
                zh=f"参评数据中有 {share:.1%} 是插补的；插补和异常值处理逐条记录。",
                en=f"{share:.1%} of the values scored were filled in. Every value that was filled"
                " in or treated as an outlier is on record.",
            )
        )
    )
    log = log_table(facts, place)
    if log is not None:
        yield log
    yield Heading(facts.say(Label(zh="方法与存疑", en="Method and doubts")))
    if not facts.board.complete:
        incomplete = Label(zh="本版只录入了部分指标。", en="Only a part of this edition was read.")
        yield Paragraph(facts.say(incomplete), strong=True)
    sentences = method_sentences(
        facts.method, facts.board.uncertainty, facts.run["draws"], facts.run["level"]
    )
    yield Bullets(tuple(facts.say(one) for one in (*facts.board.notes, *sentences)))

"""Events of firms in prose: approvals, financing rounds, listings and awards.

A sentence tells an event where it has a firm and a verb of what has happened; plans and hopes
(拟上市, 计划融资) are none. What happened to whom and with which product follows from where the
words stand to each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from wotu.reading.claim import Bound
from wotu.reading.document import Document
from wotu.reading.grammar.figures import figures_of
from wotu.reading.grammar.publication import infer_published
from wotu.reading.grammar.repair import Prose, repair
from wotu.reading.grammar.times import Time, times_of
from wotu.reading.naming.mention import Mention, MentionKind, NameBook
from wotu.reading.naming.names import find_names

_BOARD: Final = (
    "科创板|创业板|主板|北交所|北京证券交易所|港交所|联交所|纳斯达克|纽交所|上交所|深交所|新三板"
    "|A股|港股"
)
_ONE_ROUND: Final = r"(?:Pre-?)?[A-H]\d?\+{0,3}轮?"
_ROUND: Final = rf"(?:{_ONE_ROUND}(?:[、/和及]{_ONE_ROUND})*|天使\+?|种子|战略)轮?"
_TRIGGERS: Final = {
    "trial_approval": r"临床(?:试验)?(?:批件|默示许可|许可)|获批(?:开展)?[^，。；]{0,10}?临床",
    "device_registration": r"(?:取得|获得|获批|获)[^，。；]{0,16}?医疗器械(?:产品)?注册证",
    "product_approval": (
        r"(?:获批|批准|获准)(?:正式)?上市|通过[^，。；]{0,14}?(?:审批|上市审评)"
        r"|获(?:得)?[^，。；]{0,16}?(?:批准|核准)(?!开展|进行)(?:上市)?"
    ),
    "financing": (
        rf"(?:完成|获|获得|斩获|宣布)[^，。；]{{0,24}}?(?:{_ROUND})?[^，。；、]{{0,8}}?"
        r"(?<!质押)(?<!担保)融资"
    ),
    "listing": (
        rf"登陆[^，。；]{{0,6}}?(?:{_BOARD})"
        rf"|(?:在|于)?[^，。；]{{0,6}}?(?:{_BOARD})[^，。；]{{0,8}}?(?:上市|挂牌)|(?:挂牌|成功|敲钟)上市"
    ),
    "award": (
        r"(?:获评|荣获|被评为|被认定为|获颁|斩获|入选|获得|上榜)(?P<title>[^，。；]{2,36}?"
        r"(?:称号|奖(?:项)?|[一二三]等奖|“?小巨人”?(?:企业)?|单项冠军(?:企业)?|独角兽(?:企业)?"
        r"|瞪羚(?:企业)?|示范企业|领军企业|榜单|百强(?:榜|企业)?|企业500强))"
    ),
}
"""What has happened, by kind, the most telling first."""

_PATTERNS: Final = {kind: re.compile(pattern) for kind, pattern in _TRIGGERS.items()}
_ROUND_NAMED: Final = re.compile(_ROUND)
_BOARD_NAMED: Final = re.compile(_BOARD)
_NOT_YET: Final = re.compile(
    r"(?:拟|计划|将(?!近)|有望|力争|预计|推进|推动|支持|鼓励|冲刺|筹备|申请|准备|争取|助力|加快|如果|一旦|尚未|未能?)"
    r"[^，。；]{0,14}$"
)
_SENTENCE: Final = re.compile(r"[^。！？!?；\n]+[。！？!?；]?[”’]?")
_SPEAKER: Final = re.compile(
    r"^[^，。；]{0,12}?(?:负责人|介绍|表示|透露|董事长|总经理|创始人|工作人员)"
)
_MANY: Final = re.compile(r"企业|累计|家公司|新增\d")
"""Between a firm and a verb: others did it, not the firm that is named."""
_PRODUCT: Final = re.compile(
    r"(?:^的|(?:研发|研制|开发|生产|申报|打造|推出|创新)的)(?P<name>[^，。；]{2,40}?)"
    r"(?=获|已|于|通过|在|正式|成功|经|被|顺利|取得"
    r"|[今去前]年|近日|日前|\d{4}年|$)"
)
_QUOTED: Final = re.compile(r"[“《](?P<name>[^”》]{2,30})[”》]")
_LEFT_OUT: Final = re.compile(
    r"^(?:公司|该公司|企业)?(?:宣布|近日|日前|今日|旗下|的|其)+|[的已，、]+$"
)
_NEAR: Final = 32
"""Characters in which a speaker's verb or a word of what is not yet so stands."""
_FAR: Final = 200
"""Characters between a firm and what it has done that are looked at."""
_MONEY: Final = frozenset({"元", "美元"})


@dataclass(frozen=True)
class FoundEvent:
    """One event as a document tells it; spans are of the document's own characters."""

    kind: str
    """A code of the list ``event_kinds``."""
    firm: str
    """The firm's full name where the document has it."""
    product: str | None
    """The product, the round, the board or the title."""
    period: str | None
    amount: Decimal | None
    amount_unit: str | None
    """元 or 美元."""
    bound: Bound | None
    """Of the amount."""
    start: int
    end: int
    sentence: tuple[int, int]
    text: str
    """The sentence, repaired."""


def find_events(document: Document, known: NameBook | None = None) -> list[FoundEvent]:
    """The events of a document in order; ``known`` are the names of a register's firms."""
    prose = repair(document)
    published = document.published or infer_published(document.text)
    firms = [name for name in find_names(prose.text, known) if name.kind is MentionKind.COMPANY]
    times = times_of(prose.text, published)
    firm_starts, time_starts = [one.start for one in firms], [one.start for one in times]
    found: list[FoundEvent] = []
    for paragraph in prose.paragraphs:
        spoken_of: Mention | None = None
        for match in _SENTENCE.finditer(prose.text, paragraph.start, paragraph.end):
            here = [
                firm
                for firm in _within(firms, firm_starts, match)
                if not _SPEAKER.search(prose.text[firm.end : min(match.end(), firm.end + _NEAR)])
            ]
            said = _within(times, time_starts, match)
            found += _events(prose, match, here or ([spoken_of] if spoken_of else []), said)
            spoken_of = here[-1] if here else spoken_of
    return found


Placed = TypeVar("Placed", Mention, Time)


def _within(placed: list[Placed], starts: list[int], sentence: re.Match[str]) -> list[Placed]:
    """What begins in a sentence."""
    first, last = (bisect_left(starts, at) for at in sentence.span())
    return placed[first:last]


def _events(
    prose: Prose, sentence: re.Match[str], firms: list[Mention], times: list[Time]
) -> Iterator[FoundEvent]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(prose.text, sentence.start(), sentence.end()):
            span = match.span()
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            before = max(sentence.start(), match.start() - _NEAR)
            if _NOT_YET.search(prose.text, before, match.start()):
                continue
            firm = _firm_of(firms, match)
            if firm is None:
                continue
            between = prose.text[
                max(firm.end, sentence.start(), match.start() - _FAR) : match.start()
            ]
            if not _MANY.search(between):
                taken.append(span)
                yield _event(prose, sentence, match, kind, firm, between, times)


def _firm_of(firms: list[Mention], match: re.Match[str]) -> Mention | None:
    """The firm named last before the verb; one that is named earlier in the paragraph where the
    sentence names none; none where it is only named afterwards."""
    before = [firm for firm in firms if firm.end <= match.start()]
    return before[-1] if before else None


def _event(
    prose: Prose,
    sentence: re.Match[str],
    match: re.Match[str],
    kind: str,
    firm: Mention,
    between: str,
    times: list[Time],
) -> FoundEvent:
    start, end = prose.original(*match.span())
    amount, unit, bound = _amount(match.group()) if kind == "financing" else (None, None, None)
    return FoundEvent(
        kind=kind,
        firm=firm.canonical,
        product=_subject_matter(kind, between, match),
        period=_when(times, match),
        amount=amount,
        amount_unit=unit,
        bound=bound,
        start=start,
        end=end,
        sentence=prose.original(sentence.start(), sentence.end()),
        text=sentence.group(),
    )


def _subject_matter(kind: str, between: str, match: re.Match[str]) -> str | None:
    """What was approved, which round, which board, which title."""
    if kind == "award":
        return match["title"].strip("“”")
    if kind == "financing":
        named = _ROUND_NAMED.search(match.group())
        return named.group() if named else None
    if kind == "listing":
        board = _BOARD_NAMED.search(match.group())
        return board.group() if board else None
    found = _PRODUCT.search(between) or _QUOTED.search(between.rpartition("，")[2])
    if found:
        return _LEFT_OUT.sub("", found["name"]).strip("“”") or None
    return None


def _amount(written: str) -> tuple[Decimal | None, str | None, Bound | None]:
    """The money of a clause: the largest, for 领投 and parts of a round are smaller."""
    money = [figure for figure in figures_of(written) if figure.unit in _MONEY]
    if not money:
        return None, None, None
    largest = max(money, key=lambda figure: figure.value)
    return largest.value, largest.unit, largest.bound


def _when(times: list[Time], match: re.Match[str]) -> str | None:
    """The last time of the sentence before the verb that lies not ahead."""
    said = [one for one in times if one.start < match.end() and one.dates and not one.ahead]
    dated = [one.period for one in said if one.period and not one.period.startswith("by:")]
    return dated[-1] if dated else None

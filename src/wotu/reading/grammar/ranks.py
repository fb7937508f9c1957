"""Standings: 第六, 首位, 前三, 首个, 全球六大…之一."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from wotu.reading.claim import Bound
from wotu.reading.grammar.figure import Figure, Form
from wotu.reading.grammar.numerals import NUMERAL, chinese_number

_FIRST: Final = re.compile(
    r"首(?:个(?!交易日)|家|款|座|条|台(?!套)|艘|张|例|只(?!要)|架|部|单|支|项|笔|辆|颗|所|幅|段|枚|种|株|列|套(?!房)|条)"
    r"|(?<!排名)(?<!位列)(?<!位居)第一(?:个|家|款|座|条|台|艘|张|例|只|架|部|支|项|颗|所|枚|种)(?!五年|季度|方面|是)"
)
_NTH: Final = re.compile(
    rf"第(?:(?P<c>{NUMERAL}{{1,4}})|(?P<a>\d{{1,4}}))"
    r"(?P<unit>位|名|大|个|家|款|座|条|例|台|艘|支)?(?=(?P<next>.?.?))"
)
_NO_RANK: Final = re.compile(
    r"[届次批期季轮代方者步章节产部阶版类曲责卷篇号码环场医中小人书课站天年党研线手动资生要时梯编股增支师团军军营航附附机站项档]|口岸|五年|方面|问题|交易日"
)
_STANDING: Final = re.compile(
    r"(?:[居列排占名为至到升进入获]|排[名在]|位[居列次于]|前[进移]|全国|全省|全市|全区|全球|世界|国内|中国|亚洲|省|市|行业|保持|均|并列|蝉联"
    r"|综合|总分|数量?|规模|率|总?量|额|值|力|第[一二三四五六七八九十\d]{1,2}[位名]?[和、及与]|[区镇乡]|街道|城市|双双|稳|分|前|县|夺得|勇夺|[）)])$"
)
_CLIMBS: Final = ("升", "跃", "上升", "提升", "前移", "降", "下降", "退")
_TOP: Final = re.compile(
    rf"前(?:(?P<c>{NUMERAL}{{1,3}})|(?P<a>\d{{1,4}}))(?P<unit>位|名|强|列|家|甲)?(?P<next>.?)"
    r"|(?<![\d百一二三四五六七八九十])(?P<strong>[二三四五六七八九]?十|[三四五六八])[强甲](?!医|级)"
    r"|[Tt][Oo][Pp] ?(?P<top>\d{1,4})"
)
_HEAD: Final = re.compile(
    r"(?:居首|首位(?!度|置|产业)|榜首|魁首|头名|之首|No\.? ?1(?!\d)|冠军(?=。|，|；))"
)
_AMONG: Final = re.compile(
    rf"(?P<set>(?:{NUMERAL}{{1,2}}|\d{{1,2}})大)(?P<what>[^，。；！？\n]{{2,40}}?)之一"
)
_WIDE: Final = re.compile(
    r"(?:全球|世界|全国|国内|中国|亚洲|全省|江苏|国际|我国|省内|亚太|国家)[^，。；]{0,6}$"
)


def ranks_of(text: str) -> list[Figure]:
    """All standings, in order of their kind; unit 位 each."""
    return [*_among(text), *_heads(text), *_tops(text), *_firsts(text), *_nths(text)]


def _rank(start: int, end: int, value: int, bound: Bound, form: Form = Form.RANK) -> Figure:
    return Figure(start, end, Decimal(value), None, "位", bound, form)


def _number(match: re.Match[str]) -> int | None:
    return int(match["a"]) if match["a"] else chinese_number(match["c"])


def _firsts(text: str) -> Iterator[Figure]:
    for match in _FIRST.finditer(text):
        if text[match.start() - 1 : match.start()] == "“" and text.startswith("”", match.end()):
            continue  # 不少“首个”: the word itself
        yield _rank(*match.span(), 1, Bound.FIRST, Form.ORDINAL)


def _heads(text: str) -> Iterator[Figure]:
    for match in _HEAD.finditer(text):
        start = match.end() - 1 if match.group() in {"居首", "之首"} else match.start()
        yield _rank(start, match.end(), 1, Bound.EXACT)


def _nths(text: str) -> Iterator[Figure]:
    for match in _NTH.finditer(text):
        value = _number(match)
        if not value:
            continue
        before = text[max(0, match.start() - 4) : match.start()]
        following = (match["unit"] or "") + match["next"]
        if match["unit"] in {"位", "名"}:
            stands = not match["next"].startswith("书")
        elif match["unit"]:
            stands = not _NO_RANK.match(match["next"])
        else:
            climbs = text.startswith(_CLIMBS, match.end("c") if match["c"] else match.end("a"))
            stands = bool(_STANDING.search(before)) or (climbs and before.endswith("的"))
            stands = stands and not _NO_RANK.match(following)
        if stands:
            counts = match["unit"] not in {None, "位", "名", "大"}
            end = match.end("unit") if match["unit"] in _TOUCHING else _bare_end(match)
            form = Form.ORDINAL if counts else Form.RANK
            yield _rank(match.start(), end, value, Bound.EXACT, form)


_TOUCHING: Final = frozenset({"位", "名", "个", "家"})


def _bare_end(match: re.Match[str]) -> int:
    return match.end("a") if match["a"] else match.end("c")


def _tops(text: str) -> Iterator[Figure]:
    for match in _TOP.finditer(text):
        if match["strong"]:
            value = chinese_number(match["strong"])
        elif match["top"]:
            value = int(match["top"])
        else:
            value = _number(match)
            before = text[max(0, match.start() - 6) : match.start()]
            if match["unit"] is None and re.match(
                r"[年月个季天期沿景者日届次段后台端半轮批周项小场类种条款款环]", match["next"]
            ):
                continue
            bare = match["unit"] is None
            if (bare and match["next"] in set("%余多万亿")) or before.endswith("目"):
                continue
        if value:
            end = match.end("unit") if match["a"] or match["c"] else match.end()
            if end == -1:
                end = _bare_end(match)
            yield _rank(match.start(), end, value, Bound.UP_TO)


def _among(text: str) -> Iterator[Figure]:
    """全球六大微纳制造领域最具代表性区域之一: among the first six."""
    for match in _AMONG.finditer(text):
        if not _WIDE.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        written = match["set"][:-1]
        value = int(written) if written.isdecimal() else chinese_number(written)
        if value:
            yield _rank(match.start(), match.end("set"), value, Bound.UP_TO, Form.ORDINAL)

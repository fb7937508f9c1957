"""One header cell taken apart: the name of the figure, its unit, its year."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wotu.contracts.units_written import is_unit, unit_key

_YEAR: Final = re.compile(
    r"(?:fy ?)?(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])"
    r"(?: ?(?:年度|财年|会计年度|年(?=[末底])|年|fy)(?: ?0?1月?[-~至到—]12月(?:份|累计)?)?)?",
    re.IGNORECASE,
)
_YEARS_BETWEEN: Final = re.compile(r"(?:19|20)[0-9]{2} ?年? ?[-—~至到] ?(?:19|20)[0-9]{2}")
_BRACKET: Final = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_NUMBERING: Final = re.compile(
    r"^(?:[#*★◆●]+|其中[::]?|\(?[一二三四五六七八九十]{1,3}[)、..]|\([一二三四五六七八九十]{1,3}\)|"
    r"\(?[0-9]{1,2}[)、.](?![0-9])|\([0-9]{1,2}\)|[0-9]{1,2}(?=[\u4e00-\u9fff]))"
)
_PUNCTUATION: Final = re.compile(r"[\s()\[\]【】〔〕{}:,,。、/|_\-—–*#\"'“”‘’·.;;<>《》]+")
_UNIT_NOTE: Final = re.compile(
    r"(?:金额|计量|货币|统计|数据)?单位[为是]?[::] ?([^\s,,;;。)\]】]+)", re.IGNORECASE
)
_GLUED_UNITS: Final = ("万元", "千元", "亿元", "百万元", "万美元", "亿美元", "平方米", "%", "‰")
_NEUTRAL: Final = re.compile(
    r"^(?:本年度?|当年|全年|本期|年度|累计|本年累计|合计|总计|总额|金额|数值)$"
)
_CHANGING: Final = re.compile(
    r"上年|去年|同期|同比|环比|增长|增速|增幅|增减|增量|变化|变动|计划|目标|预计|预算|预测|占比|比重|"
    r"排名|位次|人均|户均|平均|季度|[上下]半年|(?<![0-9])[0-9]{1,2}月|月度|月均|当月|完成率"
)
"""Words that make a figure another one: 营业收入同比增长 is no 营业收入."""


@dataclass(frozen=True, slots=True)
class HeaderText:
    """What one header cell says."""

    key: str
    """The name alone, in the form in which names are compared; empty where there is none."""
    bare_key: str
    """The same without remarks in brackets."""
    unit: str | None
    year: int | None
    years_between: bool
    """Whether it speaks of a period of several years."""

    @property
    def is_year(self) -> bool:
        """Whether it is a year and nothing else."""
        return self.year is not None and not self.key

    @property
    def is_unit(self) -> bool:
        """Whether it is a unit and nothing else."""
        return self.unit is not None and not self.key

    @property
    def is_neutral(self) -> bool:
        """Whether its words (合计, 本年) leave the meaning to the cell above it."""
        return bool(_NEUTRAL.match(self.key))

    @property
    def changes_meaning(self) -> bool:
        """Whether it turns a figure into another one: 上年, 同比, 计划."""
        return bool(_CHANGING.search(self.key))


@lru_cache(maxsize=65_536)
def parse_header(text: str) -> HeaderText:
    """The parts of one header cell.

    >>> parse_header("2023年营业收入（万元）")
    HeaderText(key='营业收入', bare_key='营业收入', unit='万元', year=2023, years_between=False)
    >>> parse_header("其中：研发费用/千元").unit
    '千元'
    """
    half = unicodedata.normalize("NFKC", text).replace("\u200b", "").strip()
    if is_unit(half) or is_unit(half.strip("()[]【】")):
        return HeaderText("", "", unit_key(half.strip("()[]【】")), None, False)
    half, unit = _take_unit(half)
    years_between = bool(_YEARS_BETWEEN.search(half))
    year = None
    if not years_between and (match := _only_year(half)):
        year = int(match.group(1))
        half = half[: match.start()] + _year_end(match, half) + half[match.end() :]
    name = _without_numbering(half.strip())
    bare = _BRACKET.sub("", name)
    return HeaderText(header_key(name), header_key(bare), unit, year, years_between)


def header_key(text: str) -> str:
    """A name in the form in which names are compared: half width, no case, no punctuation.

    >>> header_key("高新技术产品（服务）收入"), header_key("R&D Expense")
    ('高新技术产品服务收入', 'r&dexpense')
    """
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text).casefold())


def unit_of_note(text: str) -> str | None:
    """The unit that a note such as 单位：万元 states; null where the cell is no such note.

    >>> unit_of_note("金额单位：千元"), unit_of_note("填报单位：科技局")
    ('千元', None)
    """
    for match in _UNIT_NOTE.finditer(unicodedata.normalize("NFKC", text)):
        for part in re.split(r"[、/和]", match.group(1)):
            if is_unit(part):
                return unit_key(part)
    return None


def year_of_title(text: str) -> int | None:
    """The year that a title, sheet name or file name speaks of; null for none or several.

    >>> year_of_title("2023年度企业统计表"), year_of_title("2021-2023年汇总")
    (2023, None)
    """
    half = unicodedata.normalize("NFKC", text)
    if _YEARS_BETWEEN.search(half):
        return None
    years = {int(match.group(1)) for match in _YEAR.finditer(half)}
    return years.pop() if len(years) == 1 else None


def _only_year(text: str) -> re.Match[str] | None:
    matches = list(_YEAR.finditer(text))
    return matches[0] if len({match.group(1) for match in matches}) == 1 else None


def _year_end(match: re.Match[str], text: str) -> str:
    """年 stays where 年末 was meant."""
    return "年" if match.group().endswith("年") and text[match.end() :][:1] in {"末", "底"} else ""


def _take_unit(text: str) -> tuple[str, str | None]:
    """The text without its unit, and the unit: in brackets, after a slash or space, or glued on."""
    for match in _BRACKET.finditer(text):
        words = [word for word in re.split(r"[,,;;、:: ]+", match.group(1)) if word]
        for word in (match.group(1).removeprefix("单位"), *words):
            if is_unit(word):
                return text[: match.start()] + text[match.end() :], unit_key(word)
    note = _UNIT_NOTE.search(text)
    if note and is_unit(note.group(1)):
        return text[: note.start()] + text[note.end() :], unit_key(note.group(1))
    head, separator, tail = _last_part(text)
    if separator and head.strip() and is_unit(tail):
        return head, unit_key(tail)
    for unit in _GLUED_UNITS:
        if text.endswith(unit) and len(text) > len(unit) + 1:
            return text.removesuffix(unit), unit
    return text, None


def _last_part(text: str) -> tuple[str, str, str]:
    match = re.search(r"[\s/_\-,,:|]+(?=[^\s/_\-,,:|]*$)", text)
    return (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")


def _without_numbering(text: str) -> str:
    while match := _NUMBERING.match(text):
        if match.end() == len(text):
            break
        text = text[match.end() :].strip()
    return text

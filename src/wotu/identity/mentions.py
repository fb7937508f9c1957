"""What a mention of a firm says: a full name with its parts, or a short name and its markers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wotu.identity.names import NameParts, normalise_name, parse_name

_HAN: Final = "[\u3400-\u9fff]"
_MARKER_BEFORE: Final = re.compile(rf"^(?:退市|S?ST|PT|XD|XR|DR|GST|[GSNC])(?={_HAN})")
_MARKER_AFTER: Final = re.compile(rf"(?<={_HAN})(?:[AB]股|[ABHUWDV]|UW|WD|UWD|退|退市)$")
_BARE_COMPANY: Final = re.compile(rf"{_HAN}{{2}}公司")
_SHORTEST_FULL: Final = 7
"""Mentions of so many characters are compared as full names even without a legal form."""

ABBREVIATIONS: Final[dict[str, str]] = {
    "京": "北京", "津": "天津", "沪": "上海", "渝": "重庆", "冀": "河北", "晋": "山西",
    "辽": "辽宁", "苏": "江苏", "浙": "浙江", "皖": "安徽", "闽": "福建", "赣": "江西",
    "鲁": "山东", "豫": "河南", "鄂": "湖北", "湘": "湖南", "粤": "广东", "桂": "广西",
    "琼": "海南", "川": "四川", "蜀": "四川", "黔": "贵州", "滇": "云南", "陕": "陕西",
    "秦": "陕西", "陇": "甘肃", "宁": "南京", "穗": "广州", "甬": "宁波", "榕": "福州",
    "蓉": "成都", "邕": "南宁", "青": "青岛", "锡": "无锡",
}  # fmt: skip
"""Provinces and cities that short names begin with in one character (粤高速 for 广东高速)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention, ready for comparison."""

    text: str
    """Normalised, without brackets and without the markers of the exchanges: ST, PT, N, XD and
    the like before, A, B, U, W, 退 after the name."""
    parts: NameParts
    is_full: bool
    """Whether it is compared as a full name: it has a legal form, or is as long as one."""

    @property
    def readings(self) -> tuple[str, ...]:
        """The text and, where a short name begins with an abbreviated place, that written out."""
        place = ABBREVIATIONS.get(self.text[:1])
        if self.is_full or place is None or len(self.text) < 2:
            return (self.text,)
        return (self.text, place + self.text[1:])


def read_mention(text: str) -> Mention:
    """The mention that ``text`` makes.

    >>> read_mention("*ST美丽").text, read_mention("深物业Ａ").text
    ('美丽', '深物业')
    """
    name = normalise_name(text)
    parts = parse_name(name)
    has_form = parts.legal_form.endswith(("公司", "企业", "合伙)", "事务所", "合作社"))
    if _BARE_COMPANY.fullmatch(name):
        # People say 中微公司 as they say 中微.
        name, has_form = name.removesuffix("公司"), False
    if not has_form:
        name = _MARKER_AFTER.sub("", _MARKER_BEFORE.sub("", name))
        parts = parse_name(name)
    bare = name.replace("(", "").replace(")", "")
    return Mention(bare, parts, has_form or len(bare) >= _SHORTEST_FULL)

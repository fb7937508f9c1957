"""Chinese text typed with the punctuation of a Latin keyboard: 增长5%,位居第二 (web pages)."""

from __future__ import annotations

import re
from typing import Final

_CHINESE: Final = r"[⺀-鿿、。《》“”，；：？！（）]"
_TYPED: Final = re.compile(rf"(?<={_CHINESE})[,;:?!()]|[,;:?!()](?=\s?{_CHINESE})|(?<=%)[,;]")
_MEANT: Final = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_QUOTED: Final = re.compile(r'"([^"\n]{1,200})"')


def as_chinese(text: str) -> str:
    """``text``, as long as before, with Chinese punctuation where it stands beside Chinese.

    What stands between digits or Latin letters (1,097; 24:48; R&D, GDP) stays as it is.
    """
    text = _TYPED.sub(lambda typed: _MEANT[typed[0]], text)
    return _QUOTED.sub(r"“\1”", text)

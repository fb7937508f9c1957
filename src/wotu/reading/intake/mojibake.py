"""Text that was decoded with the wrong encoding before it was saved: recognised and said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wotu.contracts.notices import Notice

_SAMPLE: Final = 200_000
_MOST: Final = 0.5
_RUN: Final = re.compile(r"[^\x00-\x7f]{6,}")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_REPLACED: Final = re.compile(r"(?:\ufffd|锟斤拷|锟斤|烫烫烫|屯屯屯)+")
_FEW_REPLACED: Final = 0.01
_WRONG_TURNS: Final = (
    ("gb18030", "utf-8", "UTF-8", "GBK"),
    ("cp1252", "utf-8", "UTF-8", "Latin-1"),
    ("latin-1", "utf-8", "UTF-8", "Latin-1"),
    ("latin-1", "gb18030", "GB18030", "Latin-1"),
)
"""How the text was read, how it should have been, and both for people."""


def mojibake_notices(text: str) -> Iterator[Notice]:
    """What is wrong with the characters of a text, if anything; the text itself stays."""
    sample = text[:_SAMPLE]
    runs = _RUN.findall(sample)
    length = sum(map(len, runs))
    for wrong, right, right_name, wrong_name in _WRONG_TURNS:
        if length and _turned_back(runs, wrong, right) > _MOST * length:
            yield Notice(
                "mojibake",
                f"文字是乱码：内容本是 {right_name}，曾被当作 {wrong_name} 打开并保存。"
                "读出的数据不可信，请取原文件。",
                f"The text is garbled: it was {right_name}, opened and saved as {wrong_name}."
                " What is read from it cannot be trusted: get the original.",
                {"right": right_name, "wrong": wrong_name},
            )
            return
    lost = sum(map(len, _REPLACED.findall(sample)))
    if lost > max(2, _FEW_REPLACED * len(sample)):
        yield Notice(
            "lost_characters",
            f"约 {lost / len(sample):.0%} 的文字在此前的转换中已经丢失，无法恢复，请取原文件。",
            f"About {lost / len(sample):.0%} of the characters were lost in an earlier conversion"
            " and cannot be restored: get the original.",
            {"share": round(lost / len(sample), 4)},
        )


def _turned_back(runs: list[str], wrong: str, right: str) -> int:
    """Characters in runs that become Chinese when the wrong turn is taken back.

    Real Chinese taken back from GB18030 is almost never valid UTF-8: each character would have to
    begin and continue sequences in just the right places.
    """
    total = 0
    for run in runs:
        packed = run.encode(wrong, errors="ignore")
        back = packed.decode(right, errors="ignore")
        # A cut sequence at each end is allowed for; holes in the middle are not.
        if len(back.encode(right)) >= len(packed) - 4 and len(_CHINESE.findall(back)) * 2 > len(
            back
        ):
            total += len(run)
    return total

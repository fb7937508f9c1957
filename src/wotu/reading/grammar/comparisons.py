"""What a change or a rank is held against."""

from __future__ import annotations

import re
from typing import Final

from wotu.reading.claim import ClaimKind
from wotu.reading.grammar.clauses import Setting
from wotu.reading.grammar.metric_words import rank_field

_SINCE: Final = re.compile(r"(?:比|较|与|相比)[^，。；]{0,4}?((?:19|20)\d\d)年")
_EDITION: Final = re.compile(r"(?:比|较)?上(?:一)?(?:届|轮|次|版|期评价)|上一?年度?(?:评价|排名)")
_OTHER: Final = re.compile(r"年均|环比|较?[一二三四]季度|较上月|比\d+.\d*月|累计|比年初|较年初")
_GAP: Final = re.compile(r"高于|低于|高出|快于|慢于|高|低")


def comparison(setting: Setting, kind: ClaimKind, text: str) -> str | None:
    """``yoy``, ``since:YYYY`` or ``last_edition`` of a change; the field of a rank; else None."""
    if kind is ClaimKind.RANK:
        return rank_field(setting)
    if kind not in {ClaimKind.CHANGE_PCT, ClaimKind.CHANGE_ABS}:
        return None
    around = text[max(0, setting.figure.start - 30) : setting.figure.start]
    around = re.split("[。；]", around)[-1]
    if since := _SINCE.search(around):
        return f"since:{since[1]}"
    if _EDITION.search(around):
        return "last_edition"
    if re.search("同比|上年|去年", setting.before):
        return "yoy"
    if kind is ClaimKind.CHANGE_PCT and not _OTHER.search(setting.before):
        return "yoy"
    return None

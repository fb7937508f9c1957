"""Short names: 士泽生物 where the text has the full name, and lists: 信达生物、基石药业等企业."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wotu.identity.names import business_words, parse_name
from wotu.identity.places import leading_place
from wotu.reading.naming.lexicon import Lexicon
from wotu.reading.naming.mention import Mention, MentionKind
from wotu.reading.naming.name_tokens import Word, word_classes, words_of
from wotu.reading.naming.organisation_names import Organisation
from wotu.reading.naming.place_names import place_lexicon

_LIST_ENDS: Final = re.compile(r"等|(?<!\d)\d{1,6}余?家|[两三多]家")
_LONGEST_ITEM: Final = 24
_NEVER_OWN: Final = (Word.BOUNDARY, Word.CLASS, Word.NOUN)
_LONGEST_SHORT: Final = 8
_LONGEST_LIST: Final = 60
"""Items of a list that are looked at, so that time stays linear."""
_MANY: Final = 40
"""Names of a document that begin and end alike; of more none is taken for a writing of another."""
_FIRMS_AFTER: Final = re.compile(
    r"[^，。；：！？、\n]{0,24}?(?:企业|公司|厂商|集团|上市|巨头|独角兽|瞪羚|品牌|药企|车企)"
)
_NO_FIRMS_AFTER: Final = re.compile(
    r"\d*[余多个大项类种]*(?:重点|战略性|新兴|主导|优势|特色|关键|前沿|细分)*"
    r"(?:领域|产业|行业|方面|技术|环节|城市|地区|国家|省份|地|工作|方向|任务|内容|平台|人才)"
)
_AGENTS_AFTER: Final = re.compile(
    "使用|采用|宣布|完成|获|自主|研发|推出|联合|上市|生产|率先|先后|相继|凭借"
)
"""Verbs whose subjects are organisations."""
_COMPANY_TAIL: Final = (
    "生物", "医药", "药业", "制药", "医疗", "光电", "电子", "微电子", "科技", "半导体",
    "股份", "智能", "材料", "新材", "能源", "电气", "重工", "精密", "激光", "机器人",
    "软件", "信息", "通信", "网络", "汽车", "航空", "化学", "化工", "仪器", "器械",
    "基因", "诊断", "数据", "云", "芯", "微", "控股", "资本", "创投",
)  # fmt: skip
_BRACKETED: Final = re.compile("[（(].*?[）)]")


def is_everyday(word: str) -> bool:
    """Whether a word is one of everyday language, so that it may not be a name."""
    return word in word_classes() or word in business_words()


def find_short(text: str, names: Mapping[str, MentionKind]) -> Iterator[Mention]:
    """Short names of the companies that the text also names in full, resolved to these."""
    shorts: dict[str, str] = {}
    for full, kind in sorted(names.items(), key=lambda item: -len(item[0])):
        if kind is MentionKind.COMPANY:
            for short in short_forms(full):
                shorts.setdefault(short, full)
    shorts = {
        short: full
        for short, full in shorts.items()
        if short not in names or not short.endswith("公司")
    }
    for start, end, full in Lexicon(shorts).find(text):
        end += len("公司") if text.startswith("公司", end) and text[start:end] != full else 0
        yield Mention(start, end, text[start:end], MentionKind.COMPANY, full)


def short_forms(full: str) -> list[str]:
    """By what a company's name may be shortened: its trade name, alone where of three characters
    or more, and with the words of its business; each also after its place.

    >>> short_forms("士泽生物医药（苏州）有限公司")
    ['士泽生物', '士泽生物医药', '士泽医药', '苏州士泽']
    """
    parts = parse_name(full)
    trade, business = parts.trade_name, parts.business
    if not parts.legal_form or len(trade) < 2:
        return []
    words = _leading_words(business)
    if len(trade) > 4 and _is_own(trade, 0, 3):
        return [trade[:4], trade[:3]]
    forms = [trade] if len(trade) > 2 else []
    forms += [trade + business[:1]] if len(trade) == 2 and business[:1] in "微芯光药" else []
    forms += [trade + word for word in words]
    forms += [parts.place + trade, parts.place + trade[:2]] if parts.place else []
    return [form for form in dict.fromkeys(forms) if form != full and not is_everyday(form)]


def _leading_words(business: str) -> list[str]:
    known = business_words()
    leading = [business[:n] for n in range(2, len(business) + 1) if business[:n] in known]
    ends = [business[n:] for n in range(1, len(business) - 1) if business[n:] in known]
    return [word for word in dict.fromkeys((*leading, *ends)) if len(word) > 1]


def find_listed(text: str) -> list[Organisation]:
    """Companies in lists: A、B、C等 before a word for companies, or with names that sound so."""
    return [
        Organisation(start, end, MentionKind.COMPANY, clear=True)
        for ends in _LIST_ENDS.finditer(text)
        if text[ends.start() - 1 : ends.start()].isalpha()
        for start, end in _firms_of(text, _items_before(text, ends.start()), ends)
    ]


def _items_before(text: str, end: int) -> list[tuple[int, int]]:
    """The items of a list that ends at ``end``, the last first; one is no list."""
    items: list[tuple[int, int]] = []
    start = end
    while start and end - start < _LONGEST_ITEM and len(items) < _LONGEST_LIST:
        if text[start - 1] == "、":
            items.append((start, end))
            start = end = start - 1
        elif text[start - 1].isalpha() or text[start - 1] in "（）()":
            start -= 1
        else:
            break
    items.append((start, end))
    return items if len(items) > 1 else []


def _firms_of(
    text: str, items: list[tuple[int, int]], ends: re.Match[str]
) -> list[tuple[int, int]]:
    if not items or _NO_FIRMS_AFTER.match(text, ends.end()):
        return []
    items = [*items[:-1], _after_boundary(text, *items[-1])]
    full = [item for item in items if text.endswith("公司", *item)]
    own = [item for item in items if item not in full and _is_own(text, *item)]
    if 2 * len(own + full) <= len(items):
        return []
    sounding = [item for item in own if text.endswith(_COMPANY_TAIL, *item)]
    agents = _AGENTS_AFTER.match(text, ends.end()) and all(_is_placed(text, *one) for one in own)
    stated = full or agents or ends[0] != "等" or _FIRMS_AFTER.match(text, ends.end())
    return own if stated or 2 * len(sounding) >= len(own) else []


def _after_boundary(text: str, start: int, end: int) -> tuple[int, int]:
    """The first item of a list without the words before it: 涌现出敏芯."""
    for token in words_of(text, start, end):
        if token.word in (Word.BOUNDARY, Word.CLASS, Word.NOUN) and token.end < end:
            start = token.end
    return start, end


def _is_own(text: str, start: int, end: int) -> bool:
    """Whether an item of a list has characters that are no words, or begins with a place that is
    one only with its rank (汇川技术: 汇川区)."""
    words = words_of(text, start, end)
    if not words or any(token.word in _NEVER_OWN for token in words):
        return False
    single = sum(token.end - token.start == 1 for token in words)
    begins = text[start : words[0].end]
    ranked = words[0].word is Word.PLACE and place_lexicon().get(begins) is None
    trade_like = ranked and len(words) > 1
    return (single >= 2 or trade_like) and end - start <= _LONGEST_SHORT


def _is_placed(text: str, start: int, end: int) -> bool:
    """Whether an item begins with a place and goes on with characters that are no words."""
    return words_of(text, start, end)[0].word is Word.PLACE


def canonical_names(names: Iterable[tuple[str, MentionKind]]) -> dict[str, str]:
    """The fullest name of each that is a shorter writing of another name of the same kind.

    A name is shorter writing of another that only adds a place or zone before it (生物医药产业园)
    or a bracket after it, or that has its characters in order between the same beginning and end.
    """
    counted = Counter(name for name in names if name[1] is not MentionKind.COMPANY)
    alike: dict[tuple[str, MentionKind], list[str]] = {}
    for name, kind in counted:
        for key in _keys(name):
            alike.setdefault((key, kind), []).append(name)
    fuller: dict[str, str] = {}
    for (_, kind), group in alike.items():
        for name in group if 1 < len(group) <= _MANY else ():
            others = [other for other in group if other != name and _is_shorter(name, other)]
            if others and name not in fuller:
                fuller[name] = max(others, key=lambda one: (counted[one, kind], len(one)))
    return {name: fuller.get(other, other) for name, other in fuller.items()}


def _keys(name: str) -> tuple[str, ...]:
    """What names share that may be writings of one."""
    bare = _BRACKETED.sub("", name)
    core = bare.removeprefix(leading_place(bare))
    return tuple(dict.fromkeys((f"{bare[:3]}…{bare[-2:]}", core if len(core) > 3 else bare)))


def _is_shorter(name: str, other: str) -> bool:
    bare = _BRACKETED.sub("", other)
    if name == bare:
        return True
    place, others_place = leading_place(name), leading_place(other)
    core = name.removeprefix(place)
    if len(core) >= 4 and core == other.removeprefix(others_place):
        return place == "" or (others_place != "" and place.startswith(others_place))
    return (
        len(name) < len(other)
        and name[:3] == other[:3]
        and name[-2:] == other[-2:]
        and _in_order(name, other)
    )


def _in_order(name: str, other: str) -> bool:
    rest = iter(other)
    return all(char in rest for char in name)

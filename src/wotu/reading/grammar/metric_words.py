"""The measured thing, in the document's own words.

Counts are named after the figure (620余家生物医药企业) unless the clause ends there
(企业总数1.3万家); amounts before it (GDP为2.4万亿元) unless a verb takes them as its object
(设立200亿元基金). Growth, ranks and shares without a noun of their own are those of the figure
before.
"""

from __future__ import annotations

import re

from wotu.reading.claim import ClaimKind
from wotu.reading.grammar.clauses import Setting
from wotu.reading.grammar.figure import Form
from wotu.reading.grammar.phrases import (
    AVERAGE,
    CHANGE,
    CUT,
    FIELD_WORDS,
    GENERIC,
    LEAD,
    LEADING_VERB,
    LINK,
    MERE_CHANGE,
    OBJECT,
    ONLY_VERBS,
    RANK_VERB,
    STOPS,
    WITHIN,
)
from wotu.reading.grammar.units import UNIT_KIND

_FIELD_ONLY = re.compile(
    "(?:[^，]{0,6}(?:高新区|经开区|开发区|城市|园区))?(?:进入|跻身|在)?" + FIELD_WORDS.pattern
)
_RANKING = re.compile("评价|考[评核]|榜|排名|排行|指数|评比|竞争力|百强|位次|名次")
_NEW = "新一轮|[本此]次|本轮|最新|[上本该]届"
_RANKED_BY = re.compile(
    "(?:.*(?:全国|全省|全市|全球|国家级?|中国|蝉联|跻身|位[居列]|入围|进入|[园新开发]区|城市|县市))?"
    "(?P<by>(?:综合|总)排名|[^，的]{2,12}(?:竞争力|实力|影响力|活力|潜力|指数))(?:百强[县市区]?)?"
)
"""What a ranking ranks by: 全国县域经济基本竞争力百强县."""
_RANKING_NAME = re.compile(
    rf"(?:^|[，。；：、“”《\s]|在|的|年度?|布|据|了|{_NEW})(?P<name>(?!{_NEW})[^，。；：、“”《》\s的在中]{{2,14}}?"
    "(?:综合评价|评价|考评|考核|排名|排行榜|榜单|指数|评比|百强[县区市]?))"
)
_THIS = re.compile("(?:这个|这一|这项|该)(?:数字|数据|指标|数值)")
_AMONG = re.compile("在?(?:全国|全省|全市|全区|全球|世界|国内|省内|市内)$")
_LAST_FIELD = re.compile(
    "(?P<head>.{3,})(?:全国|全球|世界|国内|全省|省内|全市|市内|全区)[^，。；]{0,6}"
)
_STRENGTH = re.compile("(?:竞争力|实力|影响力|活力|潜力)$")
_BETTER = re.compile("优于|好于|高于|均|总排名")
_SAME_PERIOD = re.compile("(?:就?是|为|相当于|比|较)(?:上年|去年)?(?:同期|当时|当年)?的?$")
_ACHIEVES = re.compile("(?<=[\u4e00-\u9fff]{2})(?:就|共)?实现(?=[\u4e00-\u9fff]{2})")
"""工业企业实现入库税收: the verb is no part of what is measured."""
_DOES = re.compile("^[^，]{2,14}(?:实现|完成|拥有)(?=[\u4e00-\u9fff]{4})")
"""218家国家级经开区实现进出口总额……: those who do it have been counted."""
_EXAMPLES = re.compile("^.*、[^、]*等(?=[\u4e00-\u9fff]{2})")
"""Before what is counted: 利君精华、大恒制药等生物医药企业."""
_PLACES = frozenset("省市县区镇乡村港校国")
"""Nouns of one character that are counted: 下辖4个镇."""
_MEASURE = re.compile("(?<=[\u4e00-\u9fff]{2})(?:总产值|产值|营业收入|营收|增加值|规模)(?:合计)?$")
_JOINS = re.compile("(?:和|与|及|以及|并|、)(?:总规模|规模)?约?$")
"""At the end of what stands between two figures: 50亿元的引导基金和10亿元的天使基金."""


def metric_of(setting: Setting, kind: ClaimKind, written: str, chained: str | None) -> str:
    """The metric of a figure.

    ``written`` is what stands to its left, without the subject and times; ``chained`` the metric of
    the claim before, None where there is none.
    """
    form = setting.figure.form
    if chained and _THIS.match(written):
        return chained
    if chained and _is_mere_change(setting, kind, written):
        if _beside_another(setting, written):
            return chained
        return chained + re.sub(
            "^(?:比|较|同比|相比)(?:上一?[届轮次期]|同期)?|[了到至]+$", "", written
        )
    if form in {Form.RANK, Form.ORDINAL}:
        return _of_rank(setting, written, chained)
    unit_kind = UNIT_KIND.get(setting.figure.unit, "count")
    if setting.figure.unit in {"%", "‰", "百分点"} or form is Form.SHARE:
        return _of_rate(setting, kind, written, chained)
    if unit_kind == "duration":
        return _of_duration(setting, written, chained)
    if form is Form.RATIO or setting.figure.unit == "倍":
        return (
            _compared(CHANGE.sub("", _core(_SAME_PERIOD.sub("", written))))
            or chained
            or noun_after(setting)
            or written
        )
    right = noun_after(setting)
    if _counts_things(setting):
        written = _EXAMPLES.sub("", written)
    if setting.follows:
        written = _DOES.sub("", written)
    left = "" if setting.follows and right and _JOINS.search(written) else _core(written)
    if chained and GENERIC.fullmatch(left) and left in {written, LINK.sub("", written)}:
        return chained + left
    counts = unit_kind == "count" or form in {Form.SET, Form.CLASS, Form.ROW}
    if counts and left.endswith(("人口", "人数")):
        return left  # 常住人口不到600万人的城市
    if setting.right.startswith("的") and left and not counts:
        return right + left if right else left
    if form is Form.ROW:
        left = re.sub("[中里上]$", "", left)
    if right and (counts or not left or OBJECT.search(left)):
        return right
    if left and not ONLY_VERBS.match(left):
        return left
    if chained and left:
        return chained if chained.endswith(left) else chained + left
    return right or left or chained or written


_BESIDES = re.compile("(?:比|较)[^，。]{1,10}[多少高低大小](?:出|了)?$")
_LIKENED = re.compile(
    "(?:(?:略|稍|远|明显)?(?:高于|低于|多于|少于|不及|超过|优于)|相当于|等于)[^，。]{1,16}$"
)
"""Held against another: what is measured is what was spoken of before."""


def _beside_another(setting: Setting, written: str) -> bool:
    """Whether a figure only holds what was spoken of against another: 略高于深圳的20.5万元."""
    if setting.figure.unit == "百分点" or noun_after(setting):
        return False
    return bool(_LIKENED.fullmatch(written) or _BESIDES.fullmatch(written))


def _is_mere_change(setting: Setting, kind: ClaimKind, written: str) -> bool:
    """较2012年增加84家: the verb alone says what is done to the thing spoken of."""
    if _beside_another(setting, written):
        return True
    changes = kind is ClaimKind.CHANGE_ABS and setting.figure.unit != "百分点"
    return bool(changes and written and MERE_CHANGE.match(written)) and not noun_after(setting)


def _counts_things(setting: Setting) -> bool:
    """Whether a figure counts things, and is no amount, share or rank."""
    plain = setting.figure.form is Form.QUANTITY
    return plain and UNIT_KIND.get(setting.figure.unit) == "count"


def _core(written: str) -> str:
    """A noun phrase without what leads to it and links it to the figure."""
    text = LINK.sub("", written)
    text = LEAD.sub("", text)
    stripped = LEADING_VERB.sub("", text).removeprefix("的")
    return _ACHIEVES.sub("", stripped) or text


def _compared(phrase: str) -> str:
    """A phrase without the 比 or 较 of a comparison whose other side is left out."""
    return re.sub("(?<![占配对同环性])(?:比|较)$", "", phrase)


def noun_after(setting: Setting) -> str:
    """The noun phrase after a figure; "" where none follows."""
    right = setting.right
    if STOPS.match(right):
        return ""
    right = right.removeprefix("的").removeprefix("各类")
    if setting.figure.form is Form.RANK:
        right = right.removeprefix("大")  # 第二大工业城市
    cut = CUT.search(right)
    phrase = (right[: cut.start()] if cut else right).removesuffix("之一")
    if setting.figure.form is Form.SET:
        phrase = _MEASURE.sub("", phrase)  # 四大产业创新集群产值: there are four clusters
    phrase = re.sub("(?<=[区业市类])中的?$", "", phrase)  # 169个高新区中
    return phrase.strip("和及与、等的”）") if len(phrase) > 1 or phrase in _PLACES else ""


def _of_rank(setting: Setting, written: str, chained: str | None) -> str:
    right = noun_after(setting)
    if setting.figure.form is Form.ORDINAL:
        return right or _core(written) or chained or written
    if right and setting.right.startswith("大"):
        return right  # 跻身全球第一大工业城市
    if written.endswith(("综合排名", "总排名")):
        return "综合排名" if written.endswith("综合排名") else "总排名"
    left = _ranked(written)
    if WITHIN.search(left):
        left = WITHIN.sub("", left)
    left = re.sub(r"(?:中|上|方面|里)$", "", left)
    if _FIELD_ONLY.fullmatch(left) and not (_RANKING.search(left) or GENERIC.search(left)):
        left = ""
    if re.fullmatch("(?:评价|考评|考核|排名|榜单|榜)[中里上]?[它其]?", left):
        left = ""  # 评价中它: which one has been said
    if chained and GENERIC.fullmatch(left):
        return chained + left
    if left and not ONLY_VERBS.match(left):
        return left
    by = _RANKED_BY.fullmatch(written)
    return by["by"] if by else chained or right


def ranking_before(text: str, place: int) -> str | None:
    """The ranking or evaluation last spoken of before ``place``: of 潍坊高新区列第22位."""
    names = [
        re.sub(r"^\d{4}年度?", "", m["name"])
        for m in _RANKING_NAME.finditer(text, max(0, place - 1200), place)
    ]
    return next(
        (name for name in reversed(names) if len(name) > 4 and not _BETTER.search(name)), None
    )


def _ranked(written: str) -> str:
    """What stands before the last verb of standing that has a noun before it."""
    verbs = list(RANK_VERB.finditer(written))
    if not verbs:
        last = _LAST_FIELD.fullmatch(written)  # 全市融合发展水平全省第一
        return _core(last["head"] if last else FIELD_WORDS.sub("", written))
    rest = _AMONG.sub("", written[verbs[-1].end() :])
    if _STRENGTH.search(rest) and not FIELD_WORDS.search(rest):
        return rest  # 蝉联产业竞争力全国第一
    heads = [_core(_AMONG.sub("", written[: verb.start()])) for verb in verbs]
    return next((head for head in reversed(heads) if head), "")


def _of_rate(setting: Setting, kind: ClaimKind, written: str, chained: str | None) -> str:
    if kind is ClaimKind.SHARE:
        return _of_share(setting, written, chained)
    if setting.figure.unit == "百分点":
        return _of_points(written, chained)
    left = _core(_compared(CHANGE.sub("", written)))
    left = re.sub(r"(?:比|较)[^，]{2,10}$", "", left)
    metric = left if len(left) > 1 and not ONLY_VERBS.match(left) else chained or ""
    # Growth a year over several years is not the growth of one: they never stand side by side.
    return metric + "年均增长" if metric and AVERAGE.search(written) else metric


def _of_points(written: str, chained: str | None) -> str:
    left = _compared(_core(re.sub("(?:比|较)同期|分别(?=[^，]{1,3}$)", "", written)))
    left = re.sub("^(?:比|较)+(?=[提增下上回降])", "", left)
    starts = re.match(
        r"(?:高于|低于|高出|比|较|同比|提高|提升|增速|[增降涨]幅|回落|上升|下降|增长|快于|环比|降低|扩大|加快|收窄|缩小|放缓|回升|占比|高|低)",
        left,
    )
    if (starts or not left) and chained:
        return chained + LINK.sub("", left)
    return left or chained or written


def _of_share(setting: Setting, written: str, chained: str | None) -> str:
    left = re.sub(r"^(?:其中|并|且|约|近|已|分别|均)+", "", LINK.sub("", written))
    right = noun_after(setting)
    if left.startswith(("占", "比重", "比例")) and not left.startswith("占据"):
        return (chained or "") + left
    if not left:
        return right or chained or written
    if setting.right.startswith("的") and right and "占" not in left:
        return right
    return LEAD.sub("", left) or left


def _of_duration(setting: Setting, written: str, chained: str | None) -> str:
    right = re.sub(r"^(?:后|内|时间|来|间|里|之久|的时间|以来|多)+", "", setting.right)
    right = right.removeprefix("的")
    cut = CUT.search(right)
    phrase = (right[: cut.start()] if cut else right).strip("的、“”")
    left = _core(written)
    if len(phrase) > 1 and not STOPS.match(phrase):
        return phrase
    if len(left) < 2 and setting.beyond:
        return setting.beyond.strip("“”#")
    return left or chained or written


def rank_field(setting: Setting) -> str | None:
    """Among whom a rank is held: 全国地级市 of 居全国地级市首位."""
    left = setting.left
    verbs = list(RANK_VERB.finditer(left))
    field = left[verbs[-1].end() :] if verbs else left
    found = FIELD_WORDS.search(field)
    field = found.group() if found else field if verbs else ""
    field = re.sub(r"(?:之|的|排名|中)$", "", field.strip("，、"))
    return field or None

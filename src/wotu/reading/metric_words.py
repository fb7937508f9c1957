"""The measured thing, in the document's own words.

Counts are named after the figure (620余家生物医药企业) unless the clause ends there (企业总数1.3万家);
amounts before it (GDP为2.4万亿元) unless a verb takes them as its object (设立200亿元基金). Growth, ranks
and shares without a noun of their own are those of the figure before.
"""

from __future__ import annotations

import re
from typing import Final

from wotu.reading.claim import ClaimKind
from wotu.reading.clauses import Setting
from wotu.reading.figure import Form
from wotu.reading.units import UNIT_KIND

_LINK: Final = re.compile(
    r"(?:达到|达成|高达|多达|达|为|是|有|共有|共计|总计|合计|共|累计达?|分别|均|都|约|近|超过?|突破|增至|增加到|增长到|增长至|"
    r"提升至|提升到|提高到|提高至|升至|降至|下降至|下降到|跃升至|扩大到|扩大至|上升到|上升至|跨越|跨过|站上|迈上|跃上|首次|"
    r"预计|将|可|则|已经?|仅|就|还|也|保持在|稳定在|控制在|不低于|力争|实现|左右|再|由|从|到|至|了|的|由此|总体|最高|只需?|只用|只要|仅需|仅用|用时|历时|需要?|用|增加|提高|缩短至|压缩至|缩短到|"
    r"调整为|更是?|保持|现|只有|拥|可抵扣|于|[“：:《#\s])+$"
)
_LEAD: Final = re.compile(
    r"^(?:其中|目前|如今|同时|此外|另外|另|并且?|而|且|但|还|也|已经?|则|均|都|共|据[^，]{0,12}|截至|到(?!位|账|岗)|在(?!建|岗|校|线|册|读|孵|研|营|园)|以(?!上)|从(?!业)|对(?!外|口)|力争|确保|推动|"
    r"预计|计划|将|再|即|仅|全年|累计|先后|陆续|我们|本地|当地|其(?!他|中|它)|该|努力|争取|全力|有力|成功|共同|公司(?=[^，]{3})|园区(?=[^，]{3})|全[市区县省](?=[^，]{2})|我[市区省]|单个企业最高|比如|“我们|[“”’）、和及与以的#\s])+"
)
_VERBS: Final = (
    "实现|完成|拥有|集聚|聚集|汇聚|吸引|引进|引育|培育|建成|建设|打造|形成|新增|净增|设立|成立|获评|获批|获得|获|入选|落户|签约|"
    "投入|投资|募集|发放|撬动|带动|节约|减免|兑现|拨付|安排|出资|提供|发行|达成|贡献|创造|产出|生产|开展|举办|推出|出台|发布|"
    "实施|具有|拿下|斩获|收获|储备|布局|开工|新建|服务|覆盖|涵盖|包括|容纳|吸纳|孵化|申请|承担|参与|制定|认定|新认定|备案|"
    "扩建|改造|更新|攻克|突破|组建|出口|销售|销往|提升|支持|给予|补助|奖励|提出|梳理出?|围绕|聚焦|构建|存续|运营|入驻|"
    "供应|筹集|印发|招引|派发|办理|受理|解决|接待|迎来|登记|落地|推进|加快建设|转化|对接|促成|授信|融资|引入|落实"
)
_OBJECT: Final = re.compile(rf"(?:^|[^的])(?:{_VERBS})(?:了|出|成|起|到)?(?:约|近|超|各类|总额)?$")
_LEADING_VERB: Final = re.compile(rf"^(?:{_VERBS})(?:了|出|成|起)?(?=[\u4e00-\u9fff“A-Za-z]{{2,}})")
_ONLY_VERBS: Final = re.compile(
    rf"^(?:{_VERBS}|净|新|累计|共|仅|达|了|出|成|起|再|又|用|历时|经过|历经|仅用|短短|连续|已|有|近|超|就|不断|还|也|为|是)*$"
)
_STOPS: Final = re.compile(
    r"^(?:同比|比上|较(?!大|高|强)|占(?!地)|位居|位列|居(?!民|住|委)|排[名在位]|左右|以上|以来|增长|增至|增加|下降|"
    r"提升|提高|缩短|压缩|扩大|调整|跃升|上升|降[至到]|升[至到]|发展到|，|。|；|$)|^[^\w“《]"
)
_CUT: Final = re.compile(r"[，。；：！？…（(\n]|——|、(?![^、]{0,12}等)|(?:位居|位列|占比|同比)")
_CHANGE: Final = re.compile(
    r"(?:(?:同比|环比|比上年|较上年|比去年|较去年|上年同期|较?[一二三四]季度|按可比价格?计算?|按可比口径|同口径|[一二三四五六七八九十\d]{1,2}年|名义|实际|年均|累计|平均|"
    r"比(?:上年)?同期|较(?:上年)?同期|较(?:年初|上月|上季度)|逆势|快速|大幅|小幅|持续|稳步|平稳|进一步|又|再|双双|"
    r"增长率|增长速度|增速|增幅|涨幅|降幅|增长|增加|增|下降|降低|下滑|下跌|回落|减少|提高|提升|上升|上涨|攀升|涨|跌|降|"
    r"分别|约|近|超过?|达到?|为|了|的|可|由|均|预计|将|至|到|仅|都|也|，))+$"
)
_RANK_VERB: Final = re.compile(
    r"(?:位居|位列|名列|位次|位于|排名|排在|排位|稳居|跃居|跃升|升至|跃至|居于|居|列|排|保持|蝉联|获评|进入|跻身|入围|进位|夺得|"
    r"荣获|获|占据|成为|是|为|均|连续[^，]{1,4}|双双|并列|在)"
)
_WITHIN: Final = re.compile(
    r"(?:在[^，。；]{0,20}(?:中|里|内|上)|(?:全国|全省|全球|国内|省内|省会|所有)?[^，。；]{0,6}(?:城市|高新区|经开区|开发区|园区|区县)中?)$"
)
"""The field of a rank: 在全国城市中, 全国高新区."""

_GENERIC: Final = re.compile(
    r"(?:总量|总数|总额|总体规模|规模|数量|增速|份额|占比|投资额|总值|排名|综合排名)$"
)
"""Nouns that say nothing without the one before: 总量 of 地区生产总值……, 总量……."""

_MERE_CHANGE: Final = re.compile(
    r"^(?:比|较|同比|相比)?(?:净?增加?|减少|缩短|提高|降低|提升|净增|翻|新增|上升|下降|压缩)?(?:了|到|至)?$"
)
_FIELD_WORDS: Final = re.compile(
    r"(?:全国|全球|世界|国内|我国|中国|国产|国际|全省|全市|全区|亚洲|省内|市内|行业内?|业内|同类|长三角|江苏|国家级?)"
    r"[^，。；]{0,16}$"
)


def metric_of(setting: Setting, kind: ClaimKind, written: str, chained: str | None) -> str:
    """The metric of a figure.

    ``written`` is what stands to its left, without the subject and times; ``chained`` the metric of
    the claim before, None where there is none.
    """
    form = setting.figure.form
    if chained and kind is ClaimKind.CHANGE_ABS and _MERE_CHANGE.match(written):
        if written and setting.figure.unit != "百分点" and not _right(setting):
            return chained + re.sub("^(?:比|较|同比|相比)|[了到至]+$", "", written)
    if form is Form.RANK:
        return _of_rank(setting, written, chained)
    unit_kind = UNIT_KIND.get(setting.figure.unit, "count")
    if setting.figure.unit in {"%", "‰", "百分点"} or form is Form.SHARE:
        return _of_rate(setting, kind, written, chained)
    if unit_kind == "duration":
        return _of_duration(setting, written, chained)
    if form is Form.RATIO or setting.figure.unit == "倍":
        return _CHANGE.sub("", _core(written)) or chained or _right(setting) or written
    right = _right(setting)
    left = _core(written)
    if chained and _GENERIC.fullmatch(left):
        return chained + left
    counts = unit_kind == "count" or form in {Form.SET, Form.CLASS, Form.ROW}
    if setting.right.startswith("的") and left and not counts:
        return right + left if right else left
    if right and (counts or not left or _OBJECT.search(left)):
        return right
    if left and not _ONLY_VERBS.match(left):
        return left
    if chained and left:
        return chained + left
    return right or left or chained or written


def _core(written: str) -> str:
    """A noun phrase without what leads to it and links it to the figure."""
    text = _LINK.sub("", written)
    text = _LEAD.sub("", text)
    stripped = _LEADING_VERB.sub("", text)
    return stripped or text


def _right(setting: Setting) -> str:
    """The noun phrase after a figure; "" where none follows."""
    right = setting.right
    if _STOPS.match(right):
        return ""
    right = right.removeprefix("的").removeprefix("各类")
    cut = _CUT.search(right)
    phrase = right[: cut.start()] if cut else right
    return phrase.strip("和及与、等的”）") if len(phrase) > 1 else ""


def _of_rank(setting: Setting, written: str, chained: str | None) -> str:
    if setting.figure.bound.value == "first" or setting.figure.end - setting.figure.start == 0:
        return _right(setting) or _core(written) or chained or written
    right = _right(setting)
    ordinal = re.search(r"[个家款座大]$", setting.right[:0] or "")
    if ordinal:
        return right
    parts = list(_RANK_VERB.finditer(written))
    left = ""
    for verb in parts:
        head = _core(written[: verb.start()])
        if head:
            left = head
    if not parts:
        left = _FIELD_WORDS.sub("", written)
        left = _core(left)
    left = _WITHIN.sub("", left) or ("" if _WITHIN.search(left) and chained else left)
    left = re.sub(r"(?:中|上|方面|里)$", "", left)
    if chained and _GENERIC.fullmatch(left):
        return chained + left
    if left and not _ONLY_VERBS.match(left):
        return left
    if right and (not chained or setting.figure.form is Form.SET):
        return right
    return chained or right or written


def _of_rate(setting: Setting, kind: ClaimKind, written: str, chained: str | None) -> str:
    if kind is ClaimKind.SHARE or setting.figure.form is Form.SHARE:
        return _of_share(setting, written, chained)
    if setting.figure.unit == "百分点":
        return _of_points(written, chained)
    left = _core(_CHANGE.sub("", written))
    left = re.sub(r"(?:比|较)[^，]{2,10}$", "", left)
    if len(left) > 1 and not _ONLY_VERBS.match(left):
        return left
    return chained or ""


def _of_points(written: str, chained: str | None) -> str:
    left = _core(written)
    starts = re.match(
        r"(?:高于|低于|高出|比|较|同比|提高|提升|增速|回落|上升|下降|增长|快于|环比|降低|占比|高|低)",
        left,
    )
    if (starts or not left) and chained:
        return chained + _LINK.sub("", left)
    return left or chained or written


def _of_share(setting: Setting, written: str, chained: str | None) -> str:
    left = re.sub(r"^(?:其中|并|且|约|近|已|分别|均)+", "", _LINK.sub("", written))
    head = re.split(r"占", left)[0]
    if left.startswith(("占", "比重", "比例")) or (not head and left):
        return (chained or "") + left
    if not left:
        right = _right(setting)
        return right or chained or written
    right = _right(setting)
    if setting.right.startswith("的") and right and "占" not in left:
        return right
    return _LEAD.sub("", left) or left


def _of_duration(setting: Setting, written: str, chained: str | None) -> str:
    right = re.sub(r"^(?:后|内|时间|来|间|里|之久|的时间|以来|多)+", "", setting.right)
    right = right.removeprefix("的")
    cut = _CUT.search(right)
    phrase = (right[: cut.start()] if cut else right).strip("的、“”")
    left = _core(written)
    if len(phrase) > 1 and not _STOPS.match(phrase):
        return phrase
    if len(left) < 2 and setting.beyond:
        return setting.beyond.strip("“”#")
    return left if left and not _ONLY_VERBS.match(left) else left or chained or written


def rank_field(setting: Setting) -> str | None:
    """Among whom a rank is held: 全国地级市 of 居全国地级市首位."""
    left = setting.left
    verbs = list(_RANK_VERB.finditer(left))
    field = left[verbs[-1].end() :] if verbs else left
    found = _FIELD_WORDS.search(field)
    field = found.group() if found else field if verbs else ""
    field = re.sub(r"(?:之|的|排名|中)$", "", field.strip("，、"))
    return field or None

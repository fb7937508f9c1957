"""What sort of statement a figure makes: level, change, share, rank, ratio, duration or target."""

from __future__ import annotations

import re
from typing import Final

from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.grammar.clauses import Setting
from wotu.reading.grammar.figure import Form
from wotu.reading.grammar.units import UNIT_KIND

_LINK: Final = (
    r"(?:了|约|近|超过?|达到?|为|是|高达|分别|逾|均|仅|预计|将|可|再|由此|幅度?|率|都|的|多|双双|"
    r"各|[：“])*"
)
_GROWS: Final = (
    "增长|增速|增幅|增加(?!值)|增(?!加值)|下降|降低|下滑|下跌|回落|减少|减|提高|提升|上升|上涨|攀升|涨幅|降幅|涨|跌|降|"
    "同比|环比|扩大|压缩|缩短|压减|缩减|节约|节省|高出|高于|低于|高|低|快于|快|慢于|优于|收窄|加快|放缓|改善|超出|落后|领先"
)
_CHANGES: Final = re.compile(rf"(?:{_GROWS}){_LINK}$")
_ADDS: Final = re.compile(
    r"(?:净增|新增|增加(?!值)|减少|增长|增(?!加值|资|值|收|效|产|设|速|强|幅|发|信|持)|净增加|上升|下降|提升|提高|多出|减(?!税|费|负|排|免)|缩短|压缩|压减|扩大|前移|跃升|进位|后退|晋升)"
    rf"(?:[^，。；达为至到有]{{0,24}}的?|[^，。；]{{4,60}}等[^，。；达为至到有]{{0,20}})?{_LINK}$"
)
_SIZED: Final = ("企业", "级", "以上企业", "工业企业", "项目", "以上项目")
_MORE: Final = re.compile(
    "(?:比|较)[^，。；]{0,10}[多少](?:了)?$|相差$|[高低]于(?:全[市省国区]|平均)[^，。；的]{0,8}$"
)
_BETTERS: Final = re.compile("(?:提升|提高|上升|下降|扩大)[^，。；]{0,24}$")
_REACHES: Final = re.compile(r"(?:至|到|成|达|为)(?:了|约|近|超过?)*$")
_FALLS: Final = re.compile(
    rf"(?:下降|降低|下滑|下跌|回落|减少|缩减|压缩|缩短|压减|负增长|降幅(?!收窄)|跌|(?<!下)降|(?<!增)减|低于|低|收窄|慢于|节约|节省|落后|后退|后移){_LINK}$"
)
_MOVES: Final = re.compile(
    r"(?:上升|提升|前移|跃升|进位|上移|下降|后移|升|晋升|前进|连升|连进)(?:了)?$"
)
_SHARE_WORDS: Final = re.compile(r"占|比重|比例|率$|份额")
_GROWTH_AFTER: Final = re.compile(
    "的?(?:左右)?的?(?:高|中高|平均|年均|年|较高|同比|环比)?(?:增速|增长|增幅|速度|涨幅)"
)
_NOTHING: Final = re.compile(r"^[、和及与或，]?(?:其中)?(?:有|约|近|超)?$")


def kind_of(setting: Setting, previous: ClaimKind | None) -> ClaimKind:
    """The kind of a figure that states no target; ``previous`` is that of the figure before it.

    In a list (增长24.9%和28.3%) and after 其中 a figure is of the same kind as the one before.
    """
    figure, left = setting.figure, setting.left
    if figure.form in {Form.RANK, Form.ORDINAL}:
        return ClaimKind.RANK
    if figure.form in {Form.SET, Form.CLASS, Form.ROW}:
        return ClaimKind.LEVEL
    if figure.unit == "百分点":
        return ClaimKind.CHANGE_ABS
    if figure.form is Form.RATIO or figure.unit in {":1", "倍"}:
        return ClaimKind.RATIO
    same = previous is not None and _NOTHING.match(left) is not None
    if figure.unit in {"%", "‰"}:
        if same and previous in {ClaimKind.CHANGE_PCT, ClaimKind.SHARE}:
            return previous
        if _GROWTH_AFTER.match(setting.right):
            return ClaimKind.CHANGE_PCT
        return _share_or_change(left, figure.form)
    if UNIT_KIND.get(figure.unit) == "duration":
        if re.search("[天日]数(?:达到?|为|有)?$", left):
            return ClaimKind.LEVEL  # 优良天数309天: so many days are counted
        return ClaimKind.CHANGE_ABS if _CHANGES.search(left) else ClaimKind.DURATION
    if figure.unit == "位" and _MOVES.search(left):
        return ClaimKind.CHANGE_ABS
    if same and previous is ClaimKind.CHANGE_ABS:
        return previous
    return ClaimKind.CHANGE_ABS if _adds(setting) else ClaimKind.LEVEL


def _share_or_change(left: str, form: Form) -> ClaimKind:
    if _REACHES.search(left) and not re.search(
        "(?:增速|增幅|涨幅|降幅|增长率|增长)[^，]{0,4}$", left
    ):
        return ClaimKind.SHARE
    if _CHANGES.search(left) and not re.search("占[^，]*$", left):
        return ClaimKind.CHANGE_PCT
    return ClaimKind.SHARE


def _adds(setting: Setting) -> bool:
    if UNIT_KIND.get(setting.figure.unit) == "money" and setting.right.startswith(_SIZED):
        return False  # 新增百亿企业4家: their size, not what is added
    left = setting.before if setting.follows else setting.left
    if UNIT_KIND.get(setting.figure.unit) == "count" and _BETTERS.search(left):
        return False  # 提升592家机构的能力: what is raised is not their number
    more = _ADDS.search(left) or _MORE.search(left)
    return bool(more) and not _REACHES.search(left)


def falls(setting: Setting) -> bool:
    """Whether a change is a decline, so that its figure carries a minus sign."""
    if _FALLS.search(setting.left) or re.search("(?:比|较)[^，。；]{0,10}少(?:了)?$", setting.left):
        return not _REACHES.search(setting.left)
    return bool(_NOTHING.match(setting.left) and _FALLS.search(_before_list(setting.before)))


def _before_list(before: str) -> str:
    """The words before the first figure of a list: 分别下降 of 分别下降1%、2%."""
    return re.split(r"\d", before, maxsplit=1)[0]


_AIMS: Final = re.compile(
    r"力争|争取|争创|目标(?!的|任务的)|(?:会议|大会|全会|报告|方案|规划|意见)(?:提出|明确|要求|强调)|拟(?=[^定])|预期(?=目标|增长|达|为)|确保|努力(?:实现|达到)|(?<!研发)(?<!行动)(?<!发展)计划(?!单列|的|项目|[》”])|(?<!空间)规划(?:到|建设|总|用|引|布局|新)"
    r"|要(?:实施|建|达到|新增|引进|培育|完成|实现|超|力|突破|打造)|准备(?:设立|建|投|打造|引|用|拿)|(?:还要?|要|将)再?(?:新?增|招|建|投|扩|引|上)(?!长|幅|速|强|快)|有望|预计(?:到|将|明|未来|今年|全年|年内)|用\d+年时间|规划产能|(?:达产|投产|建成|完工|竣工)后|全面达产"
    r"|(?:将|还将|再)(?![^，。；]{1,24}?(?:合并|压缩|精简|缩短|压减|调整|纳入|列入|变)|开发|升级|生|制造|利用|就业|贷款|融资|保险|担保|[度次在以从对为与向会把军近用被由让使]|打破|持续|进一步|继续|立足|全面|[^，]{0,24}作为|[^，]{1,24}[由从])"
)
_DONE: Final = re.compile(r"已|累计|目前|完成了|实现了|上年|去年|超额|同比")
_BUILDS: Final = re.compile(
    "(?:打造|冲刺|冲击|剑指|迈向|奔向|挺进|培育形成)(?![了出成])(?![^，。；]*(?:已|成为))[^，。；]{0,24}$"
)
_PLANNED: Final = re.compile(r"^(?:并|还|将|再|要)?(?:打造|建设|培育|引进|形成|建成|实施)")


def aims(said: str, after: str) -> bool:
    """Whether words before the figure make it a goal.

    ``said`` is its segment up to the figure; ``after`` the rest of its clause tells the 将 of what
    will be from that of what was done (将6个环节合并为1个).
    """
    found = [match for match in _AIMS.finditer(said + after) if match.start() < len(said)]
    return bool(found) and not _DONE.search(said, found[-1].end())


def builds(setting: Setting) -> bool:
    """Whether a class such as 万亿级 is what is being built up: 打造万亿级产业."""
    return setting.figure.form is Form.CLASS and _BUILDS.search(setting.before) is not None


def is_done(said: str) -> bool:
    """Whether words before the figure say that it is there already."""
    return re.search("已|累计|目前|现有|截至|近年|上年|去年|同比|年来|以来", said) is not None


def goes_on_planning(said: str) -> bool:
    """Whether words after a target in the same sentence may state another one."""
    return not _DONE.search(said.replace("累计", "")) and not re.search("[。！？]", said)


def starts_plan(setting: Setting) -> bool:
    """Whether its clause begins as an item of a plan: 打造3个…高地 before 力争到2025年."""
    return bool(_PLANNED.match(setting.before))


def bound_before(setting: Setting) -> Bound | None:
    """A bound word that does not touch the figure: 约 of 约占全国的60%."""
    found = _LOOSE.search(setting.left)
    if found is None:
        return None
    return Bound.UP_TO if found["most"] or found["less"] else _LOOSE_BOUNDS[found["word"]]


_LOOSE: Final = re.compile(
    r"(?P<word>约|近|超过|超|不足)(?:占|为|全[国市省]|[^，、\d]{0,4}占)[^，、\d]{0,14}的?$"
    r"|(?P<less>不到|不足|不及)[^，、\d]{1,8}的$"
    r"|(?P<most>最高|最多|至多|不超过)(?:可(?:以)?)?(?:给予|奖励|奖补|补助|补贴|资助|支持|获得?|享受?|达|贷|申请)"
    r"[^，、\d]{0,8}$"
)
_LOOSE_BOUNDS: Final = {
    "约": Bound.ABOUT,
    "近": Bound.NEARLY,
    "超过": Bound.OVER,
    "超": Bound.OVER,
    "不足": Bound.UP_TO,
}

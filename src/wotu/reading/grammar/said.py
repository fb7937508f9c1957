"""What has been said so far: the metrics that later figures of a paragraph may be of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from wotu.reading.claim import Claim, ClaimKind
from wotu.reading.grammar.clauses import Setting
from wotu.reading.grammar.figure import Figure, Form
from wotu.reading.grammar.phrases import LINK, WAY
from wotu.reading.grammar.units import UNIT_KIND

_AMONG: Final = re.compile("(?P<noun>[^，]{2,40}?)[在从][^，]{0,12}")
_LASTING: Final = re.compile("(?P<noun>[^，]{2,40}?)连续")
_FIELDS: Final = ("高新区", "经开区", "开发区", "城市", "园区", "县")
_UNRANKED: Final = frozenset({Form.RANK, Form.ORDINAL, Form.SET, Form.CLASS, Form.ROW})


@dataclass
class Said:
    """Metrics of the claims before, of the paragraph and of the sentence."""

    chained: str | None = None
    """Metric of the last amount of the paragraph."""
    latest: str | None = None
    """Metric of the claim before in the sentence."""
    unit: str = ""
    """Unit of the claim before in the sentence."""
    ranked_by: str = ""
    """What the last rank of the sentence was by."""
    fronted: str = ""
    """What stands before the first figure of the clause."""
    amounts: bool = False
    """Whether the sentence has stated an amount of which a rank may be."""
    counted: dict[str, str] = field(default_factory=dict)
    """What the sentence counted last, by unit."""

    def begin_paragraph(self) -> None:
        """Nothing of a paragraph is carried on to the next one."""
        self.chained = None

    def begin_sentence(self) -> None:
        """Only amounts are carried on to the next sentence."""
        self.latest, self.unit, self.ranked_by, self.fronted = None, "", "", ""
        self.amounts, self.counted = False, {}

    def chain(self, figure: Figure, kind: ClaimKind) -> str | None:
        """The metric of which a figure is where its clause names none."""
        # A duration without a noun is of the duration before: 用时87天，缩短了62天.
        lasts = UNIT_KIND.get(figure.unit) == "duration" and self.latest
        moves = figure.unit == "位" and kind is ClaimKind.CHANGE_ABS  # 较上年前移3位
        chained = self.latest if lasts or moves else self.chained
        if kind is ClaimKind.CHANGE_ABS:
            return self.counted.get(figure.unit, chained)  # 48个项目，完成率96%，增加18个
        return chained

    def continued(self, setting: Setting, written: str) -> str | None:
        """The metric of a figure that only goes on with the one before it in the clause."""
        if not setting.follows:
            return None
        if WAY.match(written) and setting.figure.unit == self.unit:
            return self.latest  # 由23天压缩到9天: both ends are of one thing
        if setting.figure.form is Form.RANK:
            among = _AMONG.fullmatch(self.fronted)
            if among:
                return among[
                    "noun"
                ]  # 竞争力在全国215个园区中排名第一: not the rank of their number
            if len(written) <= 4 and (setting.listed or written in {"和", "与", "及"}):
                return self.ranked_by  # 列全省第3位、苏南第1位
        lasting = _LASTING.fullmatch(self.fronted)
        if lasting and (setting.figure.form is Form.RANK or not LINK.sub("", written)):
            return lasting["noun"]  # 产值连续三年超1600亿元
        return None

    def add(self, setting: Setting, kind: ClaimKind, claim: Claim) -> None:
        """A claim that the sentence has stated; ``kind`` is its kind were it no target."""
        self.latest, self.unit = claim.metric, setting.figure.unit
        if setting.figure.form is Form.RANK:
            self.ranked_by = claim.metric
        if kind is ClaimKind.LEVEL and setting.figure.form is Form.QUANTITY:
            self.counted[setting.figure.unit] = claim.metric
        if claim.metric and _names_metric(setting, kind):
            self.chained = claim.metric.removesuffix("年均增长") or None
        self.amounts = self.amounts or _may_be_ranked(claim)


def _may_be_ranked(claim: Claim) -> bool:
    """Whether a rank after a claim may be of its metric: not of 178家国家高新区, the field."""
    amount = claim.kind in {ClaimKind.LEVEL, ClaimKind.CHANGE_PCT, ClaimKind.SHARE}
    return amount and not claim.metric.removesuffix("中").endswith(_FIELDS)


def _names_metric(setting: Setting, kind: ClaimKind) -> bool:
    """Whether later growth, shares and ranks may be of this figure's metric."""
    figure = setting.figure
    if kind is ClaimKind.SHARE and "（" in setting.before and "）" not in setting.before:
        return False  # 工业投资75亿元（占总投资的32%），增长103%
    if figure.form in _UNRANKED:
        return False
    moves = figure.unit == "位" and kind is ClaimKind.CHANGE_ABS
    return kind is not ClaimKind.DURATION and figure.unit != "百分点" and not moves

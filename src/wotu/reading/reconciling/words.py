"""What kinds, bounds, reviews, formats and differences are called by people."""

from __future__ import annotations

from typing import Final

from wotu.packs.schema import Label
from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.document import Format
from wotu.reading.reconciling.findings import FindingKind, Severity
from wotu.reading.reconciling.statements import Difference
from wotu.reading.reviews import Review

KIND_LABELS: Final[dict[ClaimKind, Label]] = {
    ClaimKind.LEVEL: Label(zh="数值", en="Level"),
    ClaimKind.CHANGE_PCT: Label(zh="增速", en="Growth"),
    ClaimKind.CHANGE_ABS: Label(zh="增量", en="Change"),
    ClaimKind.SHARE: Label(zh="占比", en="Share"),
    ClaimKind.RANK: Label(zh="位次", en="Rank"),
    ClaimKind.RATIO: Label(zh="倍比", en="Ratio"),
    ClaimKind.DURATION: Label(zh="时长", en="Duration"),
    ClaimKind.TARGET: Label(zh="目标", en="Target"),
}

BOUND_LABELS: Final[dict[Bound, Label]] = {
    Bound.EXACT: Label(zh="确数", en="exact"),
    Bound.ABOUT: Label(zh="约", en="about"),
    Bound.NEARLY: Label(zh="近", en="nearly"),
    Bound.OVER: Label(zh="超", en="over"),
    Bound.UP_TO: Label(zh="至多", en="up to"),
    Bound.FIRST: Label(zh="首个", en="first"),
}

REVIEW_LABELS: Final[dict[Review, Label]] = {
    Review.OPEN: Label(zh="待审核", en="Open"),
    Review.ACCEPTED: Label(zh="已采纳", en="Accepted"),
    Review.CORRECTED: Label(zh="已更正", en="Corrected"),
    Review.REJECTED: Label(zh="已驳回", en="Rejected"),
}

FORMAT_LABELS: Final[dict[Format, Label]] = {
    Format.TEXT: Label(zh="文本", en="Text"),
    Format.HTML: Label(zh="网页", en="Web page"),
    Format.DOCX: Label(zh="Word", en="Word"),
    Format.PDF: Label(zh="PDF", en="PDF"),
}

DIFFERENCE_LABELS: Final[dict[Difference, Label]] = {
    Difference.SAME: Label(zh="一致", en="Same"),
    Difference.ROUNDING: Label(zh="取整差异", en="Rounding"),
    Difference.BOUND: Label(zh="约数相容", en="Consistent"),
    Difference.VINTAGE: Label(zh="前后版本", en="Revised"),
    Difference.SCOPE: Label(zh="口径不同", en="Other extent"),
    Difference.UNIT: Label(zh="单位有误", en="Unit"),
    Difference.CONFLICT: Label(zh="相互矛盾", en="Conflict"),
}

FINDING_LABELS: Final[dict[FindingKind, Label]] = {
    FindingKind.SHARE: Label(zh="占比合计", en="Shares"),
    FindingKind.PART: Label(zh="部分大于总数", en="Part over whole"),
    FindingKind.SUM: Label(zh="合计不符", en="Sum"),
    FindingKind.GROWTH: Label(zh="增速与数值不符", en="Growth"),
    FindingKind.WHOLE: Label(zh="占比与数值不符", en="Share of a whole"),
    FindingKind.NET: Label(zh="净增与存量不符", en="Net increase"),
    FindingKind.RANK: Label(zh="位次与数值不符", en="Rank"),
    FindingKind.PERIOD: Label(zh="时段有误", en="Period"),
    FindingKind.TWICE: Label(zh="前后不一", en="Given twice"),
}

SEVERITY_LABELS: Final[dict[Severity, Label]] = {
    Severity.IMPOSSIBLE: Label(zh="不可能", en="Impossible"),
    Severity.DOUBTFUL: Label(zh="存疑", en="Doubtful"),
}

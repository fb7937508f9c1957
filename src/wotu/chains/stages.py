"""Stages that drugs and medical devices pass on their way to the market, and how long they take.

Names and order of stages follow 药品注册管理办法 (2020), 医疗器械注册与备案管理办法 (2021) and
创新医疗器械特别审查程序 (2018). The periods below are those of the same texts, from memory (sure of
the numbers, less of the articles); a clock that stops for supplements is not counted in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wotu.packs.schema import Label


class Stage(StrEnum):
    """The codes of the list ``product_stages``."""

    PRECLINICAL = "preclinical"
    IND_FILED = "ind_filed"
    TRIAL_APPROVED = "trial_approved"
    PHASE_1 = "phase_1"
    PHASE_2 = "phase_2"
    PHASE_3 = "phase_3"
    NDA_FILED = "nda_filed"
    DEVELOPMENT = "development"
    INNOVATIVE_REVIEW = "innovative_review"
    TYPE_TEST = "type_test"
    CLINICAL_EVALUATION = "clinical_evaluation"
    REGISTRATION_FILED = "registration_filed"
    APPROVED = "approved"
    PAUSED = "paused"
    TERMINATED = "terminated"


class Track(StrEnum):
    """What law a product is registered under."""

    DRUG = "drug"
    DEVICE = "device"


WAYS: Final[dict[Track, tuple[Stage, ...]]] = {
    Track.DRUG: (
        Stage.PRECLINICAL,
        Stage.IND_FILED,
        Stage.TRIAL_APPROVED,
        Stage.PHASE_1,
        Stage.PHASE_2,
        Stage.PHASE_3,
        Stage.NDA_FILED,
        Stage.APPROVED,
    ),
    Track.DEVICE: (
        Stage.DEVELOPMENT,
        Stage.INNOVATIVE_REVIEW,
        Stage.TYPE_TEST,
        Stage.CLINICAL_EVALUATION,
        Stage.REGISTRATION_FILED,
        Stage.APPROVED,
    ),
}
"""The stages of each track in their order."""

HALTS: Final = (Stage.PAUSED, Stage.TERMINATED)
"""Records that stop a product where it is."""

ASIDE: Final = (Stage.INNOVATIVE_REVIEW,)
"""A title that a device may win at any time before its registration: it never leads back."""

ORDER: Final[dict[str, int]] = {
    stage.value: place for way in WAYS.values() for place, stage in enumerate(way)
} | {Stage.APPROVED.value: max(len(way) for way in WAYS.values())}
"""How far along its way each stage is; approval is furthest on both."""

WORKING_DAYS_A_YEAR: Final = 250


@dataclass(frozen=True)
class StageLimit:
    """How long a stage may take by an official text."""

    days: int
    source: str
    says: Label


def _working(days: int) -> int:
    return round(days * 365 / WORKING_DAYS_A_YEAR)


def _review(working_days: int, source: str) -> StageLimit:
    says = Label(
        zh=f"审评审批时限 {working_days} 个工作日（补充资料的时间不计）",
        en=f"{working_days} working days of review, time for supplements not counted",
    )
    return StageLimit(_working(working_days), source, says)


_LAPSE: Final = Label(
    zh="获准后三年内无受试者入组，许可自行失效",
    en="The permission lapses when nobody has been enrolled for three years",
)

LIMITS: Final[dict[tuple[str, str | None], StageLimit]] = {
    (Stage.IND_FILED, None): _review(60, "药品注册管理办法（2020）第二十三条"),
    (Stage.TRIAL_APPROVED, None): StageLimit(3 * 365, "药品注册管理办法（2020）第三十二条", _LAPSE),
    (Stage.NDA_FILED, None): _review(200, "药品注册管理办法（2020）第九十六条"),
    (Stage.REGISTRATION_FILED, "device_3"): _review(
        90, "医疗器械注册与备案管理办法（2021）关于技术审评时限的规定"
    ),
    (Stage.REGISTRATION_FILED, "device_2"): _review(
        60, "医疗器械注册与备案管理办法（2021）关于技术审评时限的规定"
    ),
}
"""By stage and class of registration (null: of any class)."""


def limit_of(stage: str, registration_class: str | None) -> StageLimit | None:
    """The official limit of a stage, None where no text sets one."""
    return LIMITS.get((stage, registration_class)) or LIMITS.get((stage, None))

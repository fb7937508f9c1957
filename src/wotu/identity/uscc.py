"""统一社会信用代码: the eighteen characters that identify a firm (GB 32100-2015).

A code is rejected on length, alphabet and position 18. The check of the organisation code inside
(position 17) is a warning only: codes were issued in which it fails. ``stdnum.cn.uscc`` is not
used, because it rejects the departments A, N and Y.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from wotu.identity.code_text import checked, normalise_code, normalised_code, values_of_bytes
from wotu.identity.organisation_code import is_organisation_code

__all__ = [
    "DEPARTMENTS",
    "CodeFault",
    "CodeInspection",
    "check_character",
    "has_valid_check",
    "inspect_code",
    "normalise_code",
    "normalised_code",
]

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
SHAPE: Final = f"^[{ALPHABET}]{{18}}$"

DEPARTMENTS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "1": ("机构编制", {"1": "机关", "2": "事业单位", "3": "编办直接管理的群众团体", "9": "其他"}),
    "2": ("外交", {"1": "外国常驻新闻机构", "9": "其他"}),
    "3": (
        "司法行政",
        {"1": "律师执业机构", "2": "公证处", "3": "基层法律服务所", "4": "司法鉴定机构"}
        | {"5": "仲裁委员会", "9": "其他"},
    ),
    "4": ("文化", {"1": "外国在华文化中心", "9": "其他"}),
    "5": ("民政", {"1": "社会团体", "2": "民办非企业单位", "3": "基金会", "9": "其他"}),
    "6": (
        "旅游",
        {"1": "外国旅游部门常驻代表机构", "2": "港澳台地区旅游部门常驻内地代表机构", "9": "其他"},
    ),
    "7": ("宗教", {"1": "宗教活动场所", "2": "宗教院校", "9": "其他"}),
    "8": ("工会", {"1": "基层工会", "9": "其他"}),
    "9": ("市场监管", {"1": "企业", "2": "个体工商户", "3": "农民专业合作社", "9": "其他"}),
    "A": ("军委改革和编制办公室", {"1": "军队事业单位", "9": "其他"}),
    "N": (
        "农业",
        {"1": "组级集体经济组织", "2": "村级集体经济组织", "3": "乡镇级集体经济组织", "9": "其他"},
    ),
    "Y": ("其他", {"1": "其他"}),
}
"""Registering department by position 1, and the kinds of position 2 within it.

Source:  GB 32100-2015 with amendment 1 of 2016, as two public summaries give its table.
"""

CodeFault = Literal["empty", "length", "character", "check_character"]
CodeWarning = Literal["organisation_code_check", "region_not_digits", "unknown_kind"]

_VALUES = values_of_bytes(ALPHABET)
_CHECKS = np.frombuffer(
    "".join(ALPHABET[-rest % 31] for rest in range(31)).encode(), dtype=np.uint8
)
_FORBIDDEN_LOOK_ALIKES = {"O": "0", "I": "1", "S": "5", "Z": "2", "V": "UY"}
_LEGAL_LOOK_ALIKES = {"0": "DQ", "D": "0", "Q": "0", "1": "L", "L": "1", "8": "B", "B": "8"}


@dataclass(frozen=True, slots=True)
class CodeInspection:
    """What is wrong with a code, and what it says where nothing is."""

    normalised: str
    reason: CodeFault | None = None
    """Null where the code is valid."""
    suggestion: str | None = None
    """The only code made by look-alike replacement whose check holds; for a person to confirm."""
    warnings: tuple[CodeWarning, ...] = ()
    """What looks odd in a valid code without being wrong by the standard."""
    region: str | None = None
    """Positions 3 to 8, GB/T 2260 or the code of a zone's own registry."""
    department: str | None = None
    """Who registered it, in Chinese; null where the letter is not in the standard."""
    kind: str | None = None
    """Kind within the department, in Chinese."""

    @property
    def valid(self) -> bool:
        """Whether length, alphabet and check character are right."""
        return self.reason is None


def check_character(body: str) -> str:
    """Position 18 for the first seventeen characters.

    Raises:  ValueError where a character is not in the alphabet (no I, O, S, V, Z).
    Source:  GB 32100-2015: ``31 - (sum of value times 3^(i-1) mod 31)``, 31 counts as 0.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def inspect_code(text: str | None) -> CodeInspection:
    """Inspection of one code as written in a file, null and blank included.

    >>> inspect_code("91440300I92203821 6").suggestion
    '914403001922038216'
    """
    code = normalise_code(text or "")
    reason = _fault_of(code)
    if reason is None:
        return _reading_of(code)
    suggestion = _suggestion_for(code) if reason in ("character", "check_character") else None
    return CodeInspection(code, reason, suggestion)


def has_valid_check(expr: pl.Expr) -> pl.Expr:
    """Boolean column: eighteen normalised characters whose check holds; null for null.

    Normalise first: ``has_valid_check(normalised_code(pl.col("uscc")))``.
    """

    def holds(matrix: npt.NDArray[np.uint8]) -> Any:
        sums = _VALUES[matrix[:, :17]] @ np.array(WEIGHTS)
        return _CHECKS[sums % 31] == matrix[:, 17]

    return checked(expr, SHAPE, 18, holds)


def _fault_of(code: str) -> CodeFault | None:
    if not code:
        return "empty"
    if len(code) != 18:
        return "length"
    if any(char not in ALPHABET for char in code):
        return "character"
    return None if check_character(code[:17]) == code[17] else "check_character"


def _reading_of(code: str) -> CodeInspection:
    department, kinds = DEPARTMENTS.get(code[0], (None, {}))
    kind = kinds.get(code[1])
    region = code[2:8]
    odd: dict[CodeWarning, bool] = {
        "organisation_code_check": not is_organisation_code(code[8:17]),
        "region_not_digits": not region.isdecimal(),
        "unknown_kind": kind is None,
    }
    warnings = tuple(warning for warning, found in odd.items() if found)
    return CodeInspection(code, warnings=warnings, region=region, department=department, kind=kind)


def _suggestion_for(code: str) -> str | None:
    """The only passing replacement; none where several pass or the code is beyond guessing."""
    if any(char not in ALPHABET for char in code):
        options = product(*(_FORBIDDEN_LOOK_ALIKES.get(char, char) for char in code))
        passing = {"".join(option) for option in options}
    else:  # a legal letter misread: one in 31 passes by chance, so nothing else may look odd
        passing = {
            code[:place] + other + code[place + 1 :]
            for place, char in enumerate(code)
            for other in _LEGAL_LOOK_ALIKES.get(char, "")
        }
        passing = {other for other in passing if not _reading_of(other).warnings}
    passing = {other for other in passing if _fault_of(other) is None}
    return passing.pop() if len(passing) == 1 else None

"""Which of several statements is taken where nobody has settled it."""

from __future__ import annotations

import re
from typing import Final

from wotu.reading.reconciling.statements import LAKE, Statement
from wotu.reading.reconciling.written import significant_digits

_BULLETIN: Final = re.compile("公报|年鉴|统计月报|统计快报|核实|statistical (?:bulletin|yearbook)")
_PLAN: Final = re.compile("规划|计划|行动方案|工作报告|实施方案|纲要|工作要点|\\bplan\\b")


def precedence(statement: Statement) -> tuple[int, int, int, str]:
    """Sorts statements, the one taken first: register, bulletin, plan, then all other texts.

    Within one kind the later publication comes first (none last), then more written digits; the
    kind of a document is told from its name.
    """
    day = statement.published
    return (
        source_rank(statement),
        -day.toordinal() if day else 0,
        -significant_digits(statement.claim),
        statement.id,
    )


def source_rank(statement: Statement) -> int:
    """0 for the lake, 1 for a bulletin, 2 for a plan or report, 3 for any other text."""
    if statement.source == LAKE:
        return 0
    name = statement.source_name.casefold()
    return 1 if _BULLETIN.search(name) else 2 if _PLAN.search(name) else 3

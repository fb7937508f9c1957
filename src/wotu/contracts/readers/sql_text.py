"""Judging the text of a query: one SELECT, and names quoted as SQL wants them."""

from __future__ import annotations

import re
from typing import Final

from wotu.contracts.readers.refusals import refusal

_QUIET: Final = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | (\$\w*\$).*?\1 | --[^\n]* | /\*.*?\*/""",
    re.VERBOSE | re.DOTALL,
)
"""Literals, quoted names and comments: what they hold is not SQL."""


def quoted_name(name: str) -> str:
    """A table name, with its schema where one is given, quoted part by part.

    >>> quoted_name('stat.企业"表')
    '"stat"."企业""表"'
    """
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def check_single_select(query: str, shown: str) -> None:
    """Nothing, where the text is one SELECT (or WITH … SELECT).

    The database is opened read-only besides; this check gives the clear message.
    Raises:  UnreadableFileError.
    """
    bare = _QUIET.sub(" ", query).strip().rstrip(";").strip()
    first = (re.findall(r"^\(*\s*(\w+)", bare) or [""])[0].lower()
    if ";" in bare:
        raise refusal("not_a_select", shown, found="有多条语句", found_en="several statements")
    if first not in {"select", "with"}:
        found = first.upper() or "?"
        raise refusal(
            "not_a_select", shown, found=f"以 {found} 开头", found_en=f"begins with {found}"
        )

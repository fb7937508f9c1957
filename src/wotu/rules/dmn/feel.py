"""FEEL unary tests as expressions of the rule language.

Literals, comparisons, ranges, lists, ``not()``, days and ``null`` are understood; everything else
is refused, so that nothing is translated by a guess.

Source:  OMG, Decision Model and Notation 1.3, chapter 10 (grammar rules 7 to 18).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from wotu.errors import WotuError

_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)")
_DAY = re.compile(r'(?:date\(\s*"(\d{4}-\d{2}-\d{2})"\s*\)|@"(\d{4}-\d{2}-\d{2})")')
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_RANGE = re.compile(r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])")
_COMPARISON = re.compile(r"(<=|>=|!=|<|>|=)\s*(.+)")


class FeelError(WotuError):
    """A cell that cannot be translated."""

    kind = "feel"


@dataclass(frozen=True)
class Operand:
    """What a column's tests are about: an expression, the unit that its numbers are in, and how
    a text becomes a code."""

    expression: str
    unit: str = ""
    code_of: Callable[[str], str] = lambda text: text

    def literal(self, text: str) -> str:
        """A FEEL literal in the rule language.

        Raises:  FeelError for anything but a number, a text, a day or a truth value.
        """
        text = text.strip()
        if _NUMBER.fullmatch(text):
            number = f"0{text}" if text.startswith(".") else text
            return f"{number} {self.unit}".strip()
        if day := _DAY.fullmatch(text):
            return day[1] or day[2]
        if word := _TEXT.fullmatch(text):
            return f"'{self.code_of(word[1])}'"
        if text in {"true", "false"}:
            return text
        raise FeelError(
            f"“{text}” 不是数字、文字、日期或真假。"
            f" '{text}' is no number, text, day or truth value."
        )


def unary_tests(text: str, operand: Operand) -> str | None:
    """The condition of a cell on ``operand``; None where the cell does not ask anything.

    >>> unary_tests("[10..20)", Operand("share"))
    'share >= 10 and share < 20'

    Raises:  FeelError.
    """
    text = text.strip()
    if text in {"", "-"}:
        return None
    if inner := re.fullmatch(r"not\s*\((.*)\)", text, re.DOTALL):
        inside = unary_tests(inner[1], operand)
        if inside is None:
            raise FeelError("not() 里没有内容。 not() holds nothing.")
        return f"not ({inside})"
    parts = _split(text)
    words = [_TEXT.fullmatch(part) for part in parts]
    if len(parts) > 1 and all(words):
        codes = ", ".join(operand.literal(part) for part in parts)
        return f"{operand.expression} in ({codes})"
    tests = [_test(part, operand) for part in parts]
    if len(tests) == 1:
        return tests[0]
    return " or ".join(f"({test})" if " and " in test else test for test in tests)


def _test(text: str, operand: Operand) -> str:
    name = operand.expression
    if text == "null":
        return f"{name} is unknown"
    if text == "true":
        return name
    if text == "false":
        return f"not {name}"
    if between := _RANGE.fullmatch(text):
        opens, low, high, closes = between.groups()
        above = ">=" if opens == "[" else ">"
        below = "<=" if closes == "]" else "<"
        first, second = operand.literal(low), operand.literal(high)
        return f"{name} {above} {first} and {name} {below} {second}"
    if compared := _COMPARISON.fullmatch(text):
        return f"{name} {compared[1]} {operand.literal(compared[2])}"
    return f"{name} = {operand.literal(text)}"


def _split(text: str) -> list[str]:
    """Parts between commas that stand outside quotes and brackets."""
    parts, depth, quoted, start = [], 0, False, 0
    for place, sign in enumerate(text):
        if sign == '"' and text[place - 1 : place] != "\\":
            quoted = not quoted
        elif not quoted and sign == "(":
            depth += 1
        elif not quoted and sign == ")":
            depth -= 1
        elif not quoted and sign == "," and depth <= 0:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()]

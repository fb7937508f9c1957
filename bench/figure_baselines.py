"""What plain means find of the figures in a text: a regular expression, and JioNLP's parsers.

Both give claims with figure and unit only. JioNLP (money and time) lives in the peers' environment;
``python bench/figure_baselines.py`` there reads texts as JSON and prints what it found.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

PEERS: Final = Path(__file__).resolve().parents[1] / ".venv-peers" / "bin" / "python"

_FACTORS: Final = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
                   "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}  # fmt: skip
_FIGURE: Final = re.compile(
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<factor>万亿|千亿|百亿|千万|百万|[亿万千])?(?:余|多)?"
    r"\s*(?P<unit>个?百分点|平方公里|平方千米|平方米|公里|美元|元|家|个|件|项|人|名|%|％|年|月|天|"
    r"小时|分钟|次|位|倍|亩|吨|辆|台|套|座|所|张|种|条|支|款|户|岁|克)"
)
_SAME_UNIT: Final = {"个百分点": "百分点", "平方千米": "平方公里", "％": "%"}
_TIME_UNITS: Final = {"year": "年", "month": "月", "day": "天", "hour": "小时", "minute": "分钟"}


class Found(NamedTuple):
    """What a baseline found in all texts, and in how many seconds."""

    claims: list[dict[str, Any]]
    seconds: float
    start_s: float = 0.0
    """Seconds until it was ready."""


class Unbroken(NamedTuple):
    """A text without blanks and line breaks, and the place of each character in the original."""

    text: str
    origin: list[int]


def unbroken(text: str) -> Unbroken:
    """In favour of the baselines: newspaper text breaks lines inside figures."""
    origin = [place for place, char in enumerate(text) if not char.isspace()]
    return Unbroken("".join(text[place] for place in origin), origin)


def by_expression(texts: Mapping[str, str]) -> Found:
    """Digits, a factor and a unit, as anybody would write it in a minute."""
    plain = {doc: unbroken(text) for doc, text in texts.items()}
    began = time.process_time()
    claims = [
        _claim(doc, found) for doc, (text, _) in plain.items() for found in _FIGURE.finditer(text)
    ]
    return Found(_placed(claims, plain), time.process_time() - began)


def _placed(claims: list[dict[str, Any]], plain: Mapping[str, Unbroken]) -> list[dict[str, Any]]:
    """Claims with places of the original text."""
    for claim in claims:
        origin = plain[claim["doc"]].origin
        claim["start"], claim["end"] = origin[claim["start"]], origin[claim["end"] - 1] + 1
    return claims


def _claim(doc: str, found: re.Match[str]) -> dict[str, Any]:
    figure = Decimal(found["number"].replace(",", "")) * _FACTORS[found["factor"] or ""]
    unit = _SAME_UNIT.get(found["unit"], found["unit"])
    place = {"start": found.start(), "end": found.end()}
    return {"doc": doc, **place, "figure": f"{figure.normalize():f}", "unit": unit}


def by_jionlp(texts: Mapping[str, str]) -> Found | None:
    """Money and times by JioNLP; None where the peers' environment has none."""
    if not PEERS.is_file():
        return None
    plain = {doc: unbroken(text) for doc, text in texts.items()}
    asked = json.dumps({doc: text for doc, (text, _) in plain.items()})
    done = subprocess.run(
        [PEERS, __file__], input=asked, capture_output=True, text=True, timeout=3600
    )
    if done.returncode:
        return None
    found = Found(**json.loads(done.stdout.splitlines()[-1]))
    return found._replace(claims=_placed(found.claims, plain))


def _run_jionlp() -> None:
    """In the peers' environment: texts from standard input, what was found to standard output."""
    texts = json.load(sys.stdin)
    began = time.process_time()
    import jionlp  # type: ignore[import-not-found]  # of the peers' environment

    jionlp.ner.extract_money("一元", with_parsing=True)
    jionlp.ner.extract_time("今年", time_base=time.time(), with_parsing=True)
    ready = time.process_time()
    claims = [claim for doc, text in texts.items() for claim in _jionlp_claims(jionlp, doc, text)]
    seconds = time.process_time() - ready
    print(json.dumps({"claims": claims, "seconds": seconds, "start_s": ready - began}))


def _jionlp_claims(jionlp: Any, doc: str, text: str) -> list[dict[str, Any]]:
    """Sums of money and lengths of time; points of time are dates, no figures."""
    claims = []
    for found in jionlp.ner.extract_money(text, with_parsing=True):
        number = found["detail"]["num"]
        low, high = number if isinstance(number, list) else (number, None)
        claims.append((found["offset"], low, high, found["detail"]["case"]))
    for found in jionlp.ner.extract_time(text, time_base=time.time(), with_parsing=True):
        length = found["detail"]["time"]
        if found["type"] == "time_delta" and isinstance(length, dict):
            claims += [
                (found["offset"], str(number), None, _TIME_UNITS[unit])
                for unit, number in length.items()
                if unit in _TIME_UNITS and not isinstance(number, list)
            ]
    return [
        {"doc": doc, "start": start, "end": end, "figure": low, "figure_max": high, "unit": unit}
        for (start, end), low, high, unit in claims
    ]


if __name__ == "__main__":
    _run_jionlp()

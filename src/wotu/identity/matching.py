"""Finding the firm that a mention means, by its name alone.

A mention may be a full name with a slip, other brackets, a former place or no legal form, or a
short name (简称) as the stock exchanges give them: 国农科技 for 深圳中国农大科技股份有限公司.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from wotu.identity.evidence import full_evidence, short_evidence
from wotu.identity.layouts import layout_of
from wotu.identity.match_model import (
    FULL,
    SAME_DISTRICT,
    SHORT,
    Model,
    Verdict,
    probabilities,
)
from wotu.identity.mentions import Mention, read_mention
from wotu.identity.names import is_branch_name, normalise_name, normalised_name
from wotu.identity.places import same_place
from wotu.identity.postings import Postings, pieces_of

COMPARED_SHORT: Final = 60
"""Names looked at closely for a short name; the right one is among them in 99.6 of 100."""

COMPARED_FULL: Final = 20
"""Names looked at closely for a full name with a slip."""

DECISIONS: Final = pl.Schema(
    {
        "verdict": pl.String(),
        "firm_id": pl.String(),
        "name": pl.String(),
        "score": pl.Float64(),
        "reasons": pl.List(pl.String()),
    }
)
"""Columns that :meth:`NameIndex.decide_many` adds."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm that a mention may mean."""

    firm_id: str
    name: str
    """Its registered or former name that came nearest, normalised."""
    score: float
    """Probability (0-1) that the firm is meant, by the model."""
    reasons: tuple[str, ...]
    """``fact:value``, the most telling first; facts are those of ShortEvidence and FullEvidence,
    same_name, same_district and other_district."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Which firm a mention means, or why that is left to a person."""

    verdict: Verdict
    firm_id: str | None
    """Only where matched."""
    candidates: tuple[Candidate, ...]
    """The likeliest firms, the best first."""
    share: float = 0.0
    """Probability (0-1) of the best firm where somebody is meant: its margin over the others."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Evidence of one mention against the names that are likest; a name may have two rows."""

    model: Model
    names: npt.NDArray[np.int64]
    evidence: npt.NDArray[np.float64]
    """Columns as ``model.facts``."""
    rarity: float
    """Summed rarity of the mention's characters and pairs."""


class NameIndex:
    """Names of firms, made ready for looking up mentions.

    Build with :meth:`build`; an index does not change. About 1.4 kB of memory a name.
    """

    def __init__(self, names: pl.DataFrame, districts: dict[str, tuple[str, ...]]) -> None:
        """``names``: firm_id, name, bare (no brackets), is_branch; one row a firm and name."""
        self._districts = districts
        self._firms_in = Counter(place for places in districts.values() for place in places)
        self._firm_ids: list[str] = names["firm_id"].to_list()
        self._names: list[str] = names["name"].to_list()
        self._postings = Postings.build(names["bare"].to_list())
        self._rarity = lru_cache(maxsize=1 << 17)(self._postings.rarity)
        joint_stock = names["bare"].str.contains("股份").to_numpy()
        length = names["bare"].str.len_chars().to_numpy()
        self._standing = (2.0 * joint_stock - 0.1 * length).astype(np.float32)
        self._is_branch: npt.NDArray[np.bool_] = names["is_branch"].to_numpy()
        bearers = names.group_by("bare").agg(pl.col("firm_id").unique().sort(), "name")
        self._bearers = bearers.with_columns(pl.col("name").list.first())
        self._bearers_of: dict[str, tuple[list[str], str]] = {
            bare: (firm_ids, name)
            for bare, firm_ids, name in self._bearers.select("bare", "firm_id", "name").iter_rows()
        }

    @classmethod
    def build(cls, table: pl.DataFrame) -> NameIndex:
        """Index of ``firm_id`` and ``name``, one row or more a firm.

        Optional columns: ``other_names`` (list of former names and aliases) and ``district``
        (GB/T 2260 code or written place). Rows without a name are left out.
        Raises:  ValueError above two million names.
        """
        if "other_names" in table.columns:
            named = pl.concat_list(pl.col("name"), pl.col("other_names").fill_null([]))
            table = table.with_columns(name=named).explode("name")
        name = normalised_name(pl.col("name"))
        names = (
            table.select(pl.col("firm_id").cast(pl.String), name=name)
            .with_columns(bare=bare_name(pl.col("name")), is_branch=is_branch_name(pl.col("name")))
            .filter(pl.col("bare").str.len_chars() > 0)
            .unique(["firm_id", "bare"], keep="first", maintain_order=True)
        )
        return cls(names, _districts_of(table))

    def find(
        self, mention: str | None, *, district: str | None = None, limit: int = 5
    ) -> list[Candidate]:
        """The firms that ``mention`` may mean, the likeliest first."""
        return list(self._judge(mention or "", district, limit).candidates)

    def decide(
        self, mention: str | None, district: str | None = None, *, limit: int = 5
    ) -> Decision:
        """Which firm ``mention`` means: matched, doubtful (for a person) or none."""
        return self._judge(mention or "", district, limit)

    def decide_many(self, mentions: pl.DataFrame) -> pl.DataFrame:
        """``mentions`` (column ``mention``, optionally ``district``) with the columns DECISIONS.

        Each row is decided by itself, as :meth:`decide` would; names written alike at once.
        """
        asked = [name for name in ("mention", "district") if name in mentions.columns]
        distinct = mentions.select(asked).unique(maintain_order=True)
        bare = bare_name(normalised_name(pl.col("mention")))
        single = self._bearers.filter(pl.col("firm_id").list.len() == 1)
        same = distinct.with_columns(bare=bare).join(
            single.explode("firm_id"), on="bare", how="left", maintain_order="left"
        )
        rows = [
            _decision_row(self.decide(*row[: len(asked)])) if row[-2] is None else _same_row(row)
            for row in same.select(*asked, "firm_id", "name").iter_rows()
        ]
        decided = distinct.hstack(pl.DataFrame(rows, schema=DECISIONS, orient="row"))
        return mentions.join(decided, on=asked, how="left", nulls_equal=True, maintain_order="left")

    def has_name(self, text: str) -> bool:
        """Whether a firm bears exactly this name, brackets apart."""
        return _bare(normalise_name(text)) in self._bearers_of

    def firm_ids(self, names: npt.NDArray[np.int64]) -> list[str]:
        """The firm of each of the ``names`` of a comparison."""
        return [self._firm_ids[row_id] for row_id in names]

    def compare(self, mention: Mention) -> Comparison:
        """Evidence of a mention against the names that are likest to it."""
        rows, ids = [], []
        own = sum(map(self._rarity, sorted(pieces_of(mention.text))))
        for reading in mention.readings:
            likeness = self._postings.likeness(reading)
            for row_id in self._likest(likeness, mention):
                layout = layout_of(self._names[row_id])
                alike = float(likeness[row_id])
                if mention.is_full:
                    lost = 1 - alike / own if own else 0.0
                    rows.append(tuple(full_evidence(mention.parts, layout, lost)))
                else:
                    written_out = reading != mention.text
                    rows.append(
                        short_evidence(reading, layout, alike, self._rarity, expanded=written_out)
                    )
                ids.append(row_id)
        model = FULL if mention.is_full else SHORT
        evidence = np.array(rows, dtype=np.float64).reshape(len(ids), len(model.facts))
        return Comparison(model, np.array(ids, dtype=np.int64), evidence, own)

    def _judge(self, text: str, district: str | None, limit: int) -> Decision:
        if namesakes := self._namesakes(text, district):
            firm_id = namesakes[0].firm_id if len(namesakes) == 1 else None
            verdict: Verdict = "matched" if firm_id else "doubtful"
            return Decision(verdict, firm_id, namesakes[:limit], namesakes[0].score)
        mention = read_mention(text)
        if len(mention.text) < 2:
            return Decision("none", None, ())
        compared = self.compare(mention)
        utilities = compared.model.utilities(compared.evidence)
        signs = [self._district_sign(row_id, district) for row_id in compared.names]
        utilities += self._district_utilities(signs, district)
        rows = self._best_row_of_each_firm(compared.names, utilities)
        if not rows:
            return Decision("none", None, ())
        nobody_utility = compared.model.nobody_utility(compared.rarity)
        *scores, nobody = probabilities([*utilities[rows], nobody_utility])
        share = scores[0] / sum(scores)
        verdict = compared.model.verdict(share, nobody, compared.evidence[rows[0]])
        candidates = tuple(
            self._candidate(compared, row, score, signs[row])
            for row, score in zip(rows[:limit], scores, strict=False)
        )
        firm_id = self._firm_ids[compared.names[rows[0]]] if verdict == "matched" else None
        return Decision(verdict, firm_id, candidates, share)

    def _namesakes(self, text: str, district: str | None) -> tuple[Candidate, ...]:
        """The firms that bear exactly this name, brackets apart; where a district tells, one."""
        firms, name = self._bearers_of.get(_bare(normalise_name(text)), ([], ""))
        if len(firms) > 1 and district:
            there = [firm for firm in firms if self._sign(firm, district) > 0]
            firms = there if len(there) == 1 else firms
        score = 1 / len(firms) if firms else 0.0
        return tuple(Candidate(firm, name, score, ("same_name:1",)) for firm in firms)

    def _likest(self, likeness: npt.NDArray[np.float32], mention: Mention) -> list[int]:
        """Ids of the names worth a close look; branches only for mentions of branches."""
        few = len(likeness) <= COMPARED_FULL
        close = np.flatnonzero(few | (likeness > likeness.max(initial=0) / 4))
        if not mention.parts.branch:
            close = close[~self._is_branch[close]]
        count = COMPARED_FULL if mention.is_full else COMPARED_SHORT
        if len(close) > count:
            standing = likeness[close] + self._standing[close]
            close = np.sort(close[np.argpartition(-standing, count - 1)[:count]])
        return [int(row_id) for row_id in close]

    def _best_row_of_each_firm(
        self, names: npt.NDArray[np.int64], utilities: npt.NDArray[np.float64]
    ) -> list[int]:
        best: dict[str, int] = {}
        for row in np.argsort(-utilities, kind="stable"):
            best.setdefault(self._firm_ids[names[row]], int(row))
        return list(best.values())

    def _candidate(self, compared: Comparison, row: int, score: float, sign: int) -> Candidate:
        row_id = int(compared.names[row])
        reasons = compared.model.reasons(compared.evidence[row])
        if sign:
            reasons = ("same_district:1" if sign > 0 else "other_district:1", *reasons)
        return Candidate(self._firm_ids[row_id], self._names[row_id], score, reasons)

    def _district_sign(self, row_id: int, asked: str | None) -> int:
        return self._sign(self._firm_ids[row_id], asked) if asked else 0

    def _district_utilities(self, signs: list[int], asked: str | None) -> npt.NDArray[np.float64]:
        """What being in the district adds: the less, the more of the firms are there anyway."""
        if not any(signs):
            return np.zeros(len(signs))
        same = min(SAME_DISTRICT, -math.log(self._share_in(asked or "")))
        return np.array([{1: same, 0: 0.0, -1: -SAME_DISTRICT}[sign] for sign in signs])

    def _share_in(self, asked: str) -> float:
        """Share of the firms with a known district that are in this one; at least one firm's."""
        known = self._firms_in.values()
        there = sum(n for place, n in self._firms_in.items() if _is_in(place, asked))
        return max(there, 1) / max(sum(known), 1)

    def _sign(self, firm_id: str, asked: str) -> int:
        """1 where the firm is in the district, -1 where it is elsewhere, 0 where unknown."""
        known = self._districts.get(firm_id, ())
        if not known:
            return 0
        return 1 if any(_is_in(place, asked) for place in known) else -1


def _is_in(place: str, asked: str) -> bool:
    return place == asked or same_place(place, asked)


def _bare(name: str) -> str:
    return name.replace("(", "").replace(")", "")


def bare_name(name: pl.Expr) -> pl.Expr:
    """A normalised name without its brackets: 某某(集团)公司 and 某某集团公司 are one name."""
    return name.str.replace_all(r"[()]", "")


def _districts_of(table: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    if "district" not in table.columns:
        return {}
    stated = table.select(pl.col("firm_id", "district").cast(pl.String)).drop_nulls().unique()
    grouped = stated.group_by("firm_id").agg(pl.col("district").sort())
    return {firm_id: tuple(districts) for firm_id, districts in grouped.iter_rows()}


def _same_row(row: Sequence[Any]) -> tuple[Any, ...]:
    *_, firm_id, name = row
    return ("matched", firm_id, name, 1.0, ["same_name:1"])


def _decision_row(decision: Decision) -> tuple[Any, ...]:
    if not decision.candidates:
        return (decision.verdict, None, None, None, [])
    best = decision.candidates[0]
    return (decision.verdict, decision.firm_id, best.name, best.score, list(best.reasons))

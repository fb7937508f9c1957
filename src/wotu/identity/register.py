"""The register of firms: one firm for each real firm, and which firm every row is about.

Rows with a code are about the firm of that code. Rows without one are linked by the old
registration number, by what people decided, by a name that only one firm bears, or by likeness of
names; the doubtful wait for a person. Nothing is rewritten: the register is made anew from rows
and judgements each time, so a judgement can be withdrawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wotu.identity.judgements import Judgement, JudgementKind, canonical_ids
from wotu.identity.matching import Decision, NameIndex
from wotu.identity.name_text import normalised_name

REGISTRATION: Final = "firm_registration"

REFERENCE = "reference"
"""A name as it stands for a firm in rows without a code: normalised, with the division if any."""


@dataclass(frozen=True)
class Register:
    """Who is who.

    ``codes``: ``uscc`` and ``firm_id`` for every code met. ``references``: for every reference its
    ``firm_id`` (null while unlinked), ``how`` (registration_no, judged, same_name, likeness,
    own_firm, doubtful, unknown), ``rows``, ``contracts`` and for doubtful ones ``candidates``.
    """

    codes: pl.DataFrame
    references: pl.DataFrame

    def assign(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Rows with ``firm_id``; rows that are about no known firm are left out."""
        coded = rows.filter(pl.col("uscc").is_not_null()).join(
            self.codes.lazy(), on="uscc", how="inner"
        )
        linked = self.references.lazy().filter(pl.col("firm_id").is_not_null())
        named = (
            rows.filter(pl.col("uscc").is_null())
            .with_columns(reference_expr(rows.collect_schema().names()))
            .join(linked.select(REFERENCE, "firm_id"), on=REFERENCE, how="inner")
            .drop(REFERENCE)
        )
        return pl.concat([coded, named.select(coded.collect_schema().names())])

    @property
    def doubtful(self) -> pl.DataFrame:
        """References that wait for a person, the most rows first."""
        unlinked = pl.col("how").is_in(["doubtful", "unknown"])
        waiting = self.references.filter(unlinked | pl.col("candidates").is_not_null())
        return waiting.sort("rows", REFERENCE, descending=[True, False])


def reference_expr(columns: Sequence[str]) -> pl.Expr:
    """The reference of a row by its name and, where the contract has it, its division."""
    name = normalised_name(pl.col("firm_name"))
    if "division_code" not in columns:
        return name.alias(REFERENCE)
    division = pl.col("division_code").fill_null("")
    return pl.concat_str(name, division, separator="|").str.strip_suffix("|").alias(REFERENCE)


def build_register(rows: Mapping[str, pl.LazyFrame], judgements: Sequence[Judgement]) -> Register:
    """Make the register from the rows of all contracts.

    ``rows`` maps contracts to rows with ``uscc`` and ``firm_name`` at least. References of the
    register itself are decided first: those that are firms of their own can then be meant by the
    rows of other bureaus.
    """
    merged = canonical_ids(judgements)
    codes = _codes(rows, merged)
    names = _names(rows, codes)
    numbers = _registration_numbers(rows, codes)
    references = _references(rows)
    registered = pl.col("contracts").list.contains(REGISTRATION)
    own = _decide(references.filter(registered), names, numbers, judgements, merged)
    names = pl.concat([names, _own_names(own)]).unique(
        ["firm_id", "normalised"], keep="first", maintain_order=True
    )
    others = _decide(references.filter(~registered), names, numbers, judgements, merged)
    return Register(codes, pl.concat([own, others]).sort(REFERENCE))


def _own_names(decided: pl.DataFrame) -> pl.DataFrame:
    """Names of the firms that the register knows by name only, in the shape of ``_names``."""
    return decided.filter(pl.col("how") == "own_firm").select(
        uscc=pl.lit(None, dtype=pl.String),
        name="firm_name",
        division="division_code",
        firm_id="firm_id",
        normalised=normalised_name(pl.col("firm_name")),
    )


def _codes(rows: Mapping[str, pl.LazyFrame], merged: Mapping[str, str]) -> pl.DataFrame:
    stated = [frame.select("uscc").drop_nulls().unique() for frame in rows.values()]
    codes = pl.concat(stated).unique().sort("uscc").collect()
    return codes.with_columns(firm_id=pl.col("uscc").replace(merged) if merged else pl.col("uscc"))


def _names(rows: Mapping[str, pl.LazyFrame], codes: pl.DataFrame) -> pl.DataFrame:
    """Names that rows with a code give: firm_id, name, normalised, division; former names too."""
    parts = []
    for contract, frame in rows.items():
        coded = frame.filter(pl.col("uscc").is_not_null() & pl.col("firm_name").is_not_null())
        columns = frame.collect_schema().names()
        division = (
            pl.col("division_code") if "division_code" in columns else pl.lit(None, dtype=pl.String)
        )
        parts.append(coded.select("uscc", name="firm_name", division=division))
        if contract == REGISTRATION:
            former = coded.select(
                "uscc",
                name=pl.col("former_names").str.replace_all("[；、，,|]", ";").str.split(";"),
                division=division,
            )
            parts.append(former.explode("name").filter(pl.col("name").str.len_chars() > 1))
    names = pl.concat(parts).unique().collect().join(codes, on="uscc")
    return (
        names.with_columns(normalised=normalised_name(pl.col("name")))
        .group_by("firm_id", "normalised")
        .agg(pl.col("uscc", "name").min(), pl.col("division").drop_nulls().min())
        .select("uscc", "name", "division", "firm_id", "normalised")
        .sort("firm_id", "normalised")
    )


def _registration_numbers(rows: Mapping[str, pl.LazyFrame], codes: pl.DataFrame) -> pl.DataFrame:
    """Old registration numbers that stand beside a code: registration_no, firm_id."""
    if REGISTRATION not in rows:
        return pl.DataFrame(schema={"registration_no": pl.String, "firm_id": pl.String})
    return (
        rows[REGISTRATION]
        .select("registration_no", "uscc")
        .drop_nulls()
        .unique()
        .collect()
        .join(codes, on="uscc")
        .select("registration_no", "firm_id")
        .unique("registration_no", keep="none")
    )


def _references(rows: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """Distinct references: reference, firm_name, division, registration_no, rows, contracts."""
    parts = []
    for contract, frame in rows.items():
        columns = frame.collect_schema().names()

        def column(name: str, present: Sequence[str] = columns) -> pl.Expr:
            there = pl.col(name) if name in present else pl.lit(None, dtype=pl.String)
            return there.alias(name)

        nameless = pl.col("uscc").is_null() & pl.col("firm_name").is_not_null()
        parts.append(
            frame.filter(nameless).select(
                reference_expr(columns),
                "firm_name",
                column("division_code"),
                column("registration_no"),
                contract=pl.lit(contract),
            )
        )
    return (
        pl.concat(parts)
        .group_by(REFERENCE)
        .agg(
            pl.col("firm_name").min(),
            pl.col("division_code").drop_nulls().min(),
            pl.col("registration_no").drop_nulls().min(),
            rows=pl.len(),
            contracts=pl.col("contract").unique().sort(),
        )
        .sort(REFERENCE)
        .collect()
    )


def _decide(
    references: pl.DataFrame,
    names: pl.DataFrame,
    numbers: pl.DataFrame,
    judgements: Sequence[Judgement],
    merged: Mapping[str, str],
) -> pl.DataFrame:
    decided = _by_number_name_and_judgement(references, names, numbers, judgements, merged)
    rest = decided.filter(pl.col("how").is_null())
    settled = decided.filter(pl.col("how").is_not_null()).with_columns(
        candidates=pl.lit(None, dtype=CANDIDATES)
    )
    if rest.is_empty():
        return settled
    rejected = {(j.left, j.right) for j in judgements if j.kind is JudgementKind.REJECT}
    return pl.concat([settled, _by_likeness(rest, names, rejected).select(settled.columns)])


CANDIDATES = pl.List(
    pl.Struct(
        {
            "firm_id": pl.String,
            "name": pl.String,
            "score": pl.Float64,
            "reasons": pl.List(pl.String),
        }
    )
)
"""Firms that a doubtful reference may mean, the best first, with what speaks for them or against
them, as :class:`wotu.identity.matching.Candidate` says it."""


def _by_number_name_and_judgement(
    references: pl.DataFrame,
    names: pl.DataFrame,
    numbers: pl.DataFrame,
    judgements: Sequence[Judgement],
    merged: Mapping[str, str],
) -> pl.DataFrame:
    links = {
        j.left: merged.get(j.right, j.right)
        for j in judgements
        if j.kind is JudgementKind.LINK and j.right
    }
    judged = pl.DataFrame(
        {REFERENCE: list(links), "judged": list(links.values())},
        schema={REFERENCE: pl.String, "judged": pl.String},
    )
    bare = pl.col(REFERENCE).str.split("|").list.first()
    unique_name = names.select("normalised", same_name="firm_id").unique("normalised", keep="none")
    in_division = (
        names.filter(pl.col("division").is_not_null())
        .select("normalised", "division", same_place="firm_id")
        .unique(["normalised", "division"], keep="none")
    )
    found = (
        references.with_columns(_bare=bare)
        .join(judged, on=REFERENCE, how="left")
        .join(numbers.rename({"firm_id": "by_number"}), on="registration_no", how="left")
        .join(unique_name, left_on="_bare", right_on="normalised", how="left")
        .join(
            in_division,
            left_on=["_bare", "division_code"],
            right_on=["normalised", "division"],
            how="left",
        )
        .drop("_bare")
    )
    how = (
        pl.when(pl.col("judged").is_not_null())
        .then(pl.lit("judged"))
        .when(pl.col("by_number").is_not_null())
        .then(pl.lit("registration_no"))
        .when(pl.coalesce("same_name", "same_place").is_not_null())
        .then(pl.lit("same_name"))
    )
    return found.with_columns(
        how=how, firm_id=pl.coalesce("judged", "by_number", "same_name", "same_place")
    ).drop("judged", "by_number", "same_name", "same_place")


def _by_likeness(
    rest: pl.DataFrame, names: pl.DataFrame, rejected: set[tuple[str, str | None]]
) -> pl.DataFrame:
    index = NameIndex.build(names.select("firm_id", "name", district="division"))
    verdicts, firms, candidates = [], [], []
    for reference, name, division, contracts in rest.select(
        REFERENCE, "firm_name", "division_code", "contracts"
    ).iter_rows():
        decision = index.decide(name, district=division)
        possible = [
            {
                "firm_id": c.firm_id,
                "name": c.name,
                "score": c.score,
                "reasons": list(c.reasons),
            }
            for c in decision.candidates
            if (reference, c.firm_id) not in rejected
        ]
        verdict, firm = decision.verdict, decision.firm_id
        if verdict == "matched" and REGISTRATION in contracts and _other_trade_name(decision):
            verdict, firm = "doubtful", None
        if (reference, firm) in rejected or (reference, None) in rejected:
            verdict, firm = "none", None
        if verdict == "matched":
            how = "likeness"
        elif REGISTRATION in contracts:
            # A firm that only the register names without a code is a firm of its own until a
            # person says that it is another; facts of other bureaus wait instead.
            how, firm = "own_firm", own_firm_id(reference)
        else:
            how, firm = ("doubtful" if verdict == "doubtful" else "unknown"), None
        verdicts.append(how)
        firms.append(firm)
        candidates.append(possible if verdict == "doubtful" else None)
    return rest.with_columns(
        pl.Series("how", verdicts, dtype=pl.String),
        pl.Series("firm_id", firms, dtype=pl.String),
        pl.Series("candidates", candidates, dtype=CANDIDATES),
    )


def _other_trade_name(decision: Decision) -> bool:
    """Whether the best firm's trade name is written with another character.

    A register writes names with care: one character more or less there is another firm.
    """
    return any(fact.startswith("trade_name_edits:") for fact in decision.candidates[0].reasons)


def own_firm_id(reference: str) -> str:
    """Identifier of a firm that is known by its name only."""
    return "N" + hashlib.sha256(reference.encode()).hexdigest()[:16]

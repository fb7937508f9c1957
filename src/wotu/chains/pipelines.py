"""Product pipelines: where every drug and device of the zone stands, since when, and what moved.

A line of the pipeline is a product of a firm for one indication. Records without an indication
count for every indication of their product. The present stage is that of the latest record; of one
day's records, the furthest. Pauses and terminations stop a line where it is; any later stage sets
it going again. Whoever falls behind a stage reached before is told apart (``stepped_back``), since
it may be a withdrawn application or a slip of the pen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from wotu.chains.pipeline_tables import LINE, LINES, Status
from wotu.chains.pipeline_times import judged, stays
from wotu.chains.stages import ASIDE, HALTS, ORDER, WAYS, Stage, Track


def lines_on(rows: pl.DataFrame, as_of: dt.date, parents: Mapping[str, str]) -> pl.DataFrame:
    """Every line as it stands on a day, :data:`LINES`, the furthest first.

    ``rows`` as :data:`STAGE_ROWS`; ``parents`` of the code list ``product_kinds`` lead each kind to
    its track. Records after the day do not count.
    """
    known = line_records(rows, parents).filter(pl.col("happened_on") <= as_of)
    if known.is_empty():
        return pl.DataFrame(schema=LINES)
    moves = known.filter(~pl.col("halt"))
    present = _present(moves)
    lines = told_of_lines(known).join(present, on=LINE, how="left", nulls_equal=True)
    lines = lines.join(_halted(known, present), on=LINE, how="left", nulls_equal=True)
    end = pl.coalesce("halted_on", pl.lit(as_of))
    lines = lines.with_columns(
        status=pl.coalesce(
            "halt",
            pl.when(pl.col("stage") == Stage.APPROVED).then(pl.lit(Status.APPROVED.value)),
            pl.lit(Status.ACTIVE.value),
        ),
        days=pl.when(pl.col("stage") != Stage.APPROVED).then(
            (end - pl.col("since")).dt.total_days()
        ),
    )
    return judged(lines, stays(known)).sort(
        pl.col("stage").replace_strict(ORDER, default=-1),
        "since",
        *LINE,
        descending=[True, True, False, False, False],
        nulls_last=True,
    )


def line_records(rows: pl.DataFrame, parents: Mapping[str, str]) -> pl.DataFrame:
    """Records by line, with ``track``, ``order`` of the stage and ``halt``.

    One record of a product without indication stands for each of its indications.
    """
    named = rows.filter(pl.col("indication").is_not_null())
    indications = named.select("firm_id", "product", shown="indication").unique()
    spread = rows.join(indications, on=["firm_id", "product"], how="left").filter(
        pl.col("indication").is_null() | (pl.col("indication") == pl.col("shown"))
    )
    tracks = {**parents, **{track.value: track.value for track in Track}}
    own_way = {s.value: t.value for t, way in WAYS.items() for s in way if s != Stage.APPROVED}
    said = pl.col("kind").replace_strict(tracks, default=None, return_dtype=pl.String)
    told = pl.col("stage").replace_strict(own_way, default=None, return_dtype=pl.String)
    return spread.with_columns(indication=pl.coalesce("indication", "shown")).with_columns(
        track=pl.coalesce(
            said.drop_nulls().first().over(*LINE),
            told.drop_nulls().first().over(*LINE),
        ),
        own_track=told,
        order=pl.col("stage").replace_strict(ORDER, default=None, return_dtype=pl.Int64),
        halt=pl.col("stage").is_in([halt.value for halt in HALTS]),
    )


def _present(moves: pl.DataFrame) -> pl.DataFrame:
    """The stage of the latest record of each line, and what was reached before."""
    aside = pl.col("stage").is_in([stage.value for stage in ASIDE])
    ahead = pl.col("order").max().over(*LINE)
    steps = moves.filter(~aside | (pl.col("order") == ahead))
    last = steps.sort("happened_on", "order").group_by(LINE, maintain_order=True).last()
    furthest = (
        moves.sort("order", "happened_on").group_by(LINE).agg(furthest=pl.col("stage").last())
    )
    begun = _begun(steps)
    return (
        last.select(*LINE, "stage", "order", "number", moved_on="happened_on")
        .join(furthest, on=LINE, nulls_equal=True)
        .join(begun, on=LINE, nulls_equal=True)
        .with_columns(
            stepped_back=pl.col("order") < pl.col("furthest").replace_strict(ORDER, default=None)
        )
    )


def _begun(steps: pl.DataFrame) -> pl.DataFrame:
    """The first day of the last stay of each line: a stage told again has not begun anew."""
    ordered = steps.sort("happened_on", "order")
    runs = ordered.with_columns(run=pl.col("stage").rle_id().over(*LINE))
    last = runs.filter(pl.col("run") == pl.col("run").max().over(*LINE))
    return last.group_by(LINE).agg(since=pl.col("happened_on").min())


def told_of_lines(known: pl.DataFrame) -> pl.DataFrame:
    """What the records of each line say, the latest word on each; one row a line."""
    ordered = known.sort("happened_on", "order", nulls_last=True)
    words = ("firm_name", "kind", "track", "registration_class", "partner", "note")
    told = ordered.group_by(LINE, maintain_order=True).agg(
        *(pl.col(name).drop_nulls().last() for name in words),
        innovative=(pl.col("stage") == Stage.INNOVATIVE_REVIEW).any(),
        off_track=(pl.col("own_track") != pl.col("track")).any(ignore_nulls=True),
    )
    return told.with_columns(registration_class=_class_of_track())


def _class_of_track() -> pl.Expr:
    """Bureaus write 3类 of devices and 一类 of drugs: the digit stays, the law is the product's."""
    digit = pl.col("registration_class").str.slice(-1)
    return (
        pl.when(pl.col("track").is_null())
        .then("registration_class")
        .otherwise(pl.concat_str("track", pl.lit("_"), digit))
    )


def _halted(known: pl.DataFrame, present: pl.DataFrame) -> pl.DataFrame:
    """Lines whose latest record is a halt: which one, and since when."""
    halts = known.filter("halt").drop("halt").sort("happened_on")
    last = halts.group_by(LINE, maintain_order=True).agg(
        halt=pl.col("stage").last(), halted_on=pl.col("happened_on").last()
    )
    moved = present.select(*LINE, "moved_on")
    standing = pl.col("moved_on").is_null() | (pl.col("halted_on") >= pl.col("moved_on"))
    both = last.join(moved, on=LINE, how="left", nulls_equal=True)
    return both.filter(standing).select(*LINE, "halt", "halted_on")

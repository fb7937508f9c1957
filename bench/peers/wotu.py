"""Wotu as one more implementation of the HNTE-8 work: its rule is bench/hnte8, written in YAML."""

import os
from pathlib import Path

import polars as pl
from spec import AS_OF, CONDS, OUT, ROW_GROUP, USED

from wotu.packs.loader import load_packs
from wotu.rules.compile import compile_rule
from wotu.rules.rulebook import load_rulebook

PACK = Path(os.environ.get("WOTU_BENCH_PACK") or Path(__file__).resolve().parents[1] / "hnte8")
(RULE,) = load_rulebook(load_packs([PACK])).rules
COLUMNS = {name: f"register.{name}" for name in USED if name != "uscc"} | {"uscc": "firm_id"}
RESULTS = (
    {f"{c}.verdict": f"v_{c}" for c in CONDS}
    | {f"{c}.margin": f"m_{c}" for c in CONDS}
    | {"verdict": "overall", "firm_id": "uscc"}
)


def plan(frame):
    frame = frame.select(USED).rename(COLUMNS)
    compiled = compile_rule(RULE, AS_OF, frame.collect_schema())
    return compiled.plan(frame).rename(RESULTS).select(OUT)


def e2e(src, dst):
    plan(pl.scan_parquet(src)).sink_parquet(dst, compression="snappy", row_group_size=ROW_GROUP)


def load(src):
    return pl.read_parquet(src)


def evaluate(data):
    return plan(data.lazy()).collect()

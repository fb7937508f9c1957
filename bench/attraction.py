"""How lists of gaps would have fared on real registrations, and the fit of their ranking.

``python -m bench.attraction [--data DIR] [--fit]``, with DIR shaped like the folder ``data`` beside
the checkout. Places are the 13 cities of Jiangsu, and its districts (the registering authorities).
Lists as of 2011-12-31 are held against firms founded in 2018 and up to April 2019: the register
has none of 2012 to 2017. ``--fit`` prints coefficients fitted on earlier windows (2003 to 2006,
2006 to 2011) by conditional logit: within a place and chain, the chance that a link is the one that
gains. Nothing after 2011 is seen by the fit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from bench.shared_folder import shared
from wotu.chains.backtest import ALL, OURS, POPULARITY, backtest, candidates, lift
from wotu.chains.openings import ranking_features
from wotu.chains.placement.place import place
from wotu.chains.tables import CHAIN_FIRMS, FIRM_TEXTS
from wotu.packs.attraction import AttractionFormula, LinkRanking
from wotu.packs.chains import ChainMap
from wotu.packs.loader import find_pack, load_packs

CITIES = {
    "南京": "320100",
    "无锡": "320200",
    "徐州": "320300",
    "常州": "320400",
    "苏州": "320500",
    "南通": "320600",
    "连云港": "320700",
    "淮安": "320800",
    "盐城": "320900",
    "扬州": "321000",
    "镇江": "321100",
    "泰州": "321200",
    "宿迁": "321300",
}
FITTED = [
    (dt.date(2003, 12, 31), dt.date(2006, 12, 31)),
    (dt.date(2006, 12, 31), dt.date(2011, 12, 31)),
]
TESTED = (dt.date(2011, 12, 31), dt.date(2019, 4, 30))
FEATURES = list(LinkRanking.model_fields)
RIDGE = 1.0
STEPS = 1000


def read_register(data: Path) -> pl.DataFrame:
    """The two register files as one table, branches left out, one row a code."""
    parts = [
        pl.read_csv(data / "register" / name, infer_schema=False)
        for name in ("suzhou_firms.csv.gz", "jiangsu_other_firms.csv.gz")
    ]
    rows = pl.concat(parts).filter(pl.col("is_branch") == "0", pl.col("city").is_in(list(CITIES)))
    return rows.unique("uscc", keep="first", maintain_order=True)


def chain_firms(register: pl.DataFrame, by: pl.Expr) -> pl.DataFrame:
    """CHAIN_FIRMS with the places of an expression; of the rest only foundings are known."""
    known = register.select(
        "name", firm_id="uscc", place=by, founded_on=pl.col("founded").str.to_date(strict=False)
    )
    unknown = [pl.lit(None, CHAIN_FIRMS[c]).alias(c) for c in CHAIN_FIRMS if c not in known.columns]
    return known.with_columns(unknown).select(*CHAIN_FIRMS)


def firm_texts(register: pl.DataFrame) -> pl.DataFrame:
    """FIRM_TEXTS: names and scopes."""
    known = register.select("name", "scope", firm_id="uscc")
    unknown = [pl.lit(None, pl.String).alias(c) for c in FIRM_TEXTS if c not in known.columns]
    return known.with_columns(unknown).select(*FIRM_TEXTS)


def fit(
    placements: pl.DataFrame,
    firms: pl.DataFrame,
    chains: Mapping[str, ChainMap],
    formula: AttractionFormula,
) -> dict[str, float]:
    """Coefficients of the ranking, none below zero."""
    found = [
        candidates(placements, firms, chains, formula, *window).select(
            cell=pl.format(f"{window[0]} {{}} {{}}", "place", "chain"),
            gained=pl.col("newcomers") > 0,
            **ranking_features(),
        )
        for window in FITTED
    ]
    table = pl.concat(found).with_columns(pl.col("cell").rank("dense") - 1)
    cell, gained = table["cell"].to_numpy(), table["gained"].to_numpy().astype(float)
    raw = table.select(FEATURES).to_numpy()
    scale = raw.std(axis=0)
    features = (raw - raw.mean(axis=0)) / scale
    in_cell = np.bincount(cell, gained)

    # Projected gradient: the loss is convex, and no coefficient may fall below zero.
    weights, step = np.zeros(len(FEATURES)), 1 / (len(FEATURES) * gained.sum())
    for _ in range(STEPS):
        scores = features @ weights
        top = np.full(len(in_cell), -np.inf)
        np.maximum.at(top, cell, scores)
        powers = np.exp(scores - top[cell])
        chance = powers / np.bincount(cell, powers)[cell]
        slope = features.T @ (gained - in_cell[cell] * chance) - RIDGE * weights
        weights = np.maximum(weights + step * slope, 0)
    return dict(zip(FEATURES, (weights / scale).round(2).tolist(), strict=True))


def report(record: pl.DataFrame, found: pl.DataFrame, kind: str) -> None:
    """Rates, lifts, and the new firms on the listed links."""
    everything = record.filter((pl.col("chain") == ALL) & (pl.col("place") == ALL))
    for row in everything.iter_rows(named=True):
        print(
            f"| {kind} | {row['method']} | {row['listed']:,} | {row['gained']:,} | "
            f"{row['rate']:.3f} ({row['rate_low']:.3f}–{row['rate_high']:.3f}) |"
        )
    for over in (POPULARITY, "random"):
        one = lift(record, over=over)
        if one.ratio is not None and one.low is not None:
            print(f"lift over {over}: {one.ratio:.3f} ({one.low:.3f}–{one.high:.3f})")
    came = found["newcomers"].sum()
    for method in (OURS, POPULARITY):
        on_list = found.filter(pl.col(f"{method}_rank") <= 5)["newcomers"].sum()
        print(f"new firms on links that {method} listed: {on_list:,} of {came:,}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=shared("data"))
    parser.add_argument("--fit", action="store_true", help="fit the coefficients anew, and print")
    options = parser.parse_args(arguments)
    data = options.data
    if data is None:
        print("bench.attraction: skipped, the folder data beside the checkout is absent")
        return
    packs = load_packs([find_pack("cn", Path())])
    assert packs.attraction is not None
    register = read_register(data)
    placements = place(firm_texts(register), packs.chains)
    links = sum(len(chain.links) for chain in packs.chains.values())
    print(f"{register.height:,} firms, {len(packs.chains)} chains, {links} links")
    cities = chain_firms(register, pl.col("city").replace_strict(CITIES))
    districts = chain_firms(register, pl.col("reg_authority_code"))
    if options.fit:
        print(fit(placements, districts, packs.chains, packs.attraction))
    for kind, firms in (("cities", cities), ("districts", districts)):
        began = time.perf_counter()
        record = backtest(placements, firms, packs.chains, packs.attraction, *TESTED)
        took = time.perf_counter() - began
        report(record, candidates(placements, firms, packs.chains, packs.attraction, *TESTED), kind)
        print(f"{took:.2f} s")


if __name__ == "__main__":
    main()

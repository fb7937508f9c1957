"""Real registrations on all chain maps: a city as the zone, the rest of its province elsewhere.

``python -m bench.chains --data DIR [--keep FOLDER]``, with DIR shaped like the folder ``data``
beside the checkout. Imports the 20,241 registrations of Suzhou as the zone and 95,133 of the other
cities of Jiangsu as firms elsewhere, builds, and prints what stands on the map of innovative drugs
with the words that placed it, its gaps, its targets and how such lists would have fared. ``--keep``
leaves the workspace for ``wotu serve``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path

from bench.shared_folder import shared
from wotu.build.build import build
from wotu.build.snapshot import Snapshot, open_current
from wotu.chains.tables import PLACED_FROM
from wotu.contracts.mapping import load_mappings
from wotu.packs.schema import Label
from wotu.receive import Delivery, receive
from wotu.workspace import Workspace, Zone, create_workspace

HERE = Path(__file__).resolve().parent / "real"
DAY = dt.date(2019, 4, 30)
"""The last month of the registers."""
CHAIN = "innovative_drugs"
FILES = [
    ("register/suzhou_firms.csv.gz", "register"),
    ("register/jiangsu_other_firms.csv.gz", "outside"),
]


def make_zone(root: Path, data: Path) -> Workspace:
    """A workspace with the real registers, built."""
    zone = Zone(
        name=Label(zh="苏州（登记试验）", en="Suzhou (trial on registrations)"),
        divisions=("320500",),
    )
    workspace = create_workspace(root, zone)
    for name, mapping in FILES:
        delivery = Delivery(
            source="market_regulation",
            author="bench",
            mappings=load_mappings(HERE / f"{mapping}.yaml"),
            observed_on=DAY,
        )
        began = time.perf_counter()
        for item in receive(workspace, data / name, delivery):
            print(
                f"{name}: {item.batch.rows:,} rows of {item.batch.contract}, "
                f"{item.batch.rejected:,} rejected, {time.perf_counter() - began:.1f} s"
            )
    began = time.perf_counter()
    report = build(workspace, DAY)
    print(f"{report.firms:,} firms built in {time.perf_counter() - began:.1f} s")
    return workspace


def print_chains(snapshot: Snapshot) -> None:
    """Every chain: firms placed, and its links by state."""
    print("\n| chain | links | firms here | firms elsewhere | strong | fragile | weak | missing |")
    print("|---|---|---|---|---|---|---|---|")
    for chain in snapshot.packs.chains.values():
        states = dict(
            snapshot.frame(
                "SELECT state, count(*) FROM node_strength WHERE chain = ? GROUP BY 1",
                [chain.chain],
            ).iter_rows()
        )
        firms = [
            snapshot.value(
                f"SELECT count(DISTINCT firm_id) FROM {table} WHERE chain = ? AND confidence >= ?",
                [chain.chain, PLACED_FROM],
            )
            for table in ("placement", "outside_placement")
        ]
        counts = " | ".join(
            str(states.get(state, 0)) for state in ("strong", "fragile", "weak", "missing")
        )
        print(f"| {chain.label.zh} | {len(chain.links)} | {firms[0]:,} | {firms[1]:,} | {counts} |")


def print_chain(snapshot: Snapshot, chain_id: str) -> None:
    """The firms of one chain with their words, the gaps and the targets."""
    chain = snapshot.packs.chains[chain_id]
    print(f"\n## {chain.label.zh}: the surest firms of each link")
    for name, node in chain.links.items():
        print(f"\n{node.label.zh}")
        for row in snapshot.rows(
            "SELECT firm.name, confidence, words FROM placement JOIN firm USING (firm_id) "
            "WHERE chain = ? AND node = ? AND confidence >= ? "
            "ORDER BY confidence DESC, 1 LIMIT 4",
            [chain_id, name, PLACED_FROM],
        ):
            words = "; ".join(f"{w['term']} in “{w['text'][:30]}”" for w in row["words"][:3])
            print(f"- {row['name']} {row['confidence']:.2f}: {words}")
    print("\n## Gaps")
    for row in snapshot.rows(
        "SELECT node, state, firms, reasons FROM node_strength "
        "WHERE chain = ? AND state IN ('missing', 'weak', 'fragile')",
        [chain_id],
    ):
        reasons = " ".join(reason["en"] for reason in row["reasons"])
        print(f"- {chain.nodes[row['node']].label.en} ({row['state']}, {row['firms']}): {reasons}")
    print("\n## Targets")
    for row in snapshot.rows(
        "SELECT node, rank, outside_firm.name, fit, reasons "
        "FROM chain_target JOIN outside_firm USING (firm_id) "
        "WHERE chain = ? AND rank <= 3 ORDER BY node, rank",
        [chain_id],
    ):
        reasons = " ".join(reason["en"] for reason in row["reasons"])
        print(f"- {row['node']} {row['rank']}. {row['name']} {row['fit']:.2f}: {reasons}")
    print("\n## How such lists would have fared")
    print(
        snapshot.frame(
            "SELECT * FROM chain_backtest WHERE place = '' AND chain IN ('', ?)", [chain_id]
        )
    )


def main(arguments: list[str] | None = None) -> None:
    """Import, build and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=shared("data"))
    parser.add_argument("--chain", default=CHAIN)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    if options.data is None:
        print("bench.chains: skipped, the folder data beside the checkout is absent")
        return
    with tempfile.TemporaryDirectory(prefix="wotu-chains-") as name:
        workspace = make_zone(options.keep or Path(name) / "zone", options.data)
        snapshot = open_current(workspace.snapshots_path)
        print_chains(snapshot)
        print_chain(snapshot, options.chain)


if __name__ == "__main__":
    main()

"""Real registrations and real listed firms through the whole main job.

``python -m bench.real_data --data DIR [--out FILE.md]``, with DIR shaped like the folder ``data``
beside the checkout: registers in, screened by all rules, the counts printed as a table. The rules
ask for figures of the last accounting year, so the day is in 2022, the year after the last figures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path

import polars as pl

from bench.shared_folder import shared
from wotu.build.answers import screening_table
from wotu.build.build import build
from wotu.build.snapshot import open_current
from wotu.contracts.mapping import load_mappings
from wotu.packs.schema import Label
from wotu.receive import Delivery, receive
from wotu.workspace import Workspace, Zone, create_workspace

HERE = Path(__file__).resolve().parent / "real"
DAY = dt.date(2022, 6, 30)
FILES = [
    ("register/suzhou_firms.csv.gz", "register", "market_regulation"),
    ("register/jiangsu_other_firms.csv.gz", "register", "market_regulation"),
    ("register/hightech_zone_firms.csv.gz", "register", "market_regulation"),
    ("listed/companies.csv.gz", "listed_companies", "other"),
    ("listed/annual_2019_2021.csv.gz", "listed_annual", "other"),
]


def import_all(workspace: Workspace, data: Path) -> list[str]:
    """Import every file; lines of a Markdown table."""
    lines = [
        "| file | contract | rows in | rows rejected | values set aside | s |",
        "|---|---|---|---|---|---|",
    ]
    for name, mapping, source in FILES:
        delivery = Delivery(
            source=source,
            author="bench",
            mappings=load_mappings(HERE / f"{mapping}.yaml"),
            observed_on=dt.date(2022, 1, 1),
        )
        began = time.perf_counter()
        received = receive(workspace, data / name, delivery)
        seconds = time.perf_counter() - began
        for item in received:
            batch = item.batch
            rejected = workspace.lake.rejected(batch.id)
            values = rejected.filter(pl.col("scope") == "value").select(pl.len()).collect().item()
            lines.append(
                f"| {name} | {batch.contract} | {batch.rows:,} | {batch.rejected:,} "
                f"| {values:,} | {seconds:.1f} |"
            )
    return lines


def reasons(workspace: Workspace) -> list[str]:
    """Why rows and values were set aside."""
    counts = (
        workspace.lake.rejected()
        .group_by("code", "field", "scope")
        .agg(count=pl.len(), example=pl.col("value").drop_nulls().mode().first())
        .sort("count", descending=True)
        .collect()
    )
    lines = [
        "| reason | field | what is set aside | count | most frequent |",
        "|---|---|---|---|---|",
    ]
    for code, field, scope, count, example in counts.head(20).iter_rows():
        lines.append(f"| {code} | {field or ''} | {scope} | {count:,} | {(example or '')[:40]} |")
    return lines


def verdicts(workspace: Workspace) -> list[str]:
    """Counts by verdict, for all firms and for those with figures; what was missing most."""
    snapshot = open_current(workspace.snapshots_path)
    lines = [
        "| rule | firms | met | not met | unknown | missing most often |",
        "|---|---|---|---|---|---|",
    ]
    with_figures = snapshot.frame(
        "SELECT DISTINCT coalesce(firm.uscc, firm_id) AS uscc "
        "FROM fact_firm_finance JOIN firm USING (firm_id)"
    )
    for rule in snapshot.rulebook.in_force(snapshot.manifest.as_of):
        table = screening_table(snapshot, rule.id, language="en")
        parts = [("all", table), ("with figures", table.join(with_figures, on="uscc", how="semi"))]
        for name, part in parts:
            counts = dict(part.group_by("verdict").len().iter_rows())
            missing = (
                part.select(pl.col("missing").str.split("; ").explode())
                .filter(pl.col("missing") != "")
                .group_by("missing")
                .len()
                .sort("len", "missing", descending=[True, False])
                .head(3)
            )
            most = "; ".join(f"{what} ({count:,})" for what, count in missing.iter_rows())
            lines.append(
                f"| {rule.id}, {name} | {part.height:,} | {counts.get('met', 0):,} "
                f"| {counts.get('not_met', 0):,} | {counts.get('unknown', 0):,} | {most} |"
            )
    return lines


def linkage(workspace: Workspace) -> list[str]:
    """How the rows without a code found their firms."""
    snapshot = open_current(workspace.snapshots_path)
    rows = snapshot.rows(
        "SELECT how, count(*) AS n, sum(rows) AS r FROM reference GROUP BY how ORDER BY n DESC"
    )
    return ["| names without a code | names | rows |", "|---|---|---|"] + [
        f"| {row['how']} | {row['n']:,} | {row['r']:,} |" for row in rows
    ]


def main(arguments: list[str] | None = None) -> None:
    """Run the whole job and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=shared("data"))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    if options.data is None:
        print("bench.real_data: skipped, the folder data beside the checkout is absent")
        return
    with tempfile.TemporaryDirectory(prefix="wotu-real-") as name:
        zone = Zone(name=Label(zh="真实登记试验", en="Trial on real registrations"))
        workspace = create_workspace(Path(name) / "zone", zone)
        parts = [import_all(workspace, options.data)]
        began = time.perf_counter()
        report = build(workspace, DAY)
        seconds = time.perf_counter() - began
        parts += [
            reasons(workspace),
            linkage(workspace),
            [f"{report.firms:,} firms as of {DAY}; build in {seconds:.0f} s"],
            verdicts(workspace),
        ]
    text = "\n\n".join("\n".join(part) for part in parts)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

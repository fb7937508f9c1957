"""Imports and builds without end, saying what it was told has landed; the test kills it."""

import datetime as dt
import sys
import time
from pathlib import Path

from wotu.build.build import build
from wotu.identity.uscc import check_character
from wotu.receive import Delivery, receive
from wotu.workspace import open_workspace


def code(number: int) -> str:
    body = f"91320500{number:09d}"
    return body + check_character(body)


def main(folder: str) -> None:
    root = Path(folder)
    workspace = open_workspace(root)
    workspace.rulebook  # noqa: B018  read once, before the clock of the test starts
    print("ready", flush=True)
    for number in range(10_000):
        now = time.time_ns()
        lines = ["统一社会信用代码,企业名称,年度,营业收入（万元）"]
        lines += [f"{code(row)},企业{row}有限公司,2025,{now % 10**9}" for row in range(400)]
        path = root / f"{now}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        delivery = Delivery(source="tax", author="worker", contract="firm_finance")
        for received in receive(workspace, path, delivery):
            print(f"landed {received.batch.id} {received.batch.rows}", flush=True)
        path.unlink()
        if number % 3 == 0:
            report = build(workspace, dt.date(2026, 6, 30))
            print(f"built {report.snapshot}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

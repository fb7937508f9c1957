"""The package ecomplexity over a table of places x industries: times, and its indices.

Run in the peers' environment: ``economic_complexity.py values.npy results.npz``. The check of
log-supermodularity is switched off: no one else computes it, and it would take most of the time.
"""

import contextlib
import io
import sys
import time
import warnings

import numpy as np
import pandas as pd
from ecomplexity import ecomplexity, proximity

COLUMNS = {"time": "year", "loc": "place", "prod": "industry", "val": "value"}


def main(source, target):
    values = np.load(source)
    place, industry = np.nonzero(values)
    rows = pd.DataFrame(
        {"year": 2026, "place": place, "industry": industry, "value": values[place, industry]}
    )
    warnings.filterwarnings("ignore")
    with contextlib.redirect_stdout(io.StringIO()):
        began = time.perf_counter()
        indices = ecomplexity(rows, COLUMNS, check_logsupermodularity=False)
        between = time.perf_counter()
        pairs = proximity(rows, COLUMNS)
        ended = time.perf_counter()
    grid = {
        name: indices.pivot(index="place", columns="industry", values=name).to_numpy()
        for name in ("rca", "density", "eci", "pci")
    }
    grid["proximity"] = pairs.pivot(
        index="industry_1", columns="industry_2", values="proximity"
    ).to_numpy()
    # Pairs without a value have no row in the table, but eci and pci are the same along it.
    grid["eci"], grid["pci"] = np.nanmax(grid["eci"], axis=1), np.nanmax(grid["pci"], axis=0)
    np.savez(target, seconds=[between - began, ended - between], **grid)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Complexity of places and industries, beside the package ecomplexity in the same run.

``python -m bench.complexity [--places 3000] [--industries 1400] [--rounds 3]``. Wotu computes
location quotients, ECI, PCI, proximity and density, by the package's convention, so that every
figure can be compared; the package needs two calls for the same. Invented values: places differ in
what they can do and industries in what they ask, so that fewer places hold the demanding ones.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from bench.figure_baselines import PEERS
from wotu.chains.complexity import ECOMPLEXITY, Complexity, complexity
from wotu.chains.spectrum import FloatArray

SCRIPT: Final = Path(__file__).parent / "peers" / "economic_complexity.py"
COMPARED: Final = ("rca", "eci", "pci", "proximity", "density")


def invented(places: int, industries: int, seed: int = 1) -> FloatArray:
    """Values of places x industries, most of them 0: lognormal where a place can, by chance."""
    draw = np.random.default_rng(seed)
    ability, demand = draw.normal(size=(places, 1)), draw.normal(size=(1, industries))
    can = draw.random((places, industries)) < 1 / (1 + np.exp(demand - ability))
    size = draw.normal(size=(places, 1)) + draw.normal(size=(1, industries))
    return np.where(can, np.exp(size + draw.normal(size=can.shape)), 0.0)


def timed(work: Callable[[], Complexity], rounds: int) -> tuple[list[float], Complexity]:
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - began)
    return seconds, result


def peer(values: FloatArray) -> dict[str, FloatArray] | None:
    """What the package gives, and its seconds; None where it is not installed."""
    if not PEERS.is_file():
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "values.npy"), Path(folder, "results.npz")
        np.save(source, values)
        done = subprocess.run([PEERS, SCRIPT, source, target], capture_output=True, text=True)
        if done.returncode:
            print(done.stderr.strip().splitlines()[-1])
            return None
        return dict(np.load(target))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=3_000)
    parser.add_argument("--industries", type=int, default=1_400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    values = invented(options.places, options.industries)
    filled = np.count_nonzero(values) / values.size
    print(f"{options.places} places x {options.industries} industries, {filled:.0%} filled")

    def ours() -> Complexity:
        return complexity(values, convention=ECOMPLEXITY)

    before, _ = timed(ours, options.rounds)
    theirs = peer(values)
    after, found = timed(ours, options.rounds)
    seconds = median(before + after)
    print(f"Wotu: {seconds:.2f} s (best {min(before + after):.2f}), {2 * options.rounds} rounds")
    if theirs is None:
        print("ecomplexity: not installed (make bench sets up .venv-peers)")
        return
    call, second_call = theirs["seconds"]
    ratio = (call + second_call) / seconds
    print(
        f"ecomplexity() {call:.1f} s + proximity() {second_call:.1f} s: {ratio:.0f} times as long"
    )
    for name in COMPARED:
        both = ~np.isnan(theirs[name])
        difference = np.abs(getattr(found, name)[both] - theirs[name][both]).max()
        print(f"largest difference of {name}: {difference:.1e}")


if __name__ == "__main__":
    main()

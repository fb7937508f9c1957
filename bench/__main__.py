"""All benchmarks, one after another: ``make bench``.

Each prints its figures and ratios; none fails for being slow. Those that need the folder of real
data beside the checkout say so where it is absent.
"""

from __future__ import annotations

from bench import (
    asem,
    attraction,
    complexity,
    full_rule,
    imports,
    linkage,
    many_rules,
    name_links,
    names,
    pages,
    panels,
    placement,
    placing,
    ranks,
    reading,
    reconcile,
    rules,
    simulate,
    targets,
)
from bench.shared_folder import shared


def main() -> None:
    """Run them all."""
    print("== nine conditions over a million firms, beside others ==", flush=True)
    rules.main(["--rounds", "5"])
    if rules.OWN_ENVIRONMENT.is_file():
        print(
            "\n== the same over 100,000 firms, with an engine that decides firm by firm ==",
            flush=True,
        )
        rules.main(["polars_lazy", "zen_batch", "--firms", "100k", "--rounds", "1"])
    print("\n== the whole 高新技术企业 rule over a million firms ==", flush=True)
    full_rule.main([])
    print("\n== fifty rules of that size over a million firms ==", flush=True)
    many_rules.main([])
    print("\n== a moved threshold: whom it reaches ==", flush=True)
    simulate.main([])
    print("\n== names: short names of listed firms to full names ==", flush=True)
    data = shared("data")
    if data is None:
        print("bench.linkage: skipped, the folder data beside the checkout is absent")
    else:
        registers = [str(path) for path in sorted(data.glob("register/*.csv.gz"))]
        linkage.main(["--data", str(data / "linkage"), "--distractors", *registers])
        name_links.main(["--linkage", str(data / "linkage")])
    print("\n== documents: claims and names read out of prose, beside others ==", flush=True)
    docs, labels = shared("docs"), shared("claims")
    if docs is None or labels is None:
        print("bench.reading: skipped, the folders docs and claims beside the checkout are absent")
    else:
        reading.main(["--docs", str(docs), "--labels", str(labels)])
        names.main(["--docs", str(docs), "--labels", str(labels / "organisations.jsonl")])
    print("\n== conflicts between documents: seeded pairs, a million statements ==", flush=True)
    reconcile.main([])
    print("\n== classes of listed firms, learned from others ==", flush=True)
    if data is None:
        print("bench.placement: skipped, the folder data beside the checkout is absent")
    else:
        placement.main(["--data", str(data / "listed")])
    print("\n== real registrations on all chain maps ==", flush=True)
    placing.main([])
    print("\n== complexity of places and industries, beside ecomplexity ==", flush=True)
    complexity.main([])
    print("\n== a published composite indicator, step by step ==", flush=True)
    if data is None:
        print("bench.asem: skipped, the folder data beside the checkout is absent")
    else:
        asem.main(["--data", str(data / "composite")])
    print("\n== scores of many places, indicators and years ==", flush=True)
    panels.main([])
    print("\n== rank intervals, beside a plain loop ==", flush=True)
    ranks.main([])
    print("\n== forecasts of targets: how often what came lay in the interval ==", flush=True)
    targets.main([])
    print("\n== gaps listed on a past day: which gained firms ==", flush=True)
    attraction.main([])
    print("\n== the main job: import, build, explain ==", flush=True)
    for firms in (25_000, 50_000, 100_000):
        print(f"-- {firms:,} firms, three years")
        imports.main(["--firms", str(firms)])
    print("\n== pages under load ==", flush=True)
    pages.main([])


if __name__ == "__main__":
    main()

"""Small chain maps and tables for tests of the chain engine's last steps."""

import datetime as dt

import polars as pl

from wotu.chains.tables import CHAIN_FIRMS, NODE_STRENGTH, PLACEMENT
from wotu.packs.chains import ChainMap


def chain_of(
    edges: list[tuple[str, str]], chain: str = "test", optional: tuple[tuple[str, str], ...] = ()
) -> ChainMap:
    """A map of the links that edges name; its words are never read."""
    names = sorted({end for edge in (*edges, *optional) for end in edge})
    return ChainMap.model_validate(
        {
            "chain": chain,
            "label": {"zh": f"链{chain}", "en": f"Chain {chain}"},
            "about": {"zh": "无", "en": "none"},
            "edition": "2026-11",
            "sources": ["none"],
            "nodes": {
                name: {
                    "label": {"zh": f"环节{name}", "en": f"Link {name}"},
                    "stage": "midstream",
                    "products": [f"产品{name}"],
                    "examples": {"placed": [f"产品{name}"]},
                }
                for name in names
            },
            "edges": [{"from": a, "to": b} for a, b in edges]
            + [{"from": a, "to": b, "essential": False} for a, b in optional],
        }
    )


def firms_of(*rows: dict) -> pl.DataFrame:
    """CHAIN_FIRMS; what a row does not give is unknown, its name is made of its id."""
    full = [
        {**dict.fromkeys(CHAIN_FIRMS), "name": f"{row['firm_id']}有限公司", **row} for row in rows
    ]
    return pl.DataFrame(full, schema=CHAIN_FIRMS, orient="row")


def placed(*rows: tuple[str, str, str] | tuple[str, str, str, float]) -> pl.DataFrame:
    """PLACEMENT of (firm, chain, node, confidence = 0.9)."""
    full = [
        {
            "firm_id": firm,
            "chain": chain,
            "node": node,
            "confidence": rest[0] if rest else 0.9,
            "main": True,
            "judged": None,
            "words": [{"field": "scope", "term": f"产品{node}", "text": f"生产产品{node}"}],
        }
        for firm, chain, node, *rest in rows
    ]
    return pl.DataFrame(full, schema=PLACEMENT, orient="row")


def states_of(**states: str) -> pl.DataFrame:
    """NODE_STRENGTH of the chain "test" with states alone."""
    rows = [
        {**dict.fromkeys(NODE_STRENGTH), "chain": "test", "node": node, "state": state, "firms": 0}
        for node, state in states.items()
    ]
    return pl.DataFrame(rows, schema=NODE_STRENGTH, orient="row")


def day(year: int) -> dt.date:
    """The first of July of a year."""
    return dt.date(year, 7, 1)

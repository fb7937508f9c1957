"""The tables that the steps of the chain engine hand to each other, as Polars schemas.

Rows are keyed as the snapshot stores them. Null is unknown, everywhere.
"""

from __future__ import annotations

from typing import Final

import polars as pl

ZONE: Final = "zone"
"""The ``place`` of the zone's own firms; every other place is a division code of a city."""

PLACED_FROM: Final = 0.88
"""Confidence from which a firm counts as standing on a link: of all placements from here on, nine
of ten are right on real registrations (docs/benchmarks.md)."""

POSSIBLE_FROM: Final = 0.5
"""Confidence from which a placement is worth a person's look."""

FIRM_TEXTS: Final = pl.Schema(
    {
        "firm_id": pl.String(),
        "name": pl.String(),
        "products": pl.String(),  # main products, separated by ；
        "scope": pl.String(),  # business scope as registered
        "patents": pl.String(),  # titles of rights, separated by ；
        "industry_code": pl.String(),  # GB/T 4754-2017, any level
    }
)
"""What placement reads of a firm; every column but firm_id and name may be null."""

WORD: Final = pl.Struct(
    {
        "field": pl.String(),  # name, products, scope, patents, industry
        "term": pl.String(),  # the word of the map, or the code
        "text": pl.String(),  # the item of the firm's text that holds it
    }
)

PLACEMENT: Final = pl.Schema(
    {
        "firm_id": pl.String(),
        "chain": pl.String(),
        "node": pl.String(),
        "confidence": pl.Float64(),  # 0-1, calibrated: of placements given 0.9, nine of ten hold
        "main": pl.Boolean(),  # the firm's surest link of this chain
        "judged": pl.Boolean(),  # true: a person said yes; false: said no; null: nobody did
        "words": pl.List(WORD),  # the strongest first, at most six
    }
)
"""One row a firm and link. A placement that a person refused stays, with confidence 0."""

CHAIN_FIRMS: Final = pl.Schema(
    {
        "firm_id": pl.String(),
        "name": pl.String(),
        "place": pl.String(),  # ZONE or the code of a city (320500)
        "founded_on": pl.Date(),
        "capital_cny": pl.Int64(),  # registered capital, yuan
        "sales_cny": pl.Int64(),  # of the last year, yuan
        "sales_before_cny": pl.Int64(),  # of the year before
        "employees": pl.Int64(),
        "patents": pl.Int64(),  # valid rights known
        "certificates": pl.List(pl.String()),  # kinds valid on the day (hnte, srdi, little_giant …)
        "listed": pl.Boolean(),  # on a stock exchange
    }
)
"""What strength and attraction read of firms, those of the zone and those elsewhere."""

REASON: Final = pl.Struct({"zh": pl.String(), "en": pl.String()})

NODE_STRENGTH: Final = pl.Schema(
    {
        "chain": pl.String(),
        "node": pl.String(),
        "state": pl.String(),  # missing, weak, fragile, strong, unknown
        "firms": pl.Int64(),  # of the zone with confidence >= PLACED_FROM
        "expected_firms": pl.Float64(),  # sum of confidences
        "score": pl.Float64(),  # 0-100 by the pack's formula; null where nothing is known
        "score_low": pl.Float64(),  # with every unknown component at its worst
        "score_high": pl.Float64(),
        "capital_cny": pl.Int64(),
        "sales_cny": pl.Int64(),
        "employees": pl.Int64(),
        "top_share": pl.Float64(),  # the largest firm's share of the scale
        "hhi": pl.Float64(),  # Herfindahl-Hirschman index of the scale, 0-1
        "growth": pl.Float64(),  # of sales, or of the number of firms where sales are unknown
        "patents": pl.Int64(),
        "certified": pl.Int64(),  # firms that hold a certificate
        "leaders": pl.List(pl.String()),  # firm_ids, the largest first
        "location_quotient": pl.Float64(),
        "density": pl.Float64(),  # relatedness of the zone to this link, 0-1
        "place_rank": pl.Int64(),  # of the zone among the places, 1 the strongest
        "places": pl.Int64(),
        "components": pl.List(
            pl.Struct({"component": pl.String(), "value": pl.Float64(), "points": pl.Float64()})
        ),
        "reasons": pl.List(REASON),
    }
)

PLACE_NODE: Final = pl.Schema(
    {
        "place": pl.String(),
        "chain": pl.String(),
        "node": pl.String(),
        "firms": pl.Int64(),
        "expected_firms": pl.Float64(),
        "location_quotient": pl.Float64(),
        "density": pl.Float64(),
    }
)
"""One row a place and link, the zone among the places."""

TARGETS: Final = pl.Schema(
    {
        "chain": pl.String(),
        "node": pl.String(),
        "rank": pl.Int64(),
        "firm_id": pl.String(),
        "fit": pl.Float64(),  # 0-1
        "fit_supply": pl.Float64(),  # suppliers and customers of the link that the zone has
        "fit_related": pl.Float64(),  # relatedness of the zone to the link
        "fit_growth": pl.Float64(),
        "fit_expand": pl.Float64(),  # signs that the firm opens sites elsewhere
        "confidence": pl.Float64(),  # that it stands on the link at all
        "reasons": pl.List(REASON),
    }
)
"""Firms elsewhere that would fill a gap, the best first."""

BACKTEST: Final = pl.Schema(
    {
        "chain": pl.String(),  # "" for all chains together
        "place": pl.String(),  # "" for all places together
        "cutoff": pl.Date(),
        "until": pl.Date(),
        "method": pl.String(),  # ours, popularity, random
        "listed": pl.Int64(),  # links listed
        "gained": pl.Int64(),  # of them, those that gained a firm
        "rate": pl.Float64(),
        "rate_low": pl.Float64(),  # 95 % interval
        "rate_high": pl.Float64(),
    }
)

"""Three years of staff for every firm: all, science and technology, R&D, degrees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wotu.demo.draws import Floats, Ints, beta_around
from wotu.demo.population import INNOVATIVE, YEARS, Population
from wotu.demo.sectors import figures, flags


@dataclass(frozen=True)
class Staff:
    """Persons by firm and year, yearly averages; zero where the firm does not operate."""

    total: Ints
    sci_tech: Ints
    rd: Ints
    year_end: Ints
    bachelors: Ints
    masters: Ints
    doctors: Ints
    returnees: Ints


def draw_staff(firms: Population) -> Staff:
    """Staff of a chunk of firms; staff follows sales at less than half their pace."""
    rng = firms.draws.stream("staff")
    back = np.zeros((firms.count, YEARS))
    back[:, 1] = -0.45 * firms.growth[:, 2]
    back[:, 0] = back[:, 1] - 0.45 * firms.growth[:, 1]
    path = firms.staff[:, None] * np.exp(back + rng.normal(0, 0.05, back.shape))
    total = np.rint(path * np.sqrt(firms.open_share)).astype(np.int64)
    total = np.maximum(total, np.where(firms.is_shell, 0, 1)[:, None]) * firms.operates
    share = _sci_tech_share(firms)
    yearly = np.clip(share[:, None] * np.exp(rng.normal(0, 0.04, back.shape)), 0, 1)
    sci_tech = np.minimum(np.rint(total * yearly).astype(np.int64), total)
    learned = np.clip(0.15 + 0.75 * share + rng.normal(0, 0.1, firms.count), 0.02, 0.98)
    bachelors = rng.binomial(total, learned[:, None])
    advanced = np.clip(0.25 * share * figures("tech")[firms.sector], 0.002, 0.5)
    masters = np.minimum(rng.binomial(total, advanced[:, None]), bachelors)
    return Staff(
        total=total,
        sci_tech=sci_tech,
        rd=np.minimum(rng.binomial(sci_tech, 0.82), sci_tech),
        year_end=np.rint(total * np.exp(rng.normal(0.01, 0.03, total.shape))).astype(np.int64),
        bachelors=bachelors,
        masters=masters,
        doctors=np.minimum(rng.binomial(total, advanced[:, None] * 0.08), masters),
        returnees=np.minimum(rng.binomial(total, advanced[:, None] * 0.12), bachelors),
    )


def _sci_tech_share(firms: Population) -> Floats:
    """Share of science-and-technology staff: above 10% in nearly all firms that live by R&D."""
    rng = firms.draws.stream("sci-tech share")
    soft = 0.17 * flags("software")[firms.sector] + 0.05 * figures("tech")[firms.sector]
    above = 0.10 + 0.9 * beta_around(rng, np.clip(0.13 + soft, 0.04, 0.6), 6)
    below = 0.10 * rng.random(firms.count)
    innovative = np.where(rng.random(firms.count) < 0.93, above, below)
    some = beta_around(rng, np.clip(0.10 + 0.6 * soft, 0.03, 0.5), 7)
    ordinary = rng.beta(0.6, 16, firms.count)
    share = np.where(
        firms.tier == INNOVATIVE, innovative, np.where(firms.tier == 1, some, ordinary)
    )
    return np.asarray(share, dtype=np.float64)

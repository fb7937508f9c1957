"""Placements of real registrations against labels by hand: how many are right, and how sure."""

import polars as pl
import pytest
from tests.shared_data import shared_path

from wotu.chains.placement.place import place
from wotu.chains.tables import FIRM_TEXTS, PLACED_FROM
from wotu.packs.loader import load_packs, shipped_packs

pytestmark = pytest.mark.shared

LABELS = "tests/wotu/chains/placement/labels"


@pytest.fixture(scope="module")
def labelled(request):
    """The 306 labels that nothing was fitted on, beside what is placed now."""
    path = shared_path("data", "register", "suzhou_firms.csv.gz")
    labels = pl.read_csv(request.config.rootpath / LABELS / "test.csv").with_columns(
        right=pl.col("right") == "yes"
    )
    firms = pl.read_csv(path, infer_schema_length=0).join(labels, on="uscc", how="semi")
    absent = [pl.lit(None, pl.String).alias(n) for n in ("products", "patents", "industry_code")]
    texts = firms.select("name", "scope", *absent, firm_id="uscc").select(FIRM_TEXTS.names())
    placed = place(texts, load_packs([shipped_packs() / "cn"]).chains)
    return labels.join(placed.rename({"firm_id": "uscc"}), on=["uscc", "chain", "node"], how="left")


def test_nine_of_ten_placements_are_right(labelled):
    sure = labelled.filter(pl.col("confidence") >= PLACED_FROM)
    assert sure.height >= 290  # the labels are of what was placed
    assert sure["right"].mean() >= 0.9


def test_confidence_says_how_many_are_right(labelled):
    for low, high in ((0.88, 0.94), (0.94, 1.0)):
        band = labelled.filter(pl.col("confidence").is_between(low, high, closed="left"))
        assert band.height > 80
        error = 2.6 * (band["confidence"].mean() * (1 - band["confidence"].mean())) ** 0.5
        assert abs(band["right"].mean() - band["confidence"].mean()) < error / band.height**0.5


def test_no_label_was_both_fitted_and_tested_on(request):
    fit, test = (
        pl.read_csv(request.config.rootpath / LABELS / f"{name}.csv") for name in ("fit", "test")
    )
    assert fit.join(test, on=["uscc", "chain", "node"]).is_empty()
    for labels in (fit, test):
        assert labels["reason"].str.len_chars().min() > 5
        assert set(labels["right"]) == {"yes", "no"}

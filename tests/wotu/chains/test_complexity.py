"""Complexity indices: the published figures, and what must hold of any table."""

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.shared_data import shared_path
from wotu.chains.complexity import (
    ATLAS,
    ECOMPLEXITY,
    SEPARATE,
    ComplexityValueError,
    complexity,
    location_quotients,
)
from wotu.chains.spectrum import components, second_vector

PUBLISHED = 1e-6

TEXT = {"hs92": pl.String, "origin": pl.String}


@pytest.fixture(scope="module")
def trade():
    """Exports of 1995: 10 countries x 30 products, with their names."""
    path = shared_path("data", "complexity", "trade_1995.csv")
    table = pl.read_csv(path, schema_overrides=TEXT).pivot(
        "hs92", index="origin", values="export_val"
    )
    table = table.sort("origin")
    products = sorted(table.columns[1:])
    return table["origin"].to_list(), products, table.select(products).to_numpy()


def published(name, by):
    path = shared_path("data", "complexity", f"expected_{name}_1995.csv")
    return pl.read_csv(path, schema_overrides=TEXT).sort(by)


def cells(column, products):
    wide = published("cells", ["origin", "hs92"]).pivot("hs92", index="origin", values=column)
    return wide.sort("origin").select(products).to_numpy()


@pytest.mark.shared
def test_countries_have_the_published_eci_and_outlook(trade):
    _, _, values = trade
    found, expected = complexity(values), published("eci", "origin")
    assert np.abs(found.eci - expected["eci"].to_numpy()).max() < PUBLISHED
    assert np.abs(found.outlook - expected["coi"].to_numpy()).max() < PUBLISHED
    assert found.diversity.tolist() == expected["diversity"].to_list()
    assert found.cautions == () and found.components == 1


@pytest.mark.shared
def test_products_have_the_published_pci_and_ubiquity(trade):
    _, _, values = trade
    found, expected = complexity(values), published("pci", "hs92")
    assert np.abs(found.pci - expected["pci"].to_numpy()).max() < PUBLISHED
    assert found.ubiquity.tolist() == expected["ubiquity"].to_list()


@pytest.mark.shared
def test_cells_have_the_published_rca_density_and_outlook_gain(trade):
    _, products, values = trade
    found = complexity(values)
    for ours, name in ((found.rca, "rca"), (found.density, "density"), (found.outlook_gain, "cog")):
        assert np.abs(ours - cells(name, products)).max() < PUBLISHED, name
    assert (found.present == (cells("mcp", products) == 1)).all()


@pytest.mark.shared
def test_products_have_the_published_proximity(trade):
    _, products, values = trade
    expected = published("proximity", "hs92").select(products).to_numpy()
    assert np.abs(complexity(values).proximity - expected).max() < PUBLISHED


@pytest.mark.shared
def test_conventions_differ_in_scale_and_in_the_diagonal_only(trade):
    _, _, values = trade
    atlas, package, separate = (
        complexity(values, convention=c) for c in (ATLAS, ECOMPLEXITY, SEPARATE)
    )
    # 300 rows: the population z-score is that of the rows times sqrt(300 / 299).
    assert np.allclose(package.eci, atlas.eci * np.sqrt(300 / 299), atol=1e-12)
    assert np.allclose(package.pci, atlas.pci * np.sqrt(300 / 299), atol=1e-12)
    assert np.allclose([separate.pci.mean(), separate.pci.std()], [0, 1], atol=1e-12)
    # With itself among its neighbours an industry that is present is denser, by 1 / (sum + 1).
    sums = atlas.proximity.sum(axis=0) - 1
    with_itself = (atlas.density * sums + atlas.present) / (sums + 1)
    assert np.allclose(package.density, with_itself, atol=1e-12)


def plain_indices(values):
    """ECI by the definition: all eigenvectors of the matrix of means, nothing clever."""
    present = location_quotients(values) >= 1 - 1e-9
    placed = present.any(axis=1)
    present = present[placed][:, present.any(axis=0)]
    means = present / present.sum(axis=1)[:, None] @ (present / present.sum(axis=0)).T
    found, vectors = np.linalg.eig(means)
    vector = np.real(vectors[:, np.argsort(np.real(found))[-2]])
    vector *= np.sign(np.corrcoef(vector, present.sum(axis=1))[0, 1])
    indices = np.full(len(placed), np.nan)
    indices[placed] = (vector - vector.mean()) / vector.std()
    return indices


tables = st.tuples(st.integers(3, 12), st.integers(3, 12)).flatmap(
    lambda shape: arrays.arrays(np.float64, shape, elements=st.integers(0, 6).map(float))
)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_any_table_keeps_the_bounds(values):
    found = complexity(values)
    known = found.proximity[~np.isnan(found.proximity)]
    assert ((known >= 0) & (known <= 1)).all()
    assert np.array_equal(found.proximity, found.proximity.T, equal_nan=True)
    density = found.density[~np.isnan(found.density)]
    assert ((density >= 0) & (density <= 1)).all()
    eci = found.eci[~np.isnan(found.eci)]
    assert abs(eci.mean()) < 1e-9 if eci.size else True
    # Without a value there is no index.
    assert np.isnan(found.eci[values.sum(axis=1) == 0]).all()
    assert np.isnan(found.pci[values.sum(axis=0) == 0]).all()
    assert np.isnan(found.density[values.sum(axis=1) == 0]).all()


@settings(max_examples=40, deadline=None)
@given(tables, st.floats(1e-6, 1e6), st.randoms(use_true_random=False))
def test_neither_unit_nor_order_matters(values, unit, random):
    rows, columns = list(range(len(values))), list(range(values.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    found, other = complexity(values), complexity(values[np.ix_(rows, columns)] * unit)
    grid = np.ix_(rows, columns)
    assert np.array_equal(found.present[grid], other.present)
    assert np.allclose(found.density[grid], other.density, atol=1e-9, equal_nan=True)
    assert found.components == other.components
    assert np.allclose(found.proximity[np.ix_(columns, columns)], other.proximity, equal_nan=True)
    if found.components == 1 and not found.cautions:
        assert np.allclose(found.eci[rows], other.eci, atol=1e-5, equal_nan=True)
        assert np.allclose(found.pci[columns], other.pci, atol=1e-5, equal_nan=True)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_eci_of_a_place_is_the_mean_pci_of_its_industries(values):
    found = complexity(values)
    assume(not np.isnan(found.eci).all())
    for place in np.flatnonzero(~np.isnan(found.eci)):
        assert np.isclose(found.pci[found.present[place]].mean(), found.eci[place], atol=1e-6)


def seeded(places, industries, seed=0):
    draw = np.random.default_rng(seed)
    ability, demand = draw.normal(size=(places, 1)), draw.normal(size=(1, industries))
    can = draw.random((places, industries)) < 1 / (1 + np.exp(2 * (demand - ability)))
    return np.where(can, draw.lognormal(size=can.shape), 0.0)


@pytest.mark.parametrize("shape", [(40, 60), (60, 40), (450, 500), (520, 430)])
def test_large_and_small_tables_follow_the_definition(shape):
    values = seeded(*shape)
    found = complexity(values, convention=ECOMPLEXITY)
    assert np.allclose(found.eci, plain_indices(values), atol=1e-8, equal_nan=True)


def test_density_and_proximity_follow_their_definitions():
    values = seeded(9, 7)
    found = complexity(values)
    present = found.present
    for one in range(7):
        for other in range(7):
            both = (present[:, one] & present[:, other]).sum()
            assert found.proximity[one, other] == pytest.approx(
                min(both / present[:, one].sum(), both / present[:, other].sum())
            )
        near = [found.proximity[one, other] for other in range(7) if other != one]
        held = [present[:, other] for other in range(7) if other != one]
        assert np.allclose(found.density[:, one], np.dot(near, held) / sum(near))


def test_parts_that_share_nothing_are_not_compared():
    values = np.zeros((7, 6))
    values[:4, :4] = [[5, 1, 0, 0], [1, 5, 1, 0], [1, 0, 5, 1], [3, 3, 2, 9]]
    values[4:, 4:] = [[3, 1], [1, 3], [2, 2]]
    found = complexity(values)
    assert found.components > 1
    assert np.isnan(found.eci[4:]).all() and np.isnan(found.pci[4:]).all()
    assert "块" in found.cautions[0].zh and "parts" in found.cautions[0].en
    # Every place has values, so what does not hang on ECI is known everywhere.
    assert not np.isnan(found.rca).any()


@pytest.mark.parametrize(
    "values", [np.ones((4, 5)), np.ones((1, 1)), np.eye(5), np.zeros((3, 3)), np.ones((600, 700))]
)
def test_alike_places_have_no_complexity(values):
    found = complexity(values)
    assert np.isnan(found.eci).all() and np.isnan(found.pci).all()
    assert found.cautions


def test_an_eigenvalue_that_comes_twice_leaves_complexity_undefined():
    # Places and industries on a ring, each place with two neighbours: turning it changes nothing.
    ring = np.eye(450) + np.roll(np.eye(450), 1, axis=1)
    found = complexity(ring)
    assert found.components == 1
    assert np.isnan(found.eci).all()
    assert "唯一" in found.cautions[0].zh


def test_a_place_and_an_industry_without_values_stay_undefined():
    values = seeded(8, 9)
    values[2], values[:, 5] = 0, 0
    found = complexity(values)
    rest = complexity(np.delete(np.delete(values, 2, axis=0), 5, axis=1))
    assert np.isnan(found.rca[2]).all() and np.isnan(found.density[:, 5]).all()
    assert np.isnan(found.proximity[5]).all() and found.diversity[2] == 0
    assert np.allclose(np.delete(found.eci, 2), rest.eci)
    assert np.allclose(np.delete(found.pci, 5), rest.pci)
    assert np.allclose(np.delete(found.outlook, 2), rest.outlook)


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_a_value_that_cannot_be_is_named_by_its_cell(bad):
    values = np.ones((3, 4))
    values[1, 2] = bad
    with pytest.raises(
        ComplexityValueError, match=r"第 2 个地区、第 3 个行业.*place 2, industry 3"
    ) as error:
        complexity(values)
    assert (error.value.facts["place"], error.value.facts["industry"]) == (1, 2)


def test_a_table_that_is_none_is_refused():
    with pytest.raises(ComplexityValueError):
        complexity(np.zeros((0, 3)))


def test_components_are_numbered_from_the_largest():
    present = np.zeros((4, 4), dtype=bool)
    present[0, 0] = True
    present[1:3, 1:3] = True
    rows, columns = components(present)
    assert rows.tolist() == [1, 0, 0, -1] and columns.tolist() == [1, 0, 0, -1]


@pytest.mark.parametrize("places", [900, 640])
def test_a_searched_vector_equals_the_one_of_the_whole_spectrum(places):
    present = seeded(places, 640) > 0
    present = present[present.any(axis=1)][:, present.any(axis=0)]
    scale = np.sqrt(present.sum(axis=0))
    table = present / np.sqrt(present.sum(axis=1))[:, None] / scale
    found = second_vector(table, scale)
    values, vectors = np.linalg.eigh(table.T @ table)
    assert found.second == pytest.approx(values[-2]) and found.third == pytest.approx(values[-3])
    assert abs(found.vector @ vectors[:, -2]) == pytest.approx(1)

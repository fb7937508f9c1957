import pytest

from wotu.errors import PackError
from wotu.packs.attraction import AttractionFormula
from wotu.packs.loader import shipped_packs
from wotu.packs.schema import parse_model
from wotu.packs.yaml_source import YamlSource, load_yaml


@pytest.fixture
def source():
    return load_yaml(shipped_packs() / "cn" / "attraction.yaml", "cn/attraction.yaml")


def changed(source: YamlSource, section: str, **values) -> YamlSource:
    source.data[section] = {**source.data[section], **values}
    return source


def test_the_shipped_formula_is_part_of_the_packs(packs, source):
    assert packs.attraction == parse_model(AttractionFormula, source)
    assert sum(packs.attraction.fit.model_dump().values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("section", "values", "said"),
    [
        (
            "fit",
            dict.fromkeys(("supply", "related", "growth", "expand"), 0),
            "all weights are zero",
        ),
        ("fit", {"supply": -1}, "fit"),
        ("supply", {"half_firms": 0}, "half_firms"),
        ("supply", {"customers": 0, "suppliers": 0}, "both sides weigh nothing"),
        ("growth", {"none": 0.3}, "'full' must be above 'none'"),
        ("expansion", {"old": 1}, "'old' must not be below 'young'"),
        ("expansion", {"sights": 1}, "sites"),
    ],
)
def test_a_formula_that_means_nothing_is_a_fault(source, section, values, said):
    with pytest.raises(PackError, match=said):
        parse_model(AttractionFormula, changed(source, section, **values))


def test_numbers_without_their_origin_are_a_fault(source):
    source.data["notes"] = []
    with pytest.raises(PackError, match="notes"):
        parse_model(AttractionFormula, source)

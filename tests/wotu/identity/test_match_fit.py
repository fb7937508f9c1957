import numpy as np

from wotu.identity.match_examples import SlipMaker, examples_of, local_short_name
from wotu.identity.match_fit import Example, fit_model
from wotu.identity.match_model import FULL, SHORT, Model


def example(right, wrong, rarity=10.0):
    """The right firm has ``right`` of the one fact there is, another firm ``wrong``."""
    return Example(np.array([[right], [wrong]]), np.array([True, False]), rarity)


def test_a_fact_that_the_right_firm_has_gets_weight():
    model = fit_model(["alike"], [example(2.0, 1.0)] * 50, absent_weight=0.3)
    assert model.weights[0] > 1
    utilities = model.utilities(np.array([[2.0], [1.0]]))
    assert utilities[0] > model.nobody_utility(10.0) > utilities[1]


def test_weights_stay_at_zero_where_nothing_tells():
    model = fit_model(["noise"], [example(1.0, 1.0)] * 50, absent_weight=0.3)
    assert abs(model.weights[0]) < abs(
        fit_model(["alike"], [example(2.0, 1.0)] * 50, absent_weight=0.3).weights[0]
    )


def test_shipped_models_have_a_weight_for_every_fact():
    for model in (SHORT, FULL):
        assert len(model.facts) == len(model.weights)
        assert set(model.barred) <= set(model.facts)


def test_reasons_name_the_most_telling_fact_first():
    model = Model(("small", "none", "large"), np.array([0.1, 5.0, -2.0]), 0.0, 0.0)
    assert model.reasons(np.array([1.0, 0.0, 3.0])) == ("large:3", "small:1")


def test_a_match_takes_a_margin_and_somebody():
    model = Model(("edits",), np.array([1.0]), 0.0, 0.0, 0.6, 0.5, {"edits": 2})
    assert model.verdict(0.7, 0.4, np.array([0.0])) == "matched"
    assert model.verdict(0.5, 0.4, np.array([0.0])) == "doubtful"
    assert model.verdict(0.7, 0.6, np.array([0.0])) == "doubtful"
    assert model.verdict(0.7, 0.4, np.array([2.0])) == "doubtful"
    assert model.verdict(0.7, 0.99, np.array([0.0])) == "none"


def test_equal_seeds_make_equal_slips():
    names = ["苏州信达光电科技有限公司", "常州市江南机械有限责任公司"] * 20
    first, second = (SlipMaker("".join(names), seed=7) for _ in range(2))
    slips = [first.slip(name) for name in names]
    assert slips == [second.slip(name) for name in names]
    assert all(slip is None or slip.text not in names for slip in slips)
    assert len({slip.kind for slip in slips if slip}) > 5


def test_local_short_names_keep_the_trade_name():
    assert local_short_name("苏州信达光电科技有限公司", 1) in ("信达光电", "信达科技", "信达")
    assert local_short_name("吴江市食品有限公司", 1) is None


def test_examples_leave_exact_names_out(index):
    examples = examples_of(
        index,
        [
            ("苏州信达光电科技有限公司", "light"),
            ("信达光电", "light"),
            ("苏州信达光电有限公司", "light"),
        ],
    )
    assert [len(examples[kind]) for kind in ("short", "full")] == [1, 1]
    assert examples["short"][0].is_right.sum() == 1

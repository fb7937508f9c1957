"""The figures of the classification benchmark are what they say."""

import gzip

import numpy as np
import polars as pl
import pytest
from bench.placement import folds, inputs, main, measure, read_folder, run, truth_of

from tests.wotu.chains.classification.small_trades import firms, tree
from wotu.chains.classification.tree import ClassTree


def test_every_labelled_firm_is_asked_once_and_never_learned_from():
    rows = firms().with_columns(product_weights=pl.lit(None, pl.List(pl.Float64)))
    seen = []
    for learned, test in folds(rows):
        assert not set(learned["firm_id"]) & set(test["firm_id"])
        assert learned.height + test.height == rows.height
        counts = test["class_code"].value_counts()["count"]
        assert counts.max() - counts.min() <= 1
        seen += test["firm_id"].to_list()
    assert sorted(seen) == sorted(rows["firm_id"])


def test_scope_alone_shows_no_name_and_no_product():
    rows = firms().with_columns(product_weights=pl.lit(None, pl.List(pl.Float64)))
    shown = dict(inputs(rows))["scope alone"]
    assert shown["name"].unique().to_list() == [""]
    assert shown["products"].null_count() == shown.height
    assert shown["scope"].null_count() == 0


def test_figures_of_four_firms():
    scores = np.array([[0.9, 0.1, 0, 0], [0.6, 0.3, 0.1, 0], [0.2, 0.5, 0.2, 0.1], [1, 0, 0, 0]])
    found = measure("wotu", "x", 1, scores, np.array([0, 1, 1, -1]))
    assert (found.top1, found.top3) == (0.5, 0.75)
    # Class 0: 1 hit, 3 said, 1 true; class 1: 1 hit, 1 said, 2 true; the unknown class: none.
    assert found.macro_f1 == pytest.approx((2 / 4 + 2 / 3 + 0) / 3)
    # Bins 0.9: two, mean 0.95, half right; 0.6: one wrong; 0.5: one right.
    assert found.calibration_error == pytest.approx((2 * 0.45 + 0.6 + 0.5) / 4)
    assert (found.given_09, found.right_09) == (2, 0.5)


def test_baselines_and_classifier_answer_the_same_questions():
    rows = firms().with_columns(product_weights=pl.lit(None, pl.List(pl.Float64)))
    found = {
        (one.method, one.input, one.level): one for one in run([next(folds(rows))], tree(), None)
    }
    assert {method for method, _, _ in found} == {
        "keywords",
        "tf-idf linear",
        "wotu",
        "industry code",
    }
    assert found["wotu", "names and products", 2].top1 > 0.95


def test_a_class_that_no_firm_taught_counts_as_missed():
    shenwan, columns = tree(), tree().at_level(1)
    asked = pl.DataFrame({"class_code": ["121", "999"]})
    assert truth_of(asked, shenwan, columns).tolist() == [0, -1]


def test_a_folder_is_read_and_printed(tmp_path, capsys):
    _write(tmp_path)
    known, classes = read_folder(tmp_path)
    assert known.filter(pl.col("firm_id") == "000003")["class_code"].to_list() == [None]
    assert ClassTree.of(classes).depth == 3
    assert known.filter(pl.col("firm_id") == "000001")["product_weights"][0].to_list() == [0.6, 0.2]
    main(["--data", str(tmp_path), "--test", str(tmp_path), "--no-sentences", "--json"])
    assert capsys.readouterr().out.startswith("[{")


def _write(folder):
    companies = ["stock_code,full_name,short_name,scope"]
    industry = ["stock_code,short_name,l3_code,l3_name,l2_code,l2_name,l1_code,l1_name"]
    products = ["stock_code,product,weight"]
    for i, (l3, goods) in enumerate([("121", "牛奶"), ("211", "芯片"), (None, "白酒")], 1):
        code = f"{i:06}"
        companies.append(f"{code},某{goods}股份有限公司,某{goods},{goods}的生产")
        products += [f"{code},{goods},0.6", f"{code},{goods}配件,0.2"]
        if l3:
            industry.append(f"{code},某{goods},{l3},丙{l3},{l3[:2]},乙{l3},{l3[:1]},甲{l3}")
    for name, lines in (("companies", companies), ("company_products", products)):
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    (folder / "company_industry.csv").write_text("\n".join(industry), encoding="utf-8")

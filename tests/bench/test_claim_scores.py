"""Our scores of claims are those of the script that comes with the labels."""

import json
import random
import subprocess
import sys

import pytest
from bench.claim_scores import alike, score_claims
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path

UNITS = ["元", "家", "%", "百分点"]
KINDS = ["level", "share", "target"]
NAMES = ["苏州", "苏州工业园区", "园区", "昆山", "", None, "规上工业总产值", "工业总产值（规上）"]


@pytest.fixture(scope="module")
def script():
    return shared_path("claims", "score.py")


@pytest.fixture(scope="module")
def labels():
    files = [shared_path("claims", f"{doc}.jsonl") for doc in ("000", "001", "002")]
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def printed_by(script, folder, claims, labels):
    paths = []
    for name, rows in (("claims", claims), ("labels", labels)):
        paths.append(folder / f"{name}.jsonl")
        paths[-1].write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    done = subprocess.run([sys.executable, script, *paths], capture_output=True, text=True)
    return done.stdout.rstrip()


def perturbed(labels, seed):
    """Labels with faults of every sort that a reader makes: moved, lost, doubled, misread."""
    chance = random.Random(seed)
    rows = [dict(row) for row in labels]
    for row in rows:
        match chance.randrange(8):
            case 0:
                row["start"], row["end"] = row["start"] + 2, row["end"] + 3
            case 1:
                row["figure"] = str(float(row["figure"]) + chance.choice([0, 1e-12, 1]))
            case 2:
                row["unit"] = chance.choice(UNITS)
            case 3:
                row["kind"], row["bound"] = chance.choice(KINDS), "about"
            case 4:
                row["subject"], row["metric"] = chance.choice(NAMES), chance.choice(NAMES)
            case 5:
                row["period"] = chance.choice(["", None, "2022"])
    kept = [row for row in rows if chance.random() > 0.1]
    stray = [row | {"doc": "999"} for row in rows[:3]]
    return kept + chance.sample(kept, 20) + stray


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(8))
def test_scores_equal_those_of_the_script(script, labels, tmp_path, seed):
    claims = perturbed(labels, seed)
    assert str(score_claims(claims, labels)) == printed_by(script, tmp_path, claims, labels)


@pytest.mark.shared
def test_scores_of_nothing_equal_those_of_the_script(script, labels, tmp_path):
    assert str(score_claims([], labels)) == printed_by(script, tmp_path, [], labels)


@pytest.mark.shared
def test_labels_score_full_marks_against_themselves(labels):
    scores = score_claims(labels, labels)
    assert scores.figures.f1 == scores.whole.f1 == 1
    assert set(scores.fields.values()) == {1.0}


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_likeness_has_no_direction(one, other):
    assert alike(one, other) == alike(other, one)


def test_each_label_has_one_partner():
    label = {"doc": "a", "start": 0, "end": 4, "figure": "3", "unit": "家", "kind": "level"}
    label |= {"bound": "exact", "period": None, "subject": "园区", "metric": "企业"}
    twice = score_claims([label, label], [label])
    assert (twice.figures.right, twice.figures.told) == (1, 2)

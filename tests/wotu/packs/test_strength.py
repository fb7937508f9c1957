import datetime as dt
import shutil
from pathlib import Path

import pytest

from wotu.errors import PackError
from wotu.packs.loader import find_pack, load_packs
from wotu.packs.schema import parse_model
from wotu.packs.strength import StrengthFormula, StrengthMeasure
from wotu.packs.yaml_source import parse_yaml

FILE = find_pack("cn", Path()) / "strength.yaml"
TEXT = FILE.read_text(encoding="utf-8")


def parsed(text):
    return parse_model(StrengthFormula, parse_yaml(text, "strength.yaml"))


def faults(text):
    with pytest.raises(PackError) as error:
        parsed(text)
    return " ".join(str(fault) for fault in error.value.faults)


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_the_national_formula_has_every_measure_with_weight_unit_and_ground():
    formula = load_packs([FILE.parent]).strength
    assert set(formula.scales) == {measure.value for measure in StrengthMeasure}
    assert sum(one.weight.on(dt.date(2026, 11, 21)) for one in formula.components.values()) == 100
    for scale in formula.scales.values():
        assert scale.unit and scale.label.zh and (scale.source.title or scale.source.own_choice)


def test_figures_hold_from_their_day_on():
    text = changed("values: {2026-01-01: 40}", "values: {2026-01-01: 40, 2027-01-01: 45}")
    weak = parsed(text).limits.weak
    # The day itself belongs to the new figure; before the first day the first holds.
    days = [dt.date(2020, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
    assert [weak.on(day) for day in days] == [40, 40, 45]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{0: 0, 1: 20, 3: 40, 10: 70, 30: 100}", "{0: 0, 1: 20, 3: 10, 30: 100}", "只升或只降"),
        ("{0: 0, 1: 20, 3: 40, 10: 70, 30: 100}", "{0: 0, 30: 101}", "0 到 100"),
        ("      capital_cny:\n", "      firms:\n", "given twice"),
        ("      capital_cny:\n", "      capitals:\n", "capitals"),
        ("values: {2026-01-01: 40}", "values: {}", "values"),
        (
            "source: {own_choice: {zh: 过半才算知道, en: more is known than not}}",
            "source: {}",
            "own_choice",
        ),
    ],
)
def test_a_faulty_formula_is_told(old, new, told):
    assert told in faults(changed(old, new))


def test_a_leader_needs_a_known_kind_of_certificate(tmp_path):
    folder = tmp_path / "cn"
    shutil.copytree(FILE.parent, folder, ignore=shutil.ignore_patterns("chains"))
    text = changed("little_giant, unicorn", "little_gaint, unicorn")
    (folder / "strength.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(
        PackError, match=r"'little_gaint' is not a kind of certificate.*little_giant"
    ):
        load_packs([folder])


def test_a_later_pack_replaces_the_formula_whole(tmp_path):
    (tmp_path / "pack.yaml").write_text(
        'pack: own\nlabel: {zh: 本区, en: Own}\nversion: "1"\n', encoding="utf-8"
    )
    own = changed("strength: cn", "strength: own").replace(
        "values: {2026-01-01: 40}", "values: {2026-01-01: 30}"
    )
    (tmp_path / "strength.yaml").write_text(own, encoding="utf-8")
    formula = load_packs([FILE.parent, tmp_path]).strength
    assert formula.strength == "own" and formula.limits.weak.on(dt.date(2026, 1, 1)) == 30

"""The official vectors of the digital level, and a file of 10,000 answers scored in one pass."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from tests.wotu.rules.vectors import Runner, single, vectors
from tests.zone import code_of
from wotu.contracts.importing import open_import
from wotu.rules.compile import FIRM_ID
from wotu.rules.frame import input_frame
from wotu.rules.rulebook import load_rulebook
from wotu.rules.screen import screen

AS_OF = dt.date(2026, 6, 30)
FIRMS = 10_000


@pytest.fixture(scope="module")
def runner(packs):
    return Runner(load_rulebook(packs), packs.contracts)


def answers(given):
    """A questionnaire as a row under contract."""
    scenes = {f"scene_{name}": level for name, level in given["scene_levels"].items()}
    return {
        "firm_registration": {"is_branch": False},
        "firm_digital": {2025: {**given["base"], **scenes}},
    }


#: Quantity behind each item of the vectors, where it has another name.
ITEMS = {
    "device_digital_rate": "device_digital_points",
    "device_connected_rate": "device_connected_points",
}


@pytest.mark.shared
def test_every_vector_of_2024_holds(runner):
    page = vectors("digital_level")
    assert len(page["cases"]) >= 6
    for vector in page["cases"]:
        outcome = runner.run("cn.digital_level", AS_OF, answers(vector["inputs"]))
        expected = vector["expected"]
        for name, points in {**expected["items"], **expected["groups"]}.items():
            found = single(outcome.found(ITEMS.get(name, name)))
            assert found == pytest.approx(points, abs=1e-9), (vector["id"], name)
        assert single(outcome.found("base_total")) == pytest.approx(expected["base_total"])
        assert outcome.found("outcome") == f"level_{expected['level']}", vector["id"]
        for level, check in expected["checks"].items():
            assert single(outcome.found(f"scenes_{level}")) == check["scenes_at_or_above"]
            assert single(outcome.found(f"constraint_{level}")) == check["constraint_at_or_above"]
            found = outcome.conditions[f"reaches_{level}"]
            assert found == ("met" if check["met"] else "not_met"), (vector["id"], level)


@pytest.mark.shared
def test_the_decision_table_is_that_of_the_page(runner):
    table = vectors("digital_level")["level_thresholds_2024"]
    parameters = runner.rulebook.rule("cn.digital_level", AS_OF).parameters
    for level, needs in table.items():
        assert parameters[f"base_need_{level}"].on(AS_OF) == needs["base"]
        assert parameters[f"scenes_need_{level}"].on(AS_OF) == needs["scenes"]
        assert parameters[f"constraint_need_{level}"].on(AS_OF) == needs["constraint_scenes"]


@pytest.mark.shared
def test_bounds_of_2022(runner):
    day = dt.date(2024, 3, 1)
    for vector in vectors("digital_level")["levels_2022"]:
        facts = {
            "firm_registration": {"is_branch": False},
            "firm_digital": {2023: {"score_2022": vector["score"]}},
        }
        outcome = runner.run("cn.digital_level", day, facts)
        assert outcome.found("outcome") == f"level_{vector['level']}", vector


def questionnaires(contract, firms):
    """Answers of many firms: every seventh firm leaves one item out, so levels may stay open."""
    place = pl.int_range(firms, eager=True).alias("place")
    columns = {}
    for position, (name, spec) in enumerate(contract.fields.items()):
        step = (place * (position + 3) + position) % 97
        match str(spec.type):
            case "count":
                column = step % (int(spec.maximum or 4) + 1)
            case "share":
                column = (step / 97).cast(pl.Decimal(12, 8))
            case "boolean":
                column = step % 2 == 0
            case "code":
                words = {"trends": ["up", "flat", "down"]}
                known = words.get(spec.codes, ["none", "one", "several", "most", "all"])
                column = (step % len(known)).replace_strict(dict(enumerate(known)))
            case _:
                continue
        hidden = (place % 7 == 0) & (step == 5)
        columns[name] = column.set(hidden, None)
    frame = pl.DataFrame(columns).with_columns(
        (pl.lit("f") + place.cast(pl.String)).alias(FIRM_ID), year=pl.lit(2025, pl.Int32)
    )
    return frame.with_columns(
        pl.lit(None).cast(kind).alias(name)
        for name, kind in contract.stored_types.items()
        if name not in frame.columns
    )


def questionnaire_file(folder, contract, given):
    """The same answers as a platform exports them: Chinese headers, shares in per cent."""
    columns = [pl.Series("企业名称", [f"云岭第{n}制造有限公司" for n in range(given.height)])]
    for name, spec in contract.fields.items():
        cells = pl.col(name)
        header = spec.label.zh
        if str(spec.type) == "share":
            cells, header = cells * 100, f"{header}（%）"
        if str(spec.type) == "boolean":
            cells = pl.when(cells).then(pl.lit("是")).when(~cells).then(pl.lit("否"))
        if name not in {"firm_name", "score_2022"}:
            columns.append(given.select(cells.cast(pl.String).alias(header)).to_series())
    path = folder / "数字化水平问卷.csv"
    pl.DataFrame(columns).write_csv(path)
    return path


@pytest.mark.slow
def test_a_file_of_ten_thousand_questionnaires_is_scored_in_one_pass(runner, packs, tmp_path):
    rule = runner.rulebook.rule("cn.digital_level", AS_OF)
    contract = packs.contracts["firm_digital"]
    codes = pl.Series("uscc", [code_of(number) for number in range(FIRMS)])
    given = questionnaires(contract, FIRMS).with_columns(codes)
    path = questionnaire_file(tmp_path, contract, given)
    with open_import(path, packs) as opened:
        (table,) = opened.tables
        assert table.contract.name == "firm_digital"
        rows = pl.concat([chunk.rows for chunk in table.chunks()])
    assert rows.height == FIRMS
    answered = rows.with_columns(pl.col("uscc").alias(FIRM_ID))
    registered = pl.DataFrame(
        {FIRM_ID: answered[FIRM_ID], "is_branch": [False] * FIRMS},
        schema_overrides={"is_branch": pl.Boolean},
    )
    types = packs.contracts["firm_registration"].stored_types
    missing = [pl.lit(None).cast(k).alias(n) for n, k in types.items() if n != "is_branch"]
    facts = {
        "firm_digital": answered.lazy(),
        "firm_registration": registered.with_columns(missing).lazy(),
    }
    firms = answered.select(FIRM_ID).lazy()
    frame = input_frame(firms, facts, [rule], packs.contracts, AS_OF, set())
    scored = screen(rule, frame, packs.contracts, AS_OF).rows.collect()
    assert scored.height == FIRMS
    assert scored["outcome"].null_count() > 0
    assert scored["outcome"].n_unique() >= 4
    # The first firms agree with the run of one firm at a time, through the interpreter too.
    for row in given.head(20).to_dicts():
        names = {k: v for k, v in row.items() if k not in {FIRM_ID, "year", "uscc", "firm_name"}}
        figures = {k: float(v) if isinstance(v, Decimal) else v for k, v in names.items()}
        alone = runner.run(
            "cn.digital_level",
            AS_OF,
            {"firm_registration": {"is_branch": False}, "firm_digital": {2025: figures}},
        )
        together = scored.row(by_predicate=pl.col(FIRM_ID) == row["uscc"], named=True)
        assert together["outcome"] == alone.found("outcome")

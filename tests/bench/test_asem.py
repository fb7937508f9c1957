"""The published example of composite indicators is reproduced, and a wrong figure is noticed."""

import shutil

import pytest
from bench.asem import main

from tests.shared_data import shared_path

pytestmark = pytest.mark.shared


def test_every_step_is_as_published(capsys):
    assert main(["--data", str(shared_path("data", "composite"))]) == 0
    shown = capsys.readouterr().out
    assert shown.count(" ok") == 8 and "NOT" not in shown


def test_a_figure_that_differs_fails(tmp_path, capsys):
    folder = shared_path("data", "composite")
    shutil.copytree(folder, tmp_path / "composite")
    table = tmp_path / "composite" / "asem_expected_treated.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("84.92784797", "84.9278"), encoding="utf-8")
    assert main(["--data", str(tmp_path / "composite")]) == 1
    treated = next(
        line for line in capsys.readouterr().out.splitlines() if line.startswith("treated")
    )
    assert "NOT within 1e-06" in treated

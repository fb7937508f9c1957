"""The benchmark of large panels measures what it says."""

import numpy as np
from bench.panels import invented, main


def test_invented_panels_have_the_size_and_gaps_asked_for():
    panel, tree = invented(2, 40, 30)
    panel.require_tree(tree)
    assert panel.values.shape == (2, 40, 30)
    assert 0.03 < np.isnan(panel.values).mean() < 0.07


def test_the_whole_and_its_halves_are_told(capsys):
    main(["--years", "2", "--places", "20", "--indicators", "20", "--rounds", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 years x 20 places x 20 indicators: ")
    assert [line.split(": ")[0].split(", ")[-1] for line in lines[1:4]] == [
        "half the years",
        "half the places",
        "half the indicators",
    ]
    assert len(lines) == 6

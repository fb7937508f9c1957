"""People's words on placements: the last one counts, and each can be taken back."""

import datetime as dt

import pytest

from wotu.lake.placement_corrections import PlacementCorrectionError, PlacementCorrections

FIRM = ("f1", "drugs", "antibodies")


@pytest.fixture
def corrections(tmp_path):
    return PlacementCorrections(tmp_path)


def test_the_last_word_counts(corrections):
    assert corrections.table().is_empty()
    corrections.say(*FIRM, right=False, author="李", reason="只做贸易")
    corrections.say("f2", "drugs", "antibodies", right=True, author="李", reason="走访所见")
    corrections.say(*FIRM, right=True, author="王", reason="已建厂")
    assert corrections.table().rows() == [
        ("f2", "drugs", "antibodies", True),
        ("f1", "drugs", "antibodies", True),
    ]
    last = corrections.standing()[-1]
    assert (last.author, last.reason) == ("王", "已建厂")


def test_a_word_taken_back_no_longer_stands_but_did(corrections):
    corrections.say(*FIRM, right=False, author="李", reason="只做贸易")
    between = dt.datetime.now(dt.UTC)
    corrections.withdraw(*FIRM, author="王")
    assert corrections.standing() == []
    assert len(corrections.standing(between)) == 1
    with pytest.raises(PlacementCorrectionError):
        corrections.withdraw(*FIRM, author="王")


def test_a_word_needs_its_reason(corrections):
    with pytest.raises(PlacementCorrectionError):
        corrections.say(*FIRM, right=True, author="李", reason="  ")

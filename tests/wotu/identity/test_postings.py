import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.identity.postings import Postings, pieces_of

texts = st.text("信达光电科技公司AB", max_size=8)


@given(st.lists(texts, max_size=8), texts)
def test_ids_are_those_of_the_names_with_the_piece(names, text):
    postings = Postings.build(names)
    for piece in pieces_of(text):
        holders = [place for place, name in enumerate(names) if piece in name]
        assert postings.ids_with(piece).tolist() == holders


def test_likeness_is_the_rarity_in_common():
    postings = Postings.build(["信达", "信达光电", "光电", "公司", "公司", "公司"])
    rarity = [postings.rarity(piece) for piece in ("信", "达", "信达")]
    assert postings.likeness("信达").tolist() == pytest.approx([sum(rarity)] * 2 + [0] * 4)


def test_a_piece_of_one_name_is_as_rare_in_a_small_register():
    for size in (10, 1000):
        postings = Postings.build([f"{chr(0x4E00 + place)}公司" for place in range(size)])
        assert postings.rarity("一") == pytest.approx(np.log(75_000))


def test_what_most_names_have_tells_nothing():
    postings = Postings.build([f"{chr(0x4E00 + place)}公司" for place in range(1000)])
    assert postings.rarity("公司") == 0
    assert postings.likeness("公司").max() == 0


def test_an_index_of_no_names_answers():
    assert Postings.build([]).likeness("信达").tolist() == []

import random

from hypothesis import given
from hypothesis import strategies as st

from wotu.reading.naming import lexicon as module
from wotu.reading.naming.lexicon import Lexicon

LETTERS = st.text("苏州市工业园", max_size=60)
WORDS = st.dictionaries(st.text("苏州市工业园", min_size=2, max_size=5), st.integers(), max_size=12)


def found_slowly(words, text):
    """The longest word at each place, from left to right."""
    found, at = [], 0
    while at < len(text):
        here = [word for word in words if text.startswith(word, at)]
        if here:
            found.append((at, at + len(max(here, key=len)), words[max(here, key=len)]))
        at += max((len(word) for word in here), default=1)
    return found


@given(WORDS, LETTERS)
def test_words_are_found_as_by_looking_everywhere(words, text):
    assert list(Lexicon(words).find(text)) == found_slowly(words, text)


def test_words_across_the_seams_of_long_texts_are_found(monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", 7)
    text = "".join(random.Random(1).choices("苏州市工", k=500))
    words = {"苏州": 1, "州市工": 2}
    assert list(Lexicon(words).find(text)) == found_slowly(words, text)


def test_a_lexicon_without_words_finds_nothing():
    assert list(Lexicon({"一": 1}).find("一二三")) == []


def test_the_longest_word_is_bounded_by_an_end():
    places = Lexicon({"苏州": "city", "苏州工业园区": "zone"})
    assert places.longest("苏州工业园区", 0).value == "zone"
    assert places.longest("苏州工业园区", 0, 4).value == "city"


def test_characters_outside_the_basic_plane_do_no_harm():
    assert [found.start for found in Lexicon({"苏州": 1}).find("😀\ud800苏州")] == [2]

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.reading.document import Document
from wotu_site.documents.text import PART_CHARACTERS, PagedText, around

pytestmark = pytest.mark.zone

CHARACTERS = st.sampled_from("云岭高新区2025年，。1；\n \tGDPab：“”")
TEXTS = st.text(CHARACTERS, max_size=400)


@given(TEXTS, st.integers(1, 60))
def test_parts_hold_every_character_once(text, times):
    document = Document("x", text * times)
    parts = PagedText.of(document).parts
    assert parts[0].start == 0 and parts[-1].end == len(document.text)
    assert all(one.end == other.start for one, other in itertools.pairwise(parts))
    assert all(one.end - one.start <= PART_CHARACTERS for one in parts)


@given(TEXTS)
def test_pieces_are_original_characters_in_order(text):
    paged = PagedText.of(Document("x", text))
    shown = []
    for part in paged.parts:
        for paragraph in paged.paragraphs(part, ()):
            for piece in paragraph.pieces:
                assert text[piece.at : piece.at + len(piece.text)] == piece.text
                shown.append((piece.at, piece.at + len(piece.text)))
    assert shown == sorted(shown)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(shown))


def test_a_sentence_ends_at_its_full_stop():
    text = "前一句。这一句说了412亿元，还有别的。后一句。"
    start = text.index("412")
    first, last = around(text, start, start + 5)
    assert text[first:last] == "这一句说了412亿元，还有别的。"

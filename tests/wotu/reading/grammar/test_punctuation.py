import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.reading.document import Document
from wotu.reading.grammar.punctuation import as_chinese
from wotu.reading.read import read_claims

TYPED = dict(zip("，；：？！（）“”", ',;:?!()""', strict=True))
CHINESE = "2022年，苏州（不含县市）产值4.36万亿元，增长4%；获“七连冠”。苏州：产值1,097亿元！外资19亿美元？"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("产值增长5%,位居第二;利润1,097万元", "产值增长5%，位居第二；利润1,097万元"),
        ("实现\"七连冠\"(全市唯一)", "实现“七连冠”（全市唯一）"),
        ("时间 24:48, R&D (GDP) 2.5", "时间 24:48, R&D (GDP) 2.5"),
        ("占35%,2021年为30%", "占35%，2021年为30%"),
    ],
)  # fmt: skip
def test_punctuation_beside_chinese_is_chinese(typed, meant):
    assert as_chinese(typed) == meant


@given(st.text(alphabet='中国，。,;:?!()"%1a \n', max_size=60))
def test_nothing_moves_and_only_punctuation_changes(text):
    changed = as_chinese(text)
    assert len(changed) == len(text)
    for before, after in zip(text, changed, strict=True):
        assert before == after or TYPED[after] == before


def test_a_text_says_the_same_whatever_keyboard_typed_it():
    typed = "".join(TYPED.get(character, character) for character in CHINESE)
    assert typed != CHINESE
    stated = [
        [
            (c.start, c.figure, c.metric, c.subject, c.period)
            for c in read_claims(Document("t", text))
        ]
        for text in (typed, CHINESE)
    ]
    assert stated[0] == stated[1]
    assert len(stated[0]) == 5

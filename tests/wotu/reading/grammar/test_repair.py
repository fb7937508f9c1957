import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.reading.document import Block, BlockKind, Document
from wotu.reading.grammar.repair import repair
from wotu.reading.read import read_claims

TEXT = (
    "2023年，苏州工业园区地区生产总值达3686亿元，一般公共预算收入411.1亿元，全社会研发投入占GDP比重达5.16%。"
    "目前园区建成公共技术平台11个，另有8个平台正在建设推进中。\n"
    "截至2023年，园区已集聚人工智能相关企业超1700家，产值首次突破千亿元，位居全省第一。"
    "力争到2025年，集成电路产业规模达2000亿元，引进领军人才600名，同比增长12%以上。\n"
)


def facts(text):
    claims = read_claims(Document("text", text))
    assert all(claim.holds(text) for claim in claims)
    return [(c.figure, c.unit, c.kind, c.bound, c.subject, c.metric, c.period) for c in claims]


@given(st.text(max_size=300))
def test_every_character_of_the_prose_is_one_of_the_original(text):
    prose = repair(Document("any", text))
    assert len(prose.origin) == len(prose.text)
    assert list(prose.origin) == sorted(prose.origin)
    for character, place in zip(prose.text, prose.origin, strict=True):
        if character not in "\n ，":
            plain = text[place].translate(FORMS)
            assert plain == character or TYPED.get(character) == plain


FORMS = {0xFF01 + i: 0x21 + i for i in range(94)} | dict(
    zip(map(ord, "〜∶﹪⋯−﹣「」"), "~:%…--“”", strict=True)
)
TYPED = dict(zip("，；：？！（）“”", ',;:?!()""', strict=True))


@pytest.mark.parametrize("width", [15, 18, 22, 27])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_lines_broken_inside_words_and_figures_change_nothing(width, gap):
    paragraphs = TEXT.strip().split("\n")
    broken = gap.join(
        paragraph[i : i + width]
        for paragraph in paragraphs
        for i in range(0, len(paragraph), width)
    )
    assert facts(broken) == facts(TEXT)


def test_spaces_around_digits_and_between_letters_change_nothing():
    spaced = TEXT.replace("3686亿元", " 3686 亿元").replace("集成电路产业", "集 成 电 路 产 业")
    assert facts(spaced) == facts(TEXT)


def test_full_width_digits_change_nothing():
    wide = TEXT.translate({ord("0") + i: 0xFF10 + i for i in range(10)} | {ord("%"): 0xFF05})
    assert facts(wide) == facts(TEXT)


def test_a_heading_printed_twice_is_read_once():
    text = "苏州工业园区苏州工业园区：：创新之城向创新之城向““新新””蝶变升级蝶变升级\n正文。"
    prose = repair(Document("doubled", text))
    assert prose.text.startswith("苏州工业园区：创新之城向“新”蝶变升级\n")
    assert prose.paragraphs[0].heading


def test_cells_of_a_table_are_apart():
    text = "规上工业总产值\t4.36万亿元\t43642家"
    row = Document("table", text, blocks=(Block(BlockKind.TABLE_ROW, 0, len(text)),))
    assert repair(row).text == "规上工业总产值，4.36万亿元，43642家\n"
    assert [claim.quote for claim in read_claims(row)] == ["4.36万亿元", "43642家"]


def test_page_furniture_is_not_read():
    text = "第3版 共100家\n园区有企业20家。"
    blocks = (Block(BlockKind.FURNITURE, 0, 9), Block(BlockKind.PARAGRAPH, 10, len(text)))
    (claim,) = read_claims(Document("page", text, blocks=blocks))
    assert claim.quote == "20家"

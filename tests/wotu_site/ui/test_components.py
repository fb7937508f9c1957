from datetime import date

import pytest
from django.template import Context, Template
from django.utils.html import strip_tags

from wotu_site.ui.charts import Chart
from wotu_site.ui.figures import Figure


def drawn(source, **context):
    return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("state", "word", "css"),
    [
        ("met", "符合", "verdict-met"),
        ("not_met", "不符合", "verdict-not-met"),
        ("unknown", "待定", "verdict-unknown"),
        (None, "待定", "verdict-unknown"),
    ],
)
def test_a_verdict_is_an_icon_and_a_word(state, word, css):
    html = drawn("{% verdict state %}", state=state)
    assert strip_tags(html).strip() == word
    assert "<svg" in html
    assert css in html


def test_a_verdict_says_what_is_short():
    assert "差 0.4 个百分点" in drawn('{% verdict "not_met" "差 0.4 个百分点" %}')


def test_an_unknown_verdict_word_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        drawn('{% verdict "maybe" %}')


def test_a_figure_shows_value_unit_date_and_source():
    shown = Figure(12_345_678, "cny", date(2025, 12, 31), evidence="/firms/1/facts/sales/")
    html = drawn("{% figure shown %}", shown=shown)
    assert strip_tags(html).strip() == "1,234.6万元 2025-12-31"
    assert 'href="/firms/1/facts/sales/" data-evidence' in html
    assert 'aria-label="1,234.6万元 的依据"' in html


def test_a_missing_figure_is_unknown():
    html = drawn("{% figure shown %}", shown=Figure(None, "cny"))
    assert strip_tags(html).strip() == "未知"
    assert "figure-missing" in html
    assert "data-evidence" not in html


def test_filters_write_numbers():
    source = "{{ sales|money }} {{ share|share }} {{ staff|count }} {{ none|money }}"
    assert drawn(source, sales=10_000, share=0.051, staff=1234, none=None) == (
        "1万元 5.1% 1,234 未知"
    )


def test_a_score_bar_says_its_numbers():
    html = drawn("{% score_bar 62 84.5 71 %}")
    assert 'aria-label="得分在 62 与 84.5 之间，满分 100，合格线 71"' in html
    assert "bar-unknown" in html
    assert "style=" not in html


def test_a_margin_bar_and_a_sparkline_have_labels():
    assert 'aria-label="4.6% / 5%"' in drawn('{% margin_bar 4.6 5 "not_met" "4.6% / 5%" %}')
    html = drawn('{% sparkline values "五年" %}', values=[1, None, 3])
    assert 'aria-label="五年"' in html


def test_words_from_outside_are_escaped():
    evil = '"><script>alert(1)</script>'
    for source in (
        '{% verdict "met" evil %}',
        "{% help evil %}",
        '{% empty_state "search" evil evil evil evil %}',
        '{% margin_bar 1 2 "met" evil %}',
        "{% link_within evil %}",
    ):
        assert "<script>" not in drawn(source, evil=evil)


def test_a_chart_carries_its_table_and_no_script_of_its_own():
    shown = Chart(
        name="rungs",
        title="多数企业在第一级",
        summary="柱状图",
        option={"series": [{"data": ["</script><b>"]}]},
        columns=("梯级", "企业数"),
        rows=[("高企", 640)],
        source="统计局",
    )
    html = drawn("{% chart shown %}", shown=shown)
    assert '<script id="rungs-option" type="application/json">' in html
    assert "</script><b>" not in html
    assert "<td>640</td>" in html
    assert 'role="img" aria-label="柱状图"' in html
    assert "来源：统计局" in html


def test_an_empty_page_offers_the_next_step():
    html = drawn('{% empty_state "database" "还没有数据" "先导入" "/data/import/" "导入" %}')
    assert '<a class="btn btn-primary" href="/data/import/">导入</a>' in html

import pytest
from django.test import RequestFactory

from wotu_site.ui.tables import ListState, Pager, chips, facet


def state_of(address):
    request = RequestFactory().get(address)
    return ListState.of(request, sorts=("name", "sales"), default_sort="name")


def test_the_state_is_what_the_address_says():
    state = state_of("/firms/?q= 纳米 &district=a&district=b&sort=-sales&page=3")
    assert (state.value("q"), state.values("district")) == ("纳米", ["a", "b"])
    assert (state.sort, state.page) == ("-sales", 3)


@pytest.mark.parametrize(
    "address",
    ["/firms/?sort=password&page=x", "/firms/?sort=--name&page=-1", "/firms/?page=٣", "/firms/"],
)
def test_what_makes_no_sense_is_the_beginning(address):
    assert (state_of(address).sort, state_of(address).page) == ("name", 1)


def test_a_change_goes_back_to_the_first_page():
    state = state_of("/firms/?q=a&page=3")
    assert state.address(sort="sales") == "/firms/?q=a&sort=sales"
    assert state.address(page="4") == "/firms/?q=a&page=4"
    assert state.address(q=None) == "/firms/"


def test_a_value_is_added_and_taken_away():
    state = state_of("/firms/?district=a")
    assert state.toggled("district", "b") == "/firms/?district=a&district=b"
    assert state.toggled("district", "a") == "/firms/"


def test_a_second_click_turns_the_order_round():
    state = state_of("/firms/?sort=name")
    assert state.sorted_by("name") == "/firms/?sort=-name"
    assert state_of("/firms/?sort=-name").sorted_by("name") == "/firms/?sort=name"
    assert [state.direction(key) for key in ("name", "sales")] == ["ascending", "none"]


def test_an_address_is_escaped():
    assert state_of("/firms/").address(q='"><script>') == "/firms/?q=%22%3E%3Cscript%3E"


@pytest.mark.parametrize(
    ("total", "wanted", "number", "rows", "numbers"),
    [
        (0, 1, 1, (0, 0), [1]),
        (50, 1, 1, (1, 50), [1]),
        (51, 2, 2, (51, 51), [1, 2]),
        (51, 9, 2, (51, 51), [1, 2]),
        (1000, 10, 10, (451, 500), [1, None, 8, 9, 10, 11, 12, None, 20]),
        (200, 2, 2, (51, 100), [1, 2, 3, 4]),
    ],
)
def test_a_pager_shows_which_rows_of_how_many(total, wanted, number, rows, numbers):
    pager = Pager.of(total, wanted)
    assert (pager.number, (pager.first_row, pager.last_row)) == (number, rows)
    assert pager.numbers == numbers


def test_chips_say_what_is_in_force_and_lead_out_of_it():
    state = state_of("/firms/?q=a&district=x&district=y&sort=sales")
    shown = chips(state, {"q": "搜索", "district": "区"}, {"district": {"x": "虎丘区"}})
    assert [(chip.label, chip.value) for chip in shown] == [
        ("搜索", "a"),
        ("区", "虎丘区"),
        ("区", "y"),
    ]
    assert shown[1].address == "/firms/?q=a&district=y&sort=sales"


def test_a_facet_knows_what_is_chosen():
    shown = facet(state_of("/firms/?size=s"), "size", "规模", [("s", "小型", 3), ("m", "中型", 0)])
    assert [(value.label, value.count, value.chosen) for value in shown.values] == [
        ("小型", 3, True),
        ("中型", 0, False),
    ]


def test_a_facet_that_folds_is_open_only_for_what_is_chosen():
    rows = [("s", "小型", 3), ("m", "中型", 1)]
    folded = facet(state_of("/firms/"), "size", "规模", rows, folds=True)
    chosen = facet(state_of("/firms/?size=s"), "size", "规模", rows, folds=True)
    assert (folded.open, chosen.open) == (False, True)
    assert facet(state_of("/firms/"), "size", "规模", rows).open

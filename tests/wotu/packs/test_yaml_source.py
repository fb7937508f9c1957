import pytest

from wotu.errors import PackError
from wotu.packs.yaml_source import load_yaml


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "one.yaml"
    file.write_text("a: {b: [1, 2]}\n", encoding="utf-8")
    return file


def test_who_changes_what_was_read_changes_it_for_nobody_else(path):
    first = load_yaml(path)
    first.data["a"]["b"].append(3)
    first.lines.clear()
    again = load_yaml(path)
    assert again.data == {"a": {"b": [1, 2]}}
    assert again.line_of(("a", "b", 1)) == 1


def test_a_changed_file_is_read_anew_and_a_fault_told_each_time(path):
    load_yaml(path)
    path.write_text("\na: 1\na: 2\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(PackError) as told:
            load_yaml(path, "p/one.yaml")
        assert [(fault.file, fault.line) for fault in told.value.faults] == [("p/one.yaml", 3)]


def test_the_same_text_elsewhere_keeps_its_own_name(path, tmp_path):
    other = tmp_path / "two.yaml"
    other.write_bytes(path.read_bytes())
    assert load_yaml(path, "x").name == "x"
    assert load_yaml(other, "y").path == other

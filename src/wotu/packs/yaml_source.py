"""YAML read with the line of every value, so that a fault in a pack names its line."""

from __future__ import annotations

import datetime as dt
import pickle
import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from wotu.errors import Fault, PackError

Location: TypeAlias = tuple[Hashable, ...]
"""Keys and list positions from the root of a document, as pydantic reports them."""


@dataclass(frozen=True)
class YamlSource:
    """One parsed file: ``data`` as plain Python values, ``lines`` by location."""

    path: Path
    name: str
    data: Any
    lines: dict[Location, int]

    def line_of(self, location: Location) -> int:
        """Line of the value at ``location``, or of its nearest enclosing value."""
        while location:
            if location in self.lines:
                return self.lines[location]
            location = location[:-1]
        return self.lines.get((), 1)

    def fault(self, location: Location, message: str) -> Fault:
        """A fault at ``location`` of this file."""
        return Fault(self.name, self.line_of(location), message)


# The parser in C reads the packs seven times as fast; PyYAML may have been built without it.
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc, valid-type]
    """Safe loader in which only ``true`` and ``false`` are truth values, as in YAML 1.2.

    In YAML 1.1 ``on``, ``off``, ``yes``, ``no`` and ``N`` are too, which surprises everybody.
    """


_TRUTH_TAG = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TRUTH_TAG]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_TRUTH_TAG, re.compile(r"^(?:true|false)$"), list("tf"))


def load_yaml(path: Path, name: str | None = None) -> YamlSource:
    """Read one YAML file.

    Raises:  PackError for a syntax error, a key given twice, or a file that is not UTF-8.
    """
    name = name or path.as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackError(
            [Fault(name, 1, f"不是 UTF-8 文字，请另存为 UTF-8 · not UTF-8 text: {error.reason}")]
        ) from error
    data, lines = pickle.loads(_remembered(text, name))
    return YamlSource(path, name, data, lines)


@lru_cache(maxsize=1024)
def _remembered(text: str, name: str) -> bytes:
    """Data and lines of a file, pickled: whoever asks gets values of their own to change.

    A snapshot holds copies of the packs of its workspace, and a process reads both again after
    every build: parsing is nine tenths of that work.
    """
    source = parse_yaml(text, name)
    return pickle.dumps((source.data, source.lines), protocol=pickle.HIGHEST_PROTOCOL)


def parse_yaml(text: str, name: str, path: Path = Path()) -> YamlSource:
    """The document that a text holds.

    Raises:  PackError for a syntax error or a key given twice.
    """
    lines: dict[Location, int] = {}
    faults: list[Fault] = []
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        _walk(node, (), lines, faults, name)
        data = loader.construct_document(node) if node and not faults else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else 1
        advice = "YAML 格式有误：看缩进、冒号后的空格和引号 · "
        raise PackError([Fault(name, line, f"{advice}{problem}")]) from error
    except ValueError as error:  # a day such as 2026-02-30, which PyYAML reads as a date
        raise PackError([_no_day(name, text, str(error))]) from error
    if faults:
        raise PackError(faults)
    return YamlSource(path, name, data, lines)


def _no_day(name: str, text: str, problem: str) -> Fault:
    """The fault of a day that does not exist, at the first line that holds one."""
    for number, line in enumerate(text.splitlines(), 1):
        for day in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", line):
            try:
                dt.date.fromisoformat(day)
            except ValueError:
                return Fault(name, number, f"没有 {day} 这一天 · there is no day {day}")
    return Fault(name, 1, problem)


def _walk(
    node: yaml.Node | None,
    location: Location,
    lines: dict[Location, int],
    faults: list[Fault],
    name: str,
) -> None:
    if node is None:
        return
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key_node, value_node in node.value:
            key = _key(key_node)
            if key in seen:
                line = key_node.start_mark.line + 1
                faults.append(
                    Fault(name, line, f"{key} 写了两次，留一个 · the key '{key}' is given twice")
                )
            seen.add(key)
            _walk(value_node, (*location, key), lines, faults, name)
            # The key's own line is where a reader looks first.
            lines[(*location, key)] = key_node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            _walk(child, (*location, position), lines, faults, name)


def _key(node: yaml.Node) -> Hashable:
    if node.tag == "tag:yaml.org,2002:str":
        return str(node.value)
    loader = _Loader("")
    try:
        value: Hashable = loader.construct_object(node, deep=True)
        return value
    finally:
        loader.dispose()

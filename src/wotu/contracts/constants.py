"""Values that hold for a whole sheet: the year in its title, the kind of certificate it lists."""

from __future__ import annotations

from collections.abc import Iterator

from wotu.contracts.codelists import CodeList
from wotu.contracts.header_text import header_key, year_of_title
from wotu.contracts.header_zone import HeaderZone
from wotu.contracts.mapping import Constant, Origin
from wotu.contracts.schema import FieldType
from wotu.contracts.values import ValueReader

_SHORTEST_NAME = 2


def propose_constants(
    reader: ValueReader, mapped: set[str], zone: HeaderZone, sheet: str | None, file: str
) -> dict[str, Constant]:
    """A constant for each required field that no column gives, where a title or name states it."""
    constants = {}
    for name, spec in reader.contract.fields.items():
        if not spec.required or name in mapped:
            continue
        if spec.type is FieldType.YEAR:
            found = _year(zone, sheet, file)
        elif spec.type is FieldType.CODE and spec.codes:
            found = _code(reader.code_lists[spec.codes], zone, sheet, file)
        else:
            continue
        if found:
            constants[name] = found
    return constants


def _texts(zone: HeaderZone, sheet: str | None, file: str) -> Iterator[tuple[str, Origin]]:
    yield from ((title, "title") for title in zone.titles)
    if sheet:
        yield sheet, "sheet"
    yield file.rpartition(".")[0] or file, "file"


def _year(zone: HeaderZone, sheet: str | None, file: str) -> Constant | None:
    if zone.title_year:
        return Constant(value=str(zone.title_year), origin="title")
    for text, origin in _texts(zone, sheet, file):
        if origin != "title" and (year := year_of_title(text)):
            return Constant(value=str(year), origin=origin)
    return None


def _code(codes: CodeList, zone: HeaderZone, sheet: str | None, file: str) -> Constant | None:
    """The longest name of the list in the first text that holds one; none where they disagree."""
    spellings = {header_key(spelling): code for spelling, code in codes.spellings.items()}
    names = sorted((s for s in spellings if len(s) >= _SHORTEST_NAME), key=len, reverse=True)
    for text, origin in _texts(zone, sheet, file):
        key = header_key(text)
        longest = next((name for name in names if name in key), None)
        if longest is None:
            continue
        rest = key.replace(longest, "")
        others = {spellings[name] for name in names if name in rest} - {spellings[longest]}
        return None if others else Constant(value=spellings[longest], origin=origin)
    return None

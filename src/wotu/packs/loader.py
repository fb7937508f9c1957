"""Reading packs: folders of YAML that configure a zone.

A pack holds ``pack.yaml`` and any of ``contracts/``, ``codes/``, ``rules/``, ``ladders/``,
``groups/``, ``indicators/``, ``chains/``, ``scores/``, ``attraction.yaml``, ``strength.yaml``
and ``sources.yaml``.
Later packs add to earlier ones and may replace a file of theirs by giving the same identifier; a
code list may also say that it extends the earlier one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from wotu.contracts.codelists import CodeList, load_code_list
from wotu.contracts.schema import Subject, TableContract
from wotu.errors import Fault, PackError, UnknownNameError, did_you_mean
from wotu.packs.attraction import AttractionFormula
from wotu.packs.chains import ChainMap, chain_faults
from wotu.packs.groups import MeasureGroup
from wotu.packs.indicators import (
    INDICATOR_CODES,
    IndicatorDictionary,
    IndicatorFile,
    gather_indicators,
)
from wotu.packs.ladders import Ladder
from wotu.packs.register_counts import register_faults
from wotu.packs.schema import Label, Model, PackModel, parse_model
from wotu.packs.scoreboards import Scoreboard, Scoreboards, scoreboard_faults
from wotu.packs.sources import SourceRegister
from wotu.packs.strength import STRENGTH_FILE, StrengthFormula
from wotu.packs.yaml_source import YamlSource, load_yaml


class PackHeader(PackModel):
    """What ``pack.yaml`` says."""

    pack: str
    label: Label
    version: str
    description: Label | None = None


@dataclass(frozen=True)
class PackSet:
    """All packs of a workspace, read together.

    ``contracts`` are those about firms, which rules can read; ``place_contracts`` those about
    places and ``outside_contracts`` those about firms elsewhere, neither of which ever enter the
    record of a firm of the zone. ``rule_sources`` are the rule files as parsed YAML:
    the rules engine checks and compiles them. ``digest`` changes when any file of any pack does.
    """

    headers: tuple[PackHeader, ...]
    contracts: dict[str, TableContract]
    place_contracts: dict[str, TableContract]
    outside_contracts: dict[str, TableContract]
    code_lists: dict[str, CodeList]
    sources: SourceRegister
    ladders: dict[str, Ladder]
    groups: dict[str, MeasureGroup]
    indicators: IndicatorDictionary
    chains: dict[str, ChainMap]
    scoreboards: Scoreboards
    attraction: AttractionFormula | None
    strength: StrengthFormula | None
    rule_sources: dict[str, YamlSource]
    digest: str

    @property
    def every_contract(self) -> dict[str, TableContract]:
        """All contracts, those about firms first: what can be imported and what the lake holds."""
        return {**self.contracts, **self.place_contracts, **self.outside_contracts}

    def contract(self, name: str) -> TableContract:
        """The contract of this name.

        Raises:  UnknownNameError, with the nearest known name.
        """
        every = self.every_contract
        if name not in every:
            hint = did_you_mean(name, list(every))
            raise UnknownNameError(f"There is no contract '{name}'.{hint}", contract=name)
        return every[name]


@dataclass
class _Reading:
    """What has been read so far, and every fault met on the way."""

    headers: list[PackHeader] = field(default_factory=list)
    contracts: dict[str, tuple[YamlSource, TableContract]] = field(default_factory=dict)
    code_lists: dict[str, CodeList] = field(default_factory=dict)
    sources: SourceRegister | None = None
    ladders: dict[str, tuple[YamlSource, Ladder]] = field(default_factory=dict)
    groups: dict[str, MeasureGroup] = field(default_factory=dict)
    indicators: dict[str, tuple[YamlSource, IndicatorFile]] = field(default_factory=dict)
    chains: dict[str, tuple[YamlSource, ChainMap]] = field(default_factory=dict)
    scoreboards: dict[str, tuple[YamlSource, Scoreboard]] = field(default_factory=dict)
    attraction: AttractionFormula | None = None
    strength: tuple[YamlSource, StrengthFormula] | None = None
    rules: dict[str, YamlSource] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    hasher: hashlib._Hash = field(default_factory=hashlib.sha256)


def shipped_packs() -> Path:
    """The folder of the packs that come with Wotu, in a wheel or in a checkout."""
    in_wheel = Path(__file__).resolve().parent.parent / "shipped_packs"
    return in_wheel if in_wheel.is_dir() else Path(__file__).resolve().parents[3] / "packs"


def find_pack(name: str, base: Path) -> Path:
    """The folder of a pack named in ``wotu.yaml``: a path from ``base``, or a shipped pack.

    Raises:  UnknownNameError when there is neither.
    """
    for folder in (base / name, shipped_packs() / name):
        if (folder / "pack.yaml").is_file():
            return folder
    shipped = sorted(path.parent.name for path in shipped_packs().glob("*/pack.yaml"))
    hint = did_you_mean(name, shipped)
    raise UnknownNameError(
        f"There is no pack '{name}': neither the folder {base / name} with a pack.yaml "
        f"nor one of the shipped packs ({', '.join(shipped)}).{hint}",
        pack=name,
    )


def load_packs(folders: Sequence[Path]) -> PackSet:
    """Read packs in order.

    Raises:  PackError holding the faults of all files together.
    """
    reading = _Reading()
    for folder in folders:
        _read_pack(folder, reading)
    indicators, faults = gather_indicators(reading.indicators)
    reading.faults += faults
    reading.code_lists.setdefault(INDICATOR_CODES, indicators.as_code_list())
    contracts = {
        subject: {
            name: one for name, (_, one) in reading.contracts.items() if one.subject is subject
        }
        for subject in Subject
    }
    reading.faults += _unknown_code_lists(reading) + _unknown_certificates(reading)
    reading.faults += _register_faults(reading)
    reading.faults += chain_faults(reading.chains, reading.code_lists)
    reading.faults += scoreboard_faults(reading.scoreboards, indicators)
    if reading.sources is None and not reading.faults:
        reading.faults.append(Fault(str(folders[0]), 1, "no pack has a sources.yaml"))
    if reading.faults:
        raise PackError(reading.faults)
    assert reading.sources is not None
    return PackSet(
        headers=tuple(reading.headers),
        contracts=contracts[Subject.FIRM],
        place_contracts=contracts[Subject.PLACE],
        outside_contracts=contracts[Subject.OUTSIDE_FIRM],
        code_lists=reading.code_lists,
        sources=reading.sources,
        ladders={name: ladder for name, (_, ladder) in reading.ladders.items()},
        groups=reading.groups,
        indicators=indicators,
        chains={name: chain for name, (_, chain) in reading.chains.items()},
        scoreboards=Scoreboards({name: one for name, (_, one) in reading.scoreboards.items()}),
        attraction=reading.attraction,
        strength=reading.strength[1] if reading.strength else None,
        rule_sources=reading.rules,
        digest=reading.hasher.hexdigest(),
    )


def _read_pack(folder: Path, reading: _Reading) -> None:
    def name_of(path: Path) -> str:
        return (Path(folder.name) / path.relative_to(folder)).as_posix()

    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".csv"}):
        reading.hasher.update(name_of(path).encode() + b"\0" + path.read_bytes() + b"\0")
    if header := _attempt(reading, _read_model, PackHeader, folder / "pack.yaml", name_of):
        reading.headers.append(header)
    for path in sorted((folder / "codes").glob("*.yaml")):
        if codes := _attempt(reading, load_code_list, path, name_of(path)):
            base = reading.code_lists.get(codes.header.codes) if codes.header.extends else None
            reading.code_lists[codes.header.codes] = base.extended_by(codes) if base else codes
    for path in sorted((folder / "contracts").glob("*.yaml")):
        source = _attempt(reading, load_yaml, path, name_of(path))
        if source and (contract := _attempt(reading, parse_model, TableContract, source)):
            reading.contracts[contract.name] = (source, contract)
    for path in sorted((folder / "rules").glob("*.yaml")):
        if source := _attempt(reading, load_yaml, path, name_of(path)):
            reading.rules[_rule_key(source)] = source
    for path in sorted((folder / "ladders").glob("*.yaml")):
        source = _attempt(reading, load_yaml, path, name_of(path))
        if source and (ladder := _attempt(reading, parse_model, Ladder, source)):
            reading.ladders[ladder.ladder] = (source, ladder)
    for path in sorted((folder / "groups").glob("*.yaml")):
        if group := _attempt(reading, _read_model, MeasureGroup, path, name_of):
            reading.groups[group.group] = group
    for path in sorted((folder / "indicators").glob("*.yaml")):
        source = _attempt(reading, load_yaml, path, name_of(path))
        if source and (theme := _attempt(reading, parse_model, IndicatorFile, source)):
            reading.indicators[theme.indicators] = (source, theme)
    for path in sorted((folder / "chains").glob("*.yaml")):
        source = _attempt(reading, load_yaml, path, name_of(path))
        if source and (chain := _attempt(reading, parse_model, ChainMap, source)):
            reading.chains[chain.chain] = (source, chain)
    for path in sorted((folder / "scores").glob("*.yaml")):
        source = _attempt(reading, load_yaml, path, name_of(path))
        if source and (board := _attempt(reading, parse_model, Scoreboard, source)):
            reading.scoreboards[board.id] = (source, board)
    attraction_path = folder / "attraction.yaml"
    if attraction_path.is_file():
        formula = _attempt(reading, _read_model, AttractionFormula, attraction_path, name_of)
        reading.attraction = formula or reading.attraction
    strength_path = folder / STRENGTH_FILE
    if strength_path.is_file():
        source = _attempt(reading, load_yaml, strength_path, name_of(strength_path))
        if source and (strength := _attempt(reading, parse_model, StrengthFormula, source)):
            reading.strength = (source, strength)
    sources_path = folder / "sources.yaml"
    if sources_path.is_file():
        register = _attempt(reading, _read_model, SourceRegister, sources_path, name_of)
        reading.sources = register or reading.sources


def _read_model(model: type[Model], path: Path, name_of: Callable[[Path], str]) -> Model:
    return parse_model(model, load_yaml(path, name_of(path)))


def _rule_key(source: YamlSource) -> str:
    """Rule and edition; a later pack replaces a rule by giving both."""
    if not isinstance(source.data, dict) or "rule" not in source.data:
        return source.name
    return f"{source.data['rule']}@{source.data.get('edition')}"


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def _attempt(
    reading: _Reading,
    read: Callable[Arguments, Result],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Result | None:
    """What ``read`` gives; its faults are collected so that one run reports them all."""
    try:
        return read(*args, **kwargs)
    except PackError as error:
        reading.faults += error.faults
        return None


def _unknown_code_lists(reading: _Reading) -> list[Fault]:
    faults = []
    for source, contract in reading.contracts.values():
        for name, spec in contract.fields.items():
            if spec.codes and spec.codes not in reading.code_lists:
                hint = did_you_mean(spec.codes, list(reading.code_lists))
                message = f"there is no code list '{spec.codes}'.{hint}"
                faults.append(source.fault(("fields", name, "codes"), message))
    return faults


def _register_faults(reading: _Reading) -> list[Fault]:
    contracts = {name: contract for name, (_, contract) in reading.contracts.items()}
    return [
        source.fault(("items", name, "register"), message)
        for source, theme in reading.indicators.values()
        for name, spec in theme.items.items()
        if spec.counted
        for message in register_faults(spec.counted, spec.unit, contracts)
    ]


def _unknown_certificates(reading: _Reading) -> list[Fault]:
    kinds = reading.code_lists.get("certificate_kinds")
    faults = []
    for source, ladder in reading.ladders.values():
        for place, rung in enumerate(ladder.rungs):
            if kinds and rung.certificate not in kinds.labels:
                hint = did_you_mean(rung.certificate, list(kinds.labels))
                message = f"'{rung.certificate}' is not a kind of certificate.{hint}"
                faults.append(source.fault(("rungs", place), message))
    for source, theme in reading.indicators.values():
        for name, spec in theme.items.items():
            if kinds and spec.certificate and spec.certificate not in kinds.labels:
                hint = did_you_mean(spec.certificate, list(kinds.labels))
                message = f"'{spec.certificate}' is not a kind of certificate.{hint}"
                faults.append(source.fault(("items", name, "certificate"), message))
    if reading.strength:
        source, formula = reading.strength
        for place, certificate in enumerate(formula.leaders.certificates):
            if kinds and certificate not in kinds.labels:
                hint = did_you_mean(certificate, list(kinds.labels))
                message = f"'{certificate}' is not a kind of certificate.{hint}"
                faults.append(source.fault(("leaders", "certificates", place), message))
    return faults

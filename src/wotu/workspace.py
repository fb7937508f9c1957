"""A workspace: the folder in which one zone keeps its facts, packs and snapshots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from wotu.errors import PackError, WorkspaceError
from wotu.lake.store import Lake
from wotu.packs.loader import PackSet, find_pack, load_packs
from wotu.packs.schema import Label, PackModel, parse_model
from wotu.packs.yaml_source import load_yaml
from wotu.program import program
from wotu.rules.rulebook import Rulebook, load_rulebook

CONFIG_NAME: Final = "wotu.yaml"


class Zone(PackModel):
    """The zone that the workspace serves."""

    name: Label
    divisions: tuple[str, ...] = ()
    """Codes of the divisions in which the zone lies."""


class WorkspaceConfig(PackModel):
    """What ``wotu.yaml`` says."""

    zone: Zone
    packs: tuple[str, ...] = ("cn",)
    """Packs in order: names of shipped packs or folders beside ``wotu.yaml``."""
    demo: bool = False
    """Made by ``wotu demo``: its data is invented and its accounts are public."""


@dataclass(frozen=True)
class Workspace:
    """An open workspace; packs and rules are read when first asked for."""

    root: Path
    config: WorkspaceConfig

    def with_pack(self, name: str) -> Workspace:
        """The workspace with one more pack, noted in its ``wotu.yaml``."""
        path = self.root / CONFIG_NAME
        old = f"packs: [{', '.join(self.config.packs)}]"
        new = f"packs: [{', '.join((*self.config.packs, name))}]"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return open_workspace(self.root)

    @property
    def pack_folders(self) -> list[Path]:
        """Folders of the packs, in order. Raises: UnknownNameError."""
        return [find_pack(name, self.root) for name in self.config.packs]

    @cached_property
    def packs(self) -> PackSet:
        """All packs. Raises: PackError with every fault."""
        return load_packs(self.pack_folders)

    @cached_property
    def rulebook(self) -> Rulebook:
        """All rules, checked. Raises: PackError with every fault."""
        return load_rulebook(self.packs)

    @cached_property
    def lake(self) -> Lake:
        """The facts."""
        return Lake(self.root / "lake", self.packs.every_contract)

    @property
    def snapshots_path(self) -> Path:
        """Folder of the published snapshots."""
        return self.root / "snapshots"

    @property
    def mappings_path(self) -> Path:
        """Folder of saved header mappings."""
        return self.root / "mappings"


def open_workspace(root: Path) -> Workspace:
    """The workspace in ``root``.

    Raises:  WorkspaceError where there is none or its ``wotu.yaml`` is faulty.
    """
    path = root / CONFIG_NAME
    if not path.is_file():
        raise WorkspaceError(
            f"{root} 里没有 {CONFIG_NAME}，不是一个工作区；"
            f"用 `{program()} init --dir {root}` 建一个。"
            f" There is no {CONFIG_NAME} in {root}: make a workspace with `{program()} init`.",
            path=str(root),
        )
    try:
        config = parse_model(WorkspaceConfig, load_yaml(path, CONFIG_NAME))
    except PackError as error:
        raise WorkspaceError(str(error), faults=error.facts["faults"]) from error
    return Workspace(root, config)


def create_workspace(root: Path, zone: Zone, *, demo: bool = False) -> Workspace:
    """Make a workspace in an empty or new folder.

    Raises:  WorkspaceError where one exists already or the folder holds other things.
    """
    if (root / CONFIG_NAME).exists():
        raise WorkspaceError(
            f"{root} 已经是一个工作区。 {root} is a workspace already.", path=str(root)
        )
    if root.exists() and any(not re.match(r"\.", item.name) for item in root.iterdir()):
        raise WorkspaceError(
            f"{root} 不是空文件夹；请另选一个。 {root} is not empty: choose another folder.",
            path=str(root),
        )
    root.mkdir(parents=True, exist_ok=True)
    for folder in ("lake", "snapshots", "mappings"):
        (root / folder).mkdir(exist_ok=True)
    divisions = ", ".join(f'"{code}"' for code in zone.divisions)
    text = (
        "# Wotu workspace. Packs are read in order: shipped ones by name, others by their folder.\n"
        f"zone:\n  name: {{zh: {zone.name.zh!r}, en: {zone.name.en!r}}}\n"
        f"  divisions: [{divisions}]\n"
        "packs: [cn]\n"
    )
    (root / CONFIG_NAME).write_text(text + ("demo: true\n" if demo else ""), encoding="utf-8")
    return open_workspace(root)

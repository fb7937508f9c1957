"""The plan of the demo's zone: a sheet of targets by bureau, and a sheet of tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

from wotu.demo.bureaus.sheet import Column, Sheet, write_book

NAME: Final = "云岭高新区高质量发展行动方案目标任务分解表.xlsx"
TARGET_HEADERS: Final = (
    "序号",
    "目标名称",
    "指标",
    "方向",
    "基期",
    "基期值",
    "目标值",
    "单位",
    "完成期限",
    "进度路径",
    "节点",
    "责任部门",
    "责任人",
    "备注",
)
TASK_HEADERS: Final = ("目标序号", "任务", "责任部门", "完成时限", "完成日期")
_NOTE: Final = "注：本表为演示，目标、部门分工均为虚构；责任人只写岗位。"


def plan() -> dict[str, Any]:
    """What ``plan.yaml`` says: plan (its name), targets and tasks, each by header."""
    text = files("wotu.demo").joinpath("plan.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def write_plan(as_of: dt.date, folder: Path) -> Path:
    """Write the workbook of the plan into ``folder``."""
    known = plan()
    sheets = {
        "目标分解": _sheet(known["targets"], TARGET_HEADERS, known["plan"]),
        "任务书": _sheet(known["tasks"], TASK_HEADERS, f"{known['plan']}任务书"),
    }
    path = folder / "发改委" / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    write_book(path, sheets, as_of)
    return path


def _sheet(rows: Sequence[Mapping[str, Any]], headers: Sequence[str], title: str) -> Sheet:
    columns = tuple(Column(header, [row.get(header) for row in rows]) for header in headers)
    return Sheet(columns, titles=(title,), notes=(_NOTE,))

"""What the book of targets refuses, and how it says so."""

from __future__ import annotations

from collections.abc import Iterable

from wotu.errors import WotuError, did_you_mean


class TargetError(WotuError):
    """A target or task cannot be written so, is not there, or a reason is missing."""

    kind = "target"


def need_reason(reason: str | None, message: str) -> None:
    """Refuse with a message where a reason is missing."""
    if not (reason or "").strip():
        raise TargetError(message)


def refuse_unknown_fields(values: Iterable[str], known: frozenset[str]) -> None:
    """Refuse the first name that is no field, with the nearest that is."""
    for name in values:
        if name not in known:
            raise TargetError(
                f"没有字段“{name}”。 There is no field '{name}'."
                + did_you_mean(name, sorted(known)),
                field=name,
            )


def refuse(faults: Iterable[str]) -> None:
    """Refuse with every fault of meaning, where there is any."""
    found = list(faults)
    if found:
        raise TargetError("\n".join(found), faults=found)


def unknown_subject(subject: str, known: list[str]) -> TargetError:
    """The error on a target or task that is not there."""
    return TargetError(
        f"没有目标或任务“{subject}”；`wotu targets list` 列出全部。"
        f" There is no target or task '{subject}'.{did_you_mean(subject, known)}",
        target=subject,
    )

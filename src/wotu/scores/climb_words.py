"""What a climb would take, in words; ``{place}`` and ``{passed}`` stand for names of places."""

from __future__ import annotations

from collections.abc import Sequence

from wotu.figures import indicator_text, money_text
from wotu.packs.schema import Label
from wotu.scores.moves import Mix, Move, Start
from wotu.scores.whatif import Effect


def single_words(start: Start, move: Move, effect: Effect | None) -> Label:
    """What one indicator alone would do."""
    after = _text(move.after, move)
    before = _now(move)
    name = _plain(move.label)
    if effect is None:
        return Label(
            zh=f"只提高“{name.zh}”不够：由 {before.zh} 到 {after.zh} 也升不到所求位次。",
            en=f"{name.en} alone is not enough: not even from {before.en} to {after.en}.",
        )
    return Label(
        zh=f"只靠“{name.zh}”：由 {before.zh} 到 {after.zh}，{{place}}升至"
        f"第 {effect.rank_after} 位，超过 {{passed}}。",
        en=f"{name.en} alone, from {before.en} to {after.en}, takes {{place}} to rank"
        f" {effect.rank_after}, past {{passed}}.",
    )


def mix_words(
    start: Start, moves: Sequence[Move], effect: Effect, cost: float, proven: bool
) -> Label:
    """What the cheapest mix is, and whether it is proven to be."""
    steps = [(_plain(one.label), _now(one), _text(one.after, one)) for one in moves]
    zh = "，".join(f"“{name.zh}”由 {before.zh} 到 {after.zh}" for name, before, after in steps)
    en = ", ".join(f"{name.en} from {before.en} to {after.en}" for name, before, after in steps)
    least = (
        Label(zh="已证明代价最小", en="proven to be the least")
        if proven
        else Label(zh="未证明代价最小", en="not proven to be the least")
    )
    return Label(
        zh=f"{{place}}要升至第 {effect.rank_after} 位：{zh}；"
        f"代价 {cost:.3g} 个标准差（加权），{least.zh}。",
        en=f"For rank {effect.rank_after} {{place}} needs {en}; cost {cost:.3g} weighted standard"
        f" deviations, {least.en}.",
    )


def notes_of(
    start: Start, frontier: Sequence[Mix | None], unknown: Sequence[str]
) -> tuple[Label, ...]:
    """What to know of the answers: where they are not proven, and what was left as it is."""
    notes = [
        Label(
            zh="其他地区的数据按现值不变；每个方案都按全部步骤重新计分核对过。",
            en="Other places stay as they are; every solution was scored anew with all steps.",
        )
    ]
    if start.rank == 1:
        notes.append(Label(zh="{place}已居第 1 位。", en="{place} is first already."))
    if any(one is None for one in frontier):
        notes.append(
            Label(
                zh="有的位次在各指标可及的范围内升不到：放开固定的指标，或少升几位。",
                en="Some ranks are out of reach within the limits: free indicators that are fixed,"
                " or climb fewer ranks.",
            )
        )
    if any(one is not None and not one.proven for one in frontier):
        notes.append(
            Label(
                zh="标明“未证明”的方案可行，但可能还有更省的。",
                en="Solutions that are not proven work, but cheaper ones may exist.",
            )
        )
    if unknown:
        notes.append(
            Label(
                zh=f"有 {len(unknown)} 项指标本地没有数据，按插补值不变；先补报数据。",
                en="Indicators of which the place has no figure stay as filled in"
                f" ({len(unknown)}): supply them first.",
            )
        )
    return tuple(notes)


def _text(value: float, move: Move) -> Label:
    """A figure with all its digits: one digit less might not be enough."""
    return Label(zh=reached_text(value, move.unit, "zh"), en=reached_text(value, move.unit, "en"))


def _now(move: Move) -> Label:
    digits = 2 if abs(move.before) >= 1 or move.before == 0 else 6
    return Label(
        zh=indicator_text(move.before, move.unit, "zh", digits),
        en=indicator_text(move.before, move.unit, "en", digits),
    )


def reached_text(value: float, unit: str, language: str) -> str:
    """A figure to be reached, never rounded."""
    if unit == "元":
        return money_text(value, language, threshold=value)
    return indicator_text(value, unit, language, 9)


def _plain(label: Label) -> Label:
    """A name inside a sentence with placeholders."""
    return Label(
        zh=label.zh.replace("{", "{{").replace("}", "}}"),
        en=label.en.replace("{", "{{").replace("}", "}}"),
    )

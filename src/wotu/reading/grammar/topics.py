"""Whom or what figures are about: named in the clause, by a pronoun, or carried on from before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from wotu.reading.grammar.clauses import Clause, Sentence
from wotu.reading.grammar.times import Time
from wotu.reading.naming.mention import Mention, MentionKind

_SPACES: Final = frozenset({MentionKind.PLACE, MentionKind.ZONE, MentionKind.PARK})
_NEVER: Final = frozenset({MentionKind.GOVERNMENT, MentionKind.MEDIA})
"""What speaks rather than is spoken of."""

_MODIFIES: Final = re.compile(
    r"级|第|首|最|前[一二三四五六七八九十\d]|籍|市委|省委|区委|县委|市政府|书记|市长|常委|人大|政协|主任|总面积|、|等|综合|评价"
)
"""After a place: it modifies (江苏省级), or is the field of a rank (苏州市第一)."""

_LEADING: Final = re.compile(
    r"(?:[，、“‘—\s#■●]|据[^，]{0,20}|其中|目前|而|但|同时|此外|另外|如今|在|以及|特别是|尤其是|并且|当天|随后|记者|最新数据显示|"
    r"数据显示|这[两些]年|近年来?|多年来|作为|早在|也|又|还|就|当下|现在|全年|这里是|今天的?|过去|截至|到|至|今年|随着|依托|于是|"
    r"[\u4e00-\u9fffA-Za-z0-9、“”]{0,24}(?:的|企业|机构|单位|平台|项目|龙头|——|[上中下里内时]))*+"
)
_APPOSED: Final = re.compile(r"(?:[^，。；的]{0,14}(?:企业|公司|机构|单位|龙头|平台))?$")
_DEFINITE: Final = re.compile(
    r"(?:占|高于|低于|超过|超|快于|比|较|居|列|除|约占|据|走进|来到|赴|向|由|被|与|和|同|获|经|于)$"
)

_PRONOUNS: Final = re.compile(
    r"(?=[该园本全我市区辖县高开经新示自度保国中公企联研实产学集医大基这当其域])(?:"
    r"(?P<park>(?<![\u4e00-\u9fff]工业)(?<![\u4e00-\u9fff科技产业])(?:该?园区|园内|本园))"
    r"|(?P<city>全市|我市|该市|本市|市域)|(?P<district>全区|我区|该区|本区|区内|辖区)|(?P<county>全县|我县|该县)"
    r"|(?P<zone>(?<![\u4e00-\u9fff])(?:高新区|开发区|经开区|新区|示范区|自贸区|度假区|保税区))"
    r"|(?P<province>全省|我省|该省)|(?P<nation>我国|全国(?:高新区|经开区|开发区)?|中国|国家级?(?:高新区|经开区|开发区|新区))"
    r"|(?P<firm>(?<![\u4e00-\u9fff])(?:该?公司|该企业|该集团|企业方)|该(?:公司|企业|集团))"
    r"|(?<![\u4e00-\u9fff])(?P<maker>企业)(?=营业收入|产值|年产|员工|产品|销售|全年|去年|今年|自主|现有|累计)"
    r"|该(?P<noun>联合体|研究院|实验室|中心|平台|大学|学校|联盟|项目|基地|集群|产品|药物|研究所|医院|银行|基金|院|园|镇|街道|县)"
    r"|(?<![\u4e00-\u9fff])(?P<bare>联合体|研究院|实验室|产业园|学院|集团|中心|联盟|医院|大学|研究所|基地)(?![\u4e00-\u9fff]{0,2}(?:相关)?负责人)"
    r"|(?P<here>这里|当地|本地|区域内|其(?=[^中他实它])))"
)
_RANKED_AMONG: Final = re.compile("[^，。；]{0,12}(?:首[个家款座例]|第[一二三四五六七八九十\\d])")
_FORWARD: Final = re.compile(
    r"^[“\s#]*(?:经过|作为|历经|随着|凭借|除了?|以|从|在|为|据|通过|不到|短短|仅用|截至|目前|近)"
)


_PARKS: Final = ("园", "园区", "产业园区", "科创中心", "科技城", "科学城", "谷", "港", "基地")
"""What a name ends with that 园区 may stand for."""

_NEAR: Final = 120
"""Characters after the name of a firm in which 企业 may mean that firm."""

_AHEAD: Final = 600
"""Characters of a paragraph that are searched for what 园区 at its beginning may mean."""


@dataclass
class Topics:
    """Keeps track of what is spoken of, sentence by sentence."""

    text: str
    mentions: Sequence[Mention]
    main: str | None = None
    """What the document is about on the whole: the fallback."""
    current: str | None = None
    """Main subject of the last sentence that had one."""
    recent: dict[str, Mention] = field(default_factory=dict)
    """Latest mention of each kind, for pronouns."""
    _next: int = 0

    def __post_init__(self) -> None:
        self.main = _main_subject(self.text, self.mentions)

    def subjects(
        self, sentence: Sentence, clauses: Sequence[Clause], times: Sequence[Time]
    ) -> list[str | None]:
        """Subject of each clause of a sentence, in order; call for every sentence in turn."""
        named = [self._named(clause, times) for clause in clauses]
        first = next((name for name in named if name), None)
        inherited = self.current or self.main
        if sentence.heading:
            self.current = first or self.current
            return [name or first or inherited for name in named]
        found: list[str | None] = []
        subject, sentence_subject = inherited, inherited
        for place, (clause, name) in enumerate(zip(clauses, named, strict=True)):
            begins_segment = place > 0 and self.text[clause.start - 1] in "；;"
            if begins_segment:
                subject = sentence_subject
            if name:
                subject = name
                if sentence_subject == inherited or not begins_segment:
                    sentence_subject = name if sentence_subject == inherited else sentence_subject
            elif place == 0 and first and _FORWARD.match(self.text[clause.start : clause.end]):
                # 作为全国首个……的县级市，昆山拥有……: the subject comes after.
                subject = sentence_subject = first
            found.append(subject)
        self.current = sentence_subject
        return found

    def _named(self, clause: Clause, times: Sequence[Time]) -> str | None:
        """The subject that a clause names in its subject position, None where it names none."""
        pronoun = self._pronoun(clause, times)  # before the clause's own names are remembered
        candidates: list[tuple[int, str]] = []
        previous_end = clause.start
        for mention in self._mentions(clause):
            self._remember(mention)
            if mention.kind in _NEVER:
                continue
            before = self.text[clause.start : mention.start]
            gap = self.text[previous_end : mention.start]
            after = self.text[mention.end : mention.end + 3]
            if _DEFINITE.search(before[-3:]) or _MODIFIES.match(after):
                continue
            if candidates and _APPOSED.fullmatch(gap) is None and not gap.endswith("——"):
                continue
            if candidates or _LEADING.fullmatch(_without(before, clause.start, times)):
                candidates.append((mention.start, self._name(mention)))
                previous_end = mention.end
        if pronoun and (not candidates or pronoun[0] < candidates[0][0]):
            return pronoun[1]
        return candidates[-1][1] if candidates else None

    def _mentions(self, clause: Clause) -> list[Mention]:
        while self._next < len(self.mentions) and self.mentions[self._next].start < clause.start:
            self._remember(self.mentions[self._next])
            self._next += 1
        found = []
        while self._next < len(self.mentions) and self.mentions[self._next].start < clause.end:
            found.append(self.mentions[self._next])
            self._next += 1
        return found

    def _name(self, mention: Mention) -> str:
        # 园区 and other short names of the text are spelt out; 苏州 stays 苏州, as it is written.
        return mention.text if mention.kind is MentionKind.PLACE else mention.canonical

    def _remember(self, mention: Mention) -> None:
        kind = mention.kind
        if kind is MentionKind.PLACE:
            ending = mention.canonical[-1]
            self.recent[
                {"区": "district", "县": "county", "省": "province"}.get(ending, "city")
            ] = mention
        elif kind in _SPACES:
            self.recent["zone"] = mention
            if mention.canonical.endswith(_PARKS):
                self.recent["park"] = mention
        elif kind is MentionKind.COMPANY:
            self.recent["firm"] = mention
        else:
            self.recent[kind.value] = mention

    def _pronoun(self, clause: Clause, times: Sequence[Time]) -> tuple[int, str] | None:
        for match in _PRONOUNS.finditer(self.text, clause.start, clause.end):
            before = self.text[clause.start : match.start()]
            if _DEFINITE.search(before[-3:]) or _MODIFIES.match(self.text, match.end()):
                continue
            if not _LEADING.fullmatch(_without(before, clause.start, times)):
                return None
            if match.lastgroup == "nation" and _RANKED_AMONG.match(self.text, match.end()):
                return None  # 全国生物医药领域首个: among whom, not who
            meant = self._meant(match)
            if meant:
                return match.start(), meant
        return None

    def _meant(self, match: re.Match[str]) -> str | None:
        kind = match.lastgroup
        if kind == "nation":
            return match.group()
        if kind == "here":
            return self.current or self.main
        if kind in {"noun", "bare"}:
            return self._ending_with(match[kind], match.start())
        if kind == "park":
            ahead = self._ahead(match.end())
            if ahead:
                return ahead
        if kind == "maker":
            firm = self.recent.get("firm")
            near = firm is not None and match.start() - firm.end < _NEAR
            return self._name(firm) if firm and near else None
        mention = self.recent.get(kind or "")
        if mention is None and kind in {"zone", "district", "county", "park"}:
            mention = self.recent.get("zone") or self.recent.get("district")
        return self._name(mention) if mention else self._as_main(kind)

    def _as_main(self, kind: str | None) -> str | None:
        return (
            self.main
            if kind in {"city", "district", "zone", "park", "county", "province"}
            else None
        )

    def _ahead(self, place: int) -> str | None:
        """The one zone that the rest of the paragraph names, where the first sentence says 园区."""
        stop = self.text.find("\n", place, place + _AHEAD)
        stop = stop if stop >= 0 else place + _AHEAD
        start = self.text.rfind("\n", max(0, place - _AHEAD), place)
        if any(start < m.start < place for m in self.mentions[max(0, self._next - 8) : self._next]):
            return None
        named = {
            mention.canonical
            for mention in self.mentions[self._next : self._next + 8]
            if mention.start < stop and mention.kind in {MentionKind.ZONE, MentionKind.PARK}
        }
        return named.pop() if len(named) == 1 else None

    def _ending_with(self, noun: str, place: int) -> str | None:
        for mention in reversed(self.mentions[max(0, self._next - 40) : self._next]):
            if mention.start < place and mention.canonical.endswith(noun):
                return self._name(mention)
        return None


def _without(before: str, offset: int, times: Sequence[Time]) -> str:
    """The text without its time expressions."""
    for time in reversed(times):
        start, end = time.start - offset, time.end - offset
        if start >= 0 and end <= len(before):
            before = before[:start] + before[end:]
    return before


def _main_subject(text: str, mentions: Sequence[Mention]) -> str | None:
    """The zone, park or place named most; one in the title counts five times."""
    title_end = text.find("\n", 0, 200)
    weight: Counter[str] = Counter()
    for mention in mentions:
        if mention.kind in _SPACES:
            weight[mention.text] += 5 if mention.start < title_end else 1
    if weight:
        return max(weight, key=lambda name: (weight[name], len(name)))
    firms = Counter(m.canonical for m in mentions if m.kind not in _NEVER)
    return firms.most_common(1)[0][0] if firms else None

"""Whom or what figures are about: named in the clause, by a pronoun, or carried on from before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from wotu.reading.grammar.clauses import Clause, Sentence
from wotu.reading.grammar.times import Time
from wotu.reading.grammar.topic_words import (
    AHEAD,
    APPOSED,
    CALLED,
    COUNTED,
    DEFINITE,
    ENTERED,
    FORWARD,
    FRONTED,
    GOVERNED,
    ISSUES,
    ITS,
    LEADING,
    LONGEST_PRODUCT,
    MODIFIES,
    NEAR,
    NEVER,
    NO_TOPIC,
    OF_THE_NATION,
    OWN,
    PARKS,
    PARTS,
    PRODUCT,
    PROJECT,
    PRONOUNS,
    RANKED_AMONG,
    SITED,
    SPACES,
    SPEAKERS,
    SPONSORED,
    TELLS,
    VISITED,
)
from wotu.reading.naming.mention import Mention, MentionKind


@dataclass
class Topics:
    """Keeps track of what is spoken of, sentence by sentence."""

    text: str
    mentions: Sequence[Mention]
    main: str | None = None
    """What the document is about on the whole: the fallback."""
    main_kind: MentionKind | None = None
    current: str | None = None
    """Main subject of the last sentence that had one."""
    recent: dict[str, Mention] = field(default_factory=dict)
    """Latest mention of each kind, for pronouns."""
    _starts: list[int] = field(default_factory=list)
    """Where the mentions begin."""
    _next: int = 0
    _paragraph: int = -1
    _begins: int = 0
    """Where the paragraph begins."""
    _products: dict[str, set[str]] = field(default_factory=dict)
    """All products that the text has brought in, by their first two characters."""
    _whose: str | None = None
    """Whom the text speaks of, where a sentence is about a product."""
    _local: str | None = None
    """What the sentence has named so far."""
    _project: str | None = None
    """The project named last in the paragraph."""
    _owner: str | None = None
    """Whom the text spoke of before the project."""

    def __post_init__(self) -> None:
        self.main, self.main_kind = _main_subject(self.text, self.mentions)
        self._starts = [mention.start for mention in self.mentions]

    def subjects(
        self, sentence: Sentence, clauses: Sequence[Clause], times: Sequence[Time]
    ) -> list[str | None]:
        """Subject of each clause of a sentence, in order; call for every sentence in turn."""
        if sentence.paragraph != self._paragraph:
            self._paragraph, self._begins = sentence.paragraph, sentence.start
            # A project is spoken of within its paragraph; then the talk goes back to whose it is.
            self.current = self._owner if self.current == self._project else self.current
            self._project = None
        if self.current != self._project:
            self._owner = self.current
        if self.current in self._products.get((self.current or "")[:2], ()):
            self.current = self._whose
        self._whose = self.current
        self._local = None
        named = []
        for clause in clauses:
            named.append(self._named(clause, times))
            self._local = named[-1] or self._local
        first = next((name for name in named if name), None)
        inherited = self._speaker(sentence) or self.current or self.main
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
            elif place == 0 and first and FORWARD.match(self.text[clause.start : clause.end]):
                # 作为全国首个……的县级市，昆山拥有……: the subject comes after.
                subject = sentence_subject = first
            found.append(subject)
        parts = PARTS.match(self.text, sentence.start)
        self.current = inherited if parts else sentence_subject
        return found

    def _speaker(self, sentence: Sentence) -> str | None:
        """The firm or institute whose people say the sentence: “……。”某公司董事长说."""
        close = self.text.find("”", sentence.start, sentence.start + AHEAD)
        told = TELLS.match(self.text, close) if close >= 0 else None
        if told is None:
            return None
        opened = self.text.rfind("“", max(0, close - AHEAD), close)
        inside = self.text[max(opened, 0) : close]
        if opened < 0 or "”" in inside or "\n" in inside or opened > sentence.end:
            return None
        first = bisect_left(self._starts, close)
        for mention in self.mentions[first : first + 3]:
            if mention.start < told.end() and mention.kind in SPEAKERS:
                return self._name(mention)
        return None

    def _named(self, clause: Clause, times: Sequence[Time]) -> str | None:
        """The subject that a clause names in its subject position, None where it names none."""
        thing = self._thing(clause)
        if thing:
            for mention in self._mentions(clause):
                self._remember(mention)
            return thing
        pronoun = self._pronoun(clause, times)  # before the clause's own names are remembered
        if pronoun and self._is_in_name(pronoun[0]):
            pronoun = None  # 中国 of 中国生物技术发展中心
        candidates: list[tuple[int, str]] = []
        previous_end = clause.start
        for mention in self._mentions(clause):
            if not SITED.search(self.text[clause.start : mention.start]):
                self._remember(mention)
            if mention.kind in NEVER:
                continue
            before = self.text[clause.start : mention.start]
            gap = self.text[previous_end : mention.start]
            after = self.text[mention.end : mention.end + 3]
            if CALLED.search(before) or (mention.kind in VISITED and ENTERED.search(before)):
                return self._name(mention)
            if DEFINITE.search(before[-3:]) or MODIFIES.match(after) or SITED.search(before):
                continue
            if mention.kind is MentionKind.INSTITUTE and ISSUES.match(self.text, mention.end):
                continue
            if mention.kind not in SPACES and COUNTED.match(self.text, mention.end):
                continue
            follows = APPOSED.fullmatch(gap) or ITS.fullmatch(gap) or gap.endswith("——")
            if candidates and (not follows or "（" in gap):
                continue
            if candidates or LEADING.fullmatch(_without(before, clause.start, times)):
                candidates.append((mention.start, self._name(mention)))
                previous_end = mention.end
        if pronoun and (not candidates or pronoun[0] < candidates[0][0]):
            return pronoun[1]
        return candidates[-1][1] if candidates else None

    def _thing(self, clause: Clause) -> str | None:
        """The project or product that a clause brings in, or begins with once it is known."""
        project = SPONSORED.match(self.text, clause.start)
        if project is None and self.text.find("项目", clause.start, clause.end) >= 0:
            project = PROJECT.search(self.text, clause.start, clause.end)
        if project:
            self._project = project["name"]
            return self._project
        product = PRODUCT.search(self.text, clause.start, clause.end)
        if product:
            name = product["name"]
            self._products.setdefault(name[:2], set()).add(name)
            return name
        start = clause.start
        known = self._products.get(self.text[start : start + 2])
        if known is None:
            return None
        # The longest that the clause begins with: as many steps however many products there are.
        begun = (self.text[start : start + n] for n in range(LONGEST_PRODUCT, 1, -1))
        return next((name for name in begun if name in known), None)

    def _is_in_name(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self.mentions[at].end

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
        elif kind in SPACES:
            self.recent["zone"] = mention
            if mention.canonical.endswith(PARKS):
                self.recent["park"] = mention
        elif kind is MentionKind.COMPANY:
            self.recent["firm"] = mention
        else:
            self.recent[kind.value] = mention

    def _pronoun(self, clause: Clause, times: Sequence[Time]) -> tuple[int, str] | None:
        for match in PRONOUNS.finditer(self.text, clause.start, clause.end):
            before = self.text[clause.start : match.start()]
            if DEFINITE.search(before[-3:]) or MODIFIES.match(self.text, match.end()):
                continue
            if not LEADING.fullmatch(_without(before, clause.start, times)):
                return None
            if match.lastgroup == "nation" and before.endswith(("作为", "在", "的")):
                continue  # 作为中国……的地区之一，太仓……; 在全国的位次
            if match.lastgroup == "nation" and OF_THE_NATION.match(self.text, match.end()):
                continue
            if match.lastgroup == "nation" and RANKED_AMONG.match(self.text, match.end()):
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
            return self._local or self.current or self.main
        if match[0] == "该项目" and self._project:
            return self._project
        if kind in {"noun", "bare"}:
            return self._ending_with(match[kind], match.start())
        if kind == "park":
            ahead = self._ahead(match.end())
            if ahead:
                return ahead
        if kind == "maker":
            firm = self.recent.get("firm")
            near = firm is not None and match.start() - firm.end < NEAR
            return self._name(firm) if firm and near else None
        if kind in OWN:
            return self._zone_meant(match, kind or "")
        mention = self.recent.get(kind or "")
        if mention is None and kind == "county":
            mention = self.recent.get("zone") or self.recent.get("district")
        return self._name(mention) if mention else self._as_main(kind)

    def _zone_meant(self, match: re.Match[str], kind: str) -> str | None:
        """What 园区, 全区 and 该区 mean: in a document about a zone that zone, unless the paragraph
        has named another one; elsewhere, and after 该, the last one named."""
        kinds = ("park",) if kind == "park" else ("zone", "district")
        known = [one for name in kinds if (one := self.recent.get(name)) is not None]
        latest = max(known, key=lambda mention: mention.start, default=None)
        if match[0].startswith("该"):
            return self._name(latest) if latest else self._as_main(kind)
        if self.main_kind in {MentionKind.ZONE, MentionKind.PARK}:
            return self._name(latest) if latest and latest.start >= self._begins else self.main
        mention = self.recent.get(kind) or self.recent.get("zone") or self.recent.get("district")
        if mention is None and self.main is None and kind == "zone":
            return match[0]  # 经开区 of a text that never says which
        return self._name(mention) if mention else self._as_main(kind)

    def _as_main(self, kind: str | None) -> str | None:
        return (
            self.main
            if kind in {"city", "district", "zone", "park", "county", "province"}
            else None
        )

    def _ahead(self, place: int) -> str | None:
        """The one zone that the rest of the paragraph names, where the first sentence says 园区."""
        stop = self.text.find("\n", place, place + AHEAD)
        stop = stop if stop >= 0 else place + AHEAD
        start = self.text.rfind("\n", max(0, place - AHEAD), place)
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


def topic_of(clause: str) -> str:
    """The noun phrase that a clause without a figure puts before the next ones; "" for none."""
    found = FRONTED.fullmatch(clause.strip())
    return found["noun"] if found and not NO_TOPIC.search(clause) else ""


def _without(before: str, offset: int, times: Sequence[Time]) -> str:
    """The text without its time expressions."""
    for time in reversed(times):
        start, end = time.start - offset, time.end - offset
        if start >= 0 and end <= len(before):
            before = before[:start] + before[end:]
    return before


def _in_full(name: str, names: Sequence[str]) -> str:
    """The full name that a text has for a zone too: 昆山经济技术开发区 of 昆山开发区."""
    return max((one for one in names if one[:2] == name[:2] and _shortens(name, one)), key=len)


def _shortens(name: str, full: str) -> bool:
    """Whether the characters of a name stand in another one in the same order."""
    rest = iter(full)
    return all(character in rest for character in name)


def _main_subject(text: str, mentions: Sequence[Mention]) -> tuple[str | None, MentionKind | None]:
    """The zone, park or place named most, and which it is; one in the title counts five times."""
    title_end = text.find("\n", 0, 200)
    weight: Counter[str] = Counter()
    body: Counter[str] = Counter(m.text for m in mentions if m.start >= title_end)
    kinds = {mention.text: mention.kind for mention in mentions}
    for mention in mentions:
        governed = GOVERNED.match(mention.text) if mention.kind is MentionKind.GOVERNMENT else None
        if mention.kind in SPACES:
            weight[mention.text] += 5 if mention.start < title_end else 1
        elif governed and mention.start < title_end:
            weight[governed[1]] += 5
            kinds.setdefault(governed[1], MentionKind.PLACE)
    if weight:
        main = max(weight, key=lambda name: (weight[name], len(name)))
        if kinds[main] is MentionKind.ZONE:
            zones = [name for name in weight if kinds[name] is MentionKind.ZONE]
            main = _in_full(main, [one for one in zones if one == main or body[one] >= body[main]])
        return main, kinds[main]
    firms = Counter(m.canonical for m in mentions if m.kind not in NEVER)
    return (firms.most_common(1)[0][0], None) if firms else (None, None)

"""Computes the numbers that Word displays before paragraphs and keeps nowhere in the text.

After ECMA-376 part 1, 17.9 (numbering) and, where Word does otherwise, MS-OI29500 and what Word shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.documents.marks import bullet
from knowledge.documents.numerals import displayed
from knowledge.documents.ooxml import MC, Element, W, number, switched_on, value
from knowledge.documents.styles import Styles

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph. `text` is "" where the paragraph counts but shows nothing."""

    text: str
    level: int
    bullet: bool


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it counts and what it shows."""

    start: int
    format: str
    text: str
    restart: int | None  # None: after any higher level; 0: never; n: after level n (counted from 1) or higher
    legal: bool  # isLgl: numbers of all levels are shown as decimal
    style: str | None
    picture: bool


class Numbering:
    """The lists of a document with their running counts: ask for each paragraph's label once, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        nodes = [] if root is None else list(root)
        self._abstracts = {node.get(W + "abstractNumId"): node for node in nodes if node.tag == W + "abstractNum"}
        self._nums = {node.get(W + "numId"): node for node in nodes if node.tag == W + "num"}
        self._levels: dict[str, tuple[str, list[_Level | None]]] = {}
        self._counts: dict[str, list[int | None]] = {}  # by abstract list: all w:num of one list count together
        self._begun: set[tuple[str, int]] = set()  # (numId, level) whose startOverride has been applied

    def label(self, paragraph: Element) -> Label | None:
        """The paragraph's label; None where it has no number. Counts it."""
        num_id, depth = self._placed(paragraph)
        if num_id is None or num_id not in self._nums:
            return None
        key, levels = self._list(num_id)
        level = levels[depth]
        if level is None:
            return None
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        self._count(counts, num_id, levels, depth)
        return Label(self._shown(levels, counts, depth), depth, level.format == "bullet")

    def _placed(self, paragraph: Element) -> tuple[str | None, int]:
        """The list (numId) and level of a paragraph: its own, else its style's. numId 0 takes numbering away."""
        num_id = value(paragraph, "pPr/numPr/numId")
        depth = number(paragraph, "pPr/numPr/ilvl")
        chain = list(self._styles.chain(self._styles.of(paragraph)))
        if num_id is None:
            num_id = next((own for _, style in chain if (own := value(style, "pPr/numPr/numId"))), None)
            if depth is None and num_id is not None and num_id in self._nums:
                depth = self._depth_by_style(num_id, [style_id for style_id, _ in chain])
        if depth is None:
            depth = next((found for _, style in chain if (found := number(style, "pPr/numPr/ilvl")) is not None), 0)
        return (None if num_id == "0" else num_id), min(max(depth, 0), _LEVELS - 1)

    def _depth_by_style(self, num_id: str, style_ids: list[str]) -> int | None:
        """A style's level is where the list names that style (17.9.23 pStyle); its own ilvl counts only without."""
        _, levels = self._list(num_id)
        named = {level.style: depth for depth, level in enumerate(levels) if level and level.style}
        return next((named[style_id] for style_id in style_ids if style_id in named), None)

    def _list(self, num_id: str) -> tuple[str, list[_Level | None]]:
        """The abstract list behind a w:num, and its levels with the overrides applied."""
        if num_id not in self._levels:
            num = self._nums[num_id]
            key = self._abstract_of(num)
            levels: list[_Level | None] = [None] * _LEVELS
            overrides = [child.find(W + "lvl") for child in num.findall(W + "lvlOverride")]
            abstract = self._abstracts.get(key)
            given = [] if abstract is None else abstract.findall(W + "lvl")
            for node in [*given, *(lvl for lvl in overrides if lvl is not None)]:
                depth = int(node.get(W + "ilvl", "-1"))
                if 0 <= depth < _LEVELS:
                    levels[depth] = _level(node)
            self._levels[num_id] = (key, levels)
        return self._levels[num_id]

    def _abstract_of(self, num: Element) -> str:
        """Follow numStyleLink → numbering style → its w:num → the list that defines the levels (17.9.21)."""
        key = value(num, "abstractNumId") or ""
        for _ in range(10):  # a chain in a circle ends here
            abstract = self._abstracts.get(key)
            link = value(abstract, "numStyleLink")
            if not link:
                break
            target = next((found for _, s in self._styles.chain(link) if (found := value(s, "pPr/numPr/numId"))), None)
            linked = self._nums.get(target)
            if linked is None:
                key = next((k for k, node in self._abstracts.items() if value(node, "styleLink") == link), key) or ""
                break
            key = value(linked, "abstractNumId") or ""
        return key

    def _count(self, counts: list[int | None], num_id: str, levels: list[_Level | None], depth: int) -> None:
        level, before = levels[depth], counts[depth]
        assert level is not None
        override = None
        if (num_id, depth) not in self._begun:
            self._begun.add((num_id, depth))
            override = self._start_override(num_id, depth)
        if override is not None:
            counts[depth] = override
        else:
            counts[depth] = self._start(num_id, levels, depth) if before is None else before + 1
        for higher in range(depth):
            if counts[higher] is None and levels[higher]:  # skipped: Word shows it as begun
                counts[higher] = self._start(num_id, levels, higher)
        for deeper in range(depth + 1, _LEVELS):
            below = levels[deeper]
            if below is None or below.restart is None or 0 < depth + 1 <= below.restart:
                counts[deeper] = None

    def _start(self, num_id: str, levels: list[_Level | None], depth: int) -> int:
        override = self._start_override(num_id, depth)
        level = levels[depth]
        return override if override is not None else level.start if level else 1

    def _start_override(self, num_id: str, depth: int) -> int | None:
        for child in self._nums[num_id].findall(W + "lvlOverride"):
            if child.get(W + "ilvl") == str(depth):
                return number(child, "startOverride")
        return None

    @staticmethod
    def _shown(levels: list[_Level | None], counts: list[int | None], depth: int) -> str:
        level = levels[depth]
        assert level is not None
        if level.picture:
            return "•"
        if level.format == "bullet":
            return bullet(level.text.strip()) if level.text.strip() else ""

        def place(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            part, count = levels[at], counts[at]
            if part is None or count is None or at > depth:
                return ""
            legal = level.legal and part.format not in ("bullet", "none")
            return displayed(count, "decimal" if legal else part.format)

        return re.sub(r"%([1-9])", place, level.text).strip()


def _level(node: Element) -> _Level:
    start = number(node, "start")
    return _Level(
        start=0 if start is None else start,  # 17.9.25: zero where it is not given; Word always gives it
        format=_format(node),
        text=value(node, "lvlText") or "",
        restart=number(node, "lvlRestart"),
        legal=bool(switched_on(node, "isLgl")),
        style=value(node, "pStyle"),
        picture=node.find(W + "lvlPicBulletId") is not None,
    )


def _format(node: Element) -> str:
    """A level's number format. Word 2010 hides zero-padded ones in AlternateContent: format="001, 002, 003, ..."."""
    chosen = node.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if chosen is not None and chosen.get(W + "val") == "custom":
        width = len((chosen.get(W + "format") or "").split(",")[0].strip())
        return {2: "decimalZero", 3: "decimalZero3", 4: "decimalZero4", 5: "decimalZero5"}.get(width, "decimal")
    fallback = value(node, "numFmt")
    if fallback is None:
        other = node.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
        fallback = None if other is None else other.get(W + "val")
    return fallback or "decimal"

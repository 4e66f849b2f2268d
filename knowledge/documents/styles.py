"""What a Word paragraph gets from its style, and from the styles that one is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.documents.ooxml import Element, W, number, switched_on, value


class Styles:
    """The style sheet. Styles are told apart by their built-in English names: their ids are translated."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(W + "styleId", ""): style for style in found}
        self._default = next(
            (
                style.get(W + "styleId", "")
                for style in found
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
            ),
            "",
        )

    def of(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        return value(paragraph, "pPr/pStyle") or self._default

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Element]]:
        """The style and what it is based on, nearest first."""
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._styles:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style_id, style
            style_id = value(style, "basedOn")

    def name(self, style_id: str) -> str:
        """The style's name in lower case: "heading 1", "title", "toc 2"."""
        style = self._styles.get(style_id)
        return (value(style, "name") or style_id).lower()

    def is_called(self, style_id: str, pattern: str) -> bool:
        """Does the name of the style, or of one it is based on, match?"""
        return any(re.fullmatch(pattern, self.name(each)) for each, _ in self.chain(style_id)) or bool(
            re.fullmatch(pattern, style_id.lower())
        )

    def heading_level(self, paragraph: Element) -> int:
        """1 to 9 for a heading by outline level or style name, else 0."""
        direct = number(paragraph, "pPr/outlineLvl")
        if direct is not None:
            return direct + 1 if 0 <= direct <= 8 else 0
        for style_id, style in self.chain(self.of(paragraph)):
            outline = number(style, "pPr/outlineLvl")
            if outline is not None:
                return outline + 1 if 0 <= outline <= 8 else 0
            named = re.fullmatch(r"heading ?(\d)", self.name(style_id))
            if named:
                return max(1, int(named[1]))
        named = re.fullmatch(r"heading ?(\d)", self.of(paragraph).lower())  # a style that the sheet does not define
        return max(1, int(named[1])) if named else 0

    def toggled(self, run: Element | None, paragraph: Element, toggle: str) -> bool:
        """Is a toggle ("b", "vanish") on for this run: by itself, its character style, or the paragraph's style?"""
        direct = switched_on(run, f"rPr/{toggle}")
        if direct is not None:
            return direct
        for start in (value(run, "rPr/rStyle"), self.of(paragraph)):
            for _, style in self.chain(start):
                styled = switched_on(style, f"rPr/{toggle}")
                if styled is not None:
                    return styled
        return False

"""Reads a web page: its main part, with the numbers a browser shows in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html as markup
from lxml.html import HtmlElement

from knowledge.documents import faults, tables
from knowledge.documents.marks import without_symbols
from knowledge.documents.numerals import html_letter, roman
from knowledge.documents.pieces import Piece, write
from knowledge.documents.tables import Cell
from knowledge.documents.transcript import Transcript, trim
from knowledge.model import Document

_SILENT = {
    "script", "style", "head", "iframe", "svg", "math", "object", "button", "select",
    "input", "textarea", "canvas",
}  # fmt: skip
_UNSEEN = {
    "noscript": ("part for browsers without scripts", "other browsers do not show it"),
    "template": ("template", "a browser shows it only where a script asks for it"),
}
_CHROME = {"nav": "menu", "aside": "side panel", "footer": "page footer", "header": "page header", "form": "form"}
_ROLES = {"navigation": "menu", "complementary": "side panel", "contentinfo": "page footer", "banner": "page header",
          "search": "form"}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_LIST_STYLES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


def read(text: str, name: str) -> Document:
    """The document in a page's markup. Raises DocumentFault where there is no text or it cannot be read whole."""
    # lxml refuses text that declares an encoding; control characters end its parsing.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    parser = markup.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root = markup.document_fromstring(text, parser=parser)
    except ValueError as error:  # ParserError, too, is one: a page without elements
        raise faults.empty(name) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise faults.damaged(name, "html")  # nested so deeply that the parser dropped the rest
    transcript = Transcript()
    write(_Page(transcript).pieces(_main(root, transcript)), transcript)
    return transcript.finish(name, "html", root.findtext(".//title") or "")


def _main(root: HtmlElement, transcript: Transcript) -> HtmlElement:
    """The page's main part where it names one; else the whole page."""
    found = root.xpath("//main | //*[@role='main']") or root.xpath("//article[not(ancestor::article)]")
    if len(found) != 1 or len(trim(found[0].text_content())) * 2 < len(trim(root.text_content())):
        return root
    main: HtmlElement = found[0]
    for outside in root.xpath("//body//*[not(self::script or self::style)]/text()"):
        if len(trim(outside)) > 60 and main not in (outside.getparent(), *outside.getparent().iterancestors()):
            transcript.omit("rest of the web page", "it stands outside the page's main part", outside)
    return main


class _Page:
    """Goes through the elements of one page and collects running text into pieces."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._running: list[tuple[str, bool]] = []  # text, bold
        self._label, self._depth = "", 0

    def pieces(self, element: HtmlElement) -> Iterator[Piece]:
        """The element's content as pieces."""
        yield from self._children(element, bold=False)
        yield from self._flush()

    def _children(self, element: HtmlElement, *, bold: bool) -> Iterator[Piece]:
        self._say(element.text, bold)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._element(child, bold=bold)
            self._say(child.tail, bold)

    def _element(self, element: HtmlElement, *, bold: bool) -> Iterator[Piece]:
        tag = element.tag.lower().rpartition(":")[2]
        if tag in _SILENT or self._is_left_out(element, tag):
            return
        if tag == "br":
            self._running.append(("\n", bold))
        elif tag == "table":
            yield from self._flush()
            yield from self._table(element)
        elif tag in ("ol", "ul", "menu"):
            yield from self._flush()
            yield from self._list(element, ordered=tag == "ol")
        elif tag == "pre":
            yield from self._flush()
            yield from (Piece(trim(line)) for line in element.text_content().split("\n"))
        elif tag in _BLOCKS:
            yield from self._flush()
            yield from self._children(element, bold=bold)
            level = re.fullmatch(r"h([1-6])", tag) or re.fullmatch(r"([1-6])", element.get("aria-level", ""))
            yield from self._flush(heading=int(level[1]) if level else 0)
        else:
            yield from self._children(element, bold=_is_bold(element, tag, bold))

    def _is_left_out(self, element: HtmlElement, tag: str) -> bool:
        if tag in _UNSEEN:
            self._transcript.omit(*_UNSEEN[tag], element.text_content())
            return True
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if hidden or _HIDDEN.search(element.get("style", "")):
            self._transcript.omit("hidden text", "a browser does not show it", element.text_content())
            return True
        what = _ROLES.get(element.get("role", "")) or _CHROME.get(tag)
        if not what or (what in ("page header", "form") and element.xpath(".//h1 | .//h2 | .//p")):
            return False  # a header with a heading in it is the document's own
        self._transcript.omit(what, "it belongs to the web site, not to the policy", element.text_content())
        return True

    def _list(self, element: HtmlElement, *, ordered: bool) -> Iterator[Piece]:
        items = [child for child in element if child.tag == "li"]
        step = -1 if element.get("reversed") is not None else 1
        count = _whole(element.get("start"), len(items) if step < 0 else 1)
        outer = self._label, self._depth
        for child in element:
            if child.tag != "li":
                if isinstance(child.tag, str):  # a list put straight into a list, as Word and old editors do
                    self._depth = outer[1] + 1
                    yield from self._element(child, bold=False)
                    self._depth = outer[1]
                continue
            count = _whole(child.get("value"), count)
            self._label = _numbered(child, count) if ordered else _bulleted(child)
            self._depth = outer[1] + 1
            yield from self._children(child, bold=False)
            yield from self._flush()
            self._label, self._depth = "", outer[1]
            count += step
        self._label, self._depth = outer

    def _table(self, table: HtmlElement) -> Iterator[Piece]:
        trs = [tr for tr in table.iter("tr") if next(tr.iterancestors("table")) is table]
        if table.xpath(".//table | .//h1 | .//h2 | .//h3 | .//h4") or max(map(len, trs), default=0) < 2:
            yield from self._children(table, bold=False)  # it only places things on the page
            yield from self._flush()
            return
        caption = table.findtext("caption")
        if caption:
            yield Piece(" ".join(caption.split()))
        marked = bool(trs) and (trs[0].getparent().tag == "thead" or all(c.tag == "th" for c in trs[0]))
        yield from tables.rows(_grid(trs), marked=marked)

    def _say(self, text: str | None, bold: bool) -> None:
        if text:
            self._running.append((re.sub(r"[ \t\n\r\f]+", " ", text), bold))

    def _flush(self, heading: int = 0) -> Iterator[Piece]:
        text = "".join(part for part, _ in self._running)
        bold = all(bold for part, bold in self._running if trim(part))
        self._running.clear()
        text = "\n".join(trim(re.sub(r"[ \u00a0]{2,}", " ", line)) for line in without_symbols(text).split("\n"))
        if trim(text):
            depth = max(0, self._depth - 1)
            yield Piece(trim(text), number=self._label, level=depth, heading=heading, bold=bold)
            self._label = ""  # the second paragraph of an item has no number


def _grid(trs: list[HtmlElement]) -> list[list[Cell | None]]:
    """Cells by column; a cell that reaches down is repeated in the rows below."""
    grid: list[list[Cell | None]] = []
    reaching: dict[int, tuple[int, Cell]] = {}  # column → rows still to fill, cell
    for tr in trs:
        row: list[Cell | None] = []
        for element in tr:
            if element.tag not in ("td", "th"):
                continue
            _reach_down(row, reaching)
            text = " ".join(" ".join(part.split()) for part in element.itertext() if part.strip())
            cell = Cell(trim(without_symbols(text)), bold=element.tag == "th" or _all_bold(element))
            span, down = (min(max(_whole(element.get(key), 1), 1), 60) for key in ("colspan", "rowspan"))
            if down > 1:
                reaching[len(row)] = (down - 1, cell)
            row += [cell, *([None] * (span - 1))]
        _reach_down(row, reaching)
        grid.append(row)
    width = max(map(len, grid), default=0)
    return [row + [None] * (width - len(row)) for row in grid]


def _reach_down(row: list[Cell | None], reaching: dict[int, tuple[int, Cell]]) -> None:
    while len(row) in reaching:
        left, cell = reaching.pop(len(row))
        if left > 1:
            reaching[len(row)] = (left - 1, cell)
        row.append(cell)


def _all_bold(cell: HtmlElement) -> bool:
    bold = "".join("".join(each.itertext()) for each in cell.xpath(".//b | .//strong"))
    return bool(trim(bold)) and len(trim(bold)) >= len(trim(cell.text_content()))


def _is_bold(element: HtmlElement, tag: str, inherited: bool) -> bool:
    weight = re.search(r"font-weight\s*:\s*(\w+)", element.get("style", ""))
    if weight:
        return weight[1] in ("bold", "bolder", "600", "700", "800", "900")
    return inherited or tag in ("b", "strong")


def _numbered(item: HtmlElement, count: int) -> str:
    owner = item.getparent()
    style = _LIST_STYLES.get(item.get("type") or owner.get("type", "1"), "decimal")
    for element in (owner, item):
        css = re.search(r"list-style(?:-type)?\s*:[^;]*?([a-z]+(?:-[a-z]+)*)", element.get("style", ""))
        style = css[1] if css else style
    if style == "none":
        return ""
    shown = str(count)
    if style.endswith(("-alpha", "-latin")):
        shown = html_letter(count)
    elif style.endswith("-roman"):
        shown = roman(count)
    return (shown.upper() if style.startswith("upper-") else shown) + "."


def _bulleted(item: HtmlElement) -> str:
    styles = item.getparent().get("style", "") + item.get("style", "")
    return "" if re.search(r"list-style(?:-type)?\s*:\s*none", styles) else "•"


def _whole(text: str | None, otherwise: int) -> int:
    found = re.fullmatch(r"\s*([+-]?\d{1,6})\s*", text or "")
    return int(found[1]) if found else otherwise

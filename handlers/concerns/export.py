"""One concern as a file, to be handed to somebody with whom that was agreed: as PDF to read, as JSON to work with.

A hidden name stands in neither. Whoever it is about is never sent one by the bot.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.concerns.access import find
from handlers.concerns.account import named, state, told
from handlers.concerns.acts import Reading, reading
from handlers.concerns.case import REPORTER, What
from handlers.concerns.deciding import DECIDED
from handlers.concerns.history import done, written
from handlers.concerns.kinds import NATURES
from handlers.desk import Desk
from handlers.records import Journal
from handlers.routing import Copy
from handlers.wording import listed

if TYPE_CHECKING:
    from fpdf import FPDF

ENCODING = "cp1252"  # what the typefaces that every reader of PDF has can write
MISSING = "What stands in square brackets is a character that this typeface lacks; the other file has it as written."


def copy(journal: Journal, who: str, form: str, desk: Desk) -> Copy | None:
    """The copy in this form, "pdf" or "json"; None for whoever does not have it in hand, or wants another form."""
    case = find(desk, journal.id)
    one = reading(desk, case, who) if case is not None else None
    if one is None or not one.owns or form not in _FORMS:
        return None
    made, kind = _FORMS[form]
    return Copy(f"{one.case.ref}.{form}", kind, made(as_data(one)))


def as_data(one: Reading) -> dict[str, object]:
    """All of it as plain data: everything dated, and by whom."""
    plain = replace(one, told=False)  # whoever told it is called by name, or not at all, and never "you"
    case, desk = one.case, one.desk
    shown = case.last(What.SHOWN_TO)
    return {
        "reference": case.ref,
        "school": desk.school.name,
        "made": one.moment(desk.now),
        "made_by": one.call(one.who),
        "made_for": str(shown.given["to"]) if shown is not None else "",
        "told": one.moment(case.journal.at),
        "told_by": "somebody whose name is hidden" if case.hidden else plain.call(REPORTER),
        "about": NATURES[case.kind].label,
        "named": named(plain),
        "state": state(replace(one, who="")),
        "decided": DECIDED.get(case.decided, ""),
        "account": told(plain),
        "since": [
            {
                "at": entry.at.isoformat(),
                "when": one.moment(entry.at),
                "by": plain.call(entry.by),
                "what": done(plain, entry),
                "words": written(plain, entry),
            }
            for entry in case.entries[1:]
        ],
        "files": [
            {"name": file.name, "kind": file.kind, "bytes": file.size} for file in desk.tx.uploads(case.id) if file.sent
        ],
    }


def _as_json(data: Mapping[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def _as_pdf(data: Mapping[str, object]) -> bytes:
    """The same on paper: A4, a page number and the reference on every page."""
    page = _paper(str(data["reference"]))
    page.add_page()
    _line(page, f"Record {data['reference']}", 16, bold=True)
    for label, key in _HEADINGS:
        value = data[key]
        words = listed([str(one) for one in value], "and") if isinstance(value, list) and value else str(value or "–")
        _line(page, f"{label}: {words if value else '–'}", 10)
    _section(page, "What was told", _strings(data["account"]))
    _section(page, "What happened since", _since(data["since"]))
    _section(page, "Files", [f"{one['name']} ({one['kind']}, {one['bytes']} bytes)" for one in _rows(data["files"])])
    _line(page, MISSING, 8)
    return bytes(page.output())


def _paper(ref: str) -> FPDF:
    from fpdf import FPDF  # a fifth of a second, and only whoever makes a copy needs it

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("Helvetica", size=8)
            self.cell(0, 8, f"{ref}, confidential, page {self.page_no()} of {{nb}}", align="C")

    page = Paper(format="A4")
    page.core_fonts_encoding = ENCODING
    page.set_title(f"Record {ref}")
    page.set_lang("en-GB")
    page.set_auto_page_break(auto=True, margin=20)
    return page


def _section(page: FPDF, title: str, parts: Iterable[str]) -> None:
    page.ln(4)
    _line(page, title, 13, bold=True)
    for part in list(parts) or ["None."]:
        _line(page, part, 10)
        page.ln(1)


def _line(page: FPDF, words: str, size: int, *, bold: bool = False) -> None:
    page.set_font("Helvetica", style="B" if bold else "", size=size)
    page.multi_cell(0, size * 0.5, writable(words), new_x="LMARGIN", new_y="NEXT")


def writable(words: str) -> str:
    """Words in the characters that the typeface has; any other is described, so that nothing is lost in silence."""
    return "".join(one if _can_write(one) else f"[{unicodedata.name(one, 'unknown').lower()}]" for one in words)


def _can_write(character: str) -> bool:
    try:
        character.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _since(entries: object) -> list[str]:
    lines = [(f"{one['when']}. {one['by']}: {one['what']}.", str(one["words"])) for one in _rows(entries)]
    return ["\n".join(part for part in line if part) for line in lines]


def _rows(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


_HEADINGS = (
    ("School", "school"),
    ("This copy was made on", "made"),
    ("by", "made_by"),
    ("for", "made_for"),
    ("Told on", "told"),
    ("by", "told_by"),
    ("It is about", "about"),
    ("Named in it", "named"),
    ("Where it stands", "state"),
    ("Decided", "decided"),
)
_FORMS = {"pdf": (_as_pdf, "application/pdf"), "json": (_as_json, "application/json")}

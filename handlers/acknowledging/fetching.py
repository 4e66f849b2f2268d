"""The registers as files, for those who keep them: CSV for a spreadsheet, PDF to sign, saved from our own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from handlers.acknowledging.lines import READ_HEADINGS, TOLD_HEADINGS, read_lines, told_rows
from handlers.acknowledging.round import JOURNAL as ROUND
from handlers.acknowledging.told import JOURNAL as TOLD
from handlers.acknowledging.whose import KEEPERS_ONLY, may_keep
from handlers.acknowledging.written import Rows, as_csv, as_pdf
from handlers.desk import Desk
from handlers.model import Button, Done, Post, Pressed, Reply, Say
from handlers.records import Journal, Upload
from handlers.roles import name
from handlers.routing import Copy, Filing, Router
from handlers.wording import day

router = Router("the registers as files")

FETCH = "fetch_registers"
LASTS = timedelta(hours=1)  # the link to our page


@dataclass(frozen=True, slots=True)
class Register:
    """One of the two: its name, what stands over its columns, and its rows as of now."""

    title: str
    headings: tuple[str, ...]
    rows: Callable[[Desk], Rows]


REGISTERS = {  # by the kind of journal that they are made of
    ROUND: Register("Read and understood", READ_HEADINGS, lambda desk: [one.cells for one in read_lines(desk)]),
    TOLD: Register("Told of the policies", TOLD_HEADINGS, lambda desk: list(told_rows(desk))),
}


def made(register: Register, rows: Rows, form: str, school: str, today: str) -> bytes:
    """The file. `form`: "csv" or "pdf"; `today` in words."""
    if form == "csv":
        return as_csv(register.headings, rows)
    return as_pdf(f"{school}: {register.title.lower()}", f"as it stood on {today}", register.headings, rows)


def way(desk: Desk, who: str) -> tuple[tuple[Button, ...], str]:
    """How whoever keeps the registers gets them as files: by our own page, or else whom to ask, in words."""
    link = desk.tx.link("desk", FETCH, who, LASTS)
    if link:
        return (Button("our_page", "Fetch it as CSV or PDF", link=link),), ""
    administrator = desk.school.administrator
    known = desk.school.member(administrator) is not None
    whom = f"{name(desk.school, administrator)}, who looks after me" if known else "whoever looks after me"
    return (), f"As a file for a spreadsheet, or on paper: ask {whom}. The command is “proviso register”."


@router.pressed(FETCH)
def fetch(event: Pressed, desk: Desk) -> Reply:
    """On our own page: a button for each file, which is made when it is pressed."""
    if not may_keep(desk, event.who.key):
        return Say(KEEPERS_ONLY, private=True)
    buttons = tuple(
        Button("fetch", f"{register.title} ({form.upper()})", link=f"/desk/copy/{kept[0].id}/{form}")
        for kind, register in REGISTERS.items()
        if (kept := desk.tx.journals(kind))
        for form in ("csv", "pdf")
    )
    words = "As of the moment at which you save it: CSV for a spreadsheet, PDF to sign and put away."
    return Done(Post("The registers", words if buttons else "Nothing is on record yet.", buttons=buttons))


def copy(journal: Journal, who: str, form: str, desk: Desk) -> Copy | None:
    """The whole register that the journal belongs to, for those who keep it."""
    kinds = {"csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}
    if form not in kinds or not may_keep(desk, who):
        return None
    register = REGISTERS[journal.kind]
    data = made(register, register.rows(desk), form, desk.school.name, day(desk.today))
    file = register.title.lower().replace(" ", "-")
    return Copy(f"{file}-{desk.today.isoformat()}.{form}", kinds[form], data)


def _no_files(journal: Journal, who: str, desk: Desk) -> Post | None:
    return None


def _nothing(journal: Journal, who: str, files: tuple[Upload, ...], desk: Desk) -> Post:
    return KEEPERS_ONLY


def _never(journal: Journal, who: str, desk: Desk) -> bool:
    return False


for _kind in REGISTERS:
    router.files(Filing(_kind, _no_files, _nothing, _never, copy))

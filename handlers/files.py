"""Files for a journal, brought by the upload page: the link to it, the room there is, what nobody sent is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.desk import Desk
from handlers.model import Button, Image, Post
from handlers.records import Upload
from handlers.routing import Router

router = Router("files")

LARGEST = 20 * 1024 * 1024  # bytes of a file
MOST = 10  # files of a journal
LASTS = timedelta(hours=2)  # of a link to the upload page
UNSENT = timedelta(hours=24)  # then what was brought and not sent is forgotten

_REMIND = timedelta(hours=1)  # after the last of them arrived

_FORGET, _SAY = "files not sent", "files to be sent"  # timers
_WORDS = "Files that you added have arrived, and are not sent yet. What is not sent within a day is deleted."


def upload_button(desk: Desk, journal: str, person: str, label: str = "Add files") -> Button | None:
    """What opens the upload page; None where the school has no page. It works once: make it when it is shown."""
    link = desk.tx.link("upload", journal, person, LASTS)
    return Button("upload_page", label, link=link) if link else None


def brought(desk: Desk, journal: str) -> None:
    """Something arrived: unless it is sent, whoever brought it hears so in an hour, and it is forgotten in a day."""
    desk.tx.wake(_SAY, journal, due=desk.now + _REMIND, key=f"{_SAY} {journal}")
    desk.tx.wake(_FORGET, journal, due=desk.now + UNSENT, key=f"files {journal}")


@router.woken(_SAY)
def say_unsent(about: str, desk: Desk) -> None:
    """An hour later, to whoever brought what is not sent: a line that says of what kind of thing it is to nobody.

    It is quiet, as no list of messages may say who brought files for what.
    """
    for person in sorted({one.by for one in desk.tx.uploads(about) if not one.sent}):
        button = upload_button(desk, about, person, "Look at them, and send them")
        buttons = (button,) if button is not None else ()
        desk.tx.tell(person, Post(text=_WORDS, buttons=buttons, glance=_WORDS, mails=True), quiet=True)


@router.woken(_FORGET)
def forget_unsent(about: str, desk: Desk) -> None:
    """A day later: what was not sent goes."""
    for one in desk.tx.uploads(about):
        if not one.sent:
            desk.tx.forget_upload(one.id)


def shown(uploads: Sequence[Upload]) -> tuple[tuple[Image, ...], tuple[Button, ...]]:
    """Files as our own page shows them to whoever may see them: pictures, and buttons that save the others."""
    sent = [one for one in uploads if one.sent]
    pictures = tuple(Image(one.id, one.name) for one in sent if one.picture)
    others = tuple(Button("file", f"Save {one.name}", link=f"/desk/file/{one.id}") for one in sent if not one.picture)
    return pictures, others

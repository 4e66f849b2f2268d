"""What leaves the conversation: files as our own page shows them, and a copy of the record for somebody by name.

Neither stands in chat: a link that works once leads to our page, which asks again who may see it.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.concerns.access import find
from handlers.concerns.acts import Act, Outcome, Reading, long_text, reading
from handlers.concerns.case import Case, What
from handlers.concerns.delivery import opening
from handlers.concerns.evidence import may_bring
from handlers.desk import Desk
from handlers.files import shown, upload_button
from handlers.model import Answers, Button, Done, Field, Post, Pressed, Reply, Say
from handlers.routing import Router

router = Router("handing on")

FILES, COPY = "message_files", "message_copy"
_LASTS = timedelta(hours=1)

NOTHING = Post("There is nothing here for you", "Files are seen, and copies made, on our own page.")
_NO_PAGE = "There is no page of ours to fetch it from. Whoever looks after the bot can set one up."


# --- files ---


def _see_files(one: Reading, _: Answers) -> Outcome:
    link = one.desk.tx.link("desk", f"{FILES} {one.case.id}", one.who, _LASTS)
    if not link:
        return Post("They cannot be shown here", _NO_PAGE)
    words = "They open in your browser, for you alone. The link works once, and for an hour."
    return Post("On our own page", words, buttons=(Button("our_page", "See the files", link=link),))


def _has_files(one: Reading) -> bool:
    return any(file.sent for file in one.desk.tx.uploads(one.case.id))


def _bring(one: Reading, _: Answers) -> Outcome:
    button = upload_button(one.desk, one.case.id, one.who, "Add screenshots or files")
    if button is None:
        return Post("Files cannot be brought here", _NO_PAGE)
    return Post("On our own page", "It opens in your browser. The link works once.", buttons=(button,))


def _may_bring(one: Reading) -> bool:
    return may_bring(one.case.journal, one.who, one.desk) is not None


@router.pressed(FILES)
def see_files(event: Pressed, desk: Desk) -> Reply:
    """On our page, for those who may read it and for whoever told it: pictures to see, other files to save."""
    one = _found(event, desk)
    if one is None:
        return Say(NOTHING, private=True)
    pictures, others = shown(desk.tx.uploads(one.case.id))
    return Done(Post(f"Files of {one.case.ref}", images=pictures, buttons=(*others, _back(one.case))))


# --- a copy ---


def _copy(one: Reading, answers: Answers) -> Outcome:
    """Put down for whom, and why; then the way to it. Without a page nothing is put down, since nothing is made."""
    link = one.desk.tx.link("desk", f"{COPY} {one.case.id}", one.who, _LASTS)
    if not link:
        return {"to": _NO_PAGE}
    one.put(What.SHOWN_TO, {"to": answers["to"], "why": answers["why"]})
    words = "It is in the record for whom this copy is. It opens in your browser; the link works once, and for an hour."
    return Post("The copy is ready", words, buttons=(Button("our_page", "Fetch the copy", link=link),))


@router.pressed(COPY)
def fetch_copy(event: Pressed, desk: Desk) -> Reply:
    """On our page, for whoever has it in hand and has put down for whom a copy is."""
    one = _found(event, desk)
    if one is None or not one.owns or one.case.last(What.SHOWN_TO) is None:
        return Say(NOTHING, private=True)
    ways = (("pdf", "To read and print (PDF)"), ("json", "As data (JSON)"))
    buttons = tuple(Button("fetch", label, link=f"/desk/copy/{one.case.id}/{form}") for form, label in ways)
    words = "Hand it to nobody else. What you save on this computer stays there until you delete it."
    return Done(Post(f"A copy of {one.case.ref}", words, buttons=(*buttons, _back(one.case))))


# --- inside ---


def _found(event: Pressed, desk: Desk) -> Reading | None:
    case = find(desk, event.value)
    return reading(desk, case, event.who.key) if case is not None else None


def _back(case: Case) -> Button:
    return opening(case)


_COPY_WORDS = Post(
    text="Agree first with whom it may be shared: the designated officer, whoever advises on staff matters, the data "
    "protection lead. Other people are named in it; a name that is hidden is left out. Whoever it is about may have a "
    "right to a copy, which you decide; the bot sends them none."
)

ACTS = (
    Act("bring", "Add screenshots or files", _may_bring, _bring),
    Act("files", "See the files", _has_files, _see_files),
    Act(
        "copy",
        "Make a copy for somebody",
        lambda one: one.owns,
        _copy,
        lambda _: (Field("to", "For whom?", longest=200), long_text("why", "Why, and with whom was it agreed?")),
        lambda _: _COPY_WORDS,
        button="Make it",
    ),
)

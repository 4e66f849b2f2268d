"""Copies of answers: kept for their asker alone, listed, opened, thrown away."""

from __future__ import annotations

from dataclasses import replace

from handlers.answers import FORGET, KEEP
from handlers.desk import Desk
from handlers.model import Button, Event, Post, Pressed, Reply, Said, Say, Style, Update
from handlers.questions import again
from handlers.records import KeptCopy
from handlers.routing import Router
from handlers.sending import missing
from handlers.smalltalk import says
from handlers.telling import GLANCE, TELL_SOMEBODY
from handlers.wording import day, plural

router = Router("copies")

LIST, OPEN, DROP = "my_copies", "open_copy", "drop_copy"
_MOST = 10  # copies in one list
_LISTING = r"(show |list |see )?(me )?(my|the) (kept )?copies|copies"

NOT_KEPT = Post(
    "I keep no copy of this",
    "It may tell of harm. Please tell somebody in person; what you send by “Tell somebody” stands under “my messages”.",
    buttons=(TELL_SOMEBODY,),
    glance=GLANCE,
)
NO_COPY = Post(text="You keep no such copy any more.")
DROPPED = Post("Thrown away", "The copy is gone. Nobody else had it.")


@router.pressed(KEEP)
def keep(event: Pressed, desk: Desk) -> Reply:
    """Keep the answer as it stands; the message then offers to throw it away."""
    found = again(event.value, event, desk, kept=True)
    if found is None:
        return Say(missing(event.value, event, desk), private=True)
    asked, post = found
    if not any(button.key == FORGET for button in post.buttons):  # an older message, or the policy has changed since
        return Say(NOT_KEPT, private=True)
    if _copy(asked.id, event, desk) is None:  # pressed twice is kept once
        copy = replace(post, buttons=(), facts=(*post.facts, ("Asked", day(desk.today))))
        desk.tx.keep_copy(KeptCopy(asked.id, event.who.key, asked.question, copy, desk.now))
    return Update(replace(post, notes=(*post.notes, "Kept for you alone. Say “my copies” to see what you keep.")))


@router.pressed(FORGET)
def forget(event: Pressed, desk: Desk) -> Reply:
    """Throw the copy away from under the answer, which stays."""
    desk.tx.forget_copy(event.value, event.who.key)
    found = again(event.value, event, desk, kept=False)
    return Say(DROPPED, private=True) if found is None else Update(found[1])


@router.said(lambda event: says(event, _LISTING))
def list_by_words(event: Said, desk: Desk) -> Reply:
    """What I keep, asked for in words."""
    return Say(_list(event, desk), private=not event.where.private)


@router.pressed(LIST)
def list_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_list(event, desk), private=True)


@router.pressed(OPEN)
def show(event: Pressed, desk: Desk) -> Reply:
    """One copy, as it was kept."""
    copy = _copy(event.value, event, desk)
    if copy is None:
        return Say(NO_COPY, private=True)
    button = Button(DROP, "Throw my copy away", copy.id, Style.DANGER)
    facts = (("Your question", copy.question), *copy.post.facts)
    return Say(replace(copy.post, facts=facts, buttons=(button,), glance="A copy that you keep"), private=True)


@router.pressed(DROP)
def drop(event: Pressed, desk: Desk) -> Reply:
    """Throw away the copy that is shown."""
    return Update(DROPPED) if desk.tx.forget_copy(event.value, event.who.key) else Update(NO_COPY)


# --- inside ---


def _list(event: Event, desk: Desk) -> Post:
    copies = desk.tx.kept_copies(event.who.key)
    if not copies:
        return Post("You keep no copies", "Press “Keep a copy for me” under an answer to keep it, for you alone.")
    shown = copies[:_MOST]
    facts = tuple((_date(copy, desk), copy.question) for copy in shown)
    buttons = tuple(Button(OPEN, f"Open: {copy.question}", copy.id) for copy in shown)
    rest = f" The newest {len(shown)} are shown." if len(copies) > len(shown) else ""
    return Post(
        f"You keep {plural(len(copies), 'copy', 'copies')}",
        f"Only you can see {'it' if len(copies) == 1 else 'them'}.{rest}",
        facts,
        buttons=buttons,
        glance="What you keep",
    )


def _date(copy: KeptCopy, desk: Desk) -> str:
    return day(copy.at.astimezone(desk.school.zone).date())


def _copy(key: str, event: Event, desk: Desk) -> KeptCopy | None:
    return next((copy for copy in desk.tx.kept_copies(event.who.key) if copy.id == key), None)

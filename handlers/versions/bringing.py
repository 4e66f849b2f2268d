"""Bringing a new version: whoever looks after the policies is told how, brings it by our own page or in the chat (see
`in_chat`), and sees what it changes."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.desk import Desk
from handlers.model import Button, Dialog, Done, Event, Filled, Form, Post, Pressed, Reply, Said, Say, Step
from handlers.records import Journal, Upload
from handlers.routing import Filing, Router
from handlers.smalltalk import says
from handlers.versions.card import CHANGES, GONE, KEEPERS, NOT_FOR_YOU, card, comparison, refused
from handlers.versions.preview import steps
from handlers.versions.received import BRING
from handlers.versions.version import JOURNAL, State, Version, What, add, begin, version, versions

router = Router("bringing a policy")

LASTS = timedelta(hours=1)  # the link

_READABLE = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "text/plain": "text",
}
_THE = r"(the |a |our |my |this )?"
_NEW = (
    rf"(i (have|ve got|have got) |here is |heres |please )?(upload|add|bring|replace|update|adopt|change)? ?{_THE}"
    rf"(new |updated |revised )?(version of )?{_THE}(social media |online )?policy|"
    rf"(a |the )?new version( of {_THE}policy)?"
)
_WANTS = re.compile(r"\b(upload|add|bring|replace|update|adopt|change|new|updated|revised|version)\b", re.IGNORECASE)

NO_PAGE = Post(
    "Please give the file to whoever looks after me",
    "I have no page of my own that your browser could reach, so I cannot take files. They use the command “proviso "
    "policy propose FILE”; then you see here what it changes, and head or chair adopt it.",
)
_THEN = "Then I write to you here what it says and what it changes."
_FILE = "by itself: PDF, Word (docx), a web page or plain text, up to 20 MB"
_HOW = {  # in the chat, by our page
    (True, False): f"Send me the file in our own conversation, {_FILE}. {_THEN}",
    (True, True): f"Send me the file in our own conversation, {_FILE}; or choose it on my own page. {_THEN}",
    (False, True): f"I take the file on my own page, not in the chat. {_THEN}",
}
WHICH_FILES = Post(
    "Bring a policy",
    "One file: PDF, Word (docx) or plain text, with the whole policy in it. I read it, and write to you in the chat "
    "what it says and what it changes. Nothing changes before head or chair adopt it.",
)
NO_POLICY_AMONG = Post(
    "No policy among these", "I read policies from PDF, Word (docx) and plain text. Nothing was kept."
)


# --- the way in ---


def wants(event: Said) -> bool:
    """Whether somebody says that they have a new version."""
    return says(event, _NEW) and _WANTS.search(event.text) is not None


@router.said(wants)
def offer(event: Said, desk: Desk) -> Reply:
    """Asked for in words."""
    return Say(_offer(desk, event), private=True)


@router.pressed(BRING)
def offer_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_offer(desk, event), private=True)


def takes_files(desk: Desk, event: Event) -> bool:
    """Whether a file can be sent to the bot on the platform that somebody is using."""
    return event.where.key.partition(":")[0] in desk.school.takes_files


def asked_lately(desk: Desk, who: str) -> bool:
    """Whether somebody said within the last hour that they have a new version."""
    mine = _wanted(desk, who)
    return mine is not None and desk.now - mine.journal.entries[-1].at <= LASTS


def _offer(desk: Desk, event: Event) -> Post:
    who, here = event.who.key, takes_files(desk, event)
    no = refused(desk, who, KEEPERS)
    if no is not None:
        return no
    if not desk.school.page and not here:
        return NO_PAGE
    mine = _wanted(desk, who)
    wanted = (add(desk.tx, mine, who, What.WANTED) if mine else None) or begin(desk.tx, who, What.WANTED)
    words = _HOW[here, bool(desk.school.page)]
    link = desk.tx.link("upload", wanted.id, who, LASTS)
    if not link:
        return Post("Bring a new version", words)
    return Post("Bring a new version", words, buttons=(Button(BRING, "Choose the file", link=link),),
                notes=("The link is for you alone. It works once, within an hour.",))  # fmt: skip


def _wanted(desk: Desk, who: str) -> Version | None:
    open_ones = versions(desk.tx, open_only=True)
    return next((one for one in open_ones if one.state is State.WANTED and one.by == who), None)


# --- the page ---


def may_bring(journal: Journal, who: str, desk: Desk) -> Post | None:
    """What the page says to whoever asked for it, while they look after the policies."""
    one = Version.of(journal)
    theirs = one.state is State.WANTED and one.by == who and desk.school.holds(who, *KEEPERS)
    return WHICH_FILES if theirs else None


def brought(journal: Journal, who: str, files: tuple[Upload, ...], desk: Desk) -> Post:
    """Each document is read on its own, soon: reading takes a while, and nobody else should wait for it."""
    documents = [one for one in files if one.kind in _READABLE]
    for other in files:
        if other not in documents:
            desk.tx.forget_upload(other.id)
    for n, file in enumerate(documents):
        given = {"upload": file.id, "name": file.name}
        if n == 0:
            add(desk.tx, Version.of(journal), who, What.BROUGHT, given)
        else:
            begin(desk.tx, who, What.BROUGHT, given)
    if not documents:
        return NO_POLICY_AMONG
    return Post("Thank you", "I am reading it now, and write to you in the chat in a minute.")


def may_see(journal: Journal, who: str, desk: Desk) -> bool:
    """Nobody: the file goes as soon as it is read, and what it says stands in the policy."""
    return False


router.files(Filing(JOURNAL, may_bring, brought, may_see))


# --- what it changes ---


@router.pressed(CHANGES)
def show_changes(event: Pressed, desk: Desk) -> Reply:
    """Page by page, for those who look after the policies."""
    one = version(desk.tx, event.value)
    if not desk.school.holds(event.who.key, *KEEPERS):
        return Say(NOT_FOR_YOU, private=True)
    if one is None or comparison(desk, one) is None:
        return Say(GONE, private=True)
    return desk.ask(CHANGES, event, about=one.id)


@router.form(CHANGES)
def changes(desk: Desk, about: str) -> Form:
    """The changes, the weightiest first."""
    one = version(desk.tx, about)
    found = comparison(desk, one) if one is not None else None
    pages = steps(found) if found is not None else (Step("gone", GONE.title, words=lambda _: GONE),)
    return Form(CHANGES, "What changes", pages, CHANGES)


@router.done(CHANGES)
def changes_read(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Back to the card, with its buttons."""
    one = version(desk.tx, dialog.about)
    if one is None or not desk.school.holds(event.who.key, *KEEPERS):
        return Done(GONE)
    return Done(card(desk, one, event.who.key))

"""A policy that is sent as a file in somebody's own conversation with the bot.

Only the file of somebody who looks after the policies, who means it as one, is ever fetched: by what it says it is
before, by what is in it after (`bot.brought`). Anybody else's file is left where it is, and they are told so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from handlers import questions
from handlers.desk import Desk
from handlers.files import LARGEST
from handlers.model import Button, File, Post, Pressed, Reply, Said, Say, Style, Update
from handlers.routing import Router
from handlers.versions.bringing import LASTS, asked_lately, offer, takes_files, wants
from handlers.versions.card import KEEPERS, NOT_FOR_YOU
from handlers.versions.received import NEW_VERSION, cannot_be_used
from handlers.versions.version import State, Version, What, add, begin, version

router = Router("a policy sent in the chat")  # before what else is asked for in words
other_words = Router("a document with other words")  # after it, and before the questions

READ = "read_sent_policy"
_FORGET = "sent policy"  # the timer after which a file that nobody meant as a policy is forgotten

_DOCUMENT = re.compile(r"\.(pdf|docx?|odt|rtf|txt|md|html?)$", re.IGNORECASE)
_READABLE = re.compile(r"\.(pdf|docx|txt|md|html?)$", re.IGNORECASE)
_KINDS = re.compile(
    r"(text/.+|application/(pdf|octet-stream|vnd\.openxmlformats-officedocument\.wordprocessingml\.document))?"
)
_LONGEST_NAME = 120

NOT_OPENED = "I have not opened it, and nothing was kept."
OTHER_KIND = f"I read policies from PDF, Word (docx), web pages and plain text. {NOT_OPENED}"
TOO_LARGE = (
    f"I take files of up to {LARGEST >> 20} MB. Save the policy by itself, without pictures, and send it again. "
    "Nothing was kept."
)
BY_ITSELF = Post("One file at a time, please", "Send me each policy by itself. I have not opened these.")
COMES = Post("Thank you", "I am reading it now, and write to you here in a minute.")
SEND_AGAIN = Post("This file is not at hand any more", "Please send it again.")
_AS_A_POLICY = "If it is a new version of a policy, send it to me again without other words."


def unfit(file: File) -> str:
    """Why a file is not fetched, by what the platform says of it; "" where it may be. Its size may be unknown (0)."""
    if not _READABLE.search(file.name) or not _KINDS.fullmatch(file.kind):
        return OTHER_KIND
    return TOO_LARGE if file.size > LARGEST else ""


# --- it is sent ---


def _document(event: Said) -> bool:
    return event.where.private and any(_DOCUMENT.search(one.name) for one in event.files)


def _as_a_policy(event: Said) -> bool:
    words = event.text.casefold()
    return _document(event) and (not words.strip() or wants(event) or ("polic" in words and "?" not in words))


@router.said(_as_a_policy)
def sent(event: Said, desk: Desk) -> Reply:
    """A document without words, or with words about a policy."""
    if not _may_bring(event, desk):
        return questions.ask(event, desk)
    return _taken(event, desk) if takes_files(desk, event) else offer(event, desk)


@other_words.said(_document)
def sent_with_words(event: Said, desk: Desk) -> Reply:
    """With other words it is a policy if they have just been asked for one; else their words are a question."""
    if not _may_bring(event, desk):
        return questions.ask(event, desk)
    if takes_files(desk, event) and asked_lately(desk, event.who.key):
        return _taken(event, desk)
    reply = questions.ask(event, desk)
    return Say(replace(reply.post, notes=(*reply.post.notes, _AS_A_POLICY))) if isinstance(reply, Say) else reply


def _may_bring(event: Said, desk: Desk) -> bool:
    """Whether their files can be policies. Nobody who tells of harm is answered with anything else."""
    if not desk.school.holds(event.who.key, *KEEPERS):
        return False
    told = desk.knowledge.answer(event.text) if event.text.strip() else None
    return told is None or not (told.danger or told.disclosure)


def _taken(event: Said, desk: Desk) -> Reply:
    """The file is fetched soon; where nothing says that it is a policy, once they say so."""
    if len(event.files) > 1:
        return Say(BY_ITSELF)
    (file,) = event.files
    why = unfit(file)
    if why:
        return Say(Post("I cannot take this file", why, facts=(("File", _name(file)),), buttons=(NEW_VERSION,)))
    where = {"name": _name(file), "platform": event.where.key.partition(":")[0], "file": file.key}
    one = begin(desk.tx, event.who.key, What.SENT, where)
    if event.text.strip() or asked_lately(desk, event.who.key):
        add(desk.tx, one, event.who.key, What.TO_FETCH)
        return Say(COMES)
    desk.tx.wake(_FORGET, one.id, due=desk.now + LASTS, key=f"{_FORGET} {one.id}")
    words = "If so, I read it, and write to you here what it says and what it changes. I have not opened it yet."
    read = Button(READ, "Yes, read it", one.id, Style.PRIMARY)
    return Say(Post("Is this a new version of a policy?", words, facts=(("File", one.name),), buttons=(read,),
                    notes=("If not, there is nothing to do.",)))  # fmt: skip


def _name(file: File) -> str:
    return file.name[-_LONGEST_NAME:]


@router.pressed(READ)
def read(event: Pressed, desk: Desk) -> Reply:
    """It is a policy; whoever sent it says so."""
    one, who = version(desk.tx, event.value), event.who.key
    if not desk.school.holds(who, *KEEPERS):
        return Say(NOT_FOR_YOU, private=True)
    if one is None or one.by != who or one.state is not State.SENT or not add(desk.tx, one, who, What.TO_FETCH):
        return Say(SEND_AGAIN, private=True)
    desk.tx.unwake(f"{_FORGET} {one.id}")
    return Update(COMES)


@router.woken(_FORGET)
def forget(about: str, desk: Desk) -> None:
    """Nobody said that it is a policy."""
    one = version(desk.tx, about)
    if one is not None and one.state is State.SENT:
        desk.tx.forget_journal(about)


# --- it is fetched ---


def may_be_fetched(desk: Desk, one: Version) -> bool:
    """Whether whoever sent it looks after the policies still."""
    return desk.school.holds(one.by, *KEEPERS)


def since(one: Version) -> datetime:
    """From when on it was to be fetched."""
    return one.journal.entries[-1].at


def not_fetched(desk: Desk, key: str, why: str) -> None:
    """It cannot be had: whoever sent it learns why, and how else it comes."""
    command = "give it to whoever looks after me, who uses: proviso policy propose"
    other = "bring it by my own page" if desk.school.page else command
    cannot_be_used(desk, key, f"{why} Or {other}.", title="I could not fetch this file")

"""A picture or a film sent into the chat: nobody looks at it, and whoever sent it learns what to do with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.model import Verdict
from tests.handlers.larkfield import DEPUTY, HEAD, NO_FRIENDS, SILENT, TEACHER, answer
from tests.handlers.talk import Talk, on
from tests.seats.seen import Seen, labels

PICTURE = b"\xff\xd8\xff\xe0"
TITLE = "I do not look at pictures"
WHAT_TO_DO = (
    "I have not opened it, and keep nothing of it. If it may be an indecent picture of somebody under 18: do not open "
    "it again, and do not copy, forward or delete it. Tell Mr Hill (safeguarding lead) or Mrs Wood (deputy "
    "safeguarding lead) by telephone, now."
)
chats = on("slack", "teams")  # the page takes no files


async def send(talk: Talk, text: str = "", name: str = "IMG_1.jpg") -> Seen:
    return await talk.send_file(TEACHER, name, PICTURE, text)


@chats
@pytest.mark.parametrize("name", ["IMG_1.JPG", "film.mov", "IMG_0003.HEIC"])
async def test_without_words_she_reads_what_to_do_and_can_tell_somebody(talk: Talk, name: str) -> None:
    said = await send(talk, name=name)
    assert (said.title, said.text, labels(said)) == (TITLE, WHAT_TO_DO, ["Tell somebody"])
    form = await talk.open_form(TEACHER, said, "Tell somebody")
    assert form.title == "A message"


@chats
@pytest.mark.parametrize("words", ["a pupil sent me this", "I want to report this", "policies", "draft"])
async def test_with_words_of_any_kind_it_stands_first(talk: Talk, words: str) -> None:
    said = await send(talk, words)
    assert said.title == TITLE
    assert said.text.startswith(WHAT_TO_DO)
    assert labels(said)[0] == "Tell somebody"


@chats
async def test_the_answer_to_the_words_follows(talk: Talk) -> None:
    talk.book.answers["Can I accept her?"] = answer(Verdict.NO, NO_FRIENDS)
    said = await send(talk, "Can I accept her?")
    assert said.text == f"{WHAT_TO_DO}\n\nTo your words alone: No. The clause rules this out."
    assert [one.text for one in said.quotes] == [NO_FRIENDS.text]


@chats
async def test_danger_comes_before_it(talk: Talk) -> None:
    talk.book.answers["he has a knife"] = replace(SILENT, danger=True)
    said = await send(talk, "he has a knife")
    assert said.title == "Call 999 if anyone is in danger"
    assert said.text.startswith("If anyone is in danger now, call 999 first.")
    assert said.text.endswith(f"{TITLE}. {WHAT_TO_DO}")


@chats
async def test_nobody_is_sent_to_the_one_it_may_be_about(talk: Talk) -> None:
    assert "Tell Mrs Wood (deputy safeguarding lead) by" in (await send(talk, "Mr Hill sent me this")).text
    assert "Tell Mrs Wood" in (await talk.send_file(DEPUTY, "IMG_1.jpg", PICTURE)).text
    assert "Tell Mr Hill (safeguarding lead) by" in (await talk.send_file(HEAD, "IMG_1.jpg", PICTURE)).text

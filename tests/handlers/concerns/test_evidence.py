"""Evidence: brought on our own page by whoever told it, by a link that works once; never through the chat."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.concerns.case import Case, What
from handlers.concerns.evidence import brought, may_bring, may_see
from handlers.concerns.kinds import Kind
from handlers.records import Upload
from tests.handlers.concerns.cases import at_the_desk, now, told
from tests.handlers.concerns.dialogs import review, sent
from tests.handlers.concerns.test_delivery import neutral
from tests.handlers.larkfield import ASSISTANT, CHAIR, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import words

PAGE = "https://proviso.larkfield.example"


async def may(talk: Talk, case: Case, key: str) -> bool:
    """Whether somebody may bring files for it."""
    return await at_the_desk(talk, lambda desk: may_bring(case.journal, key, desk) is not None)


async def test_the_receipt_opens_our_own_page_for_files(talk: Talk) -> None:
    """Wigan, summary: keep the evidence."""
    talk.settings(page=PAGE)
    end = await sent(talk, TEACHER, await review(talk, TEACHER, Kind.BULLIED))
    (button,) = [one for one in end.buttons if one.label == "Add screenshots or files"]
    assert button.link.startswith(PAGE)


async def test_without_a_page_no_link_is_offered(talk: Talk) -> None:
    end = await sent(talk, TEACHER, await review(talk, TEACHER, Kind.BULLIED))
    assert not end.buttons


async def test_only_whoever_told_it_brings_files(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    assert await may(talk, case, "teacher")
    for other in ("head", "assistant", "chair"):
        assert not await may(talk, case, other)


async def test_of_what_must_not_be_copied_nobody_brings_anything(talk: Talk) -> None:
    for kind in (Kind.CHILD_IMAGE, Kind.OBSCENE):
        assert not await may(talk, await told(talk, TEACHER, kind), "teacher")


async def test_what_was_brought_is_put_down_and_its_readers_hear_that_there_is_something_new(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    await talk.told(HEAD)
    file = Upload("u1", "night.png", "image/png", 10, datetime(2027, 3, 3, tzinfo=UTC), case.id, "teacher", sent=True)
    await at_the_desk(talk, lambda desk: brought(case.journal, "teacher", (file,), desk))
    entry = (await now(talk, case)).entries[-1]
    assert (entry.what, entry.by, entry.given["name"]) == (What.UPLOADED, "reporter", "night.png")
    (news,) = await talk.told(HEAD)
    assert neutral(news)
    assert "night" not in words(news)
    seen = {
        key: await at_the_desk(talk, lambda desk, key=key: may_see(case.journal, key, desk))
        for key in ("teacher", "head", "assistant", CHAIR.person.key)
    }
    assert seen == {"teacher": True, "head": True, "assistant": False, "chair": False}

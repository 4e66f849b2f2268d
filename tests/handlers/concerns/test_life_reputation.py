"""What is said online about the school, good or bad: a response is drafted from it, and nothing of it goes along."""

from __future__ import annotations

from handlers.concerns.case import State
from handlers.concerns.kinds import Kind
from handlers.desk import Role
from tests.conftest import Clock
from tests.handlers.concerns.cases import now, told
from tests.handlers.concerns.reading import DO, chooses, does, last_page, lines, notice, offered, opens
from tests.handlers.drafts.drafting import register
from tests.handlers.larkfield import ASSISTANT, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import words

SAID = "A parent writes that we hit children."
PRAISE = "A parent thanks Year 4 for the trip."


async def test_from_what_harms_the_school_the_head_starts_a_draft_and_nothing_goes_along(talk: Talk) -> None:
    await register(talk)
    await told(talk, TEACHER, Kind.REPUTATION, what=SAID, tone="bad")
    page = await chooses(talk, HEAD, await opens(talk, HEAD), "Draft a response")
    assert "Nothing of what was told here goes into it." in page.words.text
    draft = await talk.fill(HEAD, page)
    assert draft.title != "A message"
    assert not [blank.value for blank in draft.blanks.values() if blank.value]
    assert "parent" not in words(draft.words)


async def test_where_no_account_is_on_the_register_the_head_hears_so(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.REPUTATION, what=SAID, tone="bad")
    page = await chooses(talk, HEAD, await opens(talk, HEAD), "Draft a response")
    assert (await talk.finish(HEAD, page)).title == "No account is on the register yet"


async def test_from_anything_else_no_response_is_drafted(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    assert "Draft a response" not in offered(await last_page(talk, HEAD, await opens(talk, HEAD)))


async def test_praise_waits_for_head_and_communications_lead_without_clock_or_escalation(
    talk: Talk, clock: Clock
) -> None:
    await talk.hold(assistant=Role.COMMUNICATIONS_LEAD)
    case = await told(talk, TEACHER, Kind.REPUTATION, what=PRAISE, tone="good")
    assert await lines(talk, ASSISTANT) == [f"You have a message (ref {case.ref})"]
    clock.forward(days=5)
    await talk.settle()
    assert (await now(talk, case)).stops == ("head", "communications lead"), "it went nowhere else"
    acts = offered(await last_page(talk, HEAD, await opens(talk, HEAD)))
    assert acts == ["Add a note", "Ask whoever told it a question", "Give it to somebody by name", "Step aside",
                    "Draft a response", "Close it"]  # fmt: skip


async def test_the_communications_lead_drafts_or_puts_praise_aside(talk: Talk) -> None:
    await register(talk)
    await talk.hold(assistant=Role.COMMUNICATIONS_LEAD)
    case = await told(talk, TEACHER, Kind.REPUTATION, what=PRAISE, tone="good")
    post = await notice(talk, ASSISTANT)
    page = await opens(talk, ASSISTANT, post)
    assert PRAISE in page.words.text
    page = await chooses(talk, ASSISTANT, page, "Draft a response")
    assert (await talk.fill(ASSISTANT, page)).blanks
    await does(
        talk, ASSISTANT, await opens(talk, ASSISTANT, post), "Close it", {"What came of it?": "Read, and put aside"}
    )
    assert (await now(talk, case)).state is State.CLOSED
    assert f"Your message (ref {case.ref}) is closed." in await lines(talk, TEACHER)


async def test_nothing_need_be_done(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.REPUTATION, what=PRAISE, tone="good")
    page = await last_page(talk, HEAD, await opens(talk, HEAD))
    assert DO in page.blanks
    assert (await talk.finish(HEAD, page)).title == "Nothing was changed"

"""Somebody tells a leader whom they chose by name, instead of the head: what an adult may have done goes to both."""

from __future__ import annotations

from handlers.concerns.case import State
from handlers.concerns.kinds import Kind
from handlers.desk import Member, Role
from tests.handlers.concerns.cases import now, told
from tests.handlers.concerns.dialogs import SHOWN, facts, up_to_who
from tests.handlers.concerns.reading import does, last_page, notice, offered, opens, reads
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Page

CLOSED = {"What came of it?": "No further action", "Your reasons, for the record": "I know him."}
LOW = {"What is it?": "A low-level concern", "Your reasons": "Not as it should be."}


async def to_the_deputy(talk: Talk, kind: Kind, *about: Member) -> Page:
    """The last look at something that is to go to the deputy first."""
    talk.settings(leaders=(Role.DEPUTY,))
    page = await up_to_who(talk, TEACHER, kind)
    (leader,) = page.blanks["Who should have it first?"].choices
    given = {"Who should have it first?": leader, "From the staff list": [one.person.name for one in about]}
    return await talk.fill(TEACHER, await talk.fill(TEACHER, page, given), {"Your name": SHOWN})


async def test_of_a_colleagues_conduct_the_head_gets_it_too_and_the_teller_sees_so_before(talk: Talk) -> None:
    page = await to_the_deputy(talk, Kind.COLLEAGUE, ASSISTANT)
    got = facts(page)["Gets it now"]
    assert "Mr Hill" in got
    assert "Mrs Wood (head)" in got
    await talk.finish(TEACHER, page)
    assert await talk.told(DEPUTY)
    assert await talk.told(HEAD)


async def test_of_anything_else_they_get_it_alone(talk: Talk) -> None:
    assert "Mrs Wood" not in facts(await to_the_deputy(talk, Kind.BULLIED))["Gets it now"]


async def test_a_head_whom_it_is_about_gets_nothing(talk: Talk) -> None:
    page = await to_the_deputy(talk, Kind.COLLEAGUE, HEAD)
    assert "Mrs Wood" not in facts(page)["Gets it now"]


async def test_while_harm_is_in_question_only_who_decides_about_it_closes_it(talk: Talk) -> None:
    await talk.everybody_comes()
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, leader="deputy")
    mine, heads = await notice(talk, DEPUTY), await notice(talk, HEAD)
    await does(talk, DEPUTY, await opens(talk, DEPUTY, mine), "Take it in hand")
    page = await opens(talk, DEPUTY, mine)
    assert "is for head or chair" in await reads(talk, DEPUTY, page)
    may_do = offered(await last_page(talk, DEPUTY, await opens(talk, DEPUTY, mine)))
    assert "Close it" not in may_do
    assert "Decide: low-level concern, allegation or neither" not in may_do
    await does(talk, HEAD, await opens(talk, HEAD, heads), "Decide: low-level concern, allegation or neither", LOW)
    await does(talk, DEPUTY, await opens(talk, DEPUTY, mine), "Close it", CLOSED)
    assert (await now(talk, case)).state is State.CLOSED


async def test_a_colleague_who_is_named_later_brings_it_to_the_head(talk: Talk) -> None:
    """A pupil may be at risk, and at first it was about nobody."""
    await talk.everybody_comes()
    await told(talk, TEACHER, Kind.OTHER, leader="deputy", child="yes")
    post = await notice(talk, DEPUTY)
    page = await opens(talk, DEPUTY, post)
    await does(talk, DEPUTY, page, "Add somebody it is about", {"Who is it about?": ["Mr Field"]})
    assert await talk.told(HEAD)

"""Roles change hands while something waits: whoever holds one now is told, in their own time, and nobody else."""

from __future__ import annotations

from bot.store.handed_on import begin_anew
from handlers.concerns.case import Case, State, What
from handlers.concerns.kinds import Kind
from handlers.desk import Member, Role
from handlers.records import Standing
from tests.conftest import Clock
from tests.handlers.concerns.cases import now, told
from tests.handlers.concerns.reading import does, lines, notice, opens
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.talk import Talk, on


async def gives_up(talk: Talk, who: Member, role: Role) -> None:
    """They hold the role no longer."""
    key = f"{who.person.key}-{role}"
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).move_appointment(key, Standing.HELD, Standing.ENDED, "chair"))


async def takes_over(talk: Talk, who: Member, role: Role = Role.HEAD) -> None:
    """Mrs Wood is head no longer; they are."""
    await gives_up(talk, HEAD, role)
    await talk.appoint(who.person.key, role)


async def test_a_new_head_has_the_whole_hour_before_it_goes_to_the_chair(talk: Talk, clock: Clock) -> None:
    """What the old head had read for a week is not late in the moment in which another takes over."""
    case = await told(talk, TEACHER, Kind.OTHER)
    await opens(talk, HEAD)
    await lines(talk, TEACHER)
    clock.forward(days=7)
    await takes_over(talk, DEPUTY)
    assert case.ref in (await notice(talk, DEPUTY)).title
    clock.forward(minutes=59)
    assert not await talk.told(CHAIR)
    assert not await talk.told(TEACHER), "it was opened long ago"
    clock.forward(minutes=1)
    assert await talk.told(CHAIR), "the new head has not opened it"


async def test_at_the_end_of_a_line_a_new_holder_is_waited_for_again(talk: Talk, clock: Clock) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, HEAD)
    clock.forward(hours=2)
    await lines(talk, TEACHER)
    await gives_up(talk, CHAIR, Role.CHAIR)
    await talk.appoint("assistant", Role.CHAIR)
    assert await talk.told(ASSISTANT)
    clock.forward(hours=1)
    (news,) = await lines(talk, TEACHER)
    assert "There is nobody further in line." in news


async def test_whoever_gets_a_role_back_is_told_again(talk: Talk) -> None:
    """Their notice was taken from them with the role."""
    case = await told(talk, TEACHER)
    assert case.ref in (await notice(talk, HEAD)).title
    await takes_over(talk, DEPUTY)
    await talk.settle()
    await gives_up(talk, DEPUTY, Role.HEAD)
    await talk.store.run(
        lambda tx: tx.at(SCHOOL.id).move_appointment("head-head", Standing.ENDED, Standing.HELD, "chair")
    )
    assert case.ref in (await notice(talk, HEAD)).title


@on("web", "slack")
async def test_whoever_is_given_the_address_of_a_head_who_left_is_told_of_what_is_open(talk: Talk) -> None:
    """The address is another person's now, who is head as well. In Teams they would have to open the bot first."""
    await takes_over(talk, TEACHER)
    case = await told(talk, ASSISTANT)
    await talk.told(TEACHER)
    await talk.store.run(lambda tx: begin_anew(tx.at(SCHOOL.id), "teacher"))
    assert case.ref in (await notice(talk, TEACHER)).title


async def test_what_is_opened_again_is_told_to_whoever_came_meanwhile(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    end = {"What came of it?": "No further action", "Your reasons, for the record": "Nothing."}
    await does(talk, HEAD, await opens(talk, HEAD, post), "Close it", end)
    await talk.appoint("chair", Role.HEAD)  # there are two for a while
    assert not await talk.told(CHAIR)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Open it again", {"Why?": "There is more."})
    assert case.ref in (await notice(talk, CHAIR)).title
    assert [one.what for one in (await now(talk, case)).entries].count(What.REOPENED) == 1


END = {"What came of it?": "No further action", "Your reasons, for the record": "Nothing."}


async def ends(talk: Talk, case: Case) -> None:
    """Mrs Wood closes it, and is head no longer: Mr Field is."""
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    await does(talk, HEAD, await opens(talk, HEAD, post), "Close it", END)
    assert (await now(talk, case)).state is State.CLOSED
    await takes_over(talk, ASSISTANT)


async def test_a_new_head_sees_no_closed_record_until_somebody_who_knows_it_opens_it_again(talk: Talk) -> None:
    case = await told(talk, TEACHER, child="yes")
    post = await notice(talk, DEPUTY)
    await ends(talk, case)
    shown = await talk.press(ASSISTANT, await talk.say(ASSISTANT, "my messages"), "Show my messages")
    assert shown.title == "There are no messages of yours"
    await does(talk, DEPUTY, await opens(talk, DEPUTY, post), "Open it again", {"Why?": "There is more."})
    assert any(case.ref in one.title + one.text for one in await talk.told(ASSISTANT))


async def test_a_closed_record_that_nobody_else_could_read_goes_with_the_office(talk: Talk) -> None:
    """It was the head's alone; a record that nobody can read is lost."""
    case = await told(talk, TEACHER)
    await ends(talk, case)
    page = await talk.open_form(ASSISTANT, await talk.say(ASSISTANT, "my messages"), "Show my messages")
    page = await talk.fill(ASSISTANT, page, {"Which ones?": "Sent to me, and closed"})
    assert case.ref in str(page)

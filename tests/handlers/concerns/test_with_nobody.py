"""It was opened, and nobody takes it in hand; or whoever had it in hand has gone: it is not forgotten."""

from __future__ import annotations

from handlers.concerns.case import State, What
from handlers.concerns.kinds import Kind
from tests.conftest import Clock
from tests.handlers.concerns.cases import now, told
from tests.handlers.concerns.reading import does, lines, notice, opens, reads
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import words

HOME = "1 message, with nobody"


async def test_what_was_opened_and_taken_up_by_nobody_stands_on_home(talk: Talk) -> None:
    await talk.everybody_comes()
    await told(talk, TEACHER, Kind.OTHER)
    post = await notice(talk, HEAD)
    assert HOME not in words(await talk.home(HEAD))
    await opens(talk, HEAD, post)
    assert HOME in words(await talk.home(HEAD))
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    assert HOME not in words(await talk.home(HEAD))


async def test_after_a_working_day_its_readers_hear_so_and_after_another_the_next_in_line(
    talk: Talk, clock: Clock
) -> None:
    """Wednesday at nine; the chair gets it on Friday, the vice-chair's line would be next."""
    case = await told(talk, TEACHER, Kind.OTHER)
    await opens(talk, HEAD)
    await lines(talk, TEACHER)
    clock.forward(hours=23)
    assert not await talk.told(HEAD)
    clock.forward(hours=1)
    assert await lines(talk, HEAD) == [f"Nobody has your message (ref {case.ref}) in hand yet. Please open it."]
    assert not await talk.told(CHAIR)
    assert not await talk.told(TEACHER)
    clock.forward(days=1)
    assert await talk.told(HEAD)
    assert words((await talk.told(CHAIR))[0]).startswith(f"You have a message (ref {case.ref})")
    (news,) = await lines(talk, TEACHER)
    assert "nobody has it in hand yet. The next person has it now." in news


async def test_at_the_end_of_the_line_its_readers_hear_so_each_working_day_and_the_teller_once(
    talk: Talk, clock: Clock
) -> None:
    await told(talk, TEACHER, Kind.OTHER)
    await opens(talk, HEAD)
    clock.forward(days=2)
    await talk.told(HEAD)
    await lines(talk, TEACHER)
    clock.forward(days=3)  # on Monday
    assert await talk.told(HEAD)
    assert await talk.told(CHAIR)
    (news,) = await lines(talk, TEACHER)
    assert "There is nobody further in line." in news
    clock.forward(days=1)
    assert await talk.told(HEAD)
    assert not await talk.told(TEACHER)


async def test_it_stops_once_somebody_has_it_in_hand(talk: Talk, clock: Clock) -> None:
    await told(talk, TEACHER, Kind.OTHER)
    await does(talk, HEAD, await opens(talk, HEAD), "Take it in hand")
    clock.forward(days=7)
    assert not await talk.told(HEAD)
    assert not await talk.told(CHAIR)


async def test_the_school_says_how_long_it_may_lie_so(talk: Talk, clock: Clock) -> None:
    talk.settings(untaken=2)
    await told(talk, TEACHER, Kind.OTHER)
    await opens(talk, HEAD)
    clock.forward(days=1)
    assert not await talk.told(HEAD)
    clock.forward(days=1)
    assert await talk.told(HEAD)


async def test_praise_may_lie_for_as_long_as_it_likes(talk: Talk, clock: Clock) -> None:
    await told(talk, TEACHER, Kind.REPUTATION, tone="good")
    await opens(talk, HEAD)
    assert "with nobody" not in words(await talk.home(HEAD))
    clock.forward(days=7)
    assert not await talk.told(HEAD)


# --- whoever had it in hand has gone ---


async def test_with_a_head_who_leaves_it_is_in_nobodys_hand_and_the_teller_hears_so(talk: Talk, clock: Clock) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    await does(talk, HEAD, await opens(talk, HEAD), "Take it in hand")
    await lines(talk, TEACHER)
    await talk.employ(HEAD, ended="2027-03-01")
    clock.forward(days=1)
    first, *later = [words(one) for one in await talk.told(CHAIR)]
    assert first.startswith(f"You have a message (ref {case.ref})"), "before all else"
    assert not [one for one in later if "any more" in one], "which they never had"
    (news,) = await lines(talk, TEACHER)
    assert news == f"Your message (ref {case.ref}) is with somebody else now. You hear when it is in hand again."
    stands = await now(talk, case)
    assert (stands.state, stands.owner) == (State.OPENED, "")
    assert [one.what for one in stands.entries].count(What.LET_GO) == 1


async def test_whoever_knew_of_it_hears_that_it_waits_for_them(talk: Talk, clock: Clock) -> None:
    case = await told(talk, TEACHER, Kind.OTHER, child="yes")
    await does(talk, HEAD, await opens(talk, HEAD), "Take it in hand")
    await opens(talk, DEPUTY)
    await talk.told(CHAIR)
    await talk.employ(HEAD, ended="2027-03-01")
    assert f"Nobody has your message (ref {case.ref}) in hand any more. Please open it." in await lines(talk, DEPUTY)
    read = await reads(talk, CHAIR, await opens(talk, CHAIR))
    assert "nobody has it in hand any more" in read


async def test_a_time_limit_is_said_to_nobody_before_they_have_the_message(talk: Talk, clock: Clock) -> None:
    """Three days later, with nothing done in between."""
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    await does(talk, HEAD, await opens(talk, HEAD), "Take it in hand")
    await talk.employ(HEAD, ended="2027-03-01")
    clock.forward(days=3)
    first, *_ = [words(one) for one in await talk.told(CHAIR)]
    assert first.startswith("You have a message")
    clock.forward(minutes=15)
    assert any("time limit" in one for one in await lines(talk, CHAIR))

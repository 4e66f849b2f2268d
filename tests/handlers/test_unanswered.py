"""Whoever was to answer has left: the question is nobody else's, and whoever asked hears that it rests."""

from __future__ import annotations

from handlers.desk import Role
from tests.conftest import Clock
from tests.handlers.decisions import ASKED, send, sent
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import words

_CLOSED = "Nobody has answered you"


async def test_whoever_asked_hears_of_it_by_day_and_asks_whoever_is_head_now(talk: Talk, clock: Clock) -> None:
    await sent(talk)
    await talk.employ(HEAD, ended="2027-03-03")
    assert not await talk.told(TEACHER), "the head's last day is not over"
    clock.forward(hours=16)  # one in the morning
    assert not await talk.told(TEACHER)
    clock.forward(hours=8)
    (told,) = await talk.told(TEACHER)
    assert (told.title, ("You asked", ASKED) in told.facts) == (_CLOSED, True)
    assert told.text == "Whoever you sent it to has left before answering. Nobody else has read it. Please ask again."
    await talk.hold(assistant=Role.HEAD)
    assert ASKED not in words(await talk.home(ASSISTANT)), "it was sent to Mrs Wood and to nobody else"
    assert (await send(talk)).title == "Sent to Mr Field"
    clock.forward(days=2)
    assert not [one for one in await talk.told(TEACHER) if one.title == _CLOSED], "once"


async def test_somebody_who_left_their_name_out_hears_of_it_as_quietly(talk: Talk, clock: Clock) -> None:
    await send(talk, named=False)
    clock.forward(hours=1)
    await talk.told(HEAD)
    await talk.employ(HEAD, ended="2027-03-03")
    clock.forward(hours=24)
    assert not await talk.told(DEPUTY)
    clock.forward(hours=1)
    assert [one.title for one in await talk.told(TEACHER)] == [_CLOSED]


async def test_what_stands_before_somebody_who_works_here_still_stays(talk: Talk, clock: Clock) -> None:
    notice = await sent(talk)
    await talk.employ(DEPUTY, ended="2027-03-03")
    clock.forward(days=2)
    assert not await talk.told(TEACHER)
    assert (await talk.press(HEAD, notice, "I have spoken to them")).title.startswith("Put aside by Mrs Wood")

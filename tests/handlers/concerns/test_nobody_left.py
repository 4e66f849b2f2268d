"""The last who may read a concern is gone: whoever told it hears whom to ring, until somebody may read it again."""

from __future__ import annotations

import pytest

from bot.timers import look_who_is_who
from handlers.concerns.case import Case
from handlers.concerns.kinds import Kind
from handlers.desk import Member, Role
from handlers.reminders.nobody_named import tasks
from tests.conftest import Clock
from tests.handlers.concerns.cases import told
from tests.handlers.concerns.reading import does, opens
from tests.handlers.concerns.test_delivery import NUMBERS, neutral
from tests.handlers.concerns.test_new_hands import gives_up
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.reminders.mornings import next_morning, reminders, set_bell
from tests.handlers.talk import Talk, on
from tests.seats.seen import Seen, words

GONE = "2027-03-02"  # the day before


@pytest.fixture
async def talk(talk: Talk) -> Talk:
    """The school has given its numbers."""
    talk.settings(contacts=NUMBERS)
    return talk


async def about_the_head(talk: Talk) -> Case:
    """Miss Marsh tells something about the head; only the chair may read it, and has a notice."""
    await talk.everybody_comes()
    case = await told(talk, TEACHER, Kind.COLLEAGUE, HEAD)
    assert [one.title for one in await talk.told(CHAIR)] == [f"You have a message (ref {case.ref})"]
    return case


async def lines(talk: Talk, who: Member, case: Case) -> list[Seen]:
    """What they were sent about it."""
    return [one for one in await talk.told(who) if case.ref in f"{one.title} {one.text}"]


async def test_whoever_told_it_hears_at_once_whom_to_ring(talk: Talk) -> None:
    case = await about_the_head(talk)
    await gives_up(talk, CHAIR, Role.CHAIR)
    (news,) = await lines(talk, TEACHER, case)
    assert news.text == (
        f"Nobody at the school can read your message (ref {case.ref}) at present. Please ring the local authority "
        "designated officer (LADO), 01632 960900 or the NSPCC Whistleblowing Advice Line, 0800 028 0285; in danger, "
        "ring 999. It is not lost: it goes to somebody as soon as anybody can read it, and you hear of it then."
    )
    assert news.glance in (f"There is news of your message (ref {case.ref})", "")
    for one in (HEAD, DEPUTY, ASSISTANT, CHAIR):
        assert not await lines(talk, one, case), "nobody else hears that there is anything"


async def test_at_night_the_duty_team_comes_first(talk: Talk, clock: Clock) -> None:
    case = await about_the_head(talk)
    clock.forward(hours=10)
    await lines(talk, TEACHER, case)
    await gives_up(talk, CHAIR, Role.CHAIR)
    (news,) = await lines(talk, TEACHER, case)
    assert "Please ring the council's emergency duty team, 01632 960999, the local authority" in news.text


async def test_it_is_said_again_each_morning_and_never_in_between(talk: Talk, clock: Clock) -> None:
    """On Saturday and Sunday too; and a staff list that is imported meanwhile repeats nothing."""
    case = await about_the_head(talk)
    await gives_up(talk, CHAIR, Role.CHAIR)
    assert await lines(talk, TEACHER, case)
    await talk.employ()
    clock.forward(hours=20)  # five at night, and the staff list was looked through
    assert not await lines(talk, TEACHER, case)
    for _ in range(5):
        await next_morning(talk, clock)
        (news,) = await lines(talk, TEACHER, case)
        assert "Nobody at the school can read" in news.text
    stands = [one for one in await talk.seat.messages(TEACHER.person) if "Nobody at the school" in one.text]
    assert len(stands) == 1, "in place of the one before"


async def test_as_soon_as_somebody_may_read_it_they_get_it_and_whoever_told_it_hears_so(
    talk: Talk, clock: Clock
) -> None:
    case = await about_the_head(talk)
    await gives_up(talk, CHAIR, Role.CHAIR)
    await lines(talk, TEACHER, case)
    clock.forward(days=2)
    await lines(talk, TEACHER, case)
    await talk.appoint("assistant", Role.VICE_CHAIR)
    (post,) = await lines(talk, ASSISTANT, case)
    assert post.title == f"You have a message (ref {case.ref})"
    clock.forward(minutes=15)
    (news,) = await lines(talk, TEACHER, case)
    assert news.text == f"Somebody at the school can read your message (ref {case.ref}) again, and knows of it."
    shown = [one.text for one in await talk.seat.messages(TEACHER.person)]
    assert not any("Nobody at the school" in one for one in shown), "what does not hold any more is taken back"
    await opens(talk, ASSISTANT, post)
    clock.forward(days=3)
    assert not any("Nobody at the school" in one.text for one in await lines(talk, TEACHER, case))


async def test_a_notice_that_is_on_its_way_for_too_long_is_no_better_than_none(talk: Talk, clock: Clock) -> None:
    """The chat does not take what is for the chair; it is tried for days, and Miss Marsh does not wait for that."""
    await talk.everybody_comes()
    waiting = talk.takes_nothing_for(CHAIR)
    case = await told(talk, TEACHER, Kind.COLLEAGUE, HEAD)
    assert not await lines(talk, TEACHER, case)
    for _ in range(3):
        clock.forward(minutes=15)
        await talk.settle()
    news = [one.text for one in await lines(talk, TEACHER, case)]
    assert sum("Nobody at the school can read your message" in one for one in news) == 1
    await next_morning(talk, clock)
    assert any("Nobody at the school can read" in one.text for one in await lines(talk, TEACHER, case))
    waiting.clear()
    clock.forward(hours=1)
    assert [one.title for one in await lines(talk, CHAIR, case)] == [f"You have a message (ref {case.ref})"]
    clock.forward(minutes=15)
    assert any("can read your message" in one.text and "again" in one.text for one in await lines(talk, TEACHER, case))


async def test_whoever_is_next_in_line_gets_it_before_anybody_is_alarmed(talk: Talk) -> None:
    case = await told(talk, TEACHER)
    await talk.told(HEAD)
    await gives_up(talk, HEAD, Role.HEAD)
    assert [one.title for one in await lines(talk, CHAIR, case)] == [f"You have a message (ref {case.ref})"]
    assert not await lines(talk, TEACHER, case)


async def test_leaving_the_staff_list_counts_as_losing_the_role(talk: Talk) -> None:
    case = await about_the_head(talk)
    await talk.employ(CHAIR, ended=GONE)
    (news,) = await lines(talk, TEACHER, case)
    assert "Nobody at the school can read your message" in news.text


async def test_where_whoever_told_it_has_left_too_the_next_who_holds_the_role_gets_it(talk: Talk, clock: Clock) -> None:
    case = await about_the_head(talk)
    await talk.employ(CHAIR, TEACHER, ended=GONE)
    await talk.settle()
    clock.forward(days=30)
    await talk.settle()
    assert not await lines(talk, TEACHER, case), "whoever has left is told nothing more"
    await talk.appoint("assistant", Role.CHAIR)
    post = (await lines(talk, ASSISTANT, case))[-1]
    assert "He wrote to a pupil at night." in words((await opens(talk, ASSISTANT, post)).words)


async def test_whoever_told_it_and_comes_back_hears_then(talk: Talk) -> None:
    case = await about_the_head(talk)
    await talk.employ(CHAIR, TEACHER, ended=GONE)
    await talk.settle()
    await talk.employ(CHAIR, ended=GONE)
    assert "Nobody at the school" in (await lines(talk, TEACHER, case))[-1].text


@on("teams")
async def test_whoever_cannot_be_told_of_it_counts_as_nobody_until_they_can(talk: Talk, clock: Clock) -> None:
    """The chair has never opened the bot, and nobody can write to them. Elsewhere everybody can be written to."""
    await talk.come(TEACHER)
    case = await told(talk, TEACHER, Kind.COLLEAGUE, HEAD)
    await talk.settle()
    assert not await talk.overheard(TEACHER)
    clock.forward(minutes=15)
    await talk.settle()
    (news,) = await talk.overheard(TEACHER)
    assert f"Nobody at the school can read your message (ref {case.ref}) at present." in news.text
    await talk.come(CHAIR)
    assert f"You have a message (ref {case.ref})" in [one.title for one in await talk.told(CHAIR)]
    clock.forward(minutes=15)
    assert "knows of it" in (await talk.told(TEACHER))[-1].text


async def test_what_the_settings_say_otherwise_counts_once_the_bot_has_begun_again(talk: Talk) -> None:
    """The school becomes an academy: above the chair stands the trust."""
    await talk.appoint("assistant", Role.TRUST)
    await talk.everybody_comes()
    case = await told(talk, TEACHER, Kind.COLLEAGUE, CHAIR)
    assert "Nobody at the school" in (await lines(talk, TEACHER, case))[-1].text
    talk.settings(preset="academy")
    await look_who_is_who(talk.turn, SCHOOL.id)
    assert [one.title for one in await lines(talk, ASSISTANT, case)] == [f"You have a message (ref {case.ref})"]


async def test_of_praise_nobody_is_told_to_ring_anybody(talk: Talk, clock: Clock) -> None:
    case = await told(talk, TEACHER, Kind.REPUTATION, tone="good")
    await talk.told(HEAD)
    await gives_up(talk, HEAD, Role.HEAD)
    (news,) = await lines(talk, TEACHER, case)
    assert "Nobody at the school can read your message" in news.text
    assert "ring" not in news.text
    clock.forward(days=3)
    assert not await lines(talk, TEACHER, case)


# --- who has it in hand ---


async def test_what_somebody_had_in_hand_who_has_gone_waits_for_those_who_are_left(talk: Talk, clock: Clock) -> None:
    """The chair had looked at it a week ago, and left it to the head."""
    case = await told(talk, TEACHER)
    clock.forward(hours=1)
    await opens(talk, CHAIR)
    await does(talk, HEAD, await opens(talk, HEAD), "Take it in hand")
    clock.forward(days=7)
    await talk.told(CHAIR)
    await gives_up(talk, HEAD, Role.HEAD)
    (news,) = await lines(talk, CHAIR, case)
    assert news.text == f"Nobody has your message (ref {case.ref}) in hand any more. Please open it."
    assert neutral(news)
    await talk.employ()
    assert not await lines(talk, CHAIR, case), "once"


# --- who is asked to name somebody ---


async def test_head_and_chair_are_asked_to_name_somebody_whether_anything_was_told_or_not(talk: Talk) -> None:
    """There is no vice-chair; the words are the same before and after somebody tells of the chair."""
    await talk.everybody_comes()
    await set_bell(talk)
    before = {one.person.key: await reminders(talk, one) for one in (HEAD, CHAIR)}
    facts = [fact for shown in before.values() for one in shown for fact in one.facts]
    asked = (
        "Name a vice-chair of governors",
        "What staff tell in confidence about the chair of governors would reach nobody at the school.",
    )
    assert facts.count(asked) == 2
    quiet = await talk.at_desk(tasks)
    await told(talk, TEACHER, Kind.COLLEAGUE, CHAIR)
    await talk.settle()
    assert await talk.at_desk(tasks) == quiet
    await talk.appoint("assistant", Role.VICE_CHAIR)
    assert not await talk.at_desk(tasks)

"""A concern on its way: a neutral notice, the next in line where nobody opens it, and news for whoever told it."""

from __future__ import annotations

from bot.store.tx import SchoolTx
from handlers.concerns.access import who_sees
from handlers.concerns.case import Case, State, What
from handlers.concerns.delivery import added_to, moved_on, opened
from handlers.concerns.kinds import Kind
from handlers.contacts import shipped
from handlers.desk import Desk, Member, Role
from handlers.records import Standing
from tests.conftest import Clock
from tests.handlers.concerns.cases import at_the_desk, now, told
from tests.handlers.concerns.dialogs import review
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Seen, labels, words

NUMBERS = (
    shipped()
    .changed("head", number="01632 960100")
    .changed("chair", number="01632 960102")
    .changed("lado", number="01632 960900")
    .changed("emergency_duty_team", number="01632 960999")
)


async def reads(talk: Talk, case: Case, who: Member) -> Case:
    """They open it."""
    stands = await now(talk, case)
    return await at_the_desk(talk, lambda desk: opened(desk, stands, who.person.key))


async def readers(talk: Talk, case: Case) -> list[str]:
    """Who may read it now."""
    stands = await now(talk, case)
    return await at_the_desk(talk, lambda desk: [one.person for one in who_sees(stands, desk)])


async def found_out(talk: Talk, case: Case, about: Member) -> Case:
    """It turns out to be about somebody, too."""

    def work(desk: Desk) -> Case:
        added = added_to(desk, case, "reporter", What.SUBJECT, {"people": [about.person.key], "others": []})
        assert added is not None
        return moved_on(desk, added)

    return await at_the_desk(talk, work)


def neutral(shown: Seen) -> bool:
    """Whether it says nothing of what it is, whom it is about or who told it."""
    said = f"{words(shown)}\n{shown.glance}".casefold()
    return not any(one in said for one in ("concern", "report", "conduct", "marsh", "field", "pupil", "night"))


async def test_the_head_gets_a_neutral_notice_and_nobody_else_anything(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    (notice,) = await talk.told(HEAD)
    assert notice.title == f"You have a message (ref {case.ref})"
    assert neutral(notice)
    assert labels(notice) == ["Open it"]
    for other in (TEACHER, ASSISTANT, DEPUTY, CHAIR):
        assert not await talk.told(other)


async def test_who_told_it_hears_that_it_was_opened_once(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.CONTACT)
    assert (await reads(talk, case, HEAD)).state is State.OPENED
    await reads(talk, case, HEAD)
    await reads(talk, case, DEPUTY)
    (news,) = await talk.told(TEACHER)
    assert f"Your message (ref {case.ref}) has been opened" in news.text
    assert neutral(news)
    assert [one.what for one in (await now(talk, case)).entries].count(What.OPENED) == 2


async def test_not_opened_within_the_hour_it_goes_to_the_next_and_the_teller_hears_whom_to_ring(
    talk: Talk, clock: Clock
) -> None:
    talk.settings(contacts=NUMBERS)
    case = await told(talk, TEACHER)
    await talk.told(HEAD)
    clock.forward(minutes=59)
    assert not await talk.told(CHAIR)
    clock.forward(minutes=1)
    (notice,) = await talk.told(CHAIR)
    assert neutral(notice)
    (news,) = await talk.told(TEACHER)
    assert news.text == (
        f"Your message (ref {case.ref}) has not been opened yet. The next person has it now. "
        "If it cannot wait, ring the chair of governors on 01632 960102; in danger, ring 999."
    )
    assert await readers(talk, case) == ["head", "chair"]


async def test_at_night_it_waits_four_hours_and_the_duty_team_is_shown(talk: Talk, clock: Clock) -> None:
    talk.settings(contacts=NUMBERS)
    await talk.everybody_comes()
    clock.forward(hours=9)  # six in the evening
    await told(talk, TEACHER)
    await talk.told(HEAD)
    clock.forward(hours=3, minutes=59)
    assert not await talk.told(CHAIR)
    clock.forward(minutes=1)
    assert await talk.told(CHAIR)
    (news,) = await talk.told(TEACHER)
    assert "or the council's emergency duty team on 01632 960999" in news.text


async def test_once_it_is_opened_nobody_further_gets_it(talk: Talk, clock: Clock) -> None:
    case = await told(talk, TEACHER)
    await reads(talk, case, HEAD)
    clock.forward(hours=23)
    assert not await talk.told(CHAIR)


async def test_each_line_is_waited_for_by_itself(talk: Talk, clock: Clock) -> None:
    """The safeguarding lead has read it and the head has not: it goes on to the chair, and to nobody else."""
    case = await told(talk, TEACHER, Kind.CONTACT)
    await talk.told(HEAD)
    await reads(talk, case, DEPUTY)
    clock.forward(hours=1)
    assert await talk.told(CHAIR)
    assert await readers(talk, case) == ["head", "deputy", "chair"]
    heard = "\n".join(one.text for one in await talk.told(TEACHER))
    assert "has been opened" in heard
    assert "has not been opened yet by everybody it was sent to. The next person has it now." in heard


async def test_at_the_end_of_the_line_the_teller_hears_so_once_and_whom_to_ring_outside(
    talk: Talk, clock: Clock
) -> None:
    talk.settings(contacts=NUMBERS)
    await told(talk, TEACHER, Kind.COLLEAGUE, HEAD)
    clock.forward(hours=1)
    (news,) = await talk.told(TEACHER)
    assert "There is nobody further in line." in news.text
    assert "you can ring the local authority designated officer (LADO), 01632 960900" in news.text
    clock.forward(days=2)
    assert not await talk.told(TEACHER)
    assert not await talk.told(HEAD), "it is about them"


async def test_whoever_it_turns_out_to_be_about_loses_it_and_it_moves_on(talk: Talk, clock: Clock) -> None:
    case = await told(talk, TEACHER)
    await talk.told(HEAD)
    await found_out(talk, case, HEAD)
    assert await readers(talk, case) == ["chair"]
    assert await talk.told(CHAIR)
    assert case.ref not in "\n".join(words(one) for one in await talk.seat.messages(HEAD.person))
    clock.forward(days=1)
    assert not await talk.told(HEAD)


async def test_with_nobody_left_the_teller_hears_at_once_whom_to_ring(talk: Talk) -> None:
    talk.settings(contacts=NUMBERS)
    case = await told(talk, TEACHER, Kind.COLLEAGUE, HEAD)
    await found_out(talk, case, CHAIR)
    assert await readers(talk, case) == []
    news = (await talk.told(TEACHER))[-1]
    assert f"Nobody at the school can read your message (ref {case.ref}) at present." in news.text
    assert "01632 960900" in news.text


async def test_what_could_not_be_delivered_goes_to_the_next_within_a_quarter_of_an_hour(
    talk: Talk, clock: Clock
) -> None:
    await talk.everybody_comes()
    await told(talk, TEACHER)
    clock.forward(minutes=15)
    await talk.ring()  # and nothing was sent meanwhile
    assert await talk.told(CHAIR)
    (news,) = await talk.told(TEACHER)
    assert "could not be delivered to everybody. The next person has it now." in news.text


async def test_what_a_head_tells_and_nobody_else_would_get_goes_to_the_chair_at_once(talk: Talk, clock: Clock) -> None:
    case = await told(talk, HEAD, Kind.OTHER, ASSISTANT)
    (notice,) = await talk.told(CHAIR)
    assert neutral(notice)
    assert await readers(talk, case) == ["head", "chair"]
    assert not await talk.told(HEAD), "they know of it"
    clock.forward(hours=1)
    (news,) = await talk.told(HEAD)
    assert "has not been opened yet. There is nobody further in line." in news.text
    assert not await talk.told(ASSISTANT), "whom it is about"


async def test_what_a_head_tells_and_the_safeguarding_lead_gets_waits_for_the_lead_alone(
    talk: Talk, clock: Clock
) -> None:
    """Mrs Wood is head and deputy lead: nobody waits for her, and she is not told that the next person has it."""
    await talk.everybody_comes()
    await talk.home(HEAD)  # Slack is in use
    case = await told(talk, HEAD, Kind.CONTACT)
    assert await talk.told(DEPUTY)
    clock.forward(hours=1)
    (news,) = await talk.told(HEAD)
    assert "has not been opened yet. There is nobody further in line." in news.text
    clock.forward(days=2)
    assert not await talk.told(HEAD)
    assert not await talk.told(CHAIR)
    assert await readers(talk, case) == ["head", "deputy"]


async def test_what_a_head_who_is_safeguarding_lead_too_tells_reaches_somebody_else(talk: Talk) -> None:
    await talk.appoint("assistant", Role.HEAD)
    await talk.appoint("assistant", Role.SAFEGUARDING_LEAD)
    await talk.store.run(lambda tx: _only(tx.at(SCHOOL.id), "assistant", "chair"))
    await told(talk, ASSISTANT, Kind.CONTACT)
    assert await talk.told(CHAIR)


def _only(records: SchoolTx, *people: str) -> None:
    """Nobody else holds a role."""
    for one in records.appointments(Standing.HELD):
        if one.person not in people:
            records.move_appointment(one.id, Standing.HELD, Standing.ENDED, "chair")


async def test_where_somebody_has_left_only_whoever_told_it_it_goes_on_to_the_next(talk: Talk) -> None:
    """The lead to whom the head told it leaves: it does not rest with the head alone."""
    await talk.everybody_comes()
    await talk.home(HEAD)  # Slack is in use
    case = await told(talk, HEAD, Kind.CONTACT)
    assert await talk.told(DEPUTY)
    assert not await talk.told(CHAIR)
    await talk.store.run(lambda tx: _only(tx.at(SCHOOL.id), "head", "chair"))
    assert await talk.told(CHAIR)
    assert await readers(talk, case) == ["head", "chair"]


async def test_praise_is_in_no_hurry(talk: Talk, clock: Clock) -> None:
    await talk.appoint("assistant", Role.COMMUNICATIONS_LEAD)
    await told(talk, TEACHER, Kind.REPUTATION, tone="good")
    assert await talk.told(HEAD)
    assert await talk.told(ASSISTANT)
    clock.forward(days=3)
    assert not await talk.told(CHAIR)
    assert not await talk.told(TEACHER)


async def test_praise_that_would_reach_nobody_sends_nobody_to_the_council(talk: Talk) -> None:
    await talk.everybody_comes()
    await talk.store.run(lambda tx: _only(tx.at(SCHOOL.id)))
    given = {"Good or bad?": "It is good: praise", "What does it say?": "Lovely school."}
    page = await talk.fill(TEACHER, await review(talk, TEACHER, Kind.REPUTATION, what=given))
    assert page.error == "I can send this to nobody at the school, and have sent nothing."

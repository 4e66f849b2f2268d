"""A name that was left out stays out: attacks by whoever reads messages, lists, logs, the outbox's traces, exports."""

from __future__ import annotations

from dataclasses import fields

import pytest
import structlog
from sqlalchemy import Connection, delete, select

from bot.store.schema import askers, metadata
from handlers.agenda import Matters, agenda, markdown
from handlers.desk import Member, Verbs
from handlers.sent import AT_LEAST, AT_MOST, later
from tests.conftest import Clock
from tests.handlers.decisions import ALONE, ASKED, UNTIL, review, send, sent_unnamed
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, POLICY, SCHOOL, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Seen, words

OTHERS = (HEAD, CHAIR, DEPUTY, ASSISTANT)


def tells(seen: Seen) -> bool:
    """Whether it names Miss Marsh, in any way in which the bot knows her."""
    said = f"{seen}\n{words(seen)}"
    return "Marsh" in said or "'teacher" in said or TEACHER.person.email in said


def everything(connection: Connection) -> dict[str, str]:
    """All that the database holds, by table."""
    return {table.name: str(connection.execute(select(table)).all()) for table in metadata.sorted_tables}


async def answered(talk: Talk, clock: Clock) -> None:
    """Asked without a name, and ruled on by the head."""
    page = await review(talk, await sent_unnamed(talk, clock))
    await talk.finish(HEAD, page)


async def test_whoever_asked_is_answered_all_the_same(talk: Talk, clock: Clock) -> None:
    await answered(talk, clock)
    clock.forward(hours=1)
    (told,) = await talk.told(TEACHER)
    assert told.title == "An answer to your question"
    assert ("You asked", ASKED) in told.facts


async def test_no_message_and_no_home_page_names_them(talk: Talk, clock: Clock) -> None:
    """From the question to an hour after the answer."""
    await answered(talk, clock)
    clock.forward(hours=1)
    await talk.told(TEACHER)
    for other in OTHERS:
        seen = [*await talk.told(other), await talk.home(other)]
        seen += [await talk.say(other, asked) for asked in ("rulings", "settings", "my copies")]
        assert not any(tells(one) for one in seen), other.person.name


async def test_what_the_head_reads_while_answering_names_nobody(talk: Talk, clock: Clock) -> None:
    notice = await sent_unnamed(talk, clock)
    page = await review(talk, notice)
    done = await talk.finish(HEAD, page)
    assert not tells(notice)
    assert not any("Marsh" in str(part) for part in (page.words, done))


async def test_the_moment_of_the_answer_says_nothing(talk: Talk, clock: Clock) -> None:
    """Nobody's telephone rings as the head presses Send; and the hour is not the same each time."""
    await answered(talk, clock)
    assert not await talk.told(TEACHER)
    clock.forward(minutes=9)
    assert not await talk.told(TEACHER)
    clock.forward(minutes=51)
    assert len(await talk.told(TEACHER)) == 1


def test_the_waits_differ() -> None:
    waits = {later(named=False).total_seconds() / 60 for _ in range(200)}
    assert len(waits) > 100
    assert AT_LEAST <= min(waits) <= max(waits) < AT_MOST
    assert later(named=True).total_seconds() == 0


@pytest.mark.parametrize("ending", ["left the school", "was never there"])
async def test_the_head_reads_the_same_whether_anybody_is_reached_or_not(talk: Talk, clock: Clock, ending: str) -> None:
    notice = await sent_unnamed(talk, clock)
    if ending == "left the school":
        await talk.employ(TEACHER, ended="2027-03-02")
    else:
        await talk.store.run(lambda tx: tx.connection.execute(delete(askers)))
    done = await talk.finish(HEAD, await review(talk, notice))
    assert done.text.startswith("It goes to whoever asked within the hour")


async def test_who_cannot_be_reached_is_not_put_down_where_it_would_tell(talk: Talk, clock: Clock) -> None:
    """Miss Marsh has left when the answer is due: no list, no log and no row of the outbox says so."""
    await answered(talk, clock)
    await talk.employ(TEACHER, ended="2027-03-02")
    clock.forward(hours=1)
    with structlog.testing.capture_logs() as logs:
        await talk.told(HEAD)
    assert logs == []
    assert await talk.store.read(lambda tx: tx.at(SCHOOL.id).unreached()) == ()
    assert await talk.store.read(lambda tx: tx.at(SCHOOL.id).undelivered()) == ()
    for other in OTHERS:
        assert "cannot be reached" not in words(await talk.home(other))


async def test_a_sent_answer_leaves_no_trace_of_whom_it_reached(talk: Talk, clock: Clock) -> None:
    """Neither in the outbox nor beside the question: once it has gone, the records do not know who asked."""
    await answered(talk, clock)
    clock.forward(hours=1)
    await talk.told(TEACHER)
    clock.forward(hours=30)
    await talk.store.run(lambda tx: tx.tidy())
    dump = await talk.store.read(lambda tx: everything(tx.connection))
    for table in ("askers", "sent_questions", "rulings"):
        assert "teacher" not in dump[table]
    assert ASKED not in dump["outbox"]


async def test_no_verb_tells_who_asked() -> None:
    """What a handler can reach has one verb for it, which returns nothing."""
    assert Verbs.tell_asker.__annotations__["return"] == "None"
    assert not [name for name in vars(Verbs) if "asker" in name and name != "tell_asker"]


async def test_a_ruling_has_no_field_for_whoever_asked_and_the_agenda_none_of_their_words(
    talk: Talk, clock: Clock
) -> None:
    await answered(talk, clock)
    (ruling,) = await talk.store.read(lambda tx: tx.at(SCHOOL.id).rulings())
    assert {one.name for one in fields(ruling)}.isdisjoint({"who", "asker", "asked", "sent"})
    printed = markdown(agenda(Matters(SCHOOL, clock().date(), (POLICY,), (ruling,), ())))
    assert ASKED not in printed
    assert "Marsh" not in printed


async def test_two_questions_of_one_person_cannot_be_told_to_be_theirs(talk: Talk, clock: Clock) -> None:
    await send(talk, ASKED, named=False)
    await send(talk, "can I sell books?", named=False)
    clock.forward(hours=1)
    one, two = await talk.told(HEAD)
    for name in ("facts", "notes", "title"):
        assert getattr(one, name) == getattr(two, name)
    ids = [button.value for seen in (one, two) for button in seen.buttons]
    assert len(set(ids)) == 2


async def test_without_an_answer_the_way_back_is_forgotten(talk: Talk, clock: Clock) -> None:
    """After a term; an answer then closes the question, and reaches nobody."""
    notice = await sent_unnamed(talk, clock)
    clock.forward(days=121)
    await talk.store.run(lambda tx: tx.tidy())
    assert "teacher" not in (await talk.store.read(lambda tx: everything(tx.connection)))["askers"]
    page = await review(talk, notice, **{UNTIL: "2027-12-31"})
    assert (await talk.finish(HEAD, page)).title == "Answered"
    clock.forward(hours=1)
    assert not await talk.told(TEACHER)


async def test_put_aside_reaches_them_in_the_same_quiet_way(talk: Talk, clock: Clock) -> None:
    notice = await sent_unnamed(talk, clock)
    aside = await talk.press(HEAD, notice, "It is dealt with")
    assert not tells(aside)
    assert not await talk.told(TEACHER)
    clock.forward(hours=1)
    assert [one.title for one in await talk.told(TEACHER)] == ["What you sent is closed"]


@pytest.mark.parametrize("who", [TEACHER, DEPUTY, ASSISTANT, CHAIR])
async def test_the_form_of_the_answer_is_the_recipients_alone(talk: Talk, clock: Clock, who: Member) -> None:
    """Sent from somebody else's account, as only a client of their own making could."""
    page = await talk.open_form(HEAD, await sent_unnamed(talk, clock), "Answer it")
    closed = await talk.finish(who, page, {"Your answer": "Yes", "Who is it for?": ALONE})
    assert closed.title == "This form is closed"
    (question,) = await talk.store.read(lambda tx: tx.at(SCHOOL.id).sent_questions(HEAD.person.key))
    assert question.verdict == ""

"""What the turn does with every kind of event of somebody who is not on the staff list, possible or not."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.roll import Fixed
from bot.store.schema import metadata
from bot.store.store import Store
from bot.turn import Turn
from handlers.desk import Member, Role, School
from handlers.model import (
    Called,
    Came,
    Done,
    Event,
    Filled,
    Home,
    Left,
    Looked,
    Message,
    Move,
    Nothing,
    Person,
    Place,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
)
from tests.handlers.larkfield import ASSISTANT, HEAD, SCHOOL, TEACHER, Book

SOMEBODY = Person("slack:T1:U9", "A. Visitor", "visitor@elsewhere.example")
ALONE, ALOUD = Place("slack:D1"), Place("slack:C1", private=False)
SECRET = "the pupil Ellie told me at home"
EVENTS: tuple[Event, ...] = (
    Said("e1", SOMEBODY, ALONE, SECRET),
    Said("e2", SOMEBODY, ALOUD, SECRET),
    Said("e3", SOMEBODY, ALONE, "policies"),
    Called("e4", SOMEBODY, ALOUD, "can-i", SECRET),
    Called("e5", SOMEBODY, ALOUD, "policy-on-this", about=Message("m1", SECRET)),
    Called("e6", SOMEBODY, ALONE, "ask"),
    Pressed("e7", SOMEBODY, ALONE, "show_policies"),
    Filled("e8", SOMEBODY, ALONE, "d1", "ask", Move.NEXT, {"question": SECRET}),
    Looked("e9", SOMEBODY, ALONE, "home"),
    Came("e10", SOMEBODY, ALONE),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: f"{type(event).__name__} {event.id}")
async def test_a_stranger_is_told_whom_to_ask_whatever_they_do(embedded: Store, event: Event) -> None:
    seen = _post(await _take(embedded, SCHOOL, event))
    assert seen.title == "I do not know you yet"
    assert "Please ask the school office to put you on it." in seen.text
    assert seen.notes == (
        "If anyone is in danger, call 999. Then tell the safeguarding lead, Mr Hill or Mrs Wood, in person.",
    )
    assert not seen.buttons


async def test_others_do_not_read_what_a_stranger_is_told(embedded: Store) -> None:
    for event in EVENTS:
        reply = await _take(embedded, SCHOOL, event)
        assert not isinstance(reply, Say) or reply.private or event.where.private
    assert isinstance(await _take(embedded, SCHOOL, EVENTS[7]), Done)
    assert isinstance(await _take(embedded, SCHOOL, EVENTS[8]), Home)


async def test_nothing_that_a_stranger_sent_is_kept(embedded: Store) -> None:
    for event in EVENTS:
        await _take(embedded, SCHOOL, event)
    kept = await embedded.read(
        lambda tx: [str(row) for table in metadata.sorted_tables for row in tx.connection.execute(select(table))]
    )
    assert kept, "the replies are"
    assert not [row for row in kept if "Ellie" in row]


async def test_a_card_and_a_goodbye_need_no_answer(embedded: Store) -> None:
    assert await _take(embedded, SCHOOL, Looked("e1", SOMEBODY, ALONE, "card")) == Nothing()
    assert await _take(embedded, SCHOOL, Left("e2", SOMEBODY, ALONE)) == Nothing()


async def test_a_repeated_message_of_a_stranger_s_is_not_answered_again(embedded: Store) -> None:
    assert isinstance(await _take(embedded, SCHOOL, EVENTS[0]), Say)
    assert await _take(embedded, SCHOOL, EVENTS[0]) == Nothing()


async def test_somebody_who_left_the_list_cannot_press_what_they_once_got(embedded: Store) -> None:
    """The answer to a press is kept for three days, but not for somebody who has left the school."""
    press = Pressed("e1", TEACHER.person, ALONE, "show_policies")
    assert _post(await _take(embedded, SCHOOL, press)).title == "1 policy in force"
    smaller = replace(SCHOOL, staff=tuple(one for one in SCHOOL.staff if one is not TEACHER))
    assert _post(await _take(embedded, smaller, press)).title == "I do not know you yet"


@pytest.mark.parametrize(
    ("administrator", "named"),
    [(ASSISTANT.person.key, "Mr Field"), ("office@larkfield.example", "office@larkfield.example")],
)
async def test_the_administrator_is_named_or_else_given_by_address(
    embedded: Store, administrator: str, named: str
) -> None:
    seen = _post(await _take(embedded, replace(SCHOOL, administrator=administrator), EVENTS[0]))
    assert f"Please ask {named} to put you on it." in seen.text


async def test_the_administrator_is_told_to_import_the_list(embedded: Store) -> None:
    """The one person who can do something about it, known by the address that the workspace vouches for."""
    installer = Person("slack:T1:U1", "Mr Field", "Office@larkfield.example")
    empty = School("larkfield", "Larkfield", ZoneInfo("Europe/London"), administrator="office@larkfield.example")
    seen = _post(await _take(embedded, empty, Said("e1", installer, ALONE, "hello")))
    assert seen.title == "There is no staff list yet"
    assert "run “proviso staff import staff.csv”" in seen.text
    other = _post(await _take(embedded, empty, Said("e2", SOMEBODY, ALONE, "hello")))
    assert other.title == "I do not know you yet"
    assert "tell the safeguarding lead, in person" in other.notes[0]
    listed = replace(empty, staff=(Member(HEAD.person, (Role.HEAD,)),))
    seen = _post(await _take(embedded, listed, Said("e3", installer, ALONE, "hello")))
    assert seen.title == "You are not on the staff list yet"


async def _take(store: Store, school: School, event: Event) -> Reply:
    from bot.app import router

    return (await Turn(store, router(), Fixed(school), lambda _: Book()).take(event, "slack")).reply


def _post(reply: Reply) -> Post:
    assert isinstance(reply, Say | Done | Home), reply
    return reply.post

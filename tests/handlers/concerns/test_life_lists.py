"""“My messages”: the list of those entitled, and what somebody told; on Home a number and no more."""

from __future__ import annotations

from handlers.concerns.kinds import Kind
from handlers.desk import Member
from tests.conftest import Clock
from tests.handlers.concerns.cases import told
from tests.handlers.concerns.reading import does, notice, opens
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Page, labels, words

OPEN = "Sent to me, and open"
ANY = {"Which ones?": OPEN}
ONE = "Which one would you like to open?"


async def lists(talk: Talk, who: Member) -> Page:
    """They open their list."""
    return await talk.open_form(who, await talk.say(who, "my messages"), "Show my messages")


async def test_whoever_was_sent_some_filters_the_list_and_opens_one(talk: Talk, clock: Clock) -> None:
    conduct = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    clock.forward(days=1)
    lost = await told(talk, TEACHER, Kind.DISCLOSED, what="A list got out.")
    page = await lists(talk, HEAD)
    assert list(page.blanks["About what?"].choices)[1:] == [
        "A colleague's conduct",
        "Personal or confidential information got out",
    ]
    everything = await talk.fill(HEAD, page, ANY)
    assert dict(everything.words.facts) == {
        f"{lost.ref}, 4 March 2027": "Personal or confidential information got out: received",
        f"{conduct.ref}, 3 March 2027": "A colleague's conduct: received",
    }
    page = await talk.back(HEAD, everything)
    some = await talk.fill(HEAD, page, {**ANY, "About what?": "A colleague's conduct"})
    assert len(some.words.facts) == 1
    (label,) = some.blanks[ONE].choices
    record = await talk.fill(HEAD, some, {ONE: label})
    assert "He wrote to a pupil at night." in record.words.text


async def test_the_closed_ones_stand_apart(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    given = {"What came of it?": "No further action", "Your reasons, for the record": "Nothing."}
    await does(talk, HEAD, await opens(talk, HEAD, post), "Close it", given)
    page = await lists(talk, HEAD)
    assert (await talk.fill(HEAD, page, ANY)).words.text == "There are none."
    closed = await talk.fill(HEAD, await lists(talk, HEAD), {"Which ones?": "Sent to me, and closed"})
    assert case.ref in words(closed.words)


async def test_whoever_told_something_sees_where_it_stands(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    await opens(talk, HEAD)
    page = await lists(talk, TEACHER)
    assert page.words.facts == ((f"{case.ref}, 3 March 2027", "A colleague's conduct: opened"),)
    (label,) = page.blanks[ONE].choices
    assert "He wrote to a pupil at night." in (await talk.fill(TEACHER, page, {ONE: label})).words.text


async def test_whom_it_is_about_has_no_list_and_no_number(talk: Talk) -> None:
    """Mr Hill is the safeguarding lead, and it is about him: for him it does not exist."""
    await told(talk, TEACHER, Kind.COLLEAGUE, DEPUTY, child="yes")
    shown = await talk.press(DEPUTY, await talk.say(DEPUTY, "my messages"), "Show my messages")
    assert shown.title == "There are no messages of yours"
    for who in (DEPUTY, ASSISTANT, CHAIR):
        home = await talk.home(who)
        assert "message" not in words(home).casefold()


async def test_home_says_how_many_wait_and_nothing_else(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    await told(talk, TEACHER, Kind.OTHER)
    assert ("Messages", "2 messages wait for you") in (await talk.home(HEAD)).facts
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    home = await talk.home(HEAD)
    assert ("Messages", "1 message waits for you") in home.facts
    assert ("In hand", "1 message with you") in home.facts
    assert "Show my messages" in labels(home)
    assert case.ref not in words(home)
    assert "Show my messages" in labels(await talk.home(TEACHER))


async def test_words_say_nothing_before_the_button(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    asked = [await talk.say(who, "my reports") for who in (TEACHER, HEAD, ASSISTANT)]
    assert len({words(one) for one in asked}) == 1, "it is the same for everybody"

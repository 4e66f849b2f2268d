"""Who reads along in the approvals channel and can decide nothing: head and chair hear of it, once for each change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.onlookers import Watch
from bot.outbox import NotNow, Refused
from handlers.decisions import CHANNEL
from handlers.desk import Member, Role
from handlers.drafts.accounts import add
from handlers.onlookers import AGAIN, Present
from tests.conftest import Clock
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.office import ADMINISTRATOR, Office
from tests.handlers.talk import on
from tests.seats.seat import VISITOR
from tests.seats.seen import Seen, words

in_a_channel = on("slack", "teams")  # the page has no channels
TITLE = "Others can read the approvals channel"


class Lookout:
    """The bot's look at the channel, taken when a test says so; `room` may be what a test makes of it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.room: Callable[[], Awaitable[Present]] = office.seat.present
        self.looks = 0
        self._watch = self.another()

    def another(self) -> Watch:
        """The same in another process."""
        return Watch(self.office.store, self.office.turn, SCHOOL.id, self._members)

    async def look(self) -> None:
        """It is looked, where it is time for it."""
        await self._watch.look()

    async def warned(self, who: Member) -> list[str]:
        """What this told somebody beside the rest."""
        return [one.text for one in await self.told(who)]

    async def told(self, who: Member) -> list[Seen]:
        """The same, whole."""
        return [one for one in await self.office.told(who) if "approvals channel" in one.title and one.alone]

    async def _members(self, place: str) -> Present:
        self.looks += 1
        return await self.room()


@pytest.fixture
async def lookout(office: Office) -> Lookout:
    """Head and chair hold their roles; everybody is in the staff room, and Mr Visitor too."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    return Lookout(office)


async def choose(office: Office, by: Member = HEAD) -> None:
    assert (await office.say_aloud(by, "use this channel")).title == "This is the approvals channel now"


@in_a_channel
async def test_whoever_chose_the_channel_learns_who_else_reads_along(office: Office, lookout: Lookout) -> None:
    """Staff by their names, others by their number; at once, whatever the hour."""
    await choose(office, ADMINISTRATOR)
    await lookout.look()
    for who in (ADMINISTRATOR, HEAD, CHAIR):
        (warning,) = await lookout.told(who)
        assert warning.title == TITLE
        assert warning.text.startswith("4 people in the approvals channel cannot approve: ")
        for name in ("Miss Marsh", "Mr Field", "Mr Hill", "1 who is not on the staff list"):
            assert name in warning.text
        assert "They see every post and request that is to be decided." in warning.text
        assert warning.notes == ("By the rules of your accounts and requests, Dr Stone and Mrs Wood can approve.",)
        assert "Mr Visitor" not in words(warning)
    assert await lookout.told(TEACHER) == []


@in_a_channel
async def test_the_settings_say_it_too_and_when_it_was_looked(office: Office, lookout: Lookout) -> None:
    office.seat.dismiss(ASSISTANT.person, DEPUTY.person, VISITOR)
    await choose(office)
    await lookout.look()
    fact = dict((await office.say(HEAD, "settings")).facts)["Approvals channel"]
    assert "1 person in the approvals channel cannot approve: Miss Marsh." in fact
    assert fact.endswith("Looked at 09:00 on 3 March 2027.")


@in_a_channel
async def test_where_only_those_are_who_decide_nobody_is_bothered(office: Office, lookout: Lookout) -> None:
    office.seat.dismiss(TEACHER.person, ASSISTANT.person, DEPUTY.person, VISITOR)
    await choose(office)
    lookout.room = _private(lookout.room)
    await lookout.look()
    assert await lookout.told(HEAD) == await lookout.told(CHAIR) == []
    fact = dict((await office.say(HEAD, "settings")).facts)["Approvals channel"]
    assert "Nobody is in it who cannot approve." in fact


@in_a_channel
async def test_whoever_the_rule_of_an_account_names_can_approve(office: Office, lookout: Lookout) -> None:
    """The deputy decides while the head is away, where a rule says so; a trust lead always counts."""
    await office.hold(deputy=Role.DEPUTY, assistant=Role.TRUST)
    office.seat.dismiss(TEACHER.person, VISITOR)
    lookout.room = _private(lookout.room)
    given = {
        "platform": "x", "name": "@larkfield", "owner": "head", "purpose": "News", "approved": "2027-01-01",
        "absent": ["deputy"],
    }  # fmt: skip
    await choose(office)
    await lookout.look()
    (text,) = await lookout.warned(HEAD)
    assert "1 person in the approvals channel cannot approve: Mr Hill." in text
    await office.at_desk(lambda desk: add(desk, "head", given))
    await choose(office)
    await lookout.look()
    assert await lookout.warned(HEAD) == []


@in_a_channel
async def test_somebody_who_joins_later_is_told_of_once(office: Office, lookout: Lookout, clock: Clock) -> None:
    office.seat.dismiss(TEACHER.person, ASSISTANT.person, DEPUTY.person, VISITOR)
    lookout.room = _private(lookout.room)
    await choose(office)
    await lookout.look()
    for newcomer, line in (
        (TEACHER.person, "New since I last looked: Miss Marsh."),
        (VISITOR, "New since I last looked: 1 who is not on the staff list."),
    ):
        office.seat.admit(newcomer)
        for _ in range(3):
            clock.forward(minutes=AGAIN.total_seconds() / 60)
            await lookout.look()
        for who in (HEAD, CHAIR, ADMINISTRATOR):
            (text,) = await lookout.warned(who)
            assert line in text
    office.seat.dismiss(TEACHER.person)
    clock.forward(minutes=15)
    await lookout.look()
    assert await lookout.warned(HEAD) == [], "that somebody left is no news"
    office.seat.admit(TEACHER.person)
    clock.forward(minutes=15)
    await lookout.look()
    assert len(await lookout.warned(HEAD)) == 1, "and coming back is"


@in_a_channel
async def test_who_joins_in_the_evening_is_told_of_in_the_morning(
    office: Office, lookout: Lookout, clock: Clock
) -> None:
    office.seat.dismiss(TEACHER.person, ASSISTANT.person, DEPUTY.person, VISITOR)
    lookout.room = _private(lookout.room)
    await choose(office)
    await lookout.look()
    clock.forward(hours=13)
    office.seat.admit(TEACHER.person)
    await lookout.look()
    assert await lookout.warned(HEAD) == []
    clock.forward(hours=11)
    assert len(await lookout.warned(HEAD)) == 1


@in_a_channel
async def test_somebody_who_has_left_the_school_is_counted_as_not_on_the_list(office: Office, lookout: Lookout) -> None:
    """Their account still works, and the channel shows them everything."""
    office.seat.dismiss(ASSISTANT.person, DEPUTY.person, VISITOR)
    await office.say(TEACHER, "help")  # their account is known
    await office.employ(TEACHER, ended="2027-03-02")
    await choose(office)
    await lookout.look()
    (text,) = await lookout.warned(CHAIR)
    assert text.startswith("1 person in the approvals channel is not on the staff list.")


@in_a_channel
async def test_a_look_is_taken_soon_after_the_choice_and_then_now_and_again(
    office: Office, lookout: Lookout, clock: Clock
) -> None:
    await lookout.look()
    assert lookout.looks == 0, "no channel is chosen"
    await choose(office)
    for _ in range(2):
        await lookout.look()
        await lookout.another().look()
    assert lookout.looks == 1
    clock.forward(minutes=15)
    await lookout.look()
    assert lookout.looks == 2
    await choose(office, CHAIR)
    await lookout.look()
    assert lookout.looks == 3, "the same channel was chosen anew: whoever did so is told anew"
    assert len(await lookout.warned(HEAD)) == 2


@in_a_channel
async def test_where_nobody_can_look_that_is_said_kindly_and_once(
    office: Office, lookout: Lookout, clock: Clock
) -> None:
    async def closed() -> Present:
        raise Refused("Proviso is not in that channel")

    room, lookout.room = lookout.room, closed
    await choose(office)
    for _ in range(3):
        await lookout.look()
        clock.forward(minutes=15)
    (post,) = await lookout.told(HEAD)
    assert post.title == "I could not look who is in the approvals channel"
    assert "The reason: Proviso is not in that channel." in post.text
    fact = dict((await office.say(HEAD, "settings")).facts)["Approvals channel"]
    assert "Who is in the approvals channel now could not be looked up: Proviso is not in that channel." in fact
    lookout.room = room
    await lookout.look()
    (text,) = await lookout.warned(HEAD)
    assert "4 people in the approvals channel cannot approve" in text


@in_a_channel
async def test_what_was_found_stays_while_the_chat_is_away(office: Office, lookout: Lookout, clock: Clock) -> None:
    """Otherwise everybody in it would be news when it is back."""

    async def away() -> Present:
        raise OSError("connection reset")

    await choose(office)
    await lookout.look()
    assert len(await lookout.warned(HEAD)) == 1
    room, lookout.room = lookout.room, away
    clock.forward(minutes=15)
    await lookout.look()
    fact = dict((await office.say(HEAD, "settings")).facts)["Approvals channel"]
    assert "4 people in the approvals channel cannot approve" in fact
    assert "could not be looked up: no clear answer came." in fact
    lookout.room = room
    clock.forward(minutes=15)
    await lookout.look()
    assert await lookout.warned(HEAD) == []


@in_a_channel
async def test_a_chat_that_asks_to_wait_is_waited_for(office: Office, lookout: Lookout, clock: Clock) -> None:
    async def busy() -> Present:
        raise NotNow("too many requests", AGAIN * 2)

    room, lookout.room = lookout.room, busy
    await choose(office)
    await lookout.look()
    assert await lookout.told(HEAD) == []
    lookout.room = room
    clock.forward(minutes=29)
    await lookout.look()
    assert lookout.looks == 1
    clock.forward(minutes=1)
    await lookout.look()
    assert len(await lookout.warned(HEAD)) == 1


@in_a_channel
async def test_a_channel_that_was_left_for_another_during_the_look_says_nothing(
    office: Office, lookout: Lookout
) -> None:
    room = lookout.room

    async def slow() -> Present:
        await office.store.run(lambda tx: tx.at(SCHOOL.id).choose(CHANNEL, "slack:C9OTHER", HEAD.person.key))
        return await room()

    await choose(office)
    lookout.room = slow
    await lookout.look()
    assert await lookout.told(HEAD) == []


@on("slack")
async def test_a_public_channel_is_open_to_everybody(office: Office, lookout: Lookout) -> None:
    """Slack alone has them; in Teams, whoever is in the team is in the list."""
    office.seat.dismiss(TEACHER.person, ASSISTANT.person, DEPUTY.person, VISITOR)
    await choose(office)
    await lookout.look()
    (text,) = await lookout.warned(HEAD)
    assert text.startswith("The approvals channel is public: everybody in the workspace can open it and read.")
    await lookout.look()
    assert await lookout.warned(HEAD) == []


def _private(room: Callable[[], Awaitable[Present]]) -> Callable[[], Awaitable[Present]]:
    """The same people in a channel that nobody else can open."""

    async def found() -> Present:
        return Present((await room()).people)

    return found

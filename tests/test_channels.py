"""Which platform carries a message: the place's own; for a person, wherever they can be reached; nobody who left."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

from bot.channels import Channels
from bot.directory import Directory, Profile
from bot.outbox import NotNow, Outbox, Refused
from bot.store.deliveries import Delivery
from bot.store.store import Store
from handlers.desk import School
from handlers.model import Place, Post
from handlers.onlookers import Present
from handlers.records import StaffLine, Unreached
from tests.conftest import Clock

SCHOOL = School("larkfield", "Larkfield", ZoneInfo("Europe/London"))
HILL = StaffLine("hill@larkfield.example", "Mr Hill", "hill@larkfield.example")
HELLO, LATER = Post(text="hello"), Post(text="later")


@dataclass
class Network:
    """A platform whose network is here: it takes what comes in, or raises `fault`."""

    name: str
    fault: Exception | None = None
    seen: list[Delivery] = field(default_factory=list)

    def add_routes(self, application: web.Application) -> None: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def trouble(self) -> str:
        return ""

    async def send(self, delivery: Delivery) -> str:
        if self.fault is not None:
            raise self.fault
        self.seen.append(delivery)
        return delivery.handle or f"{self.name}-{len(self.seen)}"

    async def members(self, place: str) -> Present:
        return Present((f"somebody in {place}",))


@dataclass
class Office:
    """The two platforms, the outbox before them, and the store behind."""

    store: Store
    directory: Directory
    slack: Network
    teams: Network
    outbox: Outbox

    async def tell(self, to: str | Place, post: Post = HELLO, *, on: str = "slack", key: str = "") -> None:
        await self.store.run(lambda tx: tx.at(SCHOOL.id, on, "REF").tell(to, post, key=key))
        await self.send()

    async def send(self) -> None:
        while await self.outbox.work_off():
            pass

    async def uses(self, *platforms: str) -> None:
        """Mr Hill writes on these platforms, one after the other."""

        async def profile() -> Profile:
            return Profile("Mr Hill", HILL.email)

        for platform in platforms:
            await self.directory.person(platform, "T1", "U1", profile)

    async def unreached(self) -> tuple[Unreached, ...]:
        return await self.store.read(lambda tx: tx.at(SCHOOL.id).unreached())

    async def given_up(self) -> list[str]:
        return [one.reason for one in await self.store.read(lambda tx: tx.at(SCHOOL.id).undelivered())]


@pytest.fixture
async def office(store: Store) -> Office:
    await store.run(lambda tx: tx.at(SCHOOL.id).put_staff([HILL]))
    directory = Directory(store, SCHOOL)
    slack, teams = Network("slack"), Network("teams")
    return Office(store, directory, slack, teams, Outbox(store, Channels((slack, teams), directory).send))


async def test_a_person_is_told_where_they_wrote_last(office: Office, clock: Clock) -> None:
    await office.uses("slack")
    clock.forward(minutes=1)
    await office.uses("teams")
    await office.tell(HILL.key)
    assert (len(office.slack.seen), len(office.teams.seen)) == (0, 1)


async def test_somebody_who_never_wrote_is_tried_everywhere(office: Office) -> None:
    office.slack.fault = Refused("has no account in Slack")
    await office.tell(HILL.key)
    assert len(office.teams.seen) == 1
    assert await office.unreached() == ()


async def test_who_can_be_reached_nowhere_is_listed_with_every_reason_until_something_arrives(office: Office) -> None:
    office.slack.fault, office.teams.fault = Refused("has no account in Slack"), Refused("has not opened Teams")
    await office.tell(HILL.key)
    (one,) = await office.unreached()
    assert (one.person, one.reason) == (HILL.key, "has no account in Slack; has not opened Teams")
    assert await office.given_up() == ["has no account in Slack; has not opened Teams"]
    office.teams.fault = None
    await office.tell(HILL.key)
    assert await office.unreached() == ()


async def test_a_busy_platform_is_waited_for_and_no_other_is_tried(office: Office, clock: Clock) -> None:
    """To go on to the next would be to say it twice, or in a place that is not read."""
    office.slack.fault = NotNow("too many messages")
    await office.tell(HILL.key)
    assert office.teams.seen == []
    office.slack.fault = None
    clock.forward(minutes=1)
    await office.send()
    assert len(office.slack.seen) == 1
    assert await office.unreached() == ()


async def test_what_was_told_is_amended_where_it_stands(office: Office, clock: Clock) -> None:
    await office.tell(HILL.key, key="k")
    clock.forward(minutes=1)
    await office.uses("teams")
    await office.store.run(lambda tx: tx.at(SCHOOL.id, "teams", "REF").amend("k", LATER))
    await office.send()
    assert [(one.kind, one.handle) for one in office.slack.seen] == [("tell", ""), ("amend", "slack-1")]
    await office.store.run(lambda tx: tx.at(SCHOOL.id, "teams", "REF").amend("k", HELLO))
    await office.send()
    assert office.slack.seen[-1].handle == "slack-1", "the handle stays the same through amendments"


async def test_a_place_is_written_to_on_its_own_platform_whichever_the_turn_was_on(office: Office) -> None:
    """Somebody fills a form in Slack; the approvals channel is in Teams."""
    await office.tell(Place("teams:19:abc@thread.tacv2", private=False), on="slack")
    assert (len(office.slack.seen), len(office.teams.seen)) == (0, 1)


async def test_a_platform_that_was_taken_out_of_the_settings_is_named(office: Office) -> None:
    await office.tell(Place("web:page", private=False), on="web")
    assert await office.given_up() == ["web is not connected any more"]


async def test_a_channel_s_own_platform_says_who_is_in_it(office: Office) -> None:
    """And a platform that is no longer connected is named."""
    channels = Channels((office.slack, office.teams), office.directory)
    assert await channels.members("teams:19:abc") == Present(("somebody in teams:19:abc",))
    with pytest.raises(Refused, match="web is not connected any more"):
        await channels.members("web:page")


async def test_whoever_left_is_told_nothing_more_but_what_they_have_can_be_taken_back(
    office: Office, clock: Clock
) -> None:
    """Their account may still work for weeks."""
    await office.uses("slack")
    await office.tell(HILL.key, key="k")
    left = StaffLine(HILL.key, HILL.name, HILL.email, ends="2027-03-02")
    await office.store.run(lambda tx: tx.at(SCHOOL.id).put_staff([left]))
    await office.tell(HILL.key, LATER)
    await office.store.run(lambda tx: tx.at(SCHOOL.id).amend("k", LATER))
    await office.send()
    assert [one.kind for one in office.slack.seen] == ["tell"]
    assert await office.given_up() == ["is not on the staff list any more"] * 2
    assert await office.unreached() == (), "nobody has to do anything about it"
    await office.store.run(lambda tx: tx.at(SCHOOL.id).withdraw("k"))
    await office.send()
    assert [one.kind for one in office.slack.seen] == ["tell", "withdraw"]


async def test_with_no_platform_at_all_that_is_the_reason(store: Store) -> None:
    await store.run(lambda tx: tx.at(SCHOOL.id).put_staff([HILL]))
    outbox = Outbox(store, Channels((), Directory(store, SCHOOL)).send)
    await store.run(lambda tx: tx.at(SCHOOL.id).tell(HILL.key, HELLO))
    await outbox.work_off()
    (one,) = await store.read(lambda tx: tx.at(SCHOOL.id).undelivered())
    assert one.reason == "no chat platform is connected"

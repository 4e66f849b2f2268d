"""What somebody could try who looks after the bot, or who is in a hurry: the installer gains nothing by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store.store import Store
from handlers.appointments import ACCEPT, CONFIRM, DECLINE, REFUSE
from handlers.desk import Member, Role
from handlers.model import Button, Post
from handlers.records import Appointment, Standing
from handlers.roles import LEADING, SENSITIVE
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.office import ADMINISTRATOR, Office
from tests.seats.seat import Seat

FRIEND = TEACHER
GUARDING = sorted(SENSITIVE)


def button(key: str, one: Appointment) -> Post:
    """A button as a client could make it up."""
    return Post(buttons=(Button(key, "Press", one.id),))


async def only(office: Office, *standings: Standing) -> Appointment:
    """The one appointment that stands so."""
    (one,) = await office.store.read(lambda tx: tx.at(SCHOOL.id).appointments(*standings))
    return one


@pytest.mark.parametrize("role", GUARDING)
async def test_the_administrator_cannot_be_the_first_by_naming_themselves(office: Office, role: Role) -> None:
    """On the first day nobody could confirm it, so it waits; and no button of theirs moves it."""
    review = await office.review(ADMINISTRATOR, ADMINISTRATOR, role)
    assert "It waits until there is a head or a chair who can." in dict(review.words.facts)["What happens"]
    await office.finish(ADMINISTRATOR, review)
    one = await only(office)
    assert one.standing is Standing.ACCEPTED
    for key in (ACCEPT, CONFIRM):
        await office.press(ADMINISTRATOR, button(key, one), "Press")
        await office.press(FRIEND, button(key, one), "Press")
    assert await office.holders(role) == []


@pytest.mark.parametrize("role", GUARDING)
async def test_the_administrator_cannot_make_themselves_anything_later(office: Office, role: Role) -> None:
    await office.hold(chair=Role.CHAIR) if role is not Role.CHAIR else await office.hold(head=Role.HEAD)
    await office.name(ADMINISTRATOR, ADMINISTRATOR, role)
    one = await only(office, Standing.ACCEPTED)
    for key in (ACCEPT, CONFIRM):
        await office.press(ADMINISTRATOR, button(key, one), "Press")
    assert await office.holders(role) == []
    leader = HEAD if role is Role.CHAIR else CHAIR
    (to_confirm,) = await office.told(leader)
    assert to_confirm.text.startswith(f"Mr Field wants to be {role}, and nobody confirms their own name.")
    await office.press(leader, to_confirm, "Confirm")
    assert await office.holders(role) == ["assistant"], "with the other's hand in it, they can"


@pytest.mark.parametrize("role", GUARDING)
async def test_a_friend_of_the_administrator_s_needs_somebody_else_too(office: Office, role: Role) -> None:
    leader, held = (HEAD, Role.HEAD) if role is Role.CHAIR else (CHAIR, Role.CHAIR)
    await office.hold(**{leader.person.key: held})
    await office.name(ADMINISTRATOR, FRIEND, role)
    (asked,) = await office.told(FRIEND)
    await office.press(FRIEND, asked, "Accept")
    one = await only(office, Standing.ACCEPTED)
    for who in (FRIEND, ADMINISTRATOR, ASSISTANT, DEPUTY):
        await office.press(who, button(CONFIRM, one), "Press")
    assert await office.holders(role) == []


async def test_a_friend_as_the_first_is_followed_by_nobody_without_the_friend_s_hand(office: Office) -> None:
    """The very first must come from somewhere; everything after it has two people in it."""
    await office.name(ADMINISTRATOR, FRIEND, Role.DATA_PROTECTION_LEAD)
    await office.press(FRIEND, (await office.told(FRIEND))[0], "Accept")
    assert await office.holders(Role.DATA_PROTECTION_LEAD) == ["teacher"]
    await office.name(ADMINISTRATOR, HEAD, Role.HEAD)
    await office.press(HEAD, (await office.told(HEAD))[0], "Accept")
    assert await office.holders(Role.HEAD) == []


async def test_an_administrator_with_a_role_confirms_nobody_whom_they_named(office: Office) -> None:
    await office.hold(assistant=Role.DEPUTY)
    await office.name(ADMINISTRATOR, FRIEND, Role.HEAD)
    await office.press(FRIEND, (await office.told(FRIEND))[0], "Accept")
    one = await only(office, Standing.ACCEPTED)
    await office.press(ADMINISTRATOR, button(CONFIRM, one), "Press")
    assert await office.holders(Role.HEAD) == []


@pytest.mark.parametrize("who", [ADMINISTRATOR, DEPUTY, CHAIR, TEACHER])
@pytest.mark.parametrize("key", [ACCEPT, DECLINE])
async def test_nobody_else_accepts_or_declines(office: Office, who: Member, key: str) -> None:
    await office.hold(chair=Role.CHAIR)
    await office.name(ADMINISTRATOR, HEAD, Role.HEAD)
    one = await only(office, Standing.NAMED)
    assert (await office.press(who, button(key, one), "Press")).title == "This is not yours to decide"
    assert (await only(office, Standing.NAMED)).id == one.id


@pytest.mark.parametrize("key", [CONFIRM, REFUSE])
async def test_the_named_person_does_not_confirm_and_is_told_who_can(office: Office, key: str) -> None:
    """Even a head: the chair must agree to what the head wants to be besides."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(HEAD, HEAD, Role.SAFEGUARDING_LEAD)
    one = await only(office, Standing.ACCEPTED)
    seen = await office.press(HEAD, button(key, one), "Press")
    assert seen.text == "Nobody confirms their own name. Dr Stone (chair of governors) can. Nothing was changed."
    assert await office.holders(Role.SAFEGUARDING_LEAD) == []


async def test_nobody_confirms_what_was_not_accepted(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(ADMINISTRATOR, FRIEND, Role.DEPUTY)
    one = await only(office, Standing.NAMED)
    await office.press(CHAIR, button(CONFIRM, one), "Press")
    assert await office.holders(Role.DEPUTY) == []


@pytest.fixture
async def any_office(seat: Seat, store: Store) -> AsyncIterator[Office]:
    """The same first day, on each kind of database."""
    async with Office.open(seat, store, administrator=ADMINISTRATOR.person.key) as opened:
        yield opened


async def test_two_who_accept_at_once_are_not_both_the_first(any_office: Office) -> None:
    """Two people whom nobody has confirmed, at the same moment: one is the first, the other waits for the one."""
    office = any_office
    asked = {}
    for who, role in ((TEACHER, Role.DATA_PROTECTION_LEAD), (HEAD, Role.HEAD)):
        await office.name(ADMINISTRATOR, who, role)
        asked[role] = (await office.told(who))[0]
    await asyncio.gather(
        office.press(TEACHER, asked[Role.DATA_PROTECTION_LEAD], "Accept"),
        office.press(HEAD, asked[Role.HEAD], "Accept"),
    )
    assert len(await office.holders(Role.HEAD)) + len(await office.holders(Role.DATA_PROTECTION_LEAD)) == 1


async def test_two_who_decide_at_once_come_to_one_decision(any_office: Office) -> None:
    office = any_office
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(ADMINISTRATOR, DEPUTY, Role.DEPUTY)
    await office.press(DEPUTY, (await office.told(DEPUTY))[0], "Accept")
    to_head, to_chair = (await office.told(HEAD))[-1], (await office.told(CHAIR))[-1]
    seen = await asyncio.gather(
        office.press(HEAD, to_head, "Confirm"),
        office.press(CHAIR, to_chair, "Refuse"),
    )
    one = await office.store.read(lambda tx: tx.at(SCHOOL.id).appointments(Standing.HELD, Standing.DECLINED))
    (decided,) = [row for row in one if row.role == Role.DEPUTY]
    if decided.standing is Standing.HELD:
        assert [post.title for post in seen] == ["Mr Hill is deputy now", "Mr Hill is deputy"]
    else:
        assert {post.title for post in seen} == {"Mr Hill is not deputy"}
    assert len(await office.told(DEPUTY)) == 1, "they hear of one decision"


async def test_an_old_button_does_nothing_new(office: Office) -> None:
    """Accepted, ended, and the old message pressed again."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(HEAD, DEPUTY, Role.DEPUTY)
    (asked,) = await office.told(DEPUTY)
    await office.press(DEPUTY, asked, "Accept")
    assert (await office.press(DEPUTY, asked, "Accept")).title == "Mr Hill is deputy"
    await office.end(HEAD, "Mr Hill: deputy")
    for label in ("Accept", "Decline"):
        assert (await office.press(DEPUTY, asked, label)).title == "Mr Hill is no longer deputy"
    assert await office.holders(Role.DEPUTY) == []


@pytest.mark.parametrize("role", LEADING)
async def test_the_administrator_ends_nobody_s_role(office: Office, role: Role) -> None:
    """Neither is it offered, nor does a form of their own making end it."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR, assistant=Role.POLICY_OWNER)
    form = await office.settings(ADMINISTRATOR, "Give up a role")
    assert list(form.blanks["Which one?"].choices) == ["You: policy owner"]
    held = next(iter(await office.holders(role)))
    refused = await office.fill(ADMINISTRATOR, form, {"Which one?": f"{held}-{role}"})
    assert refused.errors == {"Which one?": "Please choose one of the options shown."}
    assert await office.holders(role) == [held]


async def test_the_administrator_puts_nobody_in_the_heads_place_alone(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(ADMINISTRATOR, FRIEND, Role.HEAD, instead_of=HEAD)
    (asked,) = await office.told(FRIEND)
    await office.press(FRIEND, asked, "Accept")
    assert await office.holders(Role.HEAD) == ["head"]
    assert "Mrs Wood would give it up." in (await office.told(HEAD))[-1].text


async def test_a_form_opened_by_the_head_is_of_no_use_to_somebody_else(office: Office) -> None:
    await office.hold(head=Role.HEAD)
    review = await office.review(HEAD, FRIEND, Role.AUTHORISED_POSTER)
    assert (await office.finish(FRIEND, review)).title == "This form is closed"
    assert await office.holders(Role.AUTHORISED_POSTER) == []


async def test_the_settings_buttons_are_of_no_use_to_somebody_else(office: Office) -> None:
    await office.hold(head=Role.HEAD)
    seen = await office.say(HEAD, "settings")
    for label in ("Name somebody", "Give up a role"):
        assert (await office.press(TEACHER, seen, label)).title == "This is for a few people only"


async def test_a_role_given_by_the_administrator_waits_for_somebody_who_leads(office: Office) -> None:
    """Whoever holds another role does not confirm what only head and chair may give."""
    await office.hold(deputy=Role.SAFEGUARDING_LEAD)
    await office.name(ADMINISTRATOR, FRIEND, Role.AUTHORISED_POSTER)
    one = await only(office, Standing.ACCEPTED)
    for who in (DEPUTY, FRIEND, ADMINISTRATOR):
        await office.press(who, button(CONFIRM, one), "Press")
    assert await office.holders(Role.AUTHORISED_POSTER) == []

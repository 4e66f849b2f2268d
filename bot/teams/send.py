"""Sends, amends and withdraws messages in Teams: where they go, what is sent instead of what does not go.

A message's handle is its conversation (with its thread) and its activity, with a space between: "19:…;messageid=1 2".
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.directory import Directory
from bot.faults import cause
from bot.logs import logger
from bot.outbox import Refused
from bot.shorten import shorten
from bot.store.deliveries import Delivery
from bot.teams import render
from bot.teams.answers import NO_FORM
from bot.teams.connector import NOT_OPENED, NOT_THERE, Connector, Gone, Unfit
from bot.teams.parse import IN_DIALOG
from bot.teams.people import PLATFORM, Address, People
from bot.teams.pieces import ALONE
from handlers.desk import Unknown
from handlers.model import Ask, Done, Event, Home, Nothing, Place, Post, Pressed, Reply, Say, Update

log = logger("proviso.teams")

ALOUD = Post(
    text="I have an answer for you, but cannot write to you alone. Open a chat with Proviso, and ask again there."
)
_CUT = "It was too long for Teams, and this is its beginning."


def letter(event: Event, reply: Reply, reference: str) -> Delivery:
    """A turn's reply as what the outbox would send for it."""
    post = Post(text=NO_FORM) if isinstance(reply, Ask | Nothing) else reply.post
    amended = event.post if isinstance(reply, Update) and isinstance(event, Pressed) else ""
    return Delivery(
        id=0,
        school="",
        kind="amend" if isinstance(reply, Update) else "tell",
        platform=PLATFORM,
        person=event.who.key,
        place=event.where,
        private=isinstance(reply, Done | Home | Ask) or (isinstance(reply, Say) and reply.private),
        post=post,
        handle=amended,
        unknown=Unknown.RESEND,
        attempts=1,
        lease="",
        reference=reference,
    )


class Sending:
    """The one way by which messages leave for Teams, whoever sends them."""

    def __init__(self, connector: Connector, people: People, directory: Directory) -> None:
        self._connector = connector
        self._people = people
        self._directory = directory

    async def carry(self, delivery: Delivery) -> str:
        """Send, amend or withdraw; the message's handle. Raises as `bot.outbox.Send` says."""
        stands = delivery.handle not in ("", IN_DIALOG)
        if delivery.kind == "withdraw" or delivery.post is None:
            if stands:
                await self._withdraw(delivery.handle)
            return delivery.handle
        if stands and await self._theirs(delivery) and await self._amend(delivery.handle, delivery.post):
            return delivery.handle
        place = delivery.place
        if place is None or place.key == ALONE:
            return await self._to_person(delivery.person, delivery.post, None)
        if delivery.private and not place.private:
            try:
                return await self._to_person(delivery.person, delivery.post, place)
            except Refused:
                return await self._to_place(place, ALOUD)
        return await self._to_place(place, delivery.post)

    async def shown(self, handle: str) -> Post | None:
        """What a message with buttons for some people says, as it was last sent."""
        return await self._directory.card(_mark(handle))

    # --- what stands already ---

    async def _theirs(self, delivery: Delivery) -> bool:
        """Whether what somebody was told stands in a conversation that is still theirs, and not in that of an account
        that was taken from them."""
        if delivery.place is not None or not delivery.person:
            return True
        stands = await self._people.place(_key(delivery.handle.rpartition(" ")[0]))
        now = await self._people.address(delivery.person)
        return stands is None or (now is not None and now.user == stands.user)

    async def _amend(self, handle: str, post: Post) -> bool:
        """Whether the message could be changed; False where it is gone."""
        conversation, _, message = handle.rpartition(" ")
        address = await self._people.place(_key(conversation))
        if address is None:
            return False

        async def change(activity: render.Element) -> None:
            await self._connector.change(address.service, conversation, message, {**activity, "id": message})

        try:
            await _fitting(change, await self._activities(post, alone=_alone(address)))
        except Gone:
            return False
        await self._remember(handle, post, alone=_alone(address))
        return True

    async def _withdraw(self, handle: str) -> None:
        await self._directory.keep_card(_mark(handle), None)  # nobody's client is to get it any more
        conversation, _, message = handle.rpartition(" ")
        address = await self._people.place(_key(conversation))
        if address is None:
            raise Refused(NOT_THERE)
        try:
            await self._connector.remove(address.service, conversation, message)
        except Gone:  # somebody was quicker
            return

    # --- new messages ---

    async def _to_place(self, place: Place, post: Post) -> str:
        address = await self._people.place(place.key)
        if address is None:
            raise Refused(NOT_THERE)
        conversation = f"{address.conversation};messageid={place.thread}" if place.thread else address.conversation
        return await self._say(address.service, conversation, post, alone=place.private)

    async def _to_person(self, person: str, post: Post, place: Place | None) -> str:
        """To somebody alone. `place` is where they were met, which tells how to ask for somebody not on the list."""
        address = await self._people.address(person) or await self._stranger(person, place)
        if address is None:
            raise Refused(NOT_OPENED)
        if address.conversation:
            try:
                return await self._say(address.service, address.conversation, post, alone=True)
            except Gone:  # the conversation was made anew meanwhile
                address = replace(address, conversation="")
        address = await self._opened(person, address)
        return await self._say(address.service, address.conversation, post, alone=True)

    async def _opened(self, person: str, address: Address) -> Address:
        """Their address with a conversation. Raises Refused where Teams opens none."""
        try:
            found = await self._connector.open(address.service, address.tenant, address.bot, address.user)
        except Unfit as refusal:  # an id that Teams does not know
            raise Refused(NOT_OPENED) from refusal
        opened = replace(address, conversation=found)
        await self._people.opened(person, opened)
        return opened

    async def _stranger(self, person: str, place: Place | None) -> Address | None:
        """The address of somebody who is not on the staff list: their account is their key."""
        name, _, account = person.rpartition(":")
        met = await self._people.place(place.key) if place is not None else None
        return (
            replace(met, conversation="", user=account) if met is not None and name == f"teams:{met.tenant}" else None
        )

    async def _say(self, service: str, conversation: str, post: Post, *, alone: bool) -> str:
        async def say(activity: render.Element) -> str:
            return await self._connector.say(service, conversation, activity)

        message = await _fitting(say, await self._activities(post, alone=alone))
        handle = f"{conversation} {message}" if message else ""  # Teams names all but what it splits in two
        if post.actors:
            await self._remember(handle, post, alone=alone)
        return handle

    # --- as Teams takes it ---

    async def _activities(self, post: Post, *, alone: bool) -> Iterator[render.Element]:
        """The message, then what is sent instead should Teams not take it: shorter, and at last bare words.

        Where others look on, only a post's actors get its buttons: their clients ask for a card of their own. Where
        Teams knows none of them, everybody sees the buttons; who may press them is looked up at each press anyway.
        """
        refresh = [] if alone else await self._people.users(post.actors)
        return _shapes(post, not refresh, refresh)

    async def _remember(self, handle: str, post: Post, *, alone: bool) -> None:
        """For the clients that ask for a card of their own. The message has arrived, whatever comes of this."""
        try:
            await self._directory.keep_card(_mark(handle), post if post.actors and not alone else None)
        except Exception as fault:
            log.warning("card_not_kept", cause=cause(fault))


def _shapes(post: Post, buttons: bool, refresh: list[str]) -> Iterator[render.Element]:
    yield render.message(post, buttons=buttons, refresh=refresh)
    short = Post(post.title, shorten(post.text, 1000), buttons=post.buttons[: render.PRIMARY], notes=(_CUT,))
    yield render.message(short, buttons=buttons, refresh=refresh)
    yield {"type": "message", "textFormat": "plain", "text": render.summary(post)}


async def _fitting(call: Callable[[render.Element], Awaitable[Any]], shapes: Iterator[render.Element]) -> Any:
    """Call with the first of the shapes that Teams takes. Raises Unfit where it takes none."""
    refused = Unfit("Teams does not take this message in any form")
    for shape in shapes:
        try:
            return await call(shape)
        except Unfit as unfit:
            refused = unfit
    raise refused


def _mark(handle: str) -> str:
    """A message without its thread, which the first message of a thread gets only once somebody presses a button."""
    conversation, _, message = handle.rpartition(" ")
    return f"{_key(conversation)} {message}"


def _key(conversation: str) -> str:
    return f"teams:{conversation.partition(';messageid=')[0]}"


def _alone(address: Address) -> bool:
    return bool(address.user)

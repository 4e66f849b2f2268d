"""The platform Teams: activities in at POST /api/messages, answers to invokes out, everything else by `send`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.connections import TeamsSettings
from bot.directory import Directory
from bot.faults import cause
from bot.logs import logger
from bot.outbox import NotNow
from bot.store.deliveries import Delivery
from bot.teams import answers, auth, parse
from bot.teams.connection import Connection
from bot.teams.keys import NoKeys
from bot.teams.people import PLATFORM
from bot.teams.pieces import sender
from bot.teams.presses import Presses
from bot.teams.send import letter
from bot.teams.under_way import UnderWay
from bot.turn import Outcome, Turn
from handlers.model import Ask, Called, Came, Event, Left, Looked, Nothing, Post, Pressed, Reply, Say, Update
from handlers.onlookers import Present

log = logger("proviso.teams")

PATIENCE = 2.5  # seconds until an invoke is answered with "one moment"; Teams waits for five
HURRY = 20.0  # seconds to send a reply: less than its lease, so that the outbox does not send it beside us
STOPPING = 10.0  # seconds that what was begun has to end

Taken = tuple[Event, Outcome]


class Teams:
    """One tenant's Teams. See `bot.channels.Platform`. `patience` is shorter in tests, and `presses` have
    a clock of their own there."""

    name = PLATFORM

    def __init__(
        self,
        settings: TeamsSettings,
        turn: Turn,
        directory: Directory,
        *,
        patience: float = PATIENCE,
        presses: Presses | None = None,
    ) -> None:
        self._settings = settings
        self._turn = turn
        self._directory = directory
        self._patience = patience
        self._connection: Connection | None = None
        self._stopping = False
        self._under_way = UnderWay()
        self._presses = presses or Presses()

    def add_routes(self, application: web.Application) -> None:
        """Put down where activities arrive."""
        application.add_routes([web.post("/api/messages", self._receive)])

    async def start(self) -> None:
        """Sign in and fetch Microsoft's keys. Raises PlatformFault where the settings can never work."""
        self._connection = await Connection.open(self._settings, self._directory)

    async def stop(self) -> None:
        """Take nothing new, and finish what was begun."""
        self._stopping = True
        await self._under_way.end(STOPPING)
        if self._connection is not None:
            await self._connection.close()

    async def settled(self) -> None:
        """Wait until all that was begun is done: answers sent, messages brought."""
        await self._under_way.end(STOPPING)

    def trouble(self) -> str:
        """Why nothing arrives at present; "" where all is well."""
        return self._connection.trouble() if self._connection is not None else "not started"

    async def send(self, delivery: Delivery) -> str:
        """Send, amend or withdraw one message; its handle. Raises as `bot.outbox.Send` says."""
        with self._under_way.marked():
            return await self._connected().sending.carry(delivery)

    async def members(self, place: str) -> Present:
        """Who is in a channel or group chat. Raises as `bot.channels.Platform` says."""
        return await self._connected().people.present(place)

    async def fetch(self, key: str) -> bytes:
        """A file that somebody sent. Raises as `bot.fetching.Fetch` says."""
        return await self._connected().fetch(key)

    # --- what arrives ---

    async def _receive(self, request: web.Request) -> web.Response:
        """One activity. 401 or 403 for what is not from Teams, 4xx for what is no activity, 503 while not ready."""
        if self._stopping or self._connection is None:
            return _come_again()
        try:
            activity = await self._connection.authentic(request)
        except auth.Denied as denied:
            log.warning("activity_denied", status=denied.status, reason=str(denied))
            return web.Response(status=denied.status)
        except NoKeys:
            return _come_again()
        event = parse.event(activity)
        if activity.get("type") == "invoke":
            return web.json_response(await self._invoked(activity, event))
        if event is not None and not await self._heard(activity, event):
            return _come_again()
        return web.Response(status=200)

    async def _heard(self, activity: dict[str, Any], event: Event) -> bool:
        """Answer what is no invoke: then the answer is in the store, and on its way. False: it was not taken."""
        try:
            taken = await asyncio.shield(self._under_way.begin(self._take(activity, event), watched=True))
        except Exception as fault:  # the roster did not say who it is
            log.warning("activity_not_answered", cause=cause(fault))
            return await self._busy(event)
        self._under_way.begin(self._deliver(*taken))
        return True

    async def _invoked(self, activity: dict[str, Any], event: Event | None) -> answers.Body:
        """The body that an invoke is answered with, in time."""
        name = str(activity.get("name") or "")
        if event is None:
            return answers.words(name, answers.UNKNOWN)
        task = self._under_way.begin(self._take(activity, event), watched=True)
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if not done:
            self._under_way.begin(self._late(event, task))
            return answers.later(name, activity)
        try:
            event, outcome = task.result()
        except Exception as fault:
            log.warning("invoke_not_answered", cause=cause(fault))
            return answers.words(name, answers.BUSY)
        try:
            body = await self._body(name, event, outcome.reply)
        except Exception as fault:  # it is done, and only cannot be shown here
            log.warning("reply_not_shown", reference=outcome.reference, cause=cause(fault))
            self._under_way.begin(self._late(event, task))
            return answers.later(name, activity)
        shown = name in answers.DIALOGS and not (isinstance(outcome.reply, Update) and _stands(event))
        if shown:
            self._under_way.begin(self._turn.sent(outcome))
        elif isinstance(outcome.reply, Say | Update):
            self._under_way.begin(self._deliver(event, outcome))
        return body

    async def _late(self, event: Event, task: asyncio.Task[Taken]) -> None:
        """What was not answered in time comes as a message. A form's page waits for "Show me"."""
        try:
            event, outcome = await task
        except Exception as fault:
            log.warning("invoke_not_answered", cause=cause(fault))
            await self._busy(event)
            return
        if not isinstance(outcome.reply, Ask):
            await self._deliver(event, outcome)

    async def _take(self, activity: dict[str, Any], event: Event) -> Taken:
        """Take the event through the turn, with the person whose account it came from.

        Raises what the connector raises where somebody new cannot be looked up.
        """
        people = self._connected().people
        source = await people.named(sender(activity))
        if not isinstance(event, Left | Called):  # a message's action works where the bot is not
            await people.keep_place(source, anew=isinstance(event, Came))
        person = await people.person(source)
        event = replace(event, who=person)
        if isinstance(event, Left):
            await people.leave(source, event)
        else:
            await people.keep_address(source, person, anew=isinstance(event, Came))
        if isinstance(event, Pressed) and activity.get("name") in (None, "", "adaptiveCard/action"):
            event = self._presses.once(event)
        return event, await self._turn.take(event, PLATFORM)

    # --- what goes out ---

    async def _body(self, name: str, event: Event, reply: Reply) -> answers.Body:
        connected = self._connected()
        if isinstance(event, Looked) and isinstance(reply, Nothing):
            # A card that no handler answers for: as it was sent, with its buttons if it has some for this person.
            post = await connected.sending.shown(event.post)
            reply = Update(post) if post is not None else reply
        people = await self._directory.staff() if isinstance(reply, Ask) else ()
        actors = () if isinstance(reply, Ask | Nothing) else reply.post.actors
        return answers.answer(name, event, reply, people, await connected.people.users(actors))

    async def _deliver(self, event: Event, outcome: Outcome) -> None:
        """Send a turn's reply as a message. What cannot be sent now is the outbox's."""
        if outcome.repeated or isinstance(outcome.reply, Nothing) or isinstance(event, Looked):
            return
        try:
            async with asyncio.timeout(HURRY):
                handle = await self._connected().sending.carry(letter(event, outcome.reply, outcome.reference))
        except Exception as fault:
            log.warning("reply_not_sent", reference=outcome.reference, cause=cause(fault))
            await self._turn.unsent(outcome, f"not sent at once ({type(fault).__name__})")
        else:
            await self._turn.sent(outcome, handle)

    async def _busy(self, event: Event) -> bool:
        """Say where it was said that it cannot be answered now. False where even that does not arrive."""
        try:
            await self._connected().sending.carry(letter(event, Say(Post(text=answers.BUSY)), ""))
        except Exception as fault:
            log.warning("not_said", cause=cause(fault))
            return False
        return True

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            raise NotNow("Teams is not connected at present")
        return self._connection


def _come_again() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "10"})


def _stands(event: Event) -> bool:
    """Whether the button stands on a message, and not in a dialog."""
    return isinstance(event, Pressed) and event.post not in ("", parse.IN_DIALOG)

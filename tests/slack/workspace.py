"""A fake Slack workspace on loopback: a Web API for the bot to call, and the people who use it.

    async with Workspace.open() as workspace:
        workspace.person("U1MARSH", "Miss Marsh", "marsh@larkfield.example")
        ...  # start the bot with workspace.settings(), tell workspace.bot where it listens
        await workspace.say("U1MARSH", "Can I accept a parent on Facebook?")
        (answer,) = await workspace.news("U1MARSH")
        await workspace.press("U1MARSH", "Keep a copy")

What somebody does returns the bot's acknowledgement (`Ack`). What they see: `sees`, `news`, `modal`, `home`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.connections import SlackSettings
from tests.patience import UNHURRIED
from tests.slack import shapes
from tests.slack.api import Api, as_view
from tests.slack.files import Files
from tests.slack.line import Ack, Line, Sockets
from tests.slack.rules import elements, view_refused
from tests.slack.world import BOT, Channel, Form, Message, Person, World

Seen = Message


class Workspace:
    """The workspace as its people use it."""

    def __init__(self, world: World, files: Files, line: Line, sockets: Sockets, base: str) -> None:
        self.world = world
        self.files = files
        self.line = line
        self.sockets = sockets
        self._base = base
        self._read: dict[str, list[tuple[int, int]]] = {}

    @classmethod
    @asynccontextmanager
    async def open(cls, patience: float = UNHURRIED) -> AsyncIterator[Workspace]:
        """Serve it until the block ends. `patience`: see `World`."""
        world, application = World(patience=patience), web.Application()
        sockets, files = Sockets(world), Files(world, lambda: str(server.make_url("/")))
        api = Api(world, files, lambda: str(server.make_url("/socket")))
        application.add_routes([*api.routes(), *files.routes(), *sockets.routes()])
        server = TestServer(application)
        await server.start_server()
        async with Line.open(world, sockets) as line:
            yield cls(world, files, line, sockets, str(server.make_url("/")))
        await sockets.close()
        await server.close()

    def settings(self, *, socket_mode: bool = False, **more: Any) -> SlackSettings:
        """Settings that connect a bot to this workspace."""
        self.line.socket_mode = socket_mode
        ours = {
            "bot_token": self.world.bot_token,
            "app_token": self.world.app_token,
            "signing_secret": self.line.secret,
            "api": f"{self._base}api/",
        }
        return SlackSettings(socket_mode=socket_mode, **{**ours, **more})

    def connect(self, address: str) -> None:
        """Where the bot listens, e.g. http://127.0.0.1:3978: for HTTP mode."""
        self.line.address = address.rstrip("/") + "/slack/events"

    # --- who and what there is ---

    def person(self, user: str, name: str, email: str, **more: Any) -> Person:
        """Somebody joins. `more` are fields of the user object; team="T…" for somebody of another workspace."""
        made = Person(user, name, email, **{key: more.pop(key) for key in ("team", "zone") if key in more}, more=more)
        self.world.people[user] = made
        return made

    def channel(self, channel: str, name: str, *members: str, bot: bool = True) -> Channel:
        """A channel with these members, and with the bot if it was invited."""
        made = Channel(channel, name, {*members, *([BOT] if bot else [])})
        self.world.channels[channel] = made
        return made

    # --- what people do ---

    async def say(self, user: str, text: str, *, thread: str = "", **more: Any) -> Ack:
        """They write to the bot in their own conversation with it."""
        channel = self.world.conversation(user)
        message = self._written(channel.id, user, text, thread)
        return await self.line.event(shapes.message(message, **more))

    async def mention(self, user: str, channel: str, text: str, *, thread: str = "", **more: Any) -> Ack:
        """They write in a channel, with @Proviso before the text."""
        message = self._written(channel, user, f"<@{BOT}> {text}", thread)
        return await self.line.event(shapes.mention(message, **more))

    async def send_file(
        self, user: str, name: str, data: bytes, text: str = "", *, channel: str = "", key: str = "", **said: Any
    ) -> Ack:
        """They send a file, to the bot alone or in a channel with @Proviso; `said` is what Slack says of it."""
        files = [self.files.put(user, name, data, **said)]
        if channel:
            return await self.mention(user, channel, text, key=key, files=files, upload=False)
        return await self.say(user, text, key=key, subtype="file_share", files=files, upload=False)

    async def command(self, user: str, command: str, text: str = "", *, channel: str = "") -> Ack:
        """They use a slash command, in a channel or in their own conversation with the bot."""
        place = self.world.channels[channel] if channel else self.world.conversation(user)
        said = shapes.command(self.world, user, place, command, text, self._response(user, place.id))
        return await self.line.command(said)

    async def shortcut(self, user: str, callback: str) -> Ack:
        """They use a global shortcut."""
        return await self.line.interactive(shapes.shortcut(self.world, user, callback))

    async def on_message(self, user: str, message: Message, callback: str) -> Ack:
        """They use a shortcut in a message's menu."""
        place = self.world.channels[message.channel]
        response = self._response(user, place.id)
        return await self.line.interactive(
            shapes.message_shortcut(self.world, user, place, message, callback, response)
        )

    async def press(self, user: str, label: str, on: Message | Form | None = None, *, home: bool = False) -> Ack:
        """They press a button by its label: in the form they have open, on Home, or on the last message that has it."""
        body = self.pressed(user, label, on, home=home)
        return await self.line.interactive(body)

    def pressed(self, user: str, label: str, on: Message | Form | None = None, *, home: bool = False) -> dict[str, Any]:
        """The payload of a press, for sending it oneself, twice or late."""
        if home:
            view = self.world.homes[user]
            return shapes.press_at_home(self.world, user, view, *_button(view["blocks"], label))
        stands = on or self.modal(user) or self._last_with(user, label)
        if isinstance(stands, Form):
            return shapes.press_in_form(self.world, user, as_view(stands), *_button(stands.view["blocks"], label))
        place = self.world.channels[stands.channel]
        response = self._response(user, place.id, stands)
        return shapes.press(self.world, user, place, stands, *_button(stands.blocks, label), response)

    async def fill(self, user: str, **answers: object) -> Ack:
        """They fill in the form they have open, by field, and submit it."""
        form = self.type(user, **answers)
        return self._answered(form, await self.line.interactive(self.submission(user)))

    def submission(self, user: str) -> dict[str, Any]:
        """The payload of submitting the form that they have open."""
        form = self.modal(user)
        assert form is not None, "no form is open"
        return shapes.submission(self.world, user, as_view(form))

    def type(self, user: str, **answers: object) -> Form:
        """They fill in the form, and leave it at that."""
        form = self.modal(user)
        assert form is not None, "no form is open"
        for field, value in answers.items():
            block = next(one for one in form.view["blocks"] if one.get("block_id", "").rpartition("#")[0] == field)
            element = block["element"]
            form.typed[(block["block_id"], element["action_id"])] = shapes.typed(element, value)
        return form

    async def back(self, user: str) -> Ack:
        """They press Back in the form."""
        return await self.press(user, "Back")

    async def cancel(self, user: str) -> Ack:
        """They press Cancel in the form."""
        return await self.press(user, "Cancel")

    async def close(self, user: str) -> Ack | None:
        """They close the form, by Escape, × or its Close button; the bot hears of it where the form asks for that."""
        form = self.modal(user)
        assert form is not None, "no form is open"
        form.open = False
        if not form.view.get("notify_on_close"):
            return None
        return await self.line.interactive(shapes.closed(self.world, user, as_view(form)))

    async def home_opened(self, user: str) -> Ack:
        """They open the bot's Home tab."""
        return await self.line.event(shapes.opened(user, self.world.conversation(user).id, "home"))

    async def messages_opened(self, user: str) -> Ack:
        """They open their conversation with the bot."""
        return await self.line.event(shapes.opened(user, self.world.conversation(user).id, "messages"))

    # --- what people see ---

    def sees(self, user: str, channel: str = "") -> list[Message]:
        """All that somebody sees, in order: in one channel, or in all of theirs. Their own words are among it."""
        theirs = {one.id for one in self.world.channels.values() if user in one.members}
        return [
            message for message in self.world.messages
            if not message.gone and message.only_for in ("", user)
            and (message.channel == channel or (not channel and message.channel in theirs))
        ]  # fmt: skip

    async def news(self, user: str, *, most: float = UNHURRIED) -> list[Message]:
        """What the bot has shown somebody since they looked last: new messages and changed ones. Waits for the first,
        and for the bot to have nothing in hand."""
        found = await self.until(lambda: self._unread(user), most=most)
        self._read[user] = [(id(one), one.changed) for one in self.sees(user)]
        return found

    def modal(self, user: str) -> Form | None:
        """The form that somebody has open."""
        return next((one for one in reversed(self.world.forms.values()) if one.user == user and one.open), None)

    def home(self, user: str) -> dict[str, Any]:
        """Somebody's Home tab, as it was published last."""
        return self.world.homes[user]

    async def until(self, true: Callable[[], Any], *, most: float = UNHURRIED) -> Any:
        """Wait until something is so, and return it. Raises AssertionError after `most` seconds."""
        for _ in itertools.repeat(None, int(most / 0.005)):
            if found := true():
                return found
            await asyncio.sleep(0.005)
        raise AssertionError(f"not within {most} s; calls: {[method for method, _ in self.world.calls]}")

    # --- inside ---

    def _unread(self, user: str) -> list[Message]:
        read = self._read.get(user, [])
        return [one for one in self.sees(user) if one.author == BOT and (id(one), one.changed) not in read]

    def _written(self, channel: str, user: str, text: str, thread: str) -> Message:
        message = Message(channel, self.world.ts(), user, text, thread=thread)
        self.world.messages.append(message)
        return message

    def _last_with(self, user: str, label: str) -> Message:
        for message in reversed(self.sees(user)):
            if label in labels(message.blocks):
                return message
        raise AssertionError(f"{user} sees no button {label!r}; sees {[labels(one.blocks) for one in self.sees(user)]}")

    def _response(self, user: str, channel: str, message: Message | None = None) -> str:
        key = str(self.world.number())
        self.world.responses[key] = (user, channel, message, self.world.now() + 1800, 0)
        return f"{self._base}response/{key}"

    def _answered(self, form: Form, ack: Ack) -> Ack:
        """What a submission's acknowledgement does to the form."""
        if ack.status != 200:
            form.errors = {"": "We had some trouble connecting. Try again?"}
            return ack
        action = ack.body.get("response_action") if ack.body else "close"
        if action == "errors":
            inputs = {block["block_id"] for block in form.view["blocks"] if block["type"] == "input"}
            assert set(ack.body["errors"]) <= inputs, "errors for blocks that are no inputs"
            form.errors = ack.body["errors"]
        elif action == "update":
            assert view_refused(ack.body["view"]) == []
            self.world.turn_page(form, ack.body["view"])
        else:
            assert action in ("close", "clear"), action
            form.open = False
        return ack


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    """The labels of all buttons."""
    return [one["text"]["text"] for _, one in elements(blocks)]


def words(shown: Message | Form | dict[str, Any]) -> str:
    """All that a message, a form or Home says, markup and all."""
    if isinstance(shown, Message):
        return json.dumps([shown.text, shown.blocks], ensure_ascii=False)
    return json.dumps(shown.view if isinstance(shown, Form) else shown, ensure_ascii=False)


def _button(blocks: list[dict[str, Any]], label: str) -> tuple[dict[str, Any], dict[str, Any]]:
    for block, element in elements(blocks):
        if element["text"]["text"] == label:
            return block, element
    raise AssertionError(f"no button {label!r} among {labels(blocks)}")

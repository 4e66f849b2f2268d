"""Slack: signed requests to the bot, and a fake workspace that shows what the bot has called it to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import Channels
from bot.directory import Directory
from bot.outbox import Send
from bot.slack.adapter import Slack
from bot.slack.answer import Patience
from bot.slack.render import button_element
from bot.turn import Turn
from handlers.desk import School
from handlers.model import Button, Move, Person
from handlers.onlookers import Present
from tests.patience import UNHURRIED
from tests.seats.seat import VISITOR
from tests.seats.seen import Page, Seen, seen
from tests.seats.slack_seen import plain, read_last_view, read_message, read_page
from tests.slack import shapes
from tests.slack.api import as_view
from tests.slack.workspace import Workspace
from tests.slack.world import BOT, Form, Message

HOME = "home"
ROOM, ROOM_NAME = "C1STAFF", "staff-room"
PATIENCE = Patience(acknowledge=UNHURRIED, form=UNHURRIED)


class SlackSeat:
    """The workspace, where everybody has a conversation with the bot, and the staff room is a channel."""

    name = "slack"
    must_arrive = False

    def __init__(self) -> None:
        self._open_ones = AsyncExitStack()
        self._users: dict[str, str] = {}  # by person key
        self._made_up: list[Message] = []

    async def open(self, turn: Turn, directory: Directory, school: School) -> Send:
        """Connect the bot over HTTP."""
        self._workspace = await self._open_ones.enter_async_context(Workspace.open())
        for number, one in enumerate((*(member.person for member in school.staff), VISITOR), 1):
            self._users[one.key] = f"U{number}{one.key.upper()}"
            self._workspace.person(self._users[one.key], one.name, one.email)
        self._workspace.channel(ROOM, ROOM_NAME, *self._users.values())
        self._adapter = Slack(self._workspace.settings(socket_mode=False), turn, directory, patience=PATIENCE)
        application = web.Application(client_max_size=1 << 20)
        self._adapter.add_routes(application)
        self._open_ones.push_async_callback(self._adapter.stop)
        await self._adapter.start()
        server = TestServer(application)
        await server.start_server()
        self._open_ones.push_async_callback(server.close)
        self._workspace.connect(str(server.make_url("/")))
        self._channels = Channels([self._adapter], directory)
        return self._channels.send

    async def close(self) -> None:
        """Stop the bot, then the workspace."""
        await self._open_ones.aclose()

    async def arrive(self, who: Person) -> None:
        """They open their conversation with the bot."""
        await self._workspace.messages_opened(self._users[who.key])

    async def settled(self) -> None:
        """The adapter knows what it has in hand."""
        await self._adapter.settled()

    # --- what people do ---

    async def say(self, who: Person, text: str) -> None:
        """In their own conversation."""
        await self._workspace.say(self._free(who), text)

    async def send_file(self, who: Person, name: str, data: bytes, text: str, *, aloud: bool) -> None:
        """In their own conversation, or in the staff room with @Proviso."""
        await self._workspace.send_file(self._free(who), name, data, text, channel=ROOM if aloud else "")

    async def fetch(self, platform: str, key: str) -> bytes:
        """From the workspace."""
        return await self._channels.fetch(platform, key)

    @property
    def fetched(self) -> int:
        """By the workspace's own count."""
        return sum(method == "download" for method, _ in self._workspace.world.calls)

    async def mention(self, who: Person, text: str) -> None:
        """In the staff room, with @Proviso before it."""
        await self._workspace.mention(self._free(who), ROOM, text)

    async def command(self, who: Person, command: str, text: str, *, aloud: bool) -> None:
        """In their own conversation with the bot, or in the staff room."""
        await self._workspace.command(self._free(who), f"/{command}", text, channel=ROOM if aloud else "")

    async def shortcut(self, who: Person, key: str) -> None:
        """From Slack's own search box."""
        await self._workspace.shortcut(self._free(who), key)

    async def present(self) -> Present:
        """As the workspace says."""
        return await self._channels.members(f"slack:{ROOM}")

    def admit(self, *people: Person) -> None:
        """They join the channel."""
        self._workspace.world.channels[ROOM].members |= {self._users[one.key] for one in people}

    def dismiss(self, *people: Person) -> None:
        """They leave it."""
        self._workspace.world.channels[ROOM].members -= {self._users[one.key] for one in people}

    async def use_on(self, who: Person, key: str, text: str, author: Person) -> None:
        """A message's own menu."""
        message = Message(ROOM, self._workspace.world.ts(), self._users[author.key], text)
        self._workspace.world.messages.append(message)
        await self._workspace.on_message(self._free(who), message, key)

    async def press(self, who: Person, at: str, button: Button) -> None:
        """On a message, a form's last view or Home; a message of their own where they do not see this one."""
        user = self._users[who.key]
        if at == HOME:
            body = self._at_home(self._free(who), button)
        elif at in self._workspace.world.forms:
            body = self._in_form(user, self._workspace.world.forms[at], button)
        else:
            body = self._on_message(self._free(who), at, button)
        ack = await self._workspace.line.interactive(body)
        assert ack.status == 200, ack

    async def fill(self, who: Person, page: Page, move: Move, given: Mapping[str, object]) -> None:
        """In the form that they have open; in one of their own making where it is somebody else's."""
        user, form = self._users[who.key], self._form_of(page)
        if form.user != user:
            form = self._workspace.world.form(user, form.view)
        assert self._workspace.modal(user) is form, "another form is open"
        for label, value in given.items():
            self._type(form, page.blanks[label].key, value)
        if move is Move.BACK:
            await self._workspace.back(user)
        elif move is Move.CANCEL:
            await self._workspace.cancel(user)
        else:
            await self._workspace.fill(user)

    async def leave(self, who: Person) -> None:
        """Slack tells the bot of it only where the form asks for that."""
        await self._workspace.close(self._users[who.key])

    async def home(self, who: Person) -> Seen:
        """The Home tab."""
        await self._workspace.home_opened(self._free(who))
        await self.settled()
        return seen(read_message("", self._workspace.home(self._users[who.key])["blocks"]), HOME)

    # --- what people see ---

    async def messages(self, who: Person) -> list[Seen]:
        """The bot's messages in their own conversation and in the staff room, with those that only they see."""
        return [
            seen(read_message(one.text, one.blocks), _at(one), alone=bool(one.only_for) or one.channel[0] == "D")
            for one in self._workspace.sees(self._users[who.key])
            if one.author == BOT and (one.changed or not any(one is other for other in self._made_up))
        ]

    def dialog(self, who: Person) -> Page | Seen | None:
        """The modal."""
        form = self._workspace.modal(self._users[who.key])
        if form is None:
            return None
        if form.view.get("callback_id") != "dialog":
            return seen(read_last_view(form.view), form.id)
        names = {user.id: user.name for user in self._workspace.world.people.values()}
        return read_page(as_view(form), form.errors, names, (form.id, form.hash, tuple(form.errors)))

    # --- inside ---

    def _free(self, who: Person) -> str:
        """Their user id, once they have closed a form's last view to get at what is behind it."""
        user = self._users[who.key]
        form = self._workspace.modal(user)
        if form is not None and form.view.get("callback_id") != "dialog":
            form.open = False
        return user

    def _form_of(self, page: Page) -> Form:
        assert isinstance(page.on, tuple)
        return self._workspace.world.forms[page.on[0]]

    def _type(self, form: Form, key: str, value: object) -> None:
        block = next(one for one in form.view["blocks"] if one.get("block_id", "").rpartition("#")[0] == key)
        element, world = block["element"], self._workspace.world
        people = {one.name: one.id for one in world.people.values()}
        channels = {one.name: one.id for one in world.channels.values()}
        match element["type"]:
            case "users_select":
                typed = shapes.typed(element, people[str(value)])
            case "multi_users_select":
                typed = shapes.typed(element, [people[one] for one in _several(value)])
            case "conversations_select":
                typed = shapes.typed(element, channels[str(value)])
            case "radio_buttons" | "static_select" if str(value) in _offered(element):
                typed = shapes.typed(element, _offered(element)[str(value)])
            case "radio_buttons" | "static_select":
                typed = {"selected_option": {"text": {"type": "plain_text", "text": "made up"}, "value": value}}
            case "checkboxes" | "multi_static_select":
                typed = shapes.typed(element, [_offered(element)[one] for one in _several(value)])
            case _:
                typed = shapes.typed(element, value)
        form.typed[(block["block_id"], element["action_id"])] = typed

    # Each press is made of what stood there when it was seen, which may have changed since.

    def _at_home(self, user: str, button: Button) -> dict[str, Any]:
        with _offering(self._workspace.world.homes[user], button):
            return self._workspace.pressed(user, button.label, home=True)

    def _in_form(self, user: str, form: Form, button: Button) -> dict[str, Any]:
        if form.user != user:
            form = self._workspace.world.form(user, form.view)
        with _offering(form.view, button):
            return self._workspace.pressed(user, button.label, form)

    def _on_message(self, user: str, at: str, button: Button) -> dict[str, Any]:
        message = next((one for one in self._workspace.sees(user) if _at(one) == at), None) or self._make_up(user)
        shown = {"blocks": message.blocks}
        with _offering(shown, button):
            message.blocks = shown["blocks"]
            body = self._workspace.pressed(user, button.label, message)
        message.blocks = shown["blocks"]
        return body

    def _make_up(self, user: str) -> Message:
        """A message in their own conversation, that the bot never sent with such a button."""
        world = self._workspace.world
        message = Message(world.conversation(user).id, world.ts(), BOT, "made up")
        world.messages.append(message)
        self._made_up.append(message)
        return message


def _several(value: object) -> list[str]:
    assert isinstance(value, (list, tuple))
    return [str(one) for one in value]


def _offered(element: dict[str, Any]) -> dict[str, str]:
    return {plain(one["text"]["text"]): one["value"] for one in element["options"]}


def _at(message: Message) -> str:
    return f"{message.channel} {message.ts}"


@contextmanager
def _offering(shown: dict[str, Any], button: Button) -> Iterator[None]:
    """Blocks that hold this button, for as long as it takes to press it."""
    held = shown["blocks"]
    shown["blocks"] = [{"type": "actions", "block_id": "pressed", "elements": [button_element(button, 0)]}]
    try:
        yield
    finally:
        shown["blocks"] = held

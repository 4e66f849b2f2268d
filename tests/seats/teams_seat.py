"""Teams: signed activities to the bot, and a fake tenant that shows what the bot has called it to show."""

from __future__ import annotations

import html
import itertools
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import Channels
from bot.directory import Directory
from bot.outbox import Send
from bot.teams.adapter import Teams
from bot.teams.presses import Presses
from bot.turn import Turn
from handlers.desk import School
from handlers.model import Button, Move, Person, Post
from handlers.onlookers import Present
from tests.patience import UNHURRIED
from tests.seats.seat import VISITOR
from tests.seats.seen import Page, Seen, seen
from tests.seats.teams_seen import is_page, read_card, read_message, read_page
from tests.teams.microsoft import Conversation, Json, Shown, User
from tests.teams.tenant import Page as Dialog
from tests.teams.tenant import tenant


class TeamsSeat:
    """The tenant, where everybody who has installed the bot has a chat with it, and the staff room is a channel."""

    name = "teams"
    must_arrive = True

    def __init__(self) -> None:
        self._open_ones = AsyncExitStack()
        self._users: dict[str, User] = {}  # by person key
        self._dialogs: dict[str, Dialog] = {}
        self._ordinals: dict[str, str] = {}  # which dialog it is that they have open, by person key
        self._numbers = itertools.count(1)
        self._made_up: list[Shown] = []

    async def open(self, turn: Turn, directory: Directory, school: School) -> Send:
        """Connect the bot. Between two presses ten seconds pass, so that no two are taken for a double click."""
        self._tenant = await self._open_ones.enter_async_context(tenant())
        for one in (*(member.person for member in school.staff), VISITOR):
            self._users[one.key] = self._tenant.add(one.name, one.email)
        self._room = self._tenant.channel(*self._users.values())
        self._adapter = Teams(
            self._tenant.settings(),
            turn,
            directory,
            patience=UNHURRIED,
            presses=Presses(itertools.count(step=10).__next__),
        )
        application = web.Application(client_max_size=1 << 20)
        self._adapter.add_routes(application)
        self._open_ones.push_async_callback(self._adapter.stop)
        await self._adapter.start()
        server = TestServer(application)
        await server.start_server()
        self._open_ones.push_async_callback(server.close)
        self._tenant.address = str(server.make_url("/")).rstrip("/")
        self._channels = Channels([self._adapter], directory)
        return self._channels.send

    async def close(self) -> None:
        """Stop the bot, then the tenant."""
        await self._open_ones.aclose()

    async def arrive(self, who: Person) -> None:
        """They add the app."""
        await self._tenant.install(self._users[who.key])

    async def settled(self) -> None:
        """The adapter knows what it has in hand."""
        await self._adapter.settled()

    # --- what people do ---

    async def say(self, who: Person, text: str) -> None:
        """In their own chat. Teams sends nothing empty there; a bare mention comes nearest."""
        user = self._free(who)
        await self._post(self._tenant.message(user, text if text.strip() else "<at>Proviso</at>"))

    async def send_file(self, who: Person, name: str, data: bytes, text: str, *, aloud: bool) -> None:
        """In their own chat, or in the staff room with @Proviso."""
        where = self._room if aloud else None
        await self._post(self._tenant.file(self._free(who), name, data, text, where))

    async def fetch(self, platform: str, key: str) -> bytes:
        """From their OneDrive."""
        return await self._channels.fetch(platform, key)

    @property
    def fetched(self) -> int:
        """By OneDrive's own count."""
        return len(self._tenant.drive.calls)

    async def mention(self, who: Person, text: str) -> None:
        """In the staff room, with @Proviso before it."""
        user = self._free(who)
        await self._post(self._tenant.message(user, f"<at>Proviso</at> {text}", self._room))

    async def command(self, who: Person, command: str, text: str, *, aloud: bool) -> None:
        raise NotImplementedError("Teams has no slash commands; its menu of words types them")

    async def shortcut(self, who: Person, key: str) -> None:
        raise NotImplementedError("Teams has no shortcuts")

    async def present(self) -> Present:
        """As the tenant says."""
        return await self._channels.members(f"teams:{self._room.id}")

    def admit(self, *people: Person) -> None:
        """They are put into the channel."""
        self._room.members |= {user.user: user for user in (self._users[one.key] for one in people)}

    def dismiss(self, *people: Person) -> None:
        """They are taken out of it."""
        for one in people:
            del self._room.members[self._users[one.key].user]

    async def use_on(self, who: Person, key: str, text: str, author: Person) -> None:
        """A message's own menu; what comes is shown in a dialog."""
        written, user = f"<p>{html.escape(text)}</p>", self._users[who.key]
        self._open(who, await self._tenant.use_action(user, self._room, key, written, self._users[author.key]))

    async def press(self, who: Person, at: str, button: Button) -> None:
        """In a dialog or on a message; on a message of their own where they do not see this one."""
        user = self._users[who.key]
        if at == self._ordinals.get(who.key):
            self._dialogs[who.key] = await self._tenant.submit(self._dialogs[who.key], button.label)
            return
        self._free(who)
        shown = self._message(user, at) or self._make_up(user)
        data: Json = {"button": button.key, "value": button.value}
        if button.opens:
            value = {"data": data | {"msteams": {"type": "task/fetch"}}, "context": {"theme": "default"}}
            body = await self._tenant.invoke(user, shown.conversation, "task/fetch", value, reply_to=shown.id)
            self._open(who, Dialog(user, shown.conversation, body["task"]))
        else:
            action = {"type": "Action.Execute", "title": button.label, "verb": button.key, "data": data}
            await self._tenant.act(user, shown, {"action": action, "trigger": "manual"})

    async def fill(self, who: Person, page: Page, move: Move, given: Mapping[str, object]) -> None:
        """In the dialog that they have open; in one of their own making where it is somebody else's."""
        user = self._users[who.key]
        assert isinstance(page.on, dict)
        if who.key not in self._dialogs:
            self._open(who, Dialog(user, self._tenant.chat(user).id, page.on))
        here = replace(self._dialogs[who.key], task=page.on)
        title = {Move.NEXT: page.buttons[0], Move.BACK: "Back", Move.CANCEL: "Cancel"}[move]
        typed = {page.blanks[label].key: _value(page, label, value) for label, value in given.items()}
        self._dialogs[who.key] = await self._tenant.submit(here, title, **typed)

    async def leave(self, who: Person) -> None:
        """Teams sends nothing."""
        del self._dialogs[who.key]
        self._ordinals.pop(who.key, None)

    async def home(self, who: Person) -> Seen:
        """Teams has no such page: it is asked for in words."""
        await self.say(who, "home")
        await self.settled()
        return (await self.messages(who))[-1]

    # --- what people see ---

    async def messages(self, who: Person) -> list[Seen]:
        """The bot's messages in their own chat and in the staff room, each card as it is shown to them."""
        user = self._users[who.key]
        for one, _ in self._all(user):
            if user.user not in one.seen and user.user in one.card().get("refresh", {}).get("userIds", []):
                await self._tenant.refresh(user, one)  # as their client does by itself
        return [
            seen(read_message(one.activity, one.card(user)), one.id, alone=chat.kind == "personal")
            for one, chat in self._all(user)
            if one.versions > 1 or not any(one is other for other in self._made_up)
        ]

    def dialog(self, who: Person) -> Page | Seen | None:
        """As the last invoke was answered."""
        dialog = self._dialogs.get(who.key)
        if dialog is None:
            return None
        if is_page(dialog.task):
            return read_page(dialog.task)
        post = read_card(dialog.card) if dialog.card else Post(text=dialog.words)
        return seen(post, self._ordinals[who.key])

    # --- inside ---

    def _open(self, who: Person, dialog: Dialog) -> None:
        self._dialogs[who.key] = dialog
        self._ordinals[who.key] = f"dialog {next(self._numbers)}"

    def _free(self, who: Person) -> User:
        """Their account, once they have closed the dialog to get at what is behind it."""
        self._dialogs.pop(who.key, None)
        self._ordinals.pop(who.key, None)
        return self._users[who.key]

    def _all(self, user: User) -> list[tuple[Shown, Conversation]]:
        """What stands before somebody, in the order in which it came."""
        chats = [self._tenant.chat(user), *([self._room] if user.user in self._room.members else [])]
        return sorted(((one, chat) for chat in chats for one in self._tenant.shown(chat)), key=lambda one: one[0].id)

    def _message(self, user: User, at: str) -> Shown | None:
        return next((one for one, _ in self._all(user) if one.id == at), None)

    def _make_up(self, user: User) -> Shown:
        """A message in their own chat, that the bot never sent with such a button."""
        chat = self._tenant.chat(user)
        shown = Shown(chat.id, self._tenant.next_id(), {"type": "message", "text": "made up"})
        chat.shown.append(shown)
        self._made_up.append(shown)
        return shown

    async def _post(self, activity: Json) -> None:
        status, _ = await self._tenant.post(activity)
        assert status in (200, 201), status


def _value(page: Page, label: str, value: object) -> str:
    """A choice's key; of several, as Teams writes them."""
    choices = page.blanks[label].choices
    if isinstance(value, (list, tuple)):
        return ",".join(choices.get(str(one), str(one)) for one in value)
    return choices.get(str(value), str(value))

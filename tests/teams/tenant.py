"""A school's Teams for tests: people who write, press, fill in and install, and what each conversation shows.

It speaks to the bot as Teams does, by signed HTTP, wherever the bot runs: set `address` to where it listens. What the
bot answers goes through `tests.teams.microsoft`, a server of its own.
"""

from __future__ import annotations

import asyncio
import inspect
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession, web

from tests.patience import UNHURRIED
from tests.teams.microsoft import Conversation, Json, Microsoft, Shown, User, texts

IN_TIME = 5.0  # seconds after which Teams shows "Unable to reach app"


@dataclass
class Page:
    """A dialog as somebody has it before them: what the last invoke was answered with."""

    who: User
    conversation: str
    task: Json
    about: Json | None = None  # the message that a message action was used on
    command: str = ""

    @property
    def card(self) -> Json:
        """The card in it; {} where the dialog closed with a word."""
        value = self.task["value"]
        content: Json = value["card"]["content"] if isinstance(value, dict) else {}
        return content

    @property
    def words(self) -> str:
        """All that it says, in reading order."""
        return "\n".join(texts(self.card)) if self.card else str(self.task["value"])

    @property
    def buttons(self) -> list[str]:
        """The titles of its buttons."""
        return [action["title"] for action in self.card.get("actions", [])]

    @property
    def fields(self) -> dict[str, Json]:
        """Its inputs by their ids."""
        return {part["id"]: part for part in self.card.get("body", []) if part["type"].startswith("Input.")}

    @property
    def faults(self) -> list[str]:
        """What it says is wrong."""
        found = []
        for part in self.card.get("body", []):
            marked = [run for run in part.get("inlines", [part]) if run.get("color") == "Attention"]
            found += texts([part]) if marked else []
        return found


class Tenant(Microsoft):
    """The school's Teams with its people. Made by `tenant()`. `in_time`: seconds that an invoke may take."""

    def __init__(self, session: ClientSession) -> None:
        super().__init__()
        self.address = ""  # of the bot: "http://127.0.0.1:3978"
        self.in_time = UNHURRIED
        self._session = session

    # --- who and where ---

    def add(self, name: str, email: str, **other: str) -> User:
        """Somebody with an account. `tenant` and `role` ("guest") may be given."""
        account = str(uuid.uuid4())
        who = User(name, email, f"29:{uuid.uuid4().hex}", account, **{"tenant": self.tenant, **other})
        self.users[who.user] = who
        return who

    def chat(self, who: User) -> Conversation:
        """Somebody's own conversation with the bot, which is there once they add the app or write to it."""
        found = self.personal(who)
        if found is None:
            found = Conversation(f"a:1{uuid.uuid4().hex}", "personal", {who.user: who})
            self.conversations[found.id] = found
        return found

    def channel(self, *members: User, kind: str = "channel") -> Conversation:
        """A channel that the bot is in; or, by `kind`, a group chat ("groupChat")."""
        sort = "tacv2" if kind == "channel" else "v2"
        made = Conversation(f"19:{uuid.uuid4().hex}@thread.{sort}", kind, {one.user: one for one in members})
        self.conversations[made.id] = made
        return made

    def shown(self, where: User | Conversation) -> list[Shown]:
        """What stands in a conversation from the bot, oldest first, without what was taken back."""
        chat = self.chat(where) if isinstance(where, User) else where
        return [one for one in chat.shown if not one.gone]

    # --- what people do ---

    async def install(self, who: User) -> Shown:
        """They add the app; Teams tells of it twice. The welcome."""
        before = len(self.shown(who))
        self.chat(who).installed = True
        await self.post(self.activity(who, self.chat(who), type="installationUpdate", action="add"))
        await self.post(self.activity(who, self.chat(who), type="conversationUpdate", membersAdded=[{"id": self.bot}]))
        return await self._next(self.chat(who), before)

    async def uninstall(self, who: User) -> None:
        """They remove the app."""
        await self.post(self.activity(who, self.chat(who), type="installationUpdate", action="remove"))
        self.chat(who).installed = False

    async def say(self, who: User, text: str) -> Shown:
        """They write in their own conversation with the bot; its answer."""
        before = len(self.shown(who))
        status, _ = await self.post(self.message(who, text))
        assert status in (200, 201), status
        return await self._next(self.chat(who), before)

    def file(self, who: User, name: str, data: bytes, text: str = "", where: Conversation | None = None) -> Json:
        """The activity of their sending a file. In a channel a file stands in the team's own SharePoint, and the bot is
        not told of it."""
        if where is not None and where.kind != "personal":
            return self.message(who, f"<at>Proviso</at> {text}", where)
        written = {"contentType": "text/html", "content": f"<p>{text}</p>"}
        return self.message(who, text, attachments=[self.drive.put(who.account, name, data), written])

    async def mention(self, who: User, where: Conversation, text: str, *, thread: str = "") -> Shown:
        """They mention the bot in a channel or group chat, in a `thread` or anew; its answer, in that conversation."""
        before = len(self.shown(where))
        status, _ = await self.post(self.message(who, f"<at>Proviso</at> {text}", where, thread=thread))
        assert status in (200, 201), status
        return await self._next(where, before)

    async def press(self, who: User, shown: Shown, title: str, *, plain: bool = False) -> Json:
        """They press a button that acts; Teams' answer to the press. `plain`: in a client that knows only Submit."""
        action = self._button(shown.card(who), title)
        assert action["type"] == "Action.Execute", f"{title!r} opens a dialog: use open()"
        if plain:
            data = action["fallback"]["data"]
            activity = self.message(who, "", self._chat(shown), value=data, replyToId=shown.id)
            status, _ = await self.post(activity | {"conversation": self._where(self._thread(shown))})
            assert status in (200, 201), status
            return {}
        value = {"action": {"type": "Action.Execute", "title": title, "verb": action["verb"], "data": action["data"]}}
        return await self.act(who, shown, {**value, "trigger": "manual"})

    async def refresh(self, who: User, shown: Shown) -> Json:
        """Their client asks for a card of its own, which it does for those whom the card names."""
        asking = shown.card().get("refresh", {})
        assert who.user in asking.get("userIds", []), f"{who.name}'s client does not refresh this card"
        return await self.act(who, shown, {"action": asking["action"], "trigger": "automatic"})

    async def open(self, who: User, shown: Shown, title: str) -> Page:
        """They press a button that opens a dialog."""
        action = self._button(shown.card(who), title)
        assert action["data"].get("msteams") == {"type": "task/fetch"}, f"{title!r} opens no dialog: use press()"
        value = {"data": action["data"], "context": {"theme": "default"}}
        body = await self.invoke(who, self._thread(shown), "task/fetch", value, reply_to=shown.id)
        return Page(who, self._thread(shown), body["task"])

    async def use_action(self, who: User, where: Conversation, command: str, html: str, author: User) -> Page:
        """They choose the app's action in the menu of `author`'s message."""
        about = {
            "id": self.next_id(),
            "createdDateTime": "2027-03-03T08:55:00Z",
            "from": {"user": {"userIdentityType": "aadUser", "id": author.account, "displayName": author.name}},
            "body": {"contentType": "html", "content": html},
        }
        value = {"commandId": command, "commandContext": "message", "messagePayload": about}
        body = await self.invoke(who, where.id, "composeExtension/fetchTask", value)
        return Page(who, where.id, body["task"], about, command)

    async def submit(self, page: Page, title: str, **given: str) -> Page:
        """They fill in a dialog's page, beside what stands there, and press one of its buttons."""
        action = self._button(page.card, title)
        assert action["type"] == "Action.Submit", "a dialog knows no Action.Execute"
        assert "msteams" not in action["data"], "msteams actions do not work inside a dialog"
        unknown = set(given) - set(page.fields)
        assert not unknown, f"the page has no field {unknown}"
        typed = {name: part["value"] for name, part in page.fields.items() if part.get("value")}
        data = {**{name: value for name, value in (typed | given).items() if value}, **action["data"]}
        name, value = "task/submit", {"data": data, "context": {"theme": "default"}}
        if page.about is not None:
            name, value = "composeExtension/submitAction", {"commandId": page.command, "data": data}
            value |= {"commandContext": "message", "messagePayload": page.about}
        body = await self.invoke(page.who, page.conversation, name, value)
        return Page(page.who, page.conversation, body["task"], page.about, page.command)

    # --- what goes over the wire ---

    def activity(self, who: User, chat: Conversation, **parts: Any) -> Json:
        """An activity of theirs there, with whatever `parts` make it special."""
        conversation: Json = {"conversationType": chat.kind, "tenantId": self.tenant, "id": chat.id}
        if chat.kind != "personal":
            conversation["isGroup"] = True
        return {
            "id": self.next_id(),
            "timestamp": datetime.now(UTC).isoformat(),
            "channelId": "msteams",
            "serviceUrl": self.service,
            "from": {"id": who.user, "name": who.name, "aadObjectId": who.account},
            "conversation": conversation,
            "recipient": {"id": self.bot, "name": "Proviso"},
            "entities": [{"type": "clientInfo", "locale": "en-GB", "timezone": who.zone, "platform": "Web"}],
            "channelData": {"tenant": {"id": self.tenant}},
            "locale": "en-GB",
            **parts,
        }

    def message(
        self, who: User, text: str, where: Conversation | None = None, *, thread: str = "", **other: Any
    ) -> Json:
        """A message activity as Teams writes it."""
        chat = where or self.chat(who)
        activity = self.activity(who, chat, type="message", text=text, textFormat="plain", **other)
        if chat.kind == "channel":
            activity["conversation"]["id"] += f";messageid={thread or activity['id']}"
        if "<at>Proviso</at>" in text:
            mentioned = {"id": self.bot, "name": "Proviso"}
            activity["entities"] = [{"type": "mention", "mentioned": mentioned, "text": "<at>Proviso</at>"}]
        return activity

    async def invoke(self, who: User, conversation: str, name: str, value: Json, *, reply_to: str = "") -> Json:
        """An invoke as Teams sends it; its body. Fails where the bot takes too long or has nothing to say."""
        chat = self.conversations[conversation.partition(";messageid=")[0]]
        activity = self.activity(who, chat, type="invoke", name=name, value=value)
        activity["id"] = f"f:{uuid.uuid4()}"
        activity["conversation"] |= self._where(conversation)
        if reply_to:
            activity["replyToId"] = reply_to
        return await self.ask(activity)

    async def ask(self, activity: Json) -> Json:
        """An invoke's body, in time."""
        began = time.monotonic()
        status, body = await self.post(activity)
        assert time.monotonic() - began < self.in_time, "Unable to reach app"
        assert status == 200, f"the bot answered {status}"
        assert body, "an empty answer makes Teams show an error"
        return body

    async def post(self, activity: Json, token: str | None = None) -> tuple[int, Json]:
        """Post an activity to the bot, signed; status and body."""
        headers = {"Authorization": f"Bearer {token or self.token()}"}
        async with self._session.post(f"{self.address}/api/messages", json=activity, headers=headers) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else {}

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so; `condition` may be async. Fails where it never is."""
        deadline = time.monotonic() + UNHURRIED
        while True:
            found = condition()
            if await found if inspect.isawaitable(found) else found:
                return
            assert time.monotonic() < deadline, "waited in vain"
            await asyncio.sleep(0.005)

    async def act(self, who: User, shown: Shown, value: Json) -> Json:
        """A Universal Action on a message, as Teams takes its answer: a card for whoever pressed, or a line."""
        versions = shown.versions
        body = await self.invoke(who, self._thread(shown), "adaptiveCard/action", value, reply_to=shown.id)
        assert body["statusCode"] == 200
        assert body["value"], "an empty value makes Teams show an error"
        if body["type"] == "application/vnd.microsoft.card.adaptive":
            if shown.versions == versions:  # a base card that came meanwhile is newer
                shown.seen[who.user] = body["value"]
        else:
            shown.lines.append(body["value"])
        return body

    # --- inside ---

    async def _next(self, chat: Conversation, before: int) -> Shown:
        await self.until(lambda: len(self.shown(chat)) > before)
        return self.shown(chat)[-1]

    def _chat(self, shown: Shown) -> Conversation:
        return self.conversations[shown.conversation.partition(";messageid=")[0]]

    def _thread(self, shown: Shown) -> str:
        """The conversation as a press on the message names it: in a channel with the thread, be it its own."""
        alone = self._chat(shown).kind != "channel" or ";messageid=" in shown.conversation
        return shown.conversation if alone else f"{shown.conversation};messageid={shown.id}"

    def _where(self, conversation: str) -> Json:
        chat = self.conversations[conversation.partition(";messageid=")[0]]
        return {"conversationType": chat.kind, "tenantId": self.tenant, "id": conversation}

    def _button(self, card: Json, title: str) -> Json:
        actions: list[Json] = card.get("actions", [])
        found = [action for action in actions if action["title"] == title]
        assert found, f"no button {title!r} among {[action['title'] for action in actions]}"
        return found[0]


@asynccontextmanager
async def tenant() -> AsyncIterator[Tenant]:
    """A tenant whose server listens on loopback."""
    async with ClientSession() as session:
        made = Tenant(session)
        runner = web.AppRunner(made.application(), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        made.url = made.drive.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield made
        await runner.cleanup()

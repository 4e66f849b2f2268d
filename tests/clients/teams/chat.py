"""The signed Teams driver before a bot that runs as a process of its own: a `Client`.

The driver (`tests.teams.tenant`) speaks and shows as Teams does, over real HTTP; nothing else shows Teams' dialogs.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from tests.clients.school import ADDRESSES, Serving
from tests.teams.microsoft import Shown, User
from tests.teams.tenant import Page, Tenant, tenant

T = TypeVar("T")

PATIENCE = 30.0  # seconds for anything that the driver does


class Chat:
    """The school's Teams. It lives in a thread of its own, so that a conversation can be told without `await`."""

    def __init__(self, driver: Tenant, loop: asyncio.AbstractEventLoop) -> None:
        self.driver = driver
        self.people: dict[str, User] = {name: driver.add(name, email) for name, email in ADDRESSES.items()}
        self.serving: Serving | None = None
        self._channel = driver.channel(*self.people.values())
        self._loop = loop
        self._pages: dict[str, Page] = {}
        self._given: dict[str, str] = {}

    def connect(self, serving: Serving) -> None:
        """Speak to this bot, and have everybody add the app: Teams lets a bot write to nobody else."""
        self.serving, self.driver.address = serving, serving.address
        for who in self.people.values():
            self._do(self.driver.install(who))

    def say(self, who: str, words: str) -> None:
        """Write in the chat with the bot."""
        self._do(self.driver.say(self.people[who], words))

    def messages(self, who: str) -> Sequence[str]:
        """What the bot's messages show, buttons included, as this person sees them."""
        user = self.people[who]
        return ["\n".join([one.words(user), *one.buttons(user)]) for one in self.driver.shown(user)]

    def press(self, who: str, label: str) -> None:
        """Press a button on the newest message that has it, whether it acts or opens a dialog."""
        user, shown = self.people[who], self._with(who, label)
        action = next(one for one in shown.card(user)["actions"] if one["title"] == label)
        if action["data"].get("msteams") == {"type": "task/fetch"}:
            self._turn_to(who, self._do(self.driver.open(user, shown, label)))
        else:
            self._do(self.driver.press(user, shown, label))

    def dialog(self, who: str) -> str:
        """What the dialog shows."""
        page = self._pages.get(who)
        return "\n".join([page.words, *page.buttons]) if page is not None else ""

    def answer(self, who: str, field: str, value: str) -> None:
        """Fill in a field by its label; of a list, choose what reads so, beside what was chosen already."""
        labels = (field, f"{field} (optional)")
        key, part = next(one for one in self._pages[who].fields.items() if one[1]["label"] in labels)
        titles = {one["title"]: one["value"] for one in part.get("choices", ())}
        chosen = titles[value] if titles else value
        before = self._given.get(key) if part.get("isMultiSelect") else None
        self._given[key] = f"{before},{chosen}" if before else chosen

    def submit(self, who: str, label: str) -> None:
        """Send the page."""
        self._turn_to(who, self._do(self.driver.submit(self._pages[who], label, **self._given)))

    def close(self, who: str) -> None:
        """Close the dialog, which Teams does without a word to the bot."""
        del self._pages[who]

    def crash(self, leaving: str = "") -> None:
        """Kill the bot and start it anew. Of a dialog that somebody leaves, Teams keeps nothing."""
        assert self.serving is not None
        self.serving.crash()
        self._pages.pop(leaving, None)

    def drawn(self, words: str) -> str:
        """Words to be copied, as they are shown: as they are."""
        return words

    def begin_telling(self, who: str) -> None:
        """Teams has no commands: by words, and the button that they bring."""
        self.say(who, "tell somebody")
        self.press(who, "Tell somebody")

    def press_at_once(self, label: str, *people: str) -> None:
        """Each presses the button of the card as it is now, whatever the other has pressed meanwhile."""
        presses = []
        for who in people:
            user, shown = self.people[who], self._with(who, label)
            action = next(one for one in shown.card(user)["actions"] if one["title"] == label)
            value = {"action": {key: action[key] for key in ("type", "title", "verb", "data")}, "trigger": "manual"}
            presses.append((user, shown, value))
        for user, shown, value in presses:
            self._do(self.driver.act(user, shown, value))

    # --- what only Teams has ---

    def mention(self, who: str, words: str) -> str:
        """Mention the bot in the staff's channel; what it answers there."""
        return self._do(self.driver.mention(self.people[who], self._channel, words)).words()

    def in_channel(self, who: str) -> Sequence[str]:
        """What the bot's messages in the channel show, once this person's client has asked for what is theirs."""
        user, messages = self.people[who], self.driver.shown(self._channel)
        for one in messages:
            if user.user in one.card().get("refresh", {}).get("userIds", []):
                self._do(self.driver.refresh(user, one))
        return ["\n".join([one.words(user), *one.buttons(user)]) for one in messages]

    def press_in_channel(self, who: str, label: str) -> None:
        """Press a button of the newest message in the channel."""
        self._do(self.driver.press(self.people[who], self.driver.shown(self._channel)[-1], label))

    def settings(self) -> str:
        """`[teams]` of proviso.toml; TOML writes strings and lists as JSON does."""
        said = self.driver.settings()
        names = ("app_id", "tenant", "hosts", "openid", "login")
        return "[teams]\n" + "".join(f"{name} = {json.dumps(getattr(said, name))}\n" for name in names)

    def secrets(self) -> dict[str, str]:
        """The variable that the bot needs."""
        return {"PROVISO_TEAMS_SECRET": self.driver.secret}

    def _with(self, who: str, label: str) -> Shown:
        """The newest message with this button."""
        user = self.people[who]
        return next(one for one in reversed(self.driver.shown(user)) if label in one.buttons(user))

    def _turn_to(self, who: str, page: Page) -> None:
        """Another page, or the same with what is wrong: what was typed stands in it already."""
        self._pages[who] = page
        self._given.clear()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)


@contextmanager
def teams() -> Iterator[Chat]:
    """The school's Teams, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opening = tenant()
    driver = asyncio.run_coroutine_threadsafe(opening.__aenter__(), loop).result(PATIENCE)
    try:
        yield Chat(driver, loop)
    finally:
        asyncio.run_coroutine_threadsafe(opening.__aexit__(None, None, None), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()

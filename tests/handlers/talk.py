"""A conversation for tests: who says or presses what, and what they see, on whichever platform they sit at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self, TypeVar

import pytest

from bot.app import router
from bot.directory import Directory
from bot.outbox import NotNow, Outbox
from bot.roll import Kept, Roll
from bot.store.deliveries import Delivery
from bot.store.store import Store
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.desk import Desk, Member, Role, School
from handlers.model import Event, Move, Post
from handlers.records import Appointment, StaffLine, Standing
from tests.handlers.larkfield import SCHOOL, Book
from tests.seats.seat import Seat
from tests.seats.seen import Page, Seen, same

Done = TypeVar("Done")
Shown = TypeVar("Shown", bound=Page | Seen)

BARE = replace(SCHOOL, staff=())  # who works there, and as what, is in the store


def on(*platforms: str) -> pytest.MarkDecorator:
    """Marks a test of some platforms only; its docstring says why."""
    return pytest.mark.parametrize("seat", platforms, indirect=True)


class Talk:
    """Everybody's conversations with the bot. Machine and platform are real, up to the network's edge."""

    def __init__(self, seat: Seat, store: Store, book: Book, turn: Turn, outbox: Outbox, roll: _Settings) -> None:
        self.seat = seat
        self.store = store
        self.book = book
        self._roll = roll
        self._turn = turn
        self._outbox = outbox
        self._here: set[str] = set()  # who has opened the bot
        self._known: dict[str, dict[str, Seen]] = {}  # what somebody has read, by where it stands
        self._unread: dict[str, list[Seen]] = {}

    @classmethod
    @asynccontextmanager
    async def open(
        cls, seat: Seat, store: Store, *, administrator: str = "", roll: Roll | None = None
    ) -> AsyncIterator[Self]:
        """The bot with its staff list, until the block ends. Nobody has a role, unless `roll` says so."""
        book, bare = Book(), replace(BARE, administrator=administrator, browser=seat.name == "web")
        known = _Settings(roll or Kept(bare))
        turn = Turn(store, router(), known, lambda _: book)
        try:
            send = await seat.open(turn, Directory(store, bare), SCHOOL)
            talk = cls(seat, store, book, turn, Outbox(store, send), known)
            await talk.employ()
            yield talk
        finally:
            await seat.close()

    async def employ(self, *but: Member, ended: str = "") -> None:
        """Put everybody on the staff list; `but` them, whose last day is `ended`."""
        lines = [
            StaffLine(one.person.key, one.person.name, one.person.email, one.capacity, one.job,
                      ends=ended if one in but else "")
            for one in SCHOOL.staff
        ]  # fmt: skip
        await self.store.run(lambda tx: tx.at(SCHOOL.id).put_staff(lines))

    async def hold(self, **roles: Role) -> None:
        """Roles that were accepted long ago: head=Role.HEAD, by person key."""
        for key, role in roles.items():
            await self.appoint(key, role)

    async def appoint(self, key: str, role: Role) -> None:
        """One role that was accepted long ago."""
        then = self.store.clock() - timedelta(days=100)
        one = Appointment(f"{key}-{role}", role, key, "somebody", then, Standing.HELD)
        await self.store.run(lambda tx: tx.at(SCHOOL.id).appoint(one))

    def settings(self, **given: object) -> None:
        """What the school's settings say besides, by field of School."""
        self._roll.given.update(given)

    @property
    def turn(self) -> Turn:
        """The machine's entrance, for what works beside the conversations."""
        return self._turn

    async def at_desk(self, work: Callable[[Desk], Done]) -> Done:
        """Do something in one transaction, with what a handler would have before it."""
        return await self._turn.at_desk(SCHOOL.id, lambda desk, _: work(desk))

    # --- words and commands ---

    async def say(self, who: Member, text: str) -> Seen:
        """They type something in their own conversation with the bot; what they see."""
        return _alone(_one(await self._news_of(who, self.seat.say(who.person, text))))

    async def send_file(self, who: Member, name: str, data: bytes, text: str = "", *, aloud: bool = False) -> Seen:
        """They send a file, with words or without; what they see."""
        return _one(await self._news_of(who, self.seat.send_file(who.person, name, data, text, aloud=aloud)))

    async def say_aloud(self, who: Member, text: str) -> Seen:
        """They type something where others read along; what they see, there or alone."""
        return _one(await self._news_of(who, self.seat.mention(who.person, text)))

    async def command(self, who: Member, command: str, text: str = "", *, aloud: bool = False) -> Seen:
        """They use a slash command, in their own conversation or (`aloud`) in the staff room; only they see what
        comes."""
        return _alone(_one(await self._news_of(who, self.seat.command(who.person, command, text, aloud=aloud))))

    async def open_by(self, who: Member, command: str, text: str = "") -> Page:
        """The same where it opens a form."""
        return _page(await self._does(who, self.seat.command(who.person, command, text, aloud=False)))

    async def shortcut(self, who: Member, key: str) -> Page:
        """They use a shortcut from anywhere, which opens a form."""
        return _page(await self._does(who, self.seat.shortcut(who.person, key)))

    async def use_on(self, who: Member, key: str, text: str, author: Member) -> Seen:
        """They use what stands in the menu of `author`'s message; only they see what comes."""
        return _alone(_message(await self._does(who, self.seat.use_on(who.person, key, text, author.person))))

    async def open_on(self, who: Member, key: str, text: str, author: Member) -> Page:
        """The same where it opens a form."""
        return _page(await self._does(who, self.seat.use_on(who.person, key, text, author.person)))

    # --- buttons and forms ---

    async def press(self, who: Member, post: Post, label: str) -> Seen:
        """They press the button with this label; what they see, new or in the message's place."""
        return _message(await self._pressed(who, post, label))

    async def open_form(self, who: Member, post: Post, label: str) -> Page:
        """They press a button that opens a form."""
        return _page(await self._pressed(who, post, label))

    async def fill(self, who: Member, page: Page, given: Mapping[str, object] | None = None) -> Page:
        """They fill in a form's page, by label, beside what stands there, and go on: the next page, or the same with
        what is wrong."""
        return _page(await self._filled(who, page, Move.NEXT, given))

    async def finish(self, who: Member, page: Page, given: Mapping[str, object] | None = None) -> Seen:
        """The same with a form's last page; what it says at its end."""
        return _message(await self._filled(who, page, Move.NEXT, given))

    async def back(self, who: Member, page: Page) -> Page:
        """They go back to the page before."""
        return _page(await self._filled(who, page, Move.BACK, None))

    async def cancel(self, who: Member, page: Page) -> str:
        """They press Cancel; the title of what it says then."""
        return _message(await self._filled(who, page, Move.CANCEL, None)).title

    async def leave(self, who: Member) -> None:
        """They close the form that they have open, by Escape or its ×, perhaps by a slip."""
        await self.seat.leave(who.person)
        await self.seat.settled()

    # --- home, coming, and what others do ---

    async def home(self, who: Member) -> Seen:
        """They open Home."""
        await self._arrived(who)
        self._keep(who, await self._news(who))
        shown = await self.seat.home(who.person)
        self._keep(who, [one for one in await self._news(who) if one.at != shown.at])
        return _in_order(shown)

    async def come(self, who: Member) -> Seen:
        """They meet the bot for the first time."""
        self._here.add(who.person.key)
        await self.seat.arrive(who.person)
        await self.seat.settled()
        news = await self._news(who)
        self._keep(who, [one for one in news if not one.alone])  # what stood in a channel already
        return _one([one for one in news if one.alone])

    async def everybody_comes(self) -> None:
        """Everybody has opened the bot, and read its welcome."""
        await asyncio.gather(*(self._arrived(one) for one in SCHOOL.staff))

    async def told(self, who: Member) -> list[Seen]:
        """What was sent to them beside the replies since they last looked; a message that changed counts as new."""
        if self.seat.must_arrive:
            await self.everybody_comes()
        await self.settle()
        return await self.overheard(who)

    async def settle(self) -> None:
        """What is due is done, and what is to be sent is sent."""
        while await self._turn.ring() or await self._outbox.work_off():
            continue

    def takes_nothing_for(self, *people: Member) -> set[str]:
        """The platform takes no message for them at present; for whoever is taken out of the set, it does again."""
        away, send = {one.person.key for one in people}, self._outbox._send

        async def refusing(row: Delivery) -> str:
            if row.person in away:
                raise NotNow("the platform is busy")
            return await send(row)

        self._outbox._send = refusing
        return away

    async def ring(self) -> None:
        """What is due is done; nothing is sent."""
        while await self._turn.ring():
            continue

    async def overheard(self, who: Member) -> list[Seen]:
        """The same without what is still on its way: what stands before them that they have not read."""
        await self.seat.settled()
        return [*self._unread.pop(who.person.key, []), *await self._news(who)]

    # --- inside ---

    async def _pressed(self, who: Member, post: Post, label: str) -> Page | Seen:
        found = [button for button in post.buttons if button.label == label]
        assert found, f"no button {label!r} among {[button.label for button in post.buttons]}"
        at = post.at if isinstance(post, Seen) else ""
        return await self._does(who, self.seat.press(who.person, at, found[0]), at)

    async def _filled(self, who: Member, page: Page, move: Move, given: Mapping[str, object] | None) -> Page | Seen:
        self._keep(who, await self._news_of(who, self.seat.fill(who.person, page, move, given or {})))
        shown = self.seat.dialog(who.person)
        assert shown is not None, "the form is closed"
        return _in_order(shown)

    async def _does(self, who: Member, deed: Awaitable[None], at: str = "") -> Page | Seen:
        """What somebody does on something that stands `at`, and what they see then: a form, a message that came or
        changed, or else what they pressed, as it is."""
        await self._arrived(who)
        before = self.seat.dialog(who.person)
        news = await self._news_of(who, deed)
        after = self.seat.dialog(who.person)
        pressed_in_it = isinstance(after, Seen) and after.at == at
        if after is not None and (pressed_in_it or not same(before, after)):
            self._keep(who, news)
            return _in_order(after)
        return _one(news or [one for one in self._known[who.person.key].values() if one.at == at])

    async def _news_of(self, who: Member, deed: Awaitable[None]) -> list[Seen]:
        """Do it; the messages that came or changed by it."""
        await self._arrived(who)
        self._keep(who, await self._news(who))
        await deed
        await self.seat.settled()
        return await self._news(who)

    async def _news(self, who: Member) -> list[Seen]:
        """What came or changed since somebody looked last; they have looked now."""
        shown = await self.seat.messages(who.person)
        known = self._known.get(who.person.key, {})
        self._known[who.person.key] = {one.at: one for one in shown}
        return [_in_order(one) for one in shown if known.get(one.at) != one]

    def _keep(self, who: Member, news: list[Seen]) -> None:
        """What they will be told of when they are asked what they were told."""
        self._unread.setdefault(who.person.key, []).extend(news)

    async def _arrived(self, who: Member) -> None:
        """They have opened the bot, where nothing can be done before."""
        if self.seat.must_arrive and who.person.key not in self._here:
            await self.come(who)


class _Settings:
    """The roll, with what else stands in the school's settings."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll
        self.given: dict[str, Any] = {}

    def of(self, event: Event) -> str:
        """As the roll says."""
        return self._roll.of(event)

    def school(self, records: SchoolTx) -> School:
        """As the roll says, and beside it what is given."""
        return replace(self._roll.school(records), **self.given)


def _one(news: list[Seen]) -> Seen:
    assert len(news) == 1, f"one answer was due; these came: {[one.title or one.text for one in news]}"
    return news[0]


def _alone(shown: Seen) -> Seen:
    assert shown.alone, "others see it"
    return shown


def _page(shown: Page | Seen) -> Page:
    assert isinstance(shown, Page), f"no form's page, but: {shown}"
    return shown


def _message(shown: Page | Seen) -> Seen:
    assert isinstance(shown, Seen), f"a form's page: {shown.title}, {shown.heading}, {shown.errors}"
    return shown


def _in_order(shown: Shown) -> Shown:
    assert shown.title != "Something went wrong", shown
    return shown

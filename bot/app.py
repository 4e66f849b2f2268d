"""The composition root: settings → store, knowledge, router, platforms, one aiohttp application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web

from bot.brought import Reader
from bot.channels import Channels, Platform
from bot.collection import Collection
from bot.directory import Directory
from bot.health import Health
from bot.onlookers import Watch
from bot.outbox import Outbox, Send
from bot.pages.site import add_pages
from bot.public import Public
from bot.roll import Fixed, Kept, Roll
from bot.store.store import Store
from bot.timers import Timers, look_who_is_who, set_daily
from bot.turn import Turn
from bot.web.adapter import Documents, Web
from handlers import (
    appointments,
    asking,
    away,
    checking,
    copies,
    files,
    home,
    naming,
    pictures_sent,
    policies,
    private_devices,
    questions,
    replying,
    resuming,
    rulings,
    sending,
    sent,
    settings,
    smalltalk,
    unanswered,
    who_decides,
    who_is_who,
)
from handlers.acknowledging.router import router as acknowledging
from handlers.concerns import clocks, delivery, entering, evidence, handing_on, late, lists, reading, unread
from handlers.desk import Knowledge, School
from handlers.drafts import router as drafts
from handlers.overview import showing as overview
from handlers.reminders import router as reminders
from handlers.requests import router as requests
from handlers.requests.matters import KIND as requests_kind
from handlers.routing import Router
from handlers.typed import typed
from handlers.versions import in_chat
from handlers.versions import router as versions
from knowledge.answering import without_policy
from knowledge.model import Answer, Cited, Pair, Policy
from knowledge.shelf import Shelf


class Untaught:
    """What the bot knows for a school that has given it no policy."""

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """Nothing is covered. Who tells of harm is heard all the same."""
        return without_policy(question)

    def alike(self, question: str, other: str) -> bool:
        """Without a policy nobody can say."""
        return False

    def pairs(self) -> Sequence[Pair]:
        """None."""
        return ()

    def policies(self) -> Sequence[Policy]:
        """None."""
        return ()

    def search(self, words: str, most: int = 5) -> Sequence[Cited]:
        """Nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class Machine:
    """What every connection stands on: the store, what the bot knows, and the one entrance for events."""

    school: School
    store: Store
    collection: Collection
    shelf: Shelf
    turn: Turn


@dataclass(frozen=True, slots=True)
class App:
    """The bot, put together and running. `page` is the browser's, where it is served; `platforms` are the others."""

    machine: Machine
    application: web.Application
    documents: Documents | None = None
    page: Web | None = None
    platforms: Sequence[Platform] = ()


def router() -> Router:
    """Every conversation there is. Small talk and commands come before the questions, which take all other words."""
    return Router("proviso").include(
        pictures_sent.router,
        in_chat.router,
        smalltalk.router,
        resuming.router,
        policies.router,
        versions.router,
        copies.router,
        sending.router,
        sent.router,
        unanswered.router,
        replying.router,
        rulings.router,
        checking.router,
        drafts.router,
        away.router,
        who_decides.router,
        who_is_who.router,
        typed(drafts.KIND, requests_kind),
        delivery.router,
        late.router,
        unread.router,
        entering.router,
        evidence.router,
        reading.router,
        handing_on.router,
        lists.router,
        clocks.router,
        requests.router,
        files.router,
        private_devices.router,
        reminders.router,
        acknowledging,
        overview.router,
        home.router,
        settings.router,
        naming.router,
        appointments.router,
        asking.router,
        in_chat.other_words,
        questions.router,
    )


@asynccontextmanager
async def on_the_page(
    school: School,
    database_url: str,
    indexes: Path,
    documents: Callable[[Collection, Shelf], Documents],
    *,
    starters: Sequence[str] = (),
    roll: Callable[[School], Roll] = Fixed,
    keys: str = "",
) -> AsyncIterator[App]:
    """The bot for one school in the browser, until the block ends: what is queued is finished then.

    Its people are played by `school.staff`; `roll` says where it stands who is who; `keys` seal (see `bot.vault`).
    Raises bot.store.migrate.StoreFault where the database cannot be used.
    """
    school = replace(school, browser=True, page=school.page or "/")
    async with _machine(school, database_url, keys, indexes, roll(school)) as machine:
        shown = documents(machine.collection, machine.shelf)
        page = Web(machine.turn, school, shown, starters=starters)
        application = page.application()
        add_pages(application, machine.turn, school.id, school.page)
        reader = Reader(machine.store, machine.turn, school.id)
        async with _sending(machine.store, page.send), _beside(reader.watch()):
            yield App(machine, application, shown, page)


@asynccontextmanager
async def connected(
    school: School,
    database_url: str,
    indexes: Path,
    platforms: Callable[[Turn, Directory], Sequence[Platform]],
    keys: str = "",
) -> AsyncIterator[App]:
    """The bot for one school on its chat platforms, until the block ends: nothing new is taken then, and what was
    begun is finished.

    Raises bot.store.migrate.StoreFault, and bot.channels.PlatformFault where a platform can never be connected.
    """
    async with _machine(school, database_url, keys, indexes, Kept(school)) as machine, AsyncExitStack() as open_ones:
        directory = Directory(machine.store, school)
        chosen = platforms(machine.turn, directory)
        application = web.Application(client_max_size=1 << 20)
        Health(machine.store, chosen).add_routes(application)
        Public(school.name).add_routes(application)
        add_pages(application, machine.turn, school.id, school.page)
        for platform in chosen:
            platform.add_routes(application)
            open_ones.push_async_callback(platform.stop)
            await platform.start()
        await set_daily(machine.turn, school.id)
        await look_who_is_who(machine.turn, school.id)
        # Begins after the platforms and ends before them: it sends by what they have open.
        channels = Channels(chosen, directory)
        await open_ones.enter_async_context(_sending(machine.store, channels.send))
        reader = Reader(machine.store, machine.turn, school.id, channels.fetch)
        await open_ones.enter_async_context(_beside(reader.watch()))
        looking = Watch(machine.store, machine.turn, school.id, channels.members)
        await open_ones.enter_async_context(_beside(looking.watch()))
        yield App(machine, application, platforms=chosen)


@asynccontextmanager
async def _machine(school: School, database_url: str, keys: str, indexes: Path, roll: Roll) -> AsyncIterator[Machine]:
    store = await asyncio.to_thread(Store.open, database_url, keys=keys)
    try:
        shelf, collection = Shelf(indexes), Collection(store, school.id, school.zone)
        await collection.shelve(shelf)

        def knowledge(asked: School) -> Knowledge:
            return shelf.get(asked.id) or Untaught()

        async with _beside(collection.watch(shelf)):
            turn = Turn(store, router(), roll, knowledge)
            async with _beside(Timers(store, turn).run()):
                yield Machine(school, store, collection, shelf, turn)
    finally:
        await store.close()


@asynccontextmanager
async def _sending(store: Store, send: Send) -> AsyncIterator[None]:
    """The outbox at work; what it is sending when the block ends is sent to the end."""
    outbox = Outbox(store, send)
    task = asyncio.create_task(outbox.run())
    try:
        yield
    finally:
        outbox.stop()
        await task


@asynccontextmanager
async def _beside(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Something that goes on beside, and is broken off when the block ends."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

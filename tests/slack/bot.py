"""The bot beside a fake workspace: real turn, store, directory, outbox and adapter; only the knowledge is invented."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import router
from bot.channels import Channels
from bot.directory import Directory
from bot.outbox import Outbox
from bot.roll import Kept
from bot.slack.adapter import Slack
from bot.slack.answer import Patience
from bot.slack.socket import Rhythm
from bot.store.store import Store
from bot.turn import Turn
from handlers.desk import School
from handlers.records import StaffLine
from handlers.routing import Router
from knowledge.model import Verdict
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import FAMILY, NO_FRIENDS, PARENTS, SCHOOL, Book, answer
from tests.patience import UNHURRIED
from tests.slack.workspace import Workspace

STAFF = (
    ("U1MARSH", "Miss Marsh", "marsh@larkfield.example", "staff"),
    ("U2WOOD", "Mrs Wood", "wood@larkfield.example", "staff"),
    ("U3HILL", "Mr Hill", "hill@larkfield.example", "staff"),
    ("U4STONE", "Dr Stone", "stone@larkfield.example", "governors"),
)
MARSH, WOOD, HILL, STONE = (user for user, *_ in STAFF)
ROOM = "C1STAFF"
CLAUSE = NO_FRIENDS.text
PATIENCE, RHYTHM = Patience(acknowledge=UNHURRIED, form=UNHURRIED), Rhythm(look=0.02, ping=1.0, connect=2.0)
BARE = replace(SCHOOL, staff=(), administrator="wood@larkfield.example", takes_files=("slack",))


def book() -> Book:
    """What the bot knows."""
    return Book(
        {
            "Can I accept a friend request from a pupil?": answer(Verdict.NO, NO_FRIENDS),
            ("Can I accept a parent on Facebook?", "-who.relative"): answer(Verdict.NO, PARENTS),
            "Can I accept a parent on Facebook?": replace(answer(Verdict.ONLY_IF, PARENTS), follow_up=FAMILY),
        }
    )


@dataclass
class Bot:
    """A running bot, and the workspace that it is in."""

    slack: Workspace
    store: Store
    adapter: Slack
    outbox: Outbox
    directory: Directory
    clock: Clock
    turn: Turn
    school: School = BARE

    def again(self, **options: Any) -> AbstractAsyncContextManager[Bot]:
        """Another process on the same database, as after a crash: the workspace talks to this one from now on."""
        return running(self.slack, self.store, self.clock, **options)

    def forward(self, **parts: float) -> None:
        """Let time pass for everybody."""
        self.clock.forward(**parts)
        self.slack.world.later(**parts)

    async def tidy(self) -> None:
        """What the outbox does every hour."""
        await self.store.run(lambda tx: tx.tidy())


@asynccontextmanager
async def running(
    slack: Workspace,
    store: Store,
    clock: Clock,
    *,
    socket_mode: bool = False,
    routes: Router | None = None,
    patience: Patience = PATIENCE,
    rhythm: Rhythm = RHYTHM,
    knowledge: Book | None = None,
    **settings: Any,
) -> AsyncIterator[Bot]:
    """Start the bot, and stop it as `proviso serve` does. Its outbox sends only when asked to."""
    known = knowledge or book()
    turn, directory = Turn(store, routes or router(), Kept(BARE), lambda _: known), Directory(store, BARE)
    adapter = Slack(
        slack.settings(socket_mode=socket_mode, **settings), turn, directory, patience=patience, rhythm=rhythm
    )
    application = web.Application(client_max_size=1 << 20)
    adapter.add_routes(application)
    async with AsyncExitStack() as open_ones:
        open_ones.push_async_callback(adapter.stop)
        await adapter.start()
        server = TestServer(application)
        await server.start_server()
        open_ones.push_async_callback(server.close)
        slack.connect(str(server.make_url("/")))
        yield Bot(slack, store, adapter, Outbox(store, Channels([adapter], directory).send), directory, clock, turn)


async def a_store(path: Path, clock: Clock) -> Store:
    """A database with the school's staff list."""
    store = Store.open(f"sqlite:///{path}", clock=clock, keys=KEY)
    lines = [StaffLine(email, name, email, capacity) for _, name, email, capacity in STAFF]
    await store.run(lambda tx: tx.at(BARE.id).put_staff(lines))
    return store


def people(slack: Workspace) -> None:
    """Everybody on the staff list has an account; the staff room is a channel."""
    for user, name, email, _ in STAFF:
        slack.person(user, name, email)
        slack.world.conversation(user)
    slack.channel(ROOM, "staff-room", *(user for user, *_ in STAFF))

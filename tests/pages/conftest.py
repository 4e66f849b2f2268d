"""Our own pages at Larkfield, over a journal that takes files."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.pages.site import add_pages
from bot.roll import Fixed
from bot.store.store import Store
from bot.turn import Turn
from handlers import files, home
from handlers.desk import Desk
from handlers.model import (
    Answers,
    Button,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Say,
    Step,
)
from handlers.records import Journal, Upload
from handlers.routing import Filing, Router
from handlers.versions import router as versions
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import SCHOOL, Book
from tests.pages.browser import Browser


def _may_bring(journal: Journal, person: str, desk: Desk) -> Post | None:
    """Whoever began it, until it is closed."""
    return (
        Post("Pictures for the fair", "Only what you need.")
        if journal.entries[0].by == person and journal.open
        else None
    )


def _brought(journal: Journal, person: str, uploads: tuple[Upload, ...], desk: Desk) -> Post:
    desk.tx.add_entry(journal, person, "files", {"files": [one.id for one in uploads]})
    return Post("Sent", "The files are with your note.")


notes = Router("notes")
notes.files(Filing("note", _may_bring, _brought, lambda journal, person, desk: person == "head"))


KINDS = (
    Field("what", "What happened", FieldKind.LONG, longest=200, hint="In your own words."),
    Field("name", "Your name for it"),
    Field("where", "Where", FieldKind.CHOICE, (("yard", "In the yard"), ("online", "Online"))),
    Field("who", "Who was there", FieldKind.PEOPLE, required=False),
    Field("whom", "Whom to ask", FieldKind.PERSON),
    Field("when", "When", FieldKind.DATE),
    Field("again", "Did it happen before?", FieldKind.YES_NO),
)


@notes.pressed("read_note")
def _read(event: Pressed, desk: Desk) -> Reply:
    note = desk.tx.journal(event.value)
    if note is None or not note.open:
        return Say(Post("This note is closed"))
    pictures, others = files.shown(desk.tx.uploads(note.id))
    answer = Button("answer_note", "Answer", note.id, opens="answer_note")
    nothing = Button("nobody", "For the head alone", note.id)
    buttons = (answer, *others, nothing) if event.who.key == "head" else (answer, *others)
    return Say(Post(f"Note {note.ref}", "Read it & think <twice>.", images=pictures, buttons=buttons))


@notes.form("answer_note")
def _form(desk: Desk, about: str) -> Form:
    def words(given: Answers) -> Post:
        return Post(text=f"You say: {given.get('what')}; {given.get('who')}; {given.get('whom')}; {given.get('when')}")

    steps = (Step("about", "About it", KINDS), Step("review", "Check it", words=words, next_label="Send"))
    return Form("answer_note", "An answer", steps, "answer_note")


@notes.done("answer_note")
def _finished(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    note = desk.tx.journal(dialog.about)
    assert note is not None
    desk.tx.add_entry(note, event.who.key, "answered", dict(dialog.answers))
    return Done(Post("Thank you", f"Your answer to {note.ref} was sent."))


class Site:
    """The pages, the journal, and whoever makes links."""

    def __init__(self, store: Store, turn: Turn, client: TestClient[Any, Any], note: str) -> None:
        self.store = store
        self.turn = turn
        self.client = client
        self.note = note

    async def link(self, purpose: str, about: str, person: str, **lasts: float) -> str:
        """A link, as the bot puts it into a message."""
        time = timedelta(**(lasts or {"hours": 1}))
        return await self.turn.at_desk(SCHOOL.id, lambda desk, _: desk.tx.link(purpose, about, person, time))

    async def uploads(self) -> tuple[Upload, ...]:
        """The journal's files."""
        return await self.turn.at_desk(SCHOOL.id, lambda desk, _: desk.tx.uploads(self.note))

    async def journal(self) -> Journal:
        """The journal."""
        found = await self.turn.at_desk(SCHOOL.id, lambda desk, _: desk.tx.journal(self.note))
        assert found is not None
        return found

    async def close_note(self) -> None:
        """The journal is finished."""
        journal = await self.journal()
        await self.turn.at_desk(
            SCHOOL.id, lambda desk, _: desk.tx.add_entry(journal, "head", "closed", {}, open_=False)
        )


def on_disk(folder: Path) -> bytes:
    """All that the database has written."""
    return b"".join(one.read_bytes() for one in folder.glob("pages.sqlite*"))


Serve = Callable[[str], Coroutine[Any, Any, Site]]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at today's schema."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite"
    asyncio.run(Store.open(f"sqlite:///{path}", keys=KEY).close())
    return path


@pytest.fixture
async def serve(tmp_path: Path, clock: Clock, empty: Path) -> AsyncIterator[Serve]:
    """Serves the pages of a school that is reached at this address."""
    store = Store.open(f"sqlite:///{shutil.copy(empty, tmp_path / 'pages.sqlite')}", clock=clock, keys=KEY)
    clients: list[TestClient[Any, Any]] = []

    async def make(page: str) -> Site:
        turn = Turn(
            store,
            Router("all").include(files.router, home.router, versions.router, notes),
            Fixed(replace(SCHOOL, page=page)),
            lambda _: Book(),
        )
        application = web.Application(client_max_size=1 << 20)
        add_pages(application, turn, SCHOOL.id, page)
        client: TestClient[Any, Any] = TestClient(TestServer(application))
        clients.append(client)
        await client.start_server()
        begun = await turn.at_desk(SCHOOL.id, lambda desk, _: desk.tx.begin_journal("note", "teacher", "begun", {}))
        return Site(store, turn, client, begun.id)

    yield make
    for one in clients:
        await one.close()
    await store.close()


@pytest.fixture
async def site(serve: Serve) -> Site:
    """The pages at the browser's own address."""
    return await serve("/")


@pytest.fixture
def browser(site: Site) -> Browser:
    """Somebody's browser."""
    return Browser(site.client)

"""`/desk`: every page answers an event, taken through the one turn that every platform uses."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.pages.desk import parse, render
from bot.pages.frame import page, said
from bot.pages.given import given, saved
from bot.pages.html import Html, button, form, tag
from bot.pages.visits import Visits, over
from bot.store.links import Visit
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.desk import Desk
from handlers.model import Event, Person
from handlers.roles import to_choose_from

CLOSED = ("This page is closed", "Nobody can go on from here. For another look, ask for a new link.")
NO_FILE = ("There is no such file", "It was removed, or it is not for you to see.")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Somebody on a visit, as the staff list has them today."""

    visit: Visit
    sealed: str  # the visit, for another half hour
    who: Person
    people: render.People


class DeskPage:
    """`/desk`, for the visits that began with a link for it."""

    def __init__(self, turn: Turn, school: str, visits: Visits) -> None:
        self._turn = turn
        self._school = school
        self._visits = visits

    def add_routes(self, application: web.Application) -> None:
        """Put the addresses down."""
        application.add_routes(
            [
                web.get("/desk", self._begin),
                web.get("/desk/home", self._home),
                web.post("/desk/press", self._press),
                web.post("/desk/fill", self._fill),
                web.post("/desk/close", self._close),
                web.get("/desk/file/{file}", self._file),
                web.get("/desk/copy/{journal}/{form}", self._copy),
            ]
        )

    async def _begin(self, request: web.Request) -> web.Response:
        """What the link was for, as it stands now."""
        return await self._answer(request, lambda reader: parse.opened(reader.who, _new(), reader.visit.about))

    async def _home(self, request: web.Request) -> web.Response:
        return await self._answer(request, lambda reader: parse.home(reader.who, _new()))

    async def _press(self, request: web.Request) -> web.Response:
        sent = await self._sent(request)
        return await self._answer(request, lambda reader: parse.pressed(reader.who, sent))

    async def _fill(self, request: web.Request) -> web.Response:
        sent = await self._sent(request)
        return await self._answer(request, lambda reader: parse.filled(reader.who, sent))

    async def _close(self, request: web.Request) -> web.Response:
        """For whoever sits at a computer that others use."""
        self._visits.check(request)
        return self._visits.end(said(*CLOSED), "desk")

    async def _file(self, request: web.Request) -> web.Response:
        """A file of a record, for who may see the record now."""

        def work(desk: Desk, records: SchoolTx) -> web.Response | None:
            reader = self._reader(request, desk, records)
            found = records.upload(request.match_info["file"])
            journal = records.journal(found[0].journal) if found is not None else None
            filing = self._turn.router.filing(journal.kind) if journal is not None else None
            if reader is None or found is None or journal is None or filing is None or not found[0].sent:
                return None
            return given(*found) if filing.may_see(journal, reader.who.key, desk) else None

        return await self._turn.look(self._school, work) or said(*NO_FILE, status=404)

    async def _copy(self, request: web.Request) -> web.Response:
        """A record as a file, for whom its kind makes one."""

        def work(desk: Desk, records: SchoolTx) -> web.Response | None:
            reader = self._reader(request, desk, records)
            journal = records.journal(request.match_info["journal"])
            filing = self._turn.router.filing(journal.kind) if journal is not None else None
            if reader is None or journal is None or filing is None:
                return None
            copy = filing.copy(journal, reader.who.key, request.match_info["form"], desk)
            return saved(copy.name, copy.kind, copy.data) if copy is not None else None

        return await self._turn.look(self._school, work) or said(*NO_FILE, status=404)

    # --- inside ---

    async def _sent(self, request: web.Request) -> parse.Sent:
        self._visits.check(request)
        return [(name, value) for name, value in (await request.post()).items() if isinstance(value, str)]

    async def _answer(self, request: web.Request, event_of: Callable[[_Reader], Event]) -> web.Response:
        """Take an event through the turn, and show what is answered."""
        reader = await self._turn.look(self._school, lambda desk, records: self._reader(request, desk, records))
        if reader is None:
            return over()
        try:
            event = event_of(reader)
        except parse.Unreadable as fault:
            return said("This could not be read", str(fault), status=400)
        outcome = await self._turn.take(event, "page")
        await self._turn.sent(outcome)
        title, body = render.shown(outcome.reply, reader.who.key, _new(), reader.people)
        return self._visits.hold(page(title, body, _ways(reader)), "desk", reader.sealed)

    def _reader(self, request: web.Request, desk: Desk, records: SchoolTx) -> _Reader | None:
        """Who is on this visit; None where it is over, or they have left the school."""
        visit = self._visits.of(request, "desk", records)
        member = desk.school.member(visit.person) if visit is not None else None
        if visit is None or member is None:
            return None
        return _Reader(visit, records.seal_visit(visit), member.person, to_choose_from(desk.school.staff))


def _ways(reader: _Reader) -> Html:
    """Where else one can go, and out."""
    ways = [
        tag("a", "What you came for", href="/desk", class_="button"),
        tag("a", "Home", href="/desk/home", class_="button"),
        form("/desk/close", button("Close")),
    ]
    return tag(
        "nav", tag("p", f"You are here as {reader.who.name}.", class_="hint"), tag("div", ways, class_="buttons")
    )


def _new() -> str:
    return secrets.token_urlsafe(12)

"""The upload page: files for one journal, by one person, sealed before they are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.pages.exif import without_place
from bot.pages.frame import HEADERS, said
from bot.pages.given import given
from bot.pages.kinds import kind_of, named
from bot.pages.upload_html import shown, thanks
from bot.pages.visits import Visits, over
from bot.store.links import Visit
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.desk import Desk
from handlers.files import LARGEST, MOST, brought
from handlers.model import Post
from handlers.records import Journal, Upload
from handlers.routing import Filing

T = TypeVar("T")

_ENOUGH = LARGEST * MOST  # bytes of one file, after which nothing more is read
NO_FILES = (
    "No files here",
    "Files cannot be added to this, or not by you any more. Do not send them by chat or e-mail either. If they matter, "
    "tell the person whom the bot named to you, in person or by telephone.",
)


@dataclass(frozen=True, slots=True)
class _Table:
    """What lies before somebody who may bring files."""

    visit: Visit
    journal: Journal
    filing: Filing
    words: Post
    records: SchoolTx
    desk: Desk

    @property
    def theirs(self) -> list[Upload]:
        """What they brought and have not sent."""
        return [one for one in self._files if one.by == self.visit.person and not one.sent]

    @property
    def room(self) -> int:
        """How many files more there is room for."""
        return MOST - len(self._files)

    @property
    def _files(self) -> tuple[Upload, ...]:
        return self.records.uploads(self.journal.id)


class _Refused(Exception):
    """Words instead of the page."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__()
        self.answer = answer


class UploadPage:
    """`/upload`, for the visits that began with a link for it."""

    def __init__(self, turn: Turn, school: str, visits: Visits) -> None:
        self._turn = turn
        self._school = school
        self._visits = visits

    def add_routes(self, application: web.Application) -> None:
        """Put the addresses down."""
        application.add_routes(
            [
                web.get("/upload", self._show),
                web.post("/upload", self._bring),
                web.post("/upload/remove", self._remove),
                web.post("/upload/send", self._send),
                web.get("/upload/file/{file}", self._file),
            ]
        )

    async def _show(self, request: web.Request) -> web.Response:
        refused = request.query.getall("refused", [])
        return await self._on(
            request, lambda table: shown(table.words, table.theirs, table.room, refused, table.filing.ways)
        )

    async def _bring(self, request: web.Request) -> web.Response:
        """Files, read one after the other; each is kept before the next is read."""
        self._visits.check(request)
        if not request.content_type.startswith("multipart/"):
            return _back(["none"])
        await self._in(request, lambda _: None)  # before anything is read
        refused, taken = [], 0
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.filename:
                continue
            data = await _read(part)
            fault = "large" if data is None else await self._keep(request, part.filename, data)
            refused += [fault] if fault else []
            taken += not fault
        return _back(refused if refused or taken else ["none"])

    async def _keep(self, request: web.Request, name: str, data: bytes) -> str:
        """Keep one file; why not, if not."""
        if not data:
            return "empty"
        kind, bare = await asyncio.to_thread(_looked_at, data)  # 20 MB, and what is in them may be made to take long
        if not kind:
            return "kind"

        def work(table: _Table) -> str:
            if table.room <= 0:
                return "many"
            waiting = {one.id for one in table.theirs}
            kept = table.records.add_upload(table.journal.id, table.visit.person, named(name, kind), kind, bare)
            brought(table.desk, table.journal.id)
            return "again" if kept.id in waiting else ""

        return await self._in(request, work)

    async def _remove(self, request: web.Request) -> web.Response:
        self._visits.check(request)
        key = str((await request.post()).get("file", ""))

        def work(table: _Table) -> None:
            for one in table.theirs:
                if one.id == key:
                    table.records.forget_upload(key)

        await self._in(request, work)
        return _back([])

    async def _file(self, request: web.Request) -> web.Response:
        """A picture that they brought, for them to see."""

        def work(table: _Table) -> web.Response:
            found = table.records.upload(request.match_info["file"])
            if found is None or found[0].id not in {one.id for one in table.theirs}:
                return said("There is no such file", "It was removed, or sent.", status=404)
            return given(*found)

        return await self._in(request, work, looks=True)

    async def _send(self, request: web.Request) -> web.Response:
        """What was brought is handed over, and the visit ends."""
        self._visits.check(request)

        way = str((await request.post()).get("way", ""))

        def work(table: _Table) -> Post | None:
            filing, who = table.filing, table.visit.person
            sent = table.records.send_uploads(table.journal.id, who)
            if not sent:
                return None
            filing.sent_by(table.journal, who, way if way in dict(filing.ways) else filing.ways[0][0], table.desk)
            now = table.records.journal(table.journal.id)
            assert now is not None, "it was there"
            return filing.brought(now, who, sent, table.desk)

        receipt = await self._in(request, work)
        return _back(["none"]) if receipt is None else self._visits.end(thanks(receipt), "upload")

    # --- inside ---

    async def _on(self, request: web.Request, show: Callable[[_Table], web.Response]) -> web.Response:
        """A page of the visit, which goes on for another half hour."""

        def work(table: _Table) -> tuple[web.Response, str]:
            return show(table), table.records.seal_visit(table.visit)

        answer, sealed = await self._in(request, work)
        return self._visits.hold(answer, "upload", sealed)

    async def _in(self, request: web.Request, work: Callable[[_Table], T], *, looks: bool = False) -> T:
        """Do `work`, which may only look, in one transaction with asking whether they may.

        Raises aiohttp.web.HTTPException.
        """

        def begin(desk: Desk, records: SchoolTx) -> T:
            return work(self._table(request, desk, records))

        try:
            return await (self._turn.look if looks else self._turn.at_desk)(self._school, begin)
        except _Refused as refusal:
            raise web.HTTPForbidden(text=refusal.answer.text, content_type="text/html", headers=HEADERS) from None

    def _table(self, request: web.Request, desk: Desk, records: SchoolTx) -> _Table:
        visit = self._visits.of(request, "upload", records)
        if visit is None or desk.school.member(visit.person) is None:
            raise _Refused(over())
        journal = records.journal(visit.about)
        filing = self._turn.router.filing(journal.kind) if journal is not None else None
        words = filing.may_bring(journal, visit.person, desk) if journal is not None and filing is not None else None
        if journal is None or filing is None or words is None:
            raise _Refused(said(*NO_FILES, status=403))
        return _Table(visit, journal, filing, words, records, desk)


def _looked_at(data: bytes) -> tuple[str, bytes]:
    """What a file is, and its bytes as they may be kept; "" for what is not taken."""
    kind = kind_of(data)
    return kind, without_place(data) if kind == "image/jpeg" else data


async def _read(part: BodyPartReader) -> bytes | None:
    """A file's bytes; None where it is too large, which is read to its end: a browser that is cut off while it sends
    shows no answer. Raises aiohttp.web.HTTPRequestEntityTooLarge for what no browser of a person's would send."""
    data, count = bytearray(), 0
    while chunk := await part.read_chunk(1 << 16):
        count += len(chunk)
        if count <= LARGEST:
            data += chunk
        else:
            data.clear()
        if count > _ENOUGH:
            raise web.HTTPRequestEntityTooLarge(LARGEST, count, headers=HEADERS)
    return bytes(data) if count <= LARGEST else None


def _back(refused: list[str]) -> web.Response:
    query = "&".join(f"refused={quote(one)}" for one in dict.fromkeys(refused))
    return web.Response(status=303, headers={**HEADERS, "Location": f"/upload{'?' if query else ''}{query}"})

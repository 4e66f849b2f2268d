"""What the machine shows outside the chat: our own pages, what it says of itself, and what its commands print."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from click.testing import CliRunner

from bot.__main__ import cli
from bot.checking import everything
from bot.health import Health
from bot.pages.site import add_pages
from bot.public import Public
from bot.settings import Settings
from handlers.concerns.delivery import OPEN
from handlers.concerns.kinds import Kind
from handlers.desk import Member
from handlers.overview.showing import PURPOSE as OVERVIEW
from tests.conftest import KEY
from tests.handlers.larkfield import SCHOOL
from tests.leaks.house import IT, NUMBERS, House
from tests.pages.browser import Browser
from tests.test_check import Platform

# A few words for every command that reads the school's records. The others read files, or the settings.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("routes",),
    ("staff", "list"),
    ("policy", "list", "--all"),
    ("policy", "agenda", "--out", "agenda.docx"),
    ("register", "read"),
    ("register", "told"),
    ("register", "read", "--out", "read.csv"),
    ("register", "told", "--out", "told.pdf"),
    *(("whosees", "--kind", kind) for kind in (Kind.COLLEAGUE, Kind.CONTACT, "praise")),
    ("whosees", "--kind", Kind.COLLEAGUE, "--about", "head@larkfield.example", "--by", "teacher@larkfield.example"),
)


class Site:
    """Everything that is served for a house, and one browser."""

    def __init__(self, house: House, client: TestClient[Any, Any]) -> None:
        self._house = house
        self._client = client
        self._browser = Browser(client)

    @classmethod
    @asynccontextmanager
    async def open(cls, house: House) -> AsyncIterator[Site]:
        """Serve it until the block ends."""
        application = web.Application()
        Health(house.store, ()).add_routes(application)
        Public(SCHOOL.name).add_routes(application)
        add_pages(application, house.turn, SCHOOL.id, "/")
        async with TestClient(TestServer(application)) as client:
            yield cls(house, client)

    async def of_itself(self) -> dict[str, str]:
        """What anybody may read who asks."""
        self._client.session.cookie_jar.clear()
        return {where: await self._text(where) for where in ("/", "/healthz", "/readyz", "/metrics", "/desk")}

    async def pages(self, who: Member, case: str) -> dict[str, str]:
        """What somebody finds on our own pages: their home, the figures, and what links to this concern would show,
        which nobody ever gave them."""
        found = {}
        for purpose, about in (("desk", f"{OPEN} {case}"), (OVERVIEW, ""), ("upload", case)):
            self._client.session.cookie_jar.clear()
            found[purpose] = await self._visit(who, purpose, about)
            if purpose == "desk":
                for where in ("home", f"copy/{case}/pdf", f"copy/{case}/json", f"file/{case}"):
                    found[f"desk {where.replace(case, '…')}"] = await self._text(f"/desk/{where}")
        return found

    async def _visit(self, who: Member, purpose: str, about: str) -> str:
        key, lasts = who.person.key, timedelta(hours=1)
        link = await self._house.at_desk(lambda desk, _: desk.tx.link(purpose, about, key, lasts))
        page = await self._browser.press(await self._browser.open(link), "Open it")
        return page.body.decode()

    async def _text(self, where: str) -> str:
        async with self._client.get(where) as answer:
            return f"{answer.status} {await answer.text()}"


async def printed(house: House, database: Path, folder: Path) -> dict[str, str]:
    """What each command prints or writes, by whoever runs the server. The folder must be the current one."""
    (folder / "proviso.toml").write_text(_SETTINGS, "utf-8")
    env = {"PROVISO_DATABASE": f"sqlite:///{database}", "PROVISO_KEY": KEY, "COLUMNS": "400"}

    def run() -> dict[str, str]:
        found = {}
        for words in COMMANDS:
            result = CliRunner().invoke(cli, list(words), env=env)
            assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exc_info)
            found[" ".join(words)] = f"{result.exit_code} {result.output}"
        return found | {one.name: _lasting(one) for one in sorted(folder.iterdir()) if one.suffix in _WRITTEN}

    return {**await asyncio.to_thread(run), "check": await _checked(database, folder)}


async def _checked(database: Path, folder: Path) -> str:
    """What `proviso check` finds at a school with one chat platform, on which everybody is found."""
    school = {"id": SCHOOL.id, "name": SCHOOL.name, "administrator": IT.person.email}
    numbers = {"lado": NUMBERS["lado"].number, "school": NUMBERS["school"].number}
    given = {"data": folder, "database": f"sqlite:///{database}", "key": KEY, "school": school, "contacts": numbers}
    return str(asdict(await everything(Settings.model_validate(given), {"slack": Platform()})))


_WRITTEN = (".csv", ".pdf", ".docx")
_SETTINGS = f"""
[school]
id = "{SCHOOL.id}"
name = "{SCHOOL.name}"
administrator = "{IT.person.email}"

[contacts]
lado = "{NUMBERS["lado"].number}"
school = "{NUMBERS["school"].number}"
"""


def _lasting(file: Path) -> str:
    """What stands in a file, without the moment at which it was made."""
    if file.suffix == ".docx":
        with ZipFile(file) as parts:
            return parts.read("word/document.xml").decode()
    return re.sub(rb"/CreationDate \([^)]*\)|/ID \[[^\]]*\]", b"", file.read_bytes()).decode("latin-1")

"""Drafts, requests, questions, copies: each shows to whoever wrote it and to whoever is to decide or answer, and to
nobody else. What people asked shows to nobody at all.

Every kind of record, and one holder of every role; what they are sent in the chat and by e-mail, what a locked phone
shows, the morning's message, Home, each list and search, every button two presses deep, our own pages (`/desk`,
`/overview`, `/upload`); the log; what a database file holds.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from handlers.desk import Member
from handlers.drafts.accounts import ACCOUNT, ADDED
from handlers.model import Ask, Post, Reply
from tests.conftest import Clock
from tests.handlers.larkfield import DEPUTY, HEAD, TEACHER
from tests.leaks.house import OFFICE, STAFF, House, post_of, shown
from tests.leaks.surfaces import Site

pytestmark = pytest.mark.slow

SECRET = "Quagga"
AUTHOR = TEACHER


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House.open(tmp_path / "school.sqlite", Clock(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))) as opened:
        await opened.at_desk(lambda _, records: records.begin_journal(ACCOUNT, HEAD.person.key, ADDED, _PAGE))
        yield opened


_PAGE = {
    "platform": "facebook", "name": "Larkfield Primary", "owner": OFFICE.person.key, "purpose": "News for families",
    "monitors": [OFFICE.person.key], "approved": "2026-09-01",
}  # fmt: skip


def button(reply: Reply, label: str) -> tuple[str, str]:
    """The button of this label: key and value."""
    (found,) = [one for one in post_of(reply).buttons if one.label == label]
    return found.key, found.value


async def drafted(house: House) -> None:
    """A post for the school's page."""
    page = await house.press(AUTHOR, *button(await house.home(AUTHOR), "Draft a post for the school"))
    done = await house.walk(AUTHOR, page, {}, f"{SECRET} and friends came to see us")
    assert not isinstance(done, Ask), shown(done)


async def requested(house: House) -> None:
    """A device for photographs."""
    page = await house.press(AUTHOR, *button(await house.home(AUTHOR), "Ask for permission"))
    done = await house.walk(AUTHOR, page, {"kind": "device"}, f"{SECRET}, for a day")
    assert not isinstance(done, Ask), shown(done)


async def asked_the_head(house: House) -> None:
    """A question that its asker chose to send."""
    reply = await house.say(AUTHOR, f"can I sell a {SECRET}?")
    page = await house.press(AUTHOR, *button(reply, "Ask the head"))
    await house.walk(AUTHOR, page, {"name": "named", "question": f"can I sell a {SECRET}?"}, f"{SECRET} note")


async def had_a_post_checked(house: House) -> None:
    """The wording of a post of one's own, sent to the deputy."""
    page = await house.press(AUTHOR, "check_post")
    await house.walk(AUTHOR, page, {"to": DEPUTY.person.key}, f"Off to see a {SECRET}")


async def asked(house: House) -> None:
    """A question that was sent to nobody."""
    await house.say(AUTHOR, f"can I sell a {SECRET}?")


async def kept_a_copy(house: House) -> None:
    """An answer that somebody keeps for themselves."""
    reply = await house.say(AUTHOR, f"can I sell a {SECRET}?")
    await house.press(AUTHOR, *button(reply, "Keep a copy for me"))


Doing = Callable[[House], Awaitable[None]]
# Each kind of record, and who besides its author may read it.
RECORDS: dict[str, tuple[Doing, tuple[Member, ...]]] = {
    "a draft": (drafted, (HEAD,)),
    "a request": (requested, (HEAD,)),
    "a question sent": (asked_the_head, (HEAD,)),
    "a post to be checked": (had_a_post_checked, (DEPUTY,)),
    "a question": (asked, ()),
    "a copy": (kept_a_copy, ()),
}


@pytest.mark.parametrize("kind", RECORDS)
async def test_a_record_shows_to_those_it_is_for_and_not_to_who_reads_others(house: House, kind: str) -> None:
    doing, readers = RECORDS[kind]
    await doing(house)
    await house.settle()
    for who in readers:
        found = await house.all_that(who)
        assert any(SECRET in words for words in found.values()), f"{who.person.name} can read it"
    await nobody_finds_it(house, [one for one in READERS if one not in readers])


async def test_no_record_of_any_kind_shows_to_anybody_else(house: House) -> None:
    """All of them at once: whoever is to read none finds nothing, in the chat, by e-mail and on our own pages."""
    for doing, _ in RECORDS.values():
        await doing(house)
    await house.settle()
    await nobody_finds_it(house, [one for one in STAFF if one not in (*READERS, AUTHOR)])
    assert not [one for one in house.mail.letters if SECRET in one.get_content()]


READERS = (HEAD, DEPUTY)  # whoever reads any of them, besides its author


async def nobody_finds_it(house: House, people: Sequence[Member]) -> None:
    """None of them, now or once whatever reminds, sums up or moves on has done so."""
    async with Site.open(house) as site:
        for _ in range(2):
            for who in people:
                found = await house.all_that(who) | await site.pages(who, "none")
                for where, words in found.items():
                    assert SECRET not in words.replace(f"search {SECRET}", ""), (
                        f"{who.person.name} reads it at: {where}"
                    )
            house.clock.forward(days=2)
            await house.settle()


@pytest.mark.parametrize("kind", RECORDS)
async def test_a_locked_phone_and_the_log_show_nothing_of_it(house: House, kind: str) -> None:
    with capture_logs() as lines:
        await RECORDS[kind][0](house)
        house.clock.forward(days=2)
        await house.settle()
    assert SECRET not in str(lines)
    for posts in house.sent.values():
        for post in posts:
            assert SECRET not in _on_the_phone(post), post.title


def _on_the_phone(post: Post) -> str:
    """What a notification says."""
    return post.glance or f"{post.title} {post.text}"


async def test_a_copy_is_sealed_once_the_question_is_forgotten(house: House, tmp_path: Path) -> None:
    """The question stands there for its day, for the buttons under it; the copy for as long as its keeper likes."""
    await kept_a_copy(house)
    with sqlite3.connect(tmp_path / "school.sqlite") as database:
        dump = [line for line in database.iterdump() if 'INTO "kept_copies"' in line]
    assert len(dump) == 1
    assert SECRET not in dump[0]


@pytest.mark.parametrize("kind", ["a draft", "a request"])
async def test_a_sealed_record_stands_nowhere_in_the_database(house: House, kind: str, tmp_path: Path) -> None:
    await RECORDS[kind][0](house)
    await house.settle()
    with sqlite3.connect(tmp_path / "school.sqlite") as database:
        assert SECRET not in "\n".join(database.iterdump())
    files = await asyncio.to_thread(lambda: {one.name: one.read_bytes() for one in tmp_path.glob("school.sqlite*")})
    assert [name for name, data in files.items() if SECRET.encode() in data] == []

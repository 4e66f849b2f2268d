"""The demo: an invented school that starts quickly, takes a document of one's own, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import itertools
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import App
from bot.demo import SCHOOL, STARTERS, demo
from bot.listening import PortTaken, listen
from bot.store.tx import SchoolTx
from handlers.answers import SILENT, TELL
from handlers.desk import Desk, Role
from handlers.model import Person, Place, Post, Said, Say
from handlers.requests.authority import read_first
from knowledge.model import DocumentFault
from tests.proc import STARTING, megabytes, needs_proc, seconds

OWN = b"""# Elm School phone policy

Adopted 4 May 2026

## Phones

1.1 Staff must not use a personal phone in the classroom.
"""
_IDS = itertools.count(1)


async def ask(app: App, text: str, person: Person = SCHOOL.staff[0].person) -> Post:
    outcome = await app.machine.turn.take(Said(f"event-{next(_IDS)}", person, Place(f"web:{person.key}"), text), "web")
    assert isinstance(outcome.reply, Say)
    assert outcome.reply.post.title != "Something went wrong"
    return outcome.reply.post


async def test_the_sample_is_asked_until_a_document_takes_its_place_and_again_afterwards() -> None:
    async with demo() as app:
        documents = app.documents
        (sample,) = await documents.in_force()
        assert not await documents.own()
        assert sample.title in (await ask(app, "search photographs")).quotes[0].source
        read = await documents.take("elm.md", OWN)
        assert read.title == "Now I answer from “Elm School phone policy”"
        assert ("Dates", "Adopted 4 May 2026.") in read.facts
        assert await documents.own()
        assert (await ask(app, "policies")).facts[0][0] == "Elm School phone policy"
        with pytest.raises(DocumentFault, match="is empty"):
            await documents.take("empty.docx", b"")
        assert (await ask(app, "policies")).facts[0][0] == "Elm School phone policy", "a bad document changes nothing"
        await documents.take("elm.md", OWN)
        await documents.back()
        assert not await documents.own()
        assert (await ask(app, "policies")).facts[0][0] == sample.title
        await documents.take("elm.md", OWN)
        assert await documents.own(), "a document that was there before can come back"


async def test_every_starter_question_gets_a_clause_an_honest_silence_or_a_question_back() -> None:
    async with demo() as app:
        for starter in STARTERS:
            seen = await ask(app, starter)
            assert seen.quotes or seen.title in (SILENT, TELL, "Which did you mean?"), starter


async def test_who_does_what_can_be_tried() -> None:
    """Mrs Wood opens the settings, as a head at a real school would; Mr Field is told that he cannot."""
    async with demo() as app:
        head, assistant = SCHOOL.holders(Role.HEAD)[0].person, SCHOOL.staff[1].person
        seen = await ask(app, "settings", head)
        assert ("Chair of governors", "Dr Stone") in seen.facts
        assert [button.label for button in seen.buttons] == ["Name somebody", "Give up a role"]
        assert "Mrs Wood (head)" in (await ask(app, "settings", assistant)).text


async def test_whoever_posts_for_the_school_has_signed_the_sample_policy_and_reads_another_first() -> None:
    """Dropped on the page, a policy that asks to be acknowledged shows the way: the head asks everybody."""
    async with demo() as app:

        def first(desk: Desk, _: SchoolTx) -> Post | None:
            return read_first(desk, "assistant")

        assert await app.machine.turn.at_desk(SCHOOL.id, first) is None
        await app.documents.take("elm.md", OWN + b"\n1.2 All staff must sign that they have read and understood it.\n")
        shown = await app.machine.turn.at_desk(SCHOOL.id, first)
        assert shown is not None
        assert shown.title == "Nobody was asked to read the policy yet"
        head = SCHOOL.holders(Role.HEAD)[0].person
        ways = [button.label for button in (await ask(app, "acknowledgements", head)).buttons]
        assert "Ask everybody to read “Elm School phone policy”" in ways


async def test_nothing_is_left_when_it_stops() -> None:
    async with demo() as app:
        folder = Path(app.machine.store._database.engine.url.database or "").parent  # type: ignore[union-attr]
        assert folder.exists()
    assert not folder.exists()


def test_the_school_has_somebody_for_every_role_that_a_question_may_need() -> None:
    for role in (Role.HEAD, Role.DEPUTY, Role.CHAIR, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_LEAD):
        assert SCHOOL.holders(role), role
    assert SCHOOL.smallest_count == 2


async def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        async with demo() as app:
            with pytest.raises(PortTaken, match=f"Port {port} .*another program is using it.* --port") as fault:
                await listen(app.application, "127.0.0.1", port)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("address", ["192.0.2.7", "no-such-name.invalid"])
async def test_of_an_address_that_this_machine_has_not_no_other_port_is_offered(address: str) -> None:
    with pytest.raises(PortTaken, match=f"no address {address} .*Set address") as fault:
        await listen(web.Application(), address, _free_port())
    assert "--port" not in str(fault.value)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _run_once() -> tuple[float, float]:
    """Start the program, ask it for its page, end it: (seconds of the processor until it listens, MB)."""
    port = _free_port()
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            assert f"http://127.0.0.1:{port}/" in program.stdout.readline()
            busy = seconds(program.pid)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
                assert page.status == 200
            memory = megabytes(program.pid)
        finally:
            program.send_signal(signal.SIGINT)
        assert program.wait(10) == 0, "it ends in order"
    return busy, memory


@needs_proc
async def test_it_listens_within_seconds_and_stays_under_150_mb() -> None:
    """A second on the machine of docs/performance.md; others are slower, and busy with other things."""
    best = (float("inf"), 0.0)
    for _ in range(5):  # one good run shows what the program needs
        best = min(best, await asyncio.to_thread(_run_once))
        if best[0] < STARTING:
            break
    assert best[0] < STARTING
    assert best[1] < 150

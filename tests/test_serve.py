"""`proviso serve` as a process: quick and small, stopped in order, and silent about what people write."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from tests.clients.school import ADDRESSES, Serving, free_port
from tests.patience import UNHURRIED
from tests.proc import STARTING, megabytes, needs_proc, seconds
from tests.slack.workspace import Workspace, words

MARSH = "U1MARSH"
IN_ORDER = 30.0  # seconds; whoever waits for what hangs needs sixty
ADMINISTRATOR = next(iter(ADDRESSES.values()))
SLACK = f'[school]\nname = "Larkfield"\nadministrator = "{ADMINISTRATOR}"\n[slack]\nsocket_mode = false\n'
PAGE = '[[school.staff]]\nname = "Mrs Wood"\nemail = "wood@larkfield.example"\nroles = ["head"]\n'
QUESTION = "Can I accept a friend request from a pupil called Zebedee?"


@dataclass
class School:
    """A workspace with Miss Marsh in it, and the program that serves it."""

    workspace: Workspace
    serving: Serving

    async def start(self) -> None:
        await asyncio.to_thread(self.serving.start)
        self.workspace.connect(self.serving.address)

    async def stop(self) -> float:
        """End it in order; the seconds that took."""
        begun = time.perf_counter()
        await asyncio.to_thread(self.serving.stop)
        return time.perf_counter() - begun

    def lines(self) -> list[dict[str, object]]:
        """The log, each line as what it holds. Besides, there is only the greeting."""
        kept = [line for line in self.serving.log().splitlines() if not line.startswith(("Proviso is", "Ctrl+C"))]
        return [json.loads(line) for line in kept]


@pytest.fixture
async def school(tmp_path: Path) -> AsyncIterator[School]:
    async with Workspace.open() as workspace:
        workspace.person(MARSH, "Miss Marsh", ADMINISTRATOR)
        settings = workspace.settings()
        secrets = {
            "PROVISO_SLACK_BOT_TOKEN": settings.bot_token.get_secret_value(),
            "PROVISO_SLACK_SIGNING_SECRET": settings.signing_secret.get_secret_value(),
            "PROVISO_SLACK_API": settings.api,
        }
        with await asyncio.to_thread(Serving, tmp_path, SLACK, secrets) as serving:
            await asyncio.to_thread(serving.employ)
            yield School(workspace, serving)


async def test_it_answers_says_how_it_is_and_stops_in_order_within_seconds(school: School) -> None:
    await school.start()
    await school.workspace.say(MARSH, QUESTION)
    (answer,) = await school.workspace.news(MARSH)
    assert "friend" in words(answer)
    async with ClientSession(school.serving.address) as client:
        for path in ("/healthz", "/readyz"):
            async with client.get(path) as said:
                assert (said.status, (await said.json())["status"]) == (200, "ok")
    assert await school.stop() < IN_ORDER
    _is_whole(school.serving.folder / "data" / "proviso.sqlite")


async def test_what_came_in_just_before_the_end_is_answered_once(school: School) -> None:
    """Ten questions, and the request to end while they are being answered: each is answered, before or after."""
    await school.start()
    acks = [asyncio.create_task(school.workspace.say(MARSH, f"{QUESTION} ({number})")) for number in range(10)]
    await acks[0]
    stopping = asyncio.create_task(school.stop())
    accepted = [one for one in await asyncio.gather(*acks, return_exceptions=True) if getattr(one, "status", 0) == 200]
    await stopping
    assert accepted
    await school.start()
    bots = await school.workspace.until(lambda: len(found := _answers(school)) >= len(accepted) and found)
    await school.stop()
    assert len(bots) == len(accepted), "none twice"
    _is_whole(school.serving.folder / "data" / "proviso.sqlite")


def _answers(school: School) -> list[str]:
    return [words(one) for one in school.workspace.sees(MARSH) if one.author != MARSH]


async def test_the_log_has_references_and_nothing_that_anybody_wrote(school: School) -> None:
    """Also where Slack fails in the middle, and where somebody sends what was never signed."""
    await school.start()
    await school.workspace.say(MARSH, QUESTION)
    await school.workspace.news(MARSH)
    async with ClientSession(school.serving.address) as client:
        body = json.dumps({"type": "event_callback", "event": {"text": QUESTION}})
        signed = {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": str(int(time.time()))}
        async with client.post("/slack/events", data=body, headers=signed) as refused:
            assert refused.status == 401
    token = school.workspace.world.bot_token
    school.workspace.world.bot_token = "xoxb-another"  # Slack refuses all that the bot sends from now on
    await school.workspace.say(MARSH, f"{QUESTION} Again.")
    await school.workspace.until(lambda: "left_to_outbox" in school.serving.log())
    await school.stop()
    log = school.serving.log()
    lines = school.lines()
    assert lines
    assert all({"event", "level", "timestamp"} <= set(line) for line in lines)
    for word in ("Zebedee", "friend request", token, "Marsh", ADMINISTRATOR):
        assert word not in log


async def test_soon_after_a_channel_was_chosen_for_approvals_it_says_who_reads_along(school: School) -> None:
    await school.start()
    school.workspace.channel("G1OFFICE", "office", MARSH)
    await school.workspace.mention(MARSH, "G1OFFICE", "use this channel")
    warned = "1 person in the approvals channel cannot approve"
    await school.workspace.until(lambda: any(warned in one for one in _answers(school)))
    await school.stop()


def _is_whole(database: Path) -> None:
    """The database is sound, and nothing is left beside it that still belongs in it."""
    assert not database.with_name(f"{database.name}-wal").exists()
    with sqlite3.connect(database) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("SELECT count(*) FROM outbox WHERE state = 'leased'").fetchone() == (0,)
    opened.close()


# --- while it starts ---


async def test_where_slack_cannot_be_reached_nobody_reads_that_it_is_connected(tmp_path: Path) -> None:
    secrets = {
        "PROVISO_SLACK_BOT_TOKEN": "xoxb-1",
        "PROVISO_SLACK_SIGNING_SECRET": "1",
        "PROVISO_SLACK_API": f"http://127.0.0.1:{free_port()}/",
    }
    (tmp_path / "proviso.toml").write_text("[slack]\nsocket_mode = false\n", "utf-8")
    with _program(tmp_path, _bare() | secrets | {"PROVISO_PORT": str(free_port())}, said=True) as program:
        assert program.stdout is not None
        lines = [await asyncio.to_thread(program.stdout.readline) for _ in range(2)]
        program.terminate()
        assert await asyncio.to_thread(program.wait, IN_ORDER) == 0
    assert lines[0].startswith(b"Not connected yet: Slack (Slack cannot be reached). Proviso goes on trying.")
    assert lines[1].startswith(b"Proviso listens at ")


async def test_a_platform_that_does_not_answer_keeps_nobody_from_ending_it(tmp_path: Path) -> None:
    called = asyncio.Event()
    async with _silent(called) as address:
        (tmp_path / "proviso.toml").write_text("[slack]\nsocket_mode = false\n", "utf-8")
        environment = _bare() | {
            "PROVISO_SLACK_BOT_TOKEN": "xoxb-1",
            "PROVISO_SLACK_SIGNING_SECRET": "1",
            "PROVISO_SLACK_API": address,
            "PROVISO_PORT": str(free_port()),
        }
        with _program(tmp_path, environment) as program:
            await asyncio.wait_for(called.wait(), UNHURRIED)
            program.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(program.wait, IN_ORDER) == 0


@asynccontextmanager
async def _silent(called: asyncio.Event) -> AsyncIterator[str]:
    """A Slack that takes the call and says nothing."""

    async def wait(_: web.Request) -> web.Response:
        called.set()
        await asyncio.sleep(60)
        return web.Response()

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", wait)
    server = TestServer(application)
    await server.start_server(shutdown_timeout=0.1)
    yield str(server.make_url("/api/"))
    await server.close()


def _bare() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PROVISO_")}


def _program(folder: Path, environment: dict[str, str], *, said: bool = False) -> subprocess.Popen[bytes]:
    out = subprocess.PIPE if said else None
    return subprocess.Popen([sys.executable, "-m", "bot", "serve"], cwd=folder, env=environment, stdout=out)


# --- the budget ---


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with Serving(tmp_path, PAGE) as made:
        yield made


def test_the_page_stops_in_order_too(serving: Serving) -> None:
    serving.start()
    begun = time.perf_counter()
    serving.stop()
    assert time.perf_counter() - begun < IN_ORDER
    _is_whole(serving.folder / "data" / "proviso.sqlite")


@needs_proc
async def test_with_slack_it_starts_within_seconds_and_takes_less_than_150_mb(school: School) -> None:
    """Of the processor's time, since the machine may be busy with other things."""
    for _ in range(3):  # one good run shows what the program needs
        await school.start()
        process = school.serving._process
        assert process is not None
        busy = seconds(process.pid)
        await school.workspace.say(MARSH, QUESTION)
        await school.workspace.news(MARSH)
        memory = megabytes(process.pid)
        await school.stop()
        if busy < STARTING:
            break
    assert busy < STARTING
    assert memory < 150

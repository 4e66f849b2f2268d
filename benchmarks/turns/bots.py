"""Bots to put under load, each a process of its own on this machine."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.turns.load import PEOPLE
from benchmarks.turns.slack import email
from bot.collection import Collection
from bot.store.store import Store
from handlers.desk import Role
from handlers.records import Appointment, StaffLine, Standing

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "bot" / "web" / "sample" / "policy.md"
SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that runs."""

    address: str
    pid: int

    def busy(self) -> float:
        """Seconds of the processor's time that it took so far, all its threads together. Only where there is /proc."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return sum(map(int, after_name[11:13])) / os.sysconf("SC_CLK_TCK")  # man 5 proc: utime, stime


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


@asynccontextmanager
async def process(
    command: Sequence[str], port: int, environment: Mapping[str, str], folder: Path
) -> AsyncIterator[Running]:
    """The bot, run in `folder`, until the block ends. Raises RuntimeError where it does not come up."""
    known = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
    running = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=known, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.STDOUT
    )
    try:
        end = time.monotonic() + 20
        while not await asyncio.to_thread(_listens, port):
            if running.returncode is not None or time.monotonic() > end:
                raise RuntimeError(f"{command} did not come up")
            await asyncio.sleep(0.1)
        yield Running(f"http://127.0.0.1:{port}", running.pid)
    finally:
        running.terminate()
        await running.wait()


async def prepare(folder: Path) -> None:
    """A school's data folder: a policy in force, `PEOPLE` people on the staff list, a head."""
    store = await asyncio.to_thread(Store.open, f"sqlite:///{folder / 'proviso.sqlite'}")
    await Collection(store, SCHOOL).add(POLICY.read_bytes(), POLICY.name)
    lines = [StaffLine(email(n), f"Colleague {n}", email(n)) for n in range(PEOPLE)]
    head = Appointment("head", Role.HEAD, email(0), email(0), datetime.now(UTC), Standing.HELD)

    def work(tx: object) -> None:
        records = tx.at(SCHOOL)  # type: ignore[attr-defined]  # a Tx
        records.put_staff(lines)
        records.appoint(head)

    await store.run(work)
    await store.close()


def python(module: str, *arguments: object) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(0.2)
        return tried.connect_ex(("127.0.0.1", port)) == 0

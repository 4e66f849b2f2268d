"""A school as somebody sets it up, and `proviso serve` run on it: started, killed, started again, ended in order."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Self, TypeVar

from bot.settings import PREFIX
from bot.store.store import Store
from handlers.desk import Role
from handlers.records import Appointment, Standing
from tests.clients.five import HILL, MARSH, STONE, WOOD

T = TypeVar("T")

STARTING = 40.0  # seconds; a busy machine takes some
ADDRESSES = {one: f"{one.split()[-1].lower()}@larkfield.example" for one in (MARSH, WOOD, HILL, STONE)}
ROLES = {WOOD: (Role.HEAD,), HILL: (Role.DEPUTY, Role.SAFEGUARDING_LEAD), STONE: (Role.CHAIR,)}
SCHOOL = f'[school]\nname = "Larkfield"\nadministrator = "{ADDRESSES[MARSH]}"\n'
_CAPACITY = {STONE: "governors"}


class Serving:
    """`proviso serve` in a folder of its own, as a process of its own. Its log is `folder/log`."""

    def __init__(
        self, folder: Path, settings: str, environment: Mapping[str, str] | None = None, port: int | None = None
    ) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        self._environment |= {f"{PREFIX}PORT": str(self.port), **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "proviso.toml").write_text(f'data = "data"\n{settings}', "utf-8")
        (folder / "policy.md").write_text(_policy(), "utf-8")
        self.run("policy", "add", "policy.md")

    def run(self, *command: str) -> str:
        """A `proviso` command, to its end; what it printed."""
        done = subprocess.run(self._command(*command), **self._how(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def employ(self) -> None:
        """The staff list, imported as a school would; and the roles, as if accepted in chat long ago."""
        lines = [f"{name},{email},{_CAPACITY.get(name, 'staff')}" for name, email in ADDRESSES.items()]
        (self.folder / "staff.csv").write_text("\n".join(["Full name,Work email,Capacity", *lines]) + "\n", "utf-8")
        self.run("staff", "import", "staff.csv", "--yes")
        apart(self._appoint())

    def start(self) -> None:
        """Start it, and wait until it takes part."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command("serve"), **self._how(), stdout=log, stderr=log)
        end = time.monotonic() + STARTING
        while not self._answers():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < end, f"it does not come up: {self.log()}"
            time.sleep(0.05)

    def crash(self) -> None:
        """Kill it, and start it anew on the same database."""
        self.kill()
        self.start()

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it in order."""
        assert self._process is not None
        self._process.terminate()
        assert self._process.wait(10) == 0, self.log()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happened, nothing is left running."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def log(self) -> str:
        """What it has logged so far."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def _answers(self) -> bool:
        """Whether it is ready; the browser's page has no /readyz, and is ready when it is there."""
        for path in ("/readyz", "/"):
            try:
                with urllib.request.urlopen(self.address + path, timeout=2) as answer:
                    return bool(answer.status == 200)
            except urllib.error.HTTPError as refused:
                if path == "/" or refused.code != 404:
                    return False
            except OSError:
                return False
        return False

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "bot", *words]

    def _how(self) -> dict[str, object]:
        return {"cwd": self.folder, "env": self._environment}

    async def _appoint(self) -> None:
        store = Store.open(f"sqlite:///{self.folder / 'data' / 'proviso.sqlite'}")
        held = [(name, role) for name, roles in ROLES.items() for role in roles]
        for number, (name, role) in enumerate(held):
            person = ADDRESSES[name]
            made = Appointment(f"seed-{number}", role, person, person, datetime.now(UTC), Standing.HELD)
            await store.run(lambda tx, made=made: tx.at("school").appoint(made))
        await store.close()


def _policy() -> str:
    """The sample, but for the clause that everybody signs it: here nobody has, and posts are published all the same."""
    sample = (files("bot.web") / "sample" / "policy.md").read_text("utf-8")
    return "\n".join(line for line in sample.splitlines() if not line.startswith("15.2 "))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def apart(work: Coroutine[object, object, T]) -> T:
    """Run a coroutine in a thread of its own: the browser's library keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, work).result()

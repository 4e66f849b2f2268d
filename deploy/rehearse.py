"""Does what `docker build` would do with the Dockerfile beside it, without a container engine, and runs the result.

    python -m deploy.rehearse [PYTHON]      the interpreter that stands for the image's; it must have the same version

Tried are the stage that builds, the environment, the command and the health check, in a folder that goes afterwards.
What a container adds (the base image, the user, the mounts) is not.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


@dataclass
class Stage:
    """One stage: its base image, and its instructions in order."""

    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        """What stands behind each of these instructions."""
        return [words for name, words in self.steps if name == instruction]

    @property
    def environment(self) -> dict[str, str]:
        """What ENV sets."""
        return dict(pair.split("=", 1) for words in self.all("ENV") for pair in words.split())

    @property
    def health(self) -> list[str]:
        """The command of the health check."""
        command: list[str] = json.loads(self.all("HEALTHCHECK")[0].partition("CMD ")[2])
        return command


def stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile whose lines end with a backslash where they go on."""
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found: list[Stage] = []
    for line in re.sub(r"\\\n", " ", plain).splitlines():
        name, _, words = line.strip().partition(" ")
        if name == "FROM":
            found.append(Stage(words.split()[0]))
        elif name:
            found[-1].steps.append((name, " ".join(words.split())))
    return found


def build(stage: Stage, folder: Path, python: str) -> None:
    """Do the stage's COPY and RUN, with /src and /opt/proviso inside `folder`."""
    source, tools = folder / "src", folder / "tools"
    source.mkdir()
    tools.mkdir()
    (tools / "python").symlink_to(python)
    path = f"{tools}:{os.environ['PATH']}"
    for name, words in stage.steps:
        if name == "COPY":
            *files, target = words.split()
            for file in files:
                _copy(ROOT / file, source / target if target != "./" else source / file)
        elif name == "RUN":
            command = words.replace("/opt/proviso", str(folder / "opt"))
            subprocess.run(["sh", "-ec", command], cwd=source, env={**os.environ, "PATH": path}, check=True)


def _copy(file: Path, target: Path) -> None:
    if file.is_dir():
        shutil.copytree(file, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(file, target)


class _Slack(BaseHTTPRequestHandler):
    """Says yes to whatever a bot asks when it starts."""

    def do_POST(self) -> None:
        """Any method of Slack's Web API."""
        said = json.dumps({"ok": True, "url": "https://larkfield.example/", "team_id": "T1", "user_id": "U1",
                           "bot_id": "B1", "team": "Larkfield", "user": "proviso"}).encode()  # fmt: skip
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def slack() -> Iterator[str]:
    """A Slack to start beside; the address of its Web API."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slack)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    server.shutdown()
    server.server_close()


@contextmanager
def serving(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`proviso serve`, connected to a Slack that says yes; ended as a container is, and it must end in order."""
    with slack() as api:
        variables = {
            **environment,
            "PROVISO_SLACK_API": api,
            "PROVISO_SLACK_SOCKET_MODE": "false",
            "PROVISO_SLACK_BOT_TOKEN": "xoxb-1",
            "PROVISO_SLACK_SIGNING_SECRET": "a secret",
        }
        with subprocess.Popen(command, cwd=folder, env=variables) as program:
            try:
                yield program
            finally:
                program.send_signal(signal.SIGTERM)
                code = program.wait(30)
            if code:
                raise SystemExit(f"it ended with {code}")


def becomes_healthy(check: list[str], environment: dict[str, str], seconds: float = 20) -> bool:
    """Whether the health check succeeds within that time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if subprocess.run(check, env=environment, capture_output=True, check=False).returncode == 0:
            return True
        time.sleep(0.2)
    return False


def main(python: str) -> None:
    """Build, look at what there is, serve, check, end."""
    building, final = stages(DOCKERFILE.read_text("utf-8"))
    version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    if not version.startswith(building.base.removeprefix("python:").split("-")[0] + "."):
        raise SystemExit(f"the image has {building.base}, and {python} is {version}")
    with tempfile.TemporaryDirectory(prefix="proviso-image-") as name:
        folder = Path(name)
        build(building, folder, python)
        for wanted in ("data", "etc"):
            (folder / wanted).mkdir(mode=0o700)
        environment = final.environment | {"PATH": f"{folder}/opt/bin:/usr/bin:/bin", "PROVISO_DATA": f"{folder}/data"}
        subprocess.run(["proviso", "--version"], cwd=folder / "etc", env=environment, check=True)
        left = [tool for tool in ("pip", "gcc") if (folder / "opt" / "bin" / tool).exists()]
        if left:
            raise SystemExit(f"still there: {', '.join(left)}")
        with serving(["proviso", "serve"], folder / "etc", environment):
            if not becomes_healthy(final.health, environment):
                raise SystemExit("it did not become healthy")
        size = sum(one.stat().st_size for one in (folder / "opt").rglob("*") if one.is_file() and not one.is_symlink())
        print(f"It builds, serves, is healthy and ends in order; the program and its libraries are {size >> 20} MB.")


if __name__ == "__main__":
    main(shutil.which(sys.argv[1] if len(sys.argv) > 1 else sys.executable) or sys.argv[1])

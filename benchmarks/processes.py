"""What only a new process can tell: memory with five policies loaded, and the time until a program answers."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
_QUESTION = "Can I accept a friend request from a pupil?"
_RUNS = 5

_LOADED = """
import sys
from pathlib import Path
def memory(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024
bare = memory("VmRSS")
import numpy
array = memory("VmRSS")
from knowledge.answering import Answerer
from knowledge.policy import read_policy
paths = [Path(name) for name in sys.argv[1:]]
answerer = Answerer([read_policy(path.read_bytes(), path.name) for path in paths])
answerer.answer("Can I accept a friend request from a pupil?")
print(bare, array, memory("VmRSS"), memory("VmHWM"))
"""


def memory(policies: Sequence[Path]) -> dict[str, float]:
    """MB of a process: of Python alone, with NumPy, with the engine and all `policies`, and the most it ever had.

    Read from /proc, so on Linux alone; empty elsewhere.
    """
    if not Path("/proc/self/status").exists():
        return {}
    command = [sys.executable, "-c", _LOADED, *map(str, policies)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = ("Python alone", "with NumPy", "with the engine and the policies", "at most")
    return {name: round(float(value), 1) for name, value in zip(names, done.stdout.split(), strict=True)}


def starting(policy: Path) -> dict[str, float]:
    """Seconds from a command to its end or to its first answer, the median of a few runs with warm file caches."""
    ask = ["ask", "--policy", str(policy), _QUESTION]
    return {
        "proviso --help": _median(lambda: _ended(["--help"])),
        "proviso ask, to the answer": _median(lambda: _ended(ask)),
        "proviso demo, to the first answer in the page": _median(_served),
    }


def _median(run: Callable[[], float]) -> float:
    return round(median(run() for _ in range(_RUNS)), 2)


def _ended(arguments: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def _served() -> float:
    """Start the demo, ask in its page as the page does, end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            program.stdout.readline()  # the address: it listens
            _ask(f"http://127.0.0.1:{port}")
            return time.perf_counter() - begun
        finally:
            program.terminate()


def _ask(address: str) -> None:
    with urllib.request.urlopen(f"{address}/web/start") as start:
        who = json.load(start)["people"][0]["key"]
    said = json.dumps({"who": who, "id": "benchmark-question", "text": _QUESTION}).encode()
    headers = {"Content-Type": "application/json", "Origin": address}
    request = urllib.request.Request(f"{address}/web/event/said", data=said, headers=headers)
    with urllib.request.urlopen(request) as answer:
        answer.read()

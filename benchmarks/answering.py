"""How long an answer takes, beside the bare retrieval of other engines; building, memory, starting. See
docs/performance.md.

    python -m benchmarks.answering [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks import processes
from benchmarks.contenders import CONTENDERS, Contender, Proviso
from knowledge.fitting.training import read_questions, read_training, training_folder
from knowledge.model import Policy
from knowledge.policy import read_policy

SHARED = processes.ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Asked:
    """A policy, its file, and the questions that are asked of it."""

    path: Path
    policy: Policy
    questions: list[str]


@dataclass(frozen=True, slots=True)
class Speed:
    """Microseconds a question; each question counts with the median of its rounds."""

    mean: float
    median: float
    p95: float
    build: float  # milliseconds to build the index of a policy, median over the policies


def read_all() -> list[Asked]:
    """The training policies with their labelled questions, and those beside the repository where there are any."""
    folder = training_folder()
    found = [
        Asked(_document(folder, key), policy, [one.question for one in labelled])
        for key, (policy, labelled) in read_training(folder).items()
    ]
    beside = SHARED / "eval" / "questions.jsonl"
    if beside.exists():
        labelled = read_questions(beside)
        for key in sorted({one.policy for one in labelled}):
            path = _document(SHARED / "policies", key)
            questions = [one.question for one in labelled if one.policy == key]
            found.append(Asked(path, read_policy(path.read_bytes(), path.name), questions))
    return found


def _document(folder: Path, key: str) -> Path:
    return next(path for path in sorted(folder.glob(f"{key}.*")) if path.suffix != ".jsonl")


def measure(sets: list[Asked], rounds: int) -> dict[str, Speed]:
    """Speed by contender. The rounds take turns, so that a busy moment of the machine falls on all alike."""
    built = {made: [_built(made, one.policy) for one in sets] for made in CONTENDERS}
    ready = {
        made: [(engine, engine.ready(q)) for (engine, _), one in zip(some, sets, strict=True) for q in one.questions]
        for made, some in built.items()
    }
    first = _round(ready[Proviso])  # words that nobody has typed before
    taken: dict[type[Contender], list[list[float]]] = {made: [] for made in CONTENDERS}
    for number in range(rounds + 1):
        for made in CONTENDERS:
            one_round = _round(ready[made])
            if number:  # the first warms the caches of the machine
                taken[made].append(one_round)
    found = {}
    for made in CONTENDERS:
        build = median(seconds for _, seconds in built[made]) * 1e3
        found[made.name] = _speed(np.median(taken[made], axis=0), build)
        if made is Proviso:
            found[f"{made.name}, asked for the first time"] = _speed(np.array(first), build)
    return found


def _built(made: type[Contender], policy: Policy) -> tuple[Contender, float]:
    begun = time.perf_counter()
    return made(policy), time.perf_counter() - begun


def _round(ready: list[tuple[Contender, object]]) -> list[float]:
    taken = []
    for engine, question in ready:
        begun = time.perf_counter()
        engine.ask(question)
        taken.append(time.perf_counter() - begun)
    return taken


def _speed(seconds: np.typing.NDArray[np.float64], build: float) -> Speed:
    mean, middle, p95 = (
        round(float(x * 1e6)) for x in (seconds.mean(), np.median(seconds), np.quantile(seconds, 0.95))
    )
    return Speed(mean, middle, p95, round(build, 2))


def reading(sets: list[Asked]) -> float:
    """Milliseconds to read a policy's file into clauses, median over the policies."""
    taken = []
    for one in sets:
        data = one.path.read_bytes()
        begun = time.perf_counter()
        read_policy(data, one.path.name)
        taken.append(time.perf_counter() - begun)
    return round(median(taken) * 1e3, 1)


def main() -> None:
    """Measure, and print tables or JSON."""
    options = argparse.ArgumentParser(description="Measure the whole answer beside the retrieval of other engines.")
    options.add_argument("--rounds", type=int, default=7, help="how often each question is asked (default: 7)")
    options.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = options.parse_args()
    sets = read_all()
    five = [one.path for one in sets][-5:]
    speeds = measure(sets, chosen.rounds)
    figures = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}",
        "policies": len(sets),
        "clauses a policy": round(float(np.mean([len(one.policy.clauses) for one in sets])), 1),
        "questions": sum(len(one.questions) for one in sets),
        "speed": {name: asdict(speed) for name, speed in speeds.items()},
        "milliseconds to read a policy": reading(sets),
        "megabytes": processes.memory(five),
        "seconds to start": {name: round(value, 2) for name, value in processes.starting(sets[0].path).items()},
    }
    if chosen.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
    else:
        show(figures, speeds)


def show(figures: dict[str, object], speeds: dict[str, Speed]) -> None:
    """Print the figures as tables."""
    console = Console()
    console.print(f"{figures['questions']} questions over {figures['policies']} policies, {figures['machine']}")
    table = Table("", "mean µs", "median µs", "p95 µs", "ms to build")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, one in speeds.items():
        table.add_row(name, f"{one.mean:.0f}", f"{one.median:.0f}", f"{one.p95:.0f}", f"{one.build:.1f}")
    console.print(table)
    for name in ("clauses a policy", "milliseconds to read a policy", "megabytes", "seconds to start"):
        value = figures[name]
        rows = value.items() if isinstance(value, dict) else [(name, value)]
        for label, number in rows:
            console.print(f"{label if label == name else f'{name}, {label}'}: {number}")


if __name__ == "__main__":
    main()

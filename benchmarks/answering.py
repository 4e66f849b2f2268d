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
from collections.abc import Sequence
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
    """Policies in force together, their files, and the questions that are asked of them."""

    paths: list[Path]
    policies: list[Policy]
    questions: list[str]


@dataclass(frozen=True, slots=True)
class Speed:
    """Microseconds a question; each question counts with the median of its rounds."""

    mean: float
    median: float
    p95: float
    build: float  # milliseconds to build the index, median where there are several


def read_all() -> list[Asked]:
    """The training policies with their labelled questions, and those beside the repository where there are any."""
    folder = training_folder()
    found = [
        Asked([_document(folder, key)], [policy], [one.question for one in labelled])
        for key, (policy, labelled) in read_training(folder).items()
    ]
    beside = SHARED / "eval" / "questions.jsonl"
    if beside.exists():
        labelled = read_questions(beside)
        for key in sorted({one.policy for one in labelled}):
            path = _document(SHARED / "policies", key)
            questions = [one.question for one in labelled if one.policy == key]
            found.append(Asked([path], [read_policy(path.read_bytes(), path.name)], questions))
    return found


def together(sets: list[Asked]) -> Asked:
    """All of them in force at once, as a school has its own policy, the trust's and the council's."""
    return Asked(
        [path for one in sets for path in one.paths],
        [policy for one in sets for policy in one.policies],
        [question for one in sets for question in one.questions],
    )


def _document(folder: Path, key: str) -> Path:
    return next(path for path in sorted(folder.glob(f"{key}.*")) if path.suffix != ".jsonl")


def measure(sets: list[Asked], rounds: int) -> dict[str, Speed]:
    """Speed by contender. The rounds take turns, so that a busy moment of the machine falls on all alike."""
    built = {made: [_built(made, one.policies) for one in sets] for made in CONTENDERS}
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


def _built(made: type[Contender], policies: Sequence[Policy]) -> tuple[Contender, float]:
    begun = time.perf_counter()
    return made(policies), time.perf_counter() - begun


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


def reading(paths: Sequence[Path]) -> float:
    """Milliseconds to read a policy's file into clauses, median over the policies."""
    taken = []
    for path in paths:
        data = path.read_bytes()
        begun = time.perf_counter()
        read_policy(data, path.name)
        taken.append(time.perf_counter() - begun)
    return round(median(taken) * 1e3, 1)


def main() -> None:
    """Measure, and print tables or JSON."""
    options = argparse.ArgumentParser(description="Measure the whole answer beside the retrieval of other engines.")
    options.add_argument("--rounds", type=int, default=7, help="how often each question is asked (default: 7)")
    options.add_argument("--json", action="store_true", help="print the figures as JSON")
    chosen = options.parse_args()
    sets = read_all()
    five = together(sets[-5:])
    speeds = {_title(some): measure(some, chosen.rounds) for some in (sets, [five])}
    figures = {
        "machine": f"{processor()}, Python {platform.python_version()}, NumPy {np.__version__}",
        "microseconds a question": {
            title: {name: asdict(speed) for name, speed in some.items()} for title, some in speeds.items()
        },
        "milliseconds to read a policy": reading(together(sets).paths),
        "megabytes with five policies": processes.memory(five.paths),
        "seconds to start": processes.starting(sets[0].paths[0]),
    }
    if chosen.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
    else:
        show(figures, speeds)


def _title(sets: list[Asked]) -> str:
    questions = sum(len(one.questions) for one in sets)
    clauses = round(float(np.mean([sum(len(policy.clauses) for policy in one.policies) for one in sets])))
    many = f"{len(sets)} policies, one at a time" if len(sets) > 1 else f"{len(sets[0].policies)} policies together"
    return f"{questions} questions over {many}, {clauses} clauses"


def processor() -> str:
    """The processor's name where the system tells, else its kind."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def show(figures: dict[str, object], speeds: dict[str, dict[str, Speed]]) -> None:
    """Print the figures as tables."""
    console = Console()
    console.print(figures["machine"])
    for title, some in speeds.items():
        table = Table("µs a question", "mean", "median", "p95", "ms to build", title=title, title_justify="left")
        for column in table.columns[1:]:
            column.justify = "right"
        for name, one in some.items():
            table.add_row(name, f"{one.mean:.0f}", f"{one.median:.0f}", f"{one.p95:.0f}", f"{one.build:.1f}")
        console.print(table)
    for name, value in figures.items():
        if name.startswith(("milliseconds", "megabytes", "seconds")):
            rows = value.items() if isinstance(value, dict) else [("", value)]
            for label, number in rows:
                console.print(", ".join(part for part in (name, label) if part) + f": {number}")


if __name__ == "__main__":
    main()

"""A file of questions in, a line of JSON out for each; a bad line stops nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.contract import answer_line

if TYPE_CHECKING:
    from knowledge.answering import Answerer


class BadLine(ValueError):
    """A line that is no question; `str()` says what is wrong with it."""


def answer_all(path: Path, answerer: Answerer, capacity: str = "") -> bool:
    """Answer every line of the file ("-": standard input) on standard output. Whether all lines were good."""
    name = "standard input" if str(path) == "-" else str(path)
    lines = _lines(path)
    good = True
    with _progress(lines) as watched:
        for number, line in enumerate(watched, 1):
            if not line.strip():
                continue
            try:
                key, question = question_in(line)
            except BadLine as fault:
                click.echo(f"{name}, line {number}: {fault}", err=True)
                good = False
                continue
            # Plain ASCII, whatever the console: it is read by programs.
            click.echo(json.dumps(answer_line(key, answerer.answer(question, capacity=capacity))))
    return good


def question_in(line: bytes) -> tuple[str | int, str]:
    """The id and the question of a line. Raises BadLine."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadLine("this is not JSON.") from None
    if not isinstance(found, dict):
        raise BadLine('this is not an object like {"id": "1", "question": "…"}.')
    key, question = found.get("id"), found.get("question")
    if not isinstance(key, str | int) or isinstance(key, bool):
        raise BadLine('"id" is missing, or is neither text nor a whole number.')
    if not isinstance(question, str) or not question.strip():
        raise BadLine('"question" is missing or empty.')
    return key, " ".join(question.split())


def _lines(path: Path) -> list[bytes]:
    try:
        return (sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()).split(b"\n")
    except OSError as fault:
        raise click.ClickException(f"{path} cannot be read: {fault.strerror}.") from None


@contextmanager
def _progress(lines: list[bytes]) -> Iterator[Iterable[bytes]]:
    """Show how far it is, on standard error and only to a person."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lines
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield progress.track(lines, description="Answering")

"""What was begun and has not ended: so that stopping loses nothing, and no failure goes unseen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from bot.faults import cause
from bot.logs import logger

log = logger("proviso.teams")

T = TypeVar("T")


class UnderWay:
    """Tasks, and other work that is marked while it lasts."""

    def __init__(self) -> None:
        self._open: set[asyncio.Future[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, T], *, watched: bool = False) -> asyncio.Task[T]:
        """Begin something beside. Its failure is logged here, unless somebody is watching."""
        task = asyncio.create_task(work)
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        if not watched:
            task.add_done_callback(_look)
        return task

    @contextmanager
    def marked(self) -> Iterator[None]:
        """Something that is under way until the block ends."""
        mark = asyncio.get_running_loop().create_future()
        self._open.add(mark)
        try:
            yield
        finally:
            self._open.discard(mark)
            mark.set_result(None)

    async def end(self, patience: float) -> None:
        """Wait until all has ended, what it began included, but no longer than `patience` seconds."""
        deadline = time.monotonic() + patience
        while self._open and time.monotonic() < deadline:
            await asyncio.wait(set(self._open), timeout=deadline - time.monotonic())


def _look(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        log.warning("task_failed", cause=cause(fault))

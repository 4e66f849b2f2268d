"""Serving until somebody stops it."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import App


async def until_stopped(
    starting: AbstractAsyncContextManager[App], address: str, port: int, ready: Callable[[App, str], None]
) -> None:
    """Serve the app's page until Ctrl+C or a request to end; `ready` is told the app and its address.

    Once it serves, what was begun is finished first. While it starts, perhaps waiting for a platform that does not
    answer, it ends at once. Raises bot.listening.PortTaken.
    """
    stop, started = asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(_serve(starting, address, port, ready, started, stop))

    def end() -> None:
        stop.set()
        if not started.is_set():
            serving.cancel()

    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(one, end)
        except NotImplementedError:  # Windows: Ctrl+C ends asyncio.run, whose blocks are left in order
            break
    try:
        await serving
    except asyncio.CancelledError:
        if not stop.is_set():
            raise


async def _serve(
    starting: AbstractAsyncContextManager[App],
    address: str,
    port: int,
    ready: Callable[[App, str], None],
    started: asyncio.Event,
    stop: asyncio.Event,
) -> None:
    from bot.listening import listen

    async with starting as app:
        runner = await listen(app.application, address, port)
        gc.freeze()  # what was loaded stays: going through it again and again would hold everybody up
        started.set()
        try:
            shown = f"[{address}]" if ":" in address else address
            ready(app, f"http://{shown}:{port}/")
            await stop.wait()
        finally:
            await runner.cleanup()


def log_to_stderr() -> None:
    """Log lines as JSON on standard error, for whoever looks after the bot."""
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(handlers=[_Libraries()], level=logging.WARNING, force=True)
    logging.captureWarnings(True)


class _Libraries(logging.Handler):
    """What libraries log: that they did, and where in their code. Their words may quote what somebody wrote."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line."""
        import structlog

        from bot.faults import cause

        fault = record.exc_info[1] if record.exc_info else None
        where = f"{record.filename}:{record.lineno}"
        level = "error" if record.levelno >= logging.ERROR else "warning"
        log = structlog.get_logger("proviso.library")
        getattr(log, level)("library", logger=record.name, at=where, cause=cause(fault))

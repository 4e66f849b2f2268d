"""Serving until somebody stops it."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import App


async def until_stopped(
    starting: AbstractAsyncContextManager[App], address: str, port: int, ready: Callable[[str], None]
) -> None:
    """Serve the app's page until Ctrl+C or a request to end; `ready` is told the page's address.

    Raises bot.app.PortTaken.
    """
    from bot.app import listen

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(one, stop.set)
        except NotImplementedError:  # Windows: Ctrl+C ends asyncio.run, whose blocks are left in order
            break
    async with starting as app:
        runner = await listen(app.web.application(), address, port)
        try:
            shown = f"[{address}]" if ":" in address else address
            ready(f"http://{shown}:{port}/")
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

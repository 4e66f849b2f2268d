"""Where the application listens, and why it cannot."""

from __future__ import annotations

import errno
import socket

from aiohttp import web

_PORT = {errno.EADDRINUSE: "another program is using it", errno.EACCES: "it needs more rights than you have"}

_NO_ADDRESS = (errno.EADDRNOTAVAIL, None)  # from Python 3.13 on it comes without a number


class PortTaken(Exception):
    """Nobody can listen there. `str()` says in one line why, and what to do."""


async def listen(application: web.Application, address: str, port: int) -> web.AppRunner:
    """Serve the application; `cleanup` of what is returned ends it. Raises PortTaken."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, address, port).start()
    except OSError as fault:
        await runner.cleanup()
        raise PortTaken(_words(fault, address, port)) from fault
    return runner


def _words(fault: OSError, address: str, port: int) -> str:
    if isinstance(fault, socket.gaierror) or fault.errno in _NO_ADDRESS:
        return f'This machine has no address {address} to listen at. Set address = "127.0.0.1" (PROVISO_ADDRESS).'
    why = _PORT.get(fault.errno or 0, fault.strerror or type(fault).__name__)
    other = port + 1 if 1024 <= port < 65535 else 8080
    return f"Port {port} on {address} cannot be used ({why}). Choose another with --port, for example --port {other}."

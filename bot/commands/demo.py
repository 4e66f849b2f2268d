"""`proviso demo`: the browser page with an invented school."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.app import App


@click.command(short_help="Try it in a browser, with an invented school.")
@click.option("--port", type=click.IntRange(1, 65535), default=3978, show_default=True, help="The port to listen on.")
def demo(port: int) -> None:
    """Try it in a browser, with an invented school and a sample policy.

    Listens on this machine alone. Drop your own policy on the page to ask it instead: nothing leaves the machine, and
    nothing is left when the demo stops.
    """
    import asyncio

    from bot.commands.running import log_to_stderr, until_stopped
    from bot.demo import demo as school
    from bot.listening import PortTaken

    log_to_stderr()
    try:
        asyncio.run(until_stopped(school(), "127.0.0.1", port, _hello))
    except PortTaken as fault:
        raise click.ClickException(str(fault)) from None


def _hello(_: App, address: str) -> None:
    click.echo(f"Proviso's demo is at {address}\nNothing leaves this machine. Ctrl+C stops it.")

"""`proviso serve`: the bot for a school, as its settings say."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings


@click.command(short_help="Run the bot for your school.")
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of the port in the settings.")
def serve(port: int | None) -> None:
    """Run the bot for the school in proviso.toml and the PROVISO_… variables.

    Answers come from the policies that `proviso policy add` put in force; a change is noticed within seconds. The
    browser page lets anybody play anybody on the staff list, so that it is served to this machine alone.
    """
    import asyncio

    from sqlalchemy.exc import DBAPIError

    from bot.app import PortTaken, running
    from bot.commands.own import settings
    from bot.commands.running import log_to_stderr, until_stopped
    from bot.kept import Kept
    from bot.store.migrate import StoreFault

    chosen = settings()
    if not _this_machine(chosen):
        raise click.ClickException(
            f'The browser page has no passwords, so it cannot be served on {chosen.address}. Set address = "127.0.0.1".'
        )
    school = chosen.school.school()
    if not school.staff:
        raise click.ClickException("The staff list is empty. Name at least one person under [[school.staff]].")
    log_to_stderr()
    app = running(school, chosen.database_url, chosen.data / "indexes", lambda _, shelf: Kept(shelf, school.id))
    try:
        asyncio.run(until_stopped(app, chosen.address, port or chosen.port, _hello))
    except (PortTaken, StoreFault) as fault:
        raise click.ClickException(str(fault)) from None
    except DBAPIError as fault:
        raise click.ClickException(f"The database cannot be used ({type(fault).__name__}).") from None


def _this_machine(chosen: Settings) -> bool:
    try:
        return chosen.address == "localhost" or ipaddress.ip_address(chosen.address).is_loopback
    except ValueError:
        return False


def _hello(address: str) -> None:
    click.echo(f"Proviso is at {address}\nCtrl+C stops it.")

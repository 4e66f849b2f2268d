"""`proviso serve`: the bot for a school, as its settings say."""

from __future__ import annotations

import ipaddress
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings


@click.command(short_help="Run the bot for your school.")
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of the port in the settings.")
def serve(port: int | None) -> None:
    """Run the bot for the school in proviso.toml and the PROVISO_… variables.

    With [slack] or [teams] it answers there. With neither, it serves the browser page, which lets anybody play anybody
    on the staff list, and so is served to this machine alone.

    Answers come from the policies that `proviso policy add` put in force; a change is noticed within seconds.
    """
    import asyncio

    from sqlalchemy.exc import DBAPIError

    from bot.channels import PlatformFault
    from bot.commands.own import begun, settings
    from bot.commands.running import log_to_stderr, until_stopped
    from bot.listening import PortTaken
    from bot.store.migrate import StoreFault
    from bot.store.unusable import why

    chosen = settings()
    begun(chosen)
    chat = chosen.slack is not None or chosen.teams is not None
    app = _on_chat(chosen) if chat else _on_the_page(chosen)
    log_to_stderr()
    try:
        asyncio.run(until_stopped(app, chosen.address, port or chosen.port, _connected if chat else _hello))
    except (PortTaken, StoreFault, PlatformFault) as fault:
        raise click.ClickException(str(fault)) from None
    except DBAPIError as fault:
        raise click.ClickException(why(fault, chosen.database_url)) from None


def _on_chat(chosen: Settings) -> AbstractAsyncContextManager[App]:
    """The bot on its chat platforms. Raises click.ClickException where a platform's library is not installed."""
    from bot.app import connected
    from bot.platforms import platforms

    school, indexes = chosen.bare_school(), chosen.data / "indexes"
    return connected(school, chosen.database_url, indexes, platforms(chosen), keys=chosen.keys)


def _on_the_page(chosen: Settings) -> AbstractAsyncContextManager[App]:
    """The browser page. Raises click.ClickException where it would be open to others, or to nobody."""
    from bot.app import on_the_page
    from bot.kept import Kept

    if not _this_machine(chosen):
        raise click.ClickException(
            f'The browser page has no passwords, so it cannot be served on {chosen.address}. Set address = "127.0.0.1".'
        )
    school = chosen.bare_school()
    if not school.staff:
        raise click.ClickException(
            "Nothing is connected. Name at least one person under [[school.staff]] to try the bot in the browser, or "
            "set up [slack] or [teams]."
        )
    indexes = chosen.data / "indexes"
    return on_the_page(school, chosen.database_url, indexes, lambda _, shelf: Kept(shelf, school.id), keys=chosen.keys)


def _this_machine(chosen: Settings) -> bool:
    try:
        return chosen.address == "localhost" or ipaddress.ip_address(chosen.address).is_loopback
    except ValueError:
        return False


def _hello(_: App, address: str) -> None:
    click.echo(f"Proviso is at {address}\nCtrl+C stops it.")


def _connected(app: App, address: str) -> None:
    away = [f"{one.name.capitalize()} ({one.trouble()})" for one in app.platforms if one.trouble()]
    if away:
        click.echo(f"Not connected yet: {'; '.join(away)}. Proviso goes on trying. What to do: proviso check")
    click.echo(f"Proviso {'listens' if away else 'is connected, and listens'} at {address}\nCtrl+C stops it.")

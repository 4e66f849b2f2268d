"""`proviso check`: what is wrong, before staff find out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.checking import Asked, Report
    from bot.concern_settings import MailSettings
    from bot.connections import SlackSettings, TeamsSettings
    from bot.settings import Settings


@click.command(short_help="Say what is wrong, before staff find out.")
@click.argument("platform", required=False, type=click.Choice(["slack", "teams", "mail"]))
def check(platform: str | None) -> None:
    """Check all that is set up, or the connection to one PLATFORM: slack, teams or mail.

    Each fault is a line that says what to do, and then the exit status is 1. Nothing is changed, and `proviso serve`
    may be running.
    """
    import asyncio

    from sqlalchemy.exc import DBAPIError

    from bot.commands.own import begun, settings
    from bot.commands.terminal import console
    from bot.store.unusable import why

    chosen = settings()
    begun(chosen)
    connected = _connected(chosen)
    if platform is not None and platform not in connected:
        raise click.ClickException(f"{platform.capitalize()} is not set up: there is no [{platform}] in the settings.")
    try:
        report = asyncio.run(_only(chosen, connected, platform) if platform else _everything(chosen, connected))
    except DBAPIError as broken:  # it answers, and lets nobody read or lock it
        raise click.ClickException(why(broken, chosen.database_url)) from None
    out = console()
    for note in report.notes:
        out.print(f"Note: {note}", soft_wrap=True)
    for fault in report.faults:
        out.print(f"Fault: {fault}", style="red", soft_wrap=True)
    if report.faults:
        raise click.ClickException("1 fault." if len(report.faults) == 1 else f"{len(report.faults)} faults.")
    looked_at = platform.capitalize() if platform else ", ".join(("Settings, records", *map(str.capitalize, connected)))
    out.print(f"{looked_at}: nothing is wrong.", style="green", soft_wrap=True)


async def _everything(chosen: Settings, connected: Mapping[str, Asked]) -> Report:
    from datetime import datetime

    from bot.checking import everything, to_be_renewed

    report = await everything(chosen, connected)
    school = chosen.bare_school()
    report.notes += to_be_renewed(school, datetime.now(school.zone).date())
    return report


async def _only(chosen: Settings, connected: Mapping[str, Asked], name: str) -> Report:
    from bot.checking import Report, chosen_places, of_the_platform

    return Report(await of_the_platform(name, connected[name], await chosen_places(chosen)))


def _connected(chosen: Settings) -> dict[str, Asked]:
    found: dict[str, Asked] = {}
    if chosen.slack is not None:
        found["slack"] = _Slack(chosen.slack)
    if chosen.teams is not None:
        found["teams"] = _Teams(chosen.teams)
    if chosen.mail is not None:
        found["mail"] = _Mail(chosen.mail)
    return found


class _Slack:
    """Slack, asked."""

    one_by_one = True

    def __init__(self, settings: SlackSettings) -> None:
        self._settings = settings

    async def faults(self, channels: Sequence[str]) -> list[str]:
        """What is wrong with the connection."""
        asked = _faults_of("slack")
        return await asked(self._settings, channels) if asked else [_LIBRARY.format("slack")]

    async def unreachable(self, people: Mapping[str, str]) -> Mapping[str, str]:
        """Who has no account under their e-mail address."""
        try:
            from bot.slack.reach import unreachable
        except ModuleNotFoundError:
            return dict.fromkeys(people, "the library of Slack is missing")
        return await unreachable(self._settings, people)


class _Teams:
    """Teams, asked. Nobody can be found there before they, or an administrator for them, have installed the bot."""

    one_by_one = False

    def __init__(self, settings: TeamsSettings) -> None:
        self._settings = settings

    async def faults(self, channels: Sequence[str]) -> list[str]:
        """What is wrong with the connection."""
        asked = _faults_of("teams")
        return await asked(self._settings) if asked else [_LIBRARY.format("teams")]

    async def unreachable(self, people: Mapping[str, str]) -> Mapping[str, str]:
        """All of them."""
        from bot.teams.connector import NOT_OPENED

        return dict.fromkeys(people, NOT_OPENED)


class _Mail:
    """The mail server, asked. It brings what cannot wait to whoever has no account in the chat."""

    one_by_one = False

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def faults(self, channels: Sequence[str]) -> list[str]:
        """What is wrong with the connection."""
        from bot.mail import faults

        return await faults(self._settings)

    async def unreachable(self, people: Mapping[str, str]) -> Mapping[str, str]:
        """Who has no e-mail address."""
        from bot.mail import NO_ADDRESS

        return {key: NO_ADDRESS for key, email in people.items() if not email}


_LIBRARY = "its library is missing: pip install 'proviso[{}]'."


def _faults_of(platform: str) -> Callable[..., Awaitable[list[str]]] | None:
    """The platform's own check; None where its library is not installed."""
    try:
        faults: Callable[..., Awaitable[list[str]]] = import_module(f"bot.{platform}.check").faults
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("bot."):
            raise
        return None
    return faults

"""Which chat platforms the settings connect, made of their own folders."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.channels import Platform, PlatformFault
from bot.directory import Directory
from bot.settings import Settings
from bot.turn import Turn


def platforms(settings: Settings) -> Callable[[Turn, Directory], Sequence[Platform]]:
    """What makes the platforms that are set up. Raises PlatformFault, when called, for a library that is missing."""

    def make(turn: Turn, directory: Directory) -> Sequence[Platform]:
        made: list[Platform] = []
        if settings.slack is not None:
            try:
                from bot.slack.adapter import Slack
            except ModuleNotFoundError as missing:
                raise PlatformFault("Slack needs its library: pip install 'proviso[slack]'.") from missing
            made.append(Slack(settings.slack, turn, directory))
        if settings.teams is not None:
            try:
                from bot.teams.adapter import Teams
            except ModuleNotFoundError as missing:
                raise PlatformFault("Teams needs its library: pip install 'proviso[teams]'.") from missing
            made.append(Teams(settings.teams, turn, directory))
        if settings.mail is not None and settings.public_url:  # last: for whom the others do not know
            from bot.mail import Mail

            made.append(Mail(settings.mail, turn, directory, settings.bare_school()))
        return made

    return make

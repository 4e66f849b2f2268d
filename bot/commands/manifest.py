"""`proviso manifest`: what an administrator gives to Slack or uploads to Teams, filled in and checked."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import click

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def _address(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The bot's own address, without a path: https://bot.school.example."""
    if value is None:
        return None
    try:
        parts = urlsplit(value.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:  # brackets without an address in them, a port that is no number
        raise click.BadParameter(f"{value} is not an address. Write one like https://bot.school.example.") from None
    if parts.scheme != "https":
        raise click.BadParameter(f"{value} does not begin with https://; neither Slack nor Teams calls anything else.")
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None:
        raise click.BadParameter(f"Write the address alone, https://{host}: the bot knows its own paths.")
    if not _HOST.fullmatch(host):
        raise click.BadParameter(f"{host or value} is not a name on the internet, so nobody can call it from there.")
    return f"https://{host}" + (f":{port}" if port not in (None, 443) else "")


@click.group(short_help="Make the Slack manifest, or the Teams app, for your address.")
def manifest() -> None:
    """Make what Slack and Teams need to know of the bot: its commands, permissions and address."""


@manifest.command(short_help="Print the manifest to paste at api.slack.com/apps.")
@click.option(
    "--url",
    callback=_address,
    metavar="ADDRESS",
    help="Where Slack reaches the bot, for example https://bot.school.example.",
)
@click.option("--socket-mode", is_flag=True, help="The bot calls Slack; no address is needed. Best for one school.")
@click.option("--name", default="Proviso", show_default=True, help="What people see, up to 35 characters.")
def slack(url: str | None, socket_mode: bool, name: str) -> None:
    """Print the manifest to paste at api.slack.com/apps, as YAML.

    Commands that proviso.toml renames under [slack.commands] have their new names.
    """
    from bot.slack.manifest import manifest as filled

    if socket_mode == (url is not None):
        raise click.UsageError(
            "Say either --socket-mode (the bot calls Slack, and needs no address that the internet can reach) or "
            "--url https://… (Slack calls the bot there)."
        )
    try:
        text = filled(url or "", commands=_renamed(), name=name)
    except ValueError as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(text, nl=False)
    click.echo("Paste this at https://api.slack.com/apps: Create New App, From a manifest, YAML.", err=True)


@manifest.command(short_help="Write the app to upload in the Teams admin centre.")
@click.option(
    "--url",
    callback=_address,
    metavar="ADDRESS",
    required=True,
    help="Where Teams reaches the bot, for example https://bot.school.example.",
)
@click.option("--app-id", metavar="ID", required=True, help="Entra's “Application (client) ID” of the bot.")
@click.option("--version", default="1.0.0", show_default=True, help="Has to rise with every upload.")
@click.option("--privacy", default="", metavar="URL", help="The school's privacy page.  [default: /privacy at --url]")
@click.option("--terms", default="", metavar="URL", help="The school's terms of use.  [default: /terms at --url]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="The folder to write to.  [default: this one]",
)
def teams(url: str, app_id: str, version: str, privacy: str, terms: str, out: Path) -> None:
    """Write proviso-teams.zip, to upload in the Teams admin centre."""
    from bot.teams.manifest import manifest as filled
    from bot.teams.manifest import package

    file = out / "proviso-teams.zip"
    try:
        file.write_bytes(package(filled(url, app_id, version=version, privacy=privacy, terms=terms)))
    except ValueError as fault:
        raise click.ClickException(str(fault)) from None
    except OSError as fault:
        raise click.ClickException(
            f"{file} cannot be written ({fault.strerror}). Choose a folder with --out."
        ) from None
    click.echo(str(file))
    click.echo("Upload this at https://admin.teams.microsoft.com: Teams apps, Manage apps, Upload new app.", err=True)


def _renamed() -> dict[str, str]:
    """The commands that proviso.toml renames. Read by itself: this comes before there are tokens to check."""
    import tomllib

    from bot.settings import FILE

    try:
        slack = tomllib.loads(Path(FILE).read_text("utf-8")).get("slack", {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:  # ValueError: bad TOML, or not UTF-8
        raise click.ClickException(f"{FILE}: {getattr(fault, 'strerror', None) or fault}") from None
    commands = slack.get("commands", {}) if isinstance(slack, dict) else None
    if not isinstance(commands, dict) or not all(isinstance(name, str) for name in commands.values()):
        raise click.ClickException(f'{FILE}: write [slack.commands] with a line for each name, like can-i = "/may-i".')
    return commands

"""`proviso init`: a first `proviso.toml`, and which variables hold the secrets. No secret is written anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from bot.settings import FILE

_SECRETS = {
    "slack": (
        ("PROVISO_SLACK_BOT_TOKEN", "begins with xoxb-; api.slack.com/apps, your app: OAuth & Permissions"),
        ("PROVISO_SLACK_APP_TOKEN", "begins with xapp-; Basic Information: App-Level Tokens, scope connections:write"),
    ),
    "teams": (("PROVISO_TEAMS_SECRET", "Microsoft Entra, your app: Certificates & secrets"),),
}
# What staff may need in a hurry. All of it has defaults but the numbers, which only the school knows.
_CONCERNS = """\
[concerns]
# preset = "maintained"  # or "academy", or "independent": who gets a concern
# nation = "England"  # or "Wales", "Scotland", "Northern Ireland"
# hours = ["08:30", "16:30"]  # when somebody at school can be expected to see a message
# terms = [["2026-09-02", "2026-10-23"], ["2026-11-02", "2026-12-18"]]
# inset = ["2026-09-01"]
# term_dates = "terms.ics"  # or a calendar file, as councils publish it

[contacts]
# checked = "2026-09-01"  # the day on which you checked these numbers
# school = "01632 960100"
# chair = "01632 960155"
# safeguarding_lead = "01632 960102"
# lado = "01632 960199"  # the council's designated officer
# emergency_duty_team = "01632 960190"  # the council's, out of office hours

# [mail]  # for those who have no account in the chat
# host = "mail.school.example"
# sender = "proviso@school.example"
"""
_IDS = (
    ("PROVISO_TEAMS_APP_ID", "Microsoft Entra, your app: Application (client) ID"),
    ("PROVISO_TEAMS_TENANT", "Microsoft Entra, your app: Directory (tenant) ID"),
)


@click.command(short_help="Write a first proviso.toml, with comments.")
@click.option("--slack", is_flag=True, help="For Slack.")
@click.option("--teams", is_flag=True, help="For Microsoft Teams.")
@click.option("--name", help="The school's name.")
@click.option("--zone", help="The school's time zone.  [default: Europe/London]")
@click.option("--administrator", metavar="EMAIL", help="Who looks after the bot.")
def init(slack: bool, teams: bool, name: str | None, zone: str | None, administrator: str | None) -> None:
    """Write proviso.toml to this folder, and say which variables hold the secrets.

    Asks what it needs to know, unless it is told by options. A file that is there is left as it is.
    """
    file = Path(FILE)
    if file.exists():
        raise click.ClickException(f"{FILE} is there already, and was left as it is. Move it away to begin anew.")
    if slack or teams or name or zone or administrator:
        given = {"name": name or "Our school", "zone": zone or "Europe/London", "administrator": administrator or ""}
        for field, value in given.items():
            _checked(field)(value)
    else:
        given = {
            "name": click.prompt("The school's name", value_proc=_checked("name")),
            "zone": click.prompt("Its time zone", default="Europe/London", value_proc=_checked("zone")),
            "administrator": click.prompt("E-mail address of whoever looks after the bot", default="",
                                          show_default=False, value_proc=_checked("administrator")),
        }  # fmt: skip
        where = click.prompt("Where do staff chat?", type=click.Choice(["slack", "teams", "both", "neither"]))
        slack, teams = where in ("slack", "both"), where in ("teams", "both")
    try:
        with file.open("x", encoding="utf-8") as made:
            made.write(text(given["name"].strip(), given["zone"].strip(), given["administrator"].strip(), slack, teams))
    except OSError as fault:
        raise click.ClickException(f"{FILE} cannot be written here ({fault.strerror}).") from None
    click.echo(f"Wrote {FILE}.")
    _say_what_is_next(slack, teams)


def text(name: str, zone: str, administrator: str, slack: bool, teams: bool) -> str:
    """The file: what is set, and beside it what might be."""
    who = f"administrator = {_quoted(administrator)}" if administrator else '# administrator = "office@school.example"'
    parts = [
        f"""\
# Proviso's settings. All of them: docs/settings.md
# No secret stands here: those are environment variables, PROVISO_…

# data = "proviso-data"  # the folder for the database and the indexes
# address = "127.0.0.1"  # where to listen; "0.0.0.0" for all of this machine's addresses
# port = 3978
# public_url = "https://proviso.school.example"  # where people's browsers reach the bot, if they do

[school]
id = "school"  # names the school in every record: choose once
name = {_quoted(name)}
zone = {_quoted(zone)}
{who}  # installs and looks after the bot; gains no authority by it
""",
        _CONCERNS,
    ]
    if slack:
        parts.append("""\
[slack]
socket_mode = true  # the bot calls Slack, so that no public address is needed

# [slack.commands]  # where another app has the same command
# can-i = "/may-i"
""")
    if teams:
        parts.append("""\
[teams]
# app_id = "…"  # or PROVISO_TEAMS_APP_ID
# tenant = "…"  # or PROVISO_TEAMS_TENANT
credential = "password"  # or "certificate", or "managed identity"
# certificate = "proviso.pem"  # the certificate and its private key, for "certificate"
""")
    if not (slack or teams):
        parts.append("""\
# Nobody chats with the bot yet. Until there is [slack] or [teams], these people try it in the browser.
# [[school.staff]]
# name = "Mrs Wood"
# email = "head@school.example"
# roles = ["head"]
""")
    return "\n".join(parts)


def _say_what_is_next(slack: bool, teams: bool) -> None:
    needed = [*(_SECRETS["slack"] if slack else ()), *((*_IDS, *_SECRETS["teams"]) if teams else ())]
    if not needed:
        click.echo("Next: name somebody under [[school.staff]], then: proviso policy add FILE, and proviso serve.")
        return
    click.echo("\nSet these variables where the program runs. Write no secret into a file that others can read:")
    for variable, where in needed:
        click.echo(f"  {variable}  {where}")
    click.echo("\nNext:")
    if slack:
        click.echo("  proviso manifest slack --socket-mode")
    if teams:
        click.echo("  proviso manifest teams --url ADDRESS --app-id ID")
    for line in ("policy add FILE", "staff import FILE", "check", "serve"):
        click.echo(f"  proviso {line}")


def _checked(field: str) -> Callable[[str], str]:
    """A value that the settings take. Raises click.BadParameter, so that a question is asked again."""

    def check(value: str) -> str:
        from pydantic import ValidationError

        from bot.school_settings import SchoolSettings

        if not value.isprintable():
            raise click.BadParameter(f"{field}: has characters that cannot be shown")
        try:
            SchoolSettings.model_validate({field: value})
        except ValidationError as error:
            said = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise click.BadParameter(f"{field}: {said[:1].lower()}{said[1:]}") from None
        return value

    return check


def _quoted(value: str) -> str:
    """A TOML string."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

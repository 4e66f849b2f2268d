"""`proviso policy`: check a document, show what was read, keep the school's own set."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.policy_versions import agenda, compare, propose
from bot.commands.reading import bytes_of, policy_in

if TYPE_CHECKING:
    from knowledge.model import Policy

_FILE = click.Path(path_type=Path)


@click.group(short_help="Check a document, show its clauses, keep the school's own set.")
def policy() -> None:
    """Check a policy document, show its clauses, or keep the school's own set."""


@policy.command(short_help="Report what is read from a file, and what is left out.")
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """Report what is read from FILE, and what is left out and why."""
    from rich.table import Table

    from bot.commands.terminal import console
    from handlers.wording import dated, missing

    found = policy_in(file)
    out = console()
    out.print(found.title, style="bold cyan")
    out.print(dated(found.dates) or "No dates.")
    if missing(found):
        out.print(missing(found), style="yellow")
    out.print(f"\n{_counted(found)}")
    if not found.left_out:
        out.print("\nNothing was left out.")
        return
    table = Table("Left out or kept apart", "Why", "Begins", title_justify="left", pad_edge=False)
    for one in found.left_out:
        table.add_row(one.what, one.why, one.text)
    out.print()
    out.print(table)


@policy.command()
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Write title, dates, what is missing and all clauses as JSON.")
def show(file: Path, as_json: bool) -> None:
    """Show the clauses of FILE, word for word."""
    found = policy_in(file)
    if as_json:
        from bot.commands.contract import whole_policy

        click.echo(json.dumps(whole_policy(found), ensure_ascii=False, indent=2))
    else:
        _print_clauses(found)


@policy.command(short_help="Put a file in force at the school, today or from a day on.")
@click.argument("file", type=_FILE)
@click.option(
    "--from", "begins", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it begins, e.g. 2027-09-01."
)
def add(file: Path, begins: datetime | None) -> None:
    """Read FILE and put it in force at the school, in place of the version before: today, or at the beginning of a
    day to come. What it changes: proviso policy compare."""
    from bot.commands.own import with_collection
    from handlers.wording import day, version
    from knowledge.model import DocumentFault

    data, begin = bytes_of(file), begins.date() if begins is not None else None
    try:
        added = with_collection(lambda own: own.add(data, file.name, begins=begin))
    except DocumentFault as fault:
        raise click.ClickException(str(fault)) from None
    if added.known:
        click.echo(f"“{added.policy.title}” was in force already, from exactly this file.")
        return
    begun = f"will be in force from {day(added.begins)}" if added.begins else "is in force"
    click.echo(f"“{added.policy.title}” {begun}: {_counted(added.policy)} Its id is {added.policy.sha[:8]}.")
    for one in added.before:
        takes = "will take" if added.begins else "takes"
        click.echo(f"It {takes} the place of {one.name}, {version(one.dates)} (id {one.sha[:8]}).")


@policy.command("list", short_help="List the school's policies.")
@click.option("--all", "all_versions", is_flag=True, help="Also the versions that are no longer in force.")
def list_(all_versions: bool) -> None:
    """List the school's policies with the days on which they are in force, by default those in force now."""
    from bot.commands.own import histories, versions
    from handlers.wording import version

    found = versions(all_versions=all_versions)
    if not found:
        click.echo("The school has no policy in force. Add one: proviso policy add FILE.")
        return
    for one, days in zip(found, histories(found), strict=True):
        force = f"{'' if one.in_force else 'was '}in force {days}" if days else "never in force"
        click.echo(f"{one.sha[:8]}  {one.title} ({version(one.dates)}; {one.name}, {force})")


@policy.command()
@click.argument("which", metavar="ID")
def remove(which: str) -> None:
    """Put a policy out of force. ID is what `policy list` shows, or the policy's title."""
    from bot.commands.own import versions, with_collection

    found = versions()
    wanted = which.strip().casefold()
    fitting = [one for one in found if wanted and (one.sha.startswith(wanted) or one.title.casefold() == wanted)]
    if not fitting:
        raise click.ClickException(f"No policy in force has the id or title “{which}”. See: proviso policy list.")
    if len(fitting) > 1:
        raise click.ClickException(f"“{which}” fits {len(fitting)} policies. Give more of the id.")
    with_collection(lambda own: own.remove(fitting[0].sha))
    click.echo(f"“{fitting[0].title}” is no longer in force. Its file is kept, since answers were given from it.")


policy.add_command(compare)
policy.add_command(propose)
policy.add_command(agenda)


# --- inside ---


def _counted(found: Policy) -> str:
    """How many clauses, by what they do."""
    from handlers.wording import plural

    kinds = Counter(clause.modality.value for clause in found.clauses)
    each = ", ".join(plural(count, kind, "advice" if kind == "advice" else "") for kind, count in kinds.most_common())
    return f"{plural(len(found.clauses), 'clause')} ({each})."


def _print_clauses(found: Policy) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from bot.commands.terminal import console

    out = console()
    out.print(found.title, style="bold cyan")
    heading: tuple[str, ...] = ()
    for clause in found.clauses:
        if clause.heading != heading:
            heading = clause.heading
            out.print(f"\n{' › '.join(heading)}", style="bold")
        words = Text.assemble((f"{clause.number} " if clause.number else "", "bold"))
        if clause.lead_in:
            words.append(f"{clause.lead_in} ", style="dim")
        words.append(clause.text).append(f"  [{clause.modality.value}]", style="dim")
        out.print(Padding(words, (0, 0, 0, 2)))

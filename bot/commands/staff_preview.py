"""What `proviso staff` shows: how columns were understood, what an import would change, who is on the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import console
from handlers.wording import day, listed, plural

if TYPE_CHECKING:
    from bot.staff_changes import Changes
    from bot.staff_columns import Columns
    from bot.staff_file import StaffFile
    from handlers.desk import School
    from handlers.records import StaffLine

_MOST = 12  # names in one line


def columns(found: Columns) -> None:
    """How each column was understood."""
    from rich.table import Table

    shown = Table("Column", "Taken for", pad_edge=False)
    for title, meaning in found.understood():
        shown.add_row(title, meaning or "not looked at", style="" if meaning else "dim")
    console().print(shown)
    for title in found.may_tell_of_leavers():
        click.echo(
            f"“{title}” is not looked at. If it says who has left, take their lines out first: whoever stands in the "
            "file without a last day counts as working here."
        )


def preview(changes: Changes, found: StaffFile) -> None:
    """What an import would change: counts, names, and who stays because of a role."""
    click.echo(f"\n{plural(len(found.lines), 'person', 'people')} in the file: {_counts(changes)}.")
    if found.several:
        click.echo(f"{plural(found.several, 'person has', 'people have')} several lines, taken as one.")
    if changes.left_before:
        click.echo(f"{plural(changes.left_before, 'person', 'people')} in the file left before: not taken.")
    if changes.apart:
        click.echo(f"{plural(changes.apart, 'person', 'people')} of another kind on the list: left as they are.")
    for title, lines in (
        ("New", changes.new),
        ("Back", changes.back),
        ("Ended, by their last day", changes.ended),
        ("No longer in the file, so ended", changes.missing),
    ):
        if lines:
            click.echo(f"\n{title}: {_names(lines)}")
    if changes.changed:
        click.echo("\nChanged:")
        for before, after in changes.changed[:_MOST]:
            click.echo(f"  {after.name}: {_difference(before, after)}")
        if len(changes.changed) > _MOST:
            click.echo(f"  … and {len(changes.changed) - _MOST} more")
    _roles(changes)
    if found.faults:
        click.echo("\nNobody is ended for not being in the file, since a faulty line may be theirs.")


def _roles(changes: Changes) -> None:
    """Who stays on the list because of a role, and who comes back without theirs."""
    for line, why, held in changes.kept:
        click.echo(
            f"\n{line.name} {why}, but is {held} and stays on the list; hand the role over in chat (settings), then "
            "import again."
        )
    for key in dict.fromkeys(one.person for one in changes.closed):
        name = next(line.name for line in (*changes.new, *changes.back) if line.key == key)
        gone = listed((one.role for one in changes.closed if one.person == key), "and")
        click.echo(f"\n{name} comes back without the role of before ({gone}): it is given again in chat.")


def table(school: School, accounts: Mapping[str, Sequence[str]], unreached: Mapping[str, str]) -> None:
    """Everybody on the list today."""
    from rich.table import Column, Table

    if not school.staff:
        click.echo("Nobody is on the staff list today. Import it: proviso staff import FILE.")
        return
    titles = (Column(title, overflow="fold") for title in ("Name", "E-mail address", "Roles", "Accounts"))
    shown = Table(*titles, pad_edge=False)
    for member in school.staff:
        key = member.person.key
        name = member.person.name if member.capacity == "staff" else f"{member.person.name} ({member.capacity})"
        seen = ", ".join(one.capitalize() for one in dict.fromkeys(accounts[key])) or "none yet"
        if key in unreached:
            seen += f"; cannot be reached: {unreached[key]}"
        shown.add_row(name, member.person.email, ", ".join(member.roles), seen)
    console().print(shown)
    click.echo(f"{plural(len(school.staff), 'person', 'people')}.")


def _counts(changes: Changes) -> str:
    words = (
        (len(changes.new), "new"),
        (len(changes.back), "back"),
        (len(changes.changed), "changed"),
        (len(changes.ended), "ended"),
        (changes.unchanged, "unchanged"),
    )
    said = ", ".join(f"{count} {word}" for count, word in words if count or word != "back")
    missing = len(changes.missing)
    gone = f"; {missing} on the list {'is' if missing == 1 else 'are'} no longer in the file" if missing else ""
    return said + gone


def _names(lines: Sequence[StaffLine]) -> str:
    more = f" and {len(lines) - _MOST} more" if len(lines) > _MOST else ""
    return ", ".join(_dated(line) for line in lines[:_MOST]) + more


def _dated(line: StaffLine) -> str:
    days = [f"{word} {day(known)}" for word, known in (("from", line.begins), ("until", line.ends)) if known]
    return f"{line.name} ({', '.join(days)})" if days else line.name


def _difference(before: StaffLine, after: StaffLine) -> str:
    names = (("name", "name"), ("email", "e-mail address"), ("capacity", "kind"), ("job", "job"),
             ("begins", "first day"), ("ends", "last day"))  # fmt: skip
    said = []
    for field, word in names:
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            said.append(f"{word} {_value(field, was)} → {_value(field, now)}")
    return ", ".join(said)


def _value(field: str, value: str) -> str:
    return day(value) if value and field in ("begins", "ends") else value or "none"

"""`proviso staff`: the staff list, from the export of the school's own system."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.staff_changes import Changes
    from bot.staff_file import StaffFile
    from bot.store.store import Store
    from bot.store.tx import SchoolTx

_SYSTEM = "import of the staff list"  # who ended an appointment, in the records


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`Work email=email` → {"Work email": "email"}."""
    pairs = {}
    for one in given:
        title, sign, field = one.rpartition("=")
        if not sign or not title.strip() or not field.strip():
            raise click.BadParameter(
                f"“{one}” is no pair. Write the column and what it means, like “Work email=email”."
            )
        pairs[title.strip()] = field.strip()
    return pairs


@click.group(short_help="Import the staff list, look at it, forget an account.")
def staff() -> None:
    """Who works here: the list that says whom the bot answers.

    It gives nobody a role. Head, chair and the others are named in chat, and accept there.
    """


@staff.command("import", short_help="Take over the staff list from a CSV file.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    callback=_pairs,
    metavar="COLUMN=MEANING",
    help="What a column means: name, forename, surname, email, job, start, end, capacity, or ignore. May be repeated.",
)
@click.option(
    "--capacity",
    type=click.Choice(["staff", "governors", "contractors", "volunteers"]),
    default="staff",
    show_default=True,
    help="What people are whose line does not say.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--skip-faulty", is_flag=True, help="Import the other lines; nobody is ended for not being in the file.")
@click.option("--many-leavers", is_flag=True, help="Also where more than half of the people would go.")
@click.option("--same-people", is_flag=True, help="Whoever has another name altogether is the same person.")
def import_(
    file: Path,
    mapping: dict[str, str],
    capacity: str,
    yes: bool,
    skip_faulty: bool,
    many_leavers: bool,
    same_people: bool,
) -> None:
    """Take over the staff list from FILE, as the school's system exports it. Shows what would change, then asks.

    People are matched by e-mail address. Whoever is no longer in the file leaves the list, except who holds a role:
    that is handed over in chat first.
    """
    from bot.commands.own import with_store
    from bot.commands.staff_preview import columns, preview

    found = _read(file, mapping, capacity)
    columns(found.columns)
    for fault in found.faults:
        click.echo(fault, err=True)
    if found.faults and not skip_faulty:
        raise click.ClickException(
            f"Nothing was imported, since {_lines(len(found.faults))}. Put the file right, or import the other lines "
            "with --skip-faulty."
        )
    shown = with_store(lambda store, chosen: _compared(store, chosen, found))
    preview(shown, found)
    if shown.too_many and not many_leavers:
        raise click.ClickException(
            f"Nothing was imported, since {len(shown.ended) + len(shown.missing)} of the {shown.here} people on the "
            "list would go. Is this the whole list? If it is right, say so with --many-leavers."
        )
    for old, new, roles in () if same_people else shown.another:
        if roles:
            raise click.ClickException(
                f"Nothing was imported, since {old.email} is {old.name} on the list ({roles}) and {new.name} in the "
                "file. A role does not go with an address: have it handed over in chat, import once without this "
                "line, then with it. If it is the same person under another name, say so with --same-people."
            )
    if not shown.put:
        click.echo("Nothing changes.")
        return
    if not yes:
        click.confirm("Put this down?", abort=True)
    there = with_store(lambda store, chosen: _put_down(store, chosen, found, shown, same_people))
    click.echo(f"Done. The staff list has {there} today.")


@staff.command("list", short_help="Show who is on the list today.")
def list_() -> None:
    """Show who is on the list today: roles, accounts that were seen, and who cannot be reached."""
    from bot.commands.own import with_store
    from bot.commands.staff_preview import table

    def work(records: SchoolTx, chosen: Settings) -> None:
        from bot.roll import Kept

        school = Kept(chosen.bare_school()).school(records)
        here = {member.person.key for member in school.staff}
        accounts = {key: [one.platform for one in records.accounts_of(key)] for key in here}
        table(school, accounts, {one.person: one.reason for one in records.unreached() if one.person in here})

    with_store(lambda store, chosen: store.read(lambda tx: work(tx.at(chosen.school.id), chosen)))


@staff.command(short_help="Forget somebody's accounts, e.g. when they were given a new one.")
@click.argument("email")
def unlink(email: str) -> None:
    """Forget which accounts are those of the person with this EMAIL: they are recognised anew when they next write.

    For somebody who was given a new account. Until then the new one is a stranger's, since anybody's account might
    carry somebody else's address.
    """
    from bot.commands.own import with_store
    from bot.staff_columns import shown
    from handlers.wording import plural

    key = email.strip().lower()

    def work(records: SchoolTx) -> tuple[str, int]:
        line = records.staff_line(key)
        return (line.name, records.unlink(key)) if line else ("", 0)

    name, count = with_store(lambda store, chosen: store.run(lambda tx: work(tx.at(chosen.school.id))))
    if not name:
        raise click.ClickException(f"Nobody on the staff list has the address {shown(key)}. See: proviso staff list.")
    if count == 0:
        click.echo(f"{name} has no account to forget.")
    else:
        click.echo(f"Forgot {plural(count, 'account')} of {name}, who is recognised anew when they next write.")


# --- inside ---


def _read(file: Path, mapping: dict[str, str], capacity: str) -> StaffFile:
    from bot.commands.reading import bytes_of
    from bot.staff_columns import MappingFault
    from bot.staff_file import StaffFileFault, read_staff

    try:
        return read_staff(bytes_of(file), mapping, capacity)
    except (StaffFileFault, MappingFault) as fault:
        raise click.ClickException(str(fault)) from None


def _lines(count: int) -> str:
    return "a line is faulty" if count == 1 else f"{count} lines are faulty"


def _today(store: Store, chosen: Settings) -> date:
    return store.clock().astimezone(chosen.bare_school().zone).date()


async def _compared(store: Store, chosen: Settings, found: StaffFile) -> Changes:
    today = _today(store, chosen)
    return await store.read(lambda tx: _changes(tx.at(chosen.school.id), found, today))


def _changes(records: SchoolTx, found: StaffFile, today: date) -> Changes:
    from bot.staff_changes import compare

    before, appointments = records.staff(), records.appointments()
    return compare(before, found.lines, appointments, today, whole=not found.faults, silent=found.silent)


async def _put_down(store: Store, chosen: Settings, found: StaffFile, shown: Changes, same_people: bool) -> str:
    """Put down what was shown, unless it is no longer so; how many people are on the list then."""
    from bot.roll import on_the_list
    from bot.store.handed_on import begin_anew
    from handlers.records import Standing
    from handlers.wording import plural

    today = _today(store, chosen)

    def work(records: SchoolTx) -> int:
        if _changes(records, found, today) != shown:
            raise click.ClickException("The list or the roles changed meanwhile, so nothing was imported. Try again.")
        records.put_staff(shown.put)
        for one in shown.closed:
            after = Standing.ENDED if one.standing is Standing.HELD else Standing.DECLINED
            records.move_appointment(one.id, one.standing, after, _SYSTEM)
        others = () if same_people else (line for line, _, _ in shown.another)
        for line in (*shown.back, *others):  # an address may have been given to somebody else
            begin_anew(records, line.key)
        for line in (*shown.ended, *shown.missing):
            records.reached(line.key)  # nobody needs to reach them any more
        return sum(on_the_list(line, today) for line in records.staff())

    return plural(await store.run(lambda tx: work(tx.at(chosen.school.id))), "person", "people")

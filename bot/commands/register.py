"""`proviso register`: who has read and understood which version, and who was told, in the terminal or as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store.store import Store
    from bot.store.tx import SchoolTx
    from handlers.desk import Desk

_FILE = click.Path(path_type=Path, dir_okay=False)
_out = click.option("--out", type=_FILE, help="Write it into this file instead: .csv or .pdf.")
_person = click.option("--person", metavar="NAME", default="", help="Only the lines of this person.")

Rows = list[tuple[str, ...]]


@click.group(short_help="Write out who has read which version, and who was told.")
def register() -> None:
    """Write out who has read and understood which version of a policy, and who was told of it, when and how.

    The register says that somebody has read and understood a version. It records no consent to anything.
    """


@register.command(short_help="Who has read and understood which version.")
@_out
@_person
def read(out: Path | None, person: str) -> None:
    """Who has read and understood which version, who has not yet, and who signed on paper."""
    from handlers.acknowledging.round import JOURNAL

    _show(JOURNAL, out, person)


@register.command(short_help="Who was told of a policy, when and how.")
@_out
@_person
def told(out: Path | None, person: str) -> None:
    """Who was made aware of a policy, when and how; what was struck out stays, and says so."""
    from handlers.acknowledging.told import JOURNAL

    _show(JOURNAL, out, person)


# --- inside ---


def _rows(made: Callable[[Desk], Rows]) -> tuple[str, str, Rows]:
    """The school's name, today in words, and the rows."""
    from bot.app import Untaught, router
    from bot.commands.own import with_store
    from bot.roll import Kept
    from handlers.desk import Desk
    from handlers.wording import day

    async def work(store: Store, chosen: Settings) -> tuple[str, str, Rows]:
        bare = chosen.bare_school()

        def look(records: SchoolTx) -> tuple[str, str, Rows]:
            school = bare if bare.staff else Kept(bare).school(records)
            desk = Desk(school, records.now, records, Untaught(), "", router().builder)
            return school.name, day(desk.today), made(desk)

        return await store.read(lambda tx: look(tx.at(chosen.school.id)))

    return with_store(work)


def _show(kind: str, out: Path | None, person: str) -> None:
    from handlers.acknowledging.fetching import REGISTERS, made

    register = REGISTERS[kind]
    school, today, rows = _rows(lambda desk: list(register.rows(desk)))
    wanted = person.strip().casefold()
    rows = [row for row in rows if not wanted or row[0].casefold() == wanted]
    if not rows:
        click.echo(f"Nothing is on record of {person}." if wanted else "Nothing is on record yet.")
        return
    if out is None:
        _print(rows)
        return
    form = out.suffix.lower().removeprefix(".")
    if form not in ("csv", "pdf"):
        raise click.ClickException(f"{out.name} has to end with .csv or .pdf.")
    data = made(register, rows, form, school, today)
    try:
        out.write_bytes(data)
    except OSError as fault:
        raise click.ClickException(f"{out} cannot be written ({fault.strerror}).") from None
    click.echo(f"{len(rows)} {'line is' if len(rows) == 1 else 'lines are'} in {out}.")


def _print(rows: Rows) -> None:
    from bot.commands.terminal import console

    out = console()
    for row in rows:
        out.print("; ".join(cell for cell in row if cell), soft_wrap=True)

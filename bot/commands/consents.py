"""`proviso consents`: parents' permissions for pictures, as the office exports them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.consent_file import ConsentFile
    from bot.store.tx import SchoolTx
    from handlers.records import Consent


@click.group(short_help="Import parents' permissions for pictures.")
def consents() -> None:
    """Parents' permissions for pictures: who may be shown where.

    Whoever drafts a post with pictures sees yes or no for the children whom they name, and nothing else of it.
    """


@consents.command("import", short_help="Take over the consent list from a CSV file.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--many-fewer", is_flag=True, help="Also where more than half of the pupils would go.")
def import_(file: Path, yes: bool, many_fewer: bool) -> None:
    """Take over the whole consent list from FILE: pupil reference, name (may be left out), channel, yes or no, date.
    Shows what would change, without names, then asks.

    Whoever is no longer in the file may be shown nowhere. Where a permission has gone, posts that show the pupil are
    taken back, and for those that are published there is a task to take them down.
    """
    from bot.commands.own import with_store
    from handlers.wording import plural

    found = _read(file)
    for fault in found.faults:
        click.echo(fault, err=True)
    if found.faults:
        raise click.ClickException(
            f"Nothing was imported, since {plural(len(found.faults), 'line is', 'lines are')} faulty. Put them right "
            "and import again: a missing line would count as a no."
        )
    before = with_store(lambda store, chosen: store.read(lambda tx: tx.at(chosen.school.id).consents()))
    fewer = _preview(before, found.pupils)
    if fewer > len(before) / 2 and not many_fewer:
        raise click.ClickException(
            f"Nothing was imported, since {fewer} of {plural(len(before), 'pupil')} would go. Is this the whole list? "
            "If it is right, say so with --many-fewer."
        )
    if not yes:
        click.confirm("Put this down?", abort=True)
    with_store(lambda store, chosen: store.run(lambda tx: _put(tx.at(chosen.school.id), found.pupils, before)))
    click.echo(f"Done. The list has {plural(len(found.pupils), 'pupil')}.")


def _read(file: Path) -> ConsentFile:
    from bot.commands.reading import bytes_of
    from bot.consent_file import ConsentFileFault, read_consents

    try:
        return read_consents(bytes_of(file))
    except ConsentFileFault as fault:
        raise click.ClickException(str(fault)) from None


def _preview(before: tuple[Consent, ...], after: tuple[Consent, ...]) -> int:
    """What would change, in numbers. How many pupils would go."""
    from handlers.wording import plural

    known = {one.pupil: one for one in before}
    gone = known.keys() - {one.pupil for one in after}
    new = sum(one.pupil not in known for one in after)
    taken = sum(1 for one in after if one.pupil in known and _withdrawn(known[one.pupil], one))
    given = sum(yes for one in after for yes, _ in one.said.values())
    answers = sum(len(one.said) for one in after)
    click.echo(
        f"{plural(len(after), 'pupil')} in the file, {plural(answers, 'answer')}: {given} yes, {answers - given} no."
    )
    click.echo(f"{new} new, {len(gone)} no longer in the file, {taken} with a permission withdrawn.")
    return len(gone)


def _withdrawn(before: Consent, after: Consent) -> bool:
    """Whether something that was permitted no longer is."""
    return any(yes and not after.said.get(channel, (False, ""))[0] for channel, (yes, _) in before.said.items())


def _put(records: SchoolTx, told: tuple[Consent, ...], before: tuple[Consent, ...]) -> None:
    from handlers.consent import CHANGED

    if records.consents() != before:
        raise click.ClickException("The list changed meanwhile, so nothing was imported. Try again.")
    records.put_consents(told)
    records.wake(CHANGED, "", due=records.now, key=CHANGED)

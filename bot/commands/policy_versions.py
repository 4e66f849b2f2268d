"""`proviso policy compare`, `propose`, `agenda`: what a new version changes, and what the next one should look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.reading import bytes_of, policy_in

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store.store import Store
    from bot.store.tx import SchoolTx
    from handlers.agenda import Line
    from knowledge.model import Policy

_FILE = click.Path(path_type=Path)


@click.command(short_help="Show what changes from one version to another.")
@click.argument("old", metavar="OLD")
@click.argument("new", type=_FILE)
def compare(old: str, new: Path) -> None:
    """Show, clause by clause, what changes from OLD to NEW. OLD is a file, or the id or title of a policy in force."""
    from bot.commands.terminal import console
    from handlers.versions.preview import TITLES, as_quote, summary
    from knowledge.comparing import Change
    from knowledge.comparing import compare as compared

    found = compared(_before(old), policy_in(new))
    out = console()
    out.print(summary(found), markup=False, highlight=False)
    for kind in Change:
        quotes = [as_quote(one) for one in found.of(kind)]
        if quotes:
            out.print(f"\n{TITLES[kind]}", style="bold")
        for quote in quotes:
            words = f"{quote.lead_in} {quote.text}".strip()
            out.print(f"\n{quote.source}\n  {words}", markup=False, highlight=False)
    if found.changes:
        minor = "could" if found.may_be_minor else "could not"
        out.print(f"\nIt {minor} be marked as a minor edit when it is adopted.", highlight=False)


@click.command(short_help="Put a file before head and chair, who adopt it in the chat.")
@click.argument("file", type=_FILE)
def propose(file: Path) -> None:
    """Read FILE and put it before head, chair and policy owner in the chat: what it says and changes. Head or chair
    adopt it there, from a day. The bot must be running for them to see it."""
    from bot.commands.own import with_store
    from handlers.versions.version import What, add, begin

    found, data = policy_in(file), bytes_of(file)

    async def work(store: Store, chosen: Settings) -> None:
        def put(records: SchoolTx) -> None:
            one = begin(records, "", What.WANTED)
            upload = records.add_upload(one.id, "", file.name, "application/octet-stream", data)
            add(records, one, "", What.BROUGHT, {"upload": upload.id, "name": file.name})

        await store.run(lambda tx: put(tx.at(chosen.school.id)))

    with_store(work)
    click.echo(f"“{found.title}” is put before head, chair and policy owner in the chat.")


@click.command("agenda", short_help="Print what the next review should look at.")
@click.option("--out", type=_FILE, help="Write it into this Word file (.docx) instead.")
def agenda(out: Path | None) -> None:
    """Print the next review's agenda as Markdown: when each policy is due, rulings as proposed wording, each under its
    clause, by number what the policies did not answer, what they leave open, and rules to read side by side."""
    from bot.commands.own import versions, with_store
    from handlers.agenda import Matters, markdown
    from handlers.agenda import agenda as made
    from handlers.reminders.dates import recorded, with_recorded
    from handlers.versions.gaps import decided
    from handlers.versions.reading import policy_of
    from handlers.word_file import docx
    from knowledge.answering import Answerer

    if not versions():
        raise click.ClickException("The school has no policy in force, and so no review. See: proviso policy add.")
    if out is not None and out.suffix.lower() != ".docx":
        raise click.ClickException(f"I write Word files. Give the file a name that ends with .docx: {out.stem}.docx.")

    async def work(store: Store, chosen: Settings) -> tuple[Line, ...]:
        school = chosen.bare_school()
        today = store.clock().astimezone(school.zone).date()

        def read(records: SchoolTx) -> tuple[Line, ...]:
            dated = recorded(records)
            policies = [with_recorded(policy_of(version), dated) for version in records.policies()]
            counts, pairs = records.unanswered(school.smallest_count), Answerer(policies).pairs()
            filled = {one.sha: decided(records, one, today) for one in policies}
            return made(Matters(school, today, policies, records.rulings(), counts, pairs, filled))

        return await store.read(lambda tx: read(tx.at(school.id)))

    lines = with_store(work)
    if out is None:
        click.echo(markdown(lines), nl=False)
    else:
        _write(out, docx(lines))
        click.echo(f"The agenda is in {out}.")


# --- inside ---


def _before(old: str) -> Policy:
    """A file, or a policy in force by its id or title. Raises click.ClickException."""
    if Path(old).is_file():
        return policy_in(Path(old))
    from bot.commands.own import policies

    wanted = old.strip().casefold()
    fitting = [one for one in policies() if wanted and (one.sha.startswith(wanted) or one.title.casefold() == wanted)]
    if len(fitting) != 1:
        raise click.ClickException(f"“{old}” is no file, and the id or title of no policy in force. See: policy list.")
    return fitting[0]


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as fault:
        raise click.ClickException(
            f"{out} cannot be written ({fault.strerror}). Choose another file with --out."
        ) from None

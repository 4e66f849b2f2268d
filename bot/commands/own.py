"""The school's own records, for commands: settings, store and collection opened for one piece of work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from bot.collection import Collection
    from bot.settings import Settings
    from bot.store.store import Store
    from handlers.records import PolicyVersion
    from knowledge.model import Policy

T = TypeVar("T")


def settings(*, connections: bool = True) -> Settings:
    """The settings. Raises click.ClickException that names every fault, a line each.

    Without `connections`, what Slack and Teams need is not asked for: the tokens may be where the bot runs, and the
    records are looked after elsewhere.
    """
    from bot.settings import SettingsFault, load

    try:
        return load(connections=connections)
    except SettingsFault as fault:
        raise click.ClickException(str(fault)) from None


def begun(chosen: Settings) -> None:
    """Raises click.ClickException where nothing at all has been set up."""
    from bot.settings import FILE

    if not (chosen.slack or chosen.teams or chosen.school.staff or Path(FILE).exists()):
        raise click.ClickException(f"There is no {FILE} in this folder. Write it first: proviso init.")


def with_store(work: Callable[[Store, Settings], Awaitable[T]]) -> T:
    """Run `work` on the school's records. Raises click.ClickException where the database cannot be used."""
    from sqlalchemy.exc import DBAPIError

    from bot.store.migrate import StoreFault
    from bot.store.store import Store
    from bot.store.unusable import why

    chosen = settings(connections=False)

    async def run() -> T:
        store = Store.open(chosen.database_url, keys=chosen.keys)
        try:
            return await work(store, chosen)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except StoreFault as fault:
        raise click.ClickException(str(fault)) from None
    except (DBAPIError, OSError) as fault:
        raise click.ClickException(why(fault, chosen.database_url)) from None


def with_collection(work: Callable[[Collection], Awaitable[T]]) -> T:
    """Run `work` on the school's policies. Raises click.ClickException where the database cannot be used."""
    from bot.collection import Collection

    return with_store(lambda store, chosen: work(Collection(store, chosen.school.id, chosen.bare_school().zone)))


def kept(chosen: Settings) -> bool:
    """Whether there is a database: whoever only looks makes none."""
    from sqlalchemy import make_url

    url = make_url(chosen.database_url)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def versions(*, all_versions: bool = False) -> tuple[PolicyVersion, ...]:
    """The school's policies; none where nothing was ever kept. Looking makes no database."""
    if not kept(settings(connections=False)):
        return ()
    return with_collection(lambda own: own.versions(all_versions=all_versions))


def histories(found: Sequence[PolicyVersion]) -> list[str]:
    """When each of these versions was in force: from 3 March 2027 on; "" for one that never was."""
    from handlers.versions.history import days
    from handlers.versions.version import versions as told

    async def work(store: Store, chosen: Settings) -> list[str]:
        known = await store.read(lambda tx: told(tx.at(chosen.school.id)))
        return [days(known, one, chosen.bare_school().zone) for one in found]

    return with_store(work)


def policies() -> list[Policy]:
    """The policies in force at the school."""
    from handlers.versions.reading import policy_of

    return [policy_of(version) for version in versions()]

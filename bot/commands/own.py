"""The school's own set of policies, for commands: settings, store and collection opened for one piece of work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from bot.collection import Collection
    from bot.settings import Settings
    from handlers.records import PolicyVersion
    from knowledge.model import Policy

T = TypeVar("T")


def settings() -> Settings:
    """The settings. Raises click.ClickException that names every fault, a line each."""
    from bot.settings import SettingsFault, load

    try:
        return load()
    except SettingsFault as fault:
        raise click.ClickException(str(fault)) from None


def with_collection(work: Callable[[Collection], Awaitable[T]]) -> T:
    """Run `work` on the school's policies. Raises click.ClickException where the database cannot be used."""
    from sqlalchemy.exc import DBAPIError

    from bot.collection import Collection
    from bot.store.migrate import StoreFault
    from bot.store.store import Store

    chosen = settings()

    async def run() -> T:
        store = Store.open(chosen.database_url)
        try:
            return await work(Collection(store, chosen.school.id))
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except StoreFault as fault:
        raise click.ClickException(str(fault)) from None
    except (DBAPIError, OSError) as fault:
        raise click.ClickException(f"The database cannot be used ({type(fault).__name__}). See PROVISO_DATA.") from None


def versions(*, all_versions: bool = False) -> tuple[PolicyVersion, ...]:
    """The school's policies; none where nothing was ever kept. Looking makes no database."""
    from sqlalchemy import make_url

    url = make_url(settings().database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return ()
    return with_collection(lambda own: own.versions(all_versions=all_versions))


def policies() -> list[Policy]:
    """The policies in force at the school."""
    from bot.collection import policy_of

    return [policy_of(version) for version in versions()]

"""A tenant and a bot that runs in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.teams.microsoft import User
from tests.teams.running import Running, put_on_the_list, running
from tests.teams.school import SCHOOL, Silent, feature
from tests.teams.tenant import Tenant
from tests.teams.tenant import tenant as made


@dataclass
class Staff:
    """Who works at Larkfield."""

    marsh: User  # a teacher
    wood: User  # the head
    hill: User  # the deputy


@pytest.fixture
async def tenant() -> AsyncIterator[Tenant]:
    """Larkfield's Teams."""
    async with made() as opened:
        yield opened


@pytest.fixture
def staff(tenant: Tenant) -> Staff:
    """Its people."""
    return Staff(
        tenant.add("Miss Marsh", "marsh@larkfield.example"),
        tenant.add("Mrs Wood", "wood@larkfield.example"),
        tenant.add("Mr Hill", "hill@larkfield.example"),
    )


Start = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture
def start(tenant: Tenant, staff: Staff, tmp_path: Path) -> Start:
    """Begins a bot, with Miss Marsh, Mrs Wood and Mr Hill on its staff list; again on the same database."""

    class Started:
        def __init__(self, **how: Any) -> None:
            self._running = running(tenant, tmp_path, feature(), SCHOOL, Silent(), **how)

        async def __aenter__(self) -> Running:
            begun = await self._running.__aenter__()
            await put_on_the_list(begun, staff.marsh, staff.wood, staff.hill)
            return begun

        async def __aexit__(self, *fault: Any) -> None:
            await self._running.__aexit__(*fault)

    return Started


@pytest.fixture
async def bot(start: Start) -> AsyncIterator[Running]:
    """The bot, running."""
    async with start() as begun:
        yield begun


async def counted(bot: Running, subject: str) -> int:
    """How often a handler did its work, by what it counted."""
    found = await bot.store.read(lambda tx: tx.at(SCHOOL.id).unanswered(1))
    return next((one.count for one in found if one.subject == subject), 0)

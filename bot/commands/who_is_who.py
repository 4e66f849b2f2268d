"""The school as it is today, for commands: its people and roles, whom the bot can reach, its policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store.tx import SchoolTx
    from handlers.desk import School


@dataclass(frozen=True, slots=True)
class Today:
    """The school, and who of those with a role cannot be reached (person keys)."""

    school: School
    out_of_reach: frozenset[str]


def today() -> Today:
    """From the store; where it holds no staff list, the people of the settings file, on the browser page."""
    from bot.commands.own import kept, settings, with_store

    chosen = settings(connections=False)
    if not kept(chosen):
        return Today(chosen.bare_school(), frozenset())
    return with_store(lambda store, chosen: store.read(lambda tx: _read(tx.at(chosen.school.id), chosen)))


def _read(records: SchoolTx, chosen: Settings) -> Today:
    from dataclasses import replace

    from bot.roll import Kept
    from bot.store.part import Ways

    bare = chosen.bare_school()
    school = Kept(bare).school(records)
    if not school.staff:
        return Today(bare, frozenset())
    records = replace(records, ways=Ways(school.page, school.mails, school.browser))
    keys = (one.person.key for one in school.staff if one.roles)
    return Today(school, frozenset(key for key in keys if not records.reachable(key)))

"""Who keeps the registers and sees them whole, and how people are chosen from the staff list."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.desk import Desk, Role
from handlers.model import Post
from handlers.wording import listed

KEEPING = (Role.HEAD, Role.DEPUTY, Role.POLICY_OWNER)

KEEPERS_ONLY = Post(
    "Head, deputy and policy owner keep the register",
    "Everybody else sees their own lines: say “acknowledgements”. Nothing was changed.",
)


def may_keep(desk: Desk, who: str) -> bool:
    """Whether somebody sees the registers and puts things down in them. Looking after the bot gives nobody that."""
    return desk.school.holds(who, *KEEPING)


def members(desk: Desk) -> tuple[tuple[str, str], ...]:
    """The staff list to choose from, people without an account in the chat too: (person key, name and job)."""
    staff = sorted(desk.school.staff, key=lambda one: one.person.name)
    return tuple((one.person.key, f"{one.person.name}, {one.job}" if one.job else one.person.name) for one in staff)


def named(names: Sequence[str], most: int = 20) -> str:
    """Names in a sentence, the first of them where they are many: Miss Marsh, Mr Field and 12 more."""
    rest = len(names) - most
    return listed((*names[:most], f"{rest} more") if rest > 0 else names, "and")

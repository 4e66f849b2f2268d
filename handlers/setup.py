"""What is still to be set up: roles that nobody holds yet, and staff who cannot be written to."""

from __future__ import annotations

from handlers.concerns.lines import unreachable
from handlers.concerns.table import faults
from handlers.desk import Desk, Role
from handlers.model import Button
from handlers.records import Standing
from handlers.roles import WAITING, may_settle, name
from handlers.wording import listed, plural, sentence

SETTINGS = Button("settings", "Settings")
TITLE = "Still to be set up"
_NEEDED = (
    Role.HEAD, Role.CHAIR, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD, Role.DATA_PROTECTION_LEAD,
)  # fmt: skip
_MOST = 20  # names in one line


def still_to_do(desk: Desk) -> list[tuple[str, str]]:
    """Facts for whoever can do something about them; none where all is set up."""
    return [*_roles(desk), *_unreached(desk)]


def offered(desk: Desk, who: str) -> bool:
    """Whether to offer the settings to somebody: never where roles stand in a file."""
    return not desk.school.fixed and may_settle(desk.school, who)


def dead_ends(desk: Desk, who: str) -> list[tuple[str, str]]:
    """Which concerns would reach nobody, for head and chair: `proviso routes` prints the table that it comes from."""
    if not desk.school.holds(who, Role.HEAD, Role.CHAIR):
        return []
    return [("Would reach nobody", words) for words in faults(desk.school, unreachable(desk))]


def _roles(desk: Desk) -> list[tuple[str, str]]:
    missing = [role for role in _NEEDED if not desk.school.holders(role)]
    waiting = [one for one in desk.tx.appointments(*WAITING) if one.role in missing]
    unnamed = [role for role in missing if role not in {one.role for one in waiting}]
    lines = [f"Nobody is named as {listed(unnamed)}."] if unnamed else []
    for one in waiting:
        who, left = name(desk.school, one.person), "accepted it" if one.standing is Standing.NAMED else "been confirmed"
        lines.append(f"{who} is named as {one.role}, and has not {left} yet.")
    return [(TITLE, line) for line in lines]


def _unreached(desk: Desk) -> list[tuple[str, str]]:
    """By reason: how many, why, who."""
    reasons: dict[str, list[str]] = {}
    for one in desk.tx.unreached():
        member = desk.school.member(one.person)
        if member is not None:
            reasons.setdefault(one.reason, []).append(member.person.name)
    return [
        (f"{plural(len(people), 'person', 'people')} cannot be reached", _because(reason, people))
        for reason, people in reasons.items()
    ]


def _because(reason: str, people: list[str]) -> str:
    """The reason as the platform's side gives it ("has not opened Proviso in Teams yet"), then the names."""
    shown = people[:_MOST]
    rest = [f"{len(people) - len(shown)} more"] if len(people) > len(shown) else []
    return f"{sentence(reason).rstrip('.')}: {listed([*shown, *rest], 'and')}."

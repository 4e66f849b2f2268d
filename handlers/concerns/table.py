"""The school's table of who gets a concern, in words: for the head to read, agree and sign."""

from __future__ import annotations

from collections.abc import Container, Iterable

from handlers.concerns.routing import (
    OUTSIDE,
    PRESETS,
    SAFEGUARDING,
    WHO,
    WORDS,
    About,
    Stop,
    dead_ends,
    holders,
    people,
    without_leads,
)
from handlers.desk import Role, School
from handlers.wording import day, listed, plural

Lines = tuple[tuple[str, str], ...]


def table(school: School, today: str) -> Lines:
    """Line by line: what a concern is about, and who gets it in turn. `today` is an ISO date."""
    hours = school.calendar
    lines = [(_about(about), _way(school, about)) for about in About]
    lines += [
        ("A pupil may be at risk: also", _stops(school, SAFEGUARDING, ())),
        ("Personal information got out: also", _stops(school, (Role.DATA_PROTECTION_LEAD,), ())),
        ("Praise", _stops(school, (Role.HEAD, Role.COMMUNICATIONS_LEAD), (), joint=" and ")),
    ]
    if school.leaders:
        lines.append(("May be chosen by name instead of the head", listed(school.leaders)))
        lines.append(("Chosen so, of an adult's conduct towards children", "the head gets it too, and decides"))
    minutes = int(school.undelivered.total_seconds() // 60)
    within, outside = (int(one.total_seconds() // 60) for one in (hours.patience_in, hours.patience_outside))
    lines += [
        ("Not opened", f"the next in line after {within} minutes in school time, {outside} minutes outside it"),
        ("Opened, with nobody", f"said again after {plural(school.untaken, 'working day')}, then the next in line too"),
        ("Not delivered", f"the next in line after {plural(minutes, 'minute')}"),
        ("Whom it is about", "never gets it, whatever they are; nor does whoever looks after the bot"),
        ("As of", day(today)),
    ]
    return tuple(lines)


def faults(school: School, out_of_reach: Container[str] = ()) -> tuple[str, ...]:
    """What must be put right before the table can be used. It is the same whether anybody has told anything or not."""
    return (*dead_lines(school, out_of_reach), *without_leads(school))


def dead_lines(school: School, out_of_reach: Container[str] = ()) -> tuple[str, ...]:
    """Dead ends: lines on which there is nobody, and lines on which nobody can be reached."""
    found = list(dead_ends(school))
    for about, roles in PRESETS[school.preset].items():
        shut_out = holders(school, *WHO[about])
        here = [one for role in roles for one in people(Stop(role=role), school, shut_out)]
        if here and all(one.person.key in out_of_reach for one in here):
            names = listed((one.person.name for one in here), "and")
            found.append(f"What concerns {WORDS[about]} would go to {names}, whom I cannot reach in any way.")
    return tuple(found)


def _about(about: About) -> str:
    return f"About {WORDS[about]}"


def _way(school: School, about: About) -> str:
    shut_out = holders(school, *WHO[about])
    way = _stops(school, PRESETS[school.preset][about], shut_out)
    if about in (About.STAFF, About.GOVERNOR):
        return way
    lado = school.contacts[OUTSIDE]
    number = lado.how or "no number is set"
    return f"{way}; shown to whoever tells it: the {lado.name}, {number}" if way else f"the {lado.name}, {number}"


def _stops(school: School, roles: Iterable[Role], shut_out: Iterable[str], joint: str = ", then ") -> str:
    return joint.join(_stop(school, role, tuple(shut_out)) for role in roles)


def _stop(school: School, role: Role, shut_out: tuple[str, ...]) -> str:
    here = people(Stop(role=role), school, shut_out)
    return f"{listed((one.person.name for one in here), 'and')} ({role})" if here else f"nobody yet ({role})"

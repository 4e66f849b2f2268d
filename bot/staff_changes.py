"""What an import would change on the staff list. It neither gives anybody a role nor takes one away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.roll import on_the_list
from handlers.desk import SUPPLY
from handlers.records import Appointment, StaffLine, Standing
from handlers.wording import day, listed

OPEN = (Standing.NAMED, Standing.ACCEPTED, Standing.HELD)


@dataclass(frozen=True, slots=True)
class Changes:
    """The list before and after. Equal for an equal list, so that what was shown can be compared with what is so."""

    new: tuple[StaffLine, ...] = ()  # not on the list before
    back: tuple[StaffLine, ...] = ()  # had left, and is here again
    changed: tuple[tuple[StaffLine, StaffLine], ...] = ()
    ended: tuple[StaffLine, ...] = ()  # the file says when they left
    missing: tuple[StaffLine, ...] = ()  # no longer in the file
    kept: tuple[tuple[StaffLine, str, str], ...] = ()  # would have gone: what the file says of them, their roles
    unchanged: int = 0
    left_before: int = 0  # people in the file who left, and whom the list does not have
    apart: int = 0  # people of a kind that the file says nothing of, left as they are
    here: int = 0  # people on the list today
    closed: tuple[Appointment, ...] = ()  # roles of people who come back: to be given anew
    another: tuple[tuple[StaffLine, StaffLine, str], ...] = ()  # who seem to be somebody else now, with their roles

    @property
    def put(self) -> tuple[StaffLine, ...]:
        """The lines to put down."""
        after = [one for _, one in self.changed]
        return (*self.new, *self.back, *after, *self.ended, *self.missing)

    @property
    def too_many(self) -> bool:
        """Whether more than half of the people here today would go: then it is probably the wrong file."""
        return 2 * (len(self.ended) + len(self.missing)) > self.here


def compare(
    before: Sequence[StaffLine],
    file: Sequence[StaffLine],
    appointments: Sequence[Appointment],
    today: date,
    *,
    whole: bool = True,
    silent: Collection[str] = (),
) -> Changes:
    """What importing `file` comes to, today. Where it is not `whole`, whoever it does not name stays as they are.
    `silent` are the fields that the file has no column for: they stay as they are, too.

    People of the list are matched by key. Whoever holds a role stays on the list, whatever the file says. Whoever
    comes back after having left does so without the roles of before. A file without staff (a list of governors, say)
    changes nothing about staff.
    """
    known = {one.key: one for one in before}
    held = [one for one in appointments if one.standing is Standing.HELD]
    roles = {
        key: listed((one.role for one in held if one.person == key), "and") for key in {one.person for one in held}
    }
    kinds, named = {one.capacity for one in file}, {one.key for one in file}
    kinds |= {SUPPLY} if "staff" in kinds else set()  # they stand in the same file, and leave with it
    found: dict[str, list[tuple[StaffLine, StaffLine]]] = defaultdict(list)  # what becomes of them: (before, after)
    for read in file:
        one, old = read, known.get(read.key)
        if old is not None and not _gone(old, today):
            one = replace(one, **{name: getattr(old, name) for name in silent})
        found[_named(old, one, one.key in roles, kinds, today)].append((old or one, one))
    for old in before if whole else ():
        if old.key not in named and not _gone(old, today):
            gone = replace(old, ends=(today - timedelta(days=1)).isoformat())
            found[_absent(old, old.key in roles, kinds, today)].append((old, gone))
    roles_open = {one.person for one in appointments if one.standing in OPEN}
    staying = [(replace(one, begins=old.begins, ends=old.ends), old, one) for old, one in found["stays"]]
    returning = {one.key for _, one in (*found["new"], *found["back"])}
    return Changes(
        new=_after(found["new"]),
        back=_after(found["back"]),
        changed=(*found["changed"], *((old, after) for after, old, _ in staying if after != old)),
        ended=_after(found["ended"]),
        missing=_after(found["missing"]),
        kept=(
            *((after, _what_the_file_says(one, today), roles[one.key]) for after, _, one in staying),
            *((old, "is not in the file", roles[old.key]) for old, _ in found["absent, stays"]),
        ),
        unchanged=len(found["unchanged"]),
        left_before=len(found["left before"]),
        apart=len(found["apart"]),
        here=sum(on_the_list(one, today) for one in before),
        another=tuple(
            (old, after, roles.get(old.key, "named for a role" if old.key in roles_open else ""))
            for old, after in (*found["changed"], *((old, after) for after, old, _ in staying))
            if somebody_else(old.name, after.name)
        ),
        closed=tuple(one for one in appointments if one.standing in OPEN and one.person in returning),
    )


def _named(old: StaffLine | None, one: StaffLine, holds: bool, kinds: set[str], today: date) -> str:
    """What becomes of somebody whom the file names."""
    if old is None or _gone(old, today):
        if _gone(one, today):
            return "left before"
        return "new" if old is None else "back"
    if old.capacity == "staff" and "staff" not in kinds:
        return "apart"
    if one == old:
        return "unchanged"
    if holds and on_the_list(old, today) and (one.ends or not on_the_list(one, today)):
        return "stays"
    return "ended" if _gone(one, today) else "changed"


def _absent(old: StaffLine, holds: bool, kinds: set[str], today: date) -> str:
    """What becomes of somebody on the list whom the file does not name."""
    if old.capacity not in kinds:
        return "apart"
    return "absent, stays" if holds and on_the_list(old, today) else "missing"


def somebody_else(before: str, after: str) -> bool:
    """Whether two names have no word in common, titles and initials apart: then an address has probably been handed on,
    as a school's head@… is."""

    def words(name: str) -> set[str]:
        return {one for one in re.findall(r"\w{2,}", name.casefold()) if one not in _TITLES}

    return not words(before) & words(after)


_TITLES = frozenset(("mr", "mrs", "miss", "ms", "mx", "dr", "prof", "professor", "rev", "sir", "dame", "lord", "lady"))


def _after(pairs: Sequence[tuple[StaffLine, StaffLine]]) -> tuple[StaffLine, ...]:
    return tuple(after for _, after in pairs)


def _gone(line: StaffLine, today: date) -> bool:
    return bool(line.ends) and line.ends < today.isoformat()


def _what_the_file_says(line: StaffLine, today: date) -> str:
    if line.ends:
        return f"{'left' if _gone(line, today) else 'leaves'} on {day(line.ends)}, says the file"
    return f"starts on {day(line.begins)}, says the file"

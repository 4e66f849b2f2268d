"""How acknowledging stands, for others who ask: one person's, for authority to post; everybody's, by number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from handlers.acknowledging.absence import absences
from handlers.acknowledging.asking import in_force
from handlers.acknowledging.chasing import outstanding
from handlers.acknowledging.round import Round, due_day, rounds
from handlers.desk import Desk
from handlers.versions.bound import who_is_bound
from handlers.versions.version import versions
from handlers.wording import plural

noticed: list[Callable[[Desk, str], None]] = []  # who else is to know at once that a person has acknowledged


@dataclass(frozen=True, slots=True)
class Coverage:
    """One version by number, among those whom it binds and who work here today. Names are not in it."""

    title: str
    sha: str
    since: date
    bound: int
    read: int
    away: int

    @property
    def waiting(self) -> int:
        """Who has not acknowledged it, and is here."""
        return self.bound - self.read - self.away

    @property
    def in_words(self) -> str:
        """14 of 23 people have read and understood it, 6 have not yet, 3 are away for long."""
        parts = [f"{self.read} of {plural(self.bound, 'person', 'people')} have read and understood it"]
        if self.waiting:
            parts.append(f"{self.waiting} {'has' if self.waiting == 1 else 'have'} not yet")
        if self.away:
            parts.append(f"{self.away} {'is' if self.away == 1 else 'are'} away for long")
        return ", ".join(parts)

    def shown_to_all(self, smallest: int) -> bool:
        """Whether the numbers may be seen by anybody: none of the three groups is so small that it points at somebody.

        Then no sum of them is small either, and a difference of what is shown is one of the groups again.
        """
        return all(count == 0 or count >= smallest for count in (self.read, self.waiting, self.away))


def has_acknowledged(desk: Desk, person: str) -> bool | None:
    """Whether somebody's acknowledgement of the versions in force that bind them is on record.

    Of a policy that nobody was asked to acknowledge there is no record; None where that is so of all of them.
    """
    theirs = _theirs(desk, person)
    return all(person in one.read for one in theirs) if theirs else None


def still_to_read(desk: Desk, person: str) -> tuple[Round, ...]:
    """What somebody has to acknowledge before they post for the school (again): versions in force that bind them.

    Until the day by which they are to read a new version, what they acknowledged before counts in its place.
    """
    if all(person in one.read for one in rounds(desk.tx, open_only=True)):  # as mostly: no policy has to be opened
        return ()
    return tuple(one for one in _theirs(desk, person) if person not in one.read and not _in_time(desk, one, person))


def last_known(desk: Desk, one: Round, who: str) -> str:
    """The hash of the version of this policy that somebody acknowledged last; "" where they never did."""
    read = [other.read[who] for other in _same_policy(desk, one) if other.id != one.id and who in other.read]
    return max(read, key=lambda done: done.at).sha if read else ""


def notice(desk: Desk, person: str) -> None:
    """Somebody's acknowledgement is on record: what waited for it goes on."""
    for follow in noticed:
        follow(desk, person)


def coverage(desk: Desk) -> tuple[Coverage, ...]:
    """Every version that people are asked to acknowledge, by number."""
    found = []
    for one in rounds(desk.tx, open_only=True):
        policy = in_force(desk, one.sha)
        if policy is None:
            continue
        bound = {who.person.key for who in who_is_bound(policy, desk.school)}
        read = bound & set(one.read)
        away = bound & set(absences(desk)) - read
        since = one.journal.at.astimezone(desk.school.zone).date()
        found.append(Coverage(one.title, one.sha, since, len(bound), len(read), len(away)))
    return tuple(found)


def to_read(desk: Desk, person: str) -> tuple[Round, ...]:
    """What somebody was asked to acknowledge, and has not."""
    return tuple(one for one in rounds(desk.tx, open_only=True) if person in outstanding(desk, one))


# --- inside ---


def _theirs(desk: Desk, person: str) -> list[Round]:
    """The rounds about what is in force and binds them; all, where none does."""
    kept = [one for one in rounds(desk.tx, open_only=True) if in_force(desk, one.sha) is not None]
    return [one for one in kept if _binds(desk, one, person)] or kept


def _binds(desk: Desk, one: Round, person: str) -> bool:
    policy = in_force(desk, one.sha)
    return policy is not None and person in {who.person.key for who in who_is_bound(policy, desk.school)}


def _in_time(desk: Desk, one: Round, person: str) -> bool:
    """Whether somebody acknowledged the policy before, and has let no day pass since by which they were to read it."""
    line = _same_policy(desk, one)
    known = [other.read[person].at for other in line if person in other.read]
    since = [other for other in line if known and other.journal.at >= max(known) and person not in other.read]
    return bool(known) and not any(_late(desk, other, person) for other in since)


def _late(desk: Desk, one: Round, person: str) -> bool:
    """Whether the day by which somebody was to read it has passed, or had when another version came."""
    zone, asked = desk.school.zone, one.asked.get(person)
    due = asked.due if asked else due_day(desk.school.calendar, one.journal.at.astimezone(zone).date())
    return due < (one.closed.astimezone(zone).date() if one.closed else desk.today)


def _same_policy(desk: Desk, one: Round) -> tuple[Round, ...]:
    """The rounds about all its versions: of its title, or whose place it took, one after the other; itself too."""
    known, line = versions(desk.tx), set(one.shas)
    while more := {other.place_of for other in known if other.sha in line and other.place_of} - line:
        line |= more
    title = one.title.casefold()
    return tuple(other for other in rounds(desk.tx) if other.title.casefold() == title or line & set(other.shas))

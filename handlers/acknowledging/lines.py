"""The registers line by line, as they are shown and written out: by person and by version, and who was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.acknowledging.absence import absences
from handlers.acknowledging.round import Acknowledged, Round, rounds
from handlers.acknowledging.told import WAYS, told
from handlers.desk import Desk
from handlers.roles import name
from handlers.wording import day, version

READ_HEADINGS = ("Person", "Policy", "Version (file)", "How it stands", "On", "Shown", "Put down by")
TOLD_HEADINGS = ("Person", "Policy", "Version (file)", "How", "On", "About", "Put down by", "Struck out")


@dataclass(frozen=True, slots=True)
class Line:
    """How one person stands to one version. `on` is a day in words."""

    person: str  # person key
    name: str
    round: Round
    sha: str
    stands: str
    on: str
    shown: str = ""
    put_down_by: str = ""
    dated: str = ""  # which version that is, by its date; "" where the file is not known

    @property
    def policy(self) -> str:
        """Online conduct policy, adopted 1 March 2027."""
        return f"{self.round.title}, {self.dated}" if self.dated else self.round.title

    @property
    def cells(self) -> tuple[str, ...]:
        """Under READ_HEADINGS."""
        return self.name, self.policy, self.sha[:12], self.stands, self.on, self.shown, self.put_down_by


def read_lines(desk: Desk, *, person: str = "") -> tuple[Line, ...]:
    """Everybody who was asked or has acknowledged, version by version, the newest first; or one person's lines."""
    away = set(absences(desk))
    found = []
    for one in rounds(desk.tx):
        lines = [_read(desk, one, key, done) for key, done in one.read.items()]
        lines += [_asked(desk, one, key, key in away) for key in one.asked if key not in one.read]
        gone = one.stopped.keys() - one.asked.keys() - one.read.keys()
        lines += [_stopped(desk, one, key, key in away) for key in gone]
        found += sorted((line for line in lines if person in ("", line.person)), key=lambda line: line.name)
    dated = {sha: _dated(desk, sha) for sha in {line.sha for line in found}}
    return tuple(replace(line, dated=dated[line.sha]) for line in found)


def told_rows(desk: Desk, *, person: str = "") -> Iterator[tuple[str, ...]]:
    """Who was told, a row for each person and occasion, under TOLD_HEADINGS; struck out ones too."""
    for one in told(desk, struck=True):
        struck = f"by {name(desk.school, one.struck_by)}: {one.why}" if one.struck_by else ""
        rest = one.policy, one.sha[:12], WAYS[one.way], day(one.on), one.note, name(desk.school, one.by), struck
        names = (one.people.get(person, ""),) if person else one.names
        yield from ((named, *rest) for named in names if named)


# --- inside ---


def _dated(desk: Desk, sha: str) -> str:
    kept = desk.tx.policy(sha)
    return version(kept.dates) if kept is not None else ""


def _read(desk: Desk, one: Round, key: str, done: Acknowledged) -> Line:
    if done.signed_on:
        by = name(desk.school, done.put_down_by)
        return Line(key, done.name, one, done.sha, "signed on paper: read and understood", day(done.signed_on), "", by)
    moment = done.at.astimezone(desk.school.zone)
    shown = "the whole policy" if done.whole else "what had changed"
    when = f"{day(moment.date())}, {moment:%H:%M}"
    return Line(key, done.name, one, done.sha, "read and understood", when, shown)


def _asked(desk: Desk, one: Round, key: str, away: bool) -> Line:
    asked = one.asked[key]
    stands = "asked, not yet acknowledged"
    if desk.school.member(key) is None:
        stands = "left before acknowledging"
    elif one.closed is not None:
        in_time = one.closed.astimezone(desk.school.zone).date() <= asked.due
        stands = "out of force before it was due" if in_time else "not acknowledged while it was in force"
    elif away:
        stands = "away for long"
    elif asked.due < desk.today:
        stands = "overdue"
    return Line(key, asked.name, one, one.sha, stands, f"due {day(asked.due)}")


def _stopped(desk: Desk, one: Round, key: str, away: bool) -> Line:
    """Whoever was asked stays on record, though they have left, are away, or are not bound any more."""
    asked = one.stopped[key]
    stands = "not asked at present" if one.open else "not asked when it ended"
    if desk.school.member(key) is None:
        stands = "left before acknowledging"
    elif one.open and away:
        stands = "away for long"
    return Line(key, asked.name, one, one.sha, stands, f"was due {day(asked.due)}")

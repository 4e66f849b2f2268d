"""Long absences: whoever is away for long is asked nothing and chased by nobody; the reason is never asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.desk import Desk
from handlers.records import Journal

JOURNAL = "long absence"  # the kind of the journal
AWAY, BACK = "away", "back"  # Entry.what


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody's. `until`: ISO date, the last day, where it is known."""

    journal: Journal
    person: str
    name: str
    until: str = ""

    @classmethod
    def of(cls, journal: Journal) -> Absence:
        """As it was put down."""
        given = {key: str(value or "") for key, value in journal.entries[0].given.items()}
        return cls(journal, given["person"], given["name"], given["until"])


def absences(desk: Desk) -> Mapping[str, Absence]:
    """Who is away for long today, by person."""
    known = (Absence.of(one) for one in desk.tx.journals(JOURNAL, open_only=True))
    today = desk.today.isoformat()
    return {one.person: one for one in known if not one.until or today <= one.until}


def begin(desk: Desk, by: str, person: str, name: str, until: str) -> None:
    """Put somebody down as away; in place of what was put down before."""
    end(desk, by, person)
    desk.tx.begin_journal(JOURNAL, by, AWAY, {"person": person, "name": name, "until": until})


def end(desk: Desk, by: str, person: str) -> bool:
    """They are back. False if they were not away."""
    standing = absences(desk).get(person)
    return standing is not None and desk.tx.add_entry(standing.journal, by, BACK, {}, open_=False) is not None

"""A concern is told: what the dialog gathered becomes a record, its teller apart from it, and it is on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from handlers.concerns.case import CONCERN, REPORTER, Case, What
from handlers.concerns.clocks import keep
from handlers.concerns.delivery import FIRST, send_on
from handlers.concerns.kinds import Kind, adult_conduct
from handlers.concerns.routing import Facts
from handlers.desk import Desk


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells. Keys of people; nothing here says who tells it."""

    kind: Kind
    answers: Mapping[str, object] = field(default_factory=dict)  # by field
    subjects: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # whom it is about and who is not on the staff list, in the reporter's words
    crossed_out: tuple[str, ...] = ()  # too close, by the reporter
    leader: str = ""
    hidden: bool = False  # the reporter's name is hidden from readers
    message: Mapping[str, str] = field(default_factory=dict)  # a chat message it began from, as far as it may be kept

    def facts(self, reporter: str) -> Facts:
        """What its way depends on."""
        child = self.answers.get("child") in ("yes", "unsure")
        praise = self.answers.get("tone") == "good"
        harm = adult_conduct(self.kind, child=child, about_anybody=bool(self.subjects or self.others))
        return Facts(self.kind, reporter, self.subjects, self.crossed_out, child, self.leader, praise, harm)


def file(desk: Desk, reporter: str, told: Told) -> Case:
    """Put it down and send it on its way."""
    journal = desk.tx.begin_journal(CONCERN, REPORTER, What.FILED, asdict(told))
    desk.tx.keep_identity(journal.id, reporter)
    case = send_on(desk, Case.of(journal), FIRST)
    keep(desk, case)
    return case

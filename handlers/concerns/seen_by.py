"""Who will see it: the same words on the page before it is sent and in `proviso whosees`. No record is read."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from handlers.concerns.access import Seer, seers
from handlers.concerns.lines import at_once, next_stop, onward, others
from handlers.concerns.routing import OUTSIDE, Facts, Stop, people, route
from handlers.desk import Desk, Role, School
from handlers.roles import name as plain_name
from handlers.roles import to_choose_from
from handlers.wording import day, listed, source
from knowledge.model import Cited, Policy

_MONITORS = re.compile(
    r"right to monitor|monitors? (the )?us(e|age)\b|may be monitored|expectation of privacy|monitored without",
    re.IGNORECASE,
)
TECHNICALLY = (
    "It is encrypted in my own records; whoever runs the server that I run on holds the key. What you type into this "
    "form passes through the chat to me, and does not stay there. Anything that you wrote in the chat before, to me "
    "too, and a message that you report do stay there: workspace owners, and whoever else runs the chat, may be able "
    "to read them. They can see as well that you, and whoever gets this, have a message with its reference."
)


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Who gets it and who does not, by person key."""

    now: tuple[Seer, ...]
    later: tuple[Seer, ...]  # who gets it if nobody opens it in time
    passed_over: tuple[Seer, ...]  # would get it now, and cannot be reached
    own: str  # the role in which whoever tells it has it already; "": none
    at_once: bool  # it would rest with them alone, and so the next in line get it now

    @property
    def nobody(self) -> bool:
        """Whether there is nobody at the school whom it can be sent to."""
        return not (self.now or self.own)


def seen_by(facts: Facts, school: School, out_of_reach: Container[str] = ()) -> SeenBy:
    """Who will see a concern, as `handlers.concerns.access` will let them."""
    lines = route(facts, school).lines
    starts, skipped = [], []
    for line in lines:
        start = next_stop(line, facts, school, out_of_reach)
        if start is None:
            continue
        starts.append(start.key)
        skipped += [one.key for one in line[: line.index(start)] if people(one, school, facts.shut_out)]
    besides = at_once(lines, facts, school, out_of_reach, starts)
    starts += besides
    here = {key for key in starts if others(Stop.of(key), facts, school)}
    waiting = [line for line in lines if not facts.praise and any(one.key in here for one in line)]
    passed = (*skipped, *starts)
    nexts = [stop.key for line in waiting for stop in onward(line, facts, school, out_of_reach, passed)]
    first = seers(facts, (*starts, *skipped), school)
    known = {one.person for one in first}
    own = next((one.why for one in first if one.person == facts.reporter), "")
    there = tuple(one for one in first if one.person not in out_of_reach and one.person != facts.reporter)
    return SeenBy(
        now=there,
        later=tuple(one for one in seers(facts, nexts, school) if one.person not in known),
        passed_over=tuple(one for one in first if one.person not in {facts.reporter, *(seer.person for seer in there)}),
        own=own,
        at_once=bool(besides and there),
    )


def in_words(seen: SeenBy, facts: Facts, school: School, now: datetime) -> list[tuple[str, str]]:
    """All of it, a line each."""
    said = []
    if seen.own:
        said.append(("You", f"You have it yourself, as {seen.own}.{_besides(seen, facts)}"))
    if seen.now:
        said.append(("Gets it now", listed((called(one, school) for one in seen.now), "and")))
    for one in seen.passed_over:
        said.append(("I cannot reach", f"{called(one, school)}. Please tell them yourself, {ways(one.why, school)}."))
    if seen.later and not seen.nobody:
        until = clock(school.calendar.due(now), now, school)
        said.append((f"If nobody opens it by {until}", listed((called(one, school) for one in seen.later), "and")))
    if seen.nobody:
        said.append(("Gets it", "Nobody at the school: nobody is left whom I could send it to."))
    said += [("Never", f"{name(key, school)}, whom it is about") for key in facts.subjects]
    said += [("Never", f"{name(key, school)}, whom you crossed out") for key in facts.barred]
    return [*said, ("Who else could", TECHNICALLY)]


def _besides(seen: SeenBy, facts: Facts) -> str:
    """What becomes of it besides, where whoever tells it has it already."""
    if seen.at_once:
        return " So that it does not rest with you alone, the next in line get it now."
    return "" if seen.now or seen.passed_over or facts.praise else " There is nobody else in line for it."


def instead(facts: Facts, school: School, now: datetime) -> list[tuple[str, str]]:
    """Whom one can turn to instead or as well, outside the school; while the council is closed its duty team too."""
    lado, line, duty = (school.contacts[key] for key in (OUTSIDE, "nspcc_whistleblowing", "emergency_duty_team"))
    closed = (duty,) if school.calendar.office_closed(now) else ()
    found = [(one.name, one.way) for one in (*closed, lado, line) if one.reachable]
    if not lado.reachable and route(facts, school).outside:
        found.insert(0, (lado.name, "ask your council for the number"))
    return [(f"Instead, or as well: the {who}", how) for who, how in found]


def monitoring(policies: Sequence[Policy]) -> list[tuple[str, str]]:
    """The school's own clauses on reading along, word for word, two at most; none where its policy has none."""
    found = (Cited(one, policy, 1.0) for policy in policies for one in policy.clauses if _MONITORS.search(one.text))
    return [("The school itself: its policy says", f"“{_whole(one)}” ({source(one)})") for one in islice(found, 2)]


def _whole(cited: Cited) -> str:
    """A clause with the words that govern it."""
    return f"{cited.clause.lead_in} {cited.clause.text}".strip()


def called(one: Seer, school: School) -> str:
    """A name with why they see it. What the head is called is the school's own word: executive head, principal."""
    why = school.contacts["head"].name if one.why == Role.HEAD else one.why
    return f"{plain_name(school, one.person)} ({why})"


def name(key: str, school: School) -> str:
    """A name, which no namesake can be taken for; of somebody who has left, none."""
    return dict(to_choose_from(school.staff)).get(key) or "somebody who is not on the staff list any more"


def ways(role: str, school: School) -> str:
    """How to tell somebody now: in person, or by their number where there is one."""
    number = school.contacts.for_role(role).number
    return f"in person or on {number}" if number else "in person"


def clock(moment: datetime, now: datetime, school: School) -> str:
    """A moment as people say it: 10:05, or 9:30 on 4 March 2027."""
    here, today = moment.astimezone(school.zone), now.astimezone(school.zone).date()
    time = f"{here.hour}:{here:%M}"
    return time if here.date() == today else f"{time} on {day(here.date())}"


def first_to_tell(desk: Desk, facts: Facts) -> Seer | None:
    """Whom to tell in person now: the first on the way who is not whoever tells it. None where there is nobody."""
    for line in route(facts, desk.school).lines:
        for stop in line:
            others = [one for one in people(stop, desk.school, facts.shut_out) if one.person.key != facts.reporter]
            if others:
                return Seer(others[0].person.key, stop.role or _role_of(stop, desk.school))
    return None


def _role_of(stop: Stop, school: School) -> str:
    member = school.member(stop.person)
    return member.roles[0] if member and member.roles else ""

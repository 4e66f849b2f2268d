"""How a concern reaches people: neutral notices, the next in line where nobody opens it, and news for its reporter.

What stands in chat says neither what it is nor whom it is about. Nothing here waits for a quiet hour or a holiday.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from handlers.concerns.access import find, is_reporter, may_read, who_sees
from handlers.concerns.case import BOT, CONCERN, Case, State, What
from handlers.concerns.idle import watch
from handlers.concerns.lines import Line, at_once, lines, next_stop, onward, others, unreachable
from handlers.desk import Desk
from handlers.model import Button, Post
from handlers.records import Arrival
from handlers.routing import Router

router = Router("delivery of messages")

OPEN = "open_message"
UNREAD = "message unread"  # wakes `unread`, which looks whether anybody who may read it knows of it
MOVE_ON, _CHANGED = "concerns may have moved on", "concern may have moved on"  # timers: for all, and for one
FIRST, NOT_OPENED, UNDELIVERED, MOVED = "first", "not opened", "undelivered", "moved on"
NOT_TAKEN = "not taken up"
LATE = {NOT_OPENED: "concern not opened", UNDELIVERED: "concern undelivered"}  # timers, which wake `late`


def notice(case: Case) -> Post:
    """What a reader sees in chat, on a locked phone, and in an e-mail where they have no account in the chat."""
    words = f"You have a message (ref {case.ref})"
    return Post(words, buttons=(opening(case),), glance=words, mails=True)


def neutral(case: Case, words: str, glance: str = "") -> Post:
    """A neutral line with the button that opens it; by e-mail, as the notice, to whoever has no account in the chat."""
    return Post(text=words, buttons=(opening(case),), glance=glance or words, mails=True)


def opening(case: Case) -> Button:
    """The button that opens it, for readers and reporter alike."""
    return Button(OPEN, "Open it", case.id, opens=OPEN)


def notice_key(case: Case, person: str) -> str:
    """Under which a reader's notice is told, once."""
    return f"concern {case.id} {person}"


def knows(desk: Desk, case: Case, person: str) -> bool:
    """Whether somebody who may read it has their notice, or has opened it. Nobody hears of it in any way before."""
    has_it = desk.tx.arrival(notice_key(case, person)) is Arrival.ARRIVED
    return has_it or person in case.opened or is_reporter(case, desk, person)


def unread_key(case: Case) -> str:
    """Under which whoever told it hears that nobody can read it; something stands under it as long as that is so."""
    return f"{UNREAD} {case.id}"


def arrivals(case: Case, desk: Desk) -> set[Arrival]:
    """What became of the notices of all who may read it. Whoever has opened it, or told it, knows of it."""
    knows = {*case.opened, desk.tx.identity(case.id)}
    readers = [one.person for one in who_sees(case, desk)]
    return {Arrival.ARRIVED if one in knows else desk.tx.arrival(notice_key(case, one)) for one in readers}


def send_on(desk: Desk, case: Case, why: str) -> Case:
    """Let it reach the stops that it should reach next, tell whoever reads there, and set the timers.

    `why`: FIRST and MOVED send it along every line that has reached nobody; NOT_OPENED and UNDELIVERED along those
    that have waited for too long; NOT_TAKEN along those on which somebody has opened it. At the end of a line this is
    put down, so that it is said once. Whoever has taken over the role in which it waits has the whole of the time
    again. It never rests with whoever told it alone.
    """
    facts = case.facts(desk.tx.identity(case.id))
    out_of_reach = unreachable(desk)
    stops, ended, way = [], [], lines(case, desk)
    for line in way:
        if _in_new_hands(line, case, desk):
            stops.append(line.reached[-1].key)
        elif not line.reached:
            first = next_stop(line.stops, facts, desk.school, out_of_reach, case.stops)
            stops += [first.key] if first is not None else []
        elif _too_long(line, case, desk, why):
            further = onward(line.stops, facts, desk.school, out_of_reach, case.stops)
            stops += [one.key for one in further]
            if not any(others(one, facts, desk.school) for one in further):
                ended.append((*line.reached, *further)[-1].key)
    stops += at_once((one.stops for one in way), facts, desk.school, out_of_reach, (*case.stops, *stops))
    if stops or ended:
        given = {"stops": list(dict.fromkeys(stops)), "why": why, "ended": ended}
        added = added_to(desk, case, BOT, What.SENT_ON, given)
        if added is None:  # somebody was quicker: what stands now decides
            return send_on(desk, _again(desk, case), why)
        case = added
    _tell_readers(desk, case)
    _set_timers(desk, case, sent=bool(stops))
    _watch(desk, case)
    return case


def opened(desk: Desk, case: Case, who: str) -> Case:
    """Somebody whom it was sent to reads it: put down the first time; the reporter hears of the very first reader."""
    if who in case.opened or is_reporter(case, desk, who) or not may_read(case, desk, who):
        return case
    added = added_to(desk, case, who, What.OPENED, {})
    if added is None:
        return opened(desk, _again(desk, case), who)
    if case.state is State.RECEIVED:
        tell_reporter(desk, added, f"Your message (ref {case.ref}) has been opened by somebody it was sent to.")
    _set_timers(desk, added)
    watch(desk, added)
    return added


def moved_on(desk: Desk, case: Case) -> Case:
    """Whom it is about, who stepped aside or who holds a role has changed: whoever may not read it any more loses
    their notice, and a line that has nobody left goes on."""
    readers = {one.person for one in who_sees(case, desk)}
    known = {*(one.person.key for one in desk.school.staff), *case.subjects, *case.barred, *case.opened}
    for person in sorted(known - readers):
        desk.tx.withdraw(notice_key(case, person))
    if case.state is State.CLOSED:
        return case
    had = case.owner if case.owner not in readers else ""
    if had:
        added = added_to(desk, case, BOT, What.LET_GO, {"was": had})
        if added is None:  # somebody was quicker
            return moved_on(desk, _again(desk, case))
        case = added
    case = send_on(desk, case, MOVED)
    if had:
        _let_go(desk, case)
    watch(desk, case)
    return case


@router.woken(MOVE_ON)
def moved_on_all(_: str, desk: Desk) -> None:
    """A role has changed hands, or somebody came or left: every open concern goes on to whoever may read it now.

    Each in a transaction of its own: nothing waits for all of them, and none for another that cannot be read.
    """
    for journal in desk.tx.journals(CONCERN, open_only=True):
        desk.tx.wake(_CHANGED, journal.id, due=desk.now, key=f"{_CHANGED} {journal.id}")


@router.woken(_CHANGED)
def one_moved_on(about: str, desk: Desk) -> None:
    """The same for one of them."""
    case = find(desk, about)
    if case is not None:
        moved_on(desk, case)


def tell_reporter(desk: Desk, case: Case, words: str, glance: str = "", key: str = "") -> None:
    """A neutral line to whoever told it, with the button that opens it. Whoever has left is told nothing more.

    It is quiet, as no list of messages may say who told what; unless it has a `key`, to be taken back by.
    """
    reporter = desk.tx.identity(case.id)
    if desk.school.member(reporter) is not None:
        shown = glance or f"There is news of your message (ref {case.ref})"
        desk.tx.tell(reporter, neutral(case, words, shown), key=key, quiet=not key)


def added_to(desk: Desk, case: Case, by: str, what: What, given: Mapping[str, object]) -> Case | None:
    """The concern with one more entry, open or closed as it was. None if somebody was quicker: read it again."""
    journal = desk.tx.add_entry(case.journal, by, what, given, open_=case.journal.open)
    return Case.of(journal) if journal is not None else None


# --- timers ---


def _set_timers(desk: Desk, case: Case, *, sent: bool = False) -> None:
    """One bell for the first line that waits too long, and one for the notices that were sent just now."""
    key = f"concern {case.id}"
    waiting = [one.since for one in lines(case, desk) if one.waits and one.since is not None]
    if not waiting or _patient(case):
        desk.tx.unwake(key)
        return
    desk.tx.wake(LATE[NOT_OPENED], case.id, due=min(map(desk.school.calendar.due, waiting)), key=key)
    if sent:
        at = desk.now + desk.school.undelivered
        desk.tx.wake(LATE[UNDELIVERED], case.id, due=at, key=f"{key} undelivered {len(case.entries)}")


def _watch(desk: Desk, case: Case) -> None:
    """Have somebody look whether it rests with nobody: at once, or when its notices have had time to arrive."""
    known = arrivals(case, desk)
    settled = Arrival.ARRIVED in known and desk.tx.arrival(unread_key(case)) is Arrival.NOTHING
    if not settled and case.state is not State.CLOSED:
        due = desk.now + (desk.school.undelivered if known == {Arrival.WAITS} else timedelta(0))
        desk.tx.wake(UNREAD, case.id, due=due, key=unread_key(case))


def _patient(case: Case) -> bool:
    """Praise waits as long as it likes, and what is closed waits no more."""
    return case.state is State.CLOSED or case.facts("").praise


# --- inside ---


def _too_long(line: Line, case: Case, desk: Desk, why: str) -> bool:
    """Whether it has waited there for as long as it may, or has not arrived."""
    if why == NOT_TAKEN:
        return bool(line.reached) and line.opened and not line.ended and not _patient(case)
    if why in (FIRST, MOVED) or not line.waits or line.since is None or _patient(case):
        return False
    if why == NOT_OPENED:
        return desk.school.calendar.due(line.since) <= desk.now
    return line.since + desk.school.undelivered <= desk.now and not _arrived(line, case, desk)


def _in_new_hands(line: Line, case: Case, desk: Desk) -> bool:
    """Whether a line waits with somebody who was not there when it came: nobody at its last stop was told."""
    waits = bool(line.reached) and not line.opened and not _patient(case)
    return waits and _arrivals(line, case, desk) == {Arrival.NOTHING}


def _arrived(line: Line, case: Case, desk: Desk) -> bool:
    """Whether anybody at the last stop has their notice."""
    return Arrival.ARRIVED in _arrivals(line, case, desk)


def _arrivals(line: Line, case: Case, desk: Desk) -> set[Arrival]:
    """What became of the notices of those at the last stop; whoever told it has none."""
    here = others(line.reached[-1], case.facts(desk.tx.identity(case.id)), desk.school)
    return {desk.tx.arrival(notice_key(case, one)) for one in here}


def _tell_readers(desk: Desk, case: Case) -> None:
    """Everybody whom it has reached, once; whoever told it knows. What could not arrive goes again once it can."""
    for one in who_sees(case, desk):
        if is_reporter(case, desk, one.person):
            continue
        key = notice_key(case, one.person)
        if desk.tx.arrival(key) is Arrival.FAILED and desk.tx.reachable(one.person):
            desk.tx.withdraw(key)
        desk.tx.tell(one.person, notice(case), key=key)


def _let_go(desk: Desk, case: Case) -> None:
    """Whoever had it in hand may not read it any more: those who know of it hear that it waits, and so does whoever
    told it. Whoever comes to it by this has their notice."""
    readers = {one.person for one in who_sees(case, desk)} - {desk.tx.identity(case.id)}
    words = f"Nobody has your message (ref {case.ref}) in hand any more. Please open it."
    for person in sorted(readers):
        if knows(desk, case, person):
            desk.tx.tell(person, neutral(case, words))
    if readers:
        words = f"Your message (ref {case.ref}) is with somebody else now. You hear when it is in hand again."
        tell_reporter(desk, case, words)


def _again(desk: Desk, case: Case) -> Case:
    """The concern as it stands now. Raises KeyError where it is gone."""
    found = find(desk, case.id)
    if found is None:
        raise KeyError(case.id)
    return found

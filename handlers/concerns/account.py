"""What somebody reads when they open a concern: the account, where it stands, what happened since. Never cut short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from handlers.concerns.access import who_sees
from handlers.concerns.acts import Reading, questions
from handlers.concerns.asked import in_words
from handlers.concerns.case import REPORTER, State, What
from handlers.concerns.clocks import running
from handlers.concerns.deciding import DECIDED
from handlers.concerns.history import since
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.referring import still_to_do
from handlers.model import Post
from handlers.roles import exact_name, name
from handlers.wording import listed

_PAGE = 2000  # characters: what every platform shows of one page, whatever they are


def pages(one: Reading) -> tuple[Post, ...]:
    """All of it, on as many pages as it takes: the account with where it stands, then what happened since."""
    first, later = _chunks(told(one)), _chunks(since(one))
    *most, last = (Post("What happened since", text=more) for more in later)
    return (
        Post(text=first[0], facts=tuple(_facts(one))),
        *(Post(text=more) for more in first[1:]),
        *most,
        replace(last, facts=_signposts(one), notes=_never(one)),
    )


def state(one: Reading) -> str:
    """Where it stands, in words."""
    case = one.case
    if case.state is State.IN_HAND and case.owner:
        return f"in hand, with {'you' if case.owner == one.who else name(one.desk.school, case.owner)}"
    return _STATES[case.state]


# --- the account ---


def told(one: Reading) -> list[str]:
    """What was told, a paragraph for each thing asked."""
    case, over = one.case, one.case.last(What.HANDED_OVER)
    if over is not None and over.given.get("cut"):
        there = f" Reference: {case.handed_over}." if one.reads else ""
        return [f"It was handed over within the school, and what was told is no longer kept here.{there}"]
    parts = [f"{asked}{colon(asked)} {answer}" for asked, answer in in_words(case.kind, case.answers)]
    return [*parts, *_message(one)]


def _message(one: Reading) -> list[str]:
    """The chat message that it began from, as far as it was kept: its words, or where it stands and no more."""
    given = one.case.entries[0].given.get("message")
    if not isinstance(given, Mapping) or not given:
        return []
    if not given.get("text"):
        where = ", ".join(str(given[key]) for key in ("place", "key") if given.get(key))
        return [f"It began from a message that is still in the chat; no copy was taken. Its reference there: {where}"]
    written = ", ".join(
        part for part in (str(given.get("author") or ""), _when(one, str(given.get("at") or ""))) if part
    )
    return [f"The message that it began from, as it was when it was reported ({written}):\n“{given['text']}”"]


def _when(one: Reading, iso: str) -> str:
    """A moment as the platform gave it, on the school's clock; as it stands where it is none."""
    try:
        return one.moment(datetime.fromisoformat(iso))
    except ValueError:
        return iso


def _facts(one: Reading) -> Iterator[tuple[str, str]]:
    """Where it stands. The reporter sees what concerns them."""
    case, school = one.case, one.desk.school
    for question in questions(case) if one.told and not one.reads else ():
        yield "A question for you", f"“{question.given['words']}” You can answer on the last page."
    yield "Reference", case.ref
    yield "Told", f"{one.moment(case.journal.at)}, by {_teller(one)}"
    yield "It is about", NATURES[case.kind].label
    about = named(one)
    yield "Named in it", listed(about, "and") if about else "nobody"
    yield "Where it stands", state(one)
    sees = [f"{name(school, seer.person)} ({seer.why})" for seer in who_sees(case, one.desk)]
    yield "Who may read it now", listed(sees, "and") if sees else "nobody at the school"
    files = [file.name for file in one.desk.tx.uploads(case.id) if file.sent]
    if files:
        yield "Files", f"{listed(files, 'and')}; you see them on our own page"
    if one.reads:
        yield from _for_readers(one)


def named(one: Reading) -> list[str]:
    """Whom it is about, by name; the reporter reads whom they named themselves."""
    keys, others = one.case.subjects, one.case.others
    if not one.reads:
        own = [entry.given for entry in one.case.entries if entry.by == REPORTER]
        keys = tuple(str(key) for given in own for field in ("subjects", "people") for key in _many(given.get(field)))
        others = tuple(str(words) for given in own for words in _many(given.get("others")))
    return [*(exact_name(one.desk.school, key) for key in keys), *others]


def _many(given: object) -> tuple[object, ...]:
    return tuple(given) if isinstance(given, (list, tuple)) else ()


def _for_readers(one: Reading) -> Iterator[tuple[str, str]]:
    case, school = one.case, one.desk.school
    now = {seer.person for seer in who_sees(case, one.desk)}
    before = [f"{name(school, key)}, on {one.moment(at)}" for key, at in case.opened.items() if key not in now]
    if before:
        yield "Had opened it before they lost access", listed(before, "and")
    if case.decided:
        yield "Decided", DECIDED[case.decided]
    if one.owns and case.harm and not one.decides:
        yield "Closing it", "is for head or chair, while an adult's conduct towards children is in question"
    for clock in running(case, one.desk):
        over = clock.due <= one.desk.now
        yield "Time limit", f"by {one.moment(clock.due)}{', which is over' if over else ''}: {clock.what}"
    if case.handed_over:
        yield "Handed over, reference", case.handed_over
    if missing := still_to_do(one):
        yield "Still to do", missing


def _signposts(one: Reading) -> tuple[tuple[str, str], ...]:
    """Whom else one may turn to about this kind of thing, with the day on which somebody last checked it."""
    found = one.desk.school.contacts.signposts(one.case.kind)
    return () if one.praise else tuple((contact.name, contact.signpost) for contact in found)


def _never(one: Reading) -> tuple[str, ...]:
    """What whoever reads it must not do (UKCIS, "Sharing nudes and semi-nudes"; KCSIE, part one)."""
    if not one.reads or one.case.kind is not Kind.CHILD_IMAGE:
        return ()
    words = "Nobody looks at the picture, copies, forwards or saves it, you neither. If an adult may be part of it, "
    return (words + "ring the police.",)


def _teller(one: Reading) -> str:
    if one.told:
        return "you; your name is hidden from readers" if one.case.hidden else "you"
    return "somebody whose name is hidden from readers" if one.case.hidden else one.call(REPORTER)


# --- in words ---


def colon(asked: str) -> str:
    """What stands between what was asked and the answer: nothing after a question, which has its own mark."""
    return "" if asked.endswith("?") else ":"


def _chunks(parts: Iterable[str]) -> list[str]:
    """Paragraphs on pages; one that is longer than a page goes on, on the next."""
    found = [""]
    for part in parts:
        rest = part
        while rest:
            room = _PAGE - len(found[-1]) - 2 if found[-1] else _PAGE
            if len(rest) <= room:
                found[-1] += f"\n\n{rest}" if found[-1] else rest
                break
            if found[-1]:
                found.append("")
                continue
            cut = _cut(rest)
            found[-1], rest = rest[:cut], rest[cut:]
            found.append("")
    return [one for one in found if one] or ["Nothing yet."]


def _cut(words: str) -> int:
    """Where a page ends: after a line, else a sentence, else a word, where one ends on its second half."""
    for mark in ("\n", ". ", " "):
        place = words.rfind(mark, _PAGE // 2, _PAGE)
        if place > 0:
            return place + len(mark)
    return _PAGE


_STATES = {
    State.RECEIVED: "sent, not opened yet",
    State.OPENED: "opened",
    State.IN_HAND: "in hand",
    State.CLOSED: "closed",
}

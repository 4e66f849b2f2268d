"""A request before whoever decides: what they read, and what follows from yes, from changes, from no."""

from __future__ import annotations

from dataclasses import replace

from handlers.acknowledging.standing import noticed
from handlers.answers import quote
from handlers.deciders import Deciders, in_words
from handlers.deciding import machine
from handlers.decisions import CHANNEL, Decided, Kind, Matter, Verdict, able, card, close, find, key_of, put, stands
from handlers.desk import Desk
from handlers.model import Button, Post, Pressed, Reply, Say, Style, Update
from handlers.records import Journal
from handlers.requests.accounts import register
from handlers.requests.authority import ASK_THEM, has_acknowledged, unasked
from handlers.requests.ending import begin_clock, end, watch
from handlers.requests.kinds import POSTING, SITE, clauses, rule
from handlers.requests.request import JOURNAL, Request, State, What, request_of, requests
from handlers.requests.written import in_writing
from handlers.roles import name
from handlers.wording import day, listed

AGAIN, TAKE_BACK = "ask_again", "take_back_request"

_NO_POLICY = "no policy is in force here: whoever approves confirms it"
NOT_YOURS = Post("This is not yours to take back", "Nothing was changed.")


def read(desk: Desk, journal: Journal) -> Matter:
    """As whoever decides reads it. What no longer waits needs no clauses any more."""
    one = Request.of(journal)
    waits = one.state is State.WAITS and desk.school.member(one.owner) is not None
    found = clauses(one.kind, desk.knowledge.policies()) if waits else ()
    posting = one.kind is POSTING
    return Matter(
        journal=journal,
        author=one.owner,
        title=one.kind.asks,
        shown=Post(
            facts=(*_others(desk, one), *one.shown, *_changed(one), *(_has_read(desk, one) if posting else ())),
            quotes=tuple(quote(clause) for clause in found),
            notes=(f"If you approve it, {one.kind.makes}",) if waits else (),
        ),
        content=one.content,
        rule=rule(one.kind, desk.knowledge.policies()) if waits else Deciders(),
        since=one.at,
        round=one.round,
        decided=one.decided,
        over="" if waits or one.decided else _over(desk, one),
        approve="Approve: they have read and understood the policy" if posting else "Approve",
        blocks=_too_late(desk, one) or (_unread(desk, one) if posting else ""),
    )


def follow(desk: Desk, matter: Matter, decided: Decided) -> None:
    """What a decision leads to; whoever asked is told, and whom it is for."""
    one = Request.of(matter.journal)
    match decided.verdict:
        case Verdict.APPROVED:
            _given(desk, one, decided)
        case Verdict.CHANGES:
            again = Button(AGAIN, "Change it and send it again", one.id, Style.PRIMARY, opens="ask_permission")
            post = _told(desk, one, decided, "Changes are asked for", ("What to change", decided.words))
            desk.tx.tell(one.by, replace(post, buttons=(again, Button(TAKE_BACK, "Take it back", one.id))))
        case Verdict.REFUSED:
            post = _told(desk, one, decided, "Not given", ("Why", decided.words))
            for who in dict.fromkeys((one.by, one.owner)):
                desk.tx.tell(who, post)


KIND = Kind(JOURNAL, read, follow)
router = machine(KIND)


def shown_anew(desk: Desk, person: str) -> None:
    """Somebody has acknowledged the policy: the cards that wait for that say so."""
    for one in requests(desk, open_only=True):
        if one.kind is POSTING and one.owner == person and one.state is State.WAITS:
            matter = read(desk, one.journal)
            for key in (key_of(matter), *(key_of(matter, decider.key) for decider in able(desk, matter))):
                desk.tx.amend(key, card(desk, KIND, matter))


noticed.append(shown_anew)


def put_before(desk: Desk, one: Request) -> Post:
    """Put it before whoever decides; what whoever asked reads then."""
    matter = read(desk, one.journal)
    put(desk, KIND, matter)
    watch(desk)
    button = Button(TAKE_BACK, "Take it back", one.id)
    words = f"{to_words(desk, matter)} You hear of it here. Until then, please do not go ahead."
    return Post("Sent", words, facts=(("Ref", one.ref),), buttons=(button,))


def to_words(desk: Desk, matter: Matter) -> str:
    """Who has it now, in a sentence."""
    found = able(desk, matter)
    if not found:
        return "Nobody holds the role that decides this at present; it waits until somebody does."
    where = " It stands in the approvals channel." if desk.school.choices.get(CHANNEL) else ""
    return f"{in_words(desk, found)} can decide it.{where}"


def call_off(desk: Desk, one: Request, by: str, why: str) -> bool:
    """End it whether it was given or not; every card that asks for it says so. False if somebody was quicker."""
    if not end(desk, one, by, why):
        return False
    matter = find(desk, KIND, one.id)
    if matter is not None and one.state is State.WAITS:
        close(desk, matter, stands(desk, matter))
    return True


@router.pressed(TAKE_BACK)
def take_back(event: Pressed, desk: Desk) -> Reply:
    """Whoever asked does not want it any more; every card says so."""
    one, matter = request_of(desk, event.value), find(desk, KIND, event.value)
    if one is None or matter is None or one.by != event.who.key:
        return Say(NOT_YOURS, private=True)
    if one.state not in (State.WAITS, State.CHANGES):
        return Update(stands(desk, matter))
    journal = desk.tx.add_entry(one.journal, event.who.key, What.TAKEN_BACK, {}, open_=False)
    after = find(desk, KIND, event.value)
    assert after is not None, "it was there"
    if journal is not None:
        close(desk, matter, stands(desk, after))
    return Update(Post("Taken back", "Nobody decides it any more.", facts=(("Ref", one.ref),)))


# --- inside ---


def _given(desk: Desk, one: Request, decided: Decided) -> None:
    """A yes: it is in writing for whom it is for, and on a register; it ends by itself."""
    if one.kind is SITE:
        made = register(desk, one, decided.by)
        desk.tx.add_entry(one.journal, decided.by, What.MADE, {"id": made.id}, open_=False)
    else:
        begin_clock(desk, one)
    post = in_writing(desk, one)
    for who in dict.fromkeys((one.owner, one.by)):
        desk.tx.tell(who, post)


def _told(desk: Desk, one: Request, decided: Decided, title: str, why: tuple[str, str]) -> Post:
    facts = (("You asked for", one.kind.asks), why, ("Ref", one.ref))
    return Post(title, f"{decided.line(desk)}.", facts=facts, glance=f"There is an answer for you (ref {one.ref}).")


def _others(desk: Desk, one: Request) -> tuple[tuple[str, str], ...]:
    return (("Asked by", name(desk.school, one.by)),) if one.by != one.owner else ()


def _changed(one: Request) -> tuple[tuple[str, str], ...]:
    """What is new since the last round, line by line."""
    if not one.before:
        return ()
    old = dict(one.before)
    lines = [f"{label} (it was “{old[label]}”)" if label in old else f"{label} (new)"
             for label, words in one.shown if old.get(label) != words]  # fmt: skip
    gone = [f"{label} (gone)" for label in old if label not in dict(one.shown)]
    return (("Changed since the last round", "; ".join((*lines, *gone)) or "nothing"),)


def _has_read(desk: Desk, one: Request) -> tuple[tuple[str, str], ...]:
    known = has_acknowledged(desk, one.owner)
    words = {
        None: "nobody was asked to yet" if unasked(desk) else _NO_POLICY,
        True: "yes, that is on record",
        False: "not the version in force",
    }[known]
    return (("Has read and understood the policy", words),)


def _unread(desk: Desk, one: Request) -> str:
    """Why the authority cannot be given yet: the acknowledgement of what is in force is not on record."""
    then = "Once that is on record, you can approve it here."
    if has_acknowledged(desk, one.owner) is False:
        return f"{one.whose} has not acknowledged the policy in force. {then}"
    titles = [f"“{policy.title}”" for policy in unasked(desk)]
    if not titles:
        return ""
    reads = f"{one.whose} then reads it here, or signs it on paper and the office puts that down."
    return f"Nobody was asked to acknowledge {listed(titles, 'and')} yet. {ASK_THEM} {reads} {then}"


def _too_late(desk: Desk, one: Request) -> str:
    over = bool(one.until) and one.until < desk.today.isoformat()
    return f"Its last day was {day(one.until)}. Ask for changes, and {one.whose} can give a later one." if over else ""


def _over(desk: Desk, one: Request) -> str:
    if one.state is State.TAKEN_BACK:
        return f"{name(desk.school, one.by)} took it back."
    if desk.school.member(one.owner) is None:
        return f"{one.whose} is not on the staff list any more."
    return f"It has ended: {one.why}." if one.why else "It has ended."

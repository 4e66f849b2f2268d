"""The three buttons that decide, for each kind of thing: one press, one decision, about exactly what was shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.deciders import in_words
from handlers.decisions import (
    DECIDED,
    SAID,
    Kind,
    Verdict,
    able,
    alone,
    card,
    close,
    find,
    key_of,
    stands,
    waiting,
)
from handlers.desk import Desk
from handlers.model import (
    Button,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Person,
    Post,
    Pressed,
    Reply,
    Say,
    Step,
    Update,
)
from handlers.records import Arrival
from handlers.roles import name
from handlers.routing import Router
from handlers.wording import day

LONGEST = 600  # characters of a reason

GONE = Post("This is not there any more", "Nothing was changed.")
NOTHING = Post("Nothing waits for your decision", "When something does, it comes to you, and stands on your Home page.")
OWN = Post("Nobody decides about their own", "Somebody else has to look at it. Nothing was changed.")

_ASKED = {Verdict.CHANGES: "What should be changed?", Verdict.REFUSED: "Why not?"}


def machine(kind: Kind) -> Router:
    """The buttons, forms and timers that decide about a kind."""
    router = Router(f"deciding: {kind.key}")

    @router.pressed(kind.button("approve"))
    def approve(event: Pressed, desk: Desk) -> Reply:
        """One press decides."""
        reply = _not_now(desk, kind, event.value, event.who) or _blocked(desk, kind, event.value)
        return reply or Update(_decide(desk, kind, event.value, event.who, Verdict.APPROVED))

    @router.pressed(kind.button("waiting"))
    def show(event: Pressed, desk: Desk) -> Reply:
        """What waits, one at a time: the button's value is the one shown before."""
        found = waiting(desk, kind, event.who.key)
        if not found:
            return Say(NOTHING, private=True)
        ids = [one.journal.id for one in found]
        one = found[(ids.index(event.value) + 1) % len(found) if event.value in ids else 0]
        post = card(desk, kind, one)
        more = (Button(kind.button("waiting"), "Show the next one", one.journal.id),) if len(found) > 1 else ()
        return Say(replace(post, buttons=(*post.buttons, *more)), private=True)

    for what, verdict in (("changes", Verdict.CHANGES), ("refuse", Verdict.REFUSED)):
        _reasoned(router, kind, kind.button(what), verdict)

    @router.woken(kind.button("next"))
    def move_on(about: str, desk: Desk) -> None:
        """The school chose that somebody else may decide after so long: they get the card as well."""
        matter = find(desk, kind, about)
        if matter is not None and matter.waits and matter.version == about:
            alone(desk, kind, matter)
            desk.tx.amend(key_of(matter), card(desk, kind, matter))

    @router.woken(kind.button("arrived"))
    def arrived(about: str, desk: Desk) -> None:
        """The channel could not be written to: each gets it alone."""
        matter = find(desk, kind, about)
        waits = matter is not None and matter.waits and matter.version == about
        if matter is not None and waits and desk.tx.arrival(key_of(matter)) is not Arrival.ARRIVED:
            alone(desk, kind, matter)

    return router


def _reasoned(router: Router, kind: Kind, key: str, verdict: Verdict) -> None:
    """A button that asks for a reason first."""

    @router.pressed(key)
    def begin(event: Pressed, desk: Desk) -> Reply:
        return _not_now(desk, kind, event.value, event.who) or desk.ask(key, event, about=event.value)

    @router.form(key)
    def build(desk: Desk, about: str) -> Form:
        matter = find(desk, kind, about)
        author = name(desk.school, matter.author) if matter else "whoever wrote it"
        again = ", and stands on the card when it comes back" if verdict is Verdict.CHANGES else ""
        hint = f"It goes to {author}{again}."
        reason = Field("words", "Your reason", FieldKind.LONG, longest=LONGEST, hint=hint)
        label = "Send it back" if verdict is Verdict.CHANGES else "Refuse"
        return Form(key, SAID[verdict][:24], (Step("why", _ASKED[verdict], (reason,), next_label=label),), key)

    @router.done(key)
    def settle(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
        words = str(dialog.answers["words"])
        reply = _not_now(desk, kind, dialog.about, event.who)
        if reply is not None:
            return Done(given_back(reply.post, words))
        return Done(_decide(desk, kind, dialog.about, event.who, verdict, words))


def given_back(post: Post, words: str) -> Post:
    """Why something was not sent, with what was written for it: it may have taken an hour, and is to be copied."""
    return replace(post, facts=(("What you wrote", words), *post.facts)) if words else post


def _not_now(desk: Desk, kind: Kind, version: str, who: Person) -> Say | Update | None:
    """Why this person cannot decide this now; None if they can. Looked up at every press, never on the card."""
    matter = find(desk, kind, version)
    if matter is None:
        return Say(GONE, private=True)
    if matter.version != version:
        changed = "It was changed after this card was made, so the card decides nothing any more."
        now = card(desk, kind, matter) if matter.waits else stands(desk, matter)
        here = who.key in now.actors
        return Say(replace(now, text=f"{changed}\n\n{now.text}") if here else Post(now.title, changed), private=True)
    if not matter.waits:
        return Update(stands(desk, matter))
    if matter.author == who.key:
        return Say(OWN, private=True)
    found = able(desk, matter)
    if who.key not in {one.key for one in found}:
        words = f"{in_words(desk, found)} can. You hold no role today that can decide this. Nothing was changed."
        return Say(Post("This is not yours to decide", words), private=True)
    return None


def _blocked(desk: Desk, kind: Kind, version: str) -> Say | None:
    """Why nobody can say yes to it as it is; None where somebody can. Sending it back and refusing stay open."""
    matter = find(desk, kind, version)
    return Say(Post("This cannot be approved yet", matter.blocks), private=True) if matter and matter.blocks else None


def _decide(desk: Desk, kind: Kind, version: str, who: Person, verdict: Verdict, words: str = "") -> Post:
    """Put the decision down, once; every copy says so. The caller has asked `_not_now`."""
    matter = find(desk, kind, version)
    assert matter is not None, "_not_now has found it"
    decider = next(one for one in able(desk, matter) if one.key == who.key)
    given = {"verdict": verdict, "words": words, "content": matter.content, "role": decider.role,
             "instead_of": decider.instead_of}  # fmt: skip
    refused = verdict is Verdict.REFUSED  # nothing more is to come
    journal = desk.tx.add_entry(matter.journal, who.key, DECIDED, given, open_=not refused)
    after = kind.read(desk, journal) if journal is not None else find(desk, kind, version)
    if after is None:
        return GONE
    if journal is not None and after.decided is not None:
        close(desk, matter, stands(desk, after))
        kind.follow(desk, after, after.decided)
    return stands(desk, after)


def _day(desk: Desk, moment: datetime) -> str:
    return day(moment.astimezone(desk.school.zone).date())

"""What a policy in force leaves open: decisions for the school, other policies that it names, rules to compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from handlers.agenda import DOES
from handlers.desk import Desk, Verbs
from handlers.model import Button, Dialog, Done, Filled, Form, Post, Pressed, Quote, Reply, Say, Style
from handlers.records import Ruling
from handlers.routing import Router
from handlers.ruled import as_quote, in_time
from handlers.versions.card import ADOPTERS, GONE, KEEPERS, NOT_FOR_YOU, policy
from handlers.versions.preview import cited, reading
from handlers.versions.version import in_force
from handlers.wording import plural, source
from knowledge.gaps import LeftOpen, Named, left_open, named
from knowledge.model import Pair, Policy

router = Router("what a policy leaves open")

T = TypeVar("T")

GAPS, FILL = "policy_gaps", "decide_left_open"
_MOST = 3  # decisions and pairs of a page: each has a text or two
_LINES = 12  # names of a page

_NOTHING = Post(text="It leaves no decision to the school, names no other policy, and no two rules need comparing.")
_COMPARE = "The same subject, and another rule. Both may hold, for different people or times; read them side by side."


# --- what there is ---


def undecided(desk: Desk, read: Policy) -> tuple[LeftOpen, ...]:
    """What the policy leaves to the school and nobody has filled in yet; blanks are for the policy's next wording."""
    done = decided(desk.tx, read, desk.today)
    return tuple(one for one in left_open(read) if not one.blank and one.clause.id not in done)


def decided(tx: Verbs, read: Policy, today: date) -> dict[str, Ruling]:
    """What was filled in and holds still: clause → ruling. A blank in the same clause is not filled by it."""
    one = in_force(tx, read.sha)
    found = {clause: tx.ruling(key) for clause, key in (one.decided or {}).items()} if one else {}
    return {
        clause: ruling
        for clause, ruling in found.items()
        if ruling is not None and ruling.withdrawn is None and in_time(ruling, today)
    }


def compared(desk: Desk, read: Policy) -> tuple[Pair, ...]:
    """The pairs of clauses in which this policy has a part."""
    return tuple(one for one in desk.knowledge.pairs() if read.sha in (one.one.policy.sha, one.other.policy.sha))


def summary(desk: Desk, read: Policy) -> list[tuple[str, str]]:
    """How much it leaves open, as facts."""
    decisions, blanks = undecided(desk, read), [one for one in left_open(read) if one.blank]
    others = named(read, _standing(desk))
    here = [one for one in others if one.loaded is not None]
    facts = [
        ("For the school to decide", plural(len(decisions), "decision") if decisions else ""),
        ("Not filled in", plural(len(blanks), "blank") if blanks else ""),
        ("Other policies that it names", f"{len(others)}; I have {len(here) or 'none'} of them" if others else ""),
    ]
    return [fact for fact in facts if fact[1]]


# --- pages to read ---


@router.pressed(GAPS)
def show(event: Pressed, desk: Desk) -> Reply:
    """Page by page, for those who look after the policies; the button's value is the file's hash."""
    if not desk.school.holds(event.who.key, *KEEPERS):
        return Say(NOT_FOR_YOU, private=True)
    if policy(desk, event.value) is None:
        return Say(GONE, private=True)
    return desk.ask(GAPS, event, about=event.value)


@router.form(GAPS)
def build(desk: Desk, about: str) -> Form:
    """Decisions, other policies, rules to compare."""
    read = policy(desk, about)
    pages = list(_pages(desk, read)) if read is not None else []
    return Form(GAPS, "What it leaves open", reading(pages or [("Nothing", _NOTHING)]), GAPS)


@router.done(GAPS)
def close(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """With the button to fill a decision in, for whoever may."""
    read = policy(desk, dialog.about)
    if read is None or not desk.school.holds(event.who.key, *KEEPERS):
        return Done(GONE)
    facts = tuple(summary(desk, read))
    return Done(Post(f"“{read.title}”", "That is all.", facts=facts, buttons=fill_button(desk, event.who.key, read)))


def gaps_button(sha: str, title: str = "") -> Button:
    """Opens the pages; with the policy's `title` where it stands beside others."""
    return Button(GAPS, f"Left open: {title}" if title else "What it leaves open", sha, opens=GAPS)


def fill_button(desk: Desk, who: str, read: Policy) -> tuple[Button, ...]:
    """For head and chair, while something is left to decide."""
    waits = undecided(desk, read) if desk.school.holds(who, *ADOPTERS) else ()
    if not waits:
        return ()
    return (Button(FILL, f"Fill in {plural(len(waits), 'decision')}", read.sha, Style.PRIMARY, opens=FILL),)


# --- inside ---


def _pages(desk: Desk, read: Policy) -> Iterator[tuple[str, Post]]:
    done = decided(desk.tx, read, desk.today)
    for part in _parts(left_open(read), _MOST):
        quotes = tuple(
            quote for one in part for quote in _left(one, None if one.blank else done.get(one.clause.id), desk)
        )
        yield "For the school to decide", Post(quotes=quotes)
    for names in _parts(named(read, _standing(desk)), _LINES):
        yield "Other policies that it names", Post(facts=tuple(_name(one) for one in names))
    for pairs in _parts(compared(desk, read), _MOST):
        words = _COMPARE
        yield "Rules to compare", Post(text=words, quotes=tuple(quote for one in pairs for quote in side_by_side(one)))


def _left(one: LeftOpen, ruling: Ruling | None, desk: Desk) -> Iterator[Quote]:
    what = "not filled in" if one.blank else "for the school to decide"
    yield Quote(one.text, f"{cited(one.clause)}, {'decided:' if ruling else what}".rstrip(":"))
    if ruling is not None:
        yield as_quote(ruling, desk.school)


def _name(one: Named) -> tuple[str, str]:
    here = f"I have “{one.loaded.title}”" if one.loaded else "I do not have it, and cannot answer from it"
    return one.name, f"{cited(one.clause)}; {here}"


def side_by_side(pair: Pair) -> tuple[Quote, Quote]:
    """Both clauses, each with what it does and where it stands."""
    quotes = [
        Quote(
            one.clause.text, f"{pair.subject}, {DOES[one.clause.modality]}: {source(one)}", lead_in=one.clause.lead_in
        )
        for one in (pair.one, pair.other)
    ]
    return quotes[0], quotes[1]


def _standing(desk: Desk) -> Sequence[Policy]:
    return desk.knowledge.policies()


def _parts(of: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (of[at : at + size] for at in range(0, len(of), size))

"""Asking for permission: one form for all kinds; what is asked is put before whoever decides, exactly as it stands."""

from __future__ import annotations

from handlers.answers import quote
from handlers.deciders import Deciders, deciders, in_words
from handlers.decisions import CHANNEL
from handlers.desk import Desk
from handlers.model import (
    Answers,
    Button,
    Dialog,
    Done,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
)
from handlers.requests.accounts import registered
from handlers.requests.kinds import KINDS, POSTING, SITE, clauses, rule
from handlers.requests.matters import AGAIN, put_before
from handlers.requests.pages import NOT_LISTED, Known, first, pages, shown
from handlers.requests.request import JOURNAL, Request, State, What, request_of, school_year_end
from handlers.resuming import open_or_go_on
from handlers.roles import name
from handlers.routing import Router
from handlers.smalltalk import says

router = Router("asking for permission")

ASK_FOR = "ask_permission"
ASK_BUTTON = Button(ASK_FOR, "Ask for permission", opens=ASK_FOR)

OFFER = Post(
    "Ask for permission",
    "A new account or class page, your own device for photos, contact with pupils on an official page, pictures taken "
    "at school, the authority to post: I put it before whoever decides, and you have the answer in writing.",
    buttons=(ASK_BUTTON,),
)
NOT_ON_REGISTER = Post(
    "It has to be on the school's register first",
    "Only an account that the head has approved can be used. Ask for it first; nothing was sent.",
    buttons=(Button(ASK_FOR, "Ask for a new account", SITE.key, opens=ASK_FOR),),
)
NOT_OPEN = Post("This cannot be changed any more", "Say “requests” to see how it stands.")


# --- ways in ---


@router.said(lambda event: says(event, r"(please )?(i )?(want to |would like to )?(ask for|request) (a )?permission"))
def offer(event: Said, desk: Desk) -> Reply:
    """Asked for in words: a button opens the form, since words cannot."""
    return Say(OFFER, private=not event.where.private)


@router.pressed(ASK_FOR)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form; the button's value may say what it is about."""
    who = event.who.key
    answers = {"person": who, "monitors": [who], "until": school_year_end(desk.today).isoformat()}
    if event.value in KINDS:
        answers["kind"] = event.value
    return open_or_go_on(desk, ASK_FOR, event, about=f"{who}:", answers=answers)


@router.pressed(AGAIN)
def change(event: Pressed, desk: Desk) -> Reply:
    """Open it as it was, to change what was asked for."""
    before = request_of(desk, event.value)
    if before is None or before.by != event.who.key or before.state is not State.CHANGES:
        return Say(NOT_OPEN, private=True)
    return open_or_go_on(desk, ASK_FOR, event, about=f"{event.who.key}:{before.id}", answers=before.answers)


# --- the form ---


@router.form(ASK_FOR)
def build(desk: Desk, about: str) -> Form:
    """What it is about; that kind's pages; exactly what will be sent, and to whom."""
    who, _, again = about.partition(":")
    known, to = _known(desk), _to(desk, who)

    def review(answers: Answers) -> Post:
        kind, owner = KINDS[str(answers["kind"])], _owner(answers, who)
        reads = to.get((kind.key, owner)) or to[kind.key, ""]
        return Post(
            "This is what will be sent",
            f"If it is approved, {kind.makes}",
            facts=(("To", reads), *shown(known, answers)),
        )

    steps = pages(known) if again else (first(), *pages(known))
    last = Step("review", "Check it", words=review, when=lambda answers: not _missing(answers), next_label="Send it")
    return Form(ASK_FOR, "Ask for permission", (*steps, last), ASK_FOR)


@router.done(ASK_FOR)
def send(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put it down and before whoever decides; what is asked for again stays the kind of thing that it was."""
    again = request_of(desk, dialog.about.partition(":")[2])
    answers = dialog.answers if again is None else {"kind": again.kind.key, **dialog.answers}
    if _missing(answers):
        return Done(NOT_ON_REGISTER)
    kind, owner = KINDS[str(answers["kind"])], _owner(answers, event.who.key)
    given = {
        "kind": kind.key,
        "owner": owner,
        "whose": name(desk.school, owner),
        "answers": dict(answers),
        "shown": shown(_known(desk), answers),
    }
    if again is None:
        journal = desk.tx.begin_journal(JOURNAL, event.who.key, What.ASKED, given)
    else:
        if again.by != event.who.key or again.state is not State.CHANGES:
            return Done(NOT_OPEN)
        added = desk.tx.add_entry(again.journal, event.who.key, What.ASKED, given)
        if added is None:
            return Done(NOT_OPEN)
        journal = added
    return Done(put_before(desk, Request.of(journal)))


# --- inside ---


def _known(desk: Desk) -> Known:
    policies = desk.knowledge.policies()
    quotes = {key: tuple(quote(one) for one in clauses(kind, policies)) for key, kind in KINDS.items()}
    return Known(quotes, registered(desk), desk.school, desk.today)


def _to(desk: Desk, who: str) -> dict[tuple[str, str], str]:
    """Who decides, by kind and by whom it is for; "" stands for anybody who decides nothing themselves."""
    policies = desk.knowledge.policies()
    rules = {key: rule(kind, policies) for key, kind in KINDS.items()}
    leading = [one.person.key for one in desk.school.staff if one.roles]
    where = ", in the approvals channel" if desk.school.choices.get(CHANNEL) else ""

    def reads(found: Deciders, owner: str) -> str:
        able = deciders(desk, found, owner, desk.now)
        return in_words(desk, (one for one in able if not (one.instead_of and one.key == who))) + where

    return {
        (key, owner): reads(found, owner)
        for key, found in rules.items()
        for owner in ("", who, *(leading if key == POSTING.key else ()))
    }


def _missing(answers: Answers) -> bool:
    """Whether it is about an account that is not on the register."""
    several = answers.get("accounts")
    chosen = several if isinstance(several, (list, tuple)) else ()
    return NOT_LISTED in (answers.get("account"), *chosen)


def _owner(answers: Answers, who: str) -> str:
    """Whom the permission is for."""
    return str(answers["person"]) if answers["kind"] == POSTING.key else who

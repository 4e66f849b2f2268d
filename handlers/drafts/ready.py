"""Ready texts: approved beforehand, for a closure or the like; a named person sends one by one press, at any hour."""

from __future__ import annotations

from handlers.desk import Desk, Role
from handlers.drafts.accounts import account
from handlers.drafts.draft import USED, Draft, State, drafts, find
from handlers.drafts.pictured import see_buttons
from handlers.drafts.publishing import DONE
from handlers.model import Button, Post, Pressed, Reply, Said, Say, Style
from handlers.records import Entry
from handlers.requests.authority import read_first
from handlers.roles import name
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.wording import day

router = Router("ready texts")

LIST, USE = "ready_texts", "use_ready_text"
READY_TEXTS = Button(LIST, "Ready texts")
_SHOWN = 120  # characters of a text in the list

NONE = Post("There is no ready text for you", "A draft can be made one: say “draft a post” and choose “ready text”.")
NOT_NOW = Post("This text cannot be sent", "It was changed or taken back, or you are not one of those who may send it.")


@router.said(lambda event: says(event, r"(show )?(the |my )?ready texts?|(the )?school is closed|closures?"))
def show(event: Said, desk: Desk) -> Reply:
    """Those that somebody may send."""
    return Say(_list(desk, event.who.key), private=not event.where.private)


@router.pressed(LIST)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, by a button."""
    return Say(_list(desk, event.who.key), private=True)


@router.pressed(USE)
def use(event: Pressed, desk: Desk) -> Reply:
    """One press of a named person: the exact text, and head and owner of the account are told."""
    draft = find(desk, event.value)
    who = event.who.key
    if draft is None or draft.version != event.value or draft not in mine(desk, who):
        return Say(NOT_NOW, private=True)
    where = account(desk, draft.content.account)
    before = _last(draft)
    journal = desk.tx.add_entry(draft.journal, who, USED, {})
    if journal is None or where is None:
        return Say(NOT_NOW, private=True)
    words = f"{event.who.name} is sending the ready text “{draft.content.purpose}” on {where.title}."
    unread = read_first(desk, who)
    if unread is not None:  # they had when it was approved; a text for such a morning waits for nothing
        words += f" {event.who.name} has still to acknowledge the policy in force."
    glance = f"A ready text goes out (ref {draft.journal.ref})."
    told = Post("A ready text goes out", words, facts=(("The text", draft.content.text),), glance=glance)
    for key in dict.fromkeys((*(one.person.key for one in desk.school.holders(Role.HEAD)), where.owner)):
        if key != who and desk.school.member(key) is not None:
            desk.tx.tell(key, told)
    facts = [("Where", where.title), ("Approved", draft.decided.line(desk) if draft.decided else "")]
    if before is not None:
        facts.append(("Sent last", f"by {name(desk.school, before.by)}, {_when(desk, before)}. Is it out already?"))
    facts += [(f"Picture {number}, in words", words) for number, words in enumerate(draft.content.described, 1)]
    facts += [("Afterwards", "Please read the policy in force: say “acknowledgements”.")] if unread is not None else []
    done = Button(DONE, "Published, here is the link", draft.version, Style.PRIMARY, opens=DONE)
    title = "Copy exactly this, and publish it now"
    glance = f"A text to publish (ref {draft.journal.ref})."
    return Say(Post(title, draft.content.text, facts=tuple(facts), buttons=(done, *see_buttons(draft)),
                    glance=glance), private=True)  # fmt: skip


def mine(desk: Desk, who: str) -> list[Draft]:
    """The ready texts that somebody may send, on accounts that are still on the register."""
    found = [one for one in drafts(desk) if one.state is State.READY and who in one.content.named]
    return [one for one in found if (where := account(desk, one.content.account)) is not None and not where.closed]


# --- inside ---


def _list(desk: Desk, who: str) -> Post:
    found = mine(desk, who)
    if not found:
        return NONE
    facts = tuple((one.content.purpose, _short(one.content.text)) for one in found)
    buttons = tuple(Button(USE, f"Send it now: {one.content.purpose}", one.version, Style.PRIMARY) for one in found)
    words = "Each is approved. One press gives you the text to copy, and tells the head that it goes out."
    return Post("Ready texts", words, facts=facts, buttons=buttons, glance="Ready texts.")


def _last(draft: Draft) -> Entry | None:
    return next((one for one in reversed(draft.journal.entries) if one.what == USED), None)


def _when(desk: Desk, entry: Entry) -> str:
    here = entry.at.astimezone(desk.school.zone)
    return f"{day(here.date())} at {here:%H:%M}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

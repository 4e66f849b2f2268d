"""After the decision: the exact text to copy, “Published, here is the link”, until when it may be published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers.acknowledging.standing import noticed
from handlers.desk import Desk
from handlers.drafts.accounts import Account, account, authorised, may_publish, posters
from handlers.drafts.draft import PUBLISHED, Draft, State, drafts, find
from handlers.drafts.pictured import see_buttons
from handlers.drafts.spot_checks import check
from handlers.forms import refuse
from handlers.model import (
    Button,
    Dialog,
    Done,
    Field,
    Filled,
    Form,
    Person,
    Post,
    Pressed,
    Reply,
    Say,
    Step,
    Style,
    Update,
)
from handlers.requests.authority import read_first
from handlers.roles import name
from handlers.routing import Router
from handlers.wording import day, listed

router = Router("publishing")

DONE, EXPIRES = "draft_published", "draft_expires"
LASTS = timedelta(days=7)  # after the day that it is for, or after it was approved
FORGOTTEN = timedelta(days=28)  # what nobody decides

GONE = Post("This is no longer to be published", "It was published, changed, taken back, or it has expired.")
NOT_YOU = "Only somebody who is authorised to post on this account can say that it is published. Nothing was changed."


# --- to whoever publishes ---


def approved(desk: Desk, draft: Draft, where: Account, line: str) -> None:
    """It was approved: whoever publishes gets the text, or learns that they may send it; its author hears of it."""
    expire_later(desk, draft)
    _tell_named(desk, draft, where)
    own = offer(desk, draft, where, line)
    if own:
        return
    words = who_publishes(desk, draft, where)
    post = Post(line, words, facts=(("Your post", draft.content.text),), glance=_glance(draft, "decided"))
    desk.tx.tell(draft.author, post, key=f"decided {draft.version}")


def offer(desk: Desk, draft: Draft, where: Account, line: str = "") -> bool:
    """The exact text, to its author if they may publish it, else to everybody who may. Whether the author has it.

    Whoever has the authority and has the policy to read first is told so, and has the text as soon as that is on
    record. A ready text is kept for the day that it is needed.
    """
    if draft.state is not State.APPROVED:
        return False
    able = publishers(desk, draft, where)
    for key in able:
        desk.tx.tell(key, to_publish(desk, draft, where, line), key=_key(draft, key))
    own = may_publish(desk, draft.author, where)
    for key in () if own else authorised(desk, where):
        first = read_first(desk, key)
        if first is not None:
            about = (("Then you can publish", f"{where.title}: {draft.content.purpose}"),)
            desk.tx.tell(key, replace(first, facts=about), key=_key(draft, key))
    return own


def hand_over(desk: Desk, person: str) -> None:
    """Somebody has acknowledged the policy: what waited for that, they can publish now."""
    for draft in drafts(desk):
        where = account(desk, draft.content.account)
        if draft.state is State.APPROVED and where is not None and person in publishers(desk, draft, where):
            post = to_publish(desk, draft, where, draft.decided.line(desk) if draft.decided else "")
            if not desk.tx.tell(person, post, key=_key(draft, person)):
                desk.tx.amend(_key(draft, person), post)


noticed.append(hand_over)


def who_publishes(desk: Desk, draft: Draft, where: Account) -> str:
    """Who has the text now, in a sentence."""
    if draft.content.named:
        return f"{listed(name(desk.school, one) for one in draft.content.named)} can send it by one press when needed."
    people = publishers(desk, draft, where)
    if draft.author in people:
        return "The text to copy is in our chat."
    if not people:
        return "Nobody can publish on this account at present. Please ask the head."
    return f"{listed(name(desk.school, one) for one in people)} can publish it, and has the text."


def publishers(desk: Desk, draft: Draft, where: Account) -> tuple[str, ...]:
    """Who has the text: its author if they may publish it, else everybody who may."""
    return (draft.author,) if may_publish(desk, draft.author, where) else posters(desk, where)


def to_publish(desk: Desk, draft: Draft, where: Account, line: str = "") -> Post:
    """Nothing but the text stands in the text, so that it can be copied whole."""
    content = draft.content
    facts = [("Where", where.title), ("When", day(content.when) if content.when else "as soon as possible")]
    facts += [("Decided", line)] if line else []
    facts += [(f"Picture {number}, in words", words) for number, words in enumerate(content.described, 1)]
    facts += [("From", name(desk.school, draft.author)), ("Expires", f"after {day(_until(desk, draft))}")]
    return Post(
        "Ready to publish: copy exactly this",
        content.text,
        facts=tuple(facts),
        buttons=(
            Button(DONE, "Published, here is the link", draft.version, Style.PRIMARY, opens=DONE),
            *see_buttons(draft),
        ),
        glance=_glance(draft, "ready"),
        exact=True,
    )


def take_back(desk: Desk, draft: Draft, why: str) -> None:
    """Whoever was to publish it must not."""
    for one in desk.school.staff:
        for key in (_key(draft, one.person.key), _named_key(draft, one.person.key)):
            desk.tx.amend(key, Post("Please do not publish this", why))


# --- published ---


@router.pressed(DONE)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Ask for the link, if it is still to be published and they may."""
    return _not_now(desk, event.value, event.who.key) or desk.ask(DONE, event, about=event.value)


@router.form(DONE)
def build(desk: Desk, about: str) -> Form:
    """One field; not every site has links."""
    hint = "It begins with https://. Leave it empty where a post has none, as in Class Dojo."
    field = Field("link", "Its address", required=False, longest=500, hint=hint)
    return Form(DONE, "Published", (Step("link", "Where is it?", (field,), next_label="It is published"),), DONE)


@router.done(DONE)
def published(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put down that it is out; everybody who had the text hears of it."""
    link = str(dialog.answers.get("link") or "")
    if link and not link.startswith("https://"):
        error = {"link": "Please give the whole address: it begins with https://."}
        return refuse(desk.form(DONE, dialog.about), dialog, "link", error)
    refused = _not_now(desk, dialog.about, event.who.key)
    draft = find(desk, dialog.about)
    if refused is not None or draft is None:
        return Done(refused.post if refused is not None else GONE)
    ready = draft.state is State.READY
    journal = desk.tx.add_entry(draft.journal, event.who.key, PUBLISHED, {"link": link}, open_=ready)
    if journal is None:
        return Done(GONE)
    after = Draft.of(journal)
    said = _said(desk, after, event.who)
    for one in desk.school.staff:
        desk.tx.amend(_key(draft, one.person.key), said)
    if draft.author != event.who.key:
        desk.tx.tell(draft.author, said)
    if not ready:
        desk.tx.unwake(expiry(draft))
        check(desk, after)
    return Done(said)


def _said(desk: Desk, draft: Draft, who: Person) -> Post:
    facts = (("Link", draft.link),) if draft.link else ()
    title = f"Published by {who.name} on {day(desk.today)}"
    return Post(title, draft.content.text, facts=facts, glance=_glance(draft, "published"))


def _not_now(desk: Desk, version: str, who: str) -> Say | Update | None:
    """Why this person cannot say so now; None if they can. Where they have something to read first, the text stays.

    Whoever may send a ready text was approved with it, once they had acknowledged the policy: on the morning that the
    school is closed, nothing more is asked.
    """
    draft = find(desk, version)
    where = account(desk, draft.content.account) if draft is not None else None
    if draft is None or where is None or draft.version != version or draft.state not in (State.APPROVED, State.READY):
        return Update(GONE)
    if who in draft.content.named and not where.closed:
        return None
    if who not in authorised(desk, where):
        return Update(Post("This takes somebody who may post", NOT_YOU))
    first = read_first(desk, who)
    return Say(first, private=True) if first is not None else None


# --- until when ---


def expire_later(desk: Desk, draft: Draft) -> None:
    """Set the day on which it is too old; a ready text is kept."""
    if draft.state is State.READY:
        desk.tx.unwake(expiry(draft))
        return
    due = datetime.combine(_until(desk, draft) + timedelta(days=1), time(), desk.school.zone)
    desk.tx.wake(EXPIRES, draft.version, due=due, key=expiry(draft))


def expiry(draft: Draft) -> str:
    """The key of the timer."""
    return f"expires {draft.journal.id}"


def _until(desk: Desk, draft: Draft) -> date:
    """Its last day."""
    if draft.state is State.WAITING:
        return draft.since.astimezone(desk.school.zone).date() + FORGOTTEN
    begins = (draft.decided.at if draft.decided else draft.since).astimezone(desk.school.zone).date()
    return max(date.fromisoformat(draft.content.when or begins.isoformat()), begins) + LASTS


# --- inside ---


def _tell_named(desk: Desk, draft: Draft, where: Account) -> None:
    """Whoever may send a ready text knows of it before the morning on which it is needed."""
    words = f"“{draft.content.purpose}”, on {where.title}. When it is needed, at any hour, say “ready texts”."
    post = Post("You may send a ready text", words, buttons=(Button("ready_texts", "Ready texts"),),
                glance=_glance(draft, "kept ready"))  # fmt: skip
    for key in (one for one in draft.content.named if one != draft.author):
        desk.tx.tell(key, post, due=desk.school.calendar.by_day(desk.now), key=_named_key(draft, key))


def _named_key(draft: Draft, person: str) -> str:
    return f"may send {draft.version} {person}"


def _key(draft: Draft, person: str) -> str:
    return f"publish {draft.version} {person}"


def _glance(draft: Draft, what: str) -> str:
    return f"A post is {what} (ref {draft.journal.ref})."

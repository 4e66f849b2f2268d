"""A draft that comes to nothing: taken back by its author, or so old that it expires."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.drafts import deciding, publishing
from handlers.drafts.deciding import REWRITE, TAKE_BACK
from handlers.drafts.draft import EXPIRED, OPEN, WITHDRAWN, Draft, State, drafts, find
from handlers.model import Button, Post, Pressed, Reply, Say, Update
from handlers.routing import Router

router = Router("ending")

CLOSED = "Its account is not on the register any more."
NOT_YOURS = Post("This is not yours to take back", "Only whoever wrote it can. Nothing was changed.")


@router.pressed(TAKE_BACK)
def take_back(event: Pressed, desk: Desk) -> Reply:
    """Its author takes it back: nobody decides about it or publishes it any more."""
    draft = find(desk, event.value)
    if draft is None or draft.author != event.who.key:
        return Say(NOT_YOURS, private=True)
    if draft.state not in OPEN or end(desk, draft, WITHDRAWN, event.who.key, "Its author took it back.") is None:
        now = find(desk, event.value) or draft
        return Update(Post(f"Your draft is {now.state}", "Nothing was changed."))
    return Update(Post("Taken back", "Nobody decides about it or publishes it. Whoever had it is told."))


@router.woken(publishing.EXPIRES)
def expire(about: str, desk: Desk) -> None:
    """Nobody decided or published it in time: its author hears of it, and can send it again."""
    draft = find(desk, about)
    if draft is None or draft.version != about or draft.state not in OPEN or draft.state is State.READY:
        return
    before = draft.state
    after = end(desk, draft, EXPIRED, draft.author, "It has expired: nobody published it in time.")
    if after is None:
        return
    why = "Nobody published it in time" if before is State.APPROVED else "It waited for four weeks"
    again = Button(REWRITE, "Send it again", draft.journal.id, opens=REWRITE)
    post = Post(
        "A draft of yours has expired",
        f"{why}. If it is still wanted, look it through and send it again: it is decided anew.",
        facts=(("Your post", draft.content.text),),
        buttons=(again,),
        glance=f"A draft has expired (ref {draft.journal.ref}).",
    )
    desk.tx.tell(draft.author, post, key=f"expired {draft.version}")


def call_back(desk: Desk, draft: Draft, by: str, why: str, then: str) -> None:
    """Nobody decides about it or publishes it any more, whatever its author wants: they hear why, and what they can do
    then."""
    if end(desk, draft, WITHDRAWN, by, why) is None:
        return
    again = Button(REWRITE, "Change it", draft.journal.id, opens=REWRITE)
    glance = f"Your draft was taken back (ref {draft.journal.ref})."
    post = Post("A draft of yours was taken back", f"{why} {then}", facts=(("Your post", draft.content.text),),
                buttons=(again,), glance=glance)  # fmt: skip
    desk.tx.tell(draft.author, post, key=f"taken back {draft.version}")


def account_closed(desk: Desk, account: str, by: str) -> None:
    """An account (its id) has just gone off the register: what waits for it is called back."""
    for draft in drafts(desk):
        if draft.content.account == account and draft.state in OPEN:
            call_back(desk, draft, by, CLOSED, "If it should go somewhere else, change it and send it again.")


def end(desk: Desk, draft: Draft, what: str, by: str, why: str) -> Draft | None:
    """Put down how it ended, and tell whoever has a card of it. None if somebody was quicker."""
    journal = desk.tx.add_entry(draft.journal, by, what, {"why": why}, open_=False)
    if journal is None:
        return None
    after = Draft.of(journal)
    desk.tx.unwake(publishing.expiry(draft))
    publishing.take_back(desk, draft, why)
    deciding.over(desk, after)
    return after

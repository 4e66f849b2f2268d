"""What waits for a decision stands before whoever may take it now: somebody stands in, takes on a role, or has left."""

from __future__ import annotations

from handlers.away import WHO_DECIDES
from handlers.decisions import Matter, able, alone, card, key_of, undecided
from handlers.desk import Desk
from handlers.drafts import deciding
from handlers.model import Post
from handlers.requests import matters
from handlers.routing import Router

router = Router("who decides")

KINDS = (deciding.KIND, matters.KIND)


@router.woken(WHO_DECIDES)
def look(_: str, desk: Desk) -> None:
    """The card in the channel says anew who can. Where each has their own, whoever had none gets one; by day."""
    for kind in KINDS:
        for matter in undecided(desk, kind):
            if not able(desk, matter):
                _nobody(desk, matter)
            elif not desk.tx.amend(key_of(matter), card(desk, kind, matter)):
                alone(desk, kind, matter, due=desk.school.calendar.by_day(desk.now))


def nobody_can(desk: Desk) -> tuple[Matter, ...]:
    """What waits although nobody at the school may decide it."""
    return tuple(one for kind in KINDS for one in undecided(desk, kind) if not able(desk, one))


# --- inside ---


def _nobody(desk: Desk, matter: Matter) -> None:
    """Whoever wrote it hears once that it rests; the reminders ask those who can to name somebody."""
    author = matter.journal.entries[0].by
    if desk.school.member(author) is None:
        return
    words = "Nobody at the school holds the role that decides it. As soon as somebody does, it is put before them."
    post = Post(
        f"Waits: {matter.title}",
        words,
        facts=(("Ref", matter.journal.ref),),
        glance=f"Nobody can decide it at present (ref {matter.journal.ref}).",
    )
    due = desk.school.calendar.by_day(desk.now)
    desk.tx.tell(author, post, due=due, key=f"nobody decides {matter.version}")

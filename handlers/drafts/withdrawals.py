"""A permission that has gone: posts with the child in their pictures are taken back, published ones are to come down.

Nobody's name stands in a message: whoever needs to know which child it is asks the office.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.consent import CHANGED
from handlers.desk import Desk, Role
from handlers.drafts.accounts import Account, account
from handlers.drafts.draft import OPEN, Draft, drafts, find
from handlers.drafts.ending import call_back
from handlers.drafts.pictured import without_permission
from handlers.model import Button, Post, Pressed, Reply, Say, Style, Update
from handlers.records import Journal
from handlers.roles import name
from handlers.routing import Router
from handlers.wording import day

router = Router("withdrawals")

TASK = "take_down"  # the journals' kind
BEGUN, REMINDED, DONE = "begun", "reminded", "done"
DOWN = "taken_down"  # the button
BOT = "bot"
OUT = "If it is out already, please take it down today."

_REMIND = "post to be taken down"
_AGAIN = timedelta(hours=24)


@router.woken(CHANGED)
def look(about: str, desk: Desk) -> None:
    """The office has imported its list: find every post with a child in it who may no longer be shown there."""
    for draft in drafts(desk, open_only=False):
        if draft.state in OPEN and _goes(desk, draft):
            _take_back(desk, draft)
        for one in draft.went_out:
            if _goes(desk, one):
                _take_down(desk, one)


@router.pressed(DOWN)
def down(event: Pressed, desk: Desk) -> Reply:
    """Somebody who looks after the account says that it is gone."""
    task = desk.tx.journal(event.value)
    draft = _post(desk, task)
    where = account(desk, draft.content.account) if draft is not None else None
    if task is None or draft is None or where is None or event.who.key not in _whose(desk, where):
        return Say(Post("This is not yours to confirm", "Nothing was changed."), private=True)
    if task.open:
        task = desk.tx.add_entry(task, event.who.key, DONE, {}, open_=False) or task
        desk.tx.unwake(_key(task))
    last = task.entries[-1]
    when = day(last.at.astimezone(desk.school.zone).date())
    said = Post("Taken down", f"{name(desk.school, last.by)} took it down on {when}.", facts=_facts(draft, where))
    for person in _whose(desk, where):
        for times in range(len(task.entries)):
            desk.tx.amend(_key(task, person, times), said)
    return Update(said)


@router.woken(_REMIND)
def remind(about: str, desk: Desk) -> None:
    """Each day until it is gone, never at night."""
    task = desk.tx.journal(about)
    by_day = desk.school.calendar.by_day(desk.now)
    if by_day > desk.now:
        desk.tx.wake(_REMIND, about, due=by_day, key=f"take down {about}")
        return
    draft = _post(desk, task) if task is not None and task.open else None
    where = account(desk, draft.content.account) if draft is not None else None
    if task is not None and draft is not None and where is not None:
        task = desk.tx.add_entry(task, BOT, REMINDED, {}) or task
        for person in _whose(desk, where):
            post = _asked(task, draft, where, "Still to be taken down: a post of the school's")
            desk.tx.tell(person, post, key=_key(task, person, len(task.entries) - 1))
        desk.tx.wake(_REMIND, task.id, due=desk.now + _AGAIN, key=_key(task))


# --- inside ---


def _goes(desk: Desk, draft: Draft) -> bool:
    """Whether a child in it may not be shown there any more."""
    where = account(desk, draft.content.account)
    return where is not None and without_permission(desk, draft, where)


def _post(desk: Desk, task: Journal | None) -> Draft | None:
    """What a task asks to take down, as it was when it went out; None where it is no such task."""
    if task is None or task.kind != TASK:
        return None
    version = str(task.entries[0].given["draft"])
    draft = find(desk, version)
    return next((one for one in draft.went_out if one.version == version), None) if draft is not None else None


def _take_back(desk: Desk, draft: Draft) -> None:
    """Nobody decides about it or publishes it; its author can send it again with other pictures."""
    then = "Ask the office if you need to know more. With other pictures you can send it again."
    call_back(desk, draft, BOT, f"The permission for a child in its pictures has gone. {OUT}", then)


def _take_down(desk: Desk, draft: Draft) -> None:
    """Once for each wording that went out: to whoever looks after the account, and the head."""
    where = account(desk, draft.content.account)
    if where is None or any(one.entries[0].given["draft"] == draft.version for one in desk.tx.journals(TASK)):
        return
    task = desk.tx.begin_journal(TASK, BOT, BEGUN, {"draft": draft.version})
    for person in _whose(desk, where):
        desk.tx.tell(person, _asked(task, draft, where, "Please take a post down"), key=_key(task, person))
    desk.tx.wake(_REMIND, task.id, due=desk.now + _AGAIN, key=_key(task))


def _asked(task: Journal, draft: Draft, where: Account, title: str) -> Post:
    words = "The permission for a child in its pictures has gone. Take it down today, and any copies that you shared."
    return Post(
        title,
        words,
        facts=_facts(draft, where),
        buttons=(Button(DOWN, "It is taken down", task.id, Style.PRIMARY),),
        glance=f"Something is to be done today (ref {draft.journal.ref}).",
    )


def _facts(draft: Draft, where: Account) -> tuple[tuple[str, str], ...]:
    found = draft.links
    links = (("Links" if len(found) > 1 else "Link", "\n".join(found)),) if found else ()
    what = (("What for", draft.content.purpose), ("The text", draft.content.text), ("Ref", draft.journal.ref))
    return (("Where", where.title), *links, *what)


def _whose(desk: Desk, where: Account) -> tuple[str, ...]:
    """Whoever looks after the account and works here, and the head."""
    keys = (where.owner, *where.monitors, *(one.person.key for one in desk.school.holders(Role.HEAD)))
    return tuple(key for key in dict.fromkeys(keys) if desk.school.member(key) is not None)


def _key(task: Journal, person: str = "", times: int = 0) -> str:
    """Of the timer, or of what was told somebody: first, and each time that they were reminded."""
    return f"take down {task.id} {person} {times or ''}".rstrip()

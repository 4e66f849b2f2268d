"""Pictures that were taken on a private device: deleted there the same day, asked for until it is done.

Whatever becomes of the post. Source: the school's own clause where there is one, shown word for word (St Mary's,
Photographs: deleted at once after they were uploaded).
"""

from __future__ import annotations

import re
from datetime import timedelta

from handlers.answers import quote
from handlers.desk import Desk
from handlers.model import Button, Post, Pressed, Quote, Reply, Say, Style, Update
from handlers.records import Journal
from handlers.routing import Router
from handlers.wording import day
from knowledge.model import Cited

router = Router("private devices")

TASK = "device_task"  # the journals' kind
BEGUN, REMINDED, DELETED = "begun", "reminded", "deleted"
DONE = "pictures_deleted"
SOON, LATER = timedelta(hours=1), timedelta(hours=3)

_REMIND = "pictures on a device"
_CLAUSE = (r"\bdelet", r"\b(device|camera|phone|tablet)s?\b", r"\bphoto|\bimage|\bpicture")
_WORDS = (
    "The pictures that you brought (ref {ref}) were taken on a private device. Please delete them there today: from "
    "the photos, from “recently deleted”, and from any cloud backup. Do it whatever becomes of the post."
)


def begin(desk: Desk, person: str, ref: str) -> None:
    """From now on somebody is asked to delete pictures; `ref` is what they belong to. Once for each."""
    for one in desk.tx.journals(TASK, open_only=True):
        if one.entries[0].by == person and one.entries[0].given["ref"] == ref:
            return
    journal = desk.tx.begin_journal(TASK, person, BEGUN, {"ref": ref})
    desk.tx.tell(person, _asked(desk, journal, "Delete the pictures from your own device"), key=_key(journal))
    _later_today(desk, journal, SOON)


def on_home(desk: Desk, who: str) -> tuple[list[tuple[str, str]], list[Button]]:
    """For Home: what is still to be deleted, and the button that says it is."""
    mine = [one for one in desk.tx.journals(TASK, open_only=True) if one.entries[0].by == who]
    facts = [("Waits for you", f"Delete the pictures (ref {_ref(one)}) from your own device") for one in mine]
    return facts, [_button(one, f"I have deleted them (ref {_ref(one)})") for one in mine]


@router.pressed(DONE)
def done(event: Pressed, desk: Desk) -> Reply:
    """They say that it is done."""
    journal = desk.tx.journal(event.value)
    if journal is None or journal.kind != TASK or journal.entries[0].by != event.who.key:
        return Say(Post("This is not yours to confirm", "Nothing was changed."), private=True)
    if journal.open:
        desk.tx.add_entry(journal, event.who.key, DELETED, {}, open_=False)
        desk.tx.unwake(_key(journal))
    said = Post("Thank you", f"The pictures (ref {_ref(journal)}) are deleted from your device, as you say.",
                facts=(("On", day(desk.today)),))  # fmt: skip
    for n in range(len(journal.entries) + 1):
        desk.tx.amend(_key(journal, n), said)
    return Update(said)


@router.woken(_REMIND)
def remind(about: str, desk: Desk) -> None:
    """It was not said to be done yet: an hour later and three hours after that, never at night. From the next day on
    it stands in the day's one message of reminders."""
    journal = desk.tx.journal(about)
    if journal is None or not journal.open:
        return
    if desk.school.calendar.by_day(desk.now) > desk.now:  # rung late
        return
    after = desk.tx.add_entry(journal, journal.entries[0].by, REMINDED, {})
    assert after is not None, "nobody else writes in this turn"
    times = len(after.entries) - 1
    post = _asked(desk, after, "Still to be done: delete the pictures from your own device")
    desk.tx.tell(journal.entries[0].by, post, key=_key(after, times))
    if times == 1:
        _later_today(desk, journal, LATER)


# --- inside ---


def _asked(desk: Desk, journal: Journal, title: str) -> Post:
    clause = _clause(desk)
    return Post(
        title,
        _WORDS.format(ref=_ref(journal)),
        quotes=(clause,) if clause else (),
        buttons=(_button(journal, "I have deleted them"),),
        glance=f"Something is to be done today (ref {_ref(journal)}).",
    )


def _button(journal: Journal, label: str) -> Button:
    return Button(DONE, label, journal.id, Style.PRIMARY)


def _clause(desk: Desk) -> Quote | None:
    for policy in desk.knowledge.policies():
        for clause in policy.clauses:
            if all(re.search(part, f"{clause.lead_in} {clause.text}", re.IGNORECASE) for part in _CLAUSE):
                return quote(Cited(clause, policy, 1.0))
    return None


def _later_today(desk: Desk, journal: Journal, after: timedelta) -> None:
    due = desk.school.calendar.by_day(desk.now + after)
    if due.astimezone(desk.school.zone).date() == desk.today:
        desk.tx.wake(_REMIND, journal.id, due=due, key=_key(journal))


def _ref(journal: Journal) -> str:
    return str(journal.entries[0].given["ref"])


def _key(journal: Journal, times: int = 0) -> str:
    return f"device {journal.id} {times}" if times else f"device {journal.id}"

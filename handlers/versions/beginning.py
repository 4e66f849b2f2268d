"""What follows once a version is in force: those who look after the policies learn what it leaves to be done."""

from __future__ import annotations

from collections.abc import Callable

from handlers.desk import Desk
from handlers.model import Button, Post
from handlers.routing import Router
from handlers.ruled import in_time, overtaken
from handlers.rulings import AGAIN
from handlers.versions.card import ADOPTERS, adopted, keepers, policy
from handlers.versions.gaps import fill_button, gaps_button, summary
from handlers.versions.reading import policy_of
from handlers.versions.version import BEGUN, State, Version, version
from handlers.wording import day, plural

router = Router("a policy begins")

Follows = Callable[[Desk, Version], None]
follows: list[Follows] = []  # what else begins with a version in force, e.g. asking people to acknowledge it


@router.woken(BEGUN)
def in_force_now(about: str, desk: Desk) -> None:
    """Tell those who look after the policies, and begin what else follows; unless it was replaced at once."""
    one = version(desk.tx, about)
    if one is None or one.state is not State.IN_FORCE:
        return
    morning = desk.school.calendar.by_day(desk.now)  # what was adopted for a day to come begins at midnight
    for who in keepers(desk):
        desk.tx.tell(who, _told(desk, one, who), due=morning, key=f"in force {one.id} {who}")
    for follow in follows:
        follow(desk, one)


def _told(desk: Desk, one: Version, who: str) -> Post:
    before = desk.tx.policy(one.place_of) if one.place_of else None
    facts = [("In place of", f"“{before.title}”, from {day(desk.today)} on")] if before else []
    leads = desk.school.holds(who, *ADOPTERS)
    buttons = []
    rulings = _overtaken(desk) if leads else 0
    if rulings:
        facts.append(
            ("Rulings", f"{plural(rulings, 'ruling')} given before: staff do not see them until you keep them")
        )
        buttons.append(Button(AGAIN, "Do they still stand?"))
    read = policy(desk, one.sha)
    if read is not None:
        facts += summary(desk, read)
        buttons += [gaps_button(one.sha), *fill_button(desk, who, read)]
    return Post(f"“{one.title}” is in force now", f"{adopted(desk, one)} Answers come from it.", facts=tuple(facts),
                buttons=tuple(buttons))  # fmt: skip


def _overtaken(desk: Desk) -> int:
    standing = [policy_of(kept) for kept in desk.tx.policies()]
    return sum(1 for ruling in desk.tx.rulings() if in_time(ruling, desk.today) and overtaken(ruling, standing))

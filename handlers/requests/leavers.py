"""Every morning: what was given to somebody who has left since is put down as ended.

Nothing of theirs holds from the day after their last one on, whether this has rung or not (`Request.in_force`).
"""

from __future__ import annotations

from handlers.desk import Desk, Role
from handlers.model import Post
from handlers.requests.ending import LEAVERS, watch
from handlers.requests.matters import call_off
from handlers.requests.request import Request, State, requests
from handlers.routing import Router

router = Router("leavers")


@router.woken(LEAVERS)
def look(about: str, desk: Desk) -> None:
    """Put it down and tell the head; look again tomorrow, as long as there is anything to look at."""
    standing = requests(desk, open_only=True)
    ended = [one for one in standing if (why := _over(desk, one)) and call_off(desk, one, "", why)]
    given = [f"{one.whose}: {one.kind.asks}" for one in ended if one.state is State.GIVEN]
    for head in desk.school.holders(Role.HEAD) if given else ():
        desk.tx.tell(head.person.key, Post("Ended, because they have left", "\n".join(given)))
    if len(standing) > len(ended):
        watch(desk)


def _over(desk: Desk, one: Request) -> str:
    """Why nothing can come of it any more: whom it is for has left, or whoever was to change it; else ""."""
    if desk.school.member(one.owner) is None:
        return "no longer on the staff list"
    asker_left = desk.school.member(one.by) is None
    return "whoever asked is no longer on the staff list" if asker_left and one.state is State.CHANGES else ""

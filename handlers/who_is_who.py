"""A role has changed hands, or somebody came or left: whatever belongs to an office goes on with it.

Once a night too, since first and last days on the staff list come by themselves.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.away import WHO_DECIDES
from handlers.concerns.delivery import MOVE_ON
from handlers.desk import WHO_IS_WHO, Desk
from handlers.routing import Router
from handlers.unanswered import LEFT

router = Router("who is who")

_FOLLOW = (MOVE_ON, WHO_DECIDES, LEFT)  # timers, each for what it looks after


@router.woken(WHO_IS_WHO)
def changed(_: str, desk: Desk) -> None:
    """Each in a transaction of its own: none waits for another, or is lost with it."""
    for timer in _FOLLOW:
        desk.tx.wake(timer, "", due=desk.now, key=timer)
    tomorrow = datetime.combine(desk.today + timedelta(days=1), time(0, 5), desk.school.zone)
    desk.tx.wake(WHO_IS_WHO, "", due=tomorrow, key=WHO_IS_WHO)

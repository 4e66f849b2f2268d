"""Where tasks come from: a function a feature, `tasks(desk) -> Iterable[Task]`, asked once for the whole school.

What is told in confidence never comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handlers.acknowledging import chasing
from handlers.acknowledging.absence import absences
from handlers.desk import Desk
from handlers.reminders import accounts, nobody_named, privacy, reviews, unfinished
from handlers.reminders.kept import acts
from handlers.reminders.task import Facts, Task
from handlers.versions import waiting

Source = Callable[[Desk], Iterable[Task]]

SOURCES: tuple[Source, ...] = (
    reviews.tasks,
    privacy.tasks,
    accounts.tasks,
    unfinished.tasks,
    chasing.tasks,
    waiting.tasks,
    nobody_named.tasks,
)


def facts(desk: Desk) -> Facts:
    """All that reminders follow from, read once. Who is away for long is reminded of nothing until they are back."""
    staff = frozenset(one.person.key for one in desk.school.staff) - frozenset(absences(desk))
    tasks = tuple(task for source in SOURCES for task in source(desk))
    return Facts(desk.school.calendar, staff, tasks, acts(desk))

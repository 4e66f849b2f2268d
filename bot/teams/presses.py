"""A press that comes twice is one press: a double click, or Teams sending it again under another id."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from handlers.model import Pressed

TWICE = 5.0  # seconds in which the same person's same button is the same press
_HELD = 1000  # presses in memory


class Presses:
    """The presses of the last seconds. Another process does not know them: there a handler's own care has to do."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, ...], tuple[float, str]] = OrderedDict()

    def once(self, event: Pressed) -> Pressed:
        """The event, with the first one's id where it is the same press."""
        press = (event.who.key, event.where.key, event.post, event.button, event.value)
        now = self._clock()
        at, earlier = self._known.get(press, (float("-inf"), ""))
        if now - at < TWICE:
            return replace(event, id=earlier)
        self._known[press] = (now, event.id)
        self._known.move_to_end(press)
        if len(self._known) > _HELD:
            self._known.popitem(last=False)
        return event

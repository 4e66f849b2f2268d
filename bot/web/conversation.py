"""Each persona's conversation: what was said, in order, and the pages that are looking on."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.model import Post

KEPT = 300  # entries of one conversation; the oldest go first
WAITING = 500  # news that a page may lag behind before it has to begin again


@dataclass(frozen=True, slots=True)
class Entry:
    """One message. `words` is what the persona wrote; otherwise the bot's `post`."""

    id: str
    at: datetime  # UTC
    post: Post | None = None
    words: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What a page that looks on is told: an entry, new or changed; the id of one that went; or a surface to reload."""

    entry: Entry | None = None
    gone: str = ""
    reload: str = ""


Line = asyncio.Queue[News | None]  # None: begin again


class Conversation:
    """What one persona and the bot have said to each other since the program started."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._lines: set[Line] = set()
        self._numbers = itertools.count(1)
        self.mark = secrets.token_hex(4)  # so that a handle from before a restart is unknown, not another's

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, oldest first."""
        return tuple(self._entries.values())

    def entry(self, key: str) -> Entry | None:
        """The entry of this id."""
        return self._entries.get(key)

    def heard(self, words: str, key: str) -> None:
        """The persona wrote `words`. The same `key` is heard once."""
        if key not in self._entries:
            self._put(Entry(key, self._clock(), words=words))

    def say(self, post: Post) -> str:
        """The bot says something. The entry's id."""
        key = f"{self.mark}-{next(self._numbers)}"
        self._put(Entry(key, self._clock(), post))
        return key

    def change(self, key: str, post: Post) -> bool:
        """A message of the bot's becomes another. False if there is no such message."""
        known = self._entries.get(key)
        if known is None or known.post is None:
            return False
        self._entries[key] = replace(known, post=post, changed=True)
        self._tell(News(self._entries[key]))
        return True

    def take_back(self, key: str) -> bool:
        """A message goes. False if there is no such message."""
        if self._entries.pop(key, None) is None:
            return False
        self._tell(News(gone=key))
        return True

    def reload(self, surface: str) -> None:
        """Something that the page shows beside the conversation has changed."""
        self._tell(News(reload=surface))

    @contextmanager
    def listening(self) -> Iterator[Line]:
        """News from now on, for as long as the page looks on."""
        line: Line = asyncio.Queue(WAITING)
        self._lines.add(line)
        try:
            yield line
        finally:
            self._lines.discard(line)

    def hang_up(self) -> None:
        """End every page's line."""
        for line in self._lines:
            _begin_again(line)

    def _put(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        while len(self._entries) > KEPT:
            gone, _ = self._entries.popitem(last=False)
            self._tell(News(gone=gone))
        self._tell(News(entry))

    def _tell(self, news: News) -> None:
        for line in self._lines:
            try:
                line.put_nowait(news)
            except asyncio.QueueFull:
                _begin_again(line)


def _begin_again(line: Line) -> None:
    while not line.empty():
        line.get_nowait()
    line.put_nowait(None)

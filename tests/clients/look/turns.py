"""Conversations through the turn alone, whose replies are values still: for whoever renders them."""

from __future__ import annotations

import itertools
from datetime import timedelta

from bot.app import router
from bot.roll import Fixed
from bot.store.store import Store
from bot.turn import Turn
from handlers.desk import Member
from handlers.model import (
    Ask,
    Called,
    Came,
    Event,
    Filled,
    Home,
    Looked,
    Message,
    Move,
    Place,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Update,
)
from tests.handlers.larkfield import SCHOOL, Book


class Talk:
    """Everybody's conversations with the bot."""

    def __init__(self, store: Store, book: Book) -> None:
        self._store = store
        self._turn = Turn(store, router(), Fixed(SCHOOL), lambda _: book)
        self._ids = itertools.count(1)

    async def say(self, who: Member, text: str) -> Post:
        """They type something; what they see."""
        return _post(await self._take(Said(self._id(), who.person, _where(who), text)))

    async def shortcut(self, who: Member, key: str, about: Message | None = None) -> Reply:
        """They use a shortcut, on a message or from anywhere."""
        return await self._take(Called(self._id(), who.person, _where(who), key, about=about))

    async def press(self, who: Member, post: Post, label: str) -> Post:
        """They press the button with this label; what they see, new or in the message's place."""
        return _post(await self._pressed(who, post, label))

    async def open(self, who: Member, post: Post, label: str) -> Ask:
        """They press a button that opens a form."""
        reply = await self._pressed(who, post, label)
        assert isinstance(reply, Ask), reply
        return reply

    async def fill(self, who: Member, form: Ask, move: Move = Move.NEXT, **given: object) -> Reply:
        """They fill in the form's page and go on."""
        dialog = form.dialog
        return await self._take(
            Filled(self._id(), who.person, _where(who), dialog.id, form.step.key, move, given, dialog.version)
        )

    async def home(self, who: Member) -> Post:
        """They open Home."""
        reply = await self._take(Looked(self._id(), who.person, _where(who), "home"))
        assert isinstance(reply, Home)
        return reply.post

    async def come(self, who: Member) -> Post:
        """They meet the bot for the first time."""
        return _post(await self._take(Came(self._id(), who.person, _where(who))))

    async def told(self, who: Member) -> list[Post]:
        """What waits to be sent to them."""
        rows = await self._store.run(lambda tx: tx.lease("look", timedelta(minutes=1), 50))
        return [row.post for row in rows if row.person == who.person.key and row.post is not None]

    async def _pressed(self, who: Member, post: Post, label: str) -> Reply:
        (button,) = [one for one in post.buttons if one.label == label]
        return await self._take(Pressed(self._id(), who.person, _where(who), button.key, button.value, "post-1"))

    async def _take(self, event: Event) -> Reply:
        return (await self._turn.take(event, "test")).reply

    def _id(self) -> str:
        return f"event-{next(self._ids)}"


def _where(who: Member) -> Place:
    return Place(f"chat-{who.person.key}")


def _post(reply: Reply) -> Post:
    assert isinstance(reply, Say | Update), reply
    return reply.post

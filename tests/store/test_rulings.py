"""Sent questions, the way back to whoever asked, and rulings, on every database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from bot.store.rulings import CLOSED_KEPT, WAY_BACK
from bot.store.schema import askers, outbox, sent_questions
from bot.store.store import Store
from handlers.model import Post
from handlers.records import Decision, Ruling, SentQuestion
from tests.conftest import Clock
from tests.store.test_records import at

TOLD = Post("An answer")


def question(clock: Clock, **others: object) -> SentQuestion:
    return replace(SentQuestion("q1", "head", "Can I…?", clock()), **others)  # type: ignore[arg-type]


def ruling(clock: Clock) -> Ruling:
    return Ruling("r1", "head", "head", clock(), "2028-03-02", "May we…?", Decision.YES, "Do.", "c4.1", "a" * 64)


async def rows(store: Store, table: object) -> int:
    counting = select(func.count()).select_from(table)  # type: ignore[arg-type]
    return await store.read(lambda tx: tx.connection.execute(counting).scalar() or 0)


async def test_a_question_is_closed_once_by_its_recipient(store: Store, clock: Clock) -> None:
    await at(store, lambda tx: tx.send_question(question(clock, who="t1")))
    assert await at(store, lambda tx: tx.close_question("q1", "deputy", Decision.YES)) is False
    assert (
        await at(store, lambda tx: tx.close_question("q1", "head", Decision.NO, "Not now.", "r1"), "hilltop") is False
    )
    assert await at(store, lambda tx: tx.close_question("q1", "head", Decision.NO, "Not now.", "r1")) is True
    assert await at(store, lambda tx: tx.close_question("q1", "head", Decision.YES)) is False
    assert await at(store, lambda tx: tx.sent_questions("head")) == ()
    closed = await at(store, lambda tx: tx.sent_question("q1", "head"))
    forgotten = clock() + CLOSED_KEPT
    was = {"verdict": "no", "words": "Not now.", "ruling": "r1", "closed": clock(), "expires": forgotten}
    assert closed == question(clock, who="t1", **was)
    clock.forward(days=30)
    assert await at(store, lambda tx: tx.sent_question("q1", "head")) is None
    await store.run(lambda tx: tx.tidy())
    assert await rows(store, sent_questions) == 0


async def test_of_two_answers_at_once_one_counts(store: Store, clock: Clock) -> None:
    """From two devices, at the same moment."""
    await at(store, lambda tx: tx.send_question(question(clock)))
    both = (at(store, lambda tx, one=one: tx.close_question("q1", "head", one)) for one in (Decision.YES, Decision.NO))
    assert sorted(await asyncio.gather(*both)) == [False, True]


async def test_a_named_asker_is_told_as_anybody_is(store: Store, clock: Clock) -> None:
    await at(store, lambda tx: tx.send_question(question(clock, who="t1"), asker="t1"))
    assert await rows(store, askers) == 0, "the name stands with the question"
    await at(store, lambda tx: tx.tell_asker("q1", TOLD, due=clock()))
    (row,) = await store.run(lambda tx: tx.lease("l", timedelta(minutes=1), 9))
    assert (row.person, row.quiet, row.post) == ("t1", False, TOLD)


async def test_an_unnamed_asker_is_told_when_due_without_a_trace(store: Store, clock: Clock) -> None:
    """No reference by which a log could join it to whoever answered; and no row once it has ended."""
    await at(store, lambda tx: tx.send_question(question(clock), asker="t1"))
    await at(store, lambda tx: tx.tell_asker("q1", TOLD, due=clock() + timedelta(minutes=20)))
    assert await rows(store, askers) == 0
    assert not await store.run(lambda tx: tx.lease("l", timedelta(minutes=1), 9))
    clock.forward(minutes=20)
    (row,) = await store.run(lambda tx: tx.lease("l", timedelta(minutes=1), 9))
    assert (row.person, row.quiet, row.reference) == ("t1", True, "")
    assert await store.run(lambda tx: tx.forget(row.id, "somebody else's")) is False
    assert await store.run(lambda tx: tx.forget(row.id, "l")) is True
    assert await rows(store, outbox) == 0


async def test_the_way_back_is_used_once_and_is_the_schools_own(store: Store, clock: Clock) -> None:
    await at(store, lambda tx: tx.send_question(question(clock), asker="t1"))
    await at(store, lambda tx: tx.tell_asker("q1", TOLD, due=clock()), "hilltop")
    assert await rows(store, outbox) == 0
    for _ in range(2):
        await at(store, lambda tx: tx.tell_asker("q1", TOLD, due=clock()))
    assert await rows(store, outbox) == 1


async def test_the_way_back_and_a_checked_post_are_forgotten(store: Store, clock: Clock) -> None:
    post = question(clock, id="p1", kind="post", who="t1", expires=clock() + timedelta(days=30))
    await at(store, lambda tx: (tx.send_question(question(clock), asker="t1"), tx.send_question(post)))
    clock.forward(days=30)
    assert [one.id for one in await at(store, lambda tx: tx.sent_questions("head"))] == ["q1"], "at once"
    await store.run(lambda tx: tx.tidy())
    assert (await rows(store, sent_questions), await rows(store, askers)) == (1, 1)
    clock.forward(days=WAY_BACK.days - 30)
    await store.run(lambda tx: tx.tidy())
    assert (await rows(store, sent_questions), await rows(store, askers)) == (1, 0)


async def test_a_ruling_is_kept_and_withdrawn_once(store: Store, clock: Clock) -> None:
    first, second = ruling(clock), replace(ruling(clock), id="r2", at=clock() + timedelta(minutes=1))
    await at(store, lambda tx: (tx.add_ruling(first), tx.add_ruling(second)))
    assert await at(store, lambda tx: tx.rulings()) == (second, first)
    assert await at(store, lambda tx: tx.rulings(), "hilltop") == ()
    assert await at(store, lambda tx: tx.withdraw_ruling("r2", "head")) is True
    assert await at(store, lambda tx: tx.withdraw_ruling("r2", "chair")) is False
    assert await at(store, lambda tx: tx.rulings()) == (first,)
    assert await at(store, lambda tx: tx.ruling("r2")) == replace(second, withdrawn=clock(), changed_by="head")
    assert await at(store, lambda tx: tx.ruling("r1"), "hilltop") is None


async def test_a_ruling_is_kept_under_another_policy_only_from_where_it_stood(store: Store, clock: Clock) -> None:
    await at(store, lambda tx: tx.add_ruling(ruling(clock)))
    assert await at(store, lambda tx: tx.keep_ruling("r1", "z" * 64, "c9", "b" * 64, "head")) is False
    assert await at(store, lambda tx: tx.keep_ruling("r1", "a" * 64, "c9", "b" * 64, "head")) is True
    assert await at(store, lambda tx: tx.keep_ruling("r1", "a" * 64, "c7", "c" * 64, "head")) is False
    kept = await at(store, lambda tx: tx.ruling("r1"))
    assert kept is not None
    assert (kept.clause, kept.under, kept.changed_by) == ("c9", "b" * 64, "head")
    await at(store, lambda tx: tx.withdraw_ruling("r1", "head"))
    assert await at(store, lambda tx: tx.keep_ruling("r1", "b" * 64, "c9", "a" * 64, "head")) is False

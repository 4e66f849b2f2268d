"""A quiet message: to somebody of whom nobody may know that it went to them, nor that it could not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import structlog
from sqlalchemy import func, select

from bot.outbox import QUIETLY, NotNow, Refused
from bot.store.schema import outbox
from handlers.model import Post
from handlers.records import SentQuestion, Unreached
from tests.conftest import Clock
from tests.test_channels import HILL, SCHOOL, Office, office  # noqa: F401 - a fixture

ANSWER = Post("An answer to your question")


async def answer(office: Office) -> None:  # noqa: F811 - the fixture, by its name
    """Mr Hill asked without his name, and is answered."""
    question = SentQuestion("q1", "head", "Can I…?", office.store.clock())
    await office.store.run(lambda tx: tx.at(SCHOOL.id).send_question(question, asker=HILL.key))
    due = office.store.clock()
    await office.store.run(lambda tx: tx.at(SCHOOL.id, "slack", "REF").tell_asker("q1", ANSWER, due=due))


async def test_what_is_told_quietly_bears_no_reference_and_is_gone_once_sent(office: Office) -> None:  # noqa: F811 - the fixture, by its name
    await office.uses("teams")
    await office.store.run(lambda tx: tx.at(SCHOOL.id, "slack", "REF").tell(HILL.key, ANSWER, quiet=True))
    (row,) = await office.store.run(lambda tx: tx.lease("one", timedelta(minutes=1), 9))
    assert (row.person, row.quiet, row.reference) == (HILL.key, True, "")
    await office.store.run(lambda tx: tx.again(row.id, "one", tx.now, "not yet"))
    await office.send()
    assert [one.post for one in office.teams.seen] == [ANSWER]
    assert await rows(office) == 0


async def rows(office: Office) -> int:  # noqa: F811 - the fixture, by its name
    counting = select(func.count()).select_from(outbox)
    return await office.store.read(lambda tx: tx.connection.execute(counting).scalar() or 0)


async def test_it_arrives_and_its_row_is_gone(office: Office) -> None:  # noqa: F811 - the fixture, by its name
    await office.uses("teams")
    await answer(office)
    await office.send()
    assert [one.post for one in office.teams.seen] == [ANSWER]
    assert await rows(office) == 0


@pytest.mark.parametrize("trouble", [Refused("has not opened Proviso in Teams"), NotNow("busy"), OSError("cut off")])
async def test_that_it_cannot_arrive_is_put_down_nowhere(office: Office, clock: Clock, trouble: Exception) -> None:  # noqa: F811 - the fixture, by its name
    """Neither among those who cannot be reached, nor among what was given up, nor in the log, nor as a row."""
    office.slack.fault = office.teams.fault = trouble
    await answer(office)
    with structlog.testing.capture_logs() as logs:
        for _ in range(QUIETLY):
            await office.send()
            clock.forward(hours=1)
    assert logs == []
    assert await office.unreached() == ()
    assert await office.given_up() == []
    assert await rows(office) == 0


async def test_that_it_has_arrived_takes_nobody_off_a_list(office: Office) -> None:  # noqa: F811 - the fixture, by its name
    """Who could not be reached before stays listed: that they vanish as somebody is answered would tell who it was."""
    office.slack.fault = office.teams.fault = Refused("has not opened Proviso")
    await office.tell(HILL.key)
    listed = [Unreached(HILL.key, "has not opened Proviso; has not opened Proviso", office.store.clock())]
    assert list(await office.unreached()) == listed
    office.slack.fault = None
    await answer(office)
    await office.send()
    assert office.slack.seen
    assert list(await office.unreached()) == listed


async def test_nobody_sends_it_twice(office: Office, clock: Clock) -> None:  # noqa: F811 - the fixture, by its name
    """Two senders: whoever lost the lease ends nothing."""
    await answer(office)
    (row,) = await office.store.run(lambda tx: tx.lease("one", timedelta(minutes=1), 9))
    clock.forward(minutes=2)
    (again,) = await office.store.run(lambda tx: tx.lease("two", timedelta(minutes=1), 9))
    assert again.id == row.id
    assert await office.store.run(lambda tx: tx.forget(row.id, "one")) is False
    assert await rows(office) == 1

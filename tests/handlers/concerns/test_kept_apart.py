"""Who told a concern is kept apart from it: whoever has the database without its key cannot put the two together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.store.schema import accounts, dialogs, metadata
from handlers.concerns.case import CONCERN, Case
from handlers.concerns.kinds import Kind
from handlers.desk import Member
from handlers.telling import TELL_SOMEBODY
from tests.conftest import Clock
from tests.handlers.concerns.cases import at_the_desk
from tests.handlers.concerns.dialogs import HIDDEN, review, sent, up_to_who
from tests.handlers.concerns.reading import does, notice, opens
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import labels

Row = frozenset[str]  # what stands in a row of any table, unsealed
CLOSE = {"What came of it?": "No further action", "Your reasons, for the record": "Nothing in it."}


async def readable(talk: Talk) -> list[Row]:
    """All that can be read without the key: every row of every table, without what is sealed."""

    def cells(row: Iterable[object]) -> Row:
        return frozenset(_written(one) for one in row) - {""}

    return await talk.store.read(
        lambda tx: [cells(row) for table in metadata.sorted_tables for row in tx.connection.execute(select(table))]
    )


def _written(value: object) -> str:
    """A value as it joins rows: not what is sealed, a number, or a moment to the minute."""
    if isinstance(value, datetime):
        return value.isoformat() if value.second or value.microsecond else ""
    return "" if not isinstance(value, str) or value.startswith("gAAAA") else value


def names(row: Row, words: Iterable[str]) -> bool:
    """Whether any of these stands in a row, by itself or within something longer."""
    return any(word in cell for word in words for cell in row)


async def called(talk: Talk, who: Member) -> set[str]:
    """All by which the tables know somebody: their key, address and name, and their accounts."""
    theirs = select(accounts).where(accounts.c.person == who.person.key)
    known = await talk.store.read(lambda tx: [(one.account, one.address) for one in tx.connection.execute(theirs)])
    found = {who.person.key, who.person.email, who.person.name, *(word for one in known for word in one)}
    return found - {""}


def together(rows: list[Row], begin: Iterable[str], common: frozenset[str]) -> list[Row]:
    """The rows that hang together with those that name `begin`, by any value but the common ones, over any number of
    steps."""
    found = [row for row in rows if names(row, begin)]
    left = [row for row in rows if row not in found]
    for row in found:  # which grows
        joined = [one for one in left if (one & row) - common]
        found += joined
        left = [one for one in left if one not in joined]
    return found


async def told(talk: Talk, clock: Clock, who: Member) -> Case:
    """They tell something about Mr Hill by the form, and hide their name."""
    page = await review(talk, who, Kind.COLLEAGUE, DEPUTY, name=HIDDEN)
    clock.forward(seconds=41.000123)
    await sent(talk, who, page)
    journals = await at_the_desk(talk, lambda desk: desk.tx.journals(CONCERN))
    return Case.of(journals[0])


async def life(talk: Talk, clock: Clock, who: Member, until: str) -> Case:
    """What somebody tells, up to a stage."""
    case = await told(talk, clock, who)
    if until == "on its way":
        return case
    clock.forward(seconds=7.000456)
    post, mine = await notice(talk, HEAD), await notice(talk, who)
    if until == "sent":
        return case
    clock.forward(seconds=79.000789)
    question = {"Your question": "When was it?"}
    await does(talk, HEAD, await opens(talk, HEAD, post), "Ask whoever told it a question", question)
    clock.forward(seconds=83.000321)
    await does(talk, who, await opens(talk, who, mine), "Answer the question", {"Your words": "At ten."})
    if until == "closed":
        clock.forward(seconds=97.000654)
        await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
        await does(talk, HEAD, await opens(talk, HEAD, post), "Close it", CLOSE)
        await talk.settle()
    return case


@pytest.mark.parametrize("stage", ["on its way", "sent", "asked and answered", "closed"])
async def test_nothing_that_can_be_read_without_the_key_leads_from_a_concern_to_whoever_told_it(
    talk: Talk, clock: Clock, stage: str
) -> None:
    """Mr Field tells something first, to its end: what the tables hold since then anyway tells nobody from anybody."""
    await life(talk, clock, ASSISTANT, "closed")
    common = frozenset[str]().union(*await readable(talk))
    case = await life(talk, clock, TEACHER, stage)
    rows, teller = await readable(talk), await called(talk, TEACHER)
    of_concern = together(rows, (case.id, case.ref), common)
    assert of_concern
    assert [set(row) for row in of_concern if names(row, teller)] == []
    assert any(names(row, teller) for row in rows), "there is something to be found"


async def test_that_somebody_is_about_to_tell_something_can_be_read_nowhere(talk: Talk) -> None:
    """Nor at which page of which form they are."""
    await up_to_who(talk, TEACHER, Kind.BULLIED)
    assert [row for row in await readable(talk) if names(row, (TELL_SOMEBODY.key,))] == []
    (row,) = await talk.store.read(lambda tx: [dict(one) for one in tx.connection.execute(select(dialogs)).mappings()])
    assert not [one for one in await called(talk, TEACHER) if one in str(row)]
    assert (row["step"], row["about"], row["place"], row["post"]) == ("", "", "", "")
    shown = await talk.say(TEACHER, "report")
    assert "Go on where I was" in labels(shown), "it is found all the same"

"""Somebody who is not on the staff list: whatever they do, they are told whom to ask, and nothing of it is kept.

Nobody comes to the page who is not on the list: its personas are.
"""

from __future__ import annotations

from sqlalchemy import select

from bot.store.schema import metadata
from handlers.desk import Member
from knowledge.model import Verdict
from tests.handlers.larkfield import HEAD, NO_FRIENDS, REPORT, TEACHER, answer
from tests.handlers.talk import Talk, on
from tests.seats.seat import VISITOR
from tests.seats.seen import Seen, labels

STRANGER = Member(VISITOR)
SECRET = "the pupil Ellie told me at home"


@on("slack", "teams")
async def test_a_stranger_is_told_whom_to_ask_whatever_they_do(talk: Talk) -> None:
    """Alone, wherever it was: others read nothing of it."""
    told = [
        await talk.come(STRANGER),
        await talk.say(STRANGER, SECRET),
        await talk.say(STRANGER, "policies"),
        await talk.say_aloud(STRANGER, SECRET),
        await talk.use_on(STRANGER, "policy-on-this", SECRET, HEAD),
        await talk.home(STRANGER),
    ]
    for seen in told:
        _turned_away(seen)
    assert not [seen for seen in await talk.told(HEAD) if not seen.alone]
    assert not [row for row in await _all_that_is_kept(talk) if "Ellie" in row]


@on("slack", "teams")
async def test_a_stranger_gets_nothing_from_the_button_of_a_public_answer(talk: Talk) -> None:
    talk.book.answers["may I?"] = answer(Verdict.NO, NO_FRIENDS, REPORT)
    await talk.say_aloud(TEACHER, "may I?")
    (seen,) = [one for one in await talk.overheard(STRANGER) if not one.alone]
    for label in labels(seen):
        _turned_away(await talk.press(STRANGER, seen, label))
    assert not [one for one in await talk.overheard(TEACHER) if not one.alone]


@on("slack")
async def test_a_stranger_s_command_in_a_channel_is_answered_to_them_alone(talk: Talk) -> None:
    """Only Slack has commands in channels."""
    _turned_away(await talk.command(STRANGER, "can-i", SECRET, aloud=True))
    assert not await talk.overheard(TEACHER)


async def test_somebody_who_left_cannot_press_what_they_once_got(talk: Talk) -> None:
    seen = await talk.come(TEACHER)
    assert (await talk.press(TEACHER, seen, "See the policies")).title == "1 policy in force"
    await talk.employ(TEACHER, ended="2027-03-02")
    _turned_away(await talk.press(TEACHER, seen, "See the policies"))
    _turned_away(await talk.say(TEACHER, "hello"))
    _turned_away(await talk.home(TEACHER))


async def test_whoever_is_on_the_list_is_answered_as_ever(talk: Talk) -> None:
    assert (await talk.say(TEACHER, "hello")).title == "Hello!"


def _turned_away(seen: Seen) -> None:
    assert seen.alone
    assert seen.title == "I do not know you yet"
    assert "Please ask the school office to put you on it." in seen.text
    assert seen.notes == (
        "If anyone is in danger, call 999. Then tell the safeguarding lead, Mr Hill or Mrs Wood, in person.",
    )
    assert not seen.buttons


async def _all_that_is_kept(talk: Talk) -> list[str]:
    kept = await talk.store.read(
        lambda tx: [str(row) for table in metadata.sorted_tables for row in tx.connection.execute(select(table))]
    )
    assert kept, "the replies are"
    return kept

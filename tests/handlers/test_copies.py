"""Copies of answers: their keeper's alone."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Verdict
from tests.handlers.larkfield import ASSISTANT, HEAD, NO_FRIENDS, TEACHER, answer
from tests.handlers.talk import Talk
from tests.seats.seen import labels, words

FRIEND = "can I accept a pupil on Facebook?"
TELLING = "a pupil keeps messaging me, what may I do?"


async def test_a_copy_is_kept_listed_opened_and_thrown_away(talk: Talk) -> None:
    talk.book.answers[FRIEND] = answer(Verdict.NO, NO_FRIENDS)
    kept = await talk.press(TEACHER, await talk.say(TEACHER, FRIEND), "Keep a copy for me")
    assert kept.title == "No"
    assert "Kept for you alone. Say “my copies” to see what you keep." in kept.notes
    assert labels(kept) == ["Throw my copy away"]
    listed = await talk.say(TEACHER, "My copies")
    assert listed.title == "You keep 1 copy"
    assert listed.facts == (("3 March 2027", FRIEND),)
    opened = await talk.press(TEACHER, listed, f"Open: {FRIEND}")
    assert opened.quotes[0].text == NO_FRIENDS.text
    assert ("Asked", "3 March 2027") in opened.facts
    assert ("Your question", FRIEND) in opened.facts
    assert (await talk.press(TEACHER, opened, "Throw my copy away")).title == "Thrown away"
    assert (await talk.say(TEACHER, "my copies")).title == "You keep no copies"
    assert (await talk.press(TEACHER, listed, f"Open: {FRIEND}")).text == "You keep no such copy any more."


async def test_pressed_twice_is_kept_once(talk: Talk) -> None:
    seen = await talk.say(TEACHER, FRIEND)
    for _ in range(2):
        await talk.press(TEACHER, seen, "Keep a copy for me")
    assert (await talk.say(TEACHER, "copies")).title == "You keep 1 copy"


async def test_thrown_away_from_under_the_answer_it_can_be_kept_again(talk: Talk) -> None:
    kept = await talk.press(TEACHER, await talk.say(TEACHER, FRIEND), "Keep a copy for me")
    after = await talk.press(TEACHER, kept, "Throw my copy away")
    assert "Keep a copy for me" in labels(after)
    assert (await talk.say(TEACHER, "my copies")).title == "You keep no copies"


async def test_of_danger_or_harm_no_copy_is_offered_or_kept(talk: Talk) -> None:
    """Miss Marsh asked before the school's policy was put right; now the same words are heard as what they are."""
    before = await talk.say(TEACHER, TELLING)
    for alarm in ({"disclosure": True}, {"danger": True}):
        talk.book.answers[TELLING] = replace(answer(Verdict.NO, NO_FRIENDS), **alarm)
        assert not [label for label in labels(await talk.say(TEACHER, TELLING)) if "copy" in label]
        refused = await talk.press(TEACHER, before, "Keep a copy for me")
        assert refused.title == "I keep no copy of this"
        assert "Tell somebody" in labels(refused)
    assert (await talk.say(TEACHER, "my copies")).title == "You keep no copies"


async def test_nobody_else_sees_opens_or_throws_away_a_copy(talk: Talk) -> None:
    await talk.press(TEACHER, await talk.say(TEACHER, FRIEND), "Keep a copy for me")
    listed = await talk.say(TEACHER, "my copies")
    opened = await talk.press(TEACHER, listed, f"Open: {FRIEND}")
    for other in (ASSISTANT, HEAD):
        assert FRIEND not in words(await talk.home(other))
        assert (await talk.press(other, listed, f"Open: {FRIEND}")).text == "You keep no such copy any more."
        assert (await talk.press(other, opened, "Throw my copy away")).text == "You keep no such copy any more."
    assert FRIEND in words(await talk.home(TEACHER))


async def test_a_long_list_says_how_many_are_not_shown(talk: Talk) -> None:
    for number in range(12):
        await talk.press(TEACHER, await talk.say(TEACHER, f"may I do thing {number}?"), "Keep a copy for me")
    listed = await talk.say(TEACHER, "show me my copies")
    assert listed.title == "You keep 12 copies"
    assert len(listed.buttons) == 10
    assert "The newest 10 are shown" in listed.text

"""Head and chair see on the settings page where a concern would reach nobody."""

from __future__ import annotations

from handlers.desk import Role
from tests.handlers.concerns.test_delivery import NUMBERS
from tests.handlers.larkfield import CHAIR, HEAD
from tests.handlers.talk import Talk, on

NOBODY = "Would reach nobody"


async def test_head_and_chair_see_each_dead_end(talk: Talk) -> None:
    await talk.everybody_comes()
    for one in (HEAD, CHAIR):
        lines = [words for name, words in (await talk.say(one, "settings")).facts if name == NOBODY]
        assert any("head and chair together would go to nobody in school" in line for line in lines)


async def test_with_somebody_on_each_line_and_a_number_outside_nothing_is_wrong(talk: Talk) -> None:
    talk.settings(contacts=NUMBERS)
    await talk.everybody_comes()
    lines = [words for name, words in (await talk.say(HEAD, "settings")).facts if name == NOBODY]
    assert lines == [
        "What concerns the chair of governors would go to the vice-chair of governors: nobody can be reached there. "
        "Whoever tells it could only ring the designated officer. Name somebody in the settings."
    ]
    await talk.appoint("assistant", Role.VICE_CHAIR)
    assert NOBODY not in dict((await talk.say(HEAD, "settings")).facts)


@on("slack", "teams")
async def test_a_line_on_which_nobody_can_be_reached_is_named(talk: Talk) -> None:
    """On the browser's page everybody is reached."""
    talk.settings(contacts=NUMBERS)
    await talk.everybody_comes()
    await talk.store.run(lambda tx: tx.at("larkfield").put_unreached("chair", "has left the chat"))
    lines = [words for name, words in (await talk.say(HEAD, "settings")).facts if name == NOBODY]
    assert "What concerns the head would go to Dr Stone, whom I cannot reach in any way." in lines

"""Who is named in a question: it must not be counted, and nobody is sent with it to the one it is about."""

from __future__ import annotations

import pytest

from bot.demo import SCHOOL
from handlers.mentions import names_head, names_staff
from handlers.records import StaffLine
from handlers.telling import safeguarding
from tests.handlers import larkfield
from tests.handlers.larkfield import DEPUTY
from tests.handlers.talk import Talk


@pytest.mark.parametrize(
    "words", ["Mrs Wood has shared photos of pupils", "mrs wood took a dog to school", "is Wood allowed to?"]
)
def test_the_head_is_recognised_by_name(words: str) -> None:
    assert names_head(words, SCHOOL)


@pytest.mark.parametrize("words", ["Mr Hill has been fiddling expenses", "dr stone never answers", "Mr Unknown vapes"])
def test_a_named_colleague_is_recognised(words: str) -> None:
    assert names_staff(words, SCHOOL)


@pytest.mark.parametrize("words", ["can we go to the wood on a field trip", "a stone fell on the hill"])
def test_ordinary_words_name_nobody(words: str) -> None:
    assert not names_head(words, SCHOOL)
    assert not names_staff(words, SCHOOL)


async def test_nobody_is_sent_to_a_lead_whose_name_is_a_common_word_with_what_is_about_them(talk: Talk) -> None:
    lines = [
        StaffLine(one.person.key, "Will Hill" if one == DEPUTY else one.person.name, one.person.email)
        for one in larkfield.SCHOOL.staff
    ]
    await talk.store.run(lambda tx: tx.at(larkfield.SCHOOL.id).put_staff(lines))
    about_him = "Will keeps messaging a Year 6 girl"
    assert "Will Hill" not in await talk.at_desk(lambda desk: safeguarding(desk, "teacher", about_him))
    assert "Will Hill" in await talk.at_desk(lambda desk: safeguarding(desk, "teacher", "A child is at risk"))

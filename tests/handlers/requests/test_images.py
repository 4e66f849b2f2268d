"""Pictures and film taken at school: permission in writing, which its holder can show."""

from __future__ import annotations

from tests.handlers.larkfield import ASSISTANT, HEAD, TEACHER
from tests.handlers.requests.permission import IMAGES, begun, card, sent_device
from tests.handlers.talk import Talk
from tests.seats.seen import Seen, labels, words

GIVEN = {
    "What they show": "The nature garden in spring.",
    "Taken on": "2027-03-01",
    "Who is in them": "Nobody who can be recognised",
    "Where they are published": "A gardening magazine's website",
    "What for": "An article about school gardens.",
    "Until": "2027-12-31",
}


async def given(talk: Talk) -> Seen:
    """Asked for and approved; what Miss Marsh has in writing."""
    await talk.finish(TEACHER, await talk.fill(TEACHER, await begun(talk, IMAGES), GIVEN))
    await talk.press(HEAD, await card(talk), "Approve")
    return (await talk.told(TEACHER))[-1]


async def test_permission_for_pictures_is_given_in_writing(talk: Talk) -> None:
    """Wigan: express and in writing; a dated record with what, where and until when."""
    seen = await given(talk)
    assert seen.title == "Approved: permission for pictures taken at school"
    facts = dict(seen.facts)
    assert facts["What they show"] == "The nature garden in spring."
    assert facts["Where they are published"] == "A gardening magazine's website"
    assert facts["Decision"] == "Approved by Mrs Wood on 3 March 2027"
    assert facts["Until"] == "31 December 2027"
    assert len(facts["Ref"]) == 7


async def test_its_holder_finds_it_again_to_show_it(talk: Talk) -> None:
    seen = await given(talk)
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, "my requests"), "Show one in writing")
    which = f"{dict(seen.facts)['Ref']}: permission for pictures taken at school, Miss Marsh"
    record = await talk.finish(TEACHER, form, {"Which one?": which})
    assert (record.title, record.facts) == (seen.title, seen.facts)


async def test_nobody_else_finds_it(talk: Talk) -> None:
    await given(talk)
    seen = await talk.say(ASSISTANT, "requests")
    assert "garden" not in words(seen)
    assert "Show one in writing" not in labels(seen)
    assert "garden" in words(await talk.say(HEAD, "requests"))


async def test_for_pupils_the_parents_permission_comes_first(talk: Talk) -> None:
    page = await talk.fill(TEACHER, await begun(talk, IMAGES), {**GIVEN, "Who is in them": "Pupils"})
    assert page.heading == "The pupils in them"
    assert (await talk.fill(TEACHER, page)).errors == {"Parents' permission": "Please choose one."}


async def test_one_of_several_is_shown_whole(talk: Talk) -> None:
    await given(talk)
    await sent_device(talk)
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, "requests"), "Show one in writing")
    assert len(form.blanks["Which one?"].choices) == 2

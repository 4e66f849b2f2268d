"""What differs from kind to kind in the dialog."""

from __future__ import annotations

from handlers.concerns.kinds import NATURES, Kind
from handlers.desk import Role
from tests.handlers.concerns.dialogs import HIDDEN, anew, begun, facts, review, sent
from tests.handlers.larkfield import ASSISTANT, DEPUTY, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Page, words

APP = "Which app or site?"


async def test_of_a_picture_that_may_show_a_child_nothing_is_described_and_no_address_taken(talk: Talk) -> None:
    page = await talk.fill(TEACHER, await begun(talk, TEACHER), {"What is it about?": NATURES[Kind.CHILD_IMAGE].label})
    assert "What happened?" not in page.blanks
    assert facts(page)["Ring now"] == "Mr Hill (safeguarding lead), in person"
    rung = {"Have you rung the safeguarding lead?": "Yes"}
    place = "Which app or place did you come across it in?"
    refused = await talk.fill(TEACHER, page, {place: "https://pictures.example/1", **rung})
    assert "Please leave the address out" in refused.faults
    page = await talk.fill(TEACHER, refused, {place: "a group chat", **rung})
    page = await talk.fill(TEACHER, page)
    end = await sent(talk, TEACHER, await talk.fill(TEACHER, page, {"Your name": HIDDEN}))
    assert not end.buttons, "nothing can be brought along"
    assert "Internet Watch Foundation" in facts(end)
    assert await talk.told(DEPUTY), "the safeguarding lead"
    now = (
        "Tell Mr Hill (safeguarding lead) now, in person, if you have not. Do not look at it again, and delete nothing."
    )
    assert facts(end)["What you can do now"] == now


async def test_nobody_is_told_to_ring_a_lead_whom_a_picture_is_about(talk: Talk) -> None:
    page = await talk.fill(TEACHER, await begun(talk, TEACHER), {"What is it about?": NATURES[Kind.CHILD_IMAGE].label})
    assert facts(page)["If it is about them"] == "Mrs Wood (deputy safeguarding lead), in person"
    place = {
        "Which app or place did you come across it in?": "His desk",
        "Have you rung the safeguarding lead?": "Not yet",
    }
    page = await review(talk, TEACHER, Kind.CHILD_IMAGE, DEPUTY, what=place, page=await anew(talk, TEACHER))
    end = await sent(talk, TEACHER, page)
    assert "Mr Hill" not in words(end)
    assert facts(end)["What you can do now"].startswith("Tell Mrs Wood (deputy safeguarding lead) now, in person")


async def test_a_lead_who_tells_of_a_picture_is_not_told_to_ring_themselves(talk: Talk) -> None:
    page = await talk.fill(DEPUTY, await begun(talk, DEPUTY), {"What is it about?": NATURES[Kind.CHILD_IMAGE].label})
    assert facts(page)["Ring now"] == "Mrs Wood (deputy safeguarding lead), in person"


async def test_obscene_material_is_described_and_never_copied(talk: Talk) -> None:
    """Wigan, summary: no copy; the head looks into it."""
    given = {"What is it?": "A magazine", APP: "pictures.example"}
    page = await talk.fill(TEACHER, await begun(talk, TEACHER), {"What is it about?": NATURES[Kind.OBSCENE].label})
    assert "no picture is wanted" in page.words.text
    end = await sent(talk, TEACHER, await talk_on(talk, page, given))
    assert "Keep no copy" in facts(end)["What you can do now"]
    assert not end.buttons


async def talk_on(talk: Talk, page: Page, given: dict[str, object]) -> Page:
    """From the story to the last look."""
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page, given))
    return await talk.fill(TEACHER, page, {"Your name": "Whoever reads it sees my name"})


async def test_disclosed_information_goes_to_the_data_protection_lead_too(talk: Talk) -> None:
    """Waterloo, breaches: told at once, to limit the damage."""
    await talk.appoint("assistant", Role.DATA_PROTECTION_LEAD)
    given = {
        "What got out, and how?": "A list, by e-mail",
        "Can it still be seen?": "Yes",
        "About how many people?": "30",
    }
    end = await sent(talk, TEACHER, await review(talk, TEACHER, Kind.DISCLOSED, what=given))
    assert facts(end)["Who has it now"] == "Mrs Wood (head) and Mr Field (data protection lead)"
    assert await talk.told(ASSISTANT)


async def test_praise_goes_to_head_and_communications_lead_without_further_questions(talk: Talk) -> None:
    """Northumberland, appendix 18."""
    await talk.appoint("assistant", Role.COMMUNICATIONS_LEAD)
    given = {"Good or bad?": "It is good: praise", "What does it say?": "Lovely school."}
    page = await review(talk, TEACHER, Kind.REPUTATION, what=given)
    assert not {"Whom it is about", "Instead, or as well: the NSPCC Whistleblowing Advice Line"} & set(facts(page))
    end = await sent(talk, TEACHER, page)
    assert facts(end) == {"Who has it now": "Mrs Wood (head) and Mr Field (communications lead)"}


async def test_who_crossed_a_line_is_not_asked_whom_it_is_about_or_to_hide(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.SELF)
    assert "Whom it is about" not in facts(page)
    assert facts(page)["Your name"] == "is shown to whoever reads it"
    assert facts(await sent(talk, TEACHER, page))["Who has it now"] == "Mrs Wood (head)"

"""What the five policies say about who is to be told, as conversations; docs/policy-coverage.md names each sentence."""

from __future__ import annotations

from handlers.concerns.kinds import Kind
from handlers.desk import Member, Role
from handlers.records import StaffLine
from tests.handlers.concerns.dialogs import begun, facts, review, sent
from tests.handlers.concerns.test_delivery import NUMBERS
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk, on
from tests.seats.seat import VISITOR

AGENCY = Member(VISITOR, capacity="contractors")
BAD = {"Good or bad?": "It makes the school look bad", "What does it say?": "That the school is dirty."}


async def nobody_else(talk: Talk, *but: Member) -> bool:
    """Whether nobody besides got a notice."""
    others = [one for one in (ASSISTANT, HEAD, DEPUTY, CHAIR) if one not in but]
    return not [post for one in others for post in await talk.told(one)]


async def test_whoever_is_bullied_online_tells_the_head(talk: Talk) -> None:
    """Wigan, online bullying."""
    await sent(talk, TEACHER, await review(talk, TEACHER, Kind.BULLIED))
    assert await talk.told(HEAD)
    assert await nobody_else(talk, HEAD)


async def test_a_victim_is_pointed_to_the_site_itself_then_to_who_helps_where_it_does_not(talk: Talk) -> None:
    """Wigan, personal use: have it taken down by the site, by its own way to report abuse."""
    end = await sent(talk, TEACHER, await review(talk, TEACHER, Kind.BULLIED))
    lines = list(facts(end))
    assert "Tell the site too, with its own button for reporting abuse." in facts(end)["What you can do now"]
    assert lines.index("What you can do now") < lines.index("Report Harmful Content")
    assert "once the site itself was told" in facts(end)["Report Harmful Content"]
    assert "0344 381 4772" in facts(end)["Professionals Online Safety Helpline"]


async def test_what_makes_the_school_look_bad_goes_to_the_head(talk: Talk) -> None:
    """St Mary's, protecting our business reputation."""
    await sent(talk, TEACHER, await review(talk, TEACHER, Kind.REPUTATION, what=BAD))
    assert await talk.told(HEAD)
    assert await nobody_else(talk, HEAD)


async def test_a_colleagues_conduct_goes_to_the_head_and_never_to_the_colleague(talk: Talk) -> None:
    """OWLS, purpose and use of social media."""
    await sent(talk, TEACHER, await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT))
    assert await talk.told(HEAD)
    assert await nobody_else(talk, HEAD)


async def test_at_a_trust_the_head_is_whoever_the_settings_say(talk: Talk) -> None:
    """OWLS, front page: head means executive head, or head of school."""
    talk.settings(preset="academy", contacts=NUMBERS.changed("head", name="executive head"))
    assert "Then tell Mrs Wood (executive head) now" in (await begun(talk, TEACHER)).words.text
    page = await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    assert facts(page)["Gets it now"] == "Mrs Wood (executive head)"


async def test_a_pupil_who_makes_contact_is_pointed_to_ceop(talk: Talk) -> None:
    """St Mary's, appendix: grooming."""
    end = await sent(talk, TEACHER, await review(talk, TEACHER, Kind.CONTACT))
    assert "ceop.police.uk" in facts(end)["CEOP Safety Centre"]


@on("slack", "teams")
async def test_a_contractor_tells_of_disclosed_information_and_head_and_data_protection_lead_hear(talk: Talk) -> None:
    """Waterloo, breaches. The browser's page has no accounts besides its own people's."""
    await talk.appoint("deputy", Role.DATA_PROTECTION_LEAD)
    line = StaffLine(VISITOR.key, VISITOR.name, VISITOR.email, "contractors")
    await talk.store.run(lambda tx: tx.at("larkfield").put_staff([line]))
    given = {"What got out, and how?": "A list, by e-mail", "Can it still be seen?": "No"}
    page = await review(talk, AGENCY, Kind.DISCLOSED, what=given)
    end = await sent(talk, AGENCY, page)
    assert facts(end)["Who has it now"] == "Mrs Wood (head) and Mr Hill (data protection lead)"
    assert "Stop it spreading" in facts(end)["What you can do now"]
    assert await talk.told(HEAD)
    assert await talk.told(DEPUTY)

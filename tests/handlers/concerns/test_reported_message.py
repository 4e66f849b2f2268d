"""“Report this message”, in the menu of somebody's message in Slack and Teams; the browser's page has no such menu."""

from __future__ import annotations

from bot.store.schema import metadata
from handlers.concerns.case import CONCERN, Case
from handlers.concerns.kinds import NATURES, Kind
from handlers.telling import TELL_SOMEBODY
from tests.handlers.concerns.cases import at_the_desk
from tests.handlers.concerns.dialogs import HIDDEN, facts, sent
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk, on
from tests.seats.seen import Page, words

NASTY = "Year 4 are a pack of animals."
REPORT_THIS = "report-this"


async def reported(talk: Talk, kind: Kind) -> Page:
    """Miss Marsh reports what Mr Field wrote in the staff room, up to the page of this kind."""
    await talk.everybody_comes()
    page = await talk.open_on(TEACHER, REPORT_THIS, NASTY, ASSISTANT)
    return await talk.fill(TEACHER, page, {"What is it about?": NATURES[kind].label})


async def kept(talk: Talk) -> Case:
    """The one concern that was told."""
    (journal,) = await at_the_desk(talk, lambda desk: desk.tx.journals(CONCERN))
    return Case.of(journal)


async def to_the_end(talk: Talk, page: Page, given: dict[str, object]) -> Page:
    """From the page of the kind to the last look; it is about whoever wrote it."""
    page = await talk.fill(TEACHER, page, given)
    page = await talk.fill(TEACHER, page)
    assert page.heading == "Is this about somebody you name?"
    assert "Mr Field" in page.words.text
    page = await talk.fill(TEACHER, page, {"It is about": ["Mr Field"]})
    return await talk.fill(TEACHER, page, {"Your name": HIDDEN})


@on("slack", "teams")
async def test_it_is_copied_with_author_and_time_and_its_author_is_asked_about(talk: Talk) -> None:
    """The page shows nobody else's messages. Wigan, summary: keep the evidence."""
    page = await reported(talk, Kind.COLLEAGUE)
    assert [one.text for one in page.words.quotes] == [NASTY]
    assert "Mr Field" in page.words.quotes[0].source
    page = await to_the_end(talk, page, {"What happened?": "See above.", "Could a pupil be at risk?": "No"})
    assert [one.text for one in page.words.quotes] == [NASTY]
    await sent(talk, TEACHER, page)
    case = await kept(talk)
    message = case.entries[0].given["message"]
    assert isinstance(message, dict)
    assert (message["text"], message["author"]) == (NASTY, "Mr Field")
    assert message["at"]
    assert case.subjects == ("assistant",)
    assert NASTY not in "\n".join(words(one) for one in await talk.told(HEAD))


@on("slack", "teams")
async def test_whom_the_message_names_is_asked_about_too(talk: Talk) -> None:
    """The page shows nobody else's messages."""
    await talk.everybody_comes()
    page = await talk.open_on(TEACHER, REPORT_THIS, "Mrs Wood told me to lie to them.", ASSISTANT)
    page = await talk.fill(TEACHER, page, {"What is it about?": NATURES[Kind.OTHER].label})
    page = await talk.fill(TEACHER, page, {"What happened?": "See above.", "Could a pupil be at risk?": "No"})
    page = await talk.fill(TEACHER, page)
    assert page.words.text.startswith("You name Mr Field and Mrs Wood (head).")
    page = await talk.fill(TEACHER, page, {"It is about": ["Mrs Wood (head)"]})
    page = await talk.fill(TEACHER, page, {"Your name": HIDDEN})
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"


@on("slack", "teams")
async def test_of_what_may_show_a_child_only_the_place_is_kept_and_nobody_deletes_it(talk: Talk) -> None:
    """The page shows nobody else's messages. No copy, no description: the lead is told where it is."""
    page = await reported(talk, Kind.CHILD_IMAGE)
    assert NASTY not in words(page.words)
    (begun,) = await at_the_desk(talk, lambda desk: desk.tx.open_dialogs(TEACHER.person.key, TELL_SOMEBODY.key))
    assert NASTY not in str(begun.answers), "it is gone as soon as it is known what it is"
    assert "The message is still in the chat. Do not delete it" in page.words.text
    given = {"Which app or place did you come across it in?": "our chat", "Have you rung the safeguarding lead?": "Yes"}
    page = await to_the_end(talk, page, given)
    assert NASTY not in words(page.words)
    end = await sent(talk, TEACHER, page)
    assert "The message is still in the chat: do not delete it." in facts(end)["What you can do now"]
    case = await kept(talk)
    message = case.entries[0].given["message"]
    assert isinstance(message, dict)
    assert set(message) == {"place", "key"}
    assert await talk.told(DEPUTY), "the safeguarding lead"
    assert not await talk.told(CHAIR)


@on("slack", "teams")
async def test_of_obscene_material_no_copy_is_taken(talk: Talk) -> None:
    """The page shows nobody else's messages. Wigan, summary."""
    page = await to_the_end(talk, await reported(talk, Kind.OBSCENE), {"What is it?": "A picture."})
    await sent(talk, TEACHER, page)
    assert NASTY not in str((await kept(talk)).entries)


@on("slack", "teams")
async def test_the_copy_is_sealed_from_the_first_moment(talk: Talk) -> None:
    """The page shows nobody else's messages. Not even between press and sending does it lie open in the database."""
    await reported(talk, Kind.COLLEAGUE)
    rows = await talk.store.run(
        lambda tx: [row for one in metadata.sorted_tables for row in tx.connection.execute(one.select())]
    )
    assert rows
    assert NASTY not in str(rows)

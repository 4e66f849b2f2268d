"""A name that is hidden from readers: shown by its owner's choice, or when two readers agree, with reasons."""

from __future__ import annotations

from handlers.concerns.case import Case
from handlers.concerns.kinds import Kind
from tests.handlers.concerns.cases import now, told
from tests.handlers.concerns.reading import chooses, does, last_page, lines, notice, offered, opens, reads
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk

ASK = "Ask that the hidden name is shown"
AGREE = "Agree or not that the hidden name is shown"
WHY = {"Why must it be known?": "The police ask who saw it."}


async def hidden(talk: Talk) -> Case:
    """Told by Miss Marsh, who hides her name; the head and the lead may read it."""
    return await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes", hidden=True)


async def test_a_hidden_name_stands_nowhere_in_what_readers_read(talk: Talk) -> None:
    await hidden(talk)
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Ask whoever told it a question", {"Your question": "When?"})
    answered = (await talk.told(TEACHER))[-1]
    await does(talk, TEACHER, await opens(talk, TEACHER, answered), "Answer the question", {"Your words": "At ten."})
    read = await reads(talk, HEAD, await opens(talk, HEAD, post))
    assert "Marsh" not in read
    assert "by somebody whose name is hidden from readers" in read
    assert "Whoever told it: note.\n“At ten.”" in read


async def test_whoever_was_harmed_and_hides_their_name_is_not_found_by_trying_whom_it_can_be_given_to(
    talk: Talk,
) -> None:
    """Mr Hill is refused as a reader of what he told himself; that must not say who told it."""
    await told(talk, DEPUTY, Kind.BULLIED, hidden=True)
    page = await last_page(talk, HEAD, await opens(talk, HEAD))
    assert "Give it to somebody by name" not in offered(page)
    await told(talk, DEPUTY, Kind.BULLIED)
    page = await last_page(talk, HEAD, await opens(talk, HEAD))
    assert "Give it to somebody by name" in offered(page)


async def test_whoever_hid_it_may_show_it(talk: Talk) -> None:
    await hidden(talk)
    post = await notice(talk, HEAD)
    await opens(talk, HEAD, post)
    await does(talk, TEACHER, await opens(talk, TEACHER), "Show my name")
    assert "by Miss Marsh" in await reads(talk, HEAD, await opens(talk, HEAD, post))


async def test_one_asks_with_reasons_and_a_second_agrees_and_whoever_told_it_reads_why(talk: Talk) -> None:
    case = await hidden(talk)
    post, of_lead = await notice(talk, HEAD), await notice(talk, DEPUTY)
    await does(talk, HEAD, await opens(talk, HEAD, post), ASK, WHY)
    acts = offered(await last_page(talk, HEAD, await opens(talk, HEAD, post)))
    assert ASK not in acts
    assert AGREE not in acts, "nobody agrees with themselves"
    assert f"There is something for you to decide in a message (ref {case.ref})." in await lines(talk, DEPUTY)
    page = await chooses(talk, DEPUTY, await opens(talk, DEPUTY, of_lead), AGREE)
    await talk.finish(DEPUTY, page, {"Is the name shown?": "Yes", "Your reasons": "She may be asked as a witness."})
    assert "by Miss Marsh" in await reads(talk, HEAD, await opens(talk, HEAD, post))
    news = await lines(talk, TEACHER)
    words = "Your name is now shown to whoever may read your message"
    assert f"{words} (ref {case.ref}). Open it to read why." in news
    assert "“She may be asked as a witness.”" in await reads(talk, TEACHER, await opens(talk, TEACHER, post))


async def test_the_second_may_say_no_and_it_stays_hidden(talk: Talk) -> None:
    case = await hidden(talk)
    post, of_lead = await notice(talk, HEAD), await notice(talk, DEPUTY)
    await does(talk, HEAD, await opens(talk, HEAD, post), ASK, WHY)
    page = await opens(talk, DEPUTY, of_lead)
    await does(talk, DEPUTY, page, AGREE, {"Is the name shown?": "No", "Your reasons": "Not needed."})
    assert f"There is something new in a message (ref {case.ref})." in await lines(talk, HEAD)
    assert "Marsh" not in await reads(talk, HEAD, await opens(talk, HEAD, post))
    assert (await now(talk, case)).hidden
    assert ASK in offered(await last_page(talk, HEAD, await opens(talk, HEAD, post))), "it may be asked again"


async def test_where_nobody_else_may_read_it_nobody_could_agree(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, hidden=True)
    page = await chooses(talk, HEAD, await opens(talk, HEAD), ASK)
    assert "nobody could agree" in (await talk.fill(HEAD, page, WHY)).faults


async def test_of_somebody_who_may_not_read_it_any_more_the_asking_counts_for_nothing(talk: Talk) -> None:
    """The lead asks, and then turns out to be one whom it is about."""
    await hidden(talk)
    post = await notice(talk, HEAD)
    await does(talk, DEPUTY, await opens(talk, DEPUTY), ASK, WHY)
    agreeing = await chooses(talk, HEAD, await opens(talk, HEAD, post), AGREE)
    given = {"Who is it about?": ["Mr Hill"]}
    await does(talk, TEACHER, await opens(talk, TEACHER, post), "Say who else it is about", given)
    page = await talk.fill(HEAD, agreeing, {"Is the name shown?": "Yes", "Your reasons": "He asked me to."})
    assert "not recorded" in page.error
    assert AGREE not in offered(await last_page(talk, HEAD, await opens(talk, HEAD, post)))

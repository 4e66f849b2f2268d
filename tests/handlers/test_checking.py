"""“Check this before I post”: the rules, somebody's word on it, and thirty days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.desk import Member, Role
from knowledge.model import Verdict
from tests.conftest import Clock
from tests.handlers.decisions import WORDS
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, NO_FRIENDS, REPORT, SILENT, TEACHER, answer
from tests.handlers.office import Office
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen, words

BUTTON = "Check a post before I post it"
WORDING = "Lovely day at the beach with Year 4!"
GIVEN = {"The wording": WORDING, "Where would it go?": "my own account"}
ASKED = f"Can I post this on my own account? {WORDING}"
NOBODY, DEPUTYS = "Nobody: I only wanted to see the rules", "Mr Hill (deputy)"


async def rules(talk: Talk, who: Member = TEACHER) -> Page:
    """Up to the page with the rules."""
    form = await talk.open_form(who, await talk.home(who), BUTTON)
    return await talk.fill(who, form, GIVEN)


async def sent(talk: Talk) -> Seen:
    """Sent to the deputy; what he gets."""
    page = await talk.fill(TEACHER, await rules(talk), {"Who should look at it?": DEPUTYS})
    await talk.finish(TEACHER, page)
    return (await talk.told(DEPUTY))[-1]


async def answered(talk: Talk, notice: Seen, verdict: str, added: str = "") -> Seen:
    """The deputy answers; what Miss Marsh reads."""
    page = await talk.fill(DEPUTY, await talk.open_form(DEPUTY, notice, "Answer it"), {"Your answer": verdict})
    await talk.finish(DEPUTY, await talk.fill(DEPUTY, page, {WORDS: added}))
    return (await talk.told(TEACHER))[-1]


@pytest.mark.parametrize("said", ["Check this before I post", "check my post", "please check a post before I post it"])
async def test_words_open_the_way_to_the_form(talk: Talk, said: str) -> None:
    seen = await talk.say(TEACHER, said)
    assert seen.title == "Check a post before you post it"
    assert (await talk.open_form(TEACHER, seen, BUTTON)).heading == "What would you like to post?"


async def test_the_clauses_are_shown_and_never_a_verdict(talk: Talk) -> None:
    talk.book.answers[ASKED] = answer(Verdict.YES, NO_FRIENDS, REPORT)
    page = await rules(talk)
    assert page.words.title == "Rules that it touches"
    assert "for people to judge" in page.words.text
    assert [quote.text for quote in page.words.quotes] == [NO_FRIENDS.text, REPORT.text]
    assert "allows" not in words(page.words)


async def test_to_look_at_the_rules_sends_and_keeps_nothing(talk: Talk) -> None:
    end = await talk.finish(TEACHER, await rules(talk), {"Who should look at it?": NOBODY})
    assert end.title == "Nothing was sent, and nothing is kept"
    for other in (HEAD, DEPUTY):
        assert not await talk.told(other)
        assert WORDING not in words(await talk.home(other))


async def test_exactly_what_is_shown_is_sent_to_whom_it_says(talk: Talk) -> None:
    talk.book.answers[ASKED] = answer(Verdict.NO, NO_FRIENDS)
    page = await talk.fill(TEACHER, await rules(talk), {"Who should look at it?": DEPUTYS})
    assert page.words.text == f"“{WORDING}”"
    assert dict(page.words.facts)["To"] == "Mr Hill (deputy). Nobody else."
    assert "thirty days" in words(page.words)
    assert not await talk.told(DEPUTY), "nothing before the last button"
    assert (await talk.finish(TEACHER, page)).title == "Sent to Mr Hill"
    (notice,) = await talk.told(DEPUTY)
    assert notice.title == "A post to look at"
    assert notice.text.startswith(f"“{WORDING}”")
    assert ("From", "Miss Marsh") in notice.facts
    assert ("Where it would go", "my own account") in notice.facts
    assert "clause 4.1" in dict(notice.facts)["Rules that it touches"]
    for other in (HEAD, CHAIR, ASSISTANT):
        assert WORDING not in words(await talk.home(other))
        assert not await talk.told(other)


@pytest.mark.parametrize(
    ("verdict", "added", "reads"),
    [
        ("It is fine", "Thank you for asking.", "It is fine. Thank you for asking."),
        ("Please don't, because…", "The beach is named.", "Please don't, because the beach is named."),
    ],
)
async def test_the_answer_is_for_its_author_alone(talk: Talk, verdict: str, added: str, reads: str) -> None:
    notice = await sent(talk)
    told = await answered(talk, notice, verdict, added)
    assert told.title == "An answer to your post"
    assert ("The answer", reads) in told.facts
    (copy,) = await talk.told(DEPUTY)
    assert (copy.title, copy.at) == ("Answered by Mr Hill on 3 March 2027", notice.at)
    assert (await talk.say(HEAD, "rulings")).text == "No ruling is in force."


async def test_lets_talk(talk: Talk) -> None:
    told = await answered(talk, await sent(talk), "Let's talk")
    assert told.text == "Mr Hill would like to talk with you about it. Please go and see them."


async def test_no_ruling_is_made_of_a_post(talk: Talk) -> None:
    """The form does not offer it, not even to the head."""
    page = await talk.fill(TEACHER, await rules(talk), {"Who should look at it?": "Mrs Wood (head)"})
    await talk.finish(TEACHER, page)
    (notice,) = await talk.told(HEAD)
    form = await talk.open_form(HEAD, notice, "Answer it")
    assert list(form.blanks) == ["Your answer"]
    assert list(form.blanks["Your answer"].choices) == ["It is fine", "Please don't, because…", "Let's talk"]


async def test_after_thirty_days_it_is_forgotten(talk: Talk, clock: Clock) -> None:
    """Also where nobody answered; what a button says then gives nothing away."""
    notice = await sent(talk)
    assert ("Sent to you, 3 March 2027, Miss Marsh", "A post to look at, for my own account") in (
        await talk.home(DEPUTY)
    ).facts
    clock.forward(days=30)
    assert "A post" not in "".join(value for _, value in (await talk.home(DEPUTY)).facts)
    assert "has been forgotten" in (await talk.press(DEPUTY, notice, "Answer it")).text
    await talk.store.run(lambda tx: tx.tidy())
    clock.forward(days=-30)
    assert "has been forgotten" in (await talk.press(DEPUTY, notice, "I have spoken to them")).text


async def test_head_deputy_and_chair_may_be_asked_and_nobody_is_asked_about_their_own(talk: Talk) -> None:
    """St Mary's names head and deputy, Northumberland head and chair."""
    page, chairs = await rules(talk, HEAD), "Dr Stone (chair of governors)"
    assert list(page.blanks["Who should look at it?"].choices) == [NOBODY, DEPUTYS, chairs]
    page = await rules(talk)
    assert list(page.blanks["Who should look at it?"].choices) == [NOBODY, "Mrs Wood (head)", DEPUTYS, chairs]


async def test_where_nobody_holds_a_role_the_rules_are_shown_all_the_same(office: Office) -> None:
    page = await rules(office)
    assert list(page.blanks["Who should look at it?"].choices) == [NOBODY]
    await office.cancel(TEACHER, page)
    await office.hold(head=Role.HEAD)
    page = await rules(office)
    assert list(page.blanks["Who should look at it?"].choices) == [NOBODY, "Mrs Wood (head)"]


@pytest.mark.parametrize(("telling", "title"), [("danger", "Please read this first"), ("disclosure", "Your policy")])
async def test_whom_to_tell_comes_before_the_rules(talk: Talk, telling: str, title: str) -> None:
    talk.book.answers[ASKED] = replace(SILENT, **{telling: True})  # type: ignore[arg-type]
    page = await rules(talk)
    assert page.words.title.startswith(title)
    assert "Mr Hill (safeguarding lead)" in page.words.text


async def test_a_long_wording_is_read_whole_by_whoever_looks_at_it(talk: Talk) -> None:
    """Three thousand characters, the last of them too."""
    wording = "We went to the beach. " * 135 + "And then home!"
    form = await talk.open_form(TEACHER, await talk.home(TEACHER), BUTTON)
    page = await talk.fill(TEACHER, form, {**GIVEN, "The wording": wording})
    await talk.finish(TEACHER, await talk.fill(TEACHER, page, {"Who should look at it?": DEPUTYS}))
    (notice,) = await talk.told(DEPUTY)
    assert "And then home!" in notice.text

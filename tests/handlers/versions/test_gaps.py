"""What a policy in force leaves open: shown page by page, and what the school decides is given as a ruling."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.desk import Member
from handlers.model import Post
from knowledge.model import Modality, Pair, Verdict
from tests.conftest import Clock
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SILENT, TEACHER, answer, cited, clause
from tests.handlers.talk import Talk
from tests.handlers.versions.papers import bring, follow, in_force
from tests.seats.seen import Page, Seen, labels

LEFT = "It is for the headteacher and governors to decide whether staff may use social media in their breaks."
OPEN = f"""# Breaks policy

## Breaks

1.1 {LEFT}

1.2 Staff must follow the Safeguarding Policy and the Online conduct policy at all times.

1.3 Staff must not use social media for personal use in lessons.

1.4 Staff must log out of the school's account [insert name of the account] after use.
"""
QUESTION = "May I use social media in my break?"
ASKED, ANSWER, WORDS = "The question, as staff will read it", "Your answer", "Your words"


async def begun(talk: Talk) -> dict[str, Seen]:
    """The chair has adopted it, and both have read that it is in force."""
    await in_force(talk)
    await bring(talk, HEAD, OPEN, "breaks.txt")
    (card,) = await talk.told(CHAIR)
    page = await talk.fill(CHAIR, await talk.open_form(CHAIR, card, "Adopt it"))
    await talk.finish(CHAIR, page)
    await follow(talk)
    return {who.person.key: (await talk.told(who))[-1] for who in (HEAD, CHAIR)}


async def pages(talk: Talk, who: Member, post: Post) -> list[Page]:
    shown = [await talk.open_form(who, post, "What it leaves open")]
    while shown[-1].buttons[0] == "Next":
        shown.append(await talk.fill(who, shown[-1]))
    return shown


async def test_when_it_begins_head_and_chair_read_how_much_it_leaves_open(talk: Talk) -> None:
    for told in (await begun(talk)).values():
        assert told.title == "“Breaks policy” is in force now"
        assert dict(told.facts) == {
            "For the school to decide": "1 decision",
            "Not filled in": "1 blank",
            "Other policies that it names": "2; I have 1 of them",
        }
        assert labels(told) == ["What it leaves open", "Fill in 1 decision"]


async def test_the_pages_say_what_is_left_which_policies_it_names_and_which_rules_to_compare(talk: Talk) -> None:
    told = (await begun(talk))["head"]
    other = talk.book.known[0]
    mine = next(one for one in talk.book.known if one.title == "Breaks policy")
    forbids = next(one for one in mine.clauses if one.number == "1.3")
    allows = clause("2.1", "Staff may use social media in quiet lessons.", Modality.PERMISSION)
    talk.book.beside = (Pair("time and devices", cited(forbids, mine), cited(allows, other)),)
    left, names, compare = await pages(talk, HEAD, told)
    assert [(quote.text, quote.source) for quote in left.words.quotes] == [
        (LEFT, "Clause 1.1, for the school to decide"),
        (
            "Staff must log out of the school's account [insert name of the account] after use.",
            "Clause 1.4, not filled in",
        ),
    ]
    assert dict(names.words.facts) == {
        "Safeguarding Policy": "Clause 1.2; I do not have it, and cannot answer from it",
        "Online conduct policy": "Clause 1.2; I have “Online conduct policy”",
    }
    assert [quote.source.partition(":")[0] for quote in compare.words.quotes] == [
        "time and devices, forbids",
        "time and devices, allows",
    ]
    assert labels(await talk.finish(HEAD, compare)) == ["Fill in 1 decision"]


async def decide(talk: Talk, who: Member, post: Post, label: str = "Fill in 1 decision") -> Seen:
    first = await talk.open_form(who, post, label)
    second = await talk.fill(who, first)
    assert [quote.text for quote in second.words.quotes] == [LEFT]
    given = {ASKED: QUESTION, ANSWER: "Only if…", WORDS: "you are on your own phone, away from pupils"}
    last = await talk.fill(who, second, given)
    assert last.words.quotes[0].text == "Only if you are on your own phone, away from pupils."
    return await talk.finish(who, last)


async def test_what_the_head_decides_is_what_staff_then_read(talk: Talk) -> None:
    told = await begun(talk)
    rule = next(one for policy in talk.book.known for one in policy.clauses if one.number == "1.1" and one.text == LEFT)
    mine = next(one for one in talk.book.known if one.title == "Breaks policy")
    talk.book.answers[QUESTION] = replace(answer(Verdict.TAKE_CARE, rule, shown=False), cited=(cited(rule, mine),))
    assert (await decide(talk, HEAD, told["head"])).title == "Decided"
    seen = await talk.say(ASSISTANT, QUESTION)
    assert [quote.text for quote in seen.quotes] == ["Only if you are on your own phone, away from pupils.", LEFT]
    late = await talk.press(CHAIR, told["chair"], "Fill in 1 decision")
    assert late.title == "Nothing is left to decide"
    left, *_ = await pages(talk, CHAIR, told["chair"])
    assert [quote.source for quote in left.words.quotes][:2] == [
        "Clause 1.1, decided",
        "The head's ruling of 3 March 2027, until 2 March 2028; not policy",
    ]


OPEN_PLACES = "Left to the school, or blank"


async def test_the_next_reviews_agenda_says_that_it_is_decided_until_the_ruling_ends(talk: Talk, clock: Clock) -> None:
    told = (await begun(talk))["head"]
    talk.book.answers[QUESTION] = SILENT
    assert dict((await talk.say(HEAD, "agenda")).facts)[OPEN_PLACES] == "2 places"
    await decide(talk, HEAD, told)
    agenda = await talk.say(HEAD, "agenda")
    assert dict(agenda.facts)[OPEN_PLACES] == "1 place"
    page = await talk.open_form(HEAD, agenda, "Read it")
    while page.heading != "What the policies leave open":
        page = await talk.fill(HEAD, page)
    assert dict(page.words.facts)["Decided meanwhile"].startswith(LEFT)
    assert "For the school to decide" not in dict(page.words.facts)
    clock.forward(days=366)
    assert dict((await talk.say(HEAD, "agenda")).facts)[OPEN_PLACES] == "2 places"


async def test_of_two_who_decide_the_same_one_does(talk: Talk) -> None:
    told = await begun(talk)
    talk.book.answers[QUESTION] = SILENT
    page = await talk.fill(CHAIR, await talk.open_form(CHAIR, told["chair"], "Fill in 1 decision"))
    assert (await decide(talk, HEAD, told["head"])).title == "Decided"
    again = await talk.fill(CHAIR, page, {ASKED: QUESTION, ANSWER: "No", WORDS: "Never."})
    assert again.words.title == "Nothing is left to decide"
    assert (await talk.fill(CHAIR, again)).heading == "Which decision?", "there is none left to choose"


@pytest.mark.parametrize("who", [TEACHER, DEPUTY])
async def test_nobody_else_sees_or_decides_it(talk: Talk, who: Member) -> None:
    told = (await begun(talk))["head"]
    for label in labels(told):
        refused = await talk.press(who, told, label)
        assert refused.title == "This is for those who look after the policies"

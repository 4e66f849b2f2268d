"""A ruling: shown above the clause to whoever asks the same, as what it is, and only as long as it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.desk import Member
from handlers.model import Post, Quote
from handlers.records import StaffLine
from knowledge.model import Verdict
from tests.conftest import Clock
from tests.handlers.decisions import ASKED, NO, ONLY_IF, QUESTION, RULED, UNTIL, WORDS, YES, review, ruled, send, sent
from tests.handlers.larkfield import (
    ASSISTANT,
    CAREFUL,
    CHAIR,
    HEAD,
    LUNCH,
    NO_FRIENDS,
    POLICY,
    REPORT,
    SCHOOL,
    SILENT,
    TEACHER,
    TRUST,
    answer,
    cited,
)
from tests.handlers.talk import Talk, on
from tests.seats.seen import Seen, labels, words

SAME = "can we flog laptops?"
BEFORE = "The head has answered this before"
RULING = Quote(
    "Yes. The proceeds are the school's.",
    "The head's ruling of 3 March 2027, until 2 March 2028; not policy",
    lead_in=RULED,
)
NEW = replace(POLICY, sha="c" * 64)


@pytest.fixture(autouse=True)
def same(talk: Talk) -> None:
    """Who asks SAME asks what the head ruled on; nothing else does."""
    talk.book.same.add(frozenset((RULED, SAME)))


def decides(talk: Talk, verdict: Verdict, *clauses: object, shown: bool = True) -> None:
    """What the policy says to both wordings."""
    talk.book.answers[RULED] = talk.book.answers[SAME] = answer(verdict, *clauses, shown=shown)  # type: ignore[arg-type]


async def test_it_stands_above_the_answer_of_whoever_asks_the_same(talk: Talk) -> None:
    await ruled(talk)
    seen = await talk.say(ASSISTANT, SAME)
    assert seen.title == BEFORE
    assert seen.text == "No clause of your policy decides this; the head has, for now."
    assert list(seen.quotes) == [RULING]
    assert "laptops?" not in words(seen).replace(RULED, ""), "nothing of whoever asked"


async def test_it_is_shown_to_nobody_who_asks_something_else(talk: Talk) -> None:
    await ruled(talk)
    for other in (ASKED, "can I sell books?"):
        assert (await talk.say(ASSISTANT, other)).title == "Your policy doesn't say"


async def test_the_head_s_is_for_staff_and_the_chair_s_for_governors_too(talk: Talk, clock: Clock) -> None:
    """Whoever gave it read that staff see it; a volunteer or a governor may be bound otherwise."""
    await ruled(talk)
    helper = StaffLine("assistant", "Mr Field", "assistant@larkfield.example", "volunteers", "", ends="")
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).put_staff([helper]))
    for who in (ASSISTANT, CHAIR):
        assert (await talk.say(who, SAME)).title == "Your policy doesn't say"
    clock.forward(minutes=1)  # the newer of two is shown
    await send(talk, who=HEAD, button="Ask the chair of governors")
    notice = (await talk.told(CHAIR))[-1]
    await talk.finish(CHAIR, await review(talk, notice, by=CHAIR))
    assert (await talk.say(CHAIR, SAME)).title == "The chair of governors has answered this before"
    assert (await talk.say(ASSISTANT, SAME)).title == "Your policy doesn't say"
    assert (await talk.say(TEACHER, SAME)).title == "The chair of governors has answered this before"


async def test_it_is_shown_only_where_the_same_clause_decides(talk: Talk) -> None:
    decides(talk, Verdict.ONLY_IF, LUNCH, shown=False)
    await ruled(talk)
    assert (await talk.say(ASSISTANT, SAME)).quotes[0] == RULING
    talk.book.answers[SAME] = answer(Verdict.ONLY_IF, REPORT, shown=False)
    assert RULING not in (await talk.say(ASSISTANT, SAME)).quotes


async def test_the_head_reads_exactly_what_staff_will_read(talk: Talk) -> None:
    decides(talk, Verdict.NO, NO_FRIENDS)
    page = await review(talk, await sent(talk))
    await talk.finish(HEAD, page)
    seen = await talk.say(ASSISTANT, SAME)
    assert page.words.quotes == seen.quotes
    assert page.words.text == "The policy says no; the head has ruled otherwise. If in doubt, ask."
    assert page.words.text in seen.text
    assert dict(page.words.facts)["It stands beside"] == "Online conduct policy, clause 4.1, adopted 8 September 2025"


@pytest.mark.parametrize("given", [YES, ONLY_IF])
@pytest.mark.parametrize("shown", [True, False])
async def test_it_never_makes_a_yes_of_a_no(talk: Talk, given: dict[str, str], shown: bool) -> None:
    """Both are shown, and that they differ; no verdict word stands over them; asking is offered."""
    decides(talk, Verdict.NO, NO_FRIENDS, shown=shown)
    await ruled(talk, given)
    seen = await talk.say(ASSISTANT, SAME)
    assert seen.title == BEFORE
    assert "the head has ruled otherwise. If in doubt, ask." in seen.text
    assert [quote.text for quote in seen.quotes][1] == NO_FRIENDS.text
    assert "Ask the head" in labels(seen)


@pytest.mark.parametrize(("shown", "said"), [(True, "The policy asks it of you"), (False, "The clause asks it")])
async def test_it_never_makes_a_need_not_of_a_must(talk: Talk, shown: bool, said: str) -> None:
    """Must we report it? The policy: you must. The head: no."""
    decides(talk, Verdict.MUST, REPORT, shown=shown)
    page = await review(talk, await sent(talk), NO, words="The office does.")
    assert page.words.text == f"{said}; the head has ruled otherwise. If in doubt, ask."
    await talk.finish(HEAD, page)
    seen = await talk.say(ASSISTANT, SAME)
    assert seen.title == BEFORE
    assert seen.text.startswith(page.words.text)
    assert [quote.text for quote in seen.quotes] == ["No. The office does.", REPORT.text]
    assert "Ask the head" in labels(seen)


async def test_a_yes_to_a_must_differs_in_nothing(talk: Talk) -> None:
    """Must we report it? The clause forbids to answer, and asks to report: you must. The head: yes."""
    decides(talk, Verdict.MUST, NO_FRIENDS)
    await ruled(talk)
    assert "ruled otherwise" not in words(await talk.say(ASSISTANT, SAME))


async def test_it_may_be_stricter_than_the_policy(talk: Talk) -> None:
    decides(talk, Verdict.YES, LUNCH)
    await ruled(talk, NO, words="Not this term.")
    seen = await talk.say(ASSISTANT, SAME)
    assert seen.title == BEFORE
    assert seen.text.startswith("The policy allows it; the head has ruled otherwise.")


async def test_beside_a_no_an_unsure_yes_is_not_given_away(talk: Talk) -> None:
    """The clause is an obligation, and nobody is sure that it allows what is asked."""
    decides(talk, Verdict.YES, REPORT, shown=False)
    await ruled(talk, NO, words="Not this term.")
    seen = await talk.say(ASSISTANT, SAME)
    assert "allows" not in words(seen)
    assert seen.quotes[0].text == "No. Not this term."


async def test_where_both_say_the_same_the_verdict_word_stays(talk: Talk) -> None:
    decides(talk, Verdict.NO, NO_FRIENDS)
    await ruled(talk, NO, words="Not even your own.")
    seen = await talk.say(ASSISTANT, SAME)
    assert (seen.title, seen.text) == ("No", "The clause rules this out.")
    assert seen.quotes[0].text == "No. Not even your own."


async def test_beside_a_nearest_rule_no_yes_is_shown(talk: Talk) -> None:
    decides(talk, Verdict.ONLY_IF, CAREFUL, shown=False)
    await ruled(talk)
    seen = await talk.say(ASSISTANT, SAME)
    assert seen.title == BEFORE
    assert seen.text == "The ruling stands first; below it are the policy's own words."


async def test_who_asks_what_was_ruled_on_is_not_asked_what_they_mean(talk: Talk) -> None:
    decides(talk, Verdict.ONLY_IF, CAREFUL, shown=False)
    await ruled(talk)
    talk.book.answers[SAME] = replace(talk.book.answers[SAME], readings=("May I sell things?", "May I buy things?"))
    assert (await talk.say(ASSISTANT, SAME)).quotes[0] == RULING


@pytest.mark.parametrize("telling", ["danger", "disclosure"])
async def test_whom_to_tell_comes_before_any_ruling(talk: Talk, telling: str) -> None:
    await ruled(talk)
    talk.book.answers[SAME] = replace(SILENT, **{telling: True})  # type: ignore[arg-type]
    assert RULING not in (await talk.say(ASSISTANT, SAME)).quotes


async def test_its_last_day_is_included_and_the_next_day_it_is_gone(talk: Talk, clock: Clock) -> None:
    await ruled(talk, **{UNTIL: "2027-03-04"})
    clock.forward(days=1)
    assert (await talk.say(ASSISTANT, SAME)).title == BEFORE
    clock.forward(hours=16)  # past midnight
    assert (await talk.say(ASSISTANT, SAME)).title == "Your policy doesn't say"
    assert (await talk.say(HEAD, "rulings")).text == "No ruling is in force."


async def test_the_newer_of_two_is_shown(talk: Talk, clock: Clock) -> None:
    await ruled(talk)
    clock.forward(minutes=1)
    await talk.told(HEAD)
    await ruled(talk, NO, words="I have changed my mind.")
    seen = await talk.say(ASSISTANT, SAME)
    assert [quote.text for quote in seen.quotes] == ["No. I have changed my mind."]


@on("slack", "teams")
async def test_it_is_shown_in_a_channel_as_the_clause_is(talk: Talk) -> None:
    """The page has no channels."""
    await ruled(talk)
    seen = await talk.say_aloud(ASSISTANT, SAME)
    assert not seen.alone
    assert list(seen.quotes) == [RULING]
    assert "Ask the head" not in labels(seen)


# --- withdrawing ---


async def withdraw(talk: Talk, by: Member) -> Seen:
    form = await talk.open_form(by, await talk.say(by, "rulings"), "Withdraw one")
    (which,) = form.blanks["Which one?"].choices
    return await talk.finish(by, await talk.fill(by, form, {"Which one?": which}))


async def test_whoever_holds_the_role_withdraws_it(talk: Talk) -> None:
    await ruled(talk)
    home = await talk.home(HEAD)
    assert ("Ruling until 2 March 2028", RULED) in home.facts
    listed = await talk.press(HEAD, home, "Rulings")
    assert listed.facts[0][0] == RULING.source
    assert (await withdraw(talk, HEAD)).title == "Withdrawn"
    (told,) = await talk.told(CHAIR)
    assert (told.title, told.text) == (
        "A ruling was withdrawn",
        "Mrs Wood withdrew it. It is shown to nobody any more.",
    )
    assert (await talk.say(ASSISTANT, SAME)).title == "Your policy doesn't say"
    assert (await talk.say(HEAD, "rulings")).text == "No ruling is in force."


async def test_the_chair_lists_the_heads_rulings_and_does_not_withdraw_them(talk: Talk) -> None:
    await ruled(talk)
    seen = await talk.say(CHAIR, "rulings")
    assert seen.facts[0][0] == RULING.source
    assert labels(seen) == []


@pytest.mark.parametrize("who", [TEACHER, ASSISTANT])
async def test_rulings_are_listed_for_head_and_chair_alone(talk: Talk, who: Member) -> None:
    await ruled(talk)
    offered = await talk.say(HEAD, "rulings")
    for seen in (await talk.say(who, "rulings"), await talk.press(who, Post(buttons=offered.buttons), "Withdraw one")):
        assert seen.title == "Rulings are listed for head and chair"
    assert "Ruling" not in words(await talk.home(who))


@on("web", "teams")
async def test_two_who_withdraw_come_to_one(talk: Talk) -> None:
    """Two forms, both at their last page. Slack opens one at a time."""
    await ruled(talk)
    form = await talk.open_form(HEAD, await talk.say(HEAD, "rulings"), "Withdraw one")
    (which,) = form.blanks["Which one?"].choices
    last = await talk.fill(HEAD, form, {"Which one?": which})
    assert (await withdraw(talk, HEAD)).title == "Withdrawn"
    again = await talk.fill(HEAD, last)
    assert again.heading == "Which one?", "there is none left to choose"
    assert len(await talk.told(CHAIR)) == 1


# --- another version of the policy ---


async def test_when_the_policy_is_replaced_it_waits_for_the_heads_word(talk: Talk) -> None:
    """Not shown until it is kept; kept, it stands beside the clause that was shown."""
    decides(talk, Verdict.NO, NO_FRIENDS)
    await ruled(talk)
    talk.book.known = (NEW,)
    talk.book.answers[RULED] = talk.book.answers[SAME] = replace(answer(Verdict.YES, LUNCH), cited=(cited(LUNCH, NEW),))
    assert RULING not in (await talk.say(ASSISTANT, SAME)).quotes
    listed = await talk.say(HEAD, "rulings")
    assert "1 ruling is not shown to staff, because the policy has changed since." in listed.text
    assert ("The policy has changed: does it still stand?", RULED) in (await talk.home(HEAD)).facts
    asked = await talk.press(HEAD, listed, "Does it still stand?")
    assert asked.title == "The policy has changed: does this ruling still stand?"
    assert [quote.text for quote in asked.quotes] == [RULING.text, LUNCH.text]
    kept = await talk.press(HEAD, asked, "Keep it")
    assert (kept.title, kept.at) == ("It stands", asked.at)
    seen = await talk.say(ASSISTANT, SAME)
    assert seen.quotes[0] == RULING
    assert seen.title == "Your policy allows this", "the new policy says the same"
    assert (await talk.press(HEAD, asked, "Keep it")).title == "This has changed meanwhile"


async def test_or_is_withdrawn_then(talk: Talk) -> None:
    await ruled(talk)
    talk.book.known = (POLICY, TRUST)  # another policy might decide what none did
    asked = await talk.press(HEAD, await talk.say(HEAD, "rulings"), "Does it still stand?")
    assert "No clause decides it now." in asked.text
    assert (await talk.press(HEAD, asked, "Withdraw it")).title == "Withdrawn"
    assert (await talk.press(HEAD, asked, "Keep it")).title == "This has changed meanwhile"
    talk.book.known = (POLICY,)
    assert (await talk.say(ASSISTANT, SAME)).title == "Your policy doesn't say"


async def test_nobody_keeps_it_beside_a_clause_that_they_have_not_seen(talk: Talk) -> None:
    """The policy changes once more between the look and the press."""
    await ruled(talk)
    talk.book.known = (POLICY, TRUST)
    asked = await talk.press(HEAD, await talk.say(HEAD, "rulings"), "Does it still stand?")
    talk.book.known = (NEW, TRUST)
    again = await talk.press(HEAD, asked, "Keep it")
    assert again.title == "The policy has changed: does this ruling still stand?"
    assert (await talk.press(HEAD, again, "Keep it")).title == "It stands"


@pytest.mark.parametrize("label", ["Keep it", "Withdraw it"])
async def test_nobody_else_keeps_or_withdraws_it(talk: Talk, label: str) -> None:
    await ruled(talk)
    talk.book.known = (POLICY, TRUST)
    asked = await talk.press(HEAD, await talk.say(HEAD, "rulings"), "Does it still stand?")
    for who in (TEACHER, ASSISTANT, CHAIR):
        refused = await talk.press(who, Post(buttons=asked.buttons), label)
        assert refused.title == "Rulings are listed for head and chair"
    assert (await talk.say(HEAD, "rulings")).text.startswith("No ruling is in force. 1 ruling is not shown")


async def test_the_old_version_back_in_force_needs_no_word(talk: Talk) -> None:
    await ruled(talk)
    talk.book.known = (POLICY, TRUST)
    assert (await talk.say(ASSISTANT, SAME)).title != BEFORE
    talk.book.known = (POLICY,)
    assert (await talk.say(ASSISTANT, SAME)).title == BEFORE


async def test_a_ruling_has_the_fields_that_a_head_fills_in(talk: Talk) -> None:
    form = await talk.fill(HEAD, await talk.open_form(HEAD, await sent(talk), "Answer it"), YES)
    assert list(form.blanks) == [QUESTION, WORDS, UNTIL]

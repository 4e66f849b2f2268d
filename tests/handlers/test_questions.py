"""Asking: who says what, and what they see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers.contacts import shipped
from handlers.questions import LONGEST
from handlers.records import StaffLine
from knowledge.model import Answer, Verdict
from tests.conftest import Clock
from tests.handlers.larkfield import (
    ASSISTANT,
    CAREFUL,
    CHAIR,
    DEPUTY,
    FAMILY,
    HEAD,
    LUNCH,
    NO_FRIENDS,
    PARENTS,
    REPORT,
    REVIEWED,
    SCHOOL,
    SILENT,
    TEACHER,
    TRUST,
    answer,
    cited,
)
from tests.handlers.talk import Talk
from tests.seats.seen import labels, words

FRIEND = "can I accept a pupil on Facebook?"
PARENT = "can I accept a mum on Facebook?"


async def test_a_no_comes_with_the_clause_word_for_word_and_where_it_stands(talk: Talk) -> None:
    talk.book.answers[FRIEND] = answer(Verdict.NO, NO_FRIENDS, REPORT)
    seen = await talk.say(TEACHER, FRIEND)
    assert seen.title == "No"
    assert seen.text == "The clause rules this out."
    assert [quote.text for quote in seen.quotes] == ["Staff must not accept a friend request from a pupil."]
    assert seen.quotes[0].source == "Online conduct policy, clause 4.1, adopted 8 September 2025"
    assert labels(seen) == ["Other rules about this", "Keep a copy for me"]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (answer(Verdict.YES, LUNCH), "Your policy allows this"),
        (answer(Verdict.ONLY_IF, PARENTS), "Only if…"),
        (answer(Verdict.TAKE_CARE, CAREFUL), "Take care"),
        (answer(Verdict.MUST, REPORT), "You must…"),
        (answer(Verdict.MUST, CAREFUL), "Your policy recommends this"),
        (answer(Verdict.MUST, REVIEWED), "Your policy says…"),
    ],
)
async def test_every_verdict_has_its_plain_words(talk: Talk, given: Answer, title: str) -> None:
    talk.book.answers["may I?"] = given
    assert (await talk.say(TEACHER, "may I?")).title == title


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.NOT_COVERED])
async def test_no_verdict_word_is_seen_where_it_is_not_deserved(talk: Talk, verdict: Verdict) -> None:
    unsure = replace(answer(verdict, LUNCH, shown=False, reason="The clause permits this."), follow_up=FAMILY)
    talk.book.answers["may I?"] = unsure
    seen = await talk.say(TEACHER, "may I?")
    assert seen.title == "The nearest rule is…"
    assert "permits" not in words(seen)
    assert "Yes" not in seen.title + seen.text  # a follow-up may offer it as the asker's own answer
    assert seen.quotes[0].text == LUNCH.text
    assert "Ask the head" in labels(seen)


async def test_a_lead_in_is_quoted_with_its_clause(talk: Talk) -> None:
    talk.book.answers[PARENT] = answer(Verdict.NO, PARENTS)
    quote = (await talk.say(TEACHER, PARENT)).quotes[0]
    assert (quote.lead_in, quote.text) == ("Staff must not", "connect with parents unless they are related.")


async def test_pressing_what_is_so_changes_the_verdict_in_the_same_message(talk: Talk) -> None:
    condition = replace(answer(Verdict.ONLY_IF, PARENTS), condition="unless they are related", follow_up=FAMILY)
    talk.book.answers[PARENT] = condition
    talk.book.answers[PARENT, "+who.relative"] = answer(Verdict.YES, PARENTS, reason="The exception applies.")
    talk.book.answers[PARENT, "-who.relative"] = answer(Verdict.NO, PARENTS)
    seen = await talk.say(TEACHER, PARENT)
    assert "One thing would settle it: Are you related?" in seen.text
    assert ("It turns on", "unless they are related") in seen.facts
    assert labels(seen)[:2] == ["Yes, family", "No"]
    after = await talk.press(TEACHER, seen, "Yes, family")
    assert after.title == "Your policy allows this"
    assert after.facts == (("Are you related?", "Yes, family"),)
    assert (await talk.press(TEACHER, seen, "No")).title == "No"


async def test_the_asker_capacity_comes_from_the_staff_list(talk: Talk) -> None:
    await talk.say(CHAIR, "may I?")
    assert set(talk.book.capacities) == {"governors"}


async def test_supply_staff_ask_as_staff_whose_rules_they_keep(talk: Talk) -> None:
    line = StaffLine("teacher", "Miss Marsh", "teacher@larkfield.example", "supply")
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).put_staff([line]))
    await talk.say(TEACHER, "may I?")
    assert set(talk.book.capacities) == {"staff"}


async def test_two_clauses_that_disagree_are_both_quoted(talk: Talk) -> None:
    talk.book.answers["may I?"] = replace(answer(Verdict.NO, NO_FRIENDS, shown=False), conflict=cited(CAREFUL, TRUST))
    seen = await talk.say(TEACHER, "may I?")
    assert seen.title == "Your policy says two things"
    assert "stricter one decides" in seen.text
    assert [quote.source for quote in seen.quotes] == [
        "Online conduct policy, clause 4.1, adopted 8 September 2025",
        "Trust policy, clause 5.3, reviewed March 2023",
    ]


async def test_the_other_rules_are_behind_a_button(talk: Talk) -> None:
    talk.book.answers[FRIEND] = answer(Verdict.NO, NO_FRIENDS, REPORT, PARENTS)
    others = await talk.press(TEACHER, await talk.say(TEACHER, FRIEND), "Other rules about this")
    assert others.title == "Other rules about this"
    assert [quote.text for quote in others.quotes] == [REPORT.text, PARENTS.text]


async def test_when_two_readings_are_close_the_bot_asks_which_was_meant(talk: Talk) -> None:
    readings = ("May I accept a pupil?", "May I accept a parent?")
    talk.book.answers["accept?"] = replace(answer(Verdict.NO, LUNCH, shown=False), readings=readings)
    talk.book.answers[readings[1]] = answer(Verdict.NO, PARENTS)
    seen = await talk.say(TEACHER, "accept?")
    assert seen.title == "Which did you mean?"
    assert not seen.quotes
    assert labels(seen) == [*readings, "Neither of these"]
    assert (await talk.press(TEACHER, seen, readings[1])).quotes[0].text == PARENTS.text
    assert (await talk.press(TEACHER, seen, "Neither of these")).title == "The nearest rule is…"


async def test_silence_is_said_as_silence(talk: Talk) -> None:
    seen = await talk.say(TEACHER, "can I sell laptops?")
    assert seen.title == "Your policy doesn't say"
    assert "That does not make it allowed" in seen.text
    assert not seen.quotes
    assert seen.facts == (("Nearest headings, not an answer", "Personal use; Photographs"),)
    assert labels(seen) == ["Ask the head", "Keep a copy for me"]


async def test_a_question_that_is_a_disclosure_gets_the_rule_and_whom_to_tell(talk: Talk) -> None:
    telling = "a Year 9 keeps messaging me, can I reply?"
    talk.book.answers[telling] = replace(answer(Verdict.MUST, REPORT), disclosure=True)
    seen = await talk.say(TEACHER, telling)
    assert seen.title == "You must…"
    assert "tell Mr Hill (safeguarding lead) or Mrs Wood (deputy safeguarding lead), in person, today" in seen.text
    assert labels(seen)[0] == "Report it: who to tell"
    who = await talk.press(TEACHER, seen, "Report it: who to tell")
    assert ("An adult who works or helps here", "Mrs Wood (head)") in who.facts
    assert ("It is about the head", "Dr Stone (chair of governors)") in who.facts
    assert "Telling me is not reporting" in who.text
    assert "do not look at it again, copy, print, share or save it" in who.text
    assert TEACHER.person.name not in words(who) + words(seen)


async def test_who_to_tell_has_the_schools_numbers_and_the_signposts_that_fit(talk: Talk, clock: Clock) -> None:
    """Miss Marsh is bullied; at nine in the morning the council's office is open, at nine in the evening it is not."""
    numbers = shipped()
    for key, number in (("safeguarding_lead", "01632 960102"), ("chair", "01632 960155"), ("lado", "01632 960199"),
                        ("emergency_duty_team", "01632 960190")):  # fmt: skip
        numbers = numbers.changed(key, number=number, checked=date(2026, 9, 1))
    talk.settings(contacts=numbers.changed("online_safety_helpline", number="0344 000 0000", note="advice"))
    telling = "a parent is bullying me on Facebook, what now?"
    talk.book.answers[telling] = replace(SILENT, disclosure=True)
    who = await talk.press(TEACHER, await talk.say(TEACHER, telling), "Report it: who to tell")
    facts = dict(who.facts)
    lead = "Mr Hill (safeguarding lead, 01632 960102) or Mrs Wood (deputy safeguarding lead)"
    assert facts["A child may be at risk"] == lead
    assert facts["It is about the head"] == "Dr Stone (chair of governors, 01632 960155)"
    officer = "Outside the school: the local authority designated officer (LADO)"
    assert facts[officer] == "01632 960199. Last checked 1 September 2026."
    assert [name for name, _ in who.facts][-3:] == [
        "Report Harmful Content", "Professionals Online Safety Helpline", "Education Support",
    ]  # fmt: skip
    assert facts["Professionals Online Safety Helpline"].startswith("0344 000 0000")
    assert "Last checked 21 November 2026." in facts["Professionals Online Safety Helpline"]
    assert "The school's numbers were last checked on 1 September 2026." in who.notes
    clock.forward(hours=12)
    late = await talk.press(TEACHER, await talk.say(TEACHER, telling), "Report it: who to tell")
    there = [name for name, _ in late.facts]
    assert there.index("Outside the school: the council's emergency duty team") + 1 == there.index(officer)


async def test_where_the_school_gave_no_number_none_is_made_up(talk: Talk) -> None:
    talk.book.answers["a pupil keeps messaging me"] = replace(SILENT, disclosure=True)
    seen = await talk.say(TEACHER, "a pupil keeps messaging me")
    facts = dict((await talk.press(TEACHER, seen, "Report it: who to tell")).facts)
    assert facts["The local authority designated officer (LADO)"] == "ask your council for the number"
    assert facts["A child may be at risk"] == "Mr Hill (safeguarding lead) or Mrs Wood (deputy safeguarding lead)"
    assert "CEOP Safety Centre" in facts, "a child is contacted online"
    assert "Education Support" not in facts


async def test_a_yes_never_stands_beside_words_of_harm(talk: Talk) -> None:
    talk.book.answers["he keeps texting me, may I answer?"] = replace(answer(Verdict.YES, LUNCH), disclosure=True)
    seen = await talk.say(TEACHER, "he keeps texting me, may I answer?")
    assert seen.title == "Please tell somebody today"
    assert "The nearest rule that I found, which may not be about this:" in seen.text


async def test_a_clause_that_is_hardly_about_it_does_not_stand_in_the_way_of_telling(talk: Talk) -> None:
    hardly = replace(cited(LUNCH), score=0.2)
    found = replace(answer(Verdict.MUST, shown=False), cited=(hardly, hardly), disclosure=True)
    talk.book.answers["my colleague slapped a child"] = found
    seen = await talk.say(TEACHER, "my colleague slapped a child")
    assert seen.title == "Please tell somebody today"
    assert "Mr Hill" in seen.text
    assert (seen.quotes, "rule" in seen.text) == ((), False)
    assert "Tell somebody" in labels(seen)


async def test_who_names_a_colleague_is_offered_whom_to_tell(talk: Talk) -> None:
    """Miss Marsh may only want to know a rule; or she has begun to say what weighs on her."""
    seen = await talk.say(TEACHER, "Mr Hill shouted at a child, what now?")
    who = await talk.press(TEACHER, seen, "Worried about it? Who to tell")
    assert who.title == "Who to tell, in person, today"


@pytest.mark.parametrize("found", [replace(answer(Verdict.YES, LUNCH), danger=True), replace(SILENT, danger=True)])
async def test_danger_puts_999_and_the_safeguarding_lead_first(talk: Talk, found: Answer) -> None:
    talk.book.answers["she is going to hurt herself"] = found
    seen = await talk.say(TEACHER, "she is going to hurt herself")
    assert seen.title == "Call 999 if anyone is in danger"
    assert seen.text.startswith("If anyone is in danger now, call 999 first. Then tell Mr Hill (safeguarding lead)")
    assert labels(seen)[0] == "Report it: who to tell"
    assert not any(label.startswith("Ask the") for label in labels(seen))


async def test_beside_danger_nobody_is_told_that_they_must(talk: Talk) -> None:
    told = "someone sent me a nude of a pupil, should I screenshot it?"
    talk.book.answers[told] = replace(answer(Verdict.MUST, REPORT, reason="The clause asks this of you."), danger=True)
    seen = await talk.say(TEACHER, told)
    assert seen.title == "Call 999 if anyone is in danger"
    assert "must…" not in seen.text
    assert "asks this of you" not in seen.text
    assert "which may not be about this" in seen.text


async def test_a_disclosure_that_no_clause_decides_is_not_called_undecided(talk: Talk) -> None:
    talk.book.answers["he keeps messaging me"] = replace(SILENT, disclosure=True)
    seen = await talk.say(TEACHER, "he keeps messaging me")
    assert seen.title == "Please tell somebody today"
    assert seen.text.startswith("If this is happening, please do not keep it to yourself")


async def test_nobody_is_told_to_tell_themselves_or_the_head_about_the_head(talk: Talk) -> None:
    about_head = "the head keeps messaging a pupil"
    talk.book.answers[about_head] = replace(answer(Verdict.MUST, REPORT), disclosure=True, names_staff=True)
    seen = await talk.say(DEPUTY, about_head)
    assert "Mr Hill" not in seen.text
    assert "Mrs Wood" not in seen.text
    assert "tell Dr Stone (chair of governors), in person" in seen.text
    who = await talk.press(DEPUTY, seen, "Report it: who to tell")
    assert who.facts[1] == ("It is about the head", "Dr Stone (chair of governors)")


@pytest.mark.parametrize("lead", ["Mr Hill", "the safeguarding lead", "our DSL"])
async def test_nobody_is_sent_to_the_safeguarding_lead_about_the_safeguarding_lead(talk: Talk, lead: str) -> None:
    told = f"{lead} is grooming a pupil"
    talk.book.answers[told] = replace(answer(Verdict.MUST, REPORT), danger=True, disclosure=True, names_staff=True)
    seen = await talk.say(TEACHER, told)
    who = await talk.press(TEACHER, seen, "Report it: who to tell")
    for post in (seen.text, dict(who.facts)["A child may be at risk"]):
        assert "Mr Hill" not in post
        assert "Mrs Wood" in post


async def test_buttons_do_nothing_for_anybody_else(talk: Talk) -> None:
    talk.book.answers[FRIEND] = answer(Verdict.NO, NO_FRIENDS, REPORT)
    seen = await talk.say(TEACHER, FRIEND)
    for label in ("Other rules about this", "Keep a copy for me"):
        assert (await talk.press(ASSISTANT, seen, label)).title == "This question is somebody else's"
    assert "no copies" in (await talk.say(ASSISTANT, "my copies")).title


async def test_a_question_is_forgotten_after_a_day(talk: Talk, clock: Clock) -> None:
    seen = await talk.say(TEACHER, FRIEND)
    clock.forward(hours=25)
    assert "more than a day old" in (await talk.press(TEACHER, seen, "Keep a copy for me")).text


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
async def test_an_empty_question_is_asked_for(talk: Talk, text: str) -> None:
    assert (await talk.say(TEACHER, text)).title == "What would you like to know?"


async def test_a_whole_story_is_too_long_and_points_to_a_person(talk: Talk) -> None:
    seen = await talk.say(TEACHER, "so " * LONGEST)
    assert seen.title == "That is a little long for me"
    assert "safeguarding lead in person" in seen.text


async def test_without_a_policy_the_bot_says_so(talk: Talk) -> None:
    talk.book.known = ()
    for said in (FRIEND, "policies", "search phones"):
        assert (await talk.say(TEACHER, said)).title == "I have no policy yet"


async def test_without_a_policy_whoever_tells_of_harm_is_told_whom_to_tell(talk: Talk) -> None:
    """The bot is new and nobody has given it a policy, and a pupil has just said something terrible."""
    talk.book.known = ()
    talk.book.answers["she is going to hurt herself"] = replace(SILENT, danger=True)
    seen = await talk.say(TEACHER, "she is going to hurt herself")
    assert seen.title == "Call 999 if anyone is in danger"
    assert "Mr Hill (safeguarding lead)" in seen.text


async def test_only_silence_is_counted_and_nothing_that_may_point_at_somebody(talk: Talk) -> None:
    talk.book.answers |= {
        FRIEND: answer(Verdict.NO, NO_FRIENDS),
        "he touched me": replace(SILENT, disclosure=True),
        "she is in danger": replace(SILENT, danger=True),
        "my colleague is odd": replace(SILENT, names_staff=True),
        "tell me a joke": replace(SILENT, subject="chit-chat"),
    }
    for _ in range(3):
        for said in (
            FRIEND,
            "he touched me",
            "she is in danger",
            "my colleague is odd",
            "tell me a joke",
            "is the headteacher fair",
        ):
            await talk.say(TEACHER, said)
    assert "3 questions" not in words(await talk.home(HEAD))
    await talk.say(TEACHER, "can I sell laptops?")
    await talk.say(ASSISTANT, "may I sell old chairs?")
    assert ("Your policy did not answer", "selling things: 2 questions") in (await talk.home(HEAD)).facts

"""The sample policy answers everyday questions: the right clause first, or among the first three."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.model import Answer, Verdict

Ask = Callable[[str], Answer]

FIRST = {
    "A Year 6 keeps messaging me": "4.3",
    "My neice is in Year 4, can I have her on Facebook?": "4.5",
    "Can I accept a friend request from a pupil?": "4.1",
    "One of my Year 5s has sent me a follow request on Insta, can I say yes?": "4.1",
    "Can I message a pupil on WhatsApp about homework?": "4.2",
    "A pupil tried to follow my TikTok, what do I do?": "4.3",
    "Can I add a former pupil who is 16?": "4.4",
    "Can I look at a pupil's Instagram profile to see what they are up to?": "4.6",
    "A mum messaged me on Facebook about her son's reading, can I reply there?": "4.8",
    "Do I have to accept friend requests from colleagues?": "4.9",
    "Can we have a staff WhatsApp group for nights out?": "4.10",
    "Can I check Facebook while supervising the playground?": "5.1",
    "Am I allowed to use my phone at lunch in the staff room?": "5.2",
    "Can I go on Instagram on the school laptop?": "5.4",
    "Can I use the school wifi on my own phone?": "5.5",
    "Can I sign up to TikTok with my school email?": "5.6",
    "Can I put the name of the school on my Facebook profile?": "5.7",
    "Can I use the school logo as my profile picture?": "5.10",
    "Can I share my political opinions on my own account?": "5.9",
    "Can I take photos of the children with my own phone?": "6.1",
    "Can I post a picture of my class on my own Instagram?": "6.3",
    "Do I need to check consent before photographing pupils?": "6.5",
    "Can I post a photo of a colleague from the Christmas party?": "6.7",
    "Can I set up a Twitter account for my class?": "7.2",
    "Can we post photos of the trip while we are still away?": "7.4",
    "Do I have to answer parents' messages on the class app at the weekend?": "7.7",
    "Can I help run the parents' WhatsApp group?": "7.8",
    "I emailed a pupil's report to the wrong parent, what do I do?": "8.2",
    "Can I sell worksheets I made for school online?": "8.5",
    "Is it ok to like a sexist joke?": "8.6",
    "Can I give a reference for a colleague on LinkedIn?": "8.8",
    "Can I put pupils' names into ChatGPT?": "10.1",
    "Can I use AI to help write a letter?": "10.2",
    "Parents are being abusive about me online, who do I tell?": "11.1",
    "I have found an indecent image of a child on a phone, what do I do?": "11.4",
    "Someone is slagging off the school on Facebook, can I reply?": "12.1",
    "A journalist has messaged me, can I answer?": "12.3",
    "Can the school ask for my Facebook password?": "13.3",
    "Can I be sacked for breaking this policy?": "14.1",
    "What privacy settings should I use?": "9.1",
}
AMONG_THREE = {
    "Can I share the school's post about sports day to my own page?": "6.4",
    "Can I tell a story about a pupil in a closed group if I leave out the name?": "8.1",
    "When is the policy reviewed?": "15.4",
    "Does the school watch what I do on its computers?": "13.1",
    "Can I do paid tutoring that I advertise online?": "8.11",
    "Is it ok to be friends with an ex-pupil who is now 21?": "4.4",
}
NOT_COVERED = [
    "Can I take annual leave in term time?",
    "What is the dress code?",
    "How do I claim travel expenses?",
    "What time does the staff car park close?",
    "Who is covering Year 4 on Friday?",
    "What is for lunch today?",
]
FORBIDDEN = [
    "Can I accept a friend request from a pupil?",
    "Can I message a pupil on WhatsApp about homework?",
    "Can I post a picture of my class on my own Instagram?",
    "Can I take photos of the children with my own phone?",
    "Can I go on Instagram on the school laptop?",
    "Can I sign up to TikTok with my school email?",
    "Can I use the school logo as my profile picture?",
    "Is it ok to like a sexist joke?",
    "Can I check Facebook while supervising the playground?",
]


# What the policy says to each; a verdict word may stay away, but the one that is shown is to be among these.
SAYS = {
    "Can I accept a friend request from a pupil?": "no only_if",
    "One of my Year 5s has sent me a follow request on Insta, can I say yes?": "no only_if",
    "Can I message a pupil on WhatsApp about homework?": "no",
    "A pupil tried to follow my TikTok, what do I do?": "must",
    "Can I add a former pupil who is 16?": "no only_if",
    "Is it ok to be friends with an ex-pupil who is now 21?": "take_care yes",
    "Can I look at a pupil's Instagram profile to see what they are up to?": "no",
    "Can I accept a friend request from a parent?": "only_if no",
    "A mum messaged me on Facebook about her son's reading, can I reply there?": "no only_if",
    "Do I have to accept friend requests from colleagues?": "no",
    "Can we have a staff WhatsApp group for nights out?": "yes",
    "Can I check Facebook while supervising the playground?": "no",
    "Am I allowed to use my phone at lunch in the staff room?": "yes",
    "Can I go on Instagram on the school laptop?": "no",
    "Can I use the school wifi on my own phone?": "yes",
    "Can I sign up to TikTok with my school email?": "no",
    "Can I put the name of the school on my Facebook profile?": "no only_if",
    "Can I use the school logo as my profile picture?": "no",
    "Do I need to check consent before photographing pupils?": "must yes",
    "Can I set up a Twitter account for my class?": "only_if",
    "Can we post photos of the trip while we are still away?": "no",
    "Can I help run the parents' WhatsApp group?": "no",
    "Do I have to answer parents' messages on the class app at the weekend?": "no",
    "I emailed a pupil's report to the wrong parent, what do I do?": "must",
    "Can I sell worksheets I made for school online?": "only_if no",
    "Is it ok to like a sexist joke?": "no",
    "Can I give a reference for a colleague on LinkedIn?": "no",
    "Can I put pupils' names into ChatGPT?": "only_if no",
    "Can I use AI to help write a letter?": "only_if yes",
    "I have found an indecent image of a child on a phone, what do I do?": "must",
    "Can the school ask for my Facebook password?": "no",
    "What privacy settings should I use?": "must take_care",
    "Can I post on the school's Facebook page?": "only_if no",
    "Do I have to sign the policy?": "must yes",
    "Does the policy apply to volunteers?": "yes",
    "Can I share my password with a colleague?": "no",
    "Can I tell a reporter what happened at school?": "no",
    "Does the school check my personal Facebook?": "no",
}


@pytest.mark.parametrize(("question", "verdicts"), SAYS.items())
def test_a_verdict_word_that_is_shown_is_right(ask: Ask, question: str, verdicts: str) -> None:
    answer = ask(question)
    assert not answer.shown or answer.verdict in verdicts.split()


@pytest.mark.parametrize(("question", "number"), FIRST.items())
def test_the_right_clause_stands_first(ask: Ask, question: str, number: str) -> None:
    assert ask(question).cited[0].clause.number == number


@pytest.mark.parametrize(("question", "number"), AMONG_THREE.items())
def test_the_right_clause_stands_among_the_first_three(ask: Ask, question: str, number: str) -> None:
    assert number in [cited.clause.number for cited in ask(question).cited[:3]]


@pytest.mark.parametrize("question", FORBIDDEN)
def test_what_is_forbidden_is_a_no(ask: Ask, question: str) -> None:
    assert ask(question).verdict is Verdict.NO


@pytest.mark.parametrize("question", NOT_COVERED)
def test_what_has_nothing_to_do_with_it_is_met_with_silence(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.verdict is Verdict.NOT_COVERED
    assert answer.cited == ()


@pytest.mark.parametrize(
    "question",
    [
        "can i acept a freind request form a pupil",
        "CAN I ACCEPT A FRIEND REQUEST FROM A PUPIL",
        "can i accept friend requests from kiddos on insta??",
        "  can I   accept\na friend request from a pupil ?  ",
        "is it fine not to accept a pupil's friend request",
    ],
)
def test_typing_does_not_change_the_clause(ask: Ask, question: str) -> None:
    assert "4.1" in [cited.clause.number for cited in ask(question).cited[:2]]

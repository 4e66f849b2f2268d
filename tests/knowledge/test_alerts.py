"""Alerts: danger before all else, then somebody who tells rather than asks; a plain question is neither."""

from __future__ import annotations

import pytest

from knowledge.answering import without_policy
from knowledge.engine import alerts, fitted
from knowledge.engine.alerts import Alert
from knowledge.language.reading import Reader
from knowledge.model import Verdict

DANGER = [
    "a year 10 girl told me she wants to kill herself",
    "he says he's going to end it all",
    "she said she wants to die",
    "a pupil has posted that he doesn't want to be here any more",
    "one of my tutees has cut her arms and posted it",
    "a boy has been self-harming and put pictures on snapchat",
    "she took an overdose last night",
    "a year 8 has run away and messaged me",
    "a lad in my class has brought a knife in",
    "there's a video of a boy with a knife in school",
    "someone has threatened to stab a pupil after school today",
    "a parent has said he's coming to school to attack me",
    "I think a girl in my form is being groomed",
    "a man online is asking her to meet him tonight",
    "she's meeting someone she met online after school",
    "a pupil sent me a nude",
    "a pupil has sent me a topless photo",
    "a boy is sharing naked pictures of a girl in year 9",
    "kids are passing round a nude of a year 8",
    "someone is blackmailing a pupil with nude pictures",
    "child told me her uncle touches her",
    "a pupil says her dad hits her",
    "a child has disclosed abuse to me",
    "she's being abused at home",
    "he's scared to go home",
    "my partner is hitting me",
    "a student says he is going to shoot up the school",
    "there's been a bomb threat on Facebook",
    "a pupil's been sexually assaulted",
    "a year 11 was raped at a party",
    "sexting between two year 9s",
    "I found an indecent image of a child",
    "someone sent child abuse images to the staff whatsapp",
    "he says he will jump off a bridge",
    "she's not safe tonight",
    "a child is at immediate risk",
    "a pupil is talking about suicide online",
    "I can't go on, I want to end my life",
    "he's got hold of pills",
    "I'm worried she'll hurt herself",
    "a girl is being forced to send pictures",
    "a pupil is being radicalised online",
    "county lines, drug dealers messaging him",
    "FGM next week",
    "a year 7 told me her older sister is being hurt",
    "Mrs Wood is abusing a pupil",
    "I think the safeguarding lead is abusing a child",
    "one of the TAs hit a child",
    "My head teacher hit a child. What should I do?",
    "the PE teacher slapped one of the year 4 children what do i do now",
    "Mr Hill is grooming a pupil",
    "someone has put a 14yr olds nudes in the class group chat",
    "nudes of a y9 are going round on snapchat",
    "should I screenshot the nudes as evidence",
    "kids are sharing a naked photo of a classmate",
    "a lad in my form is being blackmailed with pictures of himself",
    "a boy wrote on TikTok he doesn't want to be here",
    "student has cuts all over her arms in her BeReal",
    "y10 girl is meeting a 30 year old she met on Discord",
    "a man online is asking my y6 for photos",
    "a pupil says that his stepfather hits him, do I ring home?",
    "she said she doesn't feel safe at home",
    "there's a video of a fight with a machete, our kids",
]
TELLING = [
    "a Year 9 keeps messaging me, can I reply?",
    "a pupil won't stop messaging me on insta",
    "this lad keeps liking all my photos and commenting",
    "a girl in year 11 has a crush on me and has been sending me hearts",
    "one of the students sent me a selfie in her bikini",
    "a parent is slagging me off on Facebook",
    "parents are being abusive about me in a WhatsApp group",
    "a parent has called me a paedo online",
    "pupils made a TikTok account taking the mick out of me",
    "someone has set up a fake account in my name",
    "a kid filmed me in class and put it on TikTok",
    "a mum keeps messaging me at night",
    "a colleague is friends with pupils on Snapchat",
    "I've seen another teacher messaging a student",
    "my TA has been texting a Year 10",
    "I think the head is messaging a pupil",
    "a colleague has been having an inappropriate relationship with a student",
    "another member of staff posted a racist comment",
    "my colleague is bullying me on whatsapp",
    "I accidentally liked a pupil's photo",
    "I've already accepted a pupil's friend request",
    "I replied to a pupil on Instagram, am I in trouble?",
    "I posted a picture of a pupil by mistake",
    "I think I may have crossed a line with a pupil",
    "I sent a message to a pupil that I regret",
    "I gave a pupil my number",
    "a pupil told me she is being bullied online",
    "a boy in my class is being cyberbullied",
    "a pupil asked me to keep a secret",
    "a pupil has told me something worrying",
    "I'm being trolled by ex-pupils",
    "my ex is posting things about me",
    "I've been getting threats from a dad",
    "I am being harassed by a parent online",
    "a student is stalking me online",
    "someone hacked my account and messaged my pupils",
    "I'm worried about a colleague",
    "I am concerned about how close a colleague is with a boy in year 10",
    "I have a concern about the headteacher",
    "a student DMed me asking to meet up",
    "one of my form asked for my number",
    "a pupil said he loves me",
    "I've been sent something horrible by a pupil",
    "I got drunk and added a pupil on facebook",
    "my colleague showed me photos of pupils on his phone",
    "the deputy is sharing pupils' photos in a private group",
    "Peter keeps messaging a Year 6 girl at night",
    "a TA has been sending snaps to a boy in Year 5",
    "the caretaker has pictures of pupils on his phone",
    "Sarah shouted at a child in front of everyone",
    "The deputy touched a pupil",
    "our drama coach gave a sixth former his number",
    "A colleague is always alone with one girl in his car",
    "a pupil has made a fake TikTok of me",
    "pupils have made a deepfake of me",
    "kids made a TikTok account taking the mick out of Mr Jones",
    "I accepted a pupil's request by accident last night and now I'm worried",
    "I've been following a pupil for months",
    "I accidently liked a pupil's photo",
    "another teacher asked a sixth former for her number",
    "my colleague gave his Snapchat to a year 11",
    "the caretaker has added loads of y9 girls on Insta",
    "our deputy is having an affair with a y13",
    "one of my pupils came out as gay to me on Instagram, do I tell his mum?",
    "a y8 girl says her friend is meeting people from a game, who do I tell",
    "a parent has posted my home address",
    "my account was hacked and is messaging pupils",
]
PLAIN = [
    "Can I accept a friend request from a pupil?",
    "Can I follow my pupils on Instagram?",
    "May I message a pupil about homework?",
    "Can I post pictures of the school trip?",
    "What happens if a member of staff is bullied online?",
    "Who should I tell if I am harassed by a parent?",
    "What do I do if a pupil contacts me?",
    "What does the policy say about cyberbullying?",
    "Do I have to report a colleague who breaks the policy?",
    "Is a missing consent form a problem?",
    "A form is missing for one child, can I post the photo?",
    "Can I share a video about mental health week?",
    "Can I talk to pupils about self-care?",
    "Can I put up a post on the danger of fireworks?",
    "Can I share a suicide prevention charity's post?",
    "Is it a danger to leave my account open?",
    "Are we allowed to run assemblies on sexting?",
    "Can I post about a missing cat in the school group?",
    "Can we do a lesson on grooming and online safety?",
    "Can I ask my son's friend to cut the cake in a video?",
    "Is it ok to tag a colleague?",
    "Can I have a relationship with a colleague?",
    "Can the school take down a post by mistake?",
    "Can I use a photo of me without permission of the photographer?",
    "Can I record a video of me reading a story?",
    "Can I put a video of me on TikTok?",
    "Who do I tell about a fake account?",
    "Can I add a colleague?",
    "Who deals with complaints about the head?",
    "Can I use WhatsApp to text a pupil's parent?",
    "What should I do about an indecent image?",
    "Can we tweet about our cross-country run?",
    "Is it ok to be alone with a pupil on a video call?",
    "Can we post the picture of a pupil with a knife at the cookery club?",
    "Can I watch Killing Eve at lunch?",
    "Can I share a crime novel about a murder?",
    "Can I keep messaging my friend from work?",
    "Can a TA text a pupil?",
    "Is texting a pupil allowed?",
    "Can I have a private relationship with a pupil's parent?",
    "Do I have to tell the head if I made a mistake?",
    "What if I've already got pupils as friends?",
    "I've already got a Facebook page, can I keep it?",
    "Can I reply to a parent who messages me at night?",
    "Can I meet a parent I met online?",
    "Can we publish a picture with surname?",
    "Can I use a picture taken by a pupil?",
    "My phone has gone missing, do I tell anyone?",
    "my school laptop is missing",
    "Can I do a sponsored overnight run?",
    "Can a teacher touch a pupil to comfort them?",
    "am I allowed to hug a child who is crying",
    "What happens to a teacher who hits a child?",
    "hi, can a TA hug a reception child",
    "Is it ok if my partner follows pupils on Instagram?",
    "texting a pupil at night",
    "staying in touch with pupils after I leave",
    "there's no harm in emailing a pupil from home?",
    "We kept in touch with a former pupil's mum",
    "Can I reply to a pupil on the school's own system?",
    "Can a teacher be friends with a colleague on Facebook?",
    "Can governors be friends with teachers online?",
    "a pupil won a medal, can I tweet it",
    "our class made a page about the Romans and I would like to share it",
    "Can I post a painting with a nude in it on the art page?",
    "head gave the ok, can I post",
    "My son met his friends online, can I tag them?",
    "the TA took the children swimming, can we post the pictures",
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(fitted.shipped().words)


def heard(text: str, reader: Reader) -> Alert:
    return alerts.find(text, reader.question(text))


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard_and_is_worth_reporting_too(text: str, reader: Reader) -> None:
    assert heard(text, reader) == Alert(danger=True, disclosure=True)


@pytest.mark.parametrize("text", TELLING)
def test_somebody_who_tells_is_offered_to_report(text: str, reader: Reader) -> None:
    assert heard(text, reader) == Alert(danger=False, disclosure=True)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_question_is_no_disclosure(text: str, reader: Reader) -> None:
    assert heard(text, reader) == Alert(danger=False, disclosure=False)


@pytest.mark.parametrize("text", ["a girl wnats to kill hersefl", "someone has threatend to stab a pupil"])
def test_danger_is_heard_through_typing_mistakes(text: str, reader: Reader) -> None:
    assert heard(text, reader).danger


def test_a_word_that_mending_would_change_is_heard_as_typed() -> None:
    text = "he is going to stab someone"
    assert heard(text, Reader({"stay": 9})).danger


def test_capitals_and_punctuation_do_not_matter(reader: Reader) -> None:
    text = "HELP!!! A BOY — YEAR 9 — SAYS HE’LL KILL HIMSELF…"
    assert heard(text, reader).danger


@pytest.mark.parametrize(
    "told",
    [
        "he said he doesnt want to be alive",
        "a kid showed me cuts on her arm",
        "Year 10 says her stepdad comes in her room at night",
        "I've been texting a pupil and it's gone too far",
    ],
)
def test_what_a_colleague_would_never_leave_till_tomorrow_is_heard(told: str) -> None:
    found = heard(told, Reader({}))
    assert found.danger or found.disclosure


def test_danger_is_heard_where_there_is_no_policy_yet() -> None:
    heard = without_policy("She told me she is going to kill herself tonight")
    assert (heard.verdict, heard.danger, heard.disclosure) == (Verdict.NOT_COVERED, True, True)
    assert not without_policy("Can I wear jeans on an INSET day?").disclosure

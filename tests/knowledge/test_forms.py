"""Question forms: may I, must I, who, is it wise, what do I do, what is so, when; and which way round."""

from __future__ import annotations

import pytest

from knowledge.language.forms import Form, asked

WORDINGS = {
    Form.MAY: [
        "Can I accept a friend request?",
        "am i ok to post this",
        "Is it alright if I bring my phone?",
        "May staff use WhatsApp?",
        "are we allowed phones at lunch?",
        "any problem with me following the school page?",
        "Could a TA tweet for the class?",
        "ok to like a parent's post?",
        "Would it be ok to share the school's post?",
        "is it against the rules to vape on TikTok",
        "It was only a joke, so that's fine, isn't it?",
        "am I free to say I'm a teacher on LinkedIn?",
        "do I get to opt in?",
        "I'd love to post it. Alright to?",
        "can the tas have a group chat",
        "Is posting pupils' work banned?",
        "facebook at break allowed?",
        "May I?",
        "Is there anything to stop me following her?",
    ],
    Form.MUST: [
        "Do I have to report it?",
        "Must I delete the photo?",
        "should I tell the head?",
        "am i supposed to log out?",
        "Do governors need to sign it?",
        "are we required to use two-step verification?",
        "is it compulsory to sign?",
        "have I got to unfriend her?",
        "Does the head have to agree first?",
        "do we need to ask parents before we post?",
        "ought I to save it?",
        "Is it my job to reply?",
    ],
    Form.WHO: [
        "Who do I tell?",
        "who should approve the post",
        "Whose permission do I need?",
        "To whom do I report it?",
        "who signs off posts?",
        "Who is responsible for the school's page?",
        "who else needs to know?",
    ],
    Form.WISE: [
        "Is it wise to add a parent?",
        "is it a good idea to use my real name?",
        "Is it risky to have an open profile?",
        "anything I should watch out for on LinkedIn?",
        "any advice on privacy settings?",
        "Is it sensible to accept colleagues?",
        "should I be worried... is it safe to go on dating apps?",
    ],
    Form.WHAT_TO_DO: [
        "What do I do if a pupil messages me?",
        "what should I do about a fake account?",
        "How do I report abuse?",
        "what now?",
        "a parent is slagging me off, what do I do",
        "What steps should I take?",
        "How should staff reply to comments?",
        "what is the procedure for a data breach?",
    ],
    Form.FACT: [
        "Does the policy apply to governors?",
        "Can the school read my emails?",
        "What happens if I break the rules?",
        "can I be sacked for a tweet?",
        "Could I lose my job?",
        "does it cover weekends?",
        "Are volunteers covered?",
        "What counts as social media?",
        "can they look at my Facebook?",
        "Does this include WhatsApp?",
    ],
    Form.WHEN: [
        "When is the policy reviewed?",
        "How often do we have to change passwords?",
        "when was it last updated?",
        "what date does it start?",
        "How long do we keep screenshots?",
    ],
    Form.BARE: [
        "friend request from pupil",
        "whatsapp groups",
        "photos of the class",
    ],
}
DOING_WITHOUT = [
    "Is it ok not to reply?",
    "can I ignore a parent's message?",
    "Do I not need to report it?",
    "is it fine to refuse a friend request?",
    "Can I get away with not signing?",
    "don't I have to tell anyone?",
    "ok to skip the training?",
    "is it alright if I don't answer at weekends?",
    "am I allowed to say no to a colleague's request?",
    "can i leave the group",
]
DOING = [
    "Can I reply to a parent?",
    "Do I have to sign it?",
    "may I post a note about the fair?",
    "Is it ok to share a photo of my class?",
]
PERMISSION_NEEDED = [
    "Do I need permission to post?",
    "does a TA need the head's approval to tweet?",
    "do we have to get consent for a group photo?",
    "Would I need to ask... would I need permission to tutor?",
    "Do I need to get it authorised?",
    "do i need a parent's ok before posting",
    "Is permission needed to start a blog?",
    "do I need anyone's permission",
    "need permission to post?",
    "Have I got to ask the head first?",
]
IN_THE_CLEAR = [
    "It's my own time so I'm in the clear?",
    "my account is private so none of this applies, right?",
    "I didn't name the school so I can say what I like?",
    "nobody's business what I do at weekends",
    "does that mean I'm off the hook?",
    "it's deleted so it doesn't count",
    "my private life has nothing to do with school",
]


@pytest.mark.parametrize(("question", "form"), [(q, form) for form, some in WORDINGS.items() for q in some])
def test_the_form_of_a_question_is_recognised(question: str, form: Form) -> None:
    assert asked(question).form is form


@pytest.mark.parametrize("question", DOING_WITHOUT)
def test_asking_to_do_without_is_a_negated_question(question: str) -> None:
    assert asked(question).negated


@pytest.mark.parametrize("question", DOING + PERMISSION_NEEDED[:2])
def test_a_plain_question_is_not_negated(question: str) -> None:
    assert not asked(question).negated


@pytest.mark.parametrize("question", PERMISSION_NEEDED)
def test_asking_whether_permission_is_needed_is_recognised(question: str) -> None:
    assert asked(question).needs


@pytest.mark.parametrize("question", DOING)
def test_a_plain_question_does_not_ask_whether_permission_is_needed(question: str) -> None:
    assert not asked(question).needs


@pytest.mark.parametrize("question", IN_THE_CLEAR)
def test_hoping_to_be_in_the_clear_is_recognised(question: str) -> None:
    assert asked(question).clear


def test_a_story_before_the_question_does_not_change_its_form() -> None:
    story = "A mum asked me who runs the page. When I said the office does, she laughed. Can I post her photo?"
    assert asked(story).form is Form.MAY


def test_a_statement_after_the_question_does_not_change_its_form() -> None:
    assert asked("Who do I tell? It has been going on for weeks. I can show the messages.").form is Form.WHO


def test_nothing_at_all_is_a_bare_phrase() -> None:
    assert asked("").form is Form.BARE
    assert asked("???").form is Form.BARE

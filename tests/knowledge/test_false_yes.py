"""No yes is shown where a policy says no, or only if. The training policies were fitted on: a net, not a measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.fitting.training import read_questions, training_folder
from knowledge.model import Answer, Verdict
from knowledge.policy import read_policy

REFUSED = (Verdict.NO, Verdict.ONLY_IF)
KEYS = sorted(path.stem for path in training_folder().glob("*.jsonl"))


def policy_file(key: str) -> Path:
    return next(path for path in training_folder().glob(f"{key}.*") if path.suffix != ".jsonl")


def says_yes(answer: Answer) -> bool:
    return answer.shown and answer.verdict is Verdict.YES


@pytest.mark.parametrize("key", KEYS)
def test_a_training_policy_has_no_false_yes(key: str) -> None:
    path = policy_file(key)
    answerer = Answerer([read_policy(path.read_bytes(), path.name)])
    labelled = [one for one in read_questions(training_folder() / f"{key}.jsonl") if one.verdicts[0] in REFUSED]
    assert labelled
    assert [one.question for one in labelled if says_yes(answerer.answer(one.question))] == []


# Questions that lean towards a permission which stands beside the prohibition that decides them.
@pytest.mark.parametrize(
    "question",
    [
        "The parents are happy with it, so can I post a photo of their child on my own Instagram?",
        "Nobody can be recognised in it, can I put the class photo on my Facebook?",
        "It's my lunch break, can I use the school laptop to check Facebook?",
        "My account is private so I can add pupils, right?",
        "She's 17 and leaves in July, can I add her now?",
        "I used to teach him, he is 15 now, ok to add him?",
        "Can I look at Instagram in my break while I'm on playground duty?",
        "I deleted the pupil's name, can I tell the story in our closed staff group?",
        "Can I set up an Instagram for my class without asking the head?",
        "I've not asked the head yet, can I film the assembly on my own phone?",
        "Can I add a mum as a friend? I only met her when her son joined.",
        "Can I put a pupil's essay into ChatGPT, nobody has approved it but it's quick?",
        "It was only a like on a sexist joke, that's fine isn't it?",
        "Can I reply to a rude parent's post about the school from an anonymous account?",
        "We're still on the coach, can I tweet the trip photos?",
        "The school's post is lovely, can I share it and add the children's names?",
        "Is it ok to forward the indecent picture to the DSL as proof?",
        "Can I message a pupil on WhatsApp if it's only about homework?",
        "Can I sell the worksheets I made for school without telling anyone?",
        "May I keep photos of the trip on my own phone if I never post them?",
    ],
)
def test_a_question_that_hopes_for_a_yes_gets_none(answerer: Answerer, question: str) -> None:
    assert not says_yes(answerer.answer(question))

"""Is it the same question? Measured, since a ruling on somebody else's question may be a false yes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, permutations
from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.engine import fitted
from knowledge.engine.ranking import Question, read_question
from knowledge.fitting.contrasts import read_contrasts
from knowledge.fitting.training import read_training, training_folder
from knowledge.language.reading import Reader
from knowledge.policy import read_policy
from knowledge.similar import alike

LABELLED = training_folder() / "alike.txt"
LATER = "# Written after"  # the line from which on the questions had no part in making the rule


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling's question, as a head would put it; the same in other words; and others, close by."""

    question: Question
    same: list[Question] = field(default_factory=list)
    close: list[Question] = field(default_factory=list)
    later: bool = False


def read(text: str) -> Question:
    return read_question(text, NUMBERS, READER)


def labelled(path: Path) -> list[Ruled]:
    """The labelled rulings of a file."""
    found: list[Ruled] = []
    later = False
    for line in filter(None, path.read_text("utf-8").splitlines()):
        mark, text = line[0], line[1:].strip()
        later |= line.startswith(LATER)
        if mark == ">":
            found.append(Ruled(read(text), later=later))
        elif mark != "#":
            {"=": found[-1].same, "!": found[-1].close}[mark].append(read(text))
    return found


NUMBERS = fitted.shipped()
READER = Reader(NUMBERS.words)


@pytest.fixture(scope="module")
def rulings() -> list[Ruled]:
    return labelled(LABELLED)


def test_the_same_question_in_other_words_is_found_as_often_as_is_written_down(rulings: list[Ruled]) -> None:
    """And not less often on questions that had no part in making the rule."""
    found = [(one.later, alike(one.question, other)) for one in rulings for other in one.same]
    assert (sum(hit for _, hit in found), len(found)) == (65, 150)
    assert (sum(hit for later, hit in found if later), sum(later for later, _ in found)) == (22, 42)


def test_no_question_close_by_is_taken_for_the_same(rulings: list[Ruled]) -> None:
    close = [(one.question, other) for one in rulings for other in one.close]
    assert len(close) == 156
    assert [(one.text, other.text) for one, other in close if alike(one, other)] == []


def test_no_ruling_answers_another_rulings_question(rulings: list[Ruled]) -> None:
    pairs = [(one.question, other) for one, two in permutations(rulings, 2) for other in (two.question, *two.same)]
    assert [(one.text, other.text) for one, other in pairs if alike(one, other)] == []


def test_no_two_training_questions_of_one_policy_are_the_same() -> None:
    """They were written to ask different things."""
    policies = [[read(one.question) for one in questions] for _, questions in read_training(training_folder()).values()]
    pairs = [pair for questions in policies for pair in combinations(questions, 2)]
    assert len(pairs) == 51_460
    assert [(one.text, other.text) for one, other in pairs if alike(one, other)] == []


def test_no_two_questions_under_one_clause_with_different_answers_are_the_same() -> None:
    """The hardest there are: the same clause, nearly the same words, and another verdict."""
    clauses: dict[tuple[str, int], list[tuple[str, Question]]] = {}
    for path in sorted((training_folder() / "verdicts").glob("*.txt")):
        for one in read_contrasts(path.name, path.read_text("utf-8").splitlines())[1]:
            clauses.setdefault((path.name, one.clause), []).append((one.verdict, read(one.question)))
    pairs = [pair for questions in clauses.values() for pair in combinations(questions, 2)]
    assert len(pairs) == 2_924
    wrong = [(a[1].text, b[1].text) for a, b in pairs if a[0] != b[0] and alike(a[1], b[1])]
    assert wrong == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("can I take photos of pupils with my own phone", "can I take photos of pupils with the school phone"),
        ("can I accept a pupil on facebook", "can I accept a parent on facebook"),
        ("can I accept a pupil on facebook", "is it ok not to accept a pupil on facebook"),
        ("can I post photos of pupils", "do I need permission to post photos of pupils"),
        ("can I post photos of pupils", "can pupils post photos"),
        ("can I use my phone at lunch", "can I use my phone in lessons"),
        ("can I post this photo of a pupil", "can I post this photo of a pupil, the head said yes"),
        ("can I message parents", "can I message parents about my nephew"),
        ("can I be friends with a former pupil", "can I be friends with a former pupil who is 16"),
        ("can I accept a former pupil over eighteen", "can I accept a former pupil"),
        ("can I accept gifts from parents", "can I accept gifts of more than £50 from parents"),
        ("can I use ChatGPT to write lesson plans", "can I use Gemini to write lesson plans"),
        ("can I use ChatGPT to write lesson plans", "can I use an AI tool to write lesson plans"),
        ("can I message parents on WhatsApp", "can I message parents on Telegram"),
        ("can photos of pupils go on the school's facebook page", "can photos of pupils go on the school's TikTok"),
        ("can I take photos of pupils with my own phone", "can I take photos of pupils with my own tablet"),
        ("can I take photos of pupils with my own phone", "can I take photos of looked after pupils with my own phone"),
        ("can I see photos of pupils on the school's facebook", "can I post photos of pupils on the school's facebook"),
        ("can I use photos of pupils in lessons", "can I take photos of pupils in lessons"),
        ("can I use confidential information at work", "can I share confidential information at work"),
        ("can I keep a parent I knew before as a facebook friend", "can I keep a parent as a facebook friend"),
    ],
)
def test_whatever_could_change_the_answer_makes_it_another_question(one: str, other: str) -> None:
    assert not alike(read(one), read(other))
    assert not alike(read(other), read(one))


def test_whoever_answers_can_say_it_too() -> None:
    """By the words that the school's own policy brings along."""
    text = b"# Phone policy\n\n## Rules\n\n1.1 Staff must not use a personal phone in the classroom.\n"
    answerer = Answerer([read_policy(text, "phones.md")])
    ruled = "May we take photographs of pupils with our own phones?"
    assert answerer.alike(ruled, "Can we photograph the kids with our own mobiles?")
    assert not answerer.alike(ruled, "can I use the school camera to take photos of the children")


def test_a_question_is_the_same_as_itself_however_it_is_typed() -> None:
    assert alike(read("Can I accept a pupil on Facebook?"), read("can i acept a pupil on fb"))

"""The library of situations: its form, its faults, and the one that ships."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.engine.fitted import shipped
from knowledge.engine.library import LibraryFault, Situation, read_situations, shipped_situations
from knowledge.fitting.training import read_questions, training_folder
from knowledge.model import Verdict

GOOD = """
# one situation
== friend-request
subject: contact with pupils
asks: May I accept a friend request?
usual: no
facts: pupil is a relative | pupil has left
clauses:
- Staff must not accept requests.
questions:
- can i accept
- is it ok?

== review-date
asks: When is the policy reviewed?
questions:
- when is it reviewed
""".splitlines()


@pytest.fixture(scope="module")
def situations() -> list[Situation]:
    return shipped_situations()


def test_a_file_of_situations_is_read() -> None:
    first, second = read_situations("contact.txt", GOOD)
    assert first == Situation(
        "friend-request", "contact with pupils", "May I accept a friend request?", Verdict.NO,
        ["pupil is a relative", "pupil has left"], ["Staff must not accept requests."], ["can i accept", "is it ok?"],
    )  # fmt: skip
    assert (second.key, second.usual, second.questions) == ("review-date", Verdict.NOT_COVERED, ["when is it reviewed"])


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["asks: May I?"], r"x\.txt, line 1: expected “== key” first"),
        (["== a", "- may i"], r"x\.txt, line 2: an item outside"),
        (["== a", "questions:", "- may i", "asks: May I?", "- lost"], r"x\.txt, line 5: an item outside"),
        (["== a", "", "no colon here"], r"x\.txt, line 3: expected “field: value”, found “no colon here”"),
        (["== a", "colour: red"], r"x\.txt, line 2: no field is called “colour”"),
        (["== a", "usual: perhaps"], r"x\.txt, line 2: “usual” is one of no, yes, .*; found “perhaps”"),
    ],
)
def test_a_fault_is_named_by_file_and_line(lines: list[str], message: str) -> None:
    with pytest.raises(LibraryFault, match=message):
        read_situations("x.txt", lines)


def test_every_shipped_situation_is_complete(situations: list[Situation]) -> None:
    assert [s.key for s in situations if not (s.subject and s.asks and s.questions)] == []
    assert [s.key for s in situations if s.usual is not Verdict.NOT_COVERED and not s.clauses] == []


def test_every_key_is_used_for_one_situation(situations: list[Situation]) -> None:
    assert [key for key, n in Counter(s.key for s in situations).items() if n > 1] == []
    assert [s.key for s in situations if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", s.key)] == []


def test_no_question_stands_in_two_situations(situations: list[Situation]) -> None:
    where: dict[str, set[str]] = {}
    for situation in situations:
        for question in situation.questions:
            where.setdefault(plain(question), set()).add(situation.key)
    assert {q: keys for q, keys in where.items() if len(keys) > 1} == {}


def test_the_model_was_fitted_on_these_situations(situations: list[Situation]) -> None:
    assert set(shipped().situations) == {s.key for s in situations}


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def _ours() -> Iterator[str]:
    for situation in shipped_situations():
        yield from situation.questions
    for path in sorted(training_folder().glob("*.jsonl")):
        yield from (one.question for one in read_questions(path))
    for path in sorted((training_folder() / "verdicts").glob("*.txt")):
        yield from (line.partition("|")[2] for line in path.read_text("utf-8").splitlines() if "|" in line)


def test_no_evaluation_question_stands_in_what_is_fitted(shared: Path) -> None:
    lines = (shared / "eval" / "questions.jsonl").read_text("utf-8").splitlines()
    evaluation = [plain(json.loads(line)["question"]) for line in lines if line.strip()]
    having: dict[str, list[int]] = {}
    asked = [frozenset(text.split()) for text in evaluation]
    for i, words in enumerate(asked):
        for word in words:
            having.setdefault(word, []).append(i)
    too_near = []
    for question in _ours():
        words = frozenset(plain(question).split())
        shared_words = Counter(i for word in words for i in having.get(word, ()))
        for i, n in shared_words.items():
            if n / len(words | asked[i]) >= 0.8:
                too_near.append((question, evaluation[i]))
    assert too_near == []

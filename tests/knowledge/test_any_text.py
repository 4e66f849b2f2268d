"""Whatever somebody types, there is an answer, and soon."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.answering import Answerer
from knowledge.model import Answer, Verdict

_LONG = 5000  # characters
_SOON = 0.05  # seconds
TALK = (
    "can i must staff not pupil pupils photo post facebook head parent if unless without own phone break the a to of "
    "message year 9 is it ok who do what when policy ? . , ’ keeps told me knife he she nude 🎉"
)
WORDS = st.sampled_from(TALK.split())


def soon(answerer: Answerer, text: str) -> Answer:
    """The answer, and the best of three times within the promise, by the processor's clock: a machine may be busy."""
    fastest = _SOON
    for _ in range(3):
        start = time.thread_time()
        answer = answerer.answer(text)
        fastest = min(fastest, time.thread_time() - start)
        if fastest < _SOON:
            return answer
    pytest.fail(f"no answer within {_SOON * 1000:.0f} ms to {text[:80]!r}…, {len(text)} characters")


def whole(answer: Answer) -> bool:
    """An answer that can be shown: clauses unless it is silence, a reason, a confidence from 0 to 1."""
    silent = answer.verdict is Verdict.NOT_COVERED
    return bool(answer.reason) and 0 <= answer.confidence <= 1 and silent == (not answer.cited)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=_LONG))
@example(text="")
@example(text="?")
@example(text="\x00\ud800")
@example(text="a" * _LONG)
@example(text="' " * (_LONG // 2))
@example(text="é" * _LONG)
@example(text="ﷺ" * _LONG)
@example(text="👩‍👩‍👧" * 1000)
@example(text="can i " * (_LONG // 6))
@example(text="." * _LONG)
@example(text="do the need " * (_LONG // 12))
@example(text="is a" + " b" * (_LONG // 2 - 2))
@example(text="".join(chr(97 + (i * i) % 26) + ("" if i % 7 else " ") for i in range(_LONG)))
def test_any_text_is_answered_soon(answerer: Answerer, text: str) -> None:
    assert whole(soon(answerer, text[:_LONG]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=900))
def test_any_school_words_are_answered_soon(answerer: Answerer, words: list[str]) -> None:
    assert whole(soon(answerer, " ".join(words)[:_LONG]))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.lists(st.sampled_from(["+act.approve", "-who.relative", "+kind.time", "", "+", "nonsense"]), max_size=4)
)
def test_any_facts_are_taken(answerer: Answerer, facts: list[str]) -> None:
    assert whole(answerer.answer("Can I put pupils' names into ChatGPT?", facts=facts))


@pytest.fixture(scope="module")
def ask_twice(answerer: Answerer) -> Callable[[str], tuple[Answer, Answer]]:
    return lambda text: (answerer.answer(text), answerer.answer(text))


def test_the_same_question_has_the_same_answer(ask_twice: Callable[[str], tuple[Answer, Answer]]) -> None:
    one, other = ask_twice("Can I accept a friend request from a pupil?")
    assert one == other

"""Guards: a yes needs a permitting clause, a recognised situation, the same people and the same things."""

from __future__ import annotations

import pytest

from knowledge.answering import Answerer
from knowledge.engine.deciding import Settled, settle
from knowledge.engine.fitted import Fitted, shipped
from knowledge.engine.guards import may_show, permits
from knowledge.engine.prepared import prepare
from knowledge.engine.ranking import read_question
from knowledge.language.reading import Reader
from knowledge.model import Condition, Verdict
from knowledge.policy import read_policy
from tests.knowledge.rules import policy_of

PERMISSION = "Staff may use their own phones for social media during their breaks."


@pytest.fixture(scope="module")
def numbers() -> Fitted:
    return shipped()


def allowed(numbers: Fitted, clause: str, question: str, settled: tuple[Settled, ...] | None = None) -> bool:
    reader = Reader(numbers.words)
    prepared = prepare([policy_of(clause)], numbers, reader)
    read = read_question(question, numbers, reader)
    read.situations = read.situations * 0 + 1.0  # recognised beyond doubt, unless a test is about that
    if settled is None:
        settled = settle(read.reading, prepared.sentences[0][0])
    return permits(read, prepared, 0, settled)


def test_a_permission_about_the_same_things_permits(numbers: Fitted) -> None:
    assert allowed(numbers, PERMISSION, "Can I go on social media on my own phone in my break?")


@pytest.mark.parametrize(
    "clause",
    [
        "Staff must not use their own phones for social media.",
        "Staff must keep their own phones on silent.",
        "Staff should be careful with social media on their own phones.",
        "Staff use their own phones for social media.",
    ],
)
def test_no_yes_without_a_permitting_clause(numbers: Fitted, clause: str) -> None:
    assert not allowed(numbers, clause, "Can I go on social media on my own phone?")


def test_no_yes_about_other_people(numbers: Fitted) -> None:
    assert not allowed(numbers, "Colleagues may be friends online.", "Can I add a pupil?", ())
    assert not allowed(numbers, "Staff may contact parents.", "Can I message an ex-pupil?", ())


def test_no_yes_about_other_things(numbers: Fitted) -> None:
    assert not allowed(numbers, "Staff may use the class app.", "Can I bring a drone with a camera?", ())


def test_no_yes_in_a_situation_that_is_not_recognised(numbers: Fitted) -> None:
    reader = Reader(numbers.words)
    prepared = prepare([policy_of(PERMISSION)], numbers, reader)
    read = read_question("Can I use my phone?", numbers, reader)
    read.situations = read.situations * 0 + 0.01
    assert not permits(read, prepared, 0, ())


@pytest.mark.parametrize(
    ("kind", "state", "permitted"),
    [
        ("exception", "met", True),
        ("approval", "met", True),
        ("exception", "open", False),
        ("exception", "not met", False),
        ("condition", "met", False),
    ],
)
def test_only_an_exception_that_applies_lifts_a_prohibition(
    numbers: Fitted, kind: str, state: str, permitted: bool
) -> None:
    clause = "Staff must not add pupils as friends unless they are members of their family."
    settled = (Settled(Condition(kind, "unless they are members of their family"), state),)
    assert allowed(numbers, clause, "Can I add a pupil who is my niece?", settled) is permitted


def test_a_permission_whose_condition_is_not_met_permits_nothing(numbers: Fitted) -> None:
    clause = "Staff may post photos of pupils with the permission of the headteacher."
    assert not allowed(numbers, clause, "Can I post photos of pupils without permission?")


def test_a_question_of_fact_needs_no_permission(numbers: Fitted) -> None:
    clause = "The school monitors social media on school computers."
    assert allowed(numbers, clause, "Does the school monitor social media?", ())


def shows(numbers: Fitted, verdict: Verdict, clause: str, question: str) -> bool:
    reader = Reader(numbers.words)
    prepared = prepare([policy_of(clause)], numbers, reader)
    return may_show(verdict, read_question(question, numbers, reader), prepared, 0)


@pytest.mark.parametrize(
    ("clause", "question", "shown"),
    [
        ("Staff must report abuse to the headteacher.", "Do I have to report abuse?", True),
        ("Staff must report abuse to the headteacher.", "Who do I tell about abuse?", True),
        ("Staff must report abuse to the headteacher.", "Can I report abuse?", False),
        ("Staff must report abuse to the headteacher.", "Someone is abusing me", False),
        ("Staff must report abuse to the headteacher.", "Should I delete abuse?", False),
        ("Staff must not delete abuse.", "Should I delete abuse?", False),
        ("Staff are not obliged to report abuse.", "Do I have to report abuse?", False),
    ],
)
def test_a_must_answers_who_asks_for_a_duty_to_do_it(
    numbers: Fitted, clause: str, question: str, *, shown: bool
) -> None:
    assert shows(numbers, Verdict.MUST, clause, question) is shown


def test_nothing_depends_on_a_condition_that_the_clause_does_not_have(numbers: Fitted) -> None:
    question = "Can I use the wifi?"
    assert not shows(numbers, Verdict.ONLY_IF, "Staff may use the wifi. Its use is logged.", question)
    assert shows(numbers, Verdict.ONLY_IF, "Staff may use the wifi if the headteacher agrees.", question)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Can I add a former pupil who is 16?", True),
        ("Can I add a former pupil?", True),
        ("Can I add a former pupil who is now 21?", False),
    ],
)
def test_a_ban_up_to_an_age_says_nothing_about_older_people(numbers: Fitted, question: str, *, shown: bool) -> None:
    clause = "Staff must not connect with a former pupil who is under 18."
    assert shows(numbers, Verdict.NO, clause, question) is shown


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Can I edit Wikipedia?", True),
        ("Can I edit Wikipedia at work?", True),
        ("Can I edit Wikipedia at home?", False),
        ("Can I edit Wikipedia at the weekend?", False),
    ],
)
def test_a_ban_at_work_says_nothing_about_ones_own_time(numbers: Fitted, question: str, *, shown: bool) -> None:
    clause = "Staff must not edit online encyclopedias whilst at work."
    assert shows(numbers, Verdict.NO, clause, question) is shown


def test_a_row_that_differs_from_one_to_another_is_quoted_without_a_verdict(numbers: Fitted) -> None:
    table = """# Online conduct

| Activity | Teachers | Support staff | Condition |
|---|---|---|---|
| Posting on the school account | Only if authorised | No | - |
| Taking photographs with an own phone | No | No | Unless the head agrees |
"""
    posting, photographs = read_policy(table.encode(), "table.md").clauses
    question = "Can I post on the school account?"
    for verdict in (Verdict.NO, Verdict.ONLY_IF, Verdict.YES):
        assert not shows(numbers, verdict, posting.text, question)
    assert shows(numbers, Verdict.ONLY_IF, photographs.text, "Can I take photographs with my own phone?")
    answer = Answerer([read_policy(table.encode(), "table.md")]).answer(question)
    assert answer.cited[0].clause.text == posting.text
    assert answer.follow_up is None

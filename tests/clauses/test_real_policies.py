"""The five real policies read as their schools would expect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.model import Dates, Modality, Policy, Section
from knowledge.policy import read_policy
from tests.clauses.samples import clause

SHARED = Path(__file__).parents[3] / "shared"
POLICIES = SHARED / "policies"
QUESTIONS = SHARED / "eval" / "questions.jsonl"
pytestmark = pytest.mark.skipif(not POLICIES.is_dir(), reason="the five real policies are not on this machine")
_KEPT: dict[str, Policy] = {}


def policy(key: str) -> Policy:
    if key not in _KEPT:
        _KEPT[key] = read_policy((POLICIES / f"{key}.txt").read_bytes(), f"{key}.txt")
    return _KEPT[key]


@pytest.mark.parametrize(
    ("key", "title", "dates"),
    [
        (
            "owls",
            "OWLS Academy Trust Social Media Policy",
            Dates(adopted="2016-11-28", in_force="2017-01-01"),
        ),
        (
            "waterloo",
            "Waterloo Primary Academy Social Media Policy",
            Dates(adopted="2016-12-15", last_reviewed="2023-03", next_review="2024-03", period_months=12),
        ),
        ("northumberland", "Social Networking Policy and Guidance", Dates(period_months=36)),
        ("st-marys", "Social Media Policy", Dates()),
        ("wigan", "Wigan policy", Dates()),
    ],
)
def test_titles_and_dates_are_as_the_documents_state_them(key: str, title: str, dates: Dates) -> None:
    assert (policy(key).title, policy(key).dates) == (title, dates)


@pytest.mark.skipif(not QUESTIONS.is_file(), reason="the evaluation questions are not on this machine")
def test_every_passage_that_answers_a_question_lies_within_one_clause() -> None:
    missed = []
    for line in QUESTIONS.read_text().splitlines():
        question = json.loads(line)
        texts = [one.text for one in policy(question["policy"]).clauses]
        for snippet in question["gold"]:
            words = " ".join(snippet.split())
            if not any(words in text and 15 <= len(text) <= 1500 for text in texts):
                missed.append((question["policy"], words))
    assert missed == []


@pytest.mark.parametrize("key", ["owls", "waterloo", "northumberland", "st-marys", "wigan"])
def test_every_clause_is_the_documents_own_words_and_none_is_a_page(key: str) -> None:
    text = policy(key).document.text
    for one in policy(key).clauses:
        assert " ".join(text[one.start : one.end].split()) == one.text
        assert len(one.text) <= 620


def test_a_lettered_item_carries_the_lead_in_that_forbids_it() -> None:
    friend = clause(policy("st-marys"), "‘Friend’ a pupil or parent")
    assert (friend.number, friend.lead_in) == ("d)", "Social Media must not be used to:")
    assert friend.modality is Modality.PROHIBITION
    assert [one.kind for one in friend.conditions] == ["exception"]


def test_numbers_typed_before_a_tab_are_kept_apart() -> None:
    initiate = clause(policy("northumberland"), "must not initiate or agree")
    assert initiate.number == "5.3"
    assert initiate.heading == ("5. Specific policy regarding personal use of social networking",)
    assert clause(policy("northumberland"), "computers are configured").number == "27"


def test_lines_broken_in_mid_sentence_are_whole_again() -> None:
    leaver = clause(policy("wigan"), "Employees who leave employment")
    assert "pupils by means of social media" in leaver.text


def test_headteachers_are_bound_to_tell_staff_and_scope_tells_who_staff_are() -> None:
    assert clause(policy("northumberland"), "Headteachers will ensure").binds == ("head",)
    staff = clause(policy("st-marys"), "Staff should avoid").binds
    assert staff == ("staff", "governors", "contractors", "volunteers")


def test_the_appendix_for_parents_is_marked_to_its_end() -> None:
    assert clause(policy("st-marys"), "Set boundaries").section is Section.PARENTS
    assert clause(policy("st-marys"), "stumble across").section is Section.PARENTS

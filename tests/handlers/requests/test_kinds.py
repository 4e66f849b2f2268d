"""Which clause is about what, and who decides by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.desk import Role
from handlers.requests.kinds import KINDS, clauses, rule
from knowledge.model import Modality
from knowledge.policy import read_policy
from tests.handlers.larkfield import CAREFUL, LUNCH, NO_FRIENDS, POLICY, clause
from tests.handlers.requests.permission import DEVICES, NEW_PAGES, PICTURES, POSTERS, PUPILS, RULES

POLICIES = Path(__file__).parents[4] / "shared" / "policies"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("site", NEW_PAGES),
        ("device", DEVICES),
        ("contact", PUPILS),
        ("images", PICTURES),
        ("posting", POSTERS),
    ],
)
def test_each_kind_finds_its_own_clause_and_no_other(kind: str, expected: object) -> None:
    assert [one.clause for one in clauses(KINDS[kind], [RULES])] == [expected]


@pytest.mark.parametrize("kind", KINDS)
def test_a_policy_that_is_silent_is_not_quoted(kind: str) -> None:
    silent = replace(POLICY, clauses=(NO_FRIENDS, LUNCH, CAREFUL))
    assert clauses(KINDS[kind], [silent]) == ()


def test_the_deputy_decides_in_the_heads_absence_only_where_the_clause_says_so() -> None:
    found = rule(KINDS["device"], [RULES])
    assert (found.roles, found.absent) == ((Role.HEAD,), (Role.DEPUTY,))
    assert rule(KINDS["site"], [RULES]).absent == ()
    assert rule(KINDS["device"], [POLICY]).absent == ()


def test_or_where_a_clause_says_so_of_all_approvals() -> None:
    words = "The deputy headteacher gives those approvals when the headteacher is absent."
    policy = replace(RULES, clauses=(*RULES.clauses, clause("1.2", words, Modality.PERMISSION)))
    for kind in KINDS.values():
        assert rule(kind, [policy]).absent == (Role.DEPUTY,)


def test_the_chair_decides_too_where_the_clause_names_them() -> None:
    words = "Photos by a private camera have to be approved by the head or the chair of governors."
    policy = replace(POLICY, clauses=(clause("7.1", words, Modality.OBLIGATION),))
    assert rule(KINDS["device"], [policy]).roles == (Role.HEAD, Role.CHAIR)


SAMPLE = Path(__file__).parents[3] / "bot" / "web" / "sample"


def test_in_the_sample_policy_too() -> None:
    (file,) = SAMPLE.iterdir()
    policy = read_policy(file.read_bytes(), file.name)
    read = {key: [one.clause.number for one in clauses(kind, [policy])] for key, kind in KINDS.items()}
    assert read == {"site": ["7.2"], "device": ["6.2", "6.6"], "contact": [], "images": [], "posting": ["7.1"]}


@pytest.mark.skipif(not POLICIES.is_dir(), reason="the five real policies are not on this machine")
@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("owls.txt", {"site": ["0fe518078b"]}),
        (
            "waterloo.txt",
            {"site": ["5ef5395a8e", "7f6e03f893", "bbd93770f8"], "contact": ["eb2cf0cc24", "3b70c75ba9", "5ef5395a8e"]},
        ),
        ("wigan.txt", {"images": ["6e08633eb8"], "posting": ["49527b941a", "50275718ed"]}),
        ("st-marys.txt", {"device": ["ebf2468494"]}),
        ("northumberland.txt", {"posting": ["f5b873b39a"]}),
    ],
)
def test_in_the_real_policies_exactly_the_sentences_on_it_are_found(file: str, found: dict[str, list[str]]) -> None:
    policy = read_policy((POLICIES / file).read_bytes(), file)
    read = {key: [one.clause.id for one in clauses(kind, [policy])] for key, kind in KINDS.items()}
    assert {key: ids for key, ids in read.items() if ids} == found

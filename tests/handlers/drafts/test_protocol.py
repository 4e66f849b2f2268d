"""The checklist's clauses and whom a clause names, in the sample and in five real policies."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from handlers.deciders import Deciders
from handlers.desk import Desk, Role
from handlers.drafts.protocol import approving, checklist, named_in
from knowledge.policy import read_policy

REAL = Path(__file__).parents[4] / "shared" / "policies"
SAMPLE = Path(__file__).parents[3] / "bot" / "web" / "sample"
real = pytest.mark.skipif(not REAL.exists(), reason="the five real policies belong to their schools, and are not here")


def desk(name: str, folder: Path = REAL) -> Desk:
    """A desk of a school with this policy."""
    policy = read_policy((folder / name).read_bytes(), name)
    return cast(Desk, SimpleNamespace(knowledge=SimpleNamespace(policies=lambda: (policy,))))


def begins(name: str) -> dict[str, str]:
    """Line of the checklist → how its clause begins."""
    found = checklist(desk(name), pictures=True)
    return {one.line.key: one.cited.clause.text[:60] for one in found if one.cited is not None}


def test_the_invented_school_s_own_list_is_found() -> None:
    """Its three points before each post, and where it is said otherwise."""
    found = checklist(desk("policy.md", SAMPLE), pictures=True)
    clauses = {one.line.key: one.cited.clause.reference for one in found if one.cited is not None}
    assert clauses == {
        "device": "6.2", "permission": "7.3(a)", "identifying": "7.3(b)", "positive": "7.3(c)", "confidential": "8.1",
        "copyright": "8.4",
    }  # fmt: skip
    assert approving(desk("policy.md", SAMPLE))[0].clause.reference == "7.1"


@real
def test_a_protocol_of_four_steps_is_found_whole() -> None:
    found = begins("st-marys.txt")
    assert found["permission"].startswith("Ensure that permission from the child")
    assert found["identifying"].startswith("Ensure that there is no identifying information")
    assert found["positive"].startswith("The post must be positive in nature and relevant")
    assert found["device"].startswith("Any photographs for social media posts may only be taken")
    assert "confidential" in found["confidential"]


@real
@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("wigan.txt", "copyright", "Any employee placing images or text from copyrighted sources"),
        ("wigan.txt", "speaks", "Employees using social media in an official capacity"),
        ("wigan.txt", "confidential", "Never divulge any confidential information"),
        ("owls.txt", "confidential", "Employees must not divulge any information that is confiden"),
        ("waterloo.txt", "speaks", "You must not represent your personal views as those of the"),
        ("northumberland.txt", "confidential", "Reveal school information on any site"),
    ],
)
def test_a_line_has_the_clause_that_asks_for_it(name: str, line: str, words: str) -> None:
    assert begins(name)[line].startswith(words[:60])


@real
@pytest.mark.parametrize("name", ["wigan.txt", "owls.txt", "waterloo.txt", "northumberland.txt"])
def test_where_no_clause_asks_it_is_called_good_practice(name: str) -> None:
    found = {one.line.key: one for one in checklist(desk(name), pictures=True)}
    assert found["permission"].by == "Good practice; no clause of your policy says it."


@real
def test_the_policy_s_lines_come_first_in_its_own_order() -> None:
    found = [one.line.key for one in checklist(desk("st-marys.txt"), pictures=True)]
    assert found[1:4] == ["permission", "identifying", "positive"]
    assert found[-2:] == ["copyright", "speaks"]


@real
@pytest.mark.parametrize(
    ("name", "words", "roles", "absent"),
    [
        ("northumberland.txt", "These are the official", (Role.HEAD, Role.CHAIR), ()),
        ("st-marys.txt", "Any photographs for social", (Role.HEAD,), (Role.DEPUTY,)),
        ("wigan.txt", "Some employees may, therefore, be authorised", (Role.HEAD,), ()),
    ],
)
def test_the_likeliest_clause_names_who_approves(
    name: str, words: str, roles: tuple[Role, ...], absent: tuple[Role, ...]
) -> None:
    best = approving(desk(name))[0].clause.text
    assert best.startswith(words)
    assert named_in(best) == Deciders(roles, absent)


@pytest.mark.parametrize(
    ("clause", "roles", "absent"),
    [
        ("Posts are approved by the chair of the governing body.", (Role.CHAIR,), ()),
        ("Posts are approved by the head or the Chair of Governors.", (Role.HEAD, Role.CHAIR), ()),
        ("Approved by the headteacher, or in her absence the deputy.", (Role.HEAD,), (Role.DEPUTY,)),
        ("Approved by the head or deputy.", (Role.HEAD, Role.DEPUTY), ()),
    ],
)
def test_whom_a_clause_names(clause: str, roles: tuple[Role, ...], absent: tuple[Role, ...]) -> None:
    assert named_in(clause) == Deciders(roles, absent)


def test_a_clause_may_name_nobody() -> None:
    assert named_in("All posts are approved.") is None

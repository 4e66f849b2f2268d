"""What a policy leaves open: decisions for the school, blanks, other policies it names, pairs to read side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.gaps import left_open, named
from knowledge.model import Modality, Policy
from knowledge.policy import read_policy
from tests.knowledge.rules import policy_of

REAL = Path(__file__).parents[3] / "shared" / "policies"
real = pytest.mark.skipif(not REAL.exists(), reason=f"the five schools' own policies are not at {REAL}")


def policy(*lines: str, title: str = "Phone policy") -> Policy:
    return read_policy((f"# {title}\n\n## Rules\n\n" + "\n\n".join(lines) + "\n").encode(), "p.md")


@pytest.mark.parametrize(
    "sentence",
    [
        "It is for the headteacher and governors to decide whether phones may be used in breaks.",
        "It is up to each school to determine which accounts it has.",
        "Schools should decide who may post.",
        "Some schools may choose to use social media to reach parents.",
        "Exceptions are at the discretion of the headteacher.",
        "Phones may be used at the head's discretion.",
        "Phones stay in lockers unless otherwise agreed by the governing body.",
    ],
)
def test_a_decision_that_is_left_to_the_school_is_found(sentence: str) -> None:
    found = left_open(policy("1.1 Staff must not use phones in class.", f"1.2 {sentence}"))
    assert [(one.text, one.clause.number, one.blank) for one in found] == [(sentence, "1.2", False)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Send a link to the headteacher, who will decide whether to answer.",
        "The individual or the school may choose to take legal action.",
        "Staff may choose their own privacy settings.",
        "Pupils must have confidence in the school's decisions.",
    ],
)
def test_what_is_decided_case_by_case_is_not_left_open(sentence: str) -> None:
    assert left_open(policy("1.1 Staff must not use phones in class.", f"1.2 {sentence}")) == ()


def test_a_blank_that_nobody_filled_in_is_found() -> None:
    found = left_open(
        policy("1.1 Staff must tell [insert name of DSL] at once.", "1.2 Adopted on ______ by the governors.")
    )
    assert [one.blank for one in found] == [True, True]


def test_the_policies_that_it_names_are_listed_once_each_with_whether_they_are_here() -> None:
    safety = policy("1.1 Staff must lock devices.", title="E-Safety Policy")
    here = policy(
        "1.1 Staff must follow the school's Online Safety Policy and the Staff Code of Conduct.",
        "1.2 Breaches are dealt with under the disciplinary procedure and the Code of Conduct.",
        "1.3 This policy should be read in conjunction with the following policies:",
        "- ICT Acceptable Use\n- Equality Statement",
    )
    assert [(one.name, one.clause.number, one.loaded is not None) for one in named(here, [here, safety])] == [
        ("Online Safety Policy", "1.1", True),
        ("Staff Code of Conduct", "1.1", False),
        ("disciplinary procedure", "1.2", False),
        ("ICT Acceptable Use", "1.3", False),
        ("Equality Statement", "1.3", False),
    ]


def test_a_policy_does_not_name_itself() -> None:
    here = policy("1.1 Staff must follow this Phone Policy and the County Phone Policy.")
    assert named(here, [here]) == ()


def test_clauses_that_forbid_and_allow_the_same_are_a_pair_the_stricter_first() -> None:
    school = policy_of("Staff may use social media for personal use at work during their lunch break.")
    trust = policy_of("Personal use of social media at work is never permitted during lunch.", title="Trust policy")
    (pair,) = Answerer([school, trust]).pairs()
    assert (pair.one.policy.title, pair.other.policy.title) == ("Trust policy", "Social media policy")
    assert pair.opposed
    assert pair.subject == "time and devices"


def test_items_of_one_list_are_no_pair() -> None:
    rules = policy(
        "Staff who use social media at work:", "- must not post about pupils", "- may post about school events"
    )
    assert Answerer([rules]).pairs() == ()


# --- the five ---


def real_policy(key: str) -> Policy:
    return read_policy((REAL / f"{key}.txt").read_bytes(), f"{key}.txt")


@real
def test_wigan_leaves_breaks_to_head_and_governors() -> None:
    first, *_ = left_open(real_policy("wigan"))
    assert first.text.startswith("It is for the Headteacher and Governors of each school to decide whether")


@real
@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("owls", {"E-safety Policy", "Disciplinary Policy", "Dignity at Work Policy and Procedure"}),
        ("waterloo", {"ICT Acceptable Use", "Safeguarding/E-Safeguarding Policy", "Equality Statement"}),
        ("northumberland", {"Code of Conduct", "Disciplinary Procedure"}),
        ("st-marys", {"Data Protection Policy", "Parent / Carer Social Media Agreement"}),
    ],
)
def test_the_real_ones_name_these(key: str, names: set[str]) -> None:
    assert names <= {one.name for one in named(real_policy(key), ())}


@real
def test_across_the_five_the_rules_on_breaks_are_pairs() -> None:
    five = [real_policy(key) for key in ("wigan", "waterloo", "st-marys", "owls", "northumberland")]
    pairs = Answerer(five).pairs()
    breaks = [one for one in pairs if one.subject == "time and devices" and one.opposed]
    assert len(breaks) >= 3
    assert all(one.one.clause.modality is Modality.PROHIBITION for one in breaks)

"""Two versions of a policy beside each other: what each change is called, and what may pass as a minor edit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.comparing import Change, Comparison, Piece, compare, kinship, word_diff
from knowledge.model import Modality, Policy
from knowledge.policy import read_policy

RULES = (
    "Staff should not accept a friend request from a pupil.",
    "Staff must tell the headteacher when a pupil contacts them.",
    "Staff may use their own phone in the staff room at lunch.",
    "The school was founded in 1902 beside the river.",
)


def policy(*rules: str) -> Policy:
    lines = [f"1.{n} {rule}" for n, rule in enumerate(rules, 1)]
    return read_policy(("# Phone policy\n\n## Rules\n\n" + "\n\n".join(lines) + "\n").encode(), "phones.md")


def changes(*rules: str) -> Comparison:
    return compare(policy(*RULES), policy(*rules))


def test_the_same_policy_has_no_changes() -> None:
    found = changes(*RULES)
    assert (found.changes, found.same) == ((), 4)
    assert found.may_be_minor


def test_should_that_becomes_must_comes_first_and_is_named() -> None:
    first = RULES[0].replace("should", "must")
    found = changes(first, RULES[1], RULES[2].replace("lunch", "break"), RULES[3])
    stricter, reworded = found.changes
    assert stricter.kind is Change.FORCE
    assert stricter.force == (("should", "must"),)
    assert stricter.pieces == (
        Piece("Staff", "Staff"),
        Piece("should", "must"),
        Piece("not accept a friend request from a pupil.", "not accept a friend request from a pupil."),
    )
    assert (reworded.kind, reworded.force) == (Change.WORDS, ())
    assert not found.may_be_minor


@pytest.mark.parametrize(
    ("before", "after", "force"),
    [
        ("Staff must not accept", "Staff must accept", ("not", "")),
        ("from a pupil", "from a pupil unless they are related", ("", "unless")),
        ("should not", "may", ("should", "may")),
        ("within 24 hours", "within 72 hours", ("24", "72")),
        ("and report it", "and normally report it", ("", "normally")),
        ("within 24 hours", "within 24 hours if possible", ("", "possible")),
    ],
)
def test_a_not_an_unless_or_another_number_is_no_minor_edit(before: str, after: str, force: tuple[str, str]) -> None:
    text = "Staff must not accept a friend request from a pupil; they should not reply, and report it within 24 hours."
    found = compare(policy(text), policy(text.replace(before, after)))
    assert [one.kind for one in found.changes] == [Change.FORCE]
    assert force in found.changes[0].force
    assert not found.may_be_minor


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Staff must report it within five days.", "Staff must report it within ten days."),
        ("Staff must report it within 5 days.", "Staff must report it within 5 weeks."),
        ("Staff must change it monthly.", "Staff must change it yearly."),
        ("Staff must not post before the head agrees.", "Staff must not post after the head agrees."),
        ("Staff must not name a pupil.", "Staff and governors must not name a pupil."),
        ("Staff may post with the permission of the head.", "Staff may post with the knowledge of the head."),
    ],
)
def test_another_time_person_or_condition_in_a_rule_is_no_minor_edit(before: str, after: str) -> None:
    """Governors are bound by another clause already, so that the policy as a whole reaches nobody new."""
    other = "Governors must not post about a meeting."
    found = compare(policy(before, other), policy(after, other))
    assert [one.kind for one in found.changes] == [Change.FORCE]
    assert not found.may_be_minor


def test_a_heading_that_says_must_instead_of_should_changes_what_stands_under_it() -> None:
    text = "# Phone policy\n\n## Staff {} not\n\n- share their number with a pupil\n- film a lesson\n"
    before, after = (read_policy(text.format(word).encode(), "p.md") for word in ("should", "must"))
    found = compare(before, after)
    assert [one.force for one in found.of(Change.FORCE)] == [(("should", "must"),)] * 2
    assert not found.may_be_minor


def test_the_same_words_that_an_older_program_read_otherwise_are_no_change() -> None:
    now = policy(*RULES)
    then = replace(now, clauses=tuple(replace(one, modality=Modality.STATEMENT) for one in now.clauses))
    assert compare(then, now).changes == ()


def test_a_new_rule_and_one_that_is_gone_are_no_minor_edit() -> None:
    new = changes(*RULES, "Staff must lock every device when they leave the building.")
    assert [(one.kind, one.before) for one in new.changes] == [(Change.ADDED, None)]
    gone = changes(RULES[0], RULES[1], RULES[3])
    assert [(one.kind, one.after) for one in gone.of(Change.REMOVED)] == [(Change.REMOVED, None)]
    assert not new.may_be_minor
    assert not gone.may_be_minor


def test_a_fact_that_is_put_right_may_be_a_minor_edit() -> None:
    found = changes(*RULES[:3], RULES[3].replace("1902", "1903"))
    assert [one.kind for one in found.changes] == [Change.WORDS]
    assert found.may_be_minor


def test_what_only_has_another_number_needs_no_reading() -> None:
    found = changes("The head keeps this policy.", *RULES)
    assert [one.clause.text for one in found.of(Change.ADDED)] == ["The head keeps this policy."]
    assert [
        (one.before.number, one.after.number) for one in found.of(Change.RENUMBERED) if one.before and one.after
    ] == [
        ("1.1", "1.2"),
        ("1.2", "1.3"),
        ("1.3", "1.4"),
        ("1.4", "1.5"),
    ]
    assert [one.kind for one in found.to_read] == [Change.ADDED]


def test_a_lead_in_that_changes_changes_its_whole_list() -> None:
    text = "# Phone policy\n\n## Rules\n\n{}\n\n- share their number with a pupil\n- film a lesson\n"
    before, after = (
        read_policy(text.format(lead).encode(), "p.md") for lead in ("Staff should not:", "Staff must not:")
    )
    assert [one.force for one in compare(before, after).of(Change.FORCE)] == [(("should", "must"),)] * 2


def test_whom_the_rules_bind_is_said_before_and_after() -> None:
    text = "# Phone policy\n\nThis policy applies to {}.\n\n## Rules\n\n1.1 Phones must be off in class.\n"
    before, after = (read_policy(text.format(who).encode(), "p.md") for who in ("all staff", "all staff and governors"))
    found = compare(before, after)
    assert found.reach == (frozenset({"staff"}), frozenset({"staff", "governors"}))
    assert not found.may_be_minor


def test_quotation_marks_of_another_make_are_no_change() -> None:
    assert all(piece.same for piece in word_diff("the head's “own” word – here", 'the head’s "own" word - here'))


def test_another_policy_is_no_relation() -> None:
    assert kinship(policy(*RULES), policy(*RULES)) == 1.0
    assert kinship(policy(*RULES), policy("Parents should pay for lunch by the end of each month.")) == 0.0


@given(some.lists(some.sampled_from(["Staff", "must", "not", "should", "tell", "head", "pupil"])), some.data())
def test_the_pieces_make_both_wordings(before: list[str], data: some.DataObject) -> None:
    after = data.draw(some.permutations(before))
    pieces = word_diff(" ".join(before), " ".join(after))
    assert " ".join(one.before for one in pieces if one.before).split() == before
    assert " ".join(one.after for one in pieces if one.after).split() == after

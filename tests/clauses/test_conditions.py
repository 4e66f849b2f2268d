"""What limits a clause: exceptions, approvals, conditions, likelihoods and times, as data."""

from __future__ import annotations

import pytest

from knowledge.clauses.conditions import conditions_of, conditions_under, joined
from knowledge.model import Condition


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Staff must not contact pupils unless they are related.", "exception", "unless they are related"),
        ("Friend no parent (unless the parent is family).", "exception", "unless the parent is family"),
        (
            "Staff may not, save where the head agrees otherwise, reply.",
            "exception",
            "save where the head agrees otherwise",
        ),
        ("No calls are made except in an emergency.", "exception", "except in an emergency"),
        (
            "Pupils are never listed. An exception to this may be the employee's own child.",
            "exception",
            "An exception to this may be the employee's own child",
        ),
        (
            "Do not post without the written permission of the head.",
            "approval",
            "without the written permission of the head",
        ),
        ("They can only do so with the approval of the head.", "approval", "only do so with the approval of the head"),
        ("All posts must be approved by the head.", "approval", "must be approved by the head"),
        ("Do not reveal it unless you have been authorised to.", "approval", "unless you have been authorised to"),
        (
            "Staff must not meet parents online if that contact is likely to cause a conflict.",
            "likelihood",
            "if that contact is likely to cause a conflict",
        ),
        ("Do not post photographs which could reveal an address.", "likelihood", "which could reveal an address"),
        ("Phones must be off during lessons.", "time", "during lessons"),
        ("Staff must not edit articles whilst at work.", "time", "whilst at work"),
        ("On leaving the school, staff must not contact pupils.", "time", "On leaving the school"),
        ("If a pupil writes, staff must tell the head.", "condition", "If a pupil writes"),
        (
            "If a pupil, parent or governor complains, you should tell the head.",
            "condition",
            "If a pupil, parent or governor complains",
        ),
        ("Should a pupil write then this should be reported.", "condition", "Should a pupil write"),
        ("Staff can post as long as they are polite.", "condition", "as long as they are polite"),
        ("Only school cameras may be used.", "condition", "Only school cameras"),
        (
            "Coaches may write provided that a parent is included.",
            "condition",
            "provided that a parent is included",
        ),
        (
            "Staff may not, except with the consent of the head and the parent, film lessons.",
            "approval",
            "except with the consent of the head and the parent",
        ),
        (
            "Staff should not, unless a pupil is a family member, exchange messages.",
            "exception",
            "unless a pupil is a family member",
        ),
        ("Do not add students. Family is the only exception.", "exception", "Family is the only exception"),
        ("Work may be shared if, and only if, the parent agrees.", "condition", "if, and only if, the parent agrees"),
        ("Do not post unless authorised, and never, and must not gossip.", "approval", "unless authorised, and never"),
        ("Nobody other than the head may speak to the press.", "exception", "other than the head"),
        ("Numbers are not to be kept save by trip leaders.", "exception", "save by trip leaders"),
        (
            "Pictures may be taken where the head has given permission and provided that they are deleted.",
            "condition",
            "provided that they are deleted",
        ),
        ("They may be run once the head has signed them off.", "approval", "once the head has signed them off"),
        (
            "Staff may only film where (a) the head has agreed, (b) parents have agreed and (c) the film is deleted.",
            "approval",
            "only film where (a) the head has agreed, (b) parents have agreed and (c) the film is deleted",
        ),
        (
            "Staff must not film unless (a) the head has agreed; and (b) nobody objects.",
            "exception",
            "unless (a) the head has agreed; and (b) nobody objects",
        ),
        (
            "Phones may be used only during breaks and outside the classroom.",
            "time",
            "only during breaks and outside the classroom",
        ),
    ],
)
def test_the_limiting_words_are_found_whole(text: str, kind: str, words: str) -> None:
    assert (kind, words) in [(one.kind, one.text) for one in conditions_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Staff must lock their phones away.",
        "Staff should report concerns to the head.",
        "Employees should understand that they can be liable.",
        "The laws that are likely to apply are these.",
        "It must be treated as if it were private.",
        "You must not view it further, copy it, save it, send it or delete it.",
        "Staff must not post pictures of pupils, with or without permission.",
        "Staff must not post pictures of pupils, even with permission.",
        "Subject to 2.2, accounts are run by heads of house.",
        "Staff must not post pictures of pupils, regardless of whether the parent has given consent.",
        "Staff must not contact pupils at any time, including during breaks.",
    ],
)
def test_a_plain_rule_has_no_conditions(text: str) -> None:
    assert conditions_of(text) == ()


def test_an_approval_may_name_whose_it_is() -> None:
    assert conditions_of("Do not open an account without the headteacher's written approval.") == (
        Condition("approval", "without the headteacher's written approval"),
    )


def test_an_item_under_an_unless_is_the_exception_itself() -> None:
    assert conditions_under("Staff must not add parents, unless:", "they are related; or") == (
        Condition("exception", "unless they are related"),
    )
    assert conditions_under("Staff must not:", "add parents;") == ()


@pytest.mark.parametrize(
    ("kind", "text", "several"),
    [
        ("approval", "unless the head has agreed and the parents have signed", True),
        ("approval", "without the head's approval or without the parents' consent", True),
        ("exception", "unless the friendship is older or the parent is a relative", True),
        ("condition", "provided that no name is shown and nobody objects", True),
        ("exception", "unless they are related", False),
        ("approval", "approved by the headteacher or the deputy", False),
        ("condition", "If a pupil, a parent and a governor complain", False),
        ("likelihood", "which could embarrass the school and its pupils", False),
    ],
)
def test_a_condition_may_ask_for_several_things(kind: str, text: str, *, several: bool) -> None:
    assert joined(Condition(kind, text)) is several

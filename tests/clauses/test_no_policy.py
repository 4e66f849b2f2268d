"""What has no rule in it is no policy: the head who drops the wrong file is told so, kindly."""

from __future__ import annotations

import pytest

from knowledge.model import DocumentFault
from tests.clauses.samples import read

LETTER = """Dear parents and carers,

We had a wonderful day at the farm. The children saw lambs and fed the hens.
Please return the reply slip by Friday, so that we know who is coming to sports day.

Yours sincerely,

Mrs Wood
"""
MEMO = """Dear colleagues,

Staff must not post pictures of pupils on their own accounts.

Kind regards,

Mrs Wood
"""


@pytest.mark.parametrize(
    "text",
    [
        "Milk\nEggs\nBread\nA box of teabags",
        "# Shopping\n\n- Milk\n- 2 x eggs\n- Remember the biscuits",
        "Monday: pasta\nTuesday: fish and chips\nWednesday: chicken with carrots\nSalad every day.",
        "It was a dark night. The wind was howling round the old house. She walked to the door and looked out.",
        "Larkfield News\n\nSports day\nA great day. Year 4 won the relay.\n\nFair\nThe fair raised £300.",
        "Jane Field\nTeaching assistant at Larkfield since 2019\nInterests: running, cooking",
        LETTER,
    ],
    ids=["list", "list with a heading", "menu", "story", "newsletter", "life", "letter"],
)
def test_a_text_without_a_rule_is_no_policy(text: str) -> None:
    with pytest.raises(DocumentFault) as refused:
        read(text, "farm.txt")
    said = str(refused.value)
    assert said.startswith("I could read “farm.txt”, but found no rule in it")
    assert "give me that" in said
    assert len(said.splitlines()) <= 6


@pytest.mark.parametrize(
    "text",
    [
        "Staff must not accept friend requests from pupils.",
        "1. Do not message pupils.",
        "# Social media policy\n\nAdopted 1 September 2025\n\n1. Staff must not accept friend requests from pupils.",
        "# Social media policy\n\nFriend requests from pupils are declined.",
        "Phones\n\nMobile phones stay in lockers. This is our school's phone policy.",
        MEMO,
    ],
    ids=["a sentence", "an order", "a rule with a date", "a title and a statement", "it says what it is", "a memo"],
)
def test_a_short_policy_is_one_all_the_same(text: str) -> None:
    assert read(text).clauses

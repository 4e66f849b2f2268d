"""What changed between two rounds, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.drafts.difference import changed

WORDS = st.lists(st.sampled_from(["fair", "on", "Sunday", "Monday", "cake", "!"]), max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Fair on Saturday", "Fair on Sunday", "“Saturday” is now “Sunday”, after “Fair on”"),
        ("Fair", "Fair on Sunday", "Added: “on Sunday”, after “Fair”"),
        ("The big fair", "The fair", "Taken out: “big”, after “The”"),
        ("Fair", "Big Fair", "Added: “Big”, at the beginning"),
        ("Fair  on\nSunday", "Fair on Sunday", ""),
        ("a b c", "x b y", "“a” is now “x”, at the beginning\n“c” is now “y”, after “x b”"),
    ],
)
def test_a_line_for_each_change(before: str, after: str, said: str) -> None:
    assert changed(before, after) == said


def test_of_many_changes_the_number_is_told() -> None:
    before = " ".join(f"{n} same" for n in range(20))
    after = " ".join(f"x{n} same" for n in range(20))
    assert changed(before, after).splitlines()[-1] == "… and 12 more; please read all of it again."


@given(WORDS, WORDS)
def test_silence_means_the_same_words(before: str, after: str) -> None:
    assert (changed(before, after) == "") == (before.split() == after.split())

"""Numbers that others see: nobody can work out from them how large a small group is, by reading them or by subtraction.

An attacker knows every sentence that the bot could say, and of how many people: whatever is the same in all that would
be said so is certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.acknowledging.standing import Coverage
from handlers.overview.figures import Share
from handlers.overview.words import read
from handlers.reminders.privacy import in_words

people = st.integers(0, 45)
least = st.integers(3, 7)  # of 2, “fewer than 2, and not none” is 1: only the demo's school has that
Groups = tuple[int, ...]


def worked_out(worlds: Iterable[Groups], say: Callable[[Groups], str]) -> set[tuple[str, int]]:
    """The sizes of groups, and of groups taken together, that are certain once something is said."""
    possible: dict[str, list[Groups]] = defaultdict(list)
    for world in worlds:
        possible[say(world)].append(world)
    found = set()
    for said, those in possible.items():
        for group in range(len(those[0])):
            sizes = {one[group] for one in those}
            if len(sizes) == 1:
                found |= {(said, sizes.pop())}
    return found


def small(found: set[tuple[str, int]], smallest: int) -> list[tuple[str, int]]:
    return sorted((said, size) for said, size in found if 0 < size < smallest)


@given(people, least)
def test_of_who_has_read_a_policy_who_has_not_and_who_is_away(bound: int, smallest: int) -> None:
    """In the register, as everybody sees it."""
    three = [(n, bound - n - away, away) for n in range(bound + 1) for away in range(bound - n + 1)]
    worlds = [(n, left, away, n + left, n + away, left + away) for n, left, away in three]

    def say(world: Groups) -> str:
        one = Coverage("Policy", "", date(2027, 3, 3), bound, read=world[0], away=world[2])
        return one.in_words if one.shown_to_all(smallest) else ""

    assert not small(worked_out(worlds, say), smallest)


@given(people, least)
def test_of_who_has_read_a_policy(bound: int, smallest: int) -> None:
    """In the overview."""
    worlds = [(n, bound - n) for n in range(bound + 1)]
    assert not small(worked_out(worlds, lambda one: read(Share.of("", one[0], bound, smallest), smallest)), smallest)


@given(people, least)
def test_of_who_has_looked_at_their_privacy_settings(staff: int, smallest: int) -> None:
    """As head and deputy see it."""
    worlds = [(done, staff - done) for done in range(staff + 1)]
    assert not small(worked_out(worlds, lambda one: in_words(one[0], staff, smallest)), smallest)


def test_what_a_school_of_twenty_sees() -> None:
    """13 have read it, 5 are away: 2 have not, and everybody could see who."""
    one = Coverage("Policy", "", date(2027, 3, 3), bound=20, read=13, away=5)
    assert (one.waiting, one.shown_to_all(5)) == (2, False)
    assert Coverage("Policy", "", date(2027, 3, 3), bound=20, read=10, away=5).in_words == (
        "10 of 20 people have read and understood it, 5 have not yet, 5 are away for long"
    )

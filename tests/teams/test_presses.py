"""One press, however often it comes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.teams.presses import TWICE, Presses
from handlers.model import Person, Place, Pressed

PRESS = Pressed("e1", Person("marsh", "Miss Marsh"), Place("teams:a:1"), "settle", "q1", "a:1 17")


def test_the_same_press_within_seconds_has_the_first_ones_id() -> None:
    presses = Presses(lambda: 0.0)
    assert presses.once(PRESS).id == "e1"
    assert presses.once(replace(PRESS, id="e2")).id == "e1"


def test_a_press_a_little_later_is_meant() -> None:
    now = 0.0
    presses = Presses(lambda: now)
    presses.once(PRESS)
    now = TWICE
    assert presses.once(replace(PRESS, id="e2")).id == "e2"


@pytest.mark.parametrize(
    "other",
    [
        {"who": Person("hill", "Mr Hill")},
        {"where": Place("teams:a:2")},
        {"post": "a:1 18"},
        {"button": "keep"},
        {"value": "q2"},
    ],
)
def test_another_press_is_another(other: dict[str, object]) -> None:
    presses = Presses(lambda: 0.0)
    presses.once(PRESS)
    assert presses.once(replace(PRESS, id="e2", **other)).id == "e2"  # type: ignore[arg-type]

"""Larkfield with a way for whatever anybody could tell, so that nobody is asked to name somebody."""

from __future__ import annotations

import pytest

from tests.handlers.larkfield import SCHOOL
from tests.handlers.talk import Talk

NUMBERS = SCHOOL.contacts.changed("lado", number="01632 960900")


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """Whatever the head's own people may not see goes outside."""
    talk.settings(preset="independent", contacts=NUMBERS)
    return talk

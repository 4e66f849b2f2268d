"""A school whose policy has rules on what needs permission."""

from __future__ import annotations

import pytest

from tests.handlers.requests.permission import RULES
from tests.handlers.talk import Talk


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """Larkfield, with these rules."""
    talk.book.known = (RULES,)
    return talk

"""The five real policies: every clause can be read whole on every platform before it is acknowledged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handlers.acknowledging.consent import turned_into_consent
from knowledge.model import Policy
from knowledge.policy import read_policy
from tests.handlers.acknowledging.campaign import opened, pages, put_in_force
from tests.handlers.larkfield import TEACHER
from tests.handlers.talk import Talk

POLICIES = Path(__file__).parents[4] / "shared" / "policies"
NAMES = ("wigan", "st-marys", "owls", "waterloo", "northumberland")
pytestmark = pytest.mark.skipif(not POLICIES.is_dir(), reason="the five real policies are not on this machine")


def real(name: str) -> Policy:
    """One of them."""
    file = POLICIES / f"{name}.txt"
    return read_policy(file.read_bytes(), file.name)


def folded(text: str) -> str:
    """Without what a platform may do to white space."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", NAMES)
async def test_every_clause_stands_on_the_pages_word_for_word(talk: Talk, name: str) -> None:
    policy = real(name)
    await talk.everybody_comes()
    file = POLICIES / f"{name}.txt"
    await put_in_force(talk, file.read_bytes(), file.name)
    seen = await pages(talk, TEACHER, await opened(talk, TEACHER, policy.title))
    shown = folded("".join(one.words.text for one in seen))
    assert [one.text for one in policy.clauses if folded(one.text) not in shown] == []
    assert [one.lead_in for one in policy.clauses if folded(one.lead_in) not in shown] == []


def test_of_the_five_one_clause_turns_acknowledging_into_consent() -> None:
    found = [(name, one) for name in NAMES for one in turned_into_consent(real(name))]
    assert [name for name, _ in found] == ["st-marys"]
    assert "consent to such monitoring" in found[0][1].text

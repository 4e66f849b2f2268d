"""The five schools' own policies: in force with their dates, what they leave open, and the agenda that follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.collection import Collection
from bot.store.store import Store
from handlers.agenda import Matters, agenda, due, markdown
from handlers.versions.bound import in_words, who_is_bound
from handlers.versions.reading import policy_of
from knowledge.answering import Answerer
from knowledge.comparing import Change, compare
from knowledge.gaps import left_open
from knowledge.model import Policy
from knowledge.policy import read_policy
from tests.conftest import Clock
from tests.handlers.larkfield import SCHOOL

REAL = Path(__file__).parents[4] / "shared" / "policies"
FIVE = ("waterloo", "owls", "wigan", "st-marys", "northumberland")
TODAY = date(2027, 3, 3)

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=f"the five schools' own policies are not at {REAL}")


@pytest.fixture
async def store(embedded: Store) -> Store:
    own = Collection(embedded, SCHOOL.id, SCHOOL.zone)
    for key in FIVE:
        await own.add((REAL / f"{key}.txt").read_bytes(), f"{key}.txt")
    return embedded


async def kept(store: Store) -> dict[str, Policy]:
    """As they stand in the store, by the file's name."""
    rows = await store.read(lambda tx: tx.at(SCHOOL.id).policies())
    return {one.name.removesuffix(".txt"): policy_of(one) for one in rows}


async def test_they_are_in_force_with_their_dates(store: Store) -> None:
    policies = await kept(store)
    assert set(policies) == set(FIVE)
    assert {key: due(one, TODAY) for key, one in policies.items()} == {
        "waterloo": "its review was due by 31 March 2024; it is overdue.",
        "owls": "nobody can say when its review is due.",
        "wigan": "nobody can say when its review is due.",
        "st-marys": "nobody can say when its review is due.",
        "northumberland": ("nobody can say when its review is due, since it names a period and no day to count from."),
    }


async def test_whom_each_binds_at_the_school(store: Store, clock: Clock) -> None:
    bound = {key: in_words(who_is_bound(one, SCHOOL)) for key, one in (await kept(store)).items()}
    assert bound["owls"] == "5 people: staff and governors"
    assert bound["wigan"] == "4 people: staff"


async def test_the_agenda_has_what_wigan_leaves_open_and_where_the_five_disagree(store: Store) -> None:
    policies = list((await kept(store)).values())
    printed = markdown(agenda(Matters(SCHOOL, TODAY, policies, (), (), Answerer(policies).pairs())))
    assert "- For the school to decide: It is for the Headteacher and Governors of each school to decide" in printed
    assert "### Time and devices: one forbids, one allows" in printed
    assert "E-safety Policy (not with me)" in printed


def test_a_should_in_waterloo_that_becomes_a_must_is_found() -> None:
    text = (REAL / "waterloo.txt").read_text("utf-8")
    before, after = (read_policy(one.encode(), "waterloo.txt") for one in (text, text.replace("should be", "must be")))
    found = compare(before, after)
    assert found.of(Change.FORCE)
    assert {pair for one in found.changes for pair in one.force} == {("should", "must")}
    assert not found.may_be_minor
    assert not left_open(before), "Waterloo decides everything itself"


async def test_what_wigan_leaves_open_decides_the_question_so_that_the_schools_answer_stands_there(
    store: Store,
) -> None:
    wigan = (await kept(store))["wigan"]
    first, *_ = left_open(wigan)
    found = Answerer([wigan]).answer("May staff access social media at break time on school premises?")
    assert found.cited[0].clause.id == first.clause.id
    assert not found.shown, "no yes or no before the school has decided"

"""No sequence of presses, edits, role changes and clock jumps yields two decisions about one text, a decision by its
author, or a text that is published without a decision about exactly that text."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.app import router
from bot.roll import Kept
from bot.store.store import Store
from bot.turn import Turn
from handlers.desk import Role
from handlers.drafts.accounts import ACCOUNT, ADDED
from handlers.drafts.draft import DRAFT, Draft, State
from handlers.model import Ask, Filled, Move, Place, Pressed, Reply
from handlers.records import Appointment, StaffLine, Standing
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import SCHOOL, Book

pytestmark = pytest.mark.slow

PEOPLE = {one.person.key: one.person for one in SCHOOL.staff}
CHANGEABLE = (Role.HEAD, Role.CHAIR, Role.DEPUTY, Role.AUTHORISED_POSTER)
MOST = 2  # drafts: more would be left alone
PRESSES = ("approve_draft", "changes_draft", "refuse_draft")
who = st.sampled_from(sorted(PEOPLE))
some = st.integers(0, 30)


class Posts(RuleBasedStateMachine):
    """Everybody at Larkfield does whatever they can think of to one or two drafts."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock(datetime(2027, 3, 3, 9, tzinfo=UTC))
        self.store = Store.open(f"sqlite:///{self.folder / 'posts.sqlite'}", clock=self.clock, keys=KEY)
        self.turn = Turn(self.store, router(), Kept(replace(SCHOOL, staff=())), lambda _: Book())
        self.ids = itertools.count()
        self.held: dict[tuple[str, Role], str] = {}
        self.forms: list[tuple[str, Ask]] = []

    def teardown(self) -> None:
        """Nothing is left."""
        self.does(self.store.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    @initialize()
    def larkfield(self) -> None:
        """A staff list, roles, and an account where head or chair approve each post."""
        lines = [StaffLine(one.key, one.name, one.email) for one in PEOPLE.values()]
        self.does(self.store.run(lambda tx: tx.at(SCHOOL.id).put_staff(lines)))
        for one in SCHOOL.staff:
            for role in one.roles:
                if role in CHANGEABLE:
                    self.appoint(one.person.key, role)
        self.appoint("assistant", Role.AUTHORISED_POSTER)
        given = {
            "platform": "facebook", "name": "Larkfield", "owner": "head", "purpose": "news", "monitors": ["head"],
            "approved": "2026-09-01", "roles": ["head", "chair of governors"], "absent": ["deputy"],
        }  # fmt: skip
        self.does(self.store.run(lambda tx: tx.at(SCHOOL.id).begin_journal(ACCOUNT, "head", ADDED, given)))
        self.write("teacher", 0)

    # --- what people do ---

    @precondition(lambda self: len(self.drafts()) < MOST)
    @rule(key=who, number=st.integers(0, 2))
    def write(self, key: str, number: int) -> None:
        """A new draft, from the form's first page to its last."""
        self.fill(key, self.press(key, "draft", ""), number)

    @rule(key=who, draft=some, number=st.integers(0, 2))
    def rewrite(self, key: str, draft: int, number: int) -> None:
        """Change any draft; only one's own can be."""
        self.fill(key, self.press(key, "draft", self.any(draft).journal.id), number)

    @rule(key=who, draft=some, button=st.sampled_from(PRESSES), stale=st.booleans(), late=st.booleans())
    def decide(self, key: str, draft: int, button: str, stale: bool, late: bool) -> None:
        """Press a button of the card as it is, or of one from an earlier round; a form may be sent later."""
        one = self.any(draft)
        content = one.rounds[0] if stale else one.content
        number = 1 if stale else len(one.rounds)
        version = f"{one.journal.id}.{number}.{content.digest[:16]}"
        with self.nothing_decided_but(version):
            reply = self.press(key, button, version)
        if isinstance(reply, Ask):
            self.forms.append((key, reply))
            if not late:
                self.send_form(-1)

    @rule(draft=some, published=st.booleans())
    def approve(self, draft: int, published: bool) -> None:
        """The way it is meant: the head presses the button, Mr Field publishes. What went before may forbid it."""
        self.decide("head", draft, "approve_draft", False, False)
        if published:
            self.publish("assistant", draft)

    @rule(draft=some, number=st.integers(0, 2), button=st.sampled_from(PRESSES))
    def edit_under_the_head_s_eyes(self, draft: int, number: int, button: str) -> None:
        """Its author changes it while the head reads, and the head presses a button of what was read."""
        seen = self.any(draft)
        self.fill(seen.author, self.press(seen.author, "draft", seen.journal.id), number)
        with self.nothing_decided_but(seen.version):
            self.press("head", button, seen.version)

    @rule(which=st.integers(-3, 3))
    def send_form(self, which: int) -> None:
        """Send a form that somebody has open, maybe for the second time."""
        if self.forms:
            key, ask = self.forms[which % len(self.forms)]
            with self.nothing_decided_but(ask.dialog.about):
                self.next(key, ask, {"words": "Because."})

    @rule(key=who, draft=some)
    def publish(self, key: str, draft: int) -> None:
        """Say that it is published."""
        reply = self.press(key, "draft_published", self.any(draft).version)
        if isinstance(reply, Ask):
            self.next(key, reply, {"link": ""})

    @rule(key=who, draft=some)
    def take_back(self, key: str, draft: int) -> None:
        """Take it back; only one's own can be."""
        self.press(key, "draft_back", self.any(draft).journal.id)

    @rule(key=who, role=st.sampled_from(CHANGEABLE))
    def change_role(self, key: str, role: Role) -> None:
        """Give somebody a role, or end it."""
        one = self.held.pop((key, role), "")
        if not one:
            self.appoint(key, role)
            return
        self.does(
            self.store.run(lambda tx: tx.at(SCHOOL.id).move_appointment(one, Standing.HELD, Standing.ENDED, "head"))
        )

    @rule(hours=st.sampled_from([1, 30, 24 * 9, 24 * 30]))
    def wait(self, hours: int) -> None:
        """Time passes, and what is due is done."""
        self.clock.forward(hours=hours)
        while self.does(self.turn.ring()):
            continue

    # --- what never happens ---

    @invariant()
    def one_decision_a_round_and_never_the_author_s(self) -> None:
        """Folded by hand from the entries, not by the code that is looked at."""
        for draft in self.drafts():
            texts, decided, approved = 0, False, ""
            for entry in draft.journal.entries:
                if entry.what == "sent":
                    texts, decided, approved = texts + 1, False, ""
                elif entry.what == "decided":
                    assert not decided, "two decisions about one text"
                    assert entry.by != draft.author, "decided by its author"
                    assert entry.given["content"] == draft.rounds[texts - 1].digest, "about another text"
                    decided, approved = True, str(entry.given["verdict"])
                elif entry.what == "published":
                    assert approved == "approved", "published without a decision"
            ends = [entry.what for entry in draft.journal.entries if entry.what == "published"]
            assert len(ends) <= 1, "published twice"
            assert (draft.state is State.PUBLISHED) == bool(ends)

    # --- inside ---

    def appoint(self, key: str, role: Role) -> None:
        one = Appointment(
            f"{key} {role} {next(self.ids)}", role, key, "somebody", self.clock() - timedelta(days=9), Standing.HELD
        )
        self.held[key, role] = one.id
        self.does(self.store.run(lambda tx: tx.at(SCHOOL.id).appoint(one)))

    def fill(self, key: str, reply: Reply, number: int) -> None:
        """Every page of the form."""
        for _ in range(9):
            if not isinstance(reply, Ask):
                return
            given: dict[str, object] = dict(reply.dialog.answers)
            for field in reply.step.fields:
                first = field.choices[0][0] if field.choices else None
                given[field.key] = {"purpose": "a fair", "text": f"Text {number}", "when": None}.get(field.key, first)
            given |= {"people": "no", "pictures": "no"}
            reply = self.next(key, reply, given)

    def press(self, key: str, button: str, value: str) -> Reply:
        event = Pressed(f"e{next(self.ids)}", PEOPLE[key], Place(f"web:{key}"), button, value)
        return self.does(self.turn.take(event, "web")).reply

    def next(self, key: str, ask: Ask, given: dict[str, object]) -> Reply:
        event = Filled(
            f"e{next(self.ids)}", PEOPLE[key], Place(f"web:{key}"), ask.dialog.id, ask.step.key, Move.NEXT, given,
            ask.dialog.version,
        )  # fmt: skip
        reply = self.does(self.turn.take(event, "web")).reply
        assert "went wrong" not in str(reply), reply
        return reply

    @contextmanager
    def nothing_decided_but(self, version: str) -> Iterator[None]:
        """What was changed since somebody saw it is not decided by what they press."""
        before = {one.version: one for one in self.drafts()}
        yield
        for one in self.drafts():
            known = before.get(one.version)
            assert known is None or one.decided == known.decided or one.version == version, "decided unseen"

    def any(self, number: int) -> Draft:
        found = self.drafts()
        return found[number % len(found)]

    def drafts(self) -> list[Draft]:
        found = self.does(self.store.read(lambda tx: tx.at(SCHOOL.id).journals(DRAFT)))
        return [Draft.of(journal) for journal in found]

    def does(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)


TestPosts = Posts.TestCase
TestPosts.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)

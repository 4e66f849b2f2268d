"""Whatever people do in whatever order: one decision, about what was shown, by somebody who may, never their own."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.app import router
from bot.roll import Kept
from bot.store.store import Store
from bot.turn import Turn
from handlers.decisions import DECIDED, Decided, Verdict
from handlers.desk import Member, Role
from handlers.model import Ask, Done, Event, Filled, Move, Place, Pressed, Reply, Update
from handlers.records import Appointment, Journal, StaffLine, Standing
from handlers.requests.request import JOURNAL, Request, State
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER, Book
from tests.handlers.requests.permission import RULES
from tests.handlers.talk import BARE

pytestmark = pytest.mark.slow

PLACE = Place("web:somewhere")
PEOPLE = (TEACHER, ASSISTANT, HEAD, DEPUTY, CHAIR)
anybody = st.sampled_from((TEACHER, HEAD, *PEOPLE))
whoever_decides = st.sampled_from((HEAD, HEAD, DEPUTY, CHAIR, TEACHER))
one_of_the_last = st.sampled_from((0, 0, 0, 1, 2, 5))


class AnyOrder(RuleBasedStateMachine):
    """A school in which everybody presses what they can get hold of, roles change, people leave, and time passes."""

    empty: Path

    @initialize()
    def begin(self) -> None:
        """A morning in term; one thing is asked for."""
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.file = shutil.copy(self.empty, Path(self.folder.name) / "any.sqlite")
        self.clock = Clock(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))
        self.ids = itertools.count(1)
        self.last: Event | None = None
        self.versions: list[str] = []  # of every card there has been: a button's value is what a client sends
        self.seen: dict[str, int] = {}  # how many entries of each request were looked at
        self.open()
        self.employed = set(PEOPLE)
        self.employ()
        for one in PEOPLE:
            for role in one.roles:
                self.appoint(one, role)
        self.ask(TEACHER)

    def open(self) -> None:
        """Start the bot on what is there."""
        self.store = Store.open(f"sqlite:///{self.file}", clock=self.clock, keys=KEY)
        book = Book()
        book.known = (RULES,)
        self.turn = Turn(self.store, router(), Kept(BARE), lambda _: book)

    # --- what people do ---

    @rule(who=anybody)
    def ask(self, who: Member) -> None:
        """They ask for a device."""
        given = {"device": "my phone", "purpose": "Sports day", "deleting": "yes", "until": "2027-04-30"}
        asked = self.press(who, "ask_permission")
        for step, answers in (("kind", {"kind": "device"}), ("device", given), ("review", {})):
            asked = self.fill(who, asked, step, answers)

    @rule(who=whoever_decides, number=one_of_the_last)
    def approve(self, who: Member, number: int) -> None:
        """They press Approve on a card that there has ever been."""
        self.decide(who, "approve_request", self.version(number))

    @rule(who=whoever_decides, other=whoever_decides)
    def approve_twice(self, who: Member, other: Member) -> None:
        """Two of them press on the same card, one right after the other."""
        for one in (who, other):
            self.decide(one, "approve_request", self.version(0))

    @rule(who=whoever_decides, number=one_of_the_last, verdict=st.sampled_from(["changes_request", "refuse_request"]))
    def send_back_or_refuse(self, who: Member, number: int, verdict: str) -> None:
        """The same with a reason."""
        self.decide(who, verdict, self.version(number))

    @rule()
    def send_back_and_change(self) -> None:
        """The head sends the last one back, and it is changed; then the head presses on the card that is an old one."""
        old = self.version(0)
        self.decide(HEAD, "changes_request", old)
        self.change(TEACHER, 0, "Assembly")
        self.decide(HEAD, "approve_request", old)

    @rule(
        who=st.sampled_from((TEACHER, TEACHER, HEAD)),
        number=one_of_the_last,
        purpose=st.sampled_from(["Sports day", "Assembly"]),
    )
    def change(self, who: Member, number: int, purpose: str) -> None:
        """They change what they asked for, or send it again as it was."""
        asked = self.press(who, "ask_again", self.request(number))
        given = {"device": "my phone", "purpose": purpose, "deleting": "yes", "until": "2027-04-30"}
        for step, answers in (("device", given), ("review", {})):
            asked = self.fill(who, asked, step, answers)

    @rule(who=anybody, number=one_of_the_last)
    def take_back(self, who: Member, number: int) -> None:
        """They press what takes a request back, theirs or not."""
        self.press(who, "take_back_request", self.request(number))

    @rule(who=anybody, number=one_of_the_last)
    def end_one(self, who: Member, number: int) -> None:
        """They end what was given, if they can."""
        asked = self.press(who, "end_request")
        asked = self.fill(who, asked, "which", {"which": self.request(number), "why": "Enough."})
        self.fill(who, asked, "review", {})

    @rule(who=st.sampled_from([HEAD, DEPUTY]))
    def go_away(self, who: Member) -> None:
        """They are away for two days, and somebody stands in."""
        asked = self.press(who, "away")
        stand_in = (DEPUTY if who is HEAD else HEAD).person.key
        today = self.clock.now.date()
        given = {"first": today.isoformat(), "last": today.isoformat(), "stand_in": stand_in}
        for step, answers in (("when", given), ("review", {})):
            asked = self.fill(who, asked, step, answers)

    # --- what happens ---

    @rule()
    def it_comes_again(self) -> None:
        """The platform sends the last event once more."""
        if self.last is not None:
            self.take(self.last)

    @rule()
    def restart(self) -> None:
        """The bot is stopped and started."""
        self.runner.run(self.store.close())
        self.open()

    @rule(who=anybody)
    def be_head(self, who: Member) -> None:
        """Somebody else becomes head; whoever was head is it no longer."""
        for one in self.held():
            if one.role == Role.HEAD:
                self.run(lambda tx, key=one.id: tx.move_appointment(key, Standing.HELD, Standing.ENDED, "x"))
        self.appoint(who, Role.HEAD)

    @rule(who=anybody)
    def leave(self, who: Member) -> None:
        """Somebody's last day was yesterday; whoever was gone is back."""
        self.employed = set(PEOPLE) - {who}
        self.employ()

    @rule(hours=st.sampled_from([1, 1, 20, 24 * 20, 24 * 50]))
    def time_passes(self, hours: int) -> None:
        """What is due then is done."""
        self.clock.forward(hours=hours)
        self.settle()

    # --- what holds always ---

    @invariant()
    def one_decision_a_round_by_somebody_who_may_about_what_was_shown(self) -> None:
        """Looks at every entry once, right after it was made, when the roles are still those it was made with."""
        for journal in self.journals():
            entries = journal.entries
            for n in range(self.seen.get(journal.id, 0), len(entries)):
                if entries[n].what == DECIDED:
                    before = Request.of(replace(journal, entries=entries[:n]))
                    self.decision_is_in_order(before, Decided.of(entries[n]))
            self.seen[journal.id] = len(entries)

    def decision_is_in_order(self, before: Request, decided: Decided) -> None:
        """One decision of a request as it was before."""
        assert before.state is State.WAITS, "it was decided before, or taken back"
        assert decided.by != before.owner, "their own"
        assert self.pressed == f"{before.id}.{before.round}.{before.content[:16]}", "something else was shown"
        assert decided.content == before.content
        heads = self.holders(Role.HEAD)
        if before.owner in heads:
            over = self.holders(Role.CHAIR) | self.holders(Role.VICE_CHAIR) | self.holders(Role.TRUST)
            assert decided.by in over | (heads - {before.owner})
        elif decided.instead_of:
            assert decided.by in self.holders(Role.DEPUTY)
            assert decided.instead_of in heads
        else:
            assert decided.by in heads
        assert decided.by in {one.person.key for one in self.employed}

    @invariant()
    def nothing_holds_that_nobody_gave_or_that_has_ended(self) -> None:
        """And what is over is closed."""
        for one in map(Request.of, self.journals()):
            given = one.decided is not None and one.decided.verdict is Verdict.APPROVED
            assert (one.state is State.GIVEN) == (given and one.ended is None)
            assert one.journal.open == (one.state in (State.WAITS, State.CHANGES, State.GIVEN))

    def teardown(self) -> None:
        """Close what was opened."""
        if hasattr(self, "runner"):
            self.runner.run(self.store.close())
            self.runner.close()
            self.folder.cleanup()

    # --- how it is done ---

    def decide(self, who: Member, button: str, version: str) -> None:
        """Press one of the three buttons on a card."""
        self.pressed = version
        asked = self.press(who, button, version)
        if isinstance(asked, Ask):
            self.fill(who, asked, "why", {"words": "Because."})

    def press(self, who: Member, button: str, value: str = "") -> Reply:
        return self.take(Pressed(f"e{next(self.ids)}", who.person, PLACE, button, value))

    def fill(self, who: Member, asked: Reply, step: str, given: Mapping[str, object]) -> Reply:
        """Send a form's page, if there is one."""
        if not isinstance(asked, Ask):
            assert not isinstance(asked, Update) or step in ("why", "which", "when", "device"), asked
            return asked
        event = Filled(
            f"e{next(self.ids)}", who.person, PLACE, asked.dialog.id, step, Move.NEXT, given, asked.dialog.version
        )
        return self.take(event)

    def take(self, event: Event) -> Reply:
        """What the bot says; never that something went wrong."""
        self.last = event
        outcome = self.runner.run(self.turn.take(event, "web"))
        reply = outcome.reply
        post = getattr(reply, "post", None)
        assert post is None or post.title != "Something went wrong", reply
        if isinstance(reply, Done | Update) or post is not None:
            self.remember()
        self.settle()
        return reply

    def remember(self) -> None:
        """The cards that are about."""
        for one in map(Request.of, self.journals()):
            version = f"{one.id}.{one.round}.{one.content[:16]}"
            if version not in self.versions:
                self.versions.append(version)

    def version(self, number: int) -> str:
        return self.versions[-1 - number % len(self.versions)] if self.versions else "none"

    def request(self, number: int) -> str:
        return self.version(number).partition(".")[0]

    def settle(self) -> None:
        async def work() -> None:
            while await self.turn.ring():
                continue

        self.runner.run(work())

    def run(self, work: Any) -> Any:
        return self.runner.run(self.store.run(lambda tx: work(tx.at(SCHOOL.id))))

    def journals(self) -> tuple[Journal, ...]:
        found: tuple[Journal, ...] = self.run(lambda tx: tx.journals(JOURNAL))
        return found

    def held(self) -> tuple[Appointment, ...]:
        found: tuple[Appointment, ...] = self.run(lambda tx: tx.appointments(Standing.HELD))
        return found

    def holders(self, role: Role) -> set[str]:
        return {one.person for one in self.held() if one.role == role}

    def appoint(self, who: Member, role: Role) -> None:
        one = Appointment(f"a{next(self.ids)}", role, who.person.key, "x", self.clock.now, Standing.HELD)
        self.run(lambda tx: tx.appoint(one))

    def employ(self) -> None:
        yesterday = self.clock.now.date().replace(year=2020).isoformat()
        lines = [
            StaffLine(one.person.key, one.person.name, one.person.email, one.capacity, one.job,
                      ends="" if one in self.employed else yesterday)
            for one in PEOPLE
        ]  # fmt: skip
        self.run(lambda tx: tx.put_staff(lines))


def test_whatever_people_do_in_whatever_order(empty_database: Path) -> None:
    AnyOrder.empty = empty_database
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

"""Whatever people do in whatever order: nothing told is lost or doubled, nobody reads what is about them, whoever may
read it has been told that it is there, and where nobody knows of it, whoever told it was told whom to ring."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.concerns.access import find, is_reporter, may_read, who_sees
from handlers.concerns.case import Case, State, What
from handlers.concerns.delivery import OPEN, arrivals, notice_key, unread_key
from handlers.concerns.kinds import Kind
from handlers.concerns.reading import ACTS
from handlers.desk import Desk, Member, Role
from handlers.model import Ask, Done, Filled, Move, Reply
from handlers.records import Appointment, Arrival, StaffLine, Standing
from handlers.resuming import ANEW
from handlers.telling import TELL_SOMEBODY
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.leaks.house import IT, STAFF, VICE, House, post_of

pytestmark = pytest.mark.slow

T = TypeVar("T")
_PUT_DOWN = {"decide": What.DECIDED, "close": What.CLOSED, "take": What.TAKEN}

anybody = st.sampled_from(STAFF)
readers = st.sampled_from((HEAD, HEAD, CHAIR, DEPUTY, VICE))
may_leave = st.sampled_from((HEAD, CHAIR, VICE, TEACHER))
some = st.lists(st.sampled_from((ASSISTANT, HEAD, CHAIR, DEPUTY, VICE)), max_size=2, unique=True)
one_of_the_last = st.sampled_from((0, 0, 0, 1, 2))
# What ends, moves or settles a concern comes up more often than what only adds words.
acts = st.sampled_from(("take", "take", "about", "about", "aside", "aside", "give", "decide", "close", "reopen", *ACTS))


class AnyOrder(RuleBasedStateMachine):
    """A school in which everybody tells, opens, acts, steps aside and changes roles, and time passes."""

    empty: Path

    @initialize()
    def begin(self) -> None:
        """A morning in term; one thing is told."""
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.file = shutil.copy(self.empty, Path(self.folder.name) / "any.sqlite")
        self.clock = Clock(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))
        self.house: House = self.run(self.opened())
        self.cases: list[str] = []
        self.received: dict[str, int] = {}  # reference → how many entries were looked at
        self.typed: set[tuple[str, str]] = set()  # about whom somebody typed that it is: record and person
        self.last: tuple[Member, Filled] | None = None
        self.tell(TEACHER, Kind.COLLEAGUE, [ASSISTANT])

    async def opened(self) -> House:
        """Start the bot on what is there."""
        return House(Store.open(f"sqlite:///{self.file}", clock=self.clock, keys=KEY), self.clock)

    # --- what people do ---

    @rule(who=anybody, kind=st.sampled_from(Kind), about=some)
    def tell(self, who: Member, kind: Kind, about: list[Member]) -> None:
        """They tell something, by the form."""
        begun = self.run(self.begun_anew(who))
        given = {"kind": kind.value, "people": [one.person.key for one in about], "subjects": [
            one.person.key for one in about]}  # fmt: skip
        done = self.run(self.house.walk(who, begun, given, "Something happened."))
        if isinstance(done, Done) and post_of(done).buttons:
            (ref,) = {one.value for one in post_of(done).buttons if one.key == OPEN} or {""}
            if ref:
                assert ref not in self.cases, "each is one record"
                self.cases.append(ref)

    async def begun_anew(self, who: Member) -> Reply:
        """The form's first page, whatever they had begun before; whoever has left is offered nothing."""
        reply = await self.house.press(who, TELL_SOMEBODY.key)
        anew = [one.value for one in post_of(reply).buttons if one.key == ANEW]
        return await self.house.press(who, ANEW, anew[0]) if anew else reply

    @rule(who=anybody, number=one_of_the_last)
    def open_one(self, who: Member, number: int) -> None:
        """They press the button of a message that there ever was."""
        self.page(who, number)

    @rule(who=readers, number=one_of_the_last, act=acts, to=readers)
    def act_on_it(self, who: Member, number: int, act: str, to: Member) -> None:
        """They open it and do something, if it is theirs to do."""
        page = self.page(who, number)
        if page is not None:
            given = {"do": act, "give-to": to.person.key, "about-people": [to.person.key]}
            self.run(self.house.walk(who, page, given, "Because."))

    @rule(who=readers, number=one_of_the_last, act=st.sampled_from(("about", "also_about")), to=readers)
    def type_whom_it_is_about(self, who: Member, number: int, act: str, to: Member) -> None:
        """They type a name, or what somebody is, instead of choosing them from the list."""
        for one in (who, TEACHER):
            page = self.page(one, number)
            before = self.count(What.SUBJECT, number)
            if page is not None:
                words = to.person.name if act == "about" else f"{to.person.name}, I think"
                self.run(self.house.walk(one, page, {"do": act, f"{act}-other": words}))
            if self.count(What.SUBJECT, number) > before:
                self.typed.add((self.case(number), to.person.key))

    @rule(who=readers, other=readers, number=one_of_the_last, act=st.sampled_from(("decide", "close", "take")))
    def two_at_once(self, who: Member, other: Member, number: int, act: str) -> None:
        """Two have it open and press in the same moment."""
        pages = [(one, page) for one in {who.person.key: who, other.person.key: other}.values()
                 if (page := self.page(one, number)) is not None]  # fmt: skip
        before = self.count(_PUT_DOWN[act], number)

        async def both() -> list[Reply]:
            return list(
                await asyncio.gather(*(self.house.walk(one, page, {"do": act}, "Because.") for one, page in pages))
            )

        self.run(both())
        assert self.count(_PUT_DOWN[act], number) <= before + 1, "of two who decide at once one decides"

    @rule(who=st.sampled_from((TEACHER, HEAD, CHAIR)))
    def press_send_twice(self, who: Member) -> None:
        """The last page is submitted twice, as an impatient thumb does."""
        begun = self.run(self.begun_anew(who))
        reply, ready = begun, None
        for _ in range(20):
            if not isinstance(reply, Ask):
                break
            page = {one.key: "Something happened." if one.key == "what" else None for one in reply.step.fields}
            page |= {one.key: one.choices[0][0] for one in reply.step.fields if one.required and one.choices}
            ready = Filled(self.house.id(), who.person, reply.dialog.place, reply.dialog.id, reply.step.key,
                           Move.NEXT, page, reply.dialog.version)  # type: ignore[arg-type]  # it has a place  # fmt: skip
            reply = self.run(self.house.do(ready))
        before = self.told_by(who)
        if ready is not None:
            self.run(self.house.do(ready))
        after = self.told_by(who)
        assert before == after
        self.cases += [one for one in after if one not in self.cases]

    @rule(hours=st.sampled_from([0.3, 1, 4, 30, 200]))
    def wait(self, hours: float) -> None:
        """Time passes, and what is due is done."""
        self.clock.forward(hours=hours)
        self.run(self.house.settle())

    @rule()
    def restart(self) -> None:
        """The program ends and starts again."""
        before = self.house
        self.run(self.house.store.close())
        self.house = self.run(self.opened())
        self.house.sent, self.house.out_of_reach = before.sent, before.out_of_reach

    @rule(role=st.sampled_from((Role.HEAD, Role.CHAIR, Role.SAFEGUARDING_LEAD)), to=st.sampled_from((ASSISTANT, IT)))
    def change_hands(self, role: Role, to: Member) -> None:
        """Somebody else takes a role over."""

        def work(desk: Desk, records: SchoolTx) -> None:
            for one in records.appointments(Standing.HELD):
                if one.role == role:
                    records.move_appointment(one.id, Standing.HELD, Standing.ENDED, to.person.key)
            records.appoint(Appointment(self.house.id(), role, to.person.key, "somebody", desk.now, Standing.HELD))

        self.run(self.house.at_desk(work))

    @rule(role=st.sampled_from((Role.HEAD, Role.CHAIR, Role.VICE_CHAIR, Role.SAFEGUARDING_LEAD)))
    def give_up(self, role: Role) -> None:
        """A role ends, and nobody takes it over."""

        def work(_: Desk, records: SchoolTx) -> None:
            for one in records.appointments(Standing.HELD):
                if one.role == role:
                    records.move_appointment(one.id, Standing.HELD, Standing.ENDED, one.person)

        self.run(self.house.at_desk(work))

    @rule(who=may_leave)
    def leave(self, who: Member) -> None:
        """Somebody leaves; whoever has left is written to no more."""
        self.on_the_list(who, ends="2027-03-02")
        self.house.out_of_reach.add(who.person.key)

    @rule(who=may_leave)
    def lose_the_chat(self, who: Member) -> None:
        """Nobody can write to somebody any more, who works there all the same."""
        self.house.out_of_reach.add(who.person.key)

    @rule(who=may_leave)
    def come_back(self, who: Member) -> None:
        """They are on the list and can be written to, whatever it was."""
        self.house.out_of_reach.discard(who.person.key)
        self.on_the_list(who)

    # --- what holds ---

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        """Whatever was received is there, once, and only ever gets longer."""
        kept = {one.id: one for one in self.all()}
        for key in self.cases:
            assert key in kept
            assert len(kept[key].entries) >= self.received.get(key, 1)
            self.received[key] = len(kept[key].entries)
            assert Counter(entry.what for entry in kept[key].entries)[What.FILED] == 1

    @invariant()
    def nobody_reads_what_is_about_them(self) -> None:
        """Not even if it was found out later, or their role changed."""
        for case in self.all():
            inside = self.run(
                self.house.at_desk(lambda desk, _, case=case: {one.person for one in who_sees(case, desk)})
            )
            assert not inside & set(case.subjects)
            assert not inside & set(case.barred)
            assert not [one for one in inside if (case.id, one) in self.typed], "typed is as good as chosen"

    @invariant()
    def whoever_may_read_an_open_one_was_told(self) -> None:
        """No notice is orphaned: a reader has it, and whom nobody can read has a reporter who knows."""
        self.run(self.house.settle())
        for case in self.all():
            if case.state is State.CLOSED:
                continue
            inside, reporter, kept = self.run(self.house.at_desk(lambda desk, records, case=case: (
                {one.person for one in who_sees(case, desk)}, records.identity(case.id),
                {one.person.key for one in desk.school.staff
                 if desk.tx.arrival(notice_key(case, one.person.key)) is Arrival.ARRIVED})))  # fmt: skip
            assert kept - {reporter} <= inside, f"nobody else has {case.ref} before them"
            assert inside - {reporter} - self.house.out_of_reach <= kept, f"whoever may read {case.ref} has it"
            for person in kept - {reporter}:
                assert self.was_told(person, case), f"{person} may read {case.ref} and does not know of it"

    @invariant()
    def none_rests_unseen(self) -> None:
        """Somebody who may read it knows of it; or whoever told it reads whom to ring; or they will within a quarter of
        an hour, which is how long a notice may be on its way. Who has left and cannot be told is the exception."""
        self.run(self.house.settle())
        for case in self.all():
            if case.state is State.CLOSED:
                continue
            known, said, looks, reporter = self.run(self.house.at_desk(lambda desk, records, case=case: (
                arrivals(case, desk), desk.tx.arrival(unread_key(case)), records.is_set(unread_key(case)),
                records.identity(case.id))))  # fmt: skip
            if Arrival.ARRIVED not in known and reporter not in self.house.out_of_reach:
                assert said is Arrival.ARRIVED or looks, f"{case.ref} rests, and nobody knows"
                assert said is Arrival.NOTHING or any("Nobody" in one.text for one in self.house.sent[reporter])

    def teardown(self) -> None:
        """The end."""
        if hasattr(self, "runner"):
            self.run(self.house.store.close())
            self.runner.close()
            self.folder.cleanup()

    # --- inside ---

    def on_the_list(self, who: Member, ends: str = "") -> None:
        """Their line on the staff list, with their last day."""
        one = who.person
        line = StaffLine(one.key, one.name, one.email, who.capacity, who.job, ends=ends)
        self.run(self.house.at_desk(lambda _, records: records.put_staff([line])))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it to its end."""
        return self.runner.run(work)

    def all(self) -> tuple[Case, ...]:
        """Every record there is."""
        found: tuple[Case, ...] = self.run(
            self.house.at_desk(lambda desk, _: tuple(Case.of(one) for one in desk.tx.journals("concern")))
        )
        return found

    def case(self, number: int) -> str:
        """One of the last."""
        return self.cases[-1 - min(number, len(self.cases) - 1)] if self.cases else "none"

    def page(self, who: Member, number: int) -> Ask | None:
        """What they see who press its button: nothing, unless they may."""
        key = self.case(number)
        reply = self.run(self.house.press(who, OPEN, key))
        shown = isinstance(reply, Ask)
        may = self.run(self.house.at_desk(lambda desk, _: (
            (case := find(desk, key)) is not None and desk.school.member(who.person.key) is not None
            and (may_read(case, desk, who.person.key) or is_reporter(case, desk, who.person.key)))))  # fmt: skip
        assert shown == may
        return reply if isinstance(reply, Ask) else None

    def count(self, what: What, number: int) -> int:
        """How often something was put down."""
        return sum(one.what == what for case in self.all() if case.id == self.case(number) for one in case.entries)

    def told_by(self, who: Member) -> tuple[str, ...]:
        """What they told."""
        found: tuple[str, ...] = self.run(self.house.at_desk(lambda desk, _: desk.tx.identified(who.person.key)))
        return found

    def was_told(self, person: str, case: Case) -> bool:
        """Whether they were sent its reference."""
        return any(case.ref in f"{one.title} {one.text}" for one in self.house.sent.get(person, []))


def test_whatever_people_do_in_whatever_order(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"

    async def make() -> None:
        async with House.open(path, Clock(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))):
            pass

    asyncio.run(make())
    AnyOrder.empty = path
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

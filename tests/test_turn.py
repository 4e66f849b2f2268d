"""One event in, one reply out, on every database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import structlog

from bot.outbox import Outbox
from bot.roll import Fixed
from bot.store.deliveries import Delivery
from bot.store.store import Store
from bot.turn import SENDING, Outcome, Turn
from handlers.desk import Desk, Member, Role, School
from handlers.forms import WHOLE_STEP, refuse
from handlers.model import (
    Answers,
    Ask,
    Called,
    Dialog,
    Done,
    Event,
    Field,
    Filled,
    Form,
    Home,
    Looked,
    Move,
    Nothing,
    Person,
    Place,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
    Update,
)
from handlers.records import SentQuestion
from handlers.resuming import CLOSED
from handlers.routing import Router
from knowledge.model import Answer, Policy, Verdict
from tests.conftest import KEY, Clock
from tests.patience import HELD_UP

TEACHER, HEAD = Person("t1", "Asha Teacher"), Person("h1", "Jo Head")
WHERE = Place("chat")
SCHOOL = School("greenfield", "Greenfield", ZoneInfo("Europe/London"), (Member(TEACHER), Member(HEAD, (Role.HEAD,))))
GATE = threading.Event()  # that the slow handler waits at
SECRET = "what a pupil wrote to me"


class Silent:
    """A school without policies."""

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        return Answer(question, Verdict.NOT_COVERED, False, 0.0, "Your policy doesn't say.")

    def policies(self) -> Sequence[Policy]:
        return ()


def feature() -> Router:
    """A small feature that uses every kind of reply."""
    router = Router("test")

    @router.said()
    def answer(event: Said, desk: Desk) -> Reply:
        desk.tx.count_unanswered("anything")
        return Say(Post(text=desk.knowledge.answer(event.text).reason))

    @router.said(lambda event: event.text == "form, please")
    def form_from_words(event: Said, desk: Desk) -> Reply:
        return desk.ask("note", event)

    @router.said(lambda event: event.text.startswith("slow"))
    def slow(event: Said, desk: Desk) -> Reply:
        return Say(Post(text="At last." if GATE.wait(HELD_UP) else "Nobody opened the gate."))

    @router.called("break")
    def fails(event: Called, desk: Desk) -> Reply:
        desk.tx.tell("h1", Post(text=event.text))
        raise ValueError(f"cannot read {event.text!r}")

    @router.pressed("approve")
    def decide(event: Pressed, desk: Desk) -> Reply:
        if not desk.tx.tell("t1", Post(text="Approved"), key=f"decision {event.value}"):
            return Update(Post(text="Already decided."))
        return Update(Post(text=f"Approved by {event.who.name}."))

    @router.home()
    def home(event: Looked, desk: Desk) -> Reply:
        return Home(Post(text=f"{len(desk.tx.sent_questions(event.who.key))} questions on {desk.today}"))

    def looked_at(answers: Answers) -> Mapping[str, str]:
        if answers["words"] == SECRET:
            raise ValueError(f"cannot look at {answers['words']!r}")
        return {}

    @router.form("note")
    def note(desk: Desk, about: str) -> Form:
        head = desk.school.holders(Role.HEAD)[0].person.name
        first = Step("words", f"To {head}", (Field("words", "Your question"),), check=looked_at)
        return Form("note", "Ask the head", (first, Step("review", "Please check")), "note sent")

    @router.done("note sent")
    def note_sent(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
        if dialog.answers["words"] == "closed?":
            return refuse(desk.form("note"), dialog, "words", {"words": "The head is away."})
        if dialog.answers["words"] == "broken?":
            raise ValueError(f"cannot send {dialog.answers['words']!r}")
        question = SentQuestion(desk.new_id(), "h1", str(dialog.answers["words"]), desk.now, dialog.who)
        desk.tx.send_question(question)
        desk.tx.tell("h1", Post(text="You have a question."))
        return Done(Post(text=f"Sent. Your reference is {desk.reference}."))

    return router


@pytest.fixture
def turn(store: Store) -> Turn:
    return Turn(store, Router("all").include(feature()), Fixed(SCHOOL), lambda school: Silent())


async def take(turn: Turn, event: Event) -> Outcome:
    return await turn.take(event, "web")


async def waiting(store: Store, clock: Clock) -> list[Delivery]:
    """What a fresh sender would send once every lease has run out."""
    clock.forward(seconds=SENDING.total_seconds())
    return list(await store.run(lambda tx: tx.lease("test", timedelta(seconds=1), 50)))


def said(key: str, text: str = "Can I…?") -> Said:
    return Said(key, TEACHER, WHERE, text)


def filled(key: str, page: Ask, *, move: Move = Move.NEXT, who: Person = TEACHER, **given: object) -> Filled:
    return Filled(key, who, WHERE, page.dialog.id, page.step.key, move, given, page.dialog.version)


async def opened(turn: Turn, key: str = "press") -> Ask:
    return asked(await take(turn, Pressed(key, TEACHER, WHERE, "note", "a1")))


def asked(outcome: Outcome) -> Ask:
    assert isinstance(outcome.reply, Ask), outcome.reply
    return outcome.reply


def text_of(outcome: Outcome) -> str:
    assert not isinstance(outcome.reply, Ask | Nothing), outcome.reply
    return outcome.reply.post.text


# --- messages ---


async def test_words_get_an_answer_whose_fact_is_kept_with_it(turn: Turn, store: Store) -> None:
    outcome = await take(turn, said("e1"))
    assert text_of(outcome) == "Your policy doesn't say."
    assert (await store.read(lambda tx: tx.at("greenfield").unanswered(1)))[0].count == 1


async def test_a_repeated_message_does_nothing_and_says_nothing(turn: Turn, store: Store, clock: Clock) -> None:
    first = await take(turn, said("e1"))
    await turn.sent(first, "message 1")
    second = await take(turn, said("e1"))
    assert (second.reply, second.row, second.repeated) == (Nothing(), None, True)
    assert (await store.read(lambda tx: tx.at("greenfield").unanswered(1)))[0].count == 1
    assert await waiting(store, clock) == []


async def test_what_words_were_answered_with_is_not_kept_beside_them(turn: Turn, store: Store) -> None:
    """Nothing is said to their repeat, so that nothing needs to be known of it."""
    await take(turn, said("e1"))
    assert await store.read(lambda tx: tx.at("greenfield").reply_to("e1")) == Nothing()


async def test_the_same_message_delivered_twice_at_once_is_answered_once(turn: Turn, store: Store) -> None:
    outcomes = await asyncio.gather(*(take(turn, said("e1")) for _ in range(8)))
    assert sorted(type(outcome.reply).__name__ for outcome in outcomes) == ["Nothing"] * 7 + ["Say"]
    assert (await store.read(lambda tx: tx.at("greenfield").unanswered(1)))[0].count == 1


async def test_a_reply_that_was_never_sent_is_sent_by_the_outbox(turn: Turn, store: Store, clock: Clock) -> None:
    """The process dies between commit and send: the next one finds the reply."""
    outcome = await take(turn, said("e1"))
    assert await store.run(lambda tx: tx.lease("early", timedelta(seconds=1), 9)) == ()
    (row,) = await waiting(store, clock)
    assert (row.id, row.place, row.post) == (outcome.row, WHERE, Post(text="Your policy doesn't say."))
    assert row.reference == outcome.reference


async def test_a_reply_that_the_platform_would_not_take_goes_out_at_once(turn: Turn, store: Store) -> None:
    sent: list[Post | None] = []

    async def send(row: Delivery) -> str:
        sent.append(row.post)
        return "message 1"

    outbox = Outbox(store, send)
    await turn.unsent(await take(turn, said("e1")), "connection lost")
    await outbox.work_off()
    assert sent == [Post(text="Your policy doesn't say.")]


async def test_words_cannot_be_answered_with_a_form(turn: Turn) -> None:
    with structlog.testing.capture_logs() as logs:
        outcome = await take(turn, said("e1", "form, please"))
    assert outcome.reference in text_of(outcome)
    assert logs[0]["cause"][0].startswith("TypeError")


# --- failures ---


async def test_a_failure_speaks_twice_and_never_with_the_words_of_the_message(
    turn: Turn, store: Store, clock: Clock
) -> None:
    with structlog.testing.capture_logs() as logs:
        outcome = await take(turn, Called("e1", TEACHER, WHERE, "break", SECRET))
    assert outcome.reference in text_of(outcome)
    assert isinstance(outcome.reply, Say)
    assert outcome.reply.private
    (line,) = logs
    assert line["reference"] == outcome.reference
    assert line["cause"][0].startswith("ValueError at test_turn.py")
    assert "fails" in line["cause"][0]
    assert SECRET not in str(logs) + text_of(outcome)
    assert await waiting(store, clock) == []  # nor was the head told


async def test_what_failed_may_be_tried_again(turn: Turn) -> None:
    first = await take(turn, Called("e1", TEACHER, WHERE, "break", "x"))
    second = await take(turn, Called("e1", TEACHER, WHERE, "break", "x"))
    assert not second.repeated
    assert first.reference != second.reference


async def test_a_store_that_is_away_becomes_words_too(
    turn: Turn, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(work: object) -> object:
        raise OSError("the database is away")

    monkeypatch.setattr(store, "run", away)
    for event, shape in ((said("e1"), Say), (Looked("e2", TEACHER, WHERE, "home"), Home)):
        outcome = await take(turn, event)
        assert isinstance(outcome.reply, shape)
        assert outcome.reference in text_of(outcome)


async def test_an_event_that_nobody_answers_gets_a_kind_word_or_none(turn: Turn) -> None:
    assert "no longer" in text_of(await take(turn, Pressed("e1", TEACHER, WHERE, "old button")))
    assert "cannot help" in text_of(await take(turn, Called("e2", TEACHER, WHERE, "no such command")))
    assert (await take(turn, Looked("e3", TEACHER, WHERE, "an old card"))).reply == Nothing()


async def test_a_slow_handler_does_not_hold_up_the_event_loop(turn: Turn) -> None:
    """The loop opens the gate that the handler waits at: a loop that was held up could not."""
    GATE.clear()
    answering = asyncio.create_task(take(turn, said("e1", "slow one")))
    await asyncio.sleep(0.05)
    GATE.set()
    assert text_of(await answering) == "At last."


# --- buttons ---


async def test_two_presses_come_to_one_decision_and_the_second_sees_it(turn: Turn, store: Store, clock: Clock) -> None:
    presses = [Pressed(f"e{number}", HEAD, WHERE, "approve", "draft 7", "message 1") for number in range(2)]
    outcomes = await asyncio.gather(*(take(turn, press) for press in presses))
    assert sorted(text_of(outcome) for outcome in outcomes) == ["Already decided.", "Approved by Jo Head."]
    rows = await waiting(store, clock)
    assert [row.post.text for row in rows if row.kind == "tell" and row.post] == ["Approved"]
    assert {row.handle for row in rows if row.kind == "amend"} == {"message 1"}


async def test_a_repeated_press_is_answered_again_as_before(turn: Turn, store: Store) -> None:
    press = Pressed("e1", HEAD, WHERE, "approve", "draft 7", "message 1")
    first, second = await take(turn, press), await take(turn, press)
    assert second.reply == first.reply
    assert (second.row, second.repeated) == (None, True)


async def test_looking_changes_nothing_and_shows_the_state_of_now(turn: Turn) -> None:
    look = Looked("e1", HEAD, WHERE, "home")
    assert text_of(await take(turn, look)) == "0 questions on 2027-03-03"
    page = asked(await take(turn, filled("e2", await opened(turn), words="May I?")))
    await take(turn, filled("e3", page))
    assert text_of(await take(turn, look)) == "1 questions on 2027-03-03"


# --- forms ---


async def test_a_form_goes_from_its_button_to_its_receipt(turn: Turn, store: Store, clock: Clock) -> None:
    page = await opened(turn)
    assert (page.step.title, page.dialog.about) == ("To Jo Head", "a1")
    wrong = asked(await take(turn, filled("e1", page, words=" ")))
    assert wrong.errors == {"words": "Please fill this in."}
    review = asked(await take(turn, filled("e2", wrong, words="May I?")))
    back = asked(await take(turn, filled("e3", review, move=Move.BACK)))
    assert back.dialog.answers == {"words": "May I?"}
    review = asked(await take(turn, filled("e4", back, words="May I, please?")))
    receipt = await take(turn, filled("e5", review))
    assert text_of(receipt) == f"Sent. Your reference is {receipt.reference}."
    (question,) = await store.read(lambda tx: tx.at("greenfield").sent_questions("h1"))
    assert (question.question, question.who) == ("May I, please?", "t1")
    assert [row.person for row in await waiting(store, clock)] == ["h1"]


async def test_a_page_with_errors_may_be_submitted_again_under_the_same_id(turn: Turn) -> None:
    """Slack's hash of a view stays the same when it is refused with errors."""
    page = await opened(turn)
    assert asked(await take(turn, filled("e1", page, words=""))).errors
    assert asked(await take(turn, filled("e1", page, words="May I?"))).step.key == "review"


async def test_a_double_submit_sends_once_and_shows_the_receipt_twice(turn: Turn, store: Store) -> None:
    review = asked(await take(turn, filled("e1", await opened(turn), words="May I?")))
    first, second = await asyncio.gather(take(turn, filled("e2", review)), take(turn, filled("e2", review)))
    assert first.reply == second.reply
    assert len(await store.read(lambda tx: tx.at("greenfield").sent_questions("h1"))) == 1


async def test_a_lost_answer_to_a_step_is_given_again_from_the_state_of_now(turn: Turn) -> None:
    submission = filled("e1", await opened(turn), words="May I?")
    first, second = asked(await take(turn, submission)), asked(await take(turn, submission))
    assert (first.step.key, second.step.key) == ("review", "review")
    assert second.dialog.answers == {"words": "May I?"}


async def test_an_old_page_is_shown_where_the_form_stands(turn: Turn) -> None:
    page = await opened(turn)
    await take(turn, filled("e1", page, words="May I?"))
    other_window = asked(await take(turn, filled("e2", page, words="Something else")))
    assert other_window.step.key == "review"
    assert "out of date" in other_window.errors[WHOLE_STEP]
    assert other_window.dialog.answers == {"words": "May I?"}


async def test_a_form_goes_on_after_a_restart(database_url: str, clock: Clock) -> None:
    router = Router("all").include(feature())
    before = Store.open(database_url, clock=clock, keys=KEY)
    page = await opened(Turn(before, router, Fixed(SCHOOL), lambda school: Silent()))
    await before.close()
    after = Store.open(database_url, clock=clock, keys=KEY)
    turn = Turn(after, router, Fixed(SCHOOL), lambda school: Silent())
    review = asked(await take(turn, filled("e1", page, words="May I?")))
    assert text_of(await take(turn, filled("e2", review))).startswith("Sent.")
    await after.close()


async def test_nobody_goes_on_with_another_persons_form(turn: Turn, store: Store) -> None:
    page = await opened(turn)
    outcome = await take(turn, filled("e1", page, who=HEAD, words="Not mine"))
    assert isinstance(outcome.reply, Done)
    assert outcome.reply.post.title == "This form is closed"
    assert asked(await take(turn, filled("e2", page, words="Mine"))).step.key == "review"


async def test_the_repeat_of_an_event_shows_nobody_another_persons_form(turn: Turn) -> None:
    """Each platform names an event by whoever caused it; were one not to, its id would still open nobody's form."""
    submission = filled("e1", await opened(turn), words="May I?")
    assert asked(await take(turn, submission)).dialog.answers == {"words": "May I?"}
    other = replace(submission, who=HEAD)
    assert text_of(await take(turn, other)) == CLOSED.text


async def test_a_form_left_open_for_a_day_says_so(turn: Turn, clock: Clock) -> None:
    page = await opened(turn)
    clock.forward(hours=24)
    outcome = await take(turn, filled("e1", page, words="May I?"))
    assert isinstance(outcome.reply, Done)
    assert outcome.reply.post.title == "This form is closed"


async def test_cancel_ends_a_form_and_nothing_is_sent(turn: Turn, store: Store, clock: Clock) -> None:
    page = await opened(turn)
    cancelled = await take(turn, filled("e1", page, move=Move.CANCEL))
    assert isinstance(cancelled.reply, Done)
    assert cancelled.reply.post.title == "Cancelled"
    assert isinstance((await take(turn, filled("e2", page, words="May I?"))).reply, Done)
    assert await waiting(store, clock) == []


async def test_where_something_fails_the_page_stays_with_what_was_typed(turn: Turn) -> None:
    page = await opened(turn)
    with structlog.testing.capture_logs() as log:
        failed = await take(turn, filled("e1", page, words=SECRET))
    again = asked(failed)
    assert (again.step.key, again.dialog.answers) == ("words", {"words": SECRET})
    assert failed.reference in again.errors[WHOLE_STEP]
    assert SECRET not in str(log)
    review = asked(await take(turn, filled("e2", again, words="May I?")))
    assert text_of(await take(turn, filled("e3", review))).startswith("Sent.")


async def test_where_its_end_fails_the_last_page_stays_and_nothing_was_sent(
    turn: Turn, store: Store, clock: Clock
) -> None:
    review = asked(await take(turn, filled("e1", await opened(turn), words="broken?")))
    with structlog.testing.capture_logs():
        again = asked(await take(turn, filled("e2", review)))
    assert again.step.key == "review"
    assert "nothing was changed" in again.errors[WHOLE_STEP]
    assert await waiting(store, clock) == []


async def test_whoever_finishes_a_form_can_have_something_put_right(turn: Turn) -> None:
    review = asked(await take(turn, filled("e1", await opened(turn), words="closed?")))
    again = asked(await take(turn, filled("e2", review)))
    assert (again.step.key, again.errors) == ("words", {"words": "The head is away."})
    review = asked(await take(turn, filled("e3", again, words="May I?")))
    assert text_of(await take(turn, filled("e4", review))).startswith("Sent.")


async def test_a_step_that_the_form_does_not_have_becomes_words(turn: Turn) -> None:
    page = await opened(turn)
    with structlog.testing.capture_logs():
        outcome = await take(turn, replace(filled("e1", page), step="no such step"))
    assert outcome.reference in text_of(outcome)

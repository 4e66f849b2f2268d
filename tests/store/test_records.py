"""The records and verbs that handlers use, on every database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from bot.store.store import Store
from bot.store.tx import SchoolTx
from bot.store.values import KeptAsk, dump_reply, load_reply
from handlers.model import (
    Ask,
    Button,
    Dialog,
    Done,
    Form,
    Home,
    Image,
    Nothing,
    Place,
    Post,
    Quote,
    Reply,
    Say,
    Step,
    Style,
    Update,
)
from handlers.records import Asked, KeptCopy, PolicyVersion, SentQuestion, SubjectCount
from knowledge.model import Dates
from tests.conftest import Clock

T = TypeVar("T")

FULL = Post(
    "Title — “quoted” 🏫",
    "Text\nof two lines <!channel> & more",
    facts=(("Policy", "Social media"),),
    quotes=(Quote("must not", "5.3", lead_in="Staff:"),),
    images=(Image("f1", "a bar chart"),),
    buttons=(Button("keep", "Keep", "a1", Style.PRIMARY), Button("note", "Note", opens="note")),
    actors=("t1",),
    notes=("small print",),
)


async def at(store: Store, work: Callable[[SchoolTx], T], school: str = "greenfield") -> T:
    return await store.run(lambda tx: work(tx.at(school, "web", "REF")))


async def test_a_question_behind_a_button_is_its_askers_alone_until_it_expires(store: Store, clock: Clock) -> None:
    asked = Asked("a1", "t1", "Can I…?", clock(), clock() + timedelta(hours=1), ("family",), "staff", "contact")
    await at(store, lambda tx: tx.keep_asked(asked))
    assert await at(store, lambda tx: tx.asked("a1", "t1")) == asked
    assert await at(store, lambda tx: tx.asked("a1", "head")) is None
    assert await at(store, lambda tx: tx.asked("a1", "t1"), school="hilltop") is None
    clock.forward(hours=1)
    assert await at(store, lambda tx: tx.asked("a1", "t1")) is None


async def test_expired_words_are_gone_from_the_database_itself(store: Store, clock: Clock) -> None:
    await at(store, lambda tx: tx.keep_asked(Asked("a1", "t1", "Can I…?", clock(), clock() + timedelta(hours=1))))
    clock.forward(hours=2)
    await store.run(lambda tx: tx.tidy())
    clock.forward(hours=-2)
    assert await at(store, lambda tx: tx.asked("a1", "t1")) is None


async def test_an_event_is_known_for_three_days_and_what_it_was_answered_with_for_one(
    store: Store, clock: Clock
) -> None:
    """A repeated event must do nothing new for as long as a platform repeats; the words need not be kept so long."""
    await at(store, lambda tx: tx.remember("e1", Say(Post("No", notes=("You asked: “Can I…?”",)))))
    clock.forward(hours=23)
    await store.run(lambda tx: tx.tidy())
    assert isinstance(await at(store, lambda tx: tx.reply_to("e1")), Say)
    clock.forward(hours=2)
    await store.run(lambda tx: tx.tidy())
    assert await at(store, lambda tx: tx.reply_to("e1")) == Nothing()
    clock.forward(days=2)
    await store.run(lambda tx: tx.tidy())
    assert await at(store, lambda tx: tx.reply_to("e1")) is None


async def test_unanswered_questions_are_counted_by_subject_and_small_counts_stay_hidden(store: Store) -> None:
    for subject, times in (("video", 5), ("gifts", 4), ("photographs", 7)):
        for _ in range(times):
            await at(store, lambda tx, subject=subject: tx.count_unanswered(subject))
    assert await at(store, lambda tx: tx.unanswered(5)) == (SubjectCount("photographs", 7), SubjectCount("video", 5))


async def test_a_sent_question_reaches_its_recipient_and_nobody_else(store: Store, clock: Clock) -> None:
    first = SentQuestion("q1", "head", "Can I…?", clock(), who="t1", note="for Friday", subject="gifts", said="silent")
    second = SentQuestion("q2", "head", "May we…?", clock() + timedelta(minutes=1))
    await at(store, lambda tx: (tx.send_question(first), tx.send_question(second)))
    assert await at(store, lambda tx: tx.sent_questions("head")) == (first,), "the other is for later"
    clock.forward(minutes=1)
    assert await at(store, lambda tx: tx.sent_questions("head")) == (second, first)
    assert await at(store, lambda tx: tx.sent_question("q1", "head")) == first
    assert await at(store, lambda tx: tx.sent_question("q1", "deputy")) is None
    assert await at(store, lambda tx: tx.sent_questions("t1")) == ()


async def test_a_copy_is_read_and_thrown_away_by_its_keeper_only(store: Store, clock: Clock) -> None:
    copy = KeptCopy("c1", "t1", "Can I…?", FULL, clock())
    await at(store, lambda tx: tx.keep_copy(copy))
    assert await at(store, lambda tx: tx.kept_copies("t1")) == (copy,)
    assert await at(store, lambda tx: tx.kept_copies("head")) == ()
    assert await at(store, lambda tx: tx.forget_copy("c1", "head")) is False
    assert await at(store, lambda tx: tx.forget_copy("c1", "t1")) is True
    assert await at(store, lambda tx: tx.kept_copies("t1")) == ()


async def test_a_policys_versions_are_kept_with_bytes_dates_and_whether_in_force(store: Store, clock: Clock) -> None:
    old = PolicyVersion("a" * 64, "Social media", "p.docx", b"\x00\xff", "[]", clock(), dates=Dates(adopted="2023-03"))
    new = PolicyVersion("b" * 64, "Social media", "p.docx", b"PK", "[1]", clock() + timedelta(days=1))
    assert await at(store, lambda tx: (tx.add_policy(old), tx.add_policy(new), tx.add_policy(old))) == (
        True,
        True,
        False,
    )
    assert await at(store, lambda tx: tx.policies()) == (old, new)
    assert await at(store, lambda tx: tx.set_in_force(old.sha, False)) is True
    assert await at(store, lambda tx: tx.set_in_force(old.sha, False)) is False
    assert await at(store, lambda tx: tx.policies()) == (new,)
    assert [one.sha for one in await at(store, lambda tx: tx.policies(all_versions=True))] == [old.sha, new.sha]
    assert (await at(store, lambda tx: tx.policy(new.sha))) == new
    assert await at(store, lambda tx: tx.policy(new.sha), school="hilltop") is None


async def test_the_index_is_known_by_its_hash(store: Store) -> None:
    assert await at(store, lambda tx: tx.index()) is None
    await at(store, lambda tx: tx.set_index("one"))
    await at(store, lambda tx: tx.set_index("two"))
    assert await at(store, lambda tx: tx.index()) == "two"


async def test_a_dialog_comes_back_as_it_was_until_it_expires(store: Store, clock: Clock) -> None:
    until = (clock() + timedelta(hours=24)).isoformat()
    dialog = Dialog("d1", "note", "only", {"text": "é", "list": ["a"], "yes": True, "none": None}, "t1", "a1",
                    Place("chat", "thread", private=False), "post", 1, until)  # fmt: skip
    assert await at(store, lambda tx: tx.save_dialog(dialog)) is True
    assert await at(store, lambda tx: tx.dialog("d1")) == dialog
    clock.forward(hours=24)
    assert await at(store, lambda tx: tx.dialog("d1")) is None


async def test_of_two_saves_over_one_version_the_first_counts(store: Store) -> None:
    await at(store, lambda tx: tx.save_dialog(Dialog("d1", "note", "one", {}, "t1")))
    second = Dialog("d1", "note", "two", {}, "t1", version=2)
    assert await at(store, lambda tx: tx.save_dialog(second)) is True
    assert await at(store, lambda tx: tx.save_dialog(second)) is False
    assert await at(store, lambda tx: (tx.close_dialog("d1"), tx.close_dialog("d1"))) == (True, False)


def test_every_reply_comes_back_from_its_written_form() -> None:
    replies: list[Reply] = [Say(FULL), Say(FULL, private=True), Update(FULL), Done(FULL), Home(FULL), Nothing()]
    assert [load_reply(dump_reply(reply)) for reply in replies] == replies
    step = Step("only", "Note")
    page = Ask(Form("note", "A note", (step,), "note"), step, Dialog("d1", "note", "only", {"text": "words"}, "t1"))
    assert load_reply(dump_reply(page)) == KeptAsk("d1", {})
    assert "words" not in dump_reply(page)

"""A form's logic: checking, branching, going back, reviewing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.forms import Complete, advance, first_step, refuse, step_of
from handlers.model import Answers, Ask, Dialog, Field, FieldKind, Form, Move, Post, Step

OUTING = Form(
    "outing",
    "A class outing",
    (
        Step("where", "Where to?", (Field("place", "Place", longest=20), Field("abroad", "Abroad?", FieldKind.YES_NO))),
        Step(
            "papers", "Papers", (Field("passports", "Who checks?"),), when=lambda answers: answers.get("abroad") is True
        ),
        Step(
            "when",
            "When?",
            (
                Field("day", "Day", FieldKind.DATE),
                Field("start", "Start", FieldKind.TIME, required=False),
                Field("by", "By", FieldKind.CHOICE, (("bus", "Bus"), ("foot", "On foot"))),
                Field("staff", "Staff", FieldKind.PEOPLE, required=False),
            ),
        ),
        Step("review", "Please check", words=lambda answers: Post(text=f"To {answers['place']}"), next_label="Send"),
    ),
    done="outing done",
)
NEW = Dialog("d1", "outing", "where", {}, "t1")
HOME = {"place": "Museum", "abroad": "no"}
DAY = {"day": "2027-03-03", "by": "bus"}


def go(dialog: Dialog, step: str, given: Answers | None = None, move: Move = Move.NEXT) -> Ask | Complete:
    return advance(OUTING, dialog, step_of(OUTING, step), move, given or {})


def asked(outcome: Ask | Complete) -> Ask:
    assert isinstance(outcome, Ask)
    return outcome


def test_it_begins_at_the_first_step_that_is_shown() -> None:
    assert first_step(OUTING).key == "where"
    assert first_step(replace(OUTING, steps=OUTING.steps[1:])).key == "when"
    with pytest.raises(ValueError, match="shows no step"):
        first_step(replace(OUTING, steps=OUTING.steps[1:2]))


def test_each_next_brings_the_next_step_and_a_higher_version() -> None:
    page = asked(go(NEW, "where", HOME))
    assert (page.step.key, page.dialog.step, page.dialog.version) == ("when", "when", 2)
    assert page.dialog.answers == {"place": "Museum", "abroad": False}


def test_an_answer_decides_which_step_follows() -> None:
    assert asked(go(NEW, "where", {**HOME, "abroad": "yes"})).step.key == "papers"


def test_what_is_wrong_is_named_by_field_and_nothing_moves() -> None:
    page = asked(go(NEW, "where", {"place": "a place with far too long a name", "abroad": None}))
    assert page.step.key == "where"
    assert page.errors == {
        "place": "Please shorten this to 20 characters; it has 32 now.",
        "abroad": "Please answer yes or no.",
    }
    assert page.dialog.answers["place"] == "a place with far too long a name"
    assert page.dialog.version == NEW.version


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("day", "tomorrow", "Please give a date like 3 March 2027 or 03/03/2027."),
        ("day", "31/02/2027", "Please give a date like 3 March 2027 or 03/03/2027."),
        ("day", "", "Please give a date."),
        ("start", "half three", "Please give a time like 15:30."),
        ("by", "car", "Please choose one of the options shown."),
        ("by", ["bus"], "Please choose one of the options shown."),
        ("by", None, "Please choose one."),
    ],
)
def test_a_wrong_value_gets_a_sentence_that_says_what_to_do(field: str, given: object, words: str) -> None:
    assert asked(go(NEW, "when", {**DAY, field: given})).errors == {field: words}


@pytest.mark.parametrize("written", ["2027-03-03", "03/03/2027", "3 March 2027", " 3/3/2027 "])
def test_a_date_may_be_written_as_people_write_it(written: str) -> None:
    assert asked(go(NEW, "when", {**DAY, "day": written})).dialog.answers["day"] == "2027-03-03"


def test_one_person_or_many_become_a_list_without_repeats() -> None:
    assert asked(go(NEW, "when", {**DAY, "staff": "t2"})).dialog.answers["staff"] == ["t2"]
    assert asked(go(NEW, "when", {**DAY, "staff": ["t2", "t3", "t2"]})).dialog.answers["staff"] == ["t2", "t3"]


def test_white_space_is_no_answer() -> None:
    assert asked(go(NEW, "where", {**HOME, "place": "  \n "})).errors == {"place": "Please fill this in."}


def test_back_is_never_blocked_and_keeps_what_was_typed() -> None:
    page = asked(go(NEW, "where", HOME))
    back = asked(go(page.dialog, "when", {"day": "not yet known"}, Move.BACK))
    assert (back.step.key, back.errors) == ("where", {})
    forth = asked(go(back.dialog, "where", HOME))
    assert forth.dialog.answers["day"] == "not yet known"


def test_back_passes_over_a_step_that_does_not_apply() -> None:
    page = asked(go(replace(NEW, answers={"abroad": False}), "when", DAY, Move.BACK))
    assert page.step.key == "where"


def test_back_from_the_first_step_stays_there() -> None:
    assert asked(go(NEW, "where", {}, Move.BACK)).step.key == "where"


def test_a_review_step_has_words_made_from_the_answers() -> None:
    page = asked(go(asked(go(NEW, "where", HOME)).dialog, "when", DAY))
    assert page.step.words is not None
    assert page.step.words(page.dialog.answers) == Post(text="To Museum")


def test_the_end_holds_the_answers_of_the_steps_that_apply_and_no_others() -> None:
    abroad = asked(go(NEW, "where", {**HOME, "abroad": True}))
    papers = asked(go(abroad.dialog, "papers", {"passports": "Kim"}))
    changed = asked(go(asked(go(papers.dialog, "when", DAY)).dialog, "where", HOME))
    end = go(asked(go(changed.dialog, "when", DAY)).dialog, "review")
    assert isinstance(end, Complete)
    assert end.dialog.answers == {
        "place": "Museum", "abroad": False, "day": "2027-03-03", "start": None, "by": "bus", "staff": None,
    }  # fmt: skip


def test_nobody_reaches_the_end_past_a_step_left_unanswered() -> None:
    page = asked(go(replace(NEW, answers={"place": "Museum", "abroad": False}), "review"))
    assert page.step.key == "when"
    assert set(page.errors) == {"day", "by"}


def test_a_finisher_can_have_a_step_put_right() -> None:
    page = refuse(OUTING, NEW, "when", {"day": "The school is closed on that day."})
    assert (page.step.key, page.dialog.step) == ("when", "when")


def test_a_cancelled_dialog_has_no_next_step() -> None:
    with pytest.raises(ValueError, match="cancelled"):
        go(NEW, "where", HOME, Move.CANCEL)


# --- a page that depends on what was said before ----------------------------------------------------


def _who_checks(answers: Answers) -> tuple[Field, ...]:
    choices = tuple((name, name) for name in str(answers["names"]).split())
    return (Field("checks", "Who checks?", FieldKind.CHOICE, choices),)


def _not_the_driver(answers: Answers) -> dict[str, str]:
    return {"checks": "Not the driver."} if answers["checks"] == answers["driver"] else {}


ASKING = Form(
    "asking",
    "Who does what",
    (
        Step("who", "Who?", (Field("names", "Names"),)),
        Step("does", "What?", (Field("driver", "Driver"),), asks=_who_checks, check=_not_the_driver),
    ),
    done="asking done",
)


def ask_on(step: str, answers: Answers, given: Answers) -> Ask | Complete:
    return advance(ASKING, Dialog("d2", "asking", step, answers, "t1"), step_of(ASKING, step), Move.NEXT, given)


def test_a_step_asks_for_what_was_answered_before() -> None:
    page = asked(ask_on("who", {}, {"names": "Ann Ben"}))
    assert [field.key for field in page.step.fields] == ["driver", "checks"]
    assert [key for key, _ in page.step.fields[1].choices] == ["Ann", "Ben"]
    assert isinstance(ask_on("does", page.dialog.answers, {"driver": "Cat", "checks": "Ben"}), Complete)


def test_what_was_not_offered_is_refused() -> None:
    page = asked(ask_on("does", {"names": "Ann Ben"}, {"driver": "Cat", "checks": "Dan"}))
    assert page.errors == {"checks": "Please choose one of the options shown."}
    assert page.step.fields[1].key == "checks", "asked again with what it asks for"


def test_a_step_is_looked_at_as_a_whole_once_its_fields_are_in_order() -> None:
    page = asked(ask_on("does", {"names": "Ann Ben"}, {"driver": "Ann", "checks": "Ann"}))
    assert page.errors == {"checks": "Not the driver."}
    assert page.dialog.answers["driver"] == "Ann"
    assert "driver" in asked(ask_on("does", {"names": "Ann Ben"}, {"driver": "", "checks": "Ann"})).errors


def test_going_back_is_never_blocked_by_it() -> None:
    dialog = Dialog("d2", "asking", "does", {"names": "Ann"}, "t1")
    back = asked(advance(ASKING, dialog, step_of(ASKING, "does"), Move.BACK, {"driver": "Ann", "checks": "Ann"}))
    assert back.step.key == "who"

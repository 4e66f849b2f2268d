"""Reading a version and putting on record that one has read and understood it."""

from __future__ import annotations

from handlers.acknowledging.asking import in_force
from handlers.acknowledging.chasing import READ
from handlers.acknowledging.pages import ANSWER, STATEMENT, THEN, YES, Reading, wants_whole
from handlers.acknowledging.round import Acknowledged, Round, put_down, round_of
from handlers.acknowledging.standing import last_known, notice
from handlers.asking import ASK
from handlers.desk import Desk
from handlers.model import Dialog, Done, Filled, Form, Post, Pressed, Reply, Say, Step
from handlers.roles import name
from handlers.routing import Router
from handlers.versions.card import policy
from handlers.wording import day, version

router = Router("reading a policy")

GONE = Post(
    "This version is not in force now",
    "Nothing was put on record. Say “acknowledgements” to see what there is to read.",
)
ASK_FIRST = Post(
    "Ask first",
    "Nothing was put on record. Ask me what a rule means, or the head; then open it again from your reminders or from "
    "“acknowledgements”.",
    buttons=(ASK,),
)


@router.pressed(READ)
def open_it(event: Pressed, desk: Desk) -> Reply:
    """Open the pages, unless it is on record, or the version is no longer in force."""
    one = round_of(desk.tx, event.value)
    if one is None or not one.open or in_force(desk, one.sha) is None:
        return Say(GONE, private=True)
    done = one.read.get(event.who.key)
    if done is not None:
        return Say(on_record(desk, one, done), private=True)
    return desk.ask(READ, event, about=_about(desk, one, event.who.key), answers={THEN: "on"})


@router.form(READ)
def build(desk: Desk, about: str) -> Form:
    """What changed since the version that they acknowledged, or all of it; then their answer."""
    reading = _reading(desk, about)
    steps = reading.steps() if reading is not None else (Step("gone", GONE.title, words=lambda _: GONE),)
    return Form(READ, "Read the policy", steps, READ)


@router.done(READ)
def answered(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put it on record, once, if what they were shown is what is in force."""
    who, answers = event.who.key, dialog.answers
    key, _, shown = dialog.about.partition(".")
    one, reading = round_of(desk.tx, key), _reading(desk, dialog.about)
    if one is None or reading is None or not one.open or not shown.startswith(one.sha):
        return Done(GONE)
    if in_force(desk, one.sha) is None:
        return Done(GONE)
    if answers.get(ANSWER) != YES:
        return Done(ASK_FIRST)
    if who not in one.read:
        whole = reading.known is None or wants_whole(answers)
        one = put_down(desk.tx, one, who, name(desk.school, who), (*reading.words(answers), STATEMENT), whole=whole)
        notice(desk, who)
    return Done(on_record(desk, one, one.read[who]))


def on_record(desk: Desk, one: Round, done: Acknowledged) -> Post:
    """What is on record of somebody, for themselves."""
    moment = done.at.astimezone(desk.school.zone)
    read = policy(desk, done.sha)
    if done.signed_on:
        words = f"You signed on paper on {day(done.signed_on)} that you have read and understood it; "
        words += f"{name(desk.school, done.put_down_by)} put that down."
    else:
        words = f"You have read and understood it, on {day(moment.date())} at {moment:%H:%M}."
    facts = [
        ("Policy", one.title),
        ("Version", f"{version(read.dates)}, file {done.sha[:8]}" if read else done.sha[:8]),
    ]
    if done.shown:
        facts.append(("You were shown", "the whole policy" if done.whole else "what has changed"))
    return Post("On record", words, facts=tuple(facts), notes=("That is all it says. It is no consent to anything.",))


# --- inside ---


def _about(desk: Desk, one: Round, who: str) -> str:
    """Which round, which version, compared with which: so that what was shown stays known, whatever happens since."""
    return f"{one.id}.{one.sha}.{last_known(desk, one, who)}"


def _reading(desk: Desk, about: str) -> Reading | None:
    _, _, shas = about.partition(".")
    sha, _, known = shas.partition(".")
    new = policy(desk, sha)
    return Reading(new, policy(desk, known)) if new is not None else None

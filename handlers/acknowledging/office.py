"""What the office puts down beside: a signature on paper, a long absence, and that everybody is to be asked."""

from __future__ import annotations

from datetime import date

from handlers.acknowledging import absence
from handlers.acknowledging.asking import ASK_ALL, SIGN, begin, in_force
from handlers.acknowledging.chasing import outstanding
from handlers.acknowledging.round import round_of, rounds, sign
from handlers.acknowledging.standing import notice
from handlers.acknowledging.whose import KEEPERS_ONLY, may_keep, members
from handlers.desk import Desk
from handlers.forms import refuse
from handlers.model import Dialog, Done, Field, FieldKind, Filled, Form, Post, Pressed, Reply, Say, Step, Update
from handlers.roles import name
from handlers.routing import Router
from handlers.wording import day, plural

router = Router("the office's part of acknowledging")

AWAY, BACK = "long_absence", "back_from_absence"

GONE = Post("This has changed meanwhile", "Say “acknowledgements” to see how it stands.")
NOT_OWN = "Nobody puts down their own signature: they press the button themselves."
SIGNED_IT = "They have acknowledged this one already. What they have left to sign is another policy."
IN_FUTURE = "This day is still to come."
NOBODY_AWAY = Post("Nobody is down as away for long", "Then there is nothing to end.")
NOBODY_LEFT = Post("Nobody has anything left to sign", "Whoever was asked has acknowledged it.")
PAUSED = (
    "They are not asked to acknowledge anything, and nobody is told that they have not. The day they are back they are "
    "asked anew. The reason stands nowhere."
)


@router.pressed(SIGN, AWAY)
def open_form(event: Pressed, desk: Desk) -> Reply:
    """Open one of the forms, for those who keep the register."""
    if not may_keep(desk, event.who.key):
        return Say(KEEPERS_ONLY, private=True)
    if event.button == SIGN and not _unsigned(desk):
        return Say(NOBODY_LEFT, private=True)
    return desk.ask(event.button, event, answers={"on": desk.today.isoformat()} if event.button == SIGN else None)


# --- everybody is to be asked ---


@router.pressed(ASK_ALL)
def ask_everybody(event: Pressed, desk: Desk) -> Reply:
    """A policy that was in force before there was a register: its round begins by hand."""
    if not may_keep(desk, event.who.key):
        return Say(KEEPERS_ONLY, private=True)
    policy = in_force(desk, event.value)
    known = [one for one in rounds(desk.tx, open_only=True) if event.value in one.shas]
    if policy is None or known:
        return Update(GONE)
    one = begin(desk, policy, event.who.key)
    due = min((asked.due for asked in one.asked.values()), default=None)
    last = f" until {day(due)}" if due is not None else ""
    people = plural(len(one.asked), "person is", "people are")
    return Update(Post(f"{people} asked to read “{policy.title}”", f"They have{last}. I remind whoever has not."))


# --- a signature on paper ---


@router.form(SIGN)
def build_signature(desk: Desk, about: str) -> Form:
    """Which policy, who, and on which day."""
    known = {one.id: one for one in rounds(desk.tx, open_only=True)}
    left = _unsigned(desk)
    people = tuple((key, label) for key, label in members(desk) if key in left)
    fields = (
        Field("which", "Which policy?", FieldKind.CHOICE, tuple((one.id, one.title) for one in known.values())),
        Field("people", "Who has signed?", FieldKind.CHOICES, people, hint="Those who have not acknowledged it yet."),
        Field("on", "When?", FieldKind.DATE, hint="The day under the signature. Please keep the paper."),
    )
    title = "Signed: read and understood"
    return Form(SIGN, "On paper", (Step("who", title, fields, next_label="Put it down"),), SIGN)


@router.done(SIGN)
def signed(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put it down, as what it is: on paper, and by whom it was put down."""
    who, answers = event.who.key, dialog.answers
    if not may_keep(desk, who):
        return Done(KEEPERS_ONLY)
    one, people = round_of(desk.tx, str(answers["which"])), answers["people"]
    assert isinstance(people, list | tuple)
    if one is None or not one.open:
        return Done(GONE)
    if wrong := _wrong(who, people, date.fromisoformat(str(answers["on"])), desk.today):
        return refuse(desk.form(SIGN, dialog.about), dialog, "who", wrong)
    left = [str(key) for key in people if key not in one.read]
    if not left:
        return refuse(desk.form(SIGN, dialog.about), dialog, "who", {"people": SIGNED_IT})
    for key in left:
        one = sign(desk.tx, one, who, key, name(desk.school, key), str(answers["on"]))
        notice(desk, key)
    count = plural(len(left), "signature is", "signatures are")
    return Done(Post("On record", f"{count} put down for “{one.title}”, on {day(str(answers['on']))}, on paper."))


def _unsigned(desk: Desk) -> set[str]:
    """Who has not acknowledged something yet."""
    return {key for one in rounds(desk.tx, open_only=True) for key in outstanding(desk, one)}


def _wrong(who: str, people: list[object] | tuple[object, ...], on: date, today: date) -> dict[str, str]:
    if who in people:
        return {"people": NOT_OWN}
    return {"on": IN_FUTURE} if on > today else {}


# --- a long absence ---


@router.form(AWAY)
def build_absence(desk: Desk, about: str) -> Form:
    """Who, and until when."""
    fields = (
        Field("person", "Who is away for long?", FieldKind.CHOICE, members(desk)),
        Field("until", "Last day, if it is known", FieldKind.DATE, required=False, hint=PAUSED),
    )
    return Form(AWAY, "Long absence", (Step("who", "Away for long", fields, next_label="Put it down"),), AWAY)


@router.done(AWAY)
def is_away(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """From now on nobody chases them."""
    if not may_keep(desk, event.who.key):
        return Done(KEEPERS_ONLY)
    person, until = str(dialog.answers["person"]), str(dialog.answers.get("until") or "")
    if until and until < desk.today.isoformat():
        words = "This day is over. Please give a later one, or none."
        return refuse(desk.form(AWAY, dialog.about), dialog, "who", {"until": words})
    absence.begin(desk, event.who.key, person, name(desk.school, person), until)
    last = f" until {day(until)}" if until else ""
    return Done(Post("Put down", f"{name(desk.school, person)} is away{last}. {PAUSED}"))


@router.pressed(BACK)
def begin_back(event: Pressed, desk: Desk) -> Reply:
    """Open the form, where anybody is away."""
    if not may_keep(desk, event.who.key):
        return Say(KEEPERS_ONLY, private=True)
    return desk.ask(BACK, event) if absence.absences(desk) else Say(NOBODY_AWAY, private=True)


@router.form(BACK)
def build_back(desk: Desk, about: str) -> Form:
    """Who is back."""
    choices = tuple((one.person, one.name) for one in absence.absences(desk).values())
    field = Field("person", "Who is back?", FieldKind.CHOICE, choices)
    return Form(BACK, "Back", (Step("who", "Back again", (field,), next_label="Put it down"),), BACK)


@router.done(BACK)
def is_back(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """They are asked tomorrow, with all the time that others had."""
    if not may_keep(desk, event.who.key):
        return Done(KEEPERS_ONLY)
    if not absence.end(desk, event.who.key, str(dialog.answers["person"])):
        return Done(GONE)
    words = f"{name(desk.school, str(dialog.answers['person']))} is back, and is asked on the next school morning."
    return Done(Post("Put down", words))

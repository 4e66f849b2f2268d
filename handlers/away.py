"""“/away”: somebody is away for some days, and names who stands in; what is decided then is put down as theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.desk import Desk, Member, Role
from handlers.forms import refuse
from handlers.model import (
    Answers,
    Button,
    Called,
    Dialog,
    Done,
    Event,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
    Update,
)
from handlers.records import Journal
from handlers.roles import name
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.telling import named
from handlers.wording import day

router = Router("away")

AWAY, BACK, SAY, BEGINS = "away", "back_again", "say_away", "away_begins"
WHO_DECIDES = "who decides"  # the timer: what waits is put before whoever may decide it now
STAND_INS = (Role.DEPUTY, Role.HEAD, Role.VICE_CHAIR, Role.CHAIR, Role.TRUST)
_MORNING = time(8)

NOT_NEEDED = Post(
    "There is nothing to hand over",
    "This is for whoever decides about posts and requests. What you wrote yourself waits for you until you are back.",
)
NOBODY = Post("There is nobody to stand in", "Nobody else holds a leading role yet. Say “settings” to see who does.")
_WHERE = (
    "Who stands in decides only where the rule of the account or of the request says that somebody may in your "
    "absence. All else waits for you; you can still decide yourself."
)


@dataclass(frozen=True, slots=True)
class Away:
    """An absence, its first and last day included (ISO dates)."""

    journal: Journal
    person: str
    stand_in: str
    first: str
    last: str

    @classmethod
    def of(cls, journal: Journal) -> Away:
        """As it was put down."""
        given = journal.entries[0].given
        return cls(journal, journal.entries[0].by, str(given["stand_in"]), str(given["first"]), str(given["last"]))


def away(desk: Desk, person: str) -> Away | None:
    """Their absence today, if they are away."""
    today = desk.today.isoformat()
    return next((one for one in _of(desk, person) if one.first <= today <= one.last), None)


# --- the form ---


@router.called(AWAY)
def begin(event: Called, desk: Desk) -> Reply:
    """The form; or why there is none."""
    return _begin(event, desk)


@router.pressed(AWAY)
def begin_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, by a button."""
    return _begin(event, desk)


@router.said(lambda event: says(event, r"(i am|im|ill be|i will be)? ?away|(my )?absence"))
def offer(event: Said, desk: Desk) -> Reply:
    """Asked for in words: when they are away, and a button that opens the form."""
    return Say(_overview(desk, event.who.key), private=not event.where.private)


@router.form(AWAY)
def build(desk: Desk, about: str) -> Form:
    """From when to when, and who stands in; what that means."""
    people = tuple((one.person.key, named(one, *STAND_INS)) for one in _stand_ins(desk, about))

    def review(answers: Answers) -> Post:
        return Post(
            "This is what will be put down",
            _WHERE,
            facts=(
                ("You are away", f"from {day(str(answers['first']))} to {day(str(answers['last']))}"),
                ("Stands in", name(desk.school, str(answers["stand_in"]))),
            ),
        )

    fields = (
        Field("first", "First day away", FieldKind.DATE),
        Field("last", "Last day away", FieldKind.DATE),
        Field("stand_in", "Who stands in for you?", FieldKind.CHOICE, people),
    )
    last = Step("review", "Check it", words=review, next_label="Hand over")
    return Form(AWAY, "Away", (Step("when", "When are you away?", fields), last), AWAY)


@router.done(AWAY)
def hand_over(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put it down, in place of what was put down before; whoever stands in is told on the first day."""
    first, last, stand_in = (str(dialog.answers[key]) for key in ("first", "last", "stand_in"))
    wrong = "Please give a day from today on." if last < desk.today.isoformat() else ""
    wrong = "The last day comes before the first." if last < first else wrong
    if wrong:
        return refuse(desk.form(AWAY, dialog.about), dialog, "when", {"last": wrong})
    if stand_in not in {one.person.key for one in _stand_ins(desk, event.who.key)}:
        return Done(NOBODY)
    for before in _of(desk, event.who.key):
        _end(desk, before)
    journal = desk.tx.begin_journal(AWAY, event.who.key, "away", {"first": first, "last": last, "stand_in": stand_in})
    begins = datetime.combine(datetime.fromisoformat(first).date(), _MORNING, desk.school.zone)
    desk.tx.wake(BEGINS, journal.id, due=max(desk.now, begins), key=f"away {journal.id}")
    _from_day(desk, f"begins {journal.id}", date.fromisoformat(first))
    _from_day(desk, f"ends {journal.id}", date.fromisoformat(last) + timedelta(days=1))
    words = f"{name(desk.school, stand_in)} stands in from {day(first)} to {day(last)}, and is told on the first day."
    return Done(Post("Handed over", words, buttons=(Button(BACK, "I am back", journal.id),)))


@router.woken(BEGINS)
def tell_stand_in(about: str, desk: Desk) -> None:
    """The first day: whoever stands in learns of it."""
    journal = desk.tx.journal(about)
    if journal is None or not journal.open:
        return
    one = Away.of(journal)
    who = name(desk.school, one.person)
    desk.tx.tell(
        one.stand_in,
        Post(
            f"You stand in for {who}",
            f"{who} is away until {day(one.last)}. Where a rule lets you decide in their place, it comes to you, and "
            f"is put down as decided for {who}. What waits already stands on your Home page.",
        ),
        key=f"stands in {journal.id}",
    )


@router.pressed(BACK)
def back(event: Pressed, desk: Desk) -> Reply:
    """Back sooner than planned: whoever stood in is told, and decides no more."""
    journal = desk.tx.journal(event.value)
    if journal is None or journal.kind != AWAY or journal.entries[0].by != event.who.key:
        return Say(Post("This is not yours to end", "Nothing was changed."), private=True)
    one = Away.of(journal)
    if journal.open and _end(desk, one) and one.first <= desk.today.isoformat():
        words = f"{event.who.name} is back, and decides again. Thank you for standing in."
        desk.tx.tell(one.stand_in, Post(f"{event.who.name} is back", words))
    return Update(Post("You decide again", "Nobody stands in for you any more."))


# --- inside ---


def _begin(event: Event, desk: Desk) -> Reply:
    if not desk.school.holds(event.who.key, *STAND_INS):
        return Say(NOT_NEEDED, private=True)
    if not _stand_ins(desk, event.who.key):
        return Say(NOBODY, private=True)
    return desk.ask(AWAY, event, about=event.who.key)


def _overview(desk: Desk, who: str) -> Post:
    if not desk.school.holds(who, *STAND_INS):
        return NOT_NEEDED
    open_one = Button(AWAY, "I will be away", opens=AWAY)
    coming = _of(desk, who)
    if not coming:
        return Post("Away for some days?", f"Say from when to when, and who stands in. {_WHERE}", buttons=(open_one,))
    one = coming[0]
    words = f"From {day(one.first)} to {day(one.last)}. {name(desk.school, one.stand_in)} stands in."
    return Post("You are away", words, buttons=(Button(BACK, "I am back", one.journal.id), open_one))


def _of(desk: Desk, person: str) -> list[Away]:
    """Their absences that are not over, the newest first."""
    found = (Away.of(journal) for journal in desk.tx.journals(AWAY, open_only=True))
    return [one for one in found if one.person == person and one.last >= desk.today.isoformat()]


def _from_day(desk: Desk, key: str, day_: date) -> None:
    """From the first moment of this day on somebody else decides."""
    due = datetime.combine(day_, time(), desk.school.zone)
    desk.tx.wake(WHO_DECIDES, "", due=max(desk.now, due), key=key)


def _end(desk: Desk, one: Away) -> bool:
    for timer in ("away", "begins"):
        desk.tx.unwake(f"{timer} {one.journal.id}")
    _from_day(desk, f"ends {one.journal.id}", desk.today)
    return desk.tx.add_entry(one.journal, one.person, "ended", {}, open_=False) is not None


def _stand_ins(desk: Desk, who: str) -> tuple[Member, ...]:
    found = {one.person.key: one for role in STAND_INS for one in desk.school.holders(role)}
    return tuple(one for key, one in found.items() if key != who)

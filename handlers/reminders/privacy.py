"""Privacy settings: three times a year, all staff are asked to look at their own. What is kept is the date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.answers import quote
from handlers.calendar import Calendar
from handlers.desk import Desk, Role
from handlers.model import (
    Answers,
    Button,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Reply,
    Said,
    Say,
    Step,
    Style,
)
from handlers.reminders.kept import DONE, acts, say
from handlers.reminders.steps import Look, clause_for, guide
from handlers.reminders.task import Acts, Task
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.wording import day, plural
from knowledge.model import Cited

router = Router("privacy settings")

LOOK = "privacy_settings"
LOOK_BUTTON = Button(LOOK, "Look at them now", opens=LOOK, style=Style.PRIMARY)
SETTLED = 14  # days into the term before anybody is asked
AGAIN = 42  # days into the term: the second time, and the last
_GOOD_PRACTICE = "Good practice; I find no clause that asks for it"
_STARTS = ((1, "spring"), (4, "summer"), (9, "autumn"))  # month in which a third of the school year begins


# --- who is asked, and when ---


def tasks(desk: Desk) -> tuple[Task, ...]:
    """This term's."""
    return (task(desk.school.calendar, _staff(desk), desk.today),)


def task(calendar: Calendar, staff: tuple[str, ...], today: date) -> Task:
    """What each of the staff is asked for in today's term: two weeks after its first school day, and once again."""
    since, name = term(today)
    days = (since + timedelta(days=n) for n in range(60))
    begins = next((one for one in days if calendar.school_day(one)), since)
    return Task(
        key(today),
        "Your privacy settings",
        f"Once a term: three minutes, in your own time and on your own device. This is for the {name} term.",
        begins,
        ((SETTLED, staff), (AGAIN, staff)),
        button=LOOK_BUTTON,
        own=True,
    )


def term(today: date) -> tuple[date, str]:
    """The third of the year that today is in, the holidays before a term belonging to it: first day, and name."""
    month, name = max(start for start in _STARTS if start[0] <= today.month)
    return date(today.year, month, 1), name


def key(today: date) -> str:
    """The key of today's term's task."""
    return f"privacy {term(today)[0].isoformat()}"


# --- looking at them ---


@router.form(LOOK)
def build(desk: Desk, about: str) -> Form:
    """Which platforms, then one screen. What is ticked is gone when the form is closed."""
    policies, known = desk.knowledge.policies(), guide()
    own_time = clause_for(known.own_time, policies)
    steps = [(one, clause_for(one, policies)) for one in known.steps]
    first = Post(
        known.own_time.title,
        known.own_time.look,
        quotes=(quote(own_time),) if own_time else (),
        notes=() if own_time else (f"{_GOOD_PRACTICE}.",),
    )
    ticks = Field(
        "sites",
        "Which of these do you use?",
        FieldKind.CHOICES,
        tuple((key, one.name) for key, one in known.sites.items()),
        required=False,
        hint="Only to show you what to look for. What you tick is not kept and nobody sees it.",
    )
    which = Step("which", "Three minutes", (ticks,), words=lambda _: first)
    look = Step("look", "What to look at", words=lambda given: _screen(steps, given), next_label="I have looked")
    return Form(LOOK, "Your privacy settings", (which, look), LOOK)


@router.done(LOOK)
def looked(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """The date is put down, and nothing else."""
    say(desk, event.who.key, DONE, {"task": key(desk.today)})
    words = f"I keep that you looked on {day(desk.today)}, and nothing of what you ticked or found."
    return Done(Post("Done for this term", words))


@router.said(lambda event: says(event, r"(check |look at |my |the |our )*privacy (settings|check)"))
def offer(event: Said, desk: Desk) -> Reply:
    """Asked for in words; for the head also how many have looked."""
    when = acts(desk).get(event.who.key, Acts()).done.get(key(desk.today))
    last = f"You looked on {day(when)}." if when else "You have not looked this term."
    facts = (("This term", count(desk)),) if desk.school.holds(event.who.key, Role.HEAD, Role.DEPUTY) else ()
    text = f"Three minutes, once a term, in your own time and on your own device. {last}"
    post = Post("Your privacy settings", text, facts=facts, buttons=(LOOK_BUTTON,), glance="Three minutes, once a term")
    return Say(post, private=not event.where.private)


def count(desk: Desk) -> str:
    """How many of the staff have looked this term."""
    staff, said = _staff(desk), acts(desk)
    done = sum(1 for one in staff if key(desk.today) in said.get(one, Acts()).done)
    return in_words(done, len(staff), desk.school.smallest_count)


def in_words(done: int, staff: int, smallest: int) -> str:
    """How many of so many; no number below `smallest`, of those who have looked or of those who have not."""
    if done < smallest:
        return f"Fewer than {smallest} have looked so far."
    if staff - done < smallest:
        return "All have looked, or all but a few."
    return f"{done} of {plural(staff, 'member')} of staff have looked."


# --- inside ---


def _staff(desk: Desk) -> tuple[str, ...]:
    return tuple(one.person.key for one in desk.school.staff if one.bound_as == "staff")


def _screen(steps: Sequence[tuple[Look, Cited | None]], given: Answers) -> Post:
    """The one screen: what to look at, each with its clause, and what the ticked platforms call it."""
    known = guide()
    ticked = given.get("sites")
    chosen = [known.sites[key] for key in ticked if key in known.sites] if isinstance(ticked, list | tuple) else []
    facts = [(one.title, f"{one.look} ({_why(cited)}.)") for one, cited in steps]
    facts += [(f"On {site.name}, look for", site.look) for site in chosen]
    quotes = tuple(dict.fromkeys(quote(cited) for _, cited in steps if cited))
    looked = f"What the platforms call it was last looked over on {day(known.checked)}; they change it now and then."
    notes = (looked,) if chosen else ()
    return Post(facts=tuple(facts), quotes=quotes, notes=notes)


def _why(cited: Cited | None) -> str:
    if cited is None:
        return _GOOD_PRACTICE
    return f"Your policy, clause {cited.clause.reference}" if cited.clause.reference else "Your policy asks for it"

"""The forms behind the settings: name somebody for a role, and give a role up. Nothing happens before the last page."""

from __future__ import annotations

from handlers.appointments import appoint, end
from handlers.desk import Desk, Role, School
from handlers.forms import refuse
from handlers.model import Answers, Dialog, Done, Field, FieldKind, Filled, Form, Post, Pressed, Reply, Say, Step
from handlers.notices import NOBODY_CONFIRMS, stands
from handlers.records import Appointment, Standing
from handlers.roles import (
    Board,
    begins,
    board,
    confirmers,
    endable,
    last_guard,
    leading,
    may_end,
    name,
    names,
    needs_confirming,
)
from handlers.routing import Router
from handlers.settings import GIVE_UP, NAME, not_allowed
from handlers.wording import listed

router = Router("naming")

TOGETHER = "together"  # instead of nobody
ASKS = Post(
    text="Naming somebody only asks them. Most roles they must accept, and somebody else may have to confirm it."
)
NOT_LISTED = "They are not on the staff list. Please choose somebody who is."
NO_ROLE = Post("There is no role that you could give up", "You hold none. Head and chair can end anybody's.")
LAST = Post(
    "Please name somebody else first",
    "You would leave nobody who could confirm anybody. Name a successor: once they take over, this one ends by itself.",
)
GONE = Post("This has changed meanwhile", "Say “settings” to see who does what now.")


# --- name somebody ---


@router.pressed(NAME)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form. What it goes by is whoever opened it."""
    refused = not_allowed(desk, event.who.key)
    return desk.ask(NAME, event, about=event.who.key) if refused is None else Say(refused, private=True)


@router.form(NAME)
def build(desk: Desk, about: str) -> Form:
    """Role and person; where the role is held, whether somebody gives it up; what exactly will happen."""
    known = board(desk)  # read now: a page's words are made when it is shown, after the turn
    fields = (
        Field("role", "Role", FieldKind.CHOICE, tuple((role.value, role.capitalize()) for role in Role)),
        Field("person", "Person", FieldKind.PERSON, hint="They must be on the staff list."),
    )

    def review(answers: Answers) -> Post:
        return what_happens(known, answers, about)

    steps = (
        Step("who", "Who, and for which role?", fields, words=lambda _: ASKS),
        *(_instead(desk.school, role) for role in Role),
        Step("review", "Check it", words=review, next_label="Name them"),
    )
    return Form(NAME, "Name somebody", steps, NAME)


def _instead(school: School, role: Role) -> Step:
    """The page that asks whether somebody who holds the role gives it up; not shown where nobody does."""
    holders = [member.person for member in school.holders(role)]
    stays = f"No: {holders[0].name} keeps it too" if len(holders) == 1 else "Nobody: they hold it together"
    choices = ((TOGETHER, stays), *((one.key, f"{one.name} gives it up") for one in holders))
    field = Field(_key(role), "Does somebody give it up?", FieldKind.CHOICE, choices)

    def shown(answers: Answers) -> bool:
        return bool(holders) and answers.get("role") == role

    def words(_: Answers) -> Post:
        who = listed((one.name for one in holders), "and") if holders else "Nobody"
        return Post(text=f"{who} {'are' if len(holders) > 1 else 'is'} {role} at present.")

    return Step(_key(role), "Instead of somebody?", (field,), when=shown, words=words)


def what_happens(known: Board, answers: Answers, by: str) -> Post:
    """The last page: exactly what follows, and who is told."""
    role, person, instead_of = _named(answers)
    trouble = _in_the_way(known, role, person)
    if trouble:
        return Post("This cannot be done", f"{trouble} Please go back.")
    one = Appointment("", role, person, by, known.at, begins(known, role, person, by), instead_of)
    told = leading(known.school, by, person)
    facts = [("Role", role.capitalize()), ("Who", name(known.school, person))]
    if instead_of:
        facts.append(("Who gives it up", f"{name(known.school, instead_of)}, as soon as it is in effect"))
    facts.append(("What happens", " ".join(_steps(known, one))))
    facts.append(("Who else is told", names(known.school, told, "and") if told else _nobody(known.school)))
    return Post("This is what will happen", facts=tuple(facts))


def _nobody(school: School) -> str:
    return "nobody" if leading(school) else "nobody, as there is no head or chair yet"


def _steps(known: Board, one: Appointment) -> list[str]:
    who, role = name(known.school, one.person), Role(one.role)
    if one.standing is Standing.HELD:
        return ["It is in effect at once.", f"{who} is told."]
    able = confirmers(known.school, one)
    needed = needs_confirming(known, role, one.person, one.named_by)
    words = [f"{who} is asked to accept it."] if one.standing is Standing.NAMED else []
    if not needed:
        return [*words, "It is in effect as soon as they do."]
    if not able:
        return [*words, NOBODY_CONFIRMS]
    own = "You are naming yourself, so" if one.person == one.named_by else "Then" if words else ""
    decides = "; the first answer decides" if len(able) > 1 else ""
    return [*words, f"{own} {names(known.school, able)} has to confirm it{decides}.".strip()]


@router.done(NAME)
def name_holder(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Name them, if whoever sends the form still may, and nothing is in the way."""
    refused = not_allowed(desk, event.who.key)
    if refused is not None:
        return Done(refused)
    role, person, instead_of = _named(dialog.answers)
    trouble = _in_the_way(board(desk), role, person)
    if trouble:
        return refuse(desk.form(NAME, dialog.about), dialog, "who", {"person": trouble})
    if instead_of and not desk.school.holds(instead_of, role):
        return Done(GONE)
    return Done(stands(desk, appoint(desk, role, person, event.who.key, instead_of)))


def _named(answers: Answers) -> tuple[Role, str, str]:
    role = Role(str(answers["role"]))
    instead_of = str(answers.get(_key(role)) or TOGETHER)
    return role, str(answers["person"]), "" if instead_of == TOGETHER else instead_of


def _in_the_way(known: Board, role: Role, person: str) -> str:
    """Why this person cannot be named for this role; "" where nothing is in the way."""
    member = known.school.member(person)
    if member is None:
        return NOT_LISTED
    same = [one for one in known.standing if one.role == role and one.person == person]
    if not same:
        return ""
    who = member.person.name
    return f"{who} is {role} already." if same[0].standing is Standing.HELD else f"{who} is named as {role} already."


def _key(role: Role) -> str:
    return f"instead_of_{role.name.lower()}"


# --- give a role up ---


@router.pressed(GIVE_UP)
def begin_giving_up(event: Pressed, desk: Desk) -> Reply:
    """Open the form with what this person may end. Whoever holds a role may give it up."""
    if desk.school.fixed or not endable(board(desk), event.who.key):
        return Say(not_allowed(desk, event.who.key) or NO_ROLE, private=True)
    return desk.ask(GIVE_UP, event, about=event.who.key)


@router.form(GIVE_UP)
def build_giving_up(desk: Desk, about: str) -> Form:
    """Which role, and what follows."""
    known = {one.id: one for one in endable(board(desk), about)}
    field = Field(
        "which", "Which one?", FieldKind.CHOICE, tuple((key, _label(desk, one, about)) for key, one in known.items())
    )

    def review(answers: Answers) -> Post:
        one = known.get(str(answers.get("which")))
        if one is None:
            return GONE
        told = [key for key in dict.fromkeys((one.person, *leading(desk.school))) if key != about]
        facts = (("Role", one.role.capitalize()), ("Who", name(desk.school, one.person)),
                 ("What happens", "It ends at once." if one.standing is Standing.HELD else "Nobody is asked any more."),
                 ("Who is told", names(desk.school, told, "and") if told else "nobody"))  # fmt: skip
        return Post("This is what will happen", facts=facts)

    last = Step("review", "Check it", words=review, next_label="End it")
    return Form(GIVE_UP, "Give up a role", (Step("which", "Which role ends?", (field,)), last), GIVE_UP)


@router.done(GIVE_UP)
def give_up(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """End it, if whoever sends the form still may."""
    who, one = event.who.key, desk.tx.appointment(str(dialog.answers["which"]))
    if one is None or not may_end(desk.school, one, who):
        return Done(GONE)
    if one.standing is Standing.HELD and last_guard(board(desk), one):
        return Done(LAST)
    return Done(stands(desk, one) if end(desk, one, who) else GONE)


def _label(desk: Desk, one: Appointment, who: str) -> str:
    whose = "You" if one.person == who else name(desk.school, one.person)
    return f"{whose}: {one.role}" + ("" if one.standing is Standing.HELD else ", take the naming back")

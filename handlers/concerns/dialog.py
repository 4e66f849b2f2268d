"""The dialog in which somebody tells a concern: whom to tell now, what, who, when, and the last look."""

from __future__ import annotations

from handlers.concerns.asked import WHEN
from handlers.concerns.gathered import asks_whom
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.lines import unreachable
from handlers.concerns.pages import Pages, hiding, no_address
from handlers.concerns.routing import OUTSIDE, SAFEGUARDING, Facts
from handlers.concerns.seen_by import called, first_to_tell, ways
from handlers.concerns.whom import TITLE as NAMED
from handlers.desk import Desk, Role
from handlers.model import Field, FieldKind, Form, Post, Step
from handlers.routing import Router
from handlers.telling import TELL_SOMEBODY

router = Router("telling somebody")

FORM = TELL_SOMEBODY.key
TITLE = "A message"  # on a phone, where others may look


@router.form(FORM)
def build(desk: Desk, about: str) -> Form:
    """All its pages. `about` is whoever tells it, by key."""
    pages = Pages(about, desk.school, desk.knowledge, desk.now, unreachable(desk), _begin(desk, about))
    kinds = tuple((kind.value, nature.label) for kind, nature in NATURES.items())
    return Form(
        FORM,
        TITLE,
        (
            Step("start", "Before you write", (Field("kind", "What is it about?", FieldKind.CHOICE, kinds),),
                 words=lambda _: pages.begin),
            *(pages.what(kind) for kind in Kind),
            Step("who", "Whom is it about?", _WHO, when=asks_whom, asks=pages.leaders, check=pages.check_who),
            Step("names", NAMED, when=lambda a: bool(pages.also(a)), words=pages.names,
                 asks=pages.ask_names),
            Step("when", "When, and your name", (WHEN,), asks=hiding, check=no_address),
            Step("send", "Check it, then send it", words=pages.review, asks=pages.too_close, check=pages.anybody,
                 next_label="Send"),
            Step("again", "Who will see it now", when=lambda a: bool(a.get("too_close")), words=pages.readers,
                 check=pages.anybody, next_label="Send"),
        ),
        FORM,
        keeps=pages.keeps,
    )  # fmt: skip


_WHO = (
    Field("subjects", "From the staff list", FieldKind.PEOPLE, required=False, hint="They never receive it."),
    Field("others", "Somebody who is not on it", required=False, longest=300,
          hint="Leave both empty if you do not know."),
)  # fmt: skip


def _begin(desk: Desk, reporter: str) -> Post:
    """The first screen: 999, whom to tell now, and who else can be rung."""
    first = first_to_tell(desk, Facts(Kind.OTHER, reporter))
    whom = f"{called(first, desk.school)} now, {ways(first.why, desk.school)}" if first else "somebody you trust"
    facts = [_role(desk, reporter, "A child may be at risk", *SAFEGUARDING),
             _role(desk, reporter, "It is about the head", Role.CHAIR)]  # fmt: skip
    lado, duty = (desk.school.contacts[key] for key in (OUTSIDE, "emergency_duty_team"))
    who = (duty, lado) if desk.school.calendar.office_closed(desk.now) else (lado,)
    outside = [(f"Outside the school: the {one.name}", one.way) for one in who if one.reachable]
    return Post(
        text=f"If anyone is in danger now, ring 999 first.\n\nThen tell {whom}; this form is the record of it.",
        facts=(*(one for one in facts if one is not None), *outside),
    )


def _role(desk: Desk, reporter: str, case: str, *roles: Role) -> tuple[str, str] | None:
    """Whom to tell in a case, and how; None where there is nobody else."""
    found = ((role, one) for role in roles for one in desk.school.holders(role) if one.person.key != reporter)
    role, member = next(found, (None, None))
    return (case, f"{member.person.name} ({role}), {ways(role, desk.school)}") if role and member else None

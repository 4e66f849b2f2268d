"""Who must be told now, in person: by name and role from the staff list; and where to turn outside the school."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from handlers.desk import Desk, Member, Role
from handlers.mentions import named as whom_it_names
from handlers.mentions import names_head, perhaps_named
from handlers.model import Button, Post
from handlers.signposts import outside
from handlers.wording import day, listed

REPORT = "report_it"
TELL_SOMEBODY = Button("tell_somebody", "Tell somebody", opens="tell_somebody")  # in confidence: see handlers.concerns
REPORT_IT, WORRIED = "Report it: who to tell", "Worried about it? Who to tell"

GLANCE = "I have answered you. Please read it now, and on your own."  # on the screen of a locked phone
_LEADS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)
_NO_LEAD = "your school's safeguarding lead, or your local authority if it is about them"


def holders(desk: Desk, *roles: Role, besides: Collection[str] = ()) -> tuple[Member, ...]:
    """Who holds these roles, in order of the roles, leaving out the people with the keys in `besides`."""
    found = {m.person.key: m for role in roles for m in desk.school.holders(role)}
    return tuple(m for key, m in found.items() if key not in besides)


def safeguarding(desk: Desk, asker: str, question: str) -> str:
    """Whom to tell of a child at risk, in words: a safeguarding lead, else the head, else the chair.

    Nobody is sent to themselves, nor to anybody whom the question names: it may be about them.
    """
    members, roles = _for_a_child(desk, asker, question)
    return listed(named(member, *roles) for member in members) if members else _NO_LEAD


def _for_a_child(desk: Desk, asker: str, question: str) -> tuple[tuple[Member, ...], tuple[Role, ...]]:
    """The same as people, with the roles that they are told in."""
    besides = _not_to_be_told(desk, asker, question)
    for roles in (_LEADS, (Role.HEAD,), (Role.CHAIR,)):
        if members := holders(desk, *roles, besides=besides):
            return members, roles
    return (), ()


def _not_to_be_told(desk: Desk, asker: str, question: str) -> frozenset[str]:
    """The asker, and whoever a question may be about, though their name be a common word."""
    found = (*whom_it_names(question, desk.school), *perhaps_named(question, desk.school))
    about = {member.person.key for member in found}
    if names_head(question, desk.school):
        about |= {member.person.key for member in desk.school.holders(Role.HEAD)}
    return frozenset(about | {asker})


def danger_words(desk: Desk, asker: str, question: str) -> str:
    """What comes before everything else where somebody may be in danger."""
    return (
        f"If anyone is in danger now, call 999 first. Then tell {safeguarding(desk, asker, question)}, in person, "
        "straight away. Do not wait for an answer from me."
    )


def disclosure_words(desk: Desk, asker: str, question: str) -> str:
    """The offer to report, in one sentence, for somebody who may be telling and not asking."""
    lead = safeguarding(desk, asker, question)
    return f"If this is happening, please do not keep it to yourself: tell {lead}, in person, today."


def report_button(key: str, label: str) -> Button:
    """The offer to report: REPORT_IT, or WORRIED where a question merely names somebody."""
    return Button(REPORT, label, key)


def who_to_tell(desk: Desk, asker: str, question: str) -> Post:
    """Whom to tell now, and where else to turn. Nothing is recorded or sent by asking for it."""
    besides, contacts = _not_to_be_told(desk, asker, question), desk.school.contacts
    members, roles = _for_a_child(desk, asker, question)
    facts = [
        ("Somebody is in danger now", contacts["police_emergency"].number),
        ("A child may be at risk", _with_numbers(desk, members, *roles) if members else _NO_LEAD),
        ("An adult who works or helps here", _role(desk, asker, Role.HEAD, "the head")),
        ("It is about the head", _role(desk, asker, Role.CHAIR, "the chair of governors")),
        ("Personal data got out", _role(desk, asker, Role.DATA_PROTECTION_LEAD, "the data protection lead", besides)),
    ]
    if names_head(question, desk.school):
        facts.insert(1, facts.pop(3))
    return Post(
        "Who to tell, in person, today",
        "You need no proof, and nothing is too small. Telling me is not reporting: I pass on only what you send "
        "by the form below, and you see to whom first. Keep messages and addresses.\n\n"
        "An indecent image of anybody under 18: do not look at it again, copy, print, share or save it. "
        "Tell the safeguarding lead at once.",
        facts=(*facts, *_council(desk), *((one.name, one.signpost) for one in outside(question, contacts))),
        buttons=(TELL_SOMEBODY,),
        notes=_checked(desk),
        glance=GLANCE,
    )


def _council(desk: Desk) -> list[tuple[str, str]]:
    """The council's designated officer, by the number that the school gave; out of hours its duty team first."""
    officer, duty = (desk.school.contacts[key] for key in ("lado", "emergency_duty_team"))
    now = (duty, officer) if desk.school.calendar.office_closed(desk.now) else (officer,)
    found = [(f"Outside the school: the {one.name}", one.signpost) for one in now if one.reachable]
    return found if officer.reachable else [*found, (f"The {officer.name}", "ask your council for the number")]


def _checked(desk: Desk) -> tuple[str, ...]:
    """When somebody last looked whether the school's own numbers are right."""
    own = [desk.school.contacts.for_role(role) for role in (*_LEADS, Role.HEAD, Role.CHAIR)]
    days = [one.checked for one in own if one.number and one.checked]
    return (f"The school's numbers were last checked on {day(min(days))}.",) if days else ()


def _with_numbers(desk: Desk, members: Iterable[Member], *roles: Role) -> str:
    """Names with role and telephone, as far as the school's settings have one."""
    return listed(named(one, *roles, number=_number(desk, one, roles)) for one in members)


def _number(desk: Desk, member: Member, roles: Iterable[Role]) -> str:
    return next((desk.school.contacts.for_role(role).number for role in roles if role in member.roles), "")


def _role(desk: Desk, asker: str, role: Role, otherwise: str, besides: Collection[str] = ()) -> str:
    members = holders(desk, role, besides={asker, *besides})
    if members:
        return _with_numbers(desk, members, role)
    return f"you, as {role}" if desk.school.holds(asker, role) else otherwise


def named(member: Member, *roles: Role, number: str = "") -> str:
    """A name with the first of these roles that they hold, and with their telephone number."""
    role = next((role for role in roles if role in member.roles), None)
    said = ", ".join(one for one in (role, number) if one)
    return f"{member.person.name} ({said})" if said else member.person.name

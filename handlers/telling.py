"""Who must be told now, in person: by name and role from the staff list; and where to turn outside the school."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.desk import Desk, Member, Role, School
from handlers.model import Button, Post
from handlers.wording import listed

REPORT = "report_it"

_TITLES = "(?:mr|mrs|miss|ms|dr)"
_TITLED = re.compile(rf"\b(?i:{_TITLES})\.? [A-Z][a-z]")
_HEAD = re.compile(
    r"\b(head(s|'s|’s)?|head ?(teacher|master|mistress)s?|principal|ht)\b(?! (of|start|office)\b)", re.IGNORECASE
)

_LEADS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)

# Names and what each is for; their addresses change, and are found by these names.
SIGNPOSTS = (
    ("Somebody grooms or abuses a child online", "CEOP, at the National Crime Agency"),
    ("Sexual images of children on a website", "Internet Watch Foundation (IWF)"),
    ("A young person's own image is being shared", "Report Remove, by Childline and IWF"),
    ("Bullying, threats or a fake account, and the site did not act", "Report Harmful Content"),
    ("Your own problem online, or advice for staff", "Professionals Online Safety Helpline (POSH)"),
    ("You cannot raise it inside the school", "NSPCC Whistleblowing Advice Line"),
    ("It weighs on you", "Education Support, for everyone who works in education"),
)


def names_head(question: str, school: School) -> bool:
    """Whether a question mentions the head, by role or by name, so that it may be about them."""
    return _HEAD.search(question) is not None or _named(question, school.holders(Role.HEAD))


def names_staff(question: str, school: School) -> bool:
    """Whether a question names anybody on the staff list, or somebody by a title: "Mrs Wood", "mr hill"."""
    return _TITLED.search(question) is not None or _named(question, school.staff)


def _named(question: str, members: Sequence[Member]) -> bool:
    """A surname counts with a title before it, or with its capital letter: "wood" alone may be a wood."""
    surnames = (re.escape(member.person.name.split()[-1]) for member in members if member.person.name.strip())
    return any(re.search(rf"\b{name}\b|(?i:\b{_TITLES}\.? {name}\b)", question) for name in surnames)


def holders(desk: Desk, *roles: Role, besides: str = "", head: bool = True) -> tuple[Member, ...]:
    """Who holds these roles, in order of the roles: never `besides`, and not the head unless `head`."""
    found = {m.person.key: m for role in roles for m in desk.school.holders(role)}
    return tuple(m for key, m in found.items() if key != besides and (head or Role.HEAD not in m.roles))


def safeguarding(desk: Desk, asker: str, *, head: bool = True) -> str:
    """The safeguarding leads in words, whoever of them is not the asker."""
    leads = holders(desk, *_LEADS, besides=asker, head=head)
    return listed(named(member, *_LEADS) for member in leads) if leads else "your school's safeguarding lead"


def danger_words(desk: Desk, asker: str, question: str) -> str:
    """What comes before everything else where somebody may be in danger."""
    lead = safeguarding(desk, asker, head=not names_head(question, desk.school))
    return (
        f"If anyone is in danger now, call 999 first. Then tell {lead}, in person, straight away. "
        "Do not wait for an answer from me."
    )


def disclosure_words(desk: Desk, asker: str, question: str) -> str:
    """The offer to report, in one sentence, for somebody who may be telling and not asking."""
    lead = safeguarding(desk, asker, head=not names_head(question, desk.school))
    return f"If this is happening, please do not keep it to yourself: tell {lead}, in person, today."


def report_button(key: str) -> Button:
    """The offer to report."""
    return Button(REPORT, "Report it: who to tell", key)


def who_to_tell(desk: Desk, asker: str, question: str) -> Post:
    """Whom to tell now, and where else to turn. Nothing is recorded or sent by asking for it."""
    about_head = names_head(question, desk.school)
    facts = [
        ("Somebody is in danger now", "999"),
        ("A child may be at risk", safeguarding(desk, asker, head=not about_head)),
        ("An adult who works or helps here", _role(desk, asker, Role.HEAD, "the head")),
        ("It is about the head", _role(desk, asker, Role.CHAIR, "the chair of governors")),
        ("Personal data got out", _role(desk, asker, Role.DATA_PROTECTION_LEAD, "your data protection lead")),
    ]
    if about_head:
        facts.insert(1, facts.pop(3))
    return Post(
        "Who to tell, in person, today",
        "You need no proof, and nothing is too small. Telling me is not reporting: I pass nothing on. "
        "Note what you saw, when and where, in your own words; keep messages and addresses.\n\n"
        "An indecent image of anybody under 18: do not look at it again, copy, print, share or save it. "
        "Tell the safeguarding lead at once.",
        facts=(*facts, *SIGNPOSTS),
        notes=("If you cannot reach any of them, ask for your local authority's designated officer (LADO).",),
    )


def _role(desk: Desk, asker: str, role: Role, otherwise: str) -> str:
    members = holders(desk, role, besides=asker)
    if members:
        return listed(named(member, role) for member in members)
    return f"you, as {role}" if desk.school.holds(asker, role) else otherwise


def named(member: Member, *roles: Role) -> str:
    """A name with the first of these roles that they hold."""
    role = next((role for role in roles if role in member.roles), None)
    return f"{member.person.name} ({role})" if role else member.person.name

"""What somebody reads when they have told a concern: the reference, who has it, what happens next, what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.answers import quote, silent, sure
from handlers.concerns.case import Case
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.routing import SAFEGUARDING
from handlers.concerns.seen_by import SeenBy, called, clock, ways
from handlers.desk import Desk, Role
from handlers.files import upload_button
from handlers.mentions import named
from handlers.model import Button, Post, Quote
from handlers.wording import listed
from knowledge.model import Modality

# What the school's own policy is asked, so that its own words stand on the receipt.
QUESTIONS: Mapping[Kind, str] = {
    Kind.CONTACT: "A pupil has contacted me online. Whom do I tell?",
    Kind.BULLIED: "I am being bullied online. Whom do I tell?",
    Kind.COLLEAGUE: "A colleague's use of social media breaches the policy. Whom do I tell?",
    Kind.REPUTATION: "I have seen something that makes the school look bad online. Whom do I tell?",
    Kind.OBSCENE: "Whom do I tell about obscene material online?",
    Kind.DISCLOSED: "Whom do I tell that confidential information has got out?",
}
# Wigan, personal use: ask whoever posted it, or the site itself, to take it down. Waterloo, personal use: decline.
_NOW: Mapping[Kind, str] = {
    Kind.CONTACT: "Decline it or leave it unanswered; do not write to the pupil.",
    Kind.BULLIED: "Keep the screenshots. Tell the site too, with its own button for reporting abuse.",
    Kind.CHILD_IMAGE: "Do not look at it again, and delete nothing.",
    Kind.OBSCENE: "Keep no copy. Do not forward it.",
    Kind.DISCLOSED: "Stop it spreading, as far as you can; write down here what you did, as a note.",
    Kind.FAKE_ACCOUNT: "Tell the site too, with its own button for accounts that pretend to be somebody.",
}
_RULES = (Modality.PROHIBITION, Modality.OBLIGATION)


def receipt(case: Case, seen: SeenBy, desk: Desk, who: str, still_there: bool = False) -> Post:
    """The last page. Nothing of what was told stands on it.

    `still_there`: the message that it began from was not copied, and must not be deleted.
    """
    praised = case.facts("").praise
    waits = seen.now and not praised  # for somebody else than whoever told it
    later = " You hear from me when it is opened, if it is not opened in time, and when it is closed." if waits else ""
    now = f"{_tell_first(case, seen, desk)}{_NOW.get(case.kind, '')}"
    if still_there:
        now = f"{now} The message is still in the chat: do not delete it.".strip()
    facts = [*_who(seen, desk, praised), *([("What you can do now", now)] if now and not praised else [])]
    if not praised:
        facts += [(one.name, one.signpost) for one in desk.school.contacts.signposts(case.kind)]
    return Post(
        "Received",
        f"Your message has the reference {case.ref}.{later}",
        facts=tuple(facts),
        quotes=() if praised else _not_misleading(own_clause(case.kind, desk, who), case, desk, who),
        buttons=_upload(case, desk, who),
        notes=("You find it again under “my messages”, and can add to it there.",),
    )


def own_clause(kind: Kind, desk: Desk, who: str) -> tuple[Quote, ...]:
    """The school's own rule for this, word for word; none where its policy has none that is sure enough."""
    if kind not in QUESTIONS:
        return ()
    member = desk.school.member(who)
    found = desk.knowledge.answer(QUESTIONS[kind], capacity=member.bound_as if member else "")
    if silent(found) or not sure(found) or found.cited[0].clause.modality not in _RULES:
        return ()
    return (quote(found.cited[0]),)


def _tell_first(case: Case, seen: SeenBy, desk: Desk) -> str:
    """Whom to tell at once of a picture that may show a child: a lead, or else the first who has it; never whom it is
    about."""
    if case.kind is not Kind.CHILD_IMAGE or not seen.now:
        return ""
    leads = [(one, role) for role in SAFEGUARDING for one in seen.now if desk.school.holds(one.person, role)]
    one, role = leads[0] if leads else (seen.now[0], seen.now[0].why)
    return f"Tell {called(replace(one, why=role), desk.school)} now, {ways(role, desk.school)}, if you have not. "


def _not_misleading(clauses: tuple[Quote, ...], case: Case, desk: Desk, who: str) -> tuple[Quote, ...]:
    """Those that send nobody to one whom it is about. Where that is the head, whom policies call many things: none."""
    shut_out, school = case.facts(who).shut_out, desk.school
    if any(school.holds(key, Role.HEAD) for key in shut_out):
        return ()
    to = (named(f"{one.lead_in} {one.text}", school) for one in clauses)
    return tuple(
        one for one, whom in zip(clauses, to, strict=True) if shut_out.isdisjoint(member.person.key for member in whom)
    )


def _who(seen: SeenBy, desk: Desk, praised: bool) -> list[tuple[str, str]]:
    school = desk.school
    has = [called(one, school) for one in seen.now] or [f"you yourself, as {seen.own}"]
    facts = [("Who has it now", listed(has, "and"))]
    if seen.later and not praised:
        until = clock(school.calendar.due(desk.now), desk.now, school)
        facts.append(
            (f"If nobody opens it by {until}", f"{listed((called(o, school) for o in seen.later), 'and')} too")
        )
    facts += [
        ("I cannot reach", f"{called(one, school)}: tell them, {ways(one.why, school)}") for one in seen.passed_over
    ]
    return facts


def _upload(case: Case, desk: Desk, who: str) -> tuple[Button, ...]:
    """Where evidence can be brought, of a kind that takes any: our own page, by a link that works once."""
    button = upload_button(desk, case.id, who, "Add screenshots or files") if NATURES[case.kind].files else None
    return (button,) if button is not None else ()

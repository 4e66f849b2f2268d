"""Adopting a version: from which day, in whose place, by head or chair, once; then its day comes and it is in force."""

from __future__ import annotations

from datetime import date
from functools import cache

from handlers.desk import Desk, Role
from handlers.forms import refuse
from handlers.model import (
    Answers,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Say,
    Step,
    Update,
)
from handlers.roles import name
from handlers.routing import Router
from handlers.versions.bound import in_words, who_is_bound
from handlers.versions.card import ADOPT, ADOPTERS, ASIDE, GONE, NOT_FOR_YOU, card, policy, refused, tell
from handlers.versions.preview import summary
from handlers.versions.reading import policy_of
from handlers.versions.version import (
    BEGINS,
    State,
    Version,
    What,
    add,
    adopt,
    put_in_force,
    version,
    versions,
    wait,
)
from handlers.wording import day
from handlers.wording import version as dated_version
from knowledge.comparing import Comparison, compare
from knowledge.model import Policy

router = Router("adopting a policy")

NO_OTHER = "none"  # instead of the hash of a policy in force
_WHY_MINOR = (
    "I see no rule that is new or gone, and no word that makes one stricter or milder. Say yes only if mistakes were "
    "put right and nobody has to do anything else than before: then nobody is asked to acknowledge it anew."
)


@router.pressed(ADOPT)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form, for head or chair, while it waits."""
    one, no = version(desk.tx, event.value), refused(desk, event.who.key, ADOPTERS)
    if no is not None:
        return Say(no, private=True)
    if one is None or one.state is not State.WAITS:
        return Update(card(desk, one, event.who.key) if one is not None else GONE)
    place_of = one.place_of if any(kept.sha == one.place_of for kept in desk.tx.policies()) else NO_OTHER
    return desk.ask(ADOPT, event, about=one.id, answers={"place_of": place_of, "begins": _first_day(desk, one)})


@router.form(ADOPT)
def build(desk: Desk, about: str) -> Form:
    """In whose place and from when; whether it is a minor edit, where it may be one; what will happen."""
    one = version(desk.tx, about)
    new = policy(desk, one.sha) if one is not None else None
    if new is None:
        return Form(ADOPT, "Adopt a policy", (Step("gone", GONE.title, words=lambda _: GONE),), ADOPT)
    standing = {kept.sha: policy_of(kept) for kept in desk.tx.policies() if kept.sha != new.sha}
    bound = in_words(who_is_bound(new, desk.school))

    @cache
    def against(sha: str) -> Comparison | None:
        return compare(standing[sha], new) if sha in standing else None

    def may_be_minor(answers: Answers) -> bool:
        found = against(str(answers.get("place_of")))
        return found is not None and found.may_be_minor

    def review(answers: Answers) -> Post:
        sha = str(answers["place_of"])
        minor = may_be_minor(answers) and answers.get("minor") is True  # it may have been said of another
        return _review(new, standing.get(sha), against(sha), answers, "" if minor else bound, desk.today)

    others = tuple((sha, f"“{it.title}”, {dated_version(it.dates)}") for sha, it in standing.items())
    minor = Field("minor", "Is it a minor edit?", FieldKind.YES_NO, hint=_WHY_MINOR)
    fields = (
        Field("place_of", "In place of", FieldKind.CHOICE, (*others, (NO_OTHER, "No other policy: it is a new one"))),
        Field("begins", "In force from", FieldKind.DATE, hint="Today or a later day. It begins at midnight."),
    )
    return Form(
        ADOPT,
        "Adopt a policy",
        (
            Step("when", f"“{new.title}”", fields),
            Step("minor", "How much changes", (minor,), when=may_be_minor),
            Step("review", "Check it", words=review, next_label="Adopt it"),
        ),
        ADOPT,
    )


@router.done(ADOPT)
def finish(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put down who adopted it and from when; once."""
    one, who, answers = version(desk.tx, dialog.about), event.who.key, dialog.answers
    no = refused(desk, who, ADOPTERS)
    if no is not None:
        return Done(no)
    if one is None or one.state is not State.WAITS:
        return Done(card(desk, one, who) if one is not None else GONE)
    begins = date.fromisoformat(str(answers["begins"]))
    if begins < desk.today:
        words = "Until today people were answered from the version before. Please give today or a later day."
        return refuse(desk.form(ADOPT, dialog.about), dialog, "when", {"begins": words})
    place_of = "" if answers["place_of"] == NO_OTHER else str(answers["place_of"])
    other = _other(desk, place_of, begins)
    if other is not None:
        who_did = name(desk.school, other.adopted_by) if other.adopted_by else "Whoever looks after me"
        words = f"{who_did} adopted another version in the same place from this day. Say “versions” and call that off "
        words += "first, or give another day."
        return refuse(desk.form(ADOPT, dialog.about), dialog, "when", {"begins": words})
    put_down = adopt(desk.tx, one, who, begins, place_of=place_of, role=_role(desk, who),
                     minor=answers.get("minor") is True)  # fmt: skip
    assert put_down is not None, "it was read in this transaction"
    if begins == desk.today:
        put_down = put_in_force(desk.tx, put_down)
    else:
        wait(desk.tx, put_down, desk.school.zone)
    tell(desk, put_down)
    return Done(_receipt(put_down))


@router.pressed(ASIDE)
def put_aside(event: Pressed, desk: Desk) -> Reply:
    """It is not adopted, or not yet; the file is kept."""
    one, who = version(desk.tx, event.value), event.who.key
    if one is None or one.state not in (State.WAITS, State.ADOPTED):
        return Update(card(desk, one, who) if one is not None else GONE)
    theirs = who == one.by and one.state is State.WAITS
    if not (theirs or desk.school.holds(who, *ADOPTERS)):
        return Say(NOT_FOR_YOU, private=True)
    put_down = add(desk.tx, one, who, What.ASIDE)
    assert put_down is not None, "it was read in this transaction"
    desk.tx.unwake(f"{BEGINS} {one.id}")
    tell(desk, put_down)
    return Update(card(desk, put_down, who))


@router.woken(BEGINS)
def its_day_has_come(about: str, desk: Desk) -> None:
    """At midnight, unless it was called off."""
    one = version(desk.tx, about)
    if one is not None and one.state is State.ADOPTED:
        tell(desk, put_in_force(desk.tx, one), due=desk.school.calendar.by_day(desk.now))


# --- inside ---


def _first_day(desk: Desk, one: Version) -> str:
    """The day that the document itself names, if it is still to come."""
    read = policy(desk, one.sha)
    named = (read.dates.in_force or "") if read else ""
    return named if len(named) == 10 and named > desk.today.isoformat() else desk.today.isoformat()  # 2027-04-01


def _other(desk: Desk, place_of: str, begins: date) -> Version | None:
    """What would take the same place on the same day, so that nobody could say which of them holds then."""
    wait_too = (one for one in versions(desk.tx, open_only=True) if one.state is State.ADOPTED and one.place_of)
    return next((one for one in wait_too if (one.place_of, one.begins) == (place_of, begins.isoformat())), None)


def _role(desk: Desk, who: str) -> Role:
    return next(role for role in ADOPTERS if desk.school.holds(who, role))


def _review(
    new: Policy, before: Policy | None, found: Comparison | None, answers: Answers, bound: str, today: date
) -> Post:
    begins = str(answers["begins"])
    facts = [
        ("In force from", f"{day(begins)}, today" if begins == today.isoformat() else day(begins)),
        (
            "Out of force then",
            f"“{before.title}”, {dated_version(before.dates)}; it is kept" if before else "no policy",
        ),
        ("What changes", summary(found)),
        ("To acknowledge it", bound or "nobody: it is a minor edit"),
    ]
    words = "From then on every answer comes from it. Rulings under the version before wait until you say whether they "
    return Post(f"“{new.title}”", f"{words}still stand." if before else "From then on answers come from it too.",
                facts=tuple(facts))  # fmt: skip


def _receipt(one: Version) -> Post:
    if one.state is State.IN_FORCE:
        return Post("It is in force", "Answers come from it within a few seconds.")
    return Post(
        "It is adopted", f"It will be in force from {day(one.begins)}. Until then head or chair can call it off."
    )

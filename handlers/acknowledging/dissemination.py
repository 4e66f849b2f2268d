"""The form in which the office puts down who was told of a policy, how and when; and striking a mistake out."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.acknowledging.told import JOURNAL, WAYS, Told, put_down, strike, told
from handlers.acknowledging.whose import KEEPERS_ONLY, may_keep, members, named
from handlers.desk import Desk, Member
from handlers.forms import refuse
from handlers.model import Answers, Dialog, Done, Field, FieldKind, Filled, Form, Post, Pressed, Reply, Say, Step
from handlers.resuming import open_or_go_on
from handlers.routing import Router
from handlers.smalltalk import NO_POLICY
from handlers.versions.version import State, versions
from handlers.wording import day, plural

router = Router("who was told")

TELL, STRIKE = "put_down_told", "strike_told"
_EVERYBODY, _BUT, _THESE, _NOBODY = "everybody", "but", "these", "nobody"
_WHO = (
    (_EVERYBODY, "Everybody on the staff list"),
    (_BUT, "Everybody on the staff list, but for…"),
    (_THESE, "Some of them"),
    (_NOBODY, "Nobody on the staff list"),
)
_OTHERS = "Names, one a line: agency and placement staff, contractors, visitors."
_NAMES = 60  # of a review page
_LONGEST = 100  # characters of a name, with where they come from
_CHOICES = 100  # occasions that can be struck out
_LATELY = timedelta(days=366)
_WHICH = "The version that they were told of."

IN_FUTURE = "This day is still to come. Put it down once it has been."
SEVERAL = "One name a line, please: with a comma between them they would count as one."
NOBODY = "Nobody is named. Please choose somebody, or write a name."
GONE = Post("This has changed meanwhile", "Say “acknowledgements” to see how it stands.")


@router.pressed(TELL, STRIKE)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form, for those who keep the register."""
    if not may_keep(desk, event.who.key):
        return Say(KEEPERS_ONLY, private=True)
    if not (desk.tx.policies() if event.button == TELL else told(desk)):
        return Say(NO_POLICY if event.button == TELL else GONE, private=True)
    return open_or_go_on(desk, event.button, event, answers={"on": desk.today.isoformat(), "who": _EVERYBODY})


@router.form(TELL)
def build(desk: Desk, about: str) -> Form:
    """Which policy, how and when; who was there; everything once more."""
    staff, policies = desk.school.staff, _versions(desk)
    what = (
        Field("policy", "Which policy?", FieldKind.CHOICE, tuple(policies.items()), hint=_WHICH),
        Field("way", "How were they told?", FieldKind.CHOICE, tuple(WAYS.items())),
        Field("on", "When?", FieldKind.DATE),
        Field("note", "What was it about?", required=False, longest=200, hint="For example: what is new this year."),
    )
    who = (
        Field("who", "Who was there?", FieldKind.CHOICE, _WHO),
        Field("others", "Who else?", FieldKind.LONG, required=False, hint=_OTHERS),
    )

    def some(answers: Answers) -> tuple[Field, ...]:
        label = "Who was not there?" if answers.get("who") == _BUT else "Who was there?"
        return (Field("people", label, FieldKind.CHOICES, members(desk)),)

    def review(answers: Answers) -> Post:
        people, others = _people(staff, answers), _others(staff, answers)
        names = sorted((*people.values(), *others))
        facts = (
            ("Policy", policies.get(str(answers["policy"]), "")),
            ("How", WAYS[str(answers["way"])]),
            ("When", day(str(answers["on"]))),
            ("About", str(answers.get("note") or "")),
            (plural(len(names), "person", "people"), named(names, _NAMES) if names else "nobody"),
        )
        return Post(facts=tuple(fact for fact in facts if fact[1]))

    choosing = Step("people", "Who", when=lambda answers: answers.get("who") in (_BUT, _THESE), asks=some)
    return Form(
        TELL,
        "Who was told",
        (
            Step("what", "What they were told", what),
            Step("who", "Who was told", who, check=_one_a_line),
            choosing,
            Step("review", "Check it", words=review, next_label="Put it down"),
        ),
        TELL,
    )


@router.done(TELL)
def finish(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put it down, with the names as they are today: they stay when somebody leaves."""
    answers, known = dialog.answers, _versions(desk)
    if not may_keep(desk, event.who.key):
        return Done(KEEPERS_ONLY)
    if date.fromisoformat(str(answers["on"])) > desk.today:
        return refuse(desk.form(TELL, dialog.about), dialog, "what", {"on": IN_FUTURE})
    people, others = _people(desk.school.staff, answers), _others(desk.school.staff, answers)
    if not people and not others:
        return refuse(desk.form(TELL, dialog.about), dialog, "who", {"others": NOBODY})
    sha = str(answers["policy"])
    version = desk.tx.policy(sha) if sha in known else None
    if version is None:
        return Done(GONE)
    given = {
        "policy": version.title,
        "sha": sha,
        "on": answers["on"],
        "way": answers["way"],
        "note": answers.get("note"),
        "people": people,
        "others": others,
    }
    one = put_down(desk, event.who.key, given)
    return Done(Post("On record", f"“{one.policy}”. {one.line}.", facts=(("Ref", one.journal.ref),)))


# --- a mistake ---


@router.form(STRIKE)
def build_striking(desk: Desk, about: str) -> Form:
    """Which one, and why."""
    known = told(desk)[:_CHOICES]
    fields = (
        Field("which", "Which one?", FieldKind.CHOICE, tuple((one.id, f"{one.line} ({one.policy})") for one in known)),
        Field("why", "What is wrong with it?", longest=200),
    )
    return Form(STRIKE, "Strike one out", (Step("which", "Which one?", fields, next_label="Strike it out"),), STRIKE)


@router.done(STRIKE)
def struck(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """It stays on record, as struck out."""
    if not may_keep(desk, event.who.key):
        return Done(KEEPERS_ONLY)
    journal = desk.tx.journal(str(dialog.answers["which"]))
    one = Told.of(journal) if journal is not None and journal.kind == JOURNAL else None
    if one is None or not strike(desk, one, event.who.key, str(dialog.answers["why"])):
        return Done(GONE)
    return Done(Post("Struck out", f"{one.line}. It stays on record as a mistake, and counts no more."))


# --- inside ---


def _versions(desk: Desk) -> dict[str, str]:
    """What people can have been told of, by hash: what is in force, is to be, or was within the last year."""
    zone, since = desk.school.zone, desk.now - _LATELY
    found = {one.sha: one.title for one in desk.tx.policies()}
    for one in versions(desk.tx):
        if one.state is State.ADOPTED:
            found.setdefault(one.sha, f"From {day(one.begins)}: {one.title}")
        elif one.until is not None and one.until > since:
            found.setdefault(one.sha, f"Until {day(one.until.astimezone(zone).date())}: {one.title}")
    return found


def _people(staff: tuple[Member, ...], answers: Answers) -> dict[str, str]:
    """Person key → name of those on the staff list, also those whose names were written."""
    given = answers.get("people")
    chosen = {str(one) for one in given} if isinstance(given, list | tuple) else set()
    written = {_folded(one) for one in _lines(answers)}
    who = answers.get("who")
    keys = {member.person.key for member in staff}
    there = {_EVERYBODY: keys, _BUT: keys - chosen, _THESE: chosen}.get(str(who), set())
    named = [one.person for one in staff if one.person.key in there or _folded(one.person.name) in written]
    return {one.key: one.name for one in named}


def _others(staff: tuple[Member, ...], answers: Answers) -> list[str]:
    known = {_folded(one.person.name) for one in staff}
    return [one for one in dict.fromkeys(_lines(answers)) if _folded(one) not in known]


def _one_a_line(answers: Answers) -> dict[str, str]:
    return {"others": SEVERAL} if any(len(line) > _LONGEST for line in _lines(answers)) else {}


def _lines(answers: Answers) -> list[str]:
    return [" ".join(line.split()) for line in str(answers.get("others") or "").splitlines() if line.strip()]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())

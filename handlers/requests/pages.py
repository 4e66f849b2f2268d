"""The pages of the form, kind by kind: what is asked, what the policy says on it, and what was filled in, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.desk import School
from handlers.drafts.accounts import PLATFORMS
from handlers.model import Answers, Field, FieldKind, Post, Quote, Step
from handlers.requests.ages import OTHER, Platform, named, platform, platforms
from handlers.requests.kinds import CONTACT, DEVICE, IMAGES, KINDS, POSTING, SITE, Kind
from handlers.roles import name
from handlers.wording import day, listed

When = Callable[[Answers], bool]

NOT_LISTED = "none"  # instead of an account of the register
PUPILS = "pupils"
_YES = "yes"
_AGES = tuple((str(age), f"{age} years") for age in range(3, 20))
_AUDIENCE = (
    ("families", "Families and the public; pupils do not use it themselves"),
    ("staff", "Colleagues"),
    (PUPILS, "Pupils use it themselves"),
)
_IN_THEM = (("nobody", "Nobody who can be recognised"), ("staff", "Adults only"), (PUPILS, "Pupils"))


@dataclass(frozen=True, slots=True)
class Registered:
    """An account on the school's register, as far as requests need it."""

    id: str
    label: str
    platform: Platform | None  # None: its lowest age is not known


def first() -> Step:
    """What it is about."""
    choices = tuple((one.key, one.title) for one in KINDS.values())
    return Step("kind", "What would you like to do?", (Field("kind", "What is it about?", FieldKind.CHOICE, choices),))


@dataclass(frozen=True, slots=True)
class Known:
    """What the pages need of the records, read once in a turn: their words are made after it."""

    quotes: Mapping[str, tuple[Quote, ...]]  # what the policies say, by kind
    accounts: tuple[Registered, ...]
    school: School
    today: date


def pages(known: Known) -> tuple[Step, ...]:
    """Every kind's pages; those of one kind are shown, the first of them with what the policy says."""

    def step(kind: Kind, key: str, title: str, *fields: Field, only: When | None = None) -> Step:
        def when(answers: Answers) -> bool:
            return answers.get("kind") == kind.key and (only is None or only(answers))

        def words(_: Answers) -> Post:
            said = known.quotes[kind.key]
            return Post(text="Your policy says:" if said else "Your policy has no sentence on this.", quotes=said)

        def check(answers: Answers) -> Mapping[str, str]:
            asked = {field.key for field in fields}
            return {key: words for key, words in _wrong(known, kind, answers).items() if key in asked}

        return Step(key, title, fields, when, words if key == kind.key else None, check=check)

    choices = tuple((one.id, one.label) for one in known.accounts)
    return (
        step(SITE, "site", "A new account", *_SITE),
        step(SITE, "site_platform", "Another platform", _WHICH, only=lambda given: given.get("platform") == OTHER),
        step(SITE, "site_least", "Its lowest age", _LEAST, only=_unknown),
        step(SITE, "site_pupils", "The pupils", _YOUNGEST, only=lambda given: given.get("audience") == PUPILS),
        step(SITE, "site_why", "Why, and who looks after it", *_SITE_WHY),
        step(DEVICE, "device", "Your device", *_DEVICE),
        step(CONTACT, "contact", "Contact with pupils", _account(choices), *_CONTACT),
        step(IMAGES, "images", "Pictures or film", *_IMAGES),
        step(
            IMAGES, "images_pupils", "The pupils in them", _PARENTS, only=lambda given: given.get("in_them") == PUPILS
        ),
        step(POSTING, "posting", "Authority to post", _accounts(choices), *_POSTING),
    )


def shown(known: Known, answers: Answers) -> tuple[tuple[str, str], ...]:
    """What was filled in, line by line, as it is decided on; with what is known of the platform's lowest age."""
    steps = pages(known)
    on_view = [one for one in steps if one.when is None or one.when(answers)]
    fields = [field for one in on_view for field in one.fields if field.key not in ("kind", _LEAST.key)]
    lines = [
        (field.label, _words(field, answers[field.key], known.school)) for field in fields if answers.get(field.key)
    ]
    where = platform_of(answers, known.accounts)
    if where is not None:
        lines.append((_LEAST.label, where.age(known.today)))
        soon = where.soon(int(str(answers["youngest"]))) if answers.get("youngest") else ""
        lines += [("Soon", soon)] if soon else []
    return tuple(lines)


def platform_of(answers: Answers, accounts: Sequence[Registered]) -> Platform | None:
    """The platform that it is about, where its lowest age matters."""
    if answers.get("kind") == SITE.key and answers.get("platform"):
        least = int(str(answers.get(_LEAST.key) or 0))
        return platform(str(answers["platform"]), _platform_name(answers), least)
    if answers.get("kind") == CONTACT.key:
        return next((one.platform for one in accounts if one.id == answers.get("account")), None)
    return None


def _wrong(known: Known, kind: Kind, answers: Answers) -> dict[str, str]:
    """What cannot be, by field."""
    where, found = platform_of(answers, known.accounts), {}
    if where is not None and answers.get("youngest"):
        found["youngest"] = where.too_young(int(str(answers["youngest"])))
    if kind is POSTING and not _all_on_the_list(known, [answers["person"]]):
        found["person"] = "They are not on the staff list. Please choose somebody who is."
    if kind is SITE and not _all_on_the_list(known, answers.get("monitors")):
        found["monitors"] = "Not all of them are on the staff list. Please choose people who are."
    if kind.longest:
        last = (known.today + timedelta(days=kind.longest)).isoformat()
        until = str(answers.get("until") or "")
        found["until"] = "Please give a day within a year. Then you can ask again." if until > last else ""
        found["until"] = "Please give a day from today on." if until < known.today.isoformat() else found["until"]
    return {key: words for key, words in found.items() if words}


def _all_on_the_list(known: Known, people: object) -> bool:
    return isinstance(people, (list, tuple)) and all(known.school.member(str(one)) is not None for one in people)


def _platform_name(answers: Answers) -> str:
    key = str(answers.get("platform") or "")
    return str(answers.get(_WHICH.key) or "") if key == OTHER else dict(_PLATFORMS).get(key, "")


def _unknown(answers: Answers) -> bool:
    """Whether the platform is not on the list of lowest ages, so that whoever asks has to look."""
    key = str(answers.get("platform") or "")
    return key not in platforms() and named(_platform_name(answers)) is None


def _words(field: Field, value: object, school: School) -> str:
    match field.kind:
        case FieldKind.DATE:
            return day(str(value))
        case FieldKind.PERSON:
            return name(school, str(value))
        case FieldKind.PEOPLE:
            assert isinstance(value, (list, tuple))
            return listed((name(school, str(one)) for one in value), "and")
        case FieldKind.CHOICES:
            assert isinstance(value, (list, tuple))
            return listed((dict(field.choices).get(str(one), str(one)) for one in value), "and")
        case FieldKind.CHOICE:
            return dict(field.choices).get(str(value), str(value))
    return str(value)


# --- the fields; their labels are the lines that the head reads ---

_UNTIL = Field("until", "Until", FieldKind.DATE, hint="The last day. At most a year: then you ask again.")
_PURPOSE = Field("purpose", "What for", FieldKind.LONG, longest=1000)
_YOUNGEST = Field("youngest", "Age of the youngest pupil", FieldKind.CHOICE, _AGES)

_PLATFORMS = (
    *((key, words) for key, (words, _) in PLATFORMS.items() if key != OTHER),
    *((one.key, one.name) for one in platforms().values() if one.key not in PLATFORMS),
    (OTHER, "Another"),
)
_SITE = (
    Field("name", "What it is called", longest=80, hint="For example: Year 4, or Friends of the library."),
    Field("platform", "Platform", FieldKind.CHOICE, _PLATFORMS),
    Field("audience", "Who uses it", FieldKind.CHOICE, _AUDIENCE),
)
_WHICH = Field("platform_name", "Which platform", longest=60)
_LEAST = Field(
    "platform_least",
    "Lowest age there",
    FieldKind.CHOICE,
    (("0", "None"), *_AGES),
    hint="It stands in the provider's terms and conditions. I do not know this platform.",
)
_SITE_WHY = (
    Field(
        "purpose",
        "Why the school needs it",
        FieldKind.LONG,
        longest=1000,
        hint="A strong reason, for teaching or for the school's work.",
    ),
    Field("monitors", "Who looks after it", FieldKind.PEOPLE, hint="They look at it and answer for what is on it."),
    Field(
        "terms",
        "The provider's terms",
        FieldKind.CHOICE,
        ((_YES, "I have read them, and this keeps to them"),),
    ),
)
_DEVICE = (
    Field("device", "Which device", longest=120, hint="For example: my phone, with its make and colour."),
    _PURPOSE,
    Field(
        "deleting",
        "Deleting",
        FieldKind.CHOICE,
        ((_YES, "I delete each photo at once when it is uploaded to the school"),),
        hint="Also from “recently deleted” and from any cloud backup.",
    ),
    _UNTIL,
)
_CONTACT = (
    Field("pupils", "Which pupils", longest=200, hint="A class or a group. Leave out their names."),
    _YOUNGEST,
    _PURPOSE,
    _UNTIL,
)
_IMAGES = (
    Field("what", "What they show", FieldKind.LONG, longest=600, hint="Leave out pupils' names."),
    Field("taken", "Taken on", FieldKind.DATE),
    Field("in_them", "Who is in them", FieldKind.CHOICE, _IN_THEM),
    Field("where", "Where they are published", longest=200),
    _PURPOSE,
    _UNTIL,
)
_PARENTS = Field(
    "parents",
    "Parents' permission",
    FieldKind.CHOICE,
    ((_YES, "The office has it for each pupil and for this place"),),
    hint="Without it nothing is published. The office keeps the list.",
)
_POSTING = (
    Field("person", "Who is to post", FieldKind.PERSON, hint="You, or somebody else on the staff list."),
    _PURPOSE,
    Field("limits", "Within these limits", FieldKind.LONG, longest=1000, hint="For example: no pictures of pupils."),
    _UNTIL,
)
_MISSING = (NOT_LISTED, "It is not among these")


def _account(accounts: tuple[tuple[str, str], ...]) -> Field:
    return Field("account", "On which official page", FieldKind.CHOICE, (*accounts, _MISSING))


def _accounts(accounts: tuple[tuple[str, str], ...]) -> Field:
    return Field("accounts", "On which accounts", FieldKind.CHOICES, (*accounts, _MISSING))

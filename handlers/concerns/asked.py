"""What the dialog asks about each kind: few fields, most of them optional. Their keys stand in the sealed record."""

from __future__ import annotations

import re

from handlers.concerns.kinds import NATURES, Kind
from handlers.model import Answers, Field, FieldKind
from handlers.wording import sentence

YES_NO_UNSURE = (("yes", "Yes"), ("no", "No"), ("unsure", "I am not sure"))
GOOD_BAD = (("bad", "It makes the school look bad"), ("good", "It is good: praise"))
_YES_NO = (("yes", "Yes"), ("no", "Not yet"))
_SHORT = 300  # characters of a line

# An address, however it is written: nobody is to be led to such a picture by a report of it.
_ADDRESS = re.compile(
    r"https?:|\w://|www\.|\b[\w.-]+\.\w{2,}/\S|\b[a-z0-9-]+\.(com|org|net|co|uk|me|io|tv|gg|ly|app|ru|to|link|site|onion"
    r"|info|biz|xyz|dev|cc|eu|ie|su|ai|xxx|porn|pics|cam|chat|online|live|page|club|cloud)\b",
    re.IGNORECASE,
)
NO_ADDRESS = "Please leave the address out: nobody should be led to it. The name of the app or site is enough."

CHILD = Field("child", "Could a pupil be at risk?", FieldKind.CHOICE, YES_NO_UNSURE)


def _what(label: str = "What happened?", hint: str = "In your own words; a few lines will do.") -> Field:
    return Field("what", label, FieldKind.LONG, hint=hint)


def _line(key: str, label: str, hint: str = "", *, required: bool = False) -> Field:
    return Field(key, label, required=required, longest=_SHORT, hint=hint)


_APP = _line("where", "Which app or site?", "With the address, if you have it.")
_WHERE = _line("where", "Where was it?", "A place, an app, or an address.")

_FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.CONTACT: (_what(), _APP),
    Kind.BULLIED: (_what(), _APP),
    Kind.COLLEAGUE: (_what(), _WHERE),
    Kind.REPUTATION: (
        Field("tone", "Good or bad?", FieldKind.CHOICE, GOOD_BAD),
        _what("What does it say?"),
        _APP,
    ),
    Kind.CHILD_IMAGE: (
        _line("where", "Which app or place did you come across it in?", "Only its name, nothing of the picture.",
              required=True),
        Field("rung", "Have you rung the safeguarding lead?", FieldKind.CHOICE, _YES_NO),
    ),
    Kind.OBSCENE: (_what("What is it?", "In a few plain words."), _APP),
    Kind.DISCLOSED: (
        _what("What got out, and how?"),
        _line("whose", "Whose information is it?", "Such as: parents of Year 4."),
        _line("many", "About how many people?"),
        Field("visible", "Can it still be seen?", FieldKind.CHOICE, YES_NO_UNSURE),
        _line("done", "What has been done so far?"),
    ),
    Kind.FAKE_ACCOUNT: (_what("What does it show or say?"), _APP),
    Kind.SELF: (_what(),),
    Kind.OTHER: (_what(),),
}  # fmt: skip

WHEN = _line("when", "When was it?", "A date, a time, or “since last week”. Leave it empty if you do not know.")


def fields(kind: Kind) -> tuple[Field, ...]:
    """What is asked about a kind, on one page."""
    return (*_FIELDS[kind], CHILD) if NATURES[kind].child and kind is not Kind.CHILD_IMAGE else _FIELDS[kind]


def in_words(kind: Kind, answers: Answers) -> list[tuple[str, str]]:
    """What was answered, as (what was asked, the answer in words), in the order of the page."""
    asked = (*fields(kind), WHEN)
    return [(one.label, _value(one, answers[one.key])) for one in asked if answers.get(one.key)]


def text_of(answers: Answers) -> str:
    """All that was typed, for looking whom it names."""
    typed = ("what", "where", "whose", "done", "others", "when")
    return "\n".join(sentence(str(answers[key])) for key in typed if answers.get(key))


def holds_address(words: object) -> bool:
    """Whether there is an address in it."""
    return isinstance(words, str) and _ADDRESS.search(words) is not None


def _value(field: Field, value: object) -> str:
    return dict(field.choices).get(str(value), str(value))

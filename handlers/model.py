"""The neutral model: what any chat platform can say to us, and what we can say back.

No markup anywhere: every string is plain text, and each renderer escapes it. A button's value is an id
only; truth is looked up, and authority checked, when it is pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to us. `key` is opaque outside the platform it came from."""

    key: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said. `private` means that only the person and the bot can read it.

    `key` begins with the platform's name and a colon: "slack:C024BE91L". What follows is the platform's own.
    """

    key: str
    thread: str = ""
    private: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody sent; its bytes are fetched by `key`."""

    key: str
    name: str
    kind: str
    size: int  # bytes


# --- what comes in -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """Words, typed."""

    id: str
    who: Person
    where: Place
    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message of somebody's, that a shortcut was used on. `key` is the platform's own handle of it."""

    key: str
    text: str
    author: str = ""  # a name, as the platform shows it
    at: str = ""  # ISO 8601, UTC
    place: str = ""  # Place.key


@dataclass(frozen=True, slots=True)
class Called:
    """A slash command or shortcut; `about` is the message it was used on."""

    id: str
    who: Person
    where: Place
    command: str
    text: str = ""
    about: Message | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button; `post` is the platform's handle of the message it stands on."""

    id: str
    who: Person
    where: Place
    button: str
    value: str = ""
    post: str = ""


class Move(StrEnum):
    """What somebody does with a form's step."""

    NEXT = "next"
    BACK = "back"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form's step, submitted; `version` is the dialog's version that the person saw."""

    id: str
    who: Person
    where: Place
    dialog: str
    step: str
    move: Move
    given: Answers
    version: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """Home opened, or a card refreshing itself."""

    id: str
    who: Person
    where: Place
    surface: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """The bot was installed for this person or place."""

    id: str
    who: Person
    where: Place


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was removed."""

    id: str
    who: Person
    where: Place


Event = Said | Called | Pressed | Filled | Looked | Came | Left


# --- what goes out -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the policy, with where they stand."""

    text: str
    source: str
    link: str = ""
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `alt` says its content."""

    file: str
    alt: str


class Style(StrEnum):
    """How much a button matters; never the only sign of its meaning."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """`opens` names the form it opens: only such a button, or a command, may be answered with Ask.

    `link` is an address that it opens in the browser instead; such a button is no press, and we hear nothing of it.
    """

    key: str
    label: str
    value: str = ""
    style: Style = Style.PLAIN
    opens: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One message. `title` and `text` say the content by themselves: they are the notification too.

    Except where there is a `glance`, for what nobody is to read on the locked phone of somebody else.
    """

    title: str = ""
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    quotes: tuple[Quote, ...] = ()
    images: tuple[Image, ...] = ()
    buttons: tuple[Button, ...] = ()
    actors: tuple[str, ...] = ()  # person keys who see the buttons; empty: everybody who sees the post
    notes: tuple[str, ...] = ()  # small print under the quotes, one line each
    glance: str = ""  # what a notification says instead
    exact: bool = False  # the text is to be copied: every character as it is, in one piece
    mails: bool = False  # to who has no account in the chat: an e-mail with the glance, whose link presses a button


class FieldKind(StrEnum):
    """The kinds of field a form can have."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    TIME = "time"
    PERSON = "person"
    PEOPLE = "people"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a step; `choices` are (key, label); `longest` in characters."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    longest: int = 3000
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One screen. `when` says whether it is shown; `words` makes its text from the answers so far.

    `asks` makes fields from the answers so far, after `fields`; `check` says what is wrong with the answers once each
    field by itself is in order, by field key.
    """

    key: str
    title: str
    fields: tuple[Field, ...] = ()
    when: Callable[[Answers], bool] | None = None
    words: Callable[[Answers], Post] | None = None
    buttons: tuple[Button, ...] = ()
    next_label: str = "Next"
    asks: Callable[[Answers], tuple[Field, ...]] | None = None
    check: Callable[[Answers], Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A guided dialog. `done` is the key under which the handler that finishes it is registered.

    `keeps`: what is kept of the answers when it goes on; dict: all of them.
    """

    key: str
    title: str
    steps: tuple[Step, ...]
    done: str
    keeps: Callable[[Answers], Answers] = dict


@dataclass(frozen=True, slots=True)
class Dialog:
    """A form somebody has open. Kept in the store; the client carries id and step only."""

    id: str
    form: str
    step: str
    answers: Answers
    who: str  # person key
    about: str = ""  # an id of ours, e.g. the answer that the dialog was opened from
    place: Place | None = None
    post: str = ""
    version: int = 1
    expires: str = ""  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Say:
    """A new message. `private`: only the asker may see it."""

    post: Post
    private: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """The message that the button stood on becomes this."""

    post: Post


@dataclass(frozen=True, slots=True)
class Ask:
    """Open or continue a dialog at `step`; `errors` by field key."""

    form: Form
    step: Step
    dialog: Dialog
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """The dialog's last view: the receipt must be seen."""

    post: Post


@dataclass(frozen=True, slots=True)
class Home:
    """The person's own page."""

    post: Post


@dataclass(frozen=True, slots=True)
class Nothing:
    """No answer is due."""


Reply = Say | Update | Ask | Done | Home | Nothing

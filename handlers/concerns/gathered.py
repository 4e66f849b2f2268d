"""What a dialog has gathered so far, as what would be told."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.concerns.asked import WHEN, fields, text_of
from handlers.concerns.filing import Told
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.whom import ALSO, SOMEBODY_ELSE, Named, Whom, looked_for, ticked, whom
from handlers.desk import School
from handlers.model import Answers, Message

MESSAGE = "message"  # the answer that holds the chat message which the dialog began from
_NO_COPY = (Kind.CHILD_IMAGE, Kind.OBSCENE)


def kind_of(answers: Answers) -> Kind:
    """The kind that was chosen; before that, something else."""
    return Kind(str(answers.get("kind") or Kind.OTHER))


def praise(answers: Answers) -> bool:
    """Whether it says something good."""
    return kind_of(answers) is Kind.REPUTATION and answers.get("tone") == "good"


def asks_whom(answers: Answers) -> bool:
    """Whether it can be about somebody."""
    return NATURES[kind_of(answers)].about and not praise(answers)


def gathered(answers: Answers, school: School, message: Mapping[str, str] | None = None) -> Told:
    """What would be told now. `message` stands in for the answers' own where these hold the pages' fields alone."""
    kind, about = kind_of(answers), asks_whom(answers)
    by_words = _by_words(answers, school) if about else Whom((), ())
    picked = (*(ticked(answers, "subjects") if about else ()), *(() if praise(answers) else ticked(answers, ALSO)))
    asked = {one.key: answers[one.key] for one in (*fields(kind), WHEN) if answers.get(one.key)}
    return Told(
        kind=kind,
        answers=asked,
        subjects=tuple(dict.fromkeys((*picked, *by_words.people))),
        others=by_words.others,
        crossed_out=ticked(answers, "too_close"),
        leader=str(answers.get("leader") or "") if about else "",
        hidden=answers.get("hidden") == "yes" and may_hide(answers),
        message=kept_of(kind, message if message is not None else message_of(answers)),
    )


def may_hide(answers: Answers) -> bool:
    """Whether a name can be left out: not where it is about whoever tells it, nor of praise."""
    return kind_of(answers) is not Kind.SELF and not praise(answers)


def also_named(answers: Answers, school: School, reporter: str) -> Named:
    """Whom the words or the message name, or who wrote it, and who was not picked from the list.

    Who was ticked stays among them, though the words were changed since: they must not get it without anybody's notice.
    """
    if praise(answers):
        return Named((), ())
    about = asks_whom(answers)  # of themselves they may tell what others had a part in
    message = message_of(answers)
    words = "\n".join((text_of(answers), message.get("author", ""), message.get("text", "")))
    picked = ticked(answers, "subjects") if about else ()
    found = looked_for(_others(answers) if about else "", words, school, picked, reporter)
    counted = {one.person.key for one in found.counted}
    besides = {*(one.person.key for one in found.besides), *ticked(answers, ALSO)} - counted
    return Named(found.counted, tuple(one for one in school.staff if one.person.key in besides))


# --- the chat message that it began from ---


def as_answer(message: Message) -> dict[str, object]:
    """A chat message as a dialog keeps it, sealed, until its kind is known."""
    copied = {"author": message.author, "at": message.at, "text": message.text}
    return {MESSAGE: {**copied, "place": message.place, "key": message.key}}


def message_of(answers: Answers) -> Mapping[str, str]:
    """The message, as far as it was copied; empty where there is none."""
    given = answers.get(MESSAGE)
    return {str(key): str(value) for key, value in given.items()} if isinstance(given, Mapping) else {}


def without_copy(answers: Answers) -> Answers:
    """What the dialog keeps: as soon as it is of what nobody is to copy, the message's words are gone."""
    message = message_of(answers)
    if kind_of(answers) not in _NO_COPY or "text" not in message:
        return answers
    return {**answers, MESSAGE: {key: message[key] for key in message if key != "text"}}


def kept_of(kind: Kind, message: Mapping[str, str]) -> Mapping[str, str]:
    """What may be kept of it: nothing but where it stands, of what nobody is to copy."""
    if kind in _NO_COPY:
        return {key: message[key] for key in ("place", "key") if message.get(key)}
    return message


# --- inside ---


def _others(answers: Answers) -> str:
    return str(answers.get("others") or "")


def _by_words(answers: Answers, school: School) -> Whom:
    return whom(_others(answers), school, but=ticked(answers, SOMEBODY_ELSE))

"""A hidden name is shown by its owner's own choice, or when two who read the concern agree, each with reasons."""

from __future__ import annotations

from handlers.concerns.access import who_sees
from handlers.concerns.acts import Act, Outcome, Reading, long_text, news, recorded, tell_readers
from handlers.concerns.case import REPORTER, What
from handlers.concerns.delivery import neutral
from handlers.model import Answers, Field, FieldKind, Post

_NAME = (What.NAME_SHOWN, What.NAME_ASKED, What.NAME_KEPT)
_NOBODY = "Nobody else may read it, so nobody could agree. Give it to somebody by name first, if you may, or ask them."


def _show_own(one: Reading, _: Answers) -> Outcome:
    return recorded(one.put(What.NAME_SHOWN, {}, by=REPORTER), "Whoever may read your message reads your name now.")


def _ask(one: Reading, answers: Answers) -> Outcome:
    """One asks: the others who may read it hear that there is something to decide."""
    others = [seer.person for seer in who_sees(one.case, one.desk) if seer.person != one.who]
    if not others:
        return {"why": _NOBODY}
    after = one.put(What.NAME_ASKED, {"why": answers["why"]})
    words = f"There is something for you to decide in a message (ref {one.case.ref})."
    for person in others:
        one.desk.tx.tell(person, neutral(one.case, words))
    return recorded(after, "Somebody else who may read it has to agree, and hears of it now.")


def _decide(one: Reading, answers: Answers) -> Outcome:
    asker = one.case.name_asked_by
    agreed, why = answers["agree"] is True, {"why": answers["why"], "asked_by": asker}
    after = one.put(What.NAME_SHOWN if agreed else What.NAME_KEPT, why)
    tell_readers(after, f"There is something new in a message (ref {one.case.ref}).", asker)
    if not agreed:
        return recorded(after, "The name stays hidden. Your reasons are in the record, for whoever may read it.")
    news(after, f"Your name is now shown to whoever may read your message (ref {one.case.ref}). Open it to read why.")
    return recorded(
        after, "The name is shown to whoever may read it. Whoever told it hears so, and reads your reasons."
    )


def _may_ask(one: Reading) -> bool:
    return one.works and one.case.hidden and not one.told and not _asked(one)


def _may_decide(one: Reading) -> bool:
    """A second person, and not whoever told it; the first must still be one who may read it."""
    return one.works and one.case.hidden and not one.told and _asked(one) and one.case.name_asked_by != one.who


def _asked(one: Reading) -> bool:
    return one.case.name_asked_by in {seer.person for seer in who_sees(one.case, one.desk)}


_SHOW_WORDS = Post(text="Whoever may read your message then reads your name in it. You cannot hide it again.")
_ASK_WORDS = Post(
    text="They were promised that their name stays hidden unless a second of you agrees that it must be known, for "
    "reasons that they will read. You can ask them a question without knowing who they are."
)
_DECIDE_WORDS = Post(
    text="Somebody asks you to agree that the hidden name is shown; their reasons stand in the record. If it is shown, "
    "whoever told it hears so, and reads your reasons."
)

ACTS = (
    Act("show_name", "Show my name", lambda one: one.told and one.case.hidden, _show_own, words=lambda _: _SHOW_WORDS),
    Act(
        "ask_name",
        "Ask that the hidden name is shown",
        _may_ask,
        _ask,
        lambda _: (long_text("why", "Why must it be known?"),),
        lambda _: _ASK_WORDS,
        overtaken_by=_NAME,
    ),
    Act(
        "agree_name",
        "Agree or not that the hidden name is shown",
        _may_decide,
        _decide,
        lambda _: (Field("agree", "Is the name shown?", FieldKind.YES_NO), long_text("why", "Your reasons")),
        lambda _: _DECIDE_WORDS,
        overtaken_by=_NAME,
    ),
)

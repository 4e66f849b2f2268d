"""The pages of the dialog: what stands on each, from the answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.concerns.asked import NO_ADDRESS, fields, holds_address, in_words
from handlers.concerns.gathered import (
    also_named,
    asks_whom,
    gathered,
    kind_of,
    may_hide,
    message_of,
    praise,
    without_copy,
)
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.routing import OUTSIDE, SAFEGUARDING, Facts, people, route
from handlers.concerns.seen_by import SeenBy, instead, monitoring, name, seen_by, ways
from handlers.concerns.seen_by import in_words as seen_in_words
from handlers.concerns.shown import SHOWN, keys_of
from handlers.concerns.whom import Named
from handlers.desk import Knowledge, Role, School
from handlers.forms import WHOLE_STEP
from handlers.model import Answers, Field, FieldKind, Post, Quote, Step
from handlers.telling import named
from handlers.wording import listed

_HIDDEN = (
    ("no", "Whoever reads it sees my name"),
    ("yes", "Hide my name from readers"),
)
_HIDING = (
    "A hidden name is kept apart, encrypted. It is shown only if you say so, or if two readers agree on it with "
    "reasons, and you are told. What you write may still show who you are."
)
STILL_THERE = "The message is still in the chat. Do not delete it, and do not open it again. Nothing of it is copied."
_HINT = (
    "If you can, say what you saw yourself and what somebody told you. You can add notes later; nothing is changed "
    "once it is sent."
)


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages are made from: all of it read while the form is built, since a page is shown after that."""

    reporter: str
    school: School
    knowledge: Knowledge
    now: datetime
    out_of_reach: frozenset[str]
    begin: Post

    # --- what ---

    def what(self, kind: Kind) -> Step:
        """The page of one kind."""
        return Step(
            f"what {list(Kind).index(kind)}",  # a step's key is not sealed: it names no kind
            "What is it?",
            fields(kind),
            when=lambda answers: bool(answers.get("kind")) and kind_of(answers) is kind,
            words=lambda answers: self._advice(kind, answers),
            check=no_address,
        )

    def _advice(self, kind: Kind, answers: Answers) -> Post:
        """What to do before anything is written down; the message that it began from."""
        facts = self._to_ring() if kind is Kind.CHILD_IMAGE else ()
        if not message_of(answers):
            return Post(text=NATURES[kind].advice, facts=facts)
        if kind in (Kind.CHILD_IMAGE, Kind.OBSCENE):
            return Post(text=f"{NATURES[kind].advice}\n\n{STILL_THERE}", facts=facts)
        return Post(text=NATURES[kind].advice, facts=facts, quotes=self._copied(answers))

    def _to_ring(self) -> tuple[tuple[str, str], ...]:
        """Whom to ring of a picture that may show a child, and whom where it is about them; never whoever tells it."""
        found: dict[str, str] = {}
        for role in (*SAFEGUARDING, Role.HEAD, Role.CHAIR):
            for one in self.school.holders(role):
                found.setdefault(one.person.key, f"{named(one, role)}, {ways(role, self.school)}")
        found.pop(self.reporter, None)
        return tuple(zip(("Ring now", "If it is about them"), found.values(), strict=False))

    def _copied(self, answers: Answers) -> tuple[Quote, ...]:
        """The message that goes with it, word for word."""
        message = gathered(answers, self.school).message
        if not message.get("text"):
            return ()
        return (Quote(message["text"], f"the message that you chose, by {message.get('author') or 'somebody'}"),)

    # --- who ---

    def leaders(self, _: Answers) -> tuple[Field, ...]:
        """Whom one may choose by name, where the school's policy allows it."""
        found = {one.person.key: one for role in self.school.leaders for one in self.school.holders(role)}
        choices = tuple((key, named(one, *Role)) for key, one in found.items() if key != self.reporter)
        if not choices:
            return ()
        hint = (
            "Your policy lets you tell one of these first. Leave it empty for the usual way. Where an adult may have "
            "harmed a child, the head gets it as well; you see so before you send it."
        )
        return (Field("leader", "Who should have it first?", FieldKind.CHOICE, choices, required=False, hint=hint),)

    def check_who(self, answers: Answers) -> Mapping[str, str]:
        """Everybody who was picked is on the list."""
        if any(self.school.member(key) is None for key in gathered(answers, self.school).subjects):
            return {"subjects": "One of them is not on the staff list. Please write that name in the line below."}
        return no_address(answers)

    def also(self, answers: Answers) -> Named:
        """Whom the words name."""
        return also_named(answers, self.school, self.reporter)

    def names(self, answers: Answers) -> Post:
        """Whether it is about them."""
        return self.also(answers).words()

    def ask_names(self, answers: Answers) -> tuple[Field, ...]:
        """Whom of them."""
        return self.also(answers).fields()

    # --- send ---

    def review(self, answers: Answers) -> Post:
        """Exactly what is sent, and who will see it."""
        told, seen = gathered(answers, self.school), self._seen(answers)
        asked = in_words(told.kind, told.answers)
        about = [*(name(key, self.school) for key in told.subjects), *told.others]
        if about and told.kind is Kind.SELF:
            about.insert(0, "you")
        facts = [("What it is about", NATURES[told.kind].label)]
        if asks_whom(answers) or about:
            facts.append(("Whom it is about", listed(about, "and") if about else "not known"))
        facts.append(("Your name", "hidden from readers" if told.hidden else "is shown to whoever reads it"))
        notes = (_HINT, STILL_THERE) if told.message and not told.message.get("text") else (_HINT,)
        return Post(
            "This is what will be sent",
            "\n\n".join(f"{question} {words}" for question, words in asked),
            facts=(*facts, *self._who(answers, seen)),
            quotes=self._copied(answers),
            notes=() if praise(answers) else notes,
        )

    def readers(self, answers: Answers) -> Post:
        """Who will see it, once somebody was crossed out."""
        return Post(text="The rest is as you saw it.", facts=tuple(self._who(answers, self._seen(answers))))

    def too_close(self, answers: Answers) -> tuple[Field, ...]:
        """Whoever it could reach may be crossed out."""
        if praise(answers):
            return ()
        facts = self._facts({**answers, "too_close": ()})
        stops = [stop for line in route(facts, self.school).lines for stop in line]
        found: dict[str, str] = {}
        for stop in stops:
            for one in people(stop, self.school, facts.shut_out):
                found.setdefault(one.person.key, f"{one.person.name} ({stop.role})" if stop.role else one.person.name)
        found.pop(self.reporter, None)
        if not found:
            return ()
        choices = tuple(found.items())
        hint = "You see who gets it then before anything is sent."
        return (
            Field("too_close", "Too close to it? Cross out", FieldKind.CHOICES, choices, required=False, hint=hint),
        )

    def keeps(self, answers: Answers) -> Answers:
        """What the dialog keeps: nothing that nobody is to copy; whom the next page shows."""
        return {**without_copy(answers), SHOWN: keys_of(self._seen(answers))}

    def anybody(self, answers: Answers) -> Mapping[str, str]:
        """It is not sent where nobody would get it."""
        if not self._seen(answers).nobody:
            return {}
        words = "I can send this to nobody at the school, and have sent nothing."
        lado = self.school.contacts[OUTSIDE]
        whom = f"the {lado.name}, {lado.how}" if lado.reachable else f"your council, and ask for its {lado.name}"
        return {WHOLE_STEP: words if praise(answers) else f"{words} Please ring {whom}."}

    def _who(self, answers: Answers, seen: SeenBy) -> list[tuple[str, str]]:
        facts = self._facts(answers)
        said = seen_in_words(seen, facts, self.school, self.now)
        if praise(answers):
            return said
        return [*said, *monitoring(self.knowledge.policies()), *instead(facts, self.school, self.now)]

    def _facts(self, answers: Answers) -> Facts:
        return gathered(answers, self.school).facts(self.reporter)

    def _seen(self, answers: Answers) -> SeenBy:
        return seen_by(self._facts(answers), self.school, self.out_of_reach)


def hiding(answers: Answers) -> tuple[Field, ...]:
    """Whether the name is shown, where it can be left out."""
    if not may_hide(answers):
        return ()
    return (Field("hidden", "Your name", FieldKind.CHOICE, _HIDDEN, hint=_HIDING),)


def no_address(answers: Answers) -> Mapping[str, str]:
    """Nobody is led to a picture that may show a child."""
    if kind_of(answers) is not Kind.CHILD_IMAGE:
        return {}
    return {key: NO_ADDRESS for key in ("where", "others", "when") if holds_address(answers.get(key))}

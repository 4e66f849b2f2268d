"""Which handler answers which event: a router per feature file, included explicitly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from handlers.desk import Desk, FormBuilder
from handlers.model import Called, Came, Dialog, Event, Filled, Left, Looked, Post, Pressed, Reply, Said
from handlers.records import Journal, Upload

Handler = Callable[[Event, Desk], Reply]
Finisher = Callable[[Filled, Desk, Dialog], Reply]
Woken = Callable[[str, Desk], None]
Predicate = Callable[[Said], bool]


@dataclass(frozen=True, slots=True)
class Copy:
    """A journal as a file."""

    name: str
    kind: str  # as in Content-Type
    data: bytes


def _none(journal: Journal, who: str, form: str, desk: Desk) -> Copy | None:
    """No copy is made."""
    return None


def _any_way(journal: Journal, person: str, way: str, desk: Desk) -> None:
    """Where there is one button, it means nothing."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What a kind of journal does with files. Each is asked at the moment, with the person's key."""

    kind: str
    may_bring: Callable[[Journal, str, Desk], Post | None]  # what the upload page says; None: no files of theirs
    brought: Callable[[Journal, str, tuple[Upload, ...], Desk], Post]  # they sent these; the receipt
    may_see: Callable[[Journal, str, Desk], bool]
    copy: Callable[[Journal, str, str, Desk], Copy | None] = _none  # the journal as a file, in a form: "pdf", "json"
    ways: tuple[tuple[str, str], ...] = (("send", "Send"),)  # buttons to send them by, and what each says
    sent_by: Callable[[Journal, str, str, Desk], None] = _any_way  # before `brought`: by which of the buttons


_H = TypeVar("_H")

_SaidH = TypeVar("_SaidH", bound=Callable[[Said, Desk], Reply])
_CalledH = TypeVar("_CalledH", bound=Callable[[Called, Desk], Reply])
_PressedH = TypeVar("_PressedH", bound=Callable[[Pressed, Desk], Reply])
_LookedH = TypeVar("_LookedH", bound=Callable[[Looked, Desk], Reply])
_CameH = TypeVar("_CameH", bound=Callable[[Came, Desk], Reply])
_LeftH = TypeVar("_LeftH", bound=Callable[[Left, Desk], Reply])
_Finish = TypeVar("_Finish", bound=Finisher)
_Wake = TypeVar("_Wake", bound=Woken)
_Build = TypeVar("_Build", bound=FormBuilder)


class Router:
    """Handlers of one feature, or of the whole bot once the features are included.

    A handler is a plain function `handler(event, desk) -> Reply`. Registering one key twice is a mistake and
    raises ValueError at import time, naming the key.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._said: list[tuple[Predicate, Handler]] = []
        self._by_key: dict[tuple[str, str], Handler] = {}
        self._forms: dict[str, FormBuilder] = {}
        self._done: dict[str, Finisher] = {}
        self._woken: dict[str, Woken] = {}
        self._filings: dict[str, Filing] = {}

    # --- registering ---

    def said(self, when: Predicate | None = None) -> Callable[[_SaidH], _SaidH]:
        """For typed words: those that `when` accepts, tried in order; without `when`, all that nobody else took."""

        def register(handler: _SaidH) -> _SaidH:
            if when is None:
                self._put("said", "", handler)
            else:
                self._said.append((when, handler))  # type: ignore[arg-type]  # `find` gives it Said only
            return handler

        return register

    def called(self, *commands: str) -> Callable[[_CalledH], _CalledH]:
        """For a slash command or shortcut, by any of its names."""
        return self._registering("called", commands)

    def pressed(self, *buttons: str) -> Callable[[_PressedH], _PressedH]:
        """For a button, by its key."""
        return self._registering("pressed", buttons)

    def looked(self, *surfaces: str) -> Callable[[_LookedH], _LookedH]:
        """For a card that refreshes itself, by its surface."""
        return self._registering("looked", surfaces)

    def home(self) -> Callable[[_LookedH], _LookedH]:
        """For the person's own page."""
        return self._registering("looked", ("home",))

    def came(self) -> Callable[[_CameH], _CameH]:
        """For the first contact."""
        return self._registering("came", ("",))

    def left(self) -> Callable[[_LeftH], _LeftH]:
        """For the bot's removal."""
        return self._registering("left", ("",))

    def form(self, key: str) -> Callable[[_Build], _Build]:
        """For a form: `build(desk, about) -> Form`, called at every step.

        A button with this key opens it, `about` being the button's value, unless `pressed(key)` says otherwise.
        """

        def register(build: _Build) -> _Build:
            if key in self._forms:
                raise ValueError(f"{self.name}: the form {key!r} is registered twice")
            self._forms[key] = build
            return build

        return register

    def done(self, key: str) -> Callable[[_Finish], _Finish]:
        """For a finished form, by its `done`: `handler(event, desk, dialog) -> Reply`, the answers all in order.

        It may answer with an Ask of the same dialog (see `refuse` in handlers.forms) to have something put right.
        """

        def register(handler: _Finish) -> _Finish:
            if key in self._done:
                raise ValueError(f"{self.name}: the end of form {key!r} is registered twice")
            self._done[key] = handler
            return handler

        return register

    def woken(self, name: str) -> Callable[[_Wake], _Wake]:
        """For a timer that is due: `handler(about, desk)`, once. What it tells, it tells by `desk.tx`."""

        def register(handler: _Wake) -> _Wake:
            if name in self._woken:
                raise ValueError(f"{self.name}: the timer {name!r} is registered twice")
            self._woken[name] = handler
            return handler

        return register

    def files(self, filing: Filing) -> None:
        """For the files of a kind of journal. A kind that nobody registers takes none."""
        if filing.kind in self._filings:
            raise ValueError(f"{self.name}: the files of {filing.kind!r} are registered twice")
        self._filings[filing.kind] = filing

    def include(self, *routers: Router) -> Router:
        """Take over all that `routers` registered, in this order. Returns itself."""
        for other in routers:
            self._said += other._said
            for (kind, key), handler in other._by_key.items():
                self._put(kind, key, handler)
            for key, build in other._forms.items():
                self.form(key)(build)
            for key, finisher in other._done.items():
                self.done(key)(finisher)
            for name, sleeper in other._woken.items():
                self.woken(name)(sleeper)
            for filing in other._filings.values():
                self.files(filing)
        return self

    # --- finding ---

    def find(self, event: Event) -> Handler | None:
        """The handler for any event but Filled; None where nobody answers it."""
        kind, key = "", ""
        match event:
            case Said():
                for when, handler in self._said:
                    if when(event):
                        return handler
                kind = "said"
            case Called(command=key):
                kind = "called"
            case Pressed(button=key):
                kind = "pressed"
            case Looked(surface=key):
                kind = "looked"
            case Came():
                kind = "came"
            case Left():
                kind = "left"
        opening = _open if kind == "pressed" and key in self._forms else None
        return self._by_key.get((kind, key), opening)

    def builder(self, form: str) -> FormBuilder:
        """What builds the form. Raises KeyError."""
        return self._forms[form]

    def finisher(self, done: str) -> Finisher:
        """What finishes a form. Raises KeyError."""
        return self._done[done]

    def sleeper(self, name: str) -> Woken:
        """What a timer wakes. Raises KeyError."""
        return self._woken[name]

    def filing(self, kind: str) -> Filing | None:
        """What a kind of journal does with files; None: it takes none, and shows none."""
        return self._filings.get(kind)

    def keys(self, kind: str) -> Iterator[str]:
        """The keys registered for a kind: called, pressed, looked, form, done, woken. For manifests and tests."""
        match kind:
            case "form":
                yield from self._forms
            case "done":
                yield from self._done
            case "woken":
                yield from self._woken
            case _:
                yield from (key for known, key in self._by_key if known == kind)

    # --- inside ---

    def _registering(self, kind: str, keys: tuple[str, ...]) -> Callable[[_H], _H]:
        def register(handler: _H) -> _H:
            for key in keys:
                self._put(kind, key, handler)
            return handler

        return register

    def _put(self, kind: str, key: str, handler: object) -> None:
        if (kind, key) in self._by_key:
            raise ValueError(f"{self.name}: {kind} {key!r} is registered twice")
        self._by_key[kind, key] = handler  # type: ignore[assignment]  # `find` gives each its own kind of event


def _open(event: Event, desk: Desk) -> Reply:
    """Open the form that the button is named after."""
    assert isinstance(event, Pressed)
    return desk.ask(event.button, event, about=event.value)

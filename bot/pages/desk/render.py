"""A reply as a page of ours: HTML that needs no script, with every word escaped. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.pages.desk.parse import MANY, ONE
from bot.pages.html import Html, button, form, joined, paragraphs, tag
from bot.shorten import address, as_date, as_time, blank, colon
from handlers.forms import WHOLE_STEP
from handlers.model import Ask, Button, Field, FieldKind, Home, Image, Nothing, Post, Quote, Reply, Style

FEW = 8  # choices that stand one beneath the other
_YES_NO = (("yes", "Yes"), ("no", "No"))
_CHANNEL = "This can only be chosen in the chat: in the channel, say: @Proviso use this channel"
_DONE = Post("Done", "There is nothing more to say about this.")

People = Sequence[tuple[str, str]]  # (key, name)


def shown(reply: Reply, viewer: str, submission: str, people: People) -> tuple[str, Html]:
    """The page's heading and what stands under it. `submission`: an id for whatever is sent from it."""
    if isinstance(reply, Ask):
        return reply.step.title or reply.form.title, _step(reply, viewer, submission, people)
    said = _DONE if isinstance(reply, Nothing) else reply.post
    title = said.title if not blank(said.title) else "Your page" if isinstance(reply, Home) else "Proviso"
    return title, post(said, viewer, submission)


def post(said: Post, viewer: str, submission: str) -> Html:
    """A post under its heading, for one reader, who sees the buttons only if they are theirs to press."""
    theirs = not said.actors or viewer in said.actors
    return tag(
        "div",
        tag("pre", said.text, class_="exact") if said.exact else paragraphs(said.text),
        [_quote(one) for one in said.quotes],
        _facts(said.facts),
        [_image(one) for one in said.images],
        [tag("p", note, class_="note") for note in said.notes],
        _buttons(said.buttons if theirs else (), submission),
        class_="post",
    )


def _quote(quote: Quote) -> Html:
    source: Html | str = quote.source
    if address(quote.link):
        source = tag("a", quote.source, href=quote.link, target="_blank", rel="noreferrer noopener")
    words = tag("blockquote", paragraphs(quote.lead_in, class_="lead-in"), paragraphs(quote.text))
    return tag("figure", words, tag("figcaption", source) if quote.source else None, class_="quotation")


def _facts(facts: Sequence[tuple[str, str]]) -> Html | None:
    rows = [tag("div", tag("dt", f"{name}{colon(name)}"), tag("dd", paragraphs(value or "–"))) for name, value in facts]
    return tag("dl", rows, class_="facts") if rows else None


def _image(image: Image) -> Html:
    if re.fullmatch(r"[A-Za-z0-9_-]{8,40}", image.file):  # an upload's id
        return tag("img", src=f"/desk/file/{image.file}", alt=image.alt)
    return tag("p", f"Picture: {image.alt}")


def _buttons(buttons: Sequence[Button], submission: str) -> Html | None:
    made = [_button(one, submission) for one in buttons]
    return tag("div", made, class_="buttons") if any(made) else None


def _button(one: Button, submission: str) -> Html | None:
    if one.link:
        link = one.link if re.fullmatch(r"/[A-Za-z0-9_-][A-Za-z0-9/_-]*", one.link) else address(one.link)
        return tag("a", one.label, class_=_look(one.style), href=link, rel="noreferrer noopener") if link else None
    hidden = (("submission", submission), ("button", one.key), ("value", one.value))
    return form("/desk/press", _hidden(*hidden), button(one.label or one.key, style=_style(one.style)))


def _style(style: Style) -> str:
    return "" if style is Style.PLAIN else style.value


def _look(style: Style) -> str:
    return f"button {_style(style)}".strip()


def _hidden(*pairs: tuple[str, str]) -> Html:
    return joined(*(tag("input", type="hidden", name=name, value=value) for name, value in pairs))


# --- a form's page -----------------------------------------------------------------------------------


def _step(ask: Ask, viewer: str, submission: str, people: People) -> Html:
    answers = ask.dialog.answers
    words = ask.step.words(answers) if ask.step.words is not None else None
    wrong = ask.errors.get(WHOLE_STEP, "")
    moves = [button(ask.step.next_label, style="primary", name="move", value="next")]
    if ask.form.steps and ask.step.key != ask.form.steps[0].key:
        moves.append(button("Back", name="move", value="back", formnovalidate=True))
    moves.append(button("Cancel", name="move", value="cancel", formnovalidate=True))
    where = (("submission", submission), ("dialog", ask.dialog.id), ("step", ask.step.key))
    return joined(
        tag("p", ask.form.title, class_="hint") if ask.form.title != ask.step.title else None,
        tag("p", wrong, class_="fault", role="alert") if wrong else None,
        _heading(words) if words is not None else None,
        post(words, viewer, submission) if words is not None else None,
        form(
            "/desk/fill",
            _hidden(*where, ("version", str(ask.dialog.version))),
            [_field(one, answers.get(one.key), ask.errors.get(one.key, ""), people) for one in ask.step.fields],
            tag("div", moves, class_="buttons"),
            class_="form",
        ),
        _buttons(ask.step.buttons, submission),
    )


def _heading(words: Post) -> Html | None:
    return None if blank(words.title) else tag("h2", words.title)


def _field(field: Field, value: object, wrong: str, people: People) -> Html:
    """A field with what is to be said about it, which screen readers tell with it."""
    about = " ".join([f"{field.key}-hint"] * bool(field.hint) + [f"{field.key}-fault"] * bool(wrong)) or None
    said = [
        tag("p", field.hint, id=f"{field.key}-hint", class_="hint") if field.hint else None,
        tag("p", wrong, id=f"{field.key}-fault", class_="fault") if wrong else None,
    ]
    name = field.label if field.required else f"{field.label} (optional)"
    several = field.kind in (FieldKind.CHOICES, FieldKind.PEOPLE)
    offered = _offered(field, people)
    if field.kind is FieldKind.CHANNEL:
        return tag("div", tag("p", f"{name}: {_CHANNEL}"), class_="field")
    if several or (offered and len(offered) <= FEW):
        boxes = _boxes(field, value, offered, several=several)
        return tag("fieldset", tag("legend", name), said, boxes, class_="field", aria_describedby=about)
    control = _select(field, value, offered, about) if offered else _input(field, value, about, bad=bool(wrong))
    return tag("div", tag("label", name, for_=field.key), said, control, class_="field")


def _offered(field: Field, people: People) -> People:
    match field.kind:
        case FieldKind.YES_NO:
            return _YES_NO
        case FieldKind.PERSON | FieldKind.PEOPLE:
            return people
    return field.choices


def _boxes(field: Field, value: object, offered: People, *, several: bool) -> list[Html]:
    held = _held(value)
    kind, name = ("checkbox", MANY) if several else ("radio", ONE)
    required = field.required and not several
    return [
        tag(
            "label",
            tag("input", type=kind, name=name + field.key, value=key, checked=key in held, required=required),
            tag("span", label),
            class_="choice",
        )
        for key, label in offered
    ]


def _select(field: Field, value: object, offered: People, about: str | None) -> Html:
    held = _held(value)
    options = [tag("option", label, value=key, selected=key in held) for key, label in offered]
    nothing = tag("option", "Please choose", value="")
    named = {"id": field.key, "name": ONE + field.key, "aria_describedby": about}
    return tag("select", nothing, options, required=field.required, **named)


def _input(field: Field, value: object, about: str | None, *, bad: bool) -> Html:
    words = str(value) if isinstance(value, str) else ""
    named: dict[str, str | bool | int | None] = {
        "id": field.key,
        "name": ONE + field.key,
        "required": field.required,
        "aria_describedby": about,
        "aria_invalid": "true" if bad else None,
    }
    match field.kind:
        case FieldKind.LONG:
            return tag("textarea", f"\n{words}", maxlength=field.longest, **named)  # a first line end is not read
        case FieldKind.DATE:
            return tag("input", type="date", value=as_date(value) or words, **named)
        case FieldKind.TIME:
            return tag("input", type="time", value=as_time(value) or words, **named)
    return tag("input", type="text", value=words, maxlength=field.longest, **named)


def _held(value: object) -> frozenset[str]:
    if isinstance(value, bool):
        return frozenset({"yes" if value else "no"})
    if isinstance(value, (list, tuple)):
        return frozenset(str(one) for one in value)
    return frozenset({str(value)} if value else ())

"""A post as Slack shows it: Block Kit and the `text` that notifications and screen readers use.

Limits are those of the Block Kit reference (docs.slack.dev/reference/block-kit). Over one of them Slack refuses the
whole message, so everything is cut to size here, and nothing raises.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote as percent

from bot.shorten import clean, one_line, pieces, shorten
from handlers.model import Button, Home, Image, Post, Quote, Style

Block = dict[str, Any]

BLOCKS, HOME_BLOCKS = 50, 100
SECTION, HEADER, BUTTON, FIELD, ALT = 3000, 150, 75, 2000, 2000
FIELDS, ELEMENTS, CONTEXTS = 10, 25, 10
TEXT = 3900  # chat.update refuses more than 4,000
ALTOGETHER = 12_000  # characters of all sections; far longer messages come back as msg_blocks_too_long

_WORD_JOINER = "\u2060"  # no width; makes what follows stand inside a word, where Slack reads no markup
_MARKUP = re.compile(r"[*_~`]|^&gt;", re.MULTILINE)


def message(post: Post, *, buttons: bool = True) -> dict[str, Any]:
    """Arguments of chat.postMessage and chat.update. `buttons=False`: for a reader who is not among the actors."""
    return {
        "text": summary(post),
        "blocks": blocks(post, buttons=buttons),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def home(reply: Home) -> dict[str, Any]:
    """The view for views.publish."""
    return {"type": "home", "blocks": blocks(reply.post, most=HOME_BLOCKS)}


def summary(post: Post) -> str:
    """The content in plain words, escaped: title, text, then the words of the policy."""
    quoted = [f"“{quote.lead_in} {quote.text}”".replace("“ ", "“") + f" ({quote.source})" for quote in post.quotes[:3]]
    facts = [f"{label}: {value}" for label, value in post.facts[:10]]
    parts = [part for part in (post.title, post.text, *quoted, *facts) if part.strip()]
    if not parts:
        parts = [image.alt for image in post.images] + [button.label for button in post.buttons]
    return escape("\n".join(shorten(part, 1000) for part in parts), TEXT).strip() or "…"


def blocks(post: Post, *, most: int = BLOCKS, buttons: bool = True) -> list[Block]:
    """The post's blocks, at most `most`; never none, since Slack would then show `text` as it stands."""
    closing = [*_notes(post.notes), *(_actions(post.buttons) if buttons else [])]
    closing = closing[: most // 2]
    room = most - len(closing) - 1  # one is kept for saying that something was left out
    body: list[Block] = []
    left_out, budget = 0, ALTOGETHER
    for part in _body(post):
        cost = len(str(part))
        if len(body) + len(part) > room or (body and cost > budget):
            left_out += 1
            continue
        body += part
        budget -= cost
    if left_out:
        what = "1 more part does" if left_out == 1 else f"{left_out} more parts do"
        body.append(_context([f"… {what} not fit into a Slack message."]))
    return body + closing or [_section("…")]


def escape(text: str, longest: int) -> str:
    """Text for a mrkdwn object or a top-level `text`, at most `longest` characters once escaped.

    The three control characters become entities, so that nothing is a mention or a link
    (docs.slack.dev/messaging/formatting-message-text), and emphasis marks stand as they were written.
    """
    text, room = clean(text), longest
    while True:
        escaped = _MARKUP.sub(lambda mark: _WORD_JOINER + mark.group(), _entities(shorten(text, room)))
        if len(escaped) <= longest:
            return escaped
        room = min(room - 1, room * longest // len(escaped))


def label(text: str, longest: int) -> Block:
    """A plain_text object: one line, without emoji codes. Slack takes no empty one."""
    safe = one_line(clean(text), longest)
    while len(escaped := _entities(safe)) > longest:
        safe = shorten(safe, max(1, len(safe) - 1 - (len(escaped) - longest) // 5))
    return {"type": "plain_text", "text": escaped or "…", "emoji": False}


def _entities(text: str) -> str:
    """Plain text takes entities too; Slack hands even `&` of a button back as `&amp;` (bolt-python issue 513)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- the parts of a post, in reading order -----------------------------------------------------------


def _body(post: Post) -> list[list[Block]]:
    """Each part is shown whole or left out."""
    parts: list[list[Block]] = []
    if post.title.strip():
        parts.append([{"type": "header", "text": label(post.title, HEADER)}])
    parts += [[_section(escape(piece, SECTION))] for piece in pieces(clean(post.text), SECTION // 2, 4)]
    parts += [_quote(quote) for quote in post.quotes]
    rows = [_fact(name, value) for name, value in post.facts]
    parts += [[{"type": "section", "fields": rows[at : at + FIELDS]}] for at in range(0, len(rows), FIELDS)]
    parts += [[_image(image)] for image in post.images]
    return parts


def _quote(quote: Quote) -> list[Block]:
    words = f"{quote.lead_in}\n{quote.text}" if quote.lead_in else quote.text
    lines = [line for line in clean(words).splitlines() if line.strip()][:190]  # two more characters each
    quoted = "\n".join(f"> {line}" for line in escape("\n".join(lines), SECTION - 400).splitlines())
    return [block for block in (_section(quoted) if quoted else None, _source(quote)) if block]


def _source(quote: Quote) -> Block | None:
    source = escape(one_line(quote.source, 500), 1000)
    if not source:
        return None
    link = _address(quote.link)
    return _context([f"<{link}|{source.replace('|', '¦')}>" if link else f"— {source}"])


def _address(link: str) -> str:
    """A link that is safe between `<` and `|`; "" for what is none."""
    if not re.match(r"https?://[^\s<>|]+$", link) or len(link) > 1000:
        return ""
    return percent(link, safe=":/?#[]@!$&'()*+,;=%~-._").replace("&", "&amp;")


def _fact(name: str, value: str) -> Block:
    words = f"*{escape(one_line(name, 200), 400) or '…'}*\n{escape(value, FIELD - 420) or '–'}"
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def _image(image: Image) -> Block:
    """A picture by its description, until the adapter has uploaded it and knows its address."""
    return _context([f"Picture: {escape(one_line(image.alt, 1000), ALT) or 'no description'}"])


def _notes(notes: tuple[str, ...]) -> list[Block]:
    lines = [line for note in notes if (line := escape(note.strip(), 600).strip())]
    return [_context(lines[at : at + CONTEXTS]) for at in range(0, len(lines), CONTEXTS)]


def _actions(buttons: tuple[Button, ...]) -> list[Block]:
    elements = [button_element(button, place) for place, button in enumerate(buttons)]
    return [{"type": "actions", "elements": elements[at : at + ELEMENTS]} for at in range(0, len(elements), ELEMENTS)]


def button_element(button: Button, place: int) -> Block:
    """A button. Its action_id is key#place, since Slack wants them unique within their block."""
    element: Block = {
        "type": "button",
        "action_id": f"{clean(button.key)[:240]}#{place}",
        "text": label(button.label or button.key, BUTTON),
    }
    if clean(button.value):
        element["value"] = clean(button.value)[:2000]
    if button.style is not Style.PLAIN:
        element["style"] = button.style.value
    return element


def _section(words: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}


def _context(lines: list[str]) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": line, "verbatim": True} for line in lines]}

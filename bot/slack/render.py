"""A post as Slack shows it: Block Kit and the `text` that notifications and screen readers use.

Limits are those of the Block Kit reference (docs.slack.dev/reference/block-kit). Over one of them Slack refuses the
whole message, so everything is cut to size here, and nothing raises.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote as percent

from bot.shorten import ELLIPSIS, address, blank, clean, colon, one_line, pieces, shorten, working
from bot.slack.wording import LINKS, OPENS
from handlers.model import Button, Home, Image, Post, Quote, Style

Block = dict[str, Any]

BLOCKS, HOME_BLOCKS = 50, 100
SECTION, HEADER, BUTTON, ALT = 3000, 150, 75, 2000
ELEMENTS, CONTEXTS = 25, 10
TEXT = 3900  # chat.update refuses more than 4,000
BUTTONS = 60_000  # characters of a post's buttons as JSON, in its longest form
ALTOGETHER = 12_000  # characters of a message's blocks; far longer ones come back as msg_blocks_too_long
PAGE = 60_000  # the same for a view, of which Slack takes 250 KB
QUOTED = 190  # lines of a quotation; each costs two characters more

_WORD_JOINER = "\u2060"  # no width; a mark between two of them stands inside a word, where Slack reads no markup
_MARKUP = re.compile(r"[*_~`]+|^(?=[^\S\n]*&gt;)", re.MULTILINE)
_MENTION = re.compile(r"<(?=[!@#]|\w+:)")


def message(post: Post, *, buttons: bool = True) -> dict[str, Any]:
    """Arguments of chat.postMessage and chat.update. `buttons=False`: for a reader who is not among the actors."""
    return {
        "text": escape(post.glance, TEXT) if post.glance else summary(post),
        "blocks": blocks(post, buttons=buttons),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def home(reply: Home) -> dict[str, Any]:
    """The view for views.publish."""
    return {"type": "home", "blocks": page_blocks(reply.post)}


def summary(post: Post) -> str:
    """The content in plain words, escaped: title, text, then the words of the policy."""
    quoted = [f"“{quote.lead_in} {quote.text}”".replace("“ ", "“") + f" ({quote.source})" for quote in post.quotes[:3]]
    facts = [f"{label}{colon(label)} {value}" for label, value in post.facts[:10]]
    parts = [part for part in (post.title, post.text, *quoted, *facts) if not blank(part)]
    if not parts:
        parts = [*(image.alt for image in post.images), *post.notes, *(button.label for button in post.buttons)]
    words = escape("\n".join(shorten(part.strip(), 1000) for part in parts if not blank(part)), TEXT)
    return words.strip() or ELLIPSIS


def page_blocks(post: Post) -> list[Block]:
    """The blocks of a view, which has room for more than a message."""
    return blocks(post, most=HOME_BLOCKS, altogether=PAGE)


def blocks(post: Post, *, most: int = BLOCKS, altogether: int = ALTOGETHER, buttons: bool = True) -> list[Block]:
    """The post's blocks, at most `most`; never none, since Slack would then show `text` as it stands."""
    closing = [*_notes(post.notes), *(_actions(post.buttons) if buttons else [])]
    closing = closing[: most // 2]
    room = most - len(closing) - 1  # one is kept for saying that something was left out
    body = _heading_and_text(post)
    left_out, budget = 0, altogether - len(str(body))
    for part in _rest(post):
        cost = len(str(part))
        if len(body) + len(part) > room or (body and cost > budget):
            left_out += 1
            continue
        body += part
        budget -= cost
    if left_out:
        what = "1 more part does" if left_out == 1 else f"{left_out} more parts do"
        body.append(_context([f"… {what} not fit here."]))
    return body + closing or [_section(ELLIPSIS)]


def escape(text: str, longest: int) -> str:
    """Text for a mrkdwn object or a top-level `text`, at most `longest` characters once escaped.

    The three control characters become entities, so that nothing is a mention or a link
    (docs.slack.dev/messaging/formatting-message-text), and emphasis marks stand as they were written.
    """
    text, room = clean(text), longest
    while True:
        escaped = _MARKUP.sub(lambda marks: _WORD_JOINER.join(["", *marks.group(), ""]), _entities(shorten(text, room)))
        if len(escaped) <= longest:
            return escaped
        room = min(room - 1, room * longest // len(escaped))


def label(text: str, longest: int) -> Block:
    """A plain_text object: one line, without emoji codes. Slack takes no empty one."""
    safe = one_line(clean(text), longest)
    while len(escaped := _entities(safe)) > longest:
        safe = shorten(safe, max(1, len(safe) - 1 - (len(escaped) - longest) // 5))
    return {"type": "plain_text", "text": ELLIPSIS if blank(safe) else escaped, "emoji": False}


def _entities(text: str) -> str:
    """Plain text takes entities too; Slack hands even `&` of a button back as `&amp;` (bolt-python issue 513).

    What looks like a mention is broken besides, for clients that turn entities back before they read markup.
    """
    text = _MENTION.sub("<" + _WORD_JOINER, text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- the parts of a post, in reading order -----------------------------------------------------------


def _heading_and_text(post: Post) -> list[Block]:
    heading = [] if blank(post.title) else [{"type": "header", "text": label(post.title, HEADER)}]
    if post.exact and not blank(post.text):
        return [*heading, _exact(post.text)]
    words = pieces(clean(post.text), SECTION // 2, 4)
    return heading + [_section(escape(piece, SECTION)) for piece in words if not blank(piece)]


def _exact(text: str) -> Block:
    """Words to be copied: rich text is not parsed, so that nothing has to be put in or escaped, and stands in one piece
    (docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""
    words = {"type": "text", "text": shorten(clean(text), ALTOGETHER // 2)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [words]}]}


def _rest(post: Post) -> list[list[Block]]:
    """Each part is shown whole or left out."""
    return [
        *(_quote(quote) for quote in post.quotes),
        *([_section(words)] for words in _facts(post.facts)),
        *([_image(image)] for image in post.images),
    ]


def _facts(facts: tuple[tuple[str, str], ...]) -> list[str]:
    """A line each, as many to a section as it takes. Slack's own fields stand in two columns, too narrow to read."""
    groups: list[str] = []
    for name, value in facts:
        line = _fact(name, value)
        if groups and len(groups[-1]) + 1 + len(line) <= SECTION:
            groups[-1] += f"\n{line}"
        else:
            groups.append(line)
    return groups


def _quote(quote: Quote) -> list[Block]:
    words = f"{quote.lead_in}\n{quote.text}" if quote.lead_in else quote.text
    lines = [line for line in clean(words).splitlines() if not blank(line)]
    if len(lines) > QUOTED:
        lines[QUOTED - 1 :] = [ELLIPSIS]
    quoted = "\n".join(f"> {line}" for line in escape("\n".join(lines), SECTION - 400).splitlines())
    return [block for block in (_section(quoted) if quoted else None, _source(quote)) if block]


def _source(quote: Quote) -> Block | None:
    if blank(quote.source):
        return None
    source = escape(one_line(quote.source, 500), 1000)
    link = _address(quote.link)
    return _context([f"<{link}|{source.replace('|', '¦')}>" if link else f"— {source}"])


def _address(link: str) -> str:
    """A link that is safe between `<` and `|`; "" for what is none."""
    if not re.match(r"https?://[^\s<>|]+$", link) or len(link) > 1000:
        return ""
    return percent(link, safe=":/?#[]@!$&'()*+,;=%~-._").replace("&", "&amp;")


def _fact(name: str, value: str) -> str:
    heading = ELLIPSIS if blank(name) else escape(one_line(name, 200), 400)
    return f"*{heading}{colon(heading)}* {'–' if blank(value) else escape(value.strip(), SECTION - 420)}"


def _image(image: Image) -> Block:
    """A picture by its description, until the adapter has uploaded it and knows its address."""
    return _context([f"Picture: {'no description' if blank(image.alt) else escape(one_line(image.alt, 1000), ALT)}"])


def _notes(notes: tuple[str, ...]) -> list[Block]:
    lines = [escape(note.strip(), 600) for note in notes if not blank(note)]
    return [_context(lines[at : at + CONTEXTS]) for at in range(0, len(lines), CONTEXTS)]


def _actions(buttons: tuple[Button, ...]) -> list[Block]:
    """As many as Slack's 250 KB of a view leave room for: some hundred of ours, whose values are ids."""
    elements: list[Block] = []
    room = BUTTONS
    for place, button in enumerate(working(buttons)):
        element = button_element(button, place)
        room -= len(json.dumps(element))
        if room < 0:
            break
        elements.append(element)
    return [{"type": "actions", "elements": elements[at : at + ELEMENTS]} for at in range(0, len(elements), ELEMENTS)]


def button_element(button: Button, place: int) -> Block:
    """A button. Its action_id is key#place, since Slack wants them unique within their block, and what it opens."""
    link = address(button.link)
    opens = LINKS if link else OPENS if button.opens else ""
    element: Block = {
        "type": "button",
        "action_id": f"{clean(button.key)[:240]}#{place}{opens}",
        "text": label(button.key if blank(button.label) else button.label, BUTTON),
    }
    if link:
        element["url"] = link
    if clean(button.value):
        element["value"] = clean(button.value)[:2000]
    if button.style is not Style.PLAIN:
        element["style"] = button.style.value
    return element


def _section(words: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True}}


def _context(lines: list[str]) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": line, "verbatim": True} for line in lines]}

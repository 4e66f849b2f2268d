"""A picture or a film that is sent into the chat: nobody looks at it here, and what to do if it should not be there."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.answers import DANGER, TELL
from handlers.desk import Desk
from handlers.model import File, Post, Reply, Said, Say
from handlers.questions import NO_PUPILS, first_answer
from handlers.routing import Router
from handlers.telling import GLANCE, TELL_SOMEBODY, safeguarding
from handlers.wording import sentence

router = Router("pictures sent")  # before all that is asked for in words

_NAMES = re.compile(
    r"\.(jpe?g|jfif|png|gif|heic|heif|webp|avif|bmp|tiff?|mp4|m4v|mov|avi|mkv|webm|wmv|mpe?g|3gp)$", re.IGNORECASE
)
_KINDS = ("image/", "video/")

TITLE = "I do not look at pictures"
_OTHER_WORDS = "Whatever else you want of me: send me the words without the picture."


def _shows(file: File) -> bool:
    """Whether it is a picture or a film: Slack says so by its kind, Teams of most files by the name alone."""
    return file.kind.startswith(_KINDS) or _NAMES.search(file.name) is not None


@router.said(lambda event: event.where.private and any(map(_shows, event.files)))
def answer(event: Said, desk: Desk) -> Reply:
    """What to do with it stands before the answer to the words that came with it, but for danger."""
    first = (
        "I have not opened it, and keep nothing of it. If it may be an indecent picture of somebody under 18: do not "
        "open it again, and do not copy, forward or delete it. Tell "
        f"{safeguarding(desk, event.who.key, event.text)} by telephone, now."
    )
    if not event.text.strip():
        return Say(Post(TITLE, first, buttons=(TELL_SOMEBODY,), notes=(NO_PUPILS,), glance=GLANCE))
    post = first_answer(event, event.text, desk)
    rest = tuple(one for one in post.buttons if one.key != TELL_SOMEBODY.key)
    return Say(replace(_beside(post, first), buttons=(TELL_SOMEBODY, *rest),
                       notes=(*post.notes, NO_PUPILS, _OTHER_WORDS), glance=GLANCE))  # fmt: skip


def _beside(post: Post, first: str) -> Post:
    """The answer to the words, with what to do with the picture."""
    if post.title == DANGER:
        return replace(post, text=f"{post.text}\n\n{TITLE}. {first}")
    if post.title == TELL:
        return replace(post, text=f"{TITLE}. {first}\n\n{post.text}")
    return replace(post, title=TITLE, text=f"{first}\n\nTo your words alone: {sentence(post.title)} {post.text}")

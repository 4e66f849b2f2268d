"""What the upload page shows: what to bring, what has arrived, what was not taken and why."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.pages.frame import page
from bot.pages.html import Html, button, form, paragraphs, tag
from bot.pages.kinds import KINDS, PICTURES
from handlers.files import MOST
from handlers.model import Post
from handlers.records import Upload

REFUSED = {
    "large": "A file was not taken: it is over 20 MB.",
    "kind": "A file was not taken: pictures (JPEG, PNG, HEIC, WebP, GIF), PDF, Word (docx), e-mails (eml, msg) and "
    "plain text (txt) are. Take a screen print of anything else.",
    "empty": "A file was not taken: it is empty. It may still be in the cloud; open it once, then add it again.",
    "again": "A file is here already, and was not added a second time.",
    "many": f"A file was not taken: there is room for {MOST}.",
    "none": "Please choose a file first.",
}


Ways = Sequence[tuple[str, str]]  # (key, label) of the buttons that send


def thanks(receipt: Post) -> web.Response:
    """What is said at the end, with what can be opened from there."""
    links = [tag("a", one.label, class_="button primary", href=one.link) for one in receipt.buttons if one.link]
    onward = tag("div", links, class_="buttons") if links else None
    return page(receipt.title, paragraphs(receipt.text), onward)


def shown(words: Post, arrived: list[Upload], room: int, refused: list[str], ways: Ways) -> web.Response:
    """What to bring, what has arrived, and sending it."""
    faults = [tag("p", said, class_="fault", role="alert") for key, said in REFUSED.items() if key in refused]
    chosen = tag("input", type="file", name="files", id="files", multiple=True, required=True, accept=_accepted())
    bring = form(
        "/upload",
        tag("label", "Choose files, or drop them here", for_="files"),
        chosen,
        button("Add"),
        enctype="multipart/form-data",
        class_="bring",
        id="bring",
    )
    full = tag("p", f"There is room for {MOST} files, and all of it is taken.")
    return page(
        words.title or "Add files",
        *faults,
        paragraphs(words.text),
        bring if room > 0 else full,
        tag("p", "", id="busy", role="status", class_="busy"),
        *_arrived(arrived, ways),
        tag("p", _NOTE, class_="note"),
        scripts=("upload.js",),
    )


_NOTE = (
    "Up to 10 files of 20 MB each: pictures, PDF, Word, e-mails, plain text. They are encrypted before they are kept, "
    "and never posted in the chat. What a JPEG picture tells of where and when it was taken is removed; other pictures "
    "keep it."
)


def _arrived(uploads: list[Upload], ways: Ways) -> list[Html]:
    if not uploads:
        return []
    rows = [
        tag(
            "li",
            tag("img", src=f"/upload/file/{one.id}", alt="") if one.picture else None,
            tag("span", one.name, class_="name"),
            tag("span", size(one.size), class_="size"),
            form(
                "/upload/remove",
                tag("input", type="hidden", name="file", value=one.id),
                button("Remove", aria_label=f"Remove {one.name}"),
            ),
        )
        for one in uploads
    ]
    return [
        tag("h2", "Arrived, and not sent yet"),
        tag("p", "Nobody has them before you send them. What is not sent within a day is deleted."),
        tag("ul", rows, class_="arrived"),
        form(
            "/upload/send",
            tag(
                "div", [button(label, style="primary", name="way", value=key) for key, label in ways], class_="buttons"
            ),
        ),
    ]


def size(count: int) -> str:
    """Bytes as people read them."""
    return f"{count / (1 << 20):.1f} MB" if count >= 1 << 20 else f"{max(1, count >> 10)} KB"


def _accepted() -> str:
    return ",".join([*PICTURES, *(f".{ending}" for ending in KINDS.values())])

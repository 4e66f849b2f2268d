"""The three pages that anybody may read: what this is, what it keeps, on what terms. Teams links to them."""

from __future__ import annotations

from html import escape
from string import Template

from aiohttp import web

_PAGE = Template("""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>$title</title>
<style>body{font:1.05rem/1.6 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}</style></head>
<body><main><h1>$title</h1>$body</main></body></html>
""")

_WHAT = (
    "Staff of $school ask “can I…?” in their chat, and get their school's own rule: the clause word for word, and "
    "where it stands.",
    "This address is for the chat platform. There is nothing to do here: open the chat and look for Proviso.",
)
_PRIVACY = (
    "This service runs for $school, which decides what it is used for and answers for what it keeps.",
    "It keeps a question for one day, for the buttons under its answer; copies of answers that somebody asked to "
    "keep, for them alone; questions that somebody chose to send to the head or the chair, with or without their "
    "name; the staff list that the school's office imported, and who holds which role.",
    "It keeps encrypted: messages told in confidence, drafts of posts and requests for permission, with the files that "
    "were brought by its own pages; parents' permissions for pictures, as the school's office imported them; and who "
    "is in the channel for approvals and cannot approve, until it looks again. Its own pages set a cookie that holds "
    "the visit alone, for half an hour.",
    "Of files that are sent to it in the chat it fetches new versions of the school's policies alone, from those who "
    "look after them.",
    "It counts, by subject and without names or wording, how often the school's policy had no answer.",
    "It answers by itself on the school's own server. No text is sent to a language model or to anybody else. The "
    "chat platform itself keeps what is written in the chat, under its own terms.",
    "To see what is kept about you, or to have it put right or removed, ask the school's data protection lead.",
)
_TERMS = (
    "Proviso quotes the school's own policy. It gives no legal advice, and what it says changes no contract; where it "
    "and the policy differ, the policy counts.",
    "If anyone is in danger, call 999 and tell the school's safeguarding lead. Do not wait for an answer here.",
    "The program is free software under the Apache License 2.0, without warranty. $school runs it.",
)


class Public:
    """The pages, with the school's name in them."""

    def __init__(self, school: str) -> None:
        self._pages = {
            "/": _page("Proviso", _WHAT, school),
            "/privacy": _page("What Proviso keeps", _PRIVACY, school),
            "/terms": _page("Terms of use", _TERMS, school),
        }

    def add_routes(self, application: web.Application) -> None:
        """Put the addresses down."""
        application.add_routes([web.get(path, self._page) for path in self._pages])

    async def _page(self, request: web.Request) -> web.Response:
        headers = {
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(text=self._pages[request.path], content_type="text/html", headers=headers)


def _page(title: str, paragraphs: tuple[str, ...], school: str) -> str:
    body = "".join(f"<p>{Template(words).substitute(school=escape(school))}</p>" for words in paragraphs)
    return _PAGE.substitute(title=title, body=body)

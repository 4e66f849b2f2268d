"""Whatever a handler answers with, our own page shows it, and nothing of it is alive."""

from __future__ import annotations

import html as entities
import re

from hypothesis import given, settings
from lxml import html

from bot.pages.desk.render import shown
from bot.pages.html import joined, paragraphs, tag
from bot.shorten import clean
from handlers.model import Ask, Button, Done, Post, Say
from tests.rendering.any_reply import PROFILE, asks, posts
from tests.rendering.seeing import letters

_ELEMENTS = {
    *("div", "p", "br", "h2", "figure", "blockquote", "pre", "figcaption", "a", "dl", "dt", "dd", "img", "span"),
    *("form", "input", "button", "label", "fieldset", "legend", "select", "option", "textarea"),
}
_ATTRIBUTES = {
    *("class", "href", "target", "rel", "src", "alt", "method", "action", "type", "name", "value", "id", "for"),
    *("checked", "selected", "required", "maxlength", "aria-describedby", "aria-invalid", "role", "formnovalidate"),
}
STAFF = (("teacher", "Miss Marsh"), ("head", "Mrs Wood"))


def _check(body: str) -> html.HtmlElement:
    """Only elements and attributes that we write, and addresses that lead nowhere else."""
    tree = html.fragment_fromstring(f"<div>{body}</div>")
    for one in tree.iter():
        assert one.tag in _ELEMENTS
        assert set(one.attrib) <= _ATTRIBUTES
        for address in (one.get("href"), one.get("src"), one.get("action")):
            assert address is None or re.match(r"https://school\.example/|/desk/", address)
    return tree


@settings(PROFILE, max_examples=15)
@given(posts)
def test_any_post_is_shown_and_nothing_of_it_is_markup(post: Post) -> None:
    title, body = shown(Say(post), "teacher", "s" * 12, STAFF)
    tree = _check(body)
    assert letters(clean(post.text)) in letters(tree.text_content())
    assert title
    _check(shown(Done(post), "teacher", "s" * 12, STAFF)[1])


@settings(PROFILE, max_examples=15)
@given(asks())
def test_any_page_of_a_form_is_shown_with_what_was_typed(ask: Ask) -> None:
    tree = _check(shown(ask, "teacher", "s" * 12, STAFF)[1])
    assert [one.get("value") for one in tree.xpath("//button[@name='move']")] == ["next", "back", "cancel"]


def test_buttons_are_for_those_who_may_press_them() -> None:
    post = Post("P", buttons=(Button("a", "Approve"),), actors=("head",))
    assert "Approve" in shown(Say(post), "head", "s" * 12, STAFF)[1]
    assert "Approve" not in shown(Say(post), "teacher", "s" * 12, STAFF)[1]


def test_what_is_not_made_by_tag_is_escaped_wherever_it_stands() -> None:
    words = "<script>'\"&"
    made = tag("p", words, title=words)
    assert html.fromstring(made).get("title") == words
    assert entities.unescape(joined(words)) == words
    assert "<script" not in joined(made, words, [words], paragraphs(words))

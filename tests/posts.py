"""Posts to render: an answer as the bot gives it, and any post at all."""

from __future__ import annotations

from hypothesis import strategies as st

from handlers.model import Button, Image, Post, Quote, Style

ANSWER = Post(
    "Your policy says no",
    "Staff must not be friends with pupils on social media.",
    facts=(("What it turns on", "unless they are related"),),
    quotes=(
        Quote(
            "‘Friend’ a pupil, or accept a pupil's friend request",
            "Social media policy, clause 5.3 (d), adopted 28 November 2016",
            lead_in="Social media must not be used to:",
        ),
    ),
    buttons=(
        Button("settle", "Yes, we are related", "q1:related", Style.PRIMARY),
        Button("settle", "No", "q1:not_related"),
        Button("ask_head", "Ask the head", "q1", opens="ask_head"),
    ),
    notes=("The version in force since 1 January 2017.",),
)

HOSTILE = (
    "<!channel> <!here> <@U012ABC> <#C1|general> <https://evil.example|click> &lt;!channel&gt; <at>Head</at> "
    "< AT id='1'>Head</at> [click](https://evil.example) **bold** _it_ `code` ~gone~ > quoted\n> next\n# title"
)

_words = st.one_of(
    st.text(st.characters(), max_size=300),
    st.sampled_from(["", " ", "\n", HOSTILE, "&" * 40_000, "<" * 40_000, "\U0001f469\u200d\U0001f3eb" * 9_000]),
    st.integers(1, 40_000).map(lambda count: ("policy words " * 3_100)[:count]),
)
_line = st.one_of(st.text(max_size=60), _words)
_quotes = st.builds(
    Quote, _words, _line, st.sampled_from(["", "https://school.example/p?a=1&b=2", "javascript:x()"]), _line
)
_buttons = st.builds(
    Button, st.text(max_size=300), _line, st.text(max_size=3000), st.sampled_from(Style), st.sampled_from(["", "form"])
)

any_post = st.builds(
    Post,
    title=_line,
    text=_words,
    facts=st.lists(st.tuples(_line, _words), max_size=25).map(tuple),
    quotes=st.one_of(st.lists(_quotes, max_size=4), _quotes.map(lambda quote: [quote] * 200)).map(tuple),
    images=st.lists(st.builds(Image, st.just("file"), _line), max_size=3).map(tuple),
    buttons=st.lists(_buttons, max_size=60).map(tuple),
    notes=st.lists(_line, max_size=15).map(tuple),
)

"""Anything a handler could answer with: posts and forms of hostile words, endless words, and no words at all."""

from __future__ import annotations

from datetime import date, time
from itertools import cycle, islice

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from handlers.model import Ask, Button, Dialog, Field, FieldKind, Form, Image, Post, Quote, Step, Style

PROFILE = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

LONGEST = 40_000  # characters
GOOD_LINK = "https://school.example/policy?a=1&b=2"
LINKS = ("", GOOD_LINK, "https://evil.example|Free>", "javascript:alert(1)", "https://evil.example/> <!channel>")
PEOPLE = {f"staff:{n}": f"U0{n:04}" for n in range(300)} | {"staff:odd": "<@U1>"}

HOSTILE = (
    *("<!channel>", "<!here|x>", "<!everyone>", "<!subteam^S1>", "<!date^1^{date}|x>", "<@U012ABC>", "<@W1|bob>"),
    *("<#C1|general>", "<https://evil.example|click>", "<mailto:a@b.example|x>", "&lt;!channel&gt;", "&amp;lt;", "&"),
    *("<at>Head</at>", "< AT id='1'>Head</ at >", "<\u200bat>x</at>", "</at>", "@everyone", "@channel", ":wave:"),
    *("[click](https://evil.example)", "![x](https://evil.example/x.png)", "**bold**", "__b__", "_it_", "~gone~"),
    *(
        "~~gone~~",
        "`code`",
        "```\ncode\n```",
        "> quoted",
        "\n> next",
        "\n# title",
        "\n- item",
        "\n1. item",
        "12) x",
        "\n| a | b |",
    ),
    *("{{DATE(2027-03-03T09:00:00Z,SHORT)}}", "{{TIME(2027-03-03T09:00:00Z)}}", "${name}", "<b>b</b>", "\\", "\\*"),
    *("\x00", "\x1b[31m", "\u202eneve", "\u2066", "\u200b", "\u200d", "\u2060", "\ufeff", "\u2028", "\ud800", "\r\n"),
    *("\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "e\u0301\u0302\u0303", "\u4e2d\u6587", "\u3164"),
    *("\U0001f469\u200d\U0001f3eb", "\U0001f44d\U0001f3fd", "\U0001f1ec\U0001f1e7", "\u26a0\ufe0f", "plain words "),
)

_bits = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=12), st.just(" "))
_short = st.lists(_bits, max_size=6).map("".join)


def _repeated(words: str, length: int) -> str:
    return "".join(islice(cycle(words or "x"), length))


words = st.one_of(
    _short,
    st.builds(_repeated, st.lists(_bits, min_size=1, max_size=4).map("".join), st.integers(1, LONGEST)),
    st.sampled_from(
        ["", " ", "\n \n", "\u200b", "&" * LONGEST, "<" * LONGEST, "\U0001f9d1" * LONGEST, "\n" * 99 + "."]
    ),
)
line = st.one_of(_short, _short, words)

_quotes = st.builds(Quote, words, line, st.sampled_from(LINKS), line)
_keys = st.one_of(st.from_regex(r"[a-z_]{1,20}", fullmatch=True), st.text(min_size=1, max_size=300))
buttons = st.builds(
    Button,
    _keys,
    line,
    st.one_of(st.text(max_size=40), words),
    st.sampled_from(Style),
    st.sampled_from(["", "form"]),
    st.one_of(st.sampled_from(LINKS), st.just(GOOD_LINK + "x" * 3000)),
)


def _many(one: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    """A few different ones, or two in turn up to `most` times."""
    few = st.lists(one, max_size=4)
    some = st.builds(lambda first, second, n: [first, second] * (n // 2), one, one, st.integers(0, most))
    return st.one_of(few, some).map(tuple)


posts = st.builds(
    Post,
    title=line,
    text=words,
    facts=_many(st.tuples(line, words), 60),
    quotes=_many(_quotes, 200),
    images=_many(st.builds(Image, st.just("file"), line), 10),
    buttons=_many(buttons, 60),
    notes=_many(line, 40),
    exact=st.booleans(),
)

_values = st.one_of(
    st.none(),
    words,
    st.booleans(),
    st.dates(date(1900, 1, 1)).map(date.isoformat),
    st.times().map(time.isoformat),
    st.sampled_from(["2027-W53-1", "k7", "staff:7", "slack:C024BE91L", "slack:<!channel>", "teams:19:x"]),
    st.lists(st.sampled_from(["k1", "k250", "staff:1", "staff:odd", "U0FORGED", "<@U1>"]), max_size=5),
)
_choices = st.builds(
    lambda names, n: tuple((f"k{at}", names[at % len(names)]) for at in range(n)),
    st.lists(line, min_size=1, max_size=3),
    st.one_of(st.integers(0, 12), st.integers(0, 300)),
)


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    """A page of a form with up to ten fields, errors, and whatever was typed."""
    fields = tuple(
        Field(
            f"field{at}",
            draw(line),
            draw(st.sampled_from(FieldKind)),
            draw(_choices),
            draw(st.booleans()),
            draw(st.integers(1, LONGEST)),
            draw(line),
        )
        for at in range(draw(st.integers(0, 10)))
    )
    about = draw(st.one_of(st.none(), posts))
    step = Step(
        "second",
        draw(line),
        fields,
        words=None if about is None else (lambda _: about),
        buttons=tuple(draw(st.lists(buttons, max_size=5))),
        next_label=draw(line),
    )
    form = Form("form", draw(line), (Step("first", "First"), step), "done")
    answers = {field.key: draw(_values) for field in fields}
    errors = {key: draw(line) for key in ("", *answers) if draw(st.booleans())}
    return Ask(form, step, Dialog("d" * 16, "form", "second", answers, "staff:1", version=3), errors)

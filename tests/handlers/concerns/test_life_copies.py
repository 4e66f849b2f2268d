"""One record as a file: made by whoever has it in hand, for somebody by name, and never with a hidden name."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pdfplumber
import pytest

from handlers.concerns.case import Case, What
from handlers.concerns.export import copy, writable
from handlers.concerns.kinds import Kind
from handlers.desk import Member
from tests.handlers.concerns.cases import at_the_desk, now, told
from tests.handlers.concerns.reading import chooses, does, last_page, notice, offered, opens, reads
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk, on
from tests.seats.seen import words

MAKE = "Make a copy for somebody"
FOR = {"For whom?": "PC Lane", "Why, and with whom was it agreed?": "The police ask; the officer agrees."}


async def made(talk: Talk, case: Case, who: Member, form: str) -> bytes | None:
    """The copy as our page would give it to them."""
    stands = await now(talk, case)
    found = await at_the_desk(talk, lambda desk: copy(stands.journal, who.person.key, form, desk))
    return found.data if found is not None else None


async def as_data(talk: Talk, case: Case, who: Member = HEAD) -> dict[str, Any]:
    """The copy as data."""
    data = await made(talk, case, who, "json")
    assert data is not None
    read: dict[str, Any] = json.loads(data)
    return read


async def as_text(talk: Talk, case: Case) -> str:
    """The copy as it reads on paper."""
    data = await made(talk, case, HEAD, "pdf")
    assert data is not None
    with pdfplumber.open(io.BytesIO(data)) as paper:
        return "\n".join(page.extract_text() for page in paper.pages)


async def test_whoever_has_it_in_hand_makes_a_copy_and_it_is_in_the_record_for_whom(talk: Talk) -> None:
    talk.settings(page="https://proviso.larkfield.example")
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    assert MAKE not in offered(await last_page(talk, HEAD, await opens(talk, HEAD, post)))
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    page = await chooses(talk, HEAD, await opens(talk, HEAD, post), MAKE)
    assert "the bot sends them none" in words(page.words)
    ready = await talk.finish(HEAD, page, FOR)
    (fetch,) = ready.buttons
    assert fetch.link.startswith("https://proviso.larkfield.example/")
    assert case.id not in fetch.link
    read = await reads(talk, HEAD, await opens(talk, HEAD, post))
    assert "made a copy for PC Lane.\n“The police ask; the officer agrees.”" in read
    data = await as_data(talk, case)
    assert data["made_for"] == "PC Lane"
    assert data["told_by"] == "Miss Marsh"
    assert data["named"] == ["Mr Field"]
    assert [entry["what"] for entry in data["since"]][-1] == "made a copy for PC Lane"
    paper = await as_text(talk, case)
    assert "He wrote to a pupil at night." in paper
    assert f"{case.ref}, confidential, page 1 of 1" in paper


async def test_without_a_page_of_ours_no_copy_is_made_and_nothing_put_down(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    page = await chooses(talk, HEAD, await opens(talk, HEAD, post), MAKE)
    assert "There is no page of ours" in (await talk.fill(HEAD, page, FOR)).faults
    assert (await now(talk, case)).last(What.SHOWN_TO) is None


@on("web")
async def test_nobody_else_gets_a_copy(talk: Talk) -> None:
    """Asked of what makes it, which knows no platform."""
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    for who in (DEPUTY, TEACHER, ASSISTANT):
        assert await made(talk, case, who, "pdf") is None
    assert await made(talk, case, HEAD, "html") is None


@on("web")
async def test_a_hidden_name_is_not_in_it_and_its_words_are(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, hidden=True)
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    await does(talk, TEACHER, await opens(talk, TEACHER), "Add something", {"Your words": "It was at ten."})
    for copied in (json.dumps(await as_data(talk, case)), await as_text(talk, case)):
        assert "Marsh" not in copied
        assert "teacher" not in copied
        assert "It was at ten." in copied


@on("web")
async def test_a_long_record_is_all_on_paper(talk: Talk) -> None:
    what = " ".join(f"Sentence {number} of it." for number in range(600))
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, what=what)
    await does(talk, HEAD, await opens(talk, HEAD), "Take it in hand")
    paper = await as_text(talk, case)
    flat = " ".join(re.sub(r"\S+, confidential, page \d+ of \d+", " ", paper).split())
    assert all(f"Sentence {number} of it." in flat for number in range(600))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("“naïve” – £5 …", "“naïve” – £5 …"),
        ("Łukasz 🙂", "[latin capital letter l with stroke]ukasz [slightly smiling face]"),
    ],
)
def test_what_the_typeface_lacks_is_described_and_never_lost(written: str, read: str) -> None:
    assert writable(written) == read

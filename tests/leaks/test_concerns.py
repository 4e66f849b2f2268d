"""What is told in confidence shows nowhere but to those whom it was sent to: every kind, whoever it is about, on every
surface there is, and at every point of its life.

The strictest form of the claim: to everybody else the school looks the same, word for word, as if nothing was told.

What is covered. **Records**: every kind of concern, about a colleague, head, chair, both, safeguarding lead, data
protection lead, governor, nobody, oneself. **People**: one holder of every role, somebody without any, whoever looks
after the bot; for the whole of a life whom it is about and whoever looks after the bot. **Surfaces**: messages in the
chat and what a locked phone shows of them, e-mail, the morning's message, Home, every list, count and search, each
button two presses deep, buttons that a client makes up, our own pages (`/desk` with its files and copies, `/overview`,
`/upload`) also by links that nobody was given, `/healthz`, `/readyz`; every command that reads the records, with what
it writes (`surfaces.COMMANDS`), and `proviso check`; the log, the words of an error, the bytes of the database. There
is no page of metrics. What head and chair see of the time until concerns are opened: `tests/handlers/test_overview.py`.
"""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.collection import Collection
from bot.store.tx import SchoolTx
from handlers.concerns.access import find, is_reporter, may_read
from handlers.concerns.acts import reading
from handlers.concerns.delivery import OPEN
from handlers.concerns.filing import Told, file
from handlers.concerns.handing_on import COPY, FILES
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.reading import ACTS
from handlers.desk import Desk, Member
from handlers.model import Ask
from handlers.reminders.digest import DAILY
from tests.conftest import Clock
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.leaks.house import DATA, IT, OFFICE, STAFF, VICE, House, shown, without_chance
from tests.leaks.surfaces import Site, printed

pytestmark = pytest.mark.slow

SECRET = "Quagga"  # stands in all that is told, and in nothing that the program says by itself
ABOUT: dict[str, tuple[Member, ...]] = {
    "nobody": (),
    "a colleague": (ASSISTANT,),
    "the head": (HEAD,),
    "the chair": (CHAIR,),
    "the safeguarding lead": (DEPUTY,),
    "a governor": (VICE,),
    "head and chair": (HEAD, CHAIR),
    "the data protection lead": (DATA,),
}
# Whom it is about, and whether a child may be at risk: those told together go to the same people.
TOGETHER = [
    *((about, "unsure") for about in ABOUT),
    ("a colleague", "no"),
    ("the head", "no"),
    ("a colleague", "disclosed"),
    ("the data protection lead", "disclosed"),
    ("oneself", "no"),
]
# Every kind about a colleague, and whatever one kind may be about: the two do not depend on each other.
CASES = [
    *((kind, "a colleague") for kind in Kind),
    *((Kind.COLLEAGUE, about) for about in ("the head", "head and chair", "a governor")),
    (Kind.CONTACT, "the safeguarding lead"),
]
REPORTER = TEACHER


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House.open(tmp_path / "told.sqlite", _clock()) as opened:
        yield opened


@pytest.fixture
async def quiet(tmp_path: Path) -> AsyncIterator[House]:
    """The same school, in which nothing was told."""
    async with House.open(tmp_path / "quiet.sqlite", _clock()) as opened:
        await opened.settle()
        yield opened


def _clock() -> Clock:
    return Clock(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))


async def told(house: House, kind: Kind, about: str, *, hidden: bool = True, child: str = "unsure") -> str:
    """Somebody tells something that has the secret in every field; its id."""
    people = () if kind is Kind.SELF else ABOUT[about]  # whoever reports themselves names nobody
    answers = {"what": f"{SECRET} what", "where": f"{SECRET} where", "when": f"{SECRET} when", "child": child}
    given = Told(
        kind, answers, tuple(one.person.key for one in people), (f"{SECRET} somebody",), hidden=hidden,
        message={"text": f"{SECRET} message", "author": f"{SECRET} author"},
    )  # fmt: skip
    case = await house.at_desk(lambda desk, _: file(desk, REPORTER.person.key, given))
    await house.settle()
    return case.id


async def readers(house: House, case: str) -> list[Member]:
    """Who may read it now."""
    return await house.at_desk(
        lambda desk, _: [one for one in STAFF if (c := find(desk, case)) and may_read(c, desk, one.person.key)]
    )


async def others(house: House, case: str) -> list[Member]:
    """Everybody who may not read it, and did not tell it."""
    inside = {one.person.key for one in await readers(house, case)}
    return [one for one in STAFF if one.person.key not in inside and one is not REPORTER]


ACTS_OF_OWNERS = ("copy", "close", "reopen")


async def lived(house: House, case: str) -> AsyncIterator[str]:
    """Its whole life, act by act, by whoever may do each, with the secret wherever words go."""
    yield "told"
    for key in (*ACTS, "take", *ACTS_OF_OWNERS):  # by then whoever took it first has given it on and stepped aside
        act = ACTS[key]
        for who in (*await readers(house, case), REPORTER):
            page = await house.press(who, OPEN, case)
            if not isinstance(page, Ask) or not await house.at_desk(_may(case, who, key)):
                continue
            given = {"do": key, "give-to": OFFICE.person.key, "about-people": [VICE.person.key]}
            reply = await house.walk(who, page, given, f"{SECRET} {key}")
            assert not isinstance(reply, Ask), (key, reply.errors, shown(reply))
            assert SECRET not in shown(reply), f"the receipt of {act.label} is no place for what was written"
            await house.settle()
            yield key
            break


def _may(case: str, who: Member, key: str) -> Callable[[Desk, SchoolTx], bool]:
    """Whether they may do this with it now."""

    def work(desk: Desk, _: SchoolTx) -> bool:
        found = find(desk, case)
        one = reading(desk, found, who.person.key) if found is not None else None
        return one is not None and ACTS[key].may(one)

    return work


@pytest.fixture(scope="module")
def otherwise() -> dict[str, dict[str, str]]:
    """What each person finds where nothing was told, looked at once."""
    return {}


@pytest.mark.parametrize(("about", "child"), TOGETHER, ids=[f"{about}-{child}" for about, child in TOGETHER])
async def test_to_everybody_else_the_school_looks_as_if_nothing_had_been_told(
    house: House, quiet: House, otherwise: dict[str, dict[str, str]], about: str, child: str
) -> None:
    """Kinds that go the same way are told together; whoever may read none of them is not to find a trace of any."""
    cases = [await told(house, kind, about, child=child) for kind in _kinds(about, child)]
    inside = {one.person.key for case in cases for one in await readers(house, case)}
    outside = [one for one in STAFF if one.person.key not in inside and one is not REPORTER]
    assert {*ABOUT.get(about, ()), IT} <= {*outside}
    async with Site.open(house) as site, Site.open(quiet) as other:
        for who in outside:
            key = who.person.key
            if key not in otherwise:
                otherwise[key] = await everything(quiet, other, who, "never-was-there")
            assert not difference(await everything(house, site, who, cases[0]), otherwise[key]), who.person.name
            for case in cases:
                forged = await house.press(who, OPEN, case)
                assert forged == await quiet.press(who, OPEN, "never-was-there"), who.person.name
        assert not difference(await site.of_itself(), await other.of_itself())


async def everything(house: House, site: Site, who: Member, case: str) -> dict[str, str]:
    """All that somebody is shown in the chat, by e-mail and on our own pages, but for what is made by chance."""
    chat = await house.all_that(who, besides=[(OPEN, case), (FILES, case), (COPY, case)])
    return without_chance(chat | await site.pages(who, case))


def difference(found: Mapping[str, str], otherwise: Mapping[str, str]) -> list[str]:
    """Where two schools do not look the same, and how."""
    lines = []
    for where in sorted({*found, *otherwise}):
        one, other = found.get(where, ""), otherwise.get(where, "")
        if one != other:
            same = sum(1 for _ in itertools.takewhile(lambda two: two[0] == two[1], zip(one, other, strict=False)))
            lines.append(f"{where}: …{one[max(0, same - 60) : same + 200]}… and not …{other[same : same + 200]}…")
    return lines


def _kinds(about: str, child: str) -> list[Kind]:
    """The kinds that go to the same people; where a child may be at risk all but one do."""
    if about == "oneself":
        return [Kind.SELF]
    if child == "disclosed":
        return [Kind.DISCLOSED]
    return [
        kind for kind in Kind if kind not in (Kind.SELF, Kind.DISCLOSED) and (child == "unsure" or not _leads(kind))
    ]


def _leads(kind: Kind) -> bool:
    """Whether it goes to the safeguarding leads whatever is said of a child."""
    return kind in (Kind.CONTACT, Kind.CHILD_IMAGE)


async def test_whoever_runs_the_server_is_told_nothing_by_any_command(
    house: House, quiet: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever prints or writes what the records hold, `proviso check` too: with everything told, as with nothing."""
    for kind in Kind:
        for about in ABOUT:
            await told(house, kind, about)
    found = []
    for one, name in ((house, "told"), (quiet, "quiet")):
        await one.settle()
        await Collection(one.store, SCHOOL.id, SCHOOL.zone).add(b"# Conduct\n\n1. Staff must be kind.\n", "p.md")
        (tmp_path / f"at-{name}").mkdir()
        monkeypatch.chdir(tmp_path / f"at-{name}")
        found.append(without_chance(await printed(one, tmp_path / f"{name}.sqlite", tmp_path / f"at-{name}")))
    assert not difference(*found)
    assert "Dead end" not in found[0]["check"], "what nobody can read is no dead end of the table's"


@pytest.mark.parametrize(("kind", "about"), CASES, ids=[f"{kind}-{about}" for kind, about in CASES])
async def test_no_message_that_anybody_is_sent_says_what_it_is(house: House, kind: Kind, about: str) -> None:
    """Chat, notifications and e-mail carry a reference and a button; for readers and for whoever told it alike."""
    await house.at_desk(lambda desk, _: desk.tx.unwake(DAILY))  # of what each morning's message holds, see above
    case = await told(house, kind, about)
    async for _ in lived(house, case):
        house.clock.forward(hours=25)  # whatever was to be reminded of, or moved on, has been
        await house.settle()
    sent = [(who, post) for who, posts in house.sent.items() for post in posts]
    assert sent, "somebody is told"
    tell_tale = {SECRET, NATURES[kind].label, kind.value, "concern", "allegation", "safeguarding", "reported"}
    names = {one.person.name for one in ABOUT[about]}
    for who, post in sent:
        buttons = [f"{one.key} {one.label} {one.value}" for one in post.buttons]
        words = " ".join((post.title, post.text, post.glance, *itertools.chain(*post.facts), *post.notes, *buttons))
        ring = words.partition("ring")[0]  # whom to ring is named by office: that is not what it is about
        assert not {word for word in tell_tale if word.casefold() in ring.casefold()}, (who, words)
        assert not {name for name in names if name in words}, (who, words)
        assert post.glance, "a locked phone shows this, and not the words"
        assert "ref" in post.glance
    assert house.mail.letters, "and by e-mail"
    for letter in house.mail.letters:
        words = f"{letter.as_string()} {letter.get_content()}".casefold()
        assert not {word for word in {*tell_tale, *names} if word.casefold() in words}, words


@pytest.mark.parametrize("kind", Kind)
async def test_through_its_whole_life_no_word_of_it_is_with_anybody_else_in_the_log_or_in_the_database(
    house: House, kind: Kind, tmp_path: Path
) -> None:
    """Looked at once it is closed, when most has been written; how it looks once it is told, the test above says."""
    looked = 0
    with capture_logs() as lines:
        case = await told(house, kind, "a colleague")
        async for done in lived(house, case):
            for who in (ASSISTANT, IT) if done == "close" else ():
                for where, words in (await house.all_that(who, besides=[(OPEN, case)])).items():
                    assert SECRET not in words.replace(f"search {SECRET}", ""), (
                        f"{who.person.name} reads it at: {where}"
                    )
                    looked += 1
    assert looked
    assert SECRET not in str(lines)
    with sqlite3.connect(tmp_path / "told.sqlite") as database:
        dump = "\n".join(database.iterdump())
    assert SECRET not in dump
    assert kind.value not in dump or kind.value in ("self", "other"), "words of the schema itself"
    files = await asyncio.to_thread(lambda: {one.name: one.read_bytes() for one in tmp_path.glob("told.sqlite*")})
    assert files
    assert [name for name, data in files.items() if SECRET.encode() in data] == []


async def test_a_fault_in_the_middle_tells_nobody_what_it_was_about(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await told(house, Kind.COLLEAGUE, "a colleague")
    page = await house.press(HEAD, OPEN, case)

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError(f"{SECRET} in a fault of the database")

    monkeypatch.setattr("bot.store.journals.Journals.add_entry", breaks)
    with capture_logs() as lines:
        reply = await house.walk(HEAD, page, {"do": "note"}, f"{SECRET} note")
    assert isinstance(reply, Ask), "what they typed is still there, for them alone"
    assert "the reference is" in str(reply.errors)
    assert SECRET not in str(reply.errors)
    assert SECRET not in str(lines)
    assert lines, "whoever looks after it finds the reference"


async def test_a_name_that_is_hidden_is_read_by_nobody_until_it_is_shown(house: House) -> None:
    case = await told(house, Kind.COLLEAGUE, "a colleague", hidden=True)
    for who in await readers(house, case):
        found = await house.all_that(who, besides=[(OPEN, case)])
        for where, words in found.items():
            if OPEN in where or SECRET in words:
                assert REPORTER.person.name not in words, where


async def test_whoever_told_it_reads_what_they_said_and_no_readers_note(house: House) -> None:
    case = await told(house, Kind.COLLEAGUE, "a colleague")
    page = await house.press(HEAD, OPEN, case)
    await house.walk(HEAD, page, {"do": "note"}, f"{SECRET} between readers")
    assert await house.at_desk(lambda desk, _: is_reporter(find(desk, case), desk, REPORTER.person.key))  # type: ignore[arg-type]  # it is there
    found = await house.all_that(REPORTER, besides=[(OPEN, case)])
    assert any(f"{SECRET} what" in words for words in found.values())
    assert not any("between readers" in words for words in found.values())

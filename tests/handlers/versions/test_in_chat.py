"""A policy sent as a file in the chat: fetched and read for whoever looks after the policies, and for nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.brought import Reader
from bot.store.tx import SchoolTx
from handlers.desk import Member, Role
from handlers.model import File, Place, Said
from handlers.records import Standing
from handlers.versions.version import State, Version, versions
from tests.conftest import Clock
from tests.handlers.larkfield import CHAIR, DEPUTY, HEAD, SCHOOL, SILENT, TEACHER
from tests.handlers.talk import Talk, on
from tests.handlers.versions.papers import NEW, OLD, PAGE, follow, in_force
from tests.seats.seen import Seen, labels

FILE, CARD = "conduct-2027.txt", "A new version of “Online conduct policy”"
UNREAD = "I read words only"
chats = on("slack", "teams")


@pytest.fixture(autouse=True)
async def files_can_be_sent(talk: Talk) -> None:
    """As the settings of Slack and Teams say. The school has no page that a browser could reach."""
    talk.settings(takes_files=("slack", "teams"))


async def read(talk: Talk) -> None:
    """What is to be fetched and read is read now."""
    await Reader(talk.store, talk.turn, SCHOOL.id, talk.seat.fetch).read()


async def send(talk: Talk, who: Member, text: str = "", data: str = NEW, name: str = FILE) -> Seen:
    return await talk.send_file(who, name, data.encode(), text)


async def journals(talk: Talk) -> tuple[Version, ...]:
    return await talk.store.read(lambda tx: versions(tx.at(SCHOOL.id)))


@chats
async def test_the_head_says_so_sends_the_file_and_adopts_it(talk: Talk) -> None:
    await in_force(talk)
    offered = await talk.say(HEAD, "new policy")
    assert offered.text == (
        "Send me the file in our own conversation, by itself: PDF, Word (docx), a web page or plain text, up to 20 MB. "
        "Then I write to you here what it says and what it changes."
    )
    assert labels(offered) == []
    said = await send(talk, HEAD)
    assert said.text == "I am reading it now, and write to you here in a minute."
    assert talk.seat.fetched == 0, "the turn is no place for it"
    await read(talk)
    (card,) = await talk.told(HEAD)
    assert (card.title, dict(card.facts)["Brought by"]) == (CARD, "Mrs Wood")
    assert "“should” became “must” in 1 clause" in dict(card.facts)["What changes"]
    assert labels(card) == ["See what changes", "Adopt it", "Put it aside"]
    assert [one.title for one in await talk.told(CHAIR)] == [CARD]
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"), {"In force from": "2027-03-03"})
    assert (await talk.finish(HEAD, page)).title == "It is in force"
    (policy,) = await follow(talk)
    assert policy.dates.adopted == "2027-03-01"
    await read(talk)
    assert talk.seat.fetched == 1


@chats
async def test_a_file_without_a_word_is_opened_once_they_say_what_it_is(talk: Talk) -> None:
    """A letter about a pupil, sent to the bot by mistake, is put before nobody."""
    await in_force(talk)
    asked = await send(talk, HEAD)
    assert asked.title == "Is this a new version of a policy?"
    assert dict(asked.facts) == {"File": FILE}
    await read(talk)
    assert talk.seat.fetched == 0
    assert await talk.told(CHAIR) == []
    assert (await talk.press(HEAD, asked, "Yes, read it")).title == "Thank you"
    await read(talk)
    assert CARD in [one.title for one in await talk.told(CHAIR)]


@chats
async def test_what_they_never_say_is_forgotten_with_where_it_stands(talk: Talk, clock: Clock) -> None:
    asked = await send(talk, HEAD)
    clock.forward(hours=1)
    await talk.settle()
    assert await journals(talk) == ()
    late = await talk.press(HEAD, asked, "Yes, read it")
    assert (late.title, late.text) == ("This file is not at hand any more", "Please send it again.")
    await read(talk)
    assert talk.seat.fetched == 0


@chats
@pytest.mark.parametrize("words", ["our new social media policy", "new version", "here is the policy for 2027"])
async def test_words_about_a_policy_say_what_it_is(talk: Talk, words: str) -> None:
    assert (await send(talk, HEAD, words)).title == "Thank you"


@chats
async def test_other_words_are_a_question_and_the_file_stays_where_it_is(talk: Talk) -> None:
    said = await send(talk, HEAD, "Can I send this letter to parents?")
    assert "have not opened" in said.notes[-2]
    assert said.notes[-1] == "If it is a new version of a policy, send it to me again without other words."
    await talk.say(HEAD, "new policy")
    assert (await send(talk, HEAD, "Here it is")).title == "Thank you", "they were asked for it"


@chats
async def test_whoever_tells_of_harm_is_heard_whatever_they_send_with_it(talk: Talk) -> None:
    told = "the policy did not help her, he keeps messaging me"
    talk.book.answers[told] = replace(SILENT, disclosure=True)
    await talk.say(HEAD, "new policy")
    said = await send(talk, HEAD, told)
    assert "please do not keep it to yourself" in said.text
    await read(talk)
    assert talk.seat.fetched == 0


@chats
@pytest.mark.parametrize("who", [TEACHER, DEPUTY])
@pytest.mark.parametrize("words", ["", "our new policy"])
async def test_nobody_elses_file_is_fetched(talk: Talk, who: Member, words: str) -> None:
    said = await send(talk, who, words)
    if not words:
        assert said.title == UNREAD
        assert "Please do not send pictures of pupils here" in said.text
    else:
        assert "have not opened what you sent" in said.notes[-1]
    await read(talk)
    assert (await journals(talk), talk.seat.fetched) == ((), 0)


@chats
@pytest.mark.parametrize("name", ["trip.jpg", "assembly.mp4", "policy.png"])
async def test_a_picture_or_a_film_is_never_fetched_not_even_the_heads(talk: Talk, name: str) -> None:
    await talk.say(HEAD, "new policy")
    for text in ("", "our new policy"):
        said = await talk.send_file(HEAD, name, b"\x89PNG\r\n\x1a\n", text)
        assert said.title == "I do not look at pictures"
    await read(talk)
    assert talk.seat.fetched == 0


@chats
async def test_a_document_of_another_kind_is_named_and_not_fetched(talk: Talk) -> None:
    said = await talk.send_file(HEAD, "policy.doc", b"\xd0\xcf\x11\xe0", "the new policy")
    assert said.title == "I cannot take this file"
    assert said.text == (
        "I read policies from PDF, Word (docx), web pages and plain text. I have not opened it, and nothing was kept."
    )
    assert labels(said) == ["Bring a new version"]
    assert await journals(talk) == ()


@chats
async def test_a_picture_under_a_documents_name_is_told_from_its_bytes_and_not_kept(talk: Talk) -> None:
    await talk.send_file(HEAD, "policy.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200), "new policy")
    await read(talk)
    (said,) = await talk.told(HEAD)
    assert said.title == "This document cannot be used"
    assert "picture" in said.text
    assert await nothing_is_kept(talk)


@chats
async def test_a_page_that_comes_in_the_place_of_the_file_is_no_policy(talk: Talk) -> None:
    """As for signing in; Teams may give the address of one for what is sent from a telephone."""

    async def page(platform: str, key: str) -> bytes:
        return b"<!doctype html><html><h1>Rules</h1><p>1.1 Staff must sign in.</p></html>"

    await send(talk, HEAD, "new policy")
    await Reader(talk.store, talk.turn, SCHOOL.id, page).read()
    (said,) = await talk.told(HEAD)
    assert said.title == "I could not fetch this file"
    assert said.text.startswith("What came is no document, but a web page. Please send the file again.")
    assert await nothing_is_kept(talk)
    await send(talk, HEAD, "new policy", name="rules.html")
    await Reader(talk.store, talk.turn, SCHOOL.id, page).read()
    assert [one.title for one in await talk.told(CHAIR)] == ["A new policy: “Rules policy”"]


@chats
async def test_in_a_channel_nothing_is_fetched(talk: Talk) -> None:
    said = await talk.send_file(HEAD, FILE, NEW.encode(), "our new policy is there", aloud=True)
    assert said.title != "Thank you"
    await read(talk)
    assert (await journals(talk), talk.seat.fetched) == ((), 0)


@chats
async def test_whoever_does_not_look_after_the_policies_any_more_has_nothing_fetched(talk: Talk) -> None:
    await talk.hold(teacher=Role.POLICY_OWNER)
    await send(talk, TEACHER, "new policy")
    await talk.store.run(lambda tx: _end(tx.at(SCHOOL.id), "teacher-policy owner"))
    await read(talk)
    (said,) = await talk.told(TEACHER)
    assert said.text == "You do not look after the policies any more."
    assert talk.seat.fetched == 0


@chats
async def test_the_same_file_as_is_in_force_is_nothing_to_adopt(talk: Talk) -> None:
    await in_force(talk)
    await send(talk, HEAD, "new policy", OLD)
    await read(talk)
    (said,) = await talk.told(HEAD)
    assert said.title == "“Online conduct policy” is in force already"


@chats
async def test_where_the_file_stands_is_kept_until_it_is_read_and_no_longer(talk: Talk) -> None:
    await send(talk, HEAD, "new policy")
    (one,) = await journals(talk)
    assert (one.state, one.platform, bool(one.file)) == (State.TO_FETCH, talk.seat.name, True)
    await read(talk)
    (one,) = await journals(talk)
    assert (one.state, one.file) == (State.WAITS, "")


@chats
async def test_with_a_page_of_our_own_they_choose(talk: Talk) -> None:
    talk.settings(page=PAGE)
    offered = await talk.say(HEAD, "new policy")
    assert "Send me the file in our own conversation" in offered.text
    assert "or choose it on my own page" in offered.text
    assert offered.buttons[0].link.startswith(f"{PAGE}/open/")


@chats
async def test_the_same_message_twice_is_one_version(talk: Talk) -> None:
    said = Said("e1", HEAD.person, Place(f"{talk.seat.name}:1"), "new policy", (File("F1", FILE, "", 10),))
    for _ in range(2):
        await talk.turn.take(said, talk.seat.name)
    assert len(await journals(talk)) == 1


# --- when the platform is away ---


class Away:
    """A network that fails, until it is there again."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.asked = 0
        self.there = False

    async def fetch(self, platform: str, key: str) -> bytes:
        self.asked += 1
        if not self.there:
            raise TimeoutError
        return await self._talk.seat.fetch(platform, key)


@pytest.fixture
async def away(talk: Talk) -> Away:
    """The head has sent the file, and it cannot be fetched."""
    await in_force(talk)
    await send(talk, HEAD, "new policy")
    return Away(talk)


@chats
async def test_a_file_that_cannot_be_fetched_now_is_fetched_later(talk: Talk, clock: Clock, away: Away) -> None:
    reader = Reader(talk.store, talk.turn, SCHOOL.id, away.fetch)
    for _ in range(60):
        await reader.read()
        clock.forward(seconds=2)
    assert 5 < away.asked < 10, "less and less often"
    away.there = True
    clock.forward(minutes=2)
    await reader.read()
    assert [one.title for one in await talk.told(CHAIR)] == [CARD]


@chats
async def test_after_ten_minutes_whoever_sent_it_is_asked_to_send_it_again(
    talk: Talk, clock: Clock, away: Away
) -> None:
    clock.forward(minutes=10)
    await Reader(talk.store, talk.turn, SCHOOL.id, away.fetch).read()
    (said,) = await talk.told(HEAD)
    assert said.title == "I could not fetch this file"
    assert said.text == (
        "I could not reach it for ten minutes. Please send the file again. "
        "Or give it to whoever looks after me, who uses: proviso policy propose."
    )
    assert labels(said) == ["Bring a new version"]


@chats
async def test_a_process_that_dies_while_it_fetches_leaves_it_to_the_next(talk: Talk, away: Away) -> None:
    """And two that fetch at once put down one version."""
    await Reader(talk.store, talk.turn, SCHOOL.id, away.fetch).read()

    async def slowly(platform: str, key: str) -> bytes:
        data = await talk.seat.fetch(platform, key)
        await read(talk)  # the other is quicker
        return data

    await Reader(talk.store, talk.turn, SCHOOL.id, slowly).read()
    assert talk.seat.fetched == 2
    assert [one.title for one in await talk.told(CHAIR)] == [CARD]


async def nothing_is_kept(talk: Talk) -> bool:
    """Neither the file's bytes nor where it stands."""

    def look(records: SchoolTx) -> bool:
        known = versions(records)
        files = [file for one in known for file in records.uploads(one.id)]
        return not files and not [one for one in known if one.file] and not records.policies(all_versions=True)

    return await talk.store.read(lambda tx: look(tx.at(SCHOOL.id)))


def _end(records: SchoolTx, key: str) -> None:
    assert records.move_appointment(key, Standing.HELD, Standing.ENDED, "head")

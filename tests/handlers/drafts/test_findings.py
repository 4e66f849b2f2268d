"""What the bot finds in a post: names, addresses, where children are, how it sounds; and what it leaves in peace.

The posts stand in two plain files beside this one: `marked_posts.txt` with what is found, `ordinary_posts.txt` without.
"""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.drafts.findings import CLOSES, OPENS, Finding, FindingKind, find, marked
from handlers.drafts.reading import listed
from tests.handlers.larkfield import SCHOOL

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[3]
DATA = ROOT / "handlers" / "drafts" / "data"
STAFF = tuple(member.person.name for member in SCHOOL.staff)


def posts(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def bare(text: str) -> str:
    return text.replace(OPENS, "").replace(CLOSES, "")


def look(text: str, *, longest: int = 0, staff: tuple[str, ...] = STAFF, pictures: int = 0, described: int = 0) -> str:
    """The kinds found, in order."""
    found = find(text, longest=longest, staff=staff, pictures=pictures, described=described)
    return ", ".join(one.kind for one in found)


def only(text: str, *, longest: int = 0, pictures: int = 0, described: int = 0) -> Finding:
    """The one thing found."""
    (found,) = find(text, longest=longest, staff=STAFF, pictures=pictures, described=described)
    return found


# --- the tables ---


@pytest.mark.parametrize("line", posts("marked_posts.txt"))
def test_what_is_found_is_marked_where_it_stands(line: str) -> None:
    kinds, _, post = line.partition(" | ")
    found = find(bare(post), longest=0, staff=STAFF, pictures=0, described=0)
    assert (", ".join(one.kind for one in found), marked(bare(post), found)) == (kinds, post)


@pytest.mark.parametrize("post", posts("ordinary_posts.txt"))
def test_in_an_ordinary_post_there_is_nothing_to_find(post: str) -> None:
    assert look(post) == ""


def test_the_tables_are_large_and_every_kind_has_its_posts() -> None:
    lines = posts("marked_posts.txt")
    kinds = {kind for line in lines for kind in line.partition(" | ")[0].split(", ")}
    assert len(lines) > 150
    assert len(posts("ordinary_posts.txt")) > 300
    assert kinds == set(FindingKind) - {FindingKind.TOO_LONG, FindingKind.UNDESCRIBED}


# --- who is on the staff list ---


@pytest.mark.parametrize(
    ("post", "staff", "kinds"),
    [
        ("Thank you, Emma Marsh!", ("Emma Marsh",), ""),
        ("Thank you, Emma Marsh!", ("Miss Emma Marsh",), ""),
        ("Thank you, Miss Emma Marsh!", ("Emma Marsh",), ""),
        ("Thank you, Miss Marsh!", ("Emma Marsh",), ""),
        ("Thank you, Emma!", ("Emma Marsh",), ""),
        ("Well done, Emma Thompson!", ("Emma Marsh",), "full name"),
        ("Well done, Oliver Marsh!", ("Emma Marsh",), "full name"),
        ("Well done, Oliver Marsh!", ("Miss Marsh",), "full name"),
        ("Well done, Oliver Marsh in Year 4!", ("Emma Marsh",), "name and class"),
        ("Well done, Emma in Year 4!", ("Emma Marsh",), "given name"),
        ("Emma (4B) won the race.", ("Emma Marsh",), "given name"),
        ("Emma Marsh, Year 4, ran the club.", ("Emma Marsh",), ""),
        ("Thank you, Emma!", ("Miss Marsh",), "given name"),
        ("Thank you, Emma!", (), "given name"),
        ("Thank you, Miss Marsh!", (), "name with a title"),
        ("Thank you, Mrs O’Brien!", ("Mary O'Brien",), ""),
        ("Thank you, Zoe!", ("Zoë Field",), ""),
        ("Thank you, Miss Grace!", ("Miss Grace",), ""),
    ],
)
def test_staff_are_left_out_and_the_same_given_name_with_another_surname_is_not(
    post: str, staff: tuple[str, ...], kinds: str
) -> None:
    assert look(post, staff=staff) == kinds


@pytest.mark.parametrize("staff", [("",), (" ",), (".",), ("Mrs",), ("Dr.",), ("Emma",)])
def test_an_odd_staff_list_does_no_harm(staff: tuple[str, ...]) -> None:
    assert look("Well done, Oliver!", staff=staff) == "given name"


# --- what is certain, and blocks ---


def test_a_post_that_is_too_long_is_marked_from_where_the_account_ends() -> None:
    found = only("Our new library is open.", longest=18)
    assert found.words == "This is 6 characters too long: the account takes 18."
    assert marked("Our new library is open.", [found]) == "Our new library is‹ open.›"
    assert found.blocks


def test_a_post_that_just_fits_is_not_too_long_and_an_account_may_have_no_limit() -> None:
    assert look("Our library", longest=11) == ""
    assert look("Our library", longest=10) == "too long"
    assert look("Our library " * 400, longest=0) == ""


def test_a_picture_without_words_is_found_and_marks_nothing() -> None:
    found = only("Our library", pictures=3, described=1)
    assert found.words.startswith("2 pictures have no description yet.")
    assert (found.start, found.end, found.blocks) == (11, 11, True)
    assert marked("Our library", [found]) == "Our library"
    assert only("", pictures=1).words.startswith("1 picture has no description yet.")


@pytest.mark.parametrize(("pictures", "described"), [(0, 0), (2, 2), (1, 2)])
def test_pictures_that_have_their_words_are_left_in_peace(pictures: int, described: int) -> None:
    assert look("Our library", pictures=pictures, described=described) == ""


def test_a_guess_never_blocks() -> None:
    everything = "\n".join(bare(line.partition(" | ")[2]) for line in posts("marked_posts.txt"))
    found = find(everything, longest=0, staff=STAFF, pictures=0, described=0)
    assert len(found) > 150
    assert not any(one.blocks for one in found)


# --- what the author reads ---


def test_the_words_name_what_was_found_and_say_what_to_do() -> None:
    assert only("Well done, Amelia!").words == (
        "“Amelia” looks like a given name. If it is a child's, please leave it out."
    )
    assert only("Year 5 are visiting Chester Zoo on Thursday.").words == (
        "“Year 5 are visiting Chester Zoo on Thursday” tells where children are and when. "
        "It is safer to post it when they are back."
    )


def test_something_long_is_shortened_in_the_words_and_marked_whole() -> None:
    post = "PLEASE " * 30 + "STOP PARKING HERE!"
    found = only(post)
    assert "“PLEASE PLEASE" in found.words
    assert "…”" in found.words
    assert len(found.words) < 160
    assert marked(post, [found]) == f"{OPENS}{post}{CLOSES}"


def test_nobody_is_promised_that_pictures_were_looked_at() -> None:
    found = find("Hello", longest=0, staff=(), pictures=2, described=0)
    assert not re.search(r"\bface|looked at|recogni|identif", " ".join(one.words for one in found))


def test_what_overlaps_is_marked_once() -> None:
    post = "Amelia will be at the pool on Tuesday at 2pm."
    found = find(post, longest=20, staff=(), pictures=0, described=0)
    assert [one.kind for one in found] == ["given name", "where children are", "too long"]
    assert marked(post, found) == f"{OPENS}{post}{CLOSES}"


# --- any text at all ---

PIECES = st.sampled_from([
    "Amelia", "Grace", "Will", "May", "Thompson", "and", ",", ".", "\n", "Year 4", "at", "the pool", "on Tuesday",
    "at 2pm", "will be", "Mrs", "Mr.", "Wood", "07700 900123", "+44", "(0)", "a@b.example", "@", "@Amelia", "http://",
    "AB1 2CD", "DOB", "3/3/2016", "PLEASE", "STOP", "NOW", "!", "parents", "are", "lazy", "Vote", "Labour", "’s",
    "'s", "-", "–", "(", ")", "İ", "ß", "‹", "›", "\u00a0", "e\u0301", "👩‍🏫", "St", "Street", "Class", "O'", "ﬁ", "{}",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES).map("".join))


@given(TEXTS, st.integers(0, 50), st.lists(st.text(max_size=20), max_size=4), st.integers(0, 3), st.integers(0, 3))
def test_any_text_gives_findings_in_order_and_within_it(
    text: str, longest: int, staff: list[str], pictures: int, described: int
) -> None:
    found = find(text, longest=longest, staff=staff, pictures=pictures, described=described)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert all(one.start < one.end or one.kind is FindingKind.UNDESCRIBED for one in found)
    assert all(one.words for one in found)
    assert found == find(text, longest=longest, staff=staff, pictures=pictures, described=described)


@given(TEXTS, st.integers(0, 50))
def test_marks_are_all_that_is_added(text: str, longest: int) -> None:
    found = find(text, longest=longest, staff=(), pictures=0, described=0)
    shown = marked(text, found)
    assert bare(shown) == bare(text)
    assert shown.count(OPENS) - text.count(OPENS) == shown.count(CLOSES) - text.count(CLOSES) <= len(found)
    assert (shown == text) == (not found)


@given(st.lists(PIECES, max_size=20).map(" ".join), st.lists(PIECES, max_size=20).map(" ".join))
def test_what_stands_in_another_paragraph_changes_no_address(first: str, second: str) -> None:
    kinds = {FindingKind.E_MAIL, FindingKind.POSTCODE}

    def addresses(text: str) -> int:
        return sum(one.kind in kinds for one in find(text, longest=0, staff=(), pictures=0, described=0))

    assert addresses(f"{first}\n\n{second}") == addresses(first) + addresses(second)


# --- time ---

ORDINARY = "\n".join(posts("ordinary_posts.txt"))[:3000]
HOSTILE = (
    "a", "A", "A ", "0", "07 ", "@", "a@", "a.", "a@b.", " ", "Amelia ", "Grace and ", "are so very ", "the ", "Will ",
    "(", "at the a a a ", "AB1 ", "parents are ", "today ", "\n", "Year 4 today will be at a ", "-", "a-", "A-", "#", "http://",
    "vote for the ", ".", "'", "a'", "A, ", "07", "born ", "Mrs ", "Mrs A",
)  # fmt: skip


def seconds(text: str, times: int) -> float:
    """The processor time of one look, at its best."""
    best = 1.0
    for _ in range(times):
        before = time.process_time()
        find(text, longest=280, staff=STAFF, pictures=4, described=1)
        best = min(best, time.process_time() - before)
    return best


def test_a_post_of_three_thousand_characters_takes_some_milliseconds() -> None:
    assert seconds(ORDINARY, 30) < 0.02


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_no_text_is_slow_whoever_wrote_it(piece: str) -> None:
    assert seconds((piece * 3000)[:3000], 3) < 0.05


# --- the lists ---


def test_the_lists_are_long_and_no_name_stands_in_two_of_them() -> None:
    names = listed("given_names")
    words, strict = listed("word_names", "words"), listed("word_names", "strict")
    assert len(names) > 2000
    assert not names & words | names & strict | words & strict
    assert {"amelia", "muhammad", "oluwaseun", "zofia", "siobhan", "priya", "linh", "gurpreet"} <= names
    assert {"will", "grace", "mark", "rose"} <= words
    assert {"may", "summer", "hope", "faith", "art"} <= strict


def test_an_installed_program_has_the_lists_too() -> None:
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    assert "handlers.drafts" in setup["packages"]
    brought = {path for pattern in setup["package-data"]["handlers.drafts"] for path in DATA.parent.glob(pattern)}
    assert brought == set(DATA.iterdir())

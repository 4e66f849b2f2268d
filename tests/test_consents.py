"""The consent list: read from the office's export, shown in numbers before it counts, and sealed."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from bot.__main__ import cli
from bot.consent_file import ConsentFileFault, read_consents
from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.consent import channel_of, found, permitted, refused
from handlers.records import Consent

T = TypeVar("T")

HEADINGS = "Pupil reference,Name,Channel,Consent,Date\n"
AMINA = Consent("P101", "Amina Larkfield", {"website": (True, "2026-09-01"), "social": (True, "2026-09-01")})
BEN = Consent("P102", "Ben Larkfield-Jones", {"website": (True, "2026-09-01"), "social": (False, "2026-09-01")})
LINES = (
    "P101,Amina Larkfield,Website,Yes,01/09/2026\nP101,Amina Larkfield,Social media,Yes,01/09/2026\n"
    "P102,Ben Larkfield-Jones,Website,Yes,01/09/2026\nP102,Ben Larkfield-Jones,Social media,No,01/09/2026\n"
)


# --- reading ---


def test_a_list_is_read_as_the_office_wrote_it() -> None:
    read = read_consents((HEADINGS + LINES).encode())
    assert (read.pupils, read.faults) == ((AMINA, BEN), ())


def test_semicolons_other_headings_and_windows_will_do() -> None:
    text = "UPN;Consent type;Given;Date given\r\nP1;School website;y;2026-09-01\r\n"
    assert read_consents(text.encode("cp1252")).pupils == (Consent("P1", "", {"website": (True, "2026-09-01")}),)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("P1,,Website,Yes,01/09/2026\nP1,,Website,No,02/09/2026\n", False),
        ("P1,,Website,No,01/09/2026\nP1,,Website,Yes,02/09/2026\n", True),
        ("P1,,Website,Yes,01/09/2026\nP1,,Website,No,01/09/2026\n", False),
        ("P1,,Website,No,01/09/2026\nP1,,Website,Yes,01/09/2026\n", False),
    ],
)
def test_of_two_answers_the_later_counts_and_on_one_day_the_no(lines: str, said: bool) -> None:
    (one,) = read_consents((HEADINGS + lines).encode()).pupils
    assert one.said["website"][0] is said


def test_a_faulty_line_says_what_is_wrong_and_not_whose_it_is() -> None:
    read = read_consents((HEADINGS + "P1,Amina,On the moon,perhaps,soon\n,,Website,Yes,01/09/2026\n").encode())
    assert read.pupils == ()
    assert read.faults == (
        "line 2: “On the moon” is no channel that I know, such as website, social media or Class Dojo; “perhaps” is "
        "neither yes nor no; “soon” is no date; write it like 31/08/2027",
        "line 3: no pupil reference",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "Excel"),
        (HEADINGS.encode(), "only headings"),
        (b"Name,Consent\nA,Yes\n", "No column is the pupil reference or the channel or the date"),
        ((HEADINGS + 'P1,"Amina,Website,Yes').encode(), "quotation mark"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(ConsentFileFault, match=said):
        read_consents(data)


@given(st.binary(max_size=400))
def test_whatever_the_file_holds_it_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ConsentFileFault):
        read = read_consents(HEADINGS.encode() + data)
        assert all(one.pupil and one.said for one in read.pupils)


# --- who may be shown where ---


@pytest.mark.parametrize(
    ("said", "platform", "may"),
    [
        ({"website": True}, "website", True),
        ({"website": True}, "facebook", False),
        ({"social": True}, "facebook_group", True),
        ({"social": True, "facebook": False}, "facebook_group", False),
        ({"social": True, "facebook": False}, "instagram", True),
        ({"all": True}, "other", True),
        ({"all": False, "website": True}, "website", False),
        ({}, "website", False),
    ],
)
def test_the_strictest_answer_that_is_about_it_decides_and_none_is_a_no(
    said: dict[str, bool], platform: str, may: bool
) -> None:
    one = Consent("P1", "", {channel: (yes, "2026-09-01") for channel, yes in said.items()})
    assert permitted(one, platform) is may


def test_who_is_not_on_the_list_may_not_be_shown() -> None:
    assert refused((AMINA, BEN), ("P101", "P102", "P999"), "facebook") == ("P102", "P999")


@pytest.mark.parametrize(
    ("words", "pupils"),
    [("p101", ["P101"]), ("amina", ["P101"]), ("larkfield", ["P101", "P102"]), ("jones ben", ["P102"]),
     ("field", []), ("", []), ("P1", [])],
)  # fmt: skip
def test_a_pupil_is_found_by_reference_or_by_the_beginnings_of_their_names(words: str, pupils: list[str]) -> None:
    assert [one.pupil for one in found((AMINA, BEN), words)] == pupils


@pytest.mark.parametrize("words", ["Lily-May O'Neill", "lily may o’neill", "Zoé", "O’Neill, Lily‑May", "Lily-May"])
def test_a_name_is_found_however_its_signs_were_typed(words: str) -> None:
    lily = Consent("P1", "Lily-May Zoë O'Neill", {})
    assert found((lily, AMINA), words) == (lily,)
    assert not found((lily, AMINA), "-")


def test_channels_are_called_what_people_call_them() -> None:
    assert [channel_of(one) for one in ("Social Media", "class-dojo", "Twitter", "the moon")] == [
        "social", "class_dojo", "x", None,
    ]  # fmt: skip


# --- the command ---


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PROVISO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PROVISO_DATA", str(tmp_path / "data"))
    return CliRunner()


def bring(run: CliRunner, lines: str, *words: str, said: str | None = None) -> Result:
    Path("consents.csv").write_text(HEADINGS + lines, "utf-8")
    result = run.invoke(cli, ["consents", "import", "consents.csv", *words], input=said)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def records(work: Callable[[SchoolTx], T]) -> T:
    url = f"sqlite:///{Path('data').absolute() / 'proviso.sqlite'}"

    async def within() -> T:
        store = Store.open(url)
        try:
            return await store.run(lambda tx: work(tx.at("school")))
        finally:
            await store.close()

    return asyncio.run(within())


def test_an_import_is_shown_in_numbers_then_asked_for_then_done(run: CliRunner) -> None:
    refused_ = bring(run, LINES, said="n\n")
    assert "2 pupils in the file, 4 answers: 3 yes, 1 no." in refused_.output
    assert "Larkfield" not in refused_.output
    assert records(lambda tx: tx.consents()) == ()
    assert "Done. The list has 2 pupils." in bring(run, LINES, said="y\n").output
    assert records(lambda tx: tx.consents()) == (AMINA, BEN)


def test_a_permission_that_goes_is_counted_and_wakes_whoever_looks_at_the_posts(run: CliRunner) -> None:
    bring(run, LINES, "--yes")
    later = LINES + "P101,Amina Larkfield,Website,No,02/03/2027\n"
    assert "0 new, 0 no longer in the file, 1 with a permission withdrawn." in bring(run, later, "--yes").output
    assert records(lambda tx: tx.unwake("consents changed"))


def test_a_faulty_line_imports_nothing(run: CliRunner) -> None:
    result = bring(run, LINES + "P103,,Website,maybe,01/09/2026\n", "--yes")
    assert result.exit_code == 1
    assert "a missing line would count as a no" in result.output
    assert records(lambda tx: tx.consents()) == ()


def test_a_file_that_would_drop_most_pupils_is_refused(run: CliRunner) -> None:
    bring(run, LINES + "P103,,Website,Yes,01/09/2026\n", "--yes")
    result = bring(run, "P103,,Website,Yes,01/09/2026\n", "--yes")
    assert (result.exit_code, "2 of 3 pupils would go" in result.output) == (1, True)
    assert bring(run, "P103,,Website,Yes,01/09/2026\n", "--yes", "--many-fewer").exit_code == 0


def test_nothing_of_it_can_be_read_in_the_database(run: CliRunner) -> None:
    bring(run, LINES, "--yes")
    written = b"".join(one.read_bytes() for one in Path("data").glob("proviso.sqlite*"))
    assert b"P101" not in written
    assert b"Amina" not in written

"""`proviso register`: the registers in the terminal, for a spreadsheet, and on paper."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pdfplumber
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.acknowledging.round import JOURNAL, What
from handlers.acknowledging.told import JOURNAL as TOLD
from handlers.acknowledging.told import STRUCK
from handlers.acknowledging.told import TOLD as TOLD_ENTRY
from handlers.acknowledging.written import as_csv, as_pdf
from handlers.records import StaffLine

NOW = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
POLICY = "Online conduct policy"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A school of three in its folder: one has read the policy, one signed on paper, one has not read it yet."""
    monkeypatch.chdir(tmp_path)
    for name in ("PROVISO_DATA", "DATABASE_URL", "PROVISO_KEY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "proviso.toml").write_text('[school]\nid = "larkfield"\nname = "Larkfield"\n', "utf-8")
    return CliRunner()


def kept(struck: bool = False) -> None:
    """What is on record."""

    def work(records: SchoolTx) -> None:
        people = {"marsh": "Miss Marsh", "field": "Mr Field", "wood": "Mrs Wood"}
        records.put_staff([StaffLine(key, name, "") for key, name in people.items()])
        one = records.begin_journal(JOURNAL, "", What.BEGUN, {"sha": "a" * 64, "title": POLICY})
        for by, what, given in (
            ("", What.ASKED, {"people": people, "due": "2027-03-17"}),
            (
                "marsh",
                What.READ,
                {"person": "marsh", "name": "Miss Marsh", "sha": "a" * 64, "shown": "b", "whole": False},
            ),
            ("wood", What.SIGNED, {"person": "field", "name": "Mr Field", "sha": "a" * 64, "on": "2027-03-02"}),
        ):
            added = records.add_entry(one, by, what, given)
            assert added is not None
            one = added
        told = {"policy": POLICY, "sha": "a" * 64, "on": "2027-03-01", "way": "meeting", "note": "=2+2",
                "people": {"marsh": "Miss Marsh"}, "others": ["Placement student"]}  # fmt: skip
        occasion = records.begin_journal(TOLD, "wood", TOLD_ENTRY, told)
        if struck:
            records.add_entry(occasion, "wood", STRUCK, {"why": "wrong day"}, open_=False)

    async def put() -> None:
        store = Store.open("sqlite:///proviso-data/proviso.sqlite", clock=lambda: NOW)
        try:
            await store.run(lambda tx: work(tx.at("larkfield")))
        finally:
            await store.close()

    asyncio.run(put())


def do(run: CliRunner, *words: str) -> Result:
    """`proviso register …`."""
    return run.invoke(cli, ["register", *words], catch_exceptions=False)


def table(file: str) -> list[dict[str, str]]:
    """A CSV file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(Path(file).read_bytes().decode("utf-8-sig"))))


def test_who_has_read_which_version_and_who_has_not(run: CliRunner) -> None:
    kept()
    assert "3 lines are in read.csv." in do(run, "read", "--out", "read.csv").output
    assert [(one["Person"], one["How it stands"], one["On"], one["Put down by"]) for one in table("read.csv")] == [
        ("Miss Marsh", "read and understood", "3 March 2027, 09:00", ""),
        ("Mr Field", "signed on paper: read and understood", "2 March 2027", "Mrs Wood"),
        ("Mrs Wood", "asked, not yet acknowledged", "due 17 March 2027", ""),
    ]
    assert {one["Version (file)"] for one in table("read.csv")} == {"a" * 12}
    assert "consent" not in Path("read.csv").read_text("utf-8-sig")


def test_who_was_told_when_and_how_also_of_people_on_no_list(run: CliRunner) -> None:
    kept(struck=True)
    do(run, "told", "--out", "told.csv")
    assert [tuple(one.values()) for one in table("told.csv")] == [
        (name, POLICY, "a" * 12, "Staff meeting", "1 March 2027", "'=2+2", "Mrs Wood", "by Mrs Wood: wrong day")
        for name in ("Miss Marsh", "Placement student")
    ]


def test_on_paper_it_has_everybody_and_a_line_for_a_signature(run: CliRunner) -> None:
    kept()
    do(run, "read", "--out", "read.pdf")
    with pdfplumber.open("read.pdf") as paper:
        text = " ".join(page.extract_text() for page in paper.pages)
    for words in ("Larkfield: read and understood", "Miss Marsh", "signed on paper", "Seen by:", "page 1 of 1"):
        assert words in text


def test_one_persons_lines_in_the_terminal(run: CliRunner) -> None:
    kept()
    assert do(run, "read", "--person", "miss marsh").output == (
        "Miss Marsh; Online conduct policy; aaaaaaaaaaaa; read and understood; 3 March 2027, 09:00; what had changed\n"
    )
    assert do(run, "told", "--person", "Dr Stone").output == "Nothing is on record of Dr Stone.\n"


def test_nothing_on_record_and_no_such_kind_of_file_are_said(run: CliRunner) -> None:
    assert do(run, "read").output == "Nothing is on record yet.\n"
    kept()
    assert "has to end with .csv or .pdf" in do(run, "read", "--out", "read.xlsx").output


def test_a_spreadsheet_is_given_nothing_to_reckon_with() -> None:
    made = as_csv(("a",), [("=1+1",), ("@x",), ("+44",), ("plain",)]).decode("utf-8-sig").splitlines()
    assert made == ["a", "'=1+1", "'@x", "'+44", "plain"]


def test_whatever_was_put_down_the_paper_is_made_and_says_what_it_cannot_write() -> None:
    made = as_pdf("Register", "as it stood", ("Person", "About"), [("Łukasz", "meeting, " * 600)])
    with pdfplumber.open(io.BytesIO(made)) as paper:
        text = " ".join(page.extract_text() for page in paper.pages)
    assert "What stands in square brackets is a character that this typeface lacks" in text
    assert "(as CSV it is whole)" in " ".join(text.split())

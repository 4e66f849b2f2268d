"""What the next review should look at, as text."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx as docx_reader
import pytest
from click.testing import CliRunner

from bot.__main__ import cli
from bot.collection import Collection
from bot.store.store import Store
from handlers.agenda import Matters, agenda, markdown
from handlers.records import Decision, Ruling, SubjectCount
from handlers.word_file import docx
from knowledge.documents.word import read
from knowledge.model import Dates, Modality, Pair, Policy
from tests.handlers.larkfield import LUNCH, NO_FRIENDS, POLICY, SCHOOL, cited, clause

TODAY = date(2027, 6, 1)
RULING = Ruling(
    "r1",
    "head",
    "head",
    datetime(2027, 3, 3, 9, tzinfo=UTC),
    "2028-03-02",
    "May we sell old school laptops?",
    Decision.ONLY_IF,
    "The office has wiped them.\n# Not a heading",
    "",
    POLICY.sha,
)


def printed(
    policies: Sequence[Policy] = (POLICY,),
    rulings: Sequence[Ruling] = (),
    counts: Sequence[SubjectCount] = (),
    pairs: Sequence[Pair] = (),
) -> str:
    return markdown(agenda(Matters(SCHOOL, TODAY, policies, rulings, counts, pairs)))  # fmt: skip


def test_a_ruling_stands_under_its_clause_as_proposed_wording() -> None:
    ruling = replace(RULING, clause=NO_FRIENDS.id)
    assert printed(rulings=(ruling,), counts=(SubjectCount("selling things", 7),)) == (
        "# For the next review of the policies of Larkfield\n\n"
        "As of 1 June 2027.\n\n"
        "## Dates\n\n"
        "- Online conduct policy: its review was due by 8 September 2026; it is overdue. It does not say when it was "
        "last reviewed or when it is due for review.\n\n"
        "## Rulings\n\n"
        "What head or chair decided meanwhile, as proposed wording. None of it is policy.\n\n"
        "### Online conduct policy, clause 4.1, adopted 8 September 2025\n\n"
        "> Staff must not accept a friend request from a pupil.\n\n"
        "- Question: May we sell old school laptops?\n"
        "- Proposed wording: Only if the office has wiped them. # Not a heading.\n"
        "- The head's ruling of 3 March 2027, until 2 March 2028; not policy\n\n"
        "## What the policies did not answer\n\n"
        "- selling things: 7 questions\n\n"
        "By number alone, and no subject with fewer than 2 questions.\n\n"
        "## What the policies leave open\n\n"
        "Nothing was found.\n\n"
        "## Rules to read side by side\n\n"
        "Nothing was found.\n"
    )


@pytest.mark.parametrize(
    ("ruling", "said"),
    [
        (RULING, "### No clause decides it"),
        (replace(RULING, under="z" * 64), "### Given under an earlier version"),
        (replace(RULING, clause="gone", under="z" * 64), "### Given under an earlier version"),
        (replace(RULING, until="2027-05-31"), "not policy (its time is over)"),
    ],
)
def test_whatever_became_of_it_is_said(ruling: Ruling, said: str) -> None:
    assert said in printed(rulings=(ruling,))


def test_two_under_one_clause_share_its_heading() -> None:
    both = printed(rulings=(RULING, replace(RULING, id="r2", question="May we give them away?")))
    assert both.count("### ") == 1
    assert both.count("- Proposed wording: ") == 2


def test_nothing_to_show_is_said_too() -> None:
    assert "## Rulings\n\nNone.\n" in printed()
    assert "Nothing to show." in printed()


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (Dates(), "nobody can say when its review is due. It does not say when it was adopted"),
        (Dates(period_months=36), "nobody can say when its review is due, since it names a period and no day to count"),
        (Dates(last_reviewed="2023-03", next_review="2024-03"), "its review was due by 31 March 2024; it is overdue."),
        (Dates(adopted="2027-05-01", period_months=12), "its review is due by 1 May 2028."),
    ],
)
def test_gaps_in_dates_are_matters_for_the_review(dates: Dates, said: str) -> None:
    assert said in printed((replace(POLICY, dates=dates),))


def test_what_a_policy_leaves_open_and_whom_it_names_is_listed() -> None:
    open_one = clause("6.1", "It is for the governors to decide whether phones are allowed.", Modality.STATEMENT)
    names = clause("6.2", "Staff must follow the Safeguarding Policy.", Modality.OBLIGATION)
    lines = printed((replace(POLICY, clauses=(open_one, names)),)).splitlines()
    assert "- For the school to decide: It is for the governors to decide whether phones are allowed." in lines
    assert "- It names other policies: Safeguarding Policy (not with me)" in lines


def test_what_was_decided_meanwhile_is_no_longer_open_and_a_blank_beside_it_is() -> None:
    text = "It is for the governors to decide whether phones are allowed. They agreed on [insert date]."
    read = replace(POLICY, clauses=(clause("6.1", text, Modality.STATEMENT),))
    filled = {read.sha: {"c6.1": RULING}}
    lines = markdown(agenda(Matters(SCHOOL, TODAY, (read,), (RULING,), (), (), filled))).splitlines()
    assert "For the school to decide" not in "".join(lines)
    assert (
        "- Decided meanwhile: It is for the governors to decide whether phones are allowed. "
        "The head's ruling of 3 March 2027, until 2 March 2028; not policy"
    ) in lines
    assert "- Not filled in: They agreed on [insert date]." in lines


def test_pairs_stand_with_both_texts() -> None:
    lines = printed(pairs=(Pair("contact with pupils", cited(NO_FRIENDS), cited(LUNCH)),)).splitlines()
    at = lines.index("### Contact with pupils: one forbids, one allows")
    assert [line for line in lines[at + 1 :] if line] == [
        f"> {NO_FRIENDS.text}",
        "- Forbids: Online conduct policy, clause 4.1, adopted 8 September 2025",
        f"> {LUNCH.text}",
        "- Allows: Online conduct policy, clause 5.2, adopted 8 September 2025",
    ]


def test_as_a_word_file_it_has_real_headings_and_lists() -> None:
    """Opened by another's reader of Word files, and by our own."""
    lines = agenda(Matters(SCHOOL, TODAY, (POLICY,), (replace(RULING, words="1 < 2 & \x0b “so”"),), ()))
    data = docx(lines)
    opened = docx_reader.Document(io.BytesIO(data))
    styles = {"Title": "#", "Heading 1": "##", "Heading 2": "###", "Quote": ">", "List Bullet": "-", "Normal": ""}
    written = [f"{styles[one.style.name]} {one.text}".strip() for one in opened.paragraphs]
    assert written == [line for line in markdown(lines).replace("\x0b", "").splitlines() if line]
    assert opened.core_properties.title == "For the next review of the policies of Larkfield"
    assert "Proposed wording: Only if 1 < 2 & “so”." in read(data, "agenda.docx").text
    assert docx(lines) == data, "the same agenda is the same file"


def test_the_command_prints_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the school's own records; small counts and withdrawn rulings are not among them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROVISO_DATA", str(tmp_path))
    run = CliRunner()
    assert "no policy in force" in run.invoke(cli, ["policy", "agenda"]).stderr
    (tmp_path / "phones.md").write_text("# Phone policy\n\n## Rules\n\n1.1 Staff must not use a phone in class.\n")
    assert run.invoke(cli, ["policy", "add", "phones.md"]).exit_code == 0
    asyncio.run(_fill(f"sqlite:///{tmp_path / 'proviso.sqlite'}"))
    printed = run.invoke(cli, ["policy", "agenda"])
    assert printed.exit_code == 0, printed.stderr
    assert "- Question: May we sell old school laptops?" in printed.stdout
    assert "May we give them away?" not in printed.stdout
    assert "- gifts: 5 questions" in printed.stdout
    assert "video" not in printed.stdout
    written = run.invoke(cli, ["policy", "agenda", "--out", "agenda.docx"])
    assert written.stdout == "The agenda is in agenda.docx.\n"
    assert (tmp_path / "agenda.docx").read_bytes()[:2] == b"PK"
    assert "ends with .docx" in run.invoke(cli, ["policy", "agenda", "--out", "agenda.pdf"]).stderr
    assert "cannot be written" in run.invoke(cli, ["policy", "agenda", "--out", "none/agenda.docx"]).stderr


async def _fill(database: str) -> None:
    store = Store.open(database)
    (policy,) = await Collection(store, "school").versions()

    def work(tx: object) -> None:
        records = tx.at("school")  # type: ignore[attr-defined]
        for one in (replace(RULING, under=policy.sha), replace(RULING, id="r2", question="May we give them away?")):
            records.add_ruling(one)
        records.withdraw_ruling("r2", "head")
        for subject, times in (("gifts", 5), ("video", 4)):
            for _ in range(times):
                records.count_unanswered(subject)

    await store.run(work)
    await store.close()

"""`proviso staff`: what a list would change is shown before it counts, and is no way to a role."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.__main__ import cli
from bot.staff_changes import somebody_else
from bot.store.schema import outbox
from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.desk import Role
from handlers.model import Post
from handlers.records import Account, KeptCopy, SentQuestion, StaffLine, Standing
from tests.staff_list import HILL, MARSH, STONE, WOOD, held

T = TypeVar("T")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PROVISO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PROVISO_DATA", str(tmp_path / "data"))
    write((WOOD, HILL, MARSH))
    return CliRunner()


def write(lines: tuple[StaffLine, ...], more: str = "") -> None:
    rows = "".join(f"{one.name},{one.email},{one.job}\n" for one in lines)
    Path("staff.csv").write_text(f"Name,Work email,Role\n{rows}{more}", "utf-8")


def do(run: CliRunner, *words: str, said: str | None = None) -> Result:
    result = run.invoke(cli, ["staff", *words], input=said)
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


def names() -> list[str]:
    return [one.name for one in records(lambda tx: tx.staff()) if not one.ends]


def test_a_column_that_may_say_who_has_left_is_named_and_not_passed_over_in_silence(run: CliRunner) -> None:
    warned = "“Leaver” is not looked at. If it says who has left, take their lines out first"
    Path("staff.csv").write_text("Name,Email,Leaver\nMr Old,old@larkfield.example,Yes\n", "utf-8")
    assert warned in do(run, "import", "staff.csv").stdout
    Path("staff.csv").write_text("Name,Email,Leaver,End\nMr Old,old@larkfield.example,Yes,31/08/2020\n", "utf-8")
    assert warned not in do(run, "import", "staff.csv").stdout


def test_an_import_is_shown_then_asked_for_then_done(run: CliRunner) -> None:
    result = do(run, "import", "staff.csv", said="n\n")
    assert result.exit_code == 1
    assert "Work email" in result.stdout
    assert "3 people in the file: 3 new, 0 changed, 0 ended, 0 unchanged" in result.stdout
    assert "Anna Wood, Bob Hill, Jo Marsh" in result.stdout
    assert names() == []
    assert "The staff list has 3 people today." in do(run, "import", "staff.csv", said="y\n").stdout
    assert names() == ["Anna Wood", "Bob Hill", "Jo Marsh"]
    again = do(run, "import", "staff.csv")
    assert (again.exit_code, "Nothing changes." in again.stdout) == (0, True)


def test_nothing_is_imported_while_a_line_is_faulty_unless_it_is_skipped(run: CliRunner) -> None:
    do(run, "import", "staff.csv", "--yes")
    write((replace(WOOD, job="Head"), HILL), "Jo Marsh,,\n")
    result = do(run, "import", "staff.csv", "--yes")
    assert result.exit_code == 1
    assert "line 4: no e-mail address" in result.stderr
    assert "--skip-faulty" in result.stderr
    assert records(lambda tx: tx.staff_line(WOOD.key)) == WOOD
    assert do(run, "import", "staff.csv", "--yes", "--skip-faulty").exit_code == 0
    assert records(lambda tx: tx.staff_line(WOOD.key)) == replace(WOOD, job="Head")
    assert "Jo Marsh" in names(), "the faulty line may be theirs"


def test_a_file_that_would_end_most_people_is_refused(run: CliRunner) -> None:
    do(run, "import", "staff.csv", "--yes")
    write((WOOD,))
    result = do(run, "import", "staff.csv", "--yes")
    assert result.exit_code == 1
    assert "2 of the 3 people on the list would go" in result.stderr
    assert len(names()) == 3
    assert do(run, "import", "staff.csv", "--yes", "--many-leavers").exit_code == 0
    assert names() == ["Anna Wood"]


def test_a_head_who_is_missing_from_the_file_stays_head_and_is_named(run: CliRunner) -> None:
    do(run, "import", "staff.csv", "--yes")
    records(lambda tx: tx.appoint(held(WOOD, Role.HEAD)))
    write((HILL, MARSH))
    result = do(run, "import", "staff.csv", "--yes")
    assert result.exit_code == 0
    flat = " ".join(result.stdout.split())
    assert "Anna Wood is not in the file, but is head and stays on the list; hand the role over in chat" in flat
    assert "Anna Wood" in names()
    assert [one.standing for one in records(lambda tx: tx.appointments())] == [Standing.HELD]


def test_whoever_gets_a_leavers_address_gets_neither_their_role_nor_their_account(run: CliRunner) -> None:
    do(run, "import", "staff.csv", "--yes")
    account = Account("slack", "T1", "U1", HILL.key)
    records(lambda tx: (tx.appoint(held(HILL, Role.DEPUTY)), tx.put_account(account)))
    records(lambda tx: tx.put_staff([replace(HILL, ends="2020-08-31")]))
    result = do(run, "import", "staff.csv", "--yes")
    assert "Bob Hill comes back without the role of before (deputy)" in " ".join(result.stdout.split())
    assert [one.standing for one in records(lambda tx: tx.appointments())] == [Standing.ENDED]
    assert records(lambda tx: tx.accounts_of(HILL.key)) == ()


def test_whoever_gets_a_leavers_address_sees_nothing_that_was_theirs(run: CliRunner) -> None:
    """Copies, questions sent to them, answers on their way to them."""
    do(run, "import", "staff.csv", "--yes")
    now = datetime(2027, 3, 3, tzinfo=UTC)

    def work(tx: SchoolTx) -> None:
        tx.keep_copy(KeptCopy("c1", HILL.key, "May I?", Post(text="No."), now))
        tx.send_question(SentQuestion("q1", HILL.key, "About somebody", tx.now, MARSH.key))
        tx.send_question(SentQuestion("q2", WOOD.key, "Mine", tx.now), asker=HILL.key)
        tx.tell(HILL.key, Post(text="For Bob alone"), key="k")
        tx.put_staff([replace(HILL, ends="2020-08-31")])

    records(work)
    do(run, "import", "staff.csv", "--yes")
    assert records(lambda tx: (tx.kept_copies(HILL.key), tx.sent_questions(HILL.key))) == ((), ())
    records(lambda tx: (tx.tell_asker("q2", Post(text="Answer"), due=tx.now), tx.amend("k", Post(text="More"))))
    waiting = records(lambda tx: tx.connection.execute(select(outbox.c.person)).scalars().all())
    assert len(waiting) == 1
    assert HILL.key not in waiting


def test_a_heads_address_that_is_handed_on_hands_on_no_role(run: CliRunner) -> None:
    """The school's head@… stands beside another name in the next export."""
    do(run, "import", "staff.csv", "--yes")
    records(lambda tx: tx.appoint(held(WOOD, Role.HEAD)))
    write((replace(WOOD, name="Mr Carl Field"), HILL, MARSH))
    result = do(run, "import", "staff.csv", "--yes")
    assert result.exit_code == 1
    assert "A role does not go with an address" in result.stderr
    assert "Anna Wood" in names()
    assert do(run, "import", "staff.csv", "--yes", "--same-people").exit_code == 0
    assert "Mr Carl Field" in names()


def test_a_teachers_address_that_is_handed_on_hands_on_no_account(run: CliRunner) -> None:
    do(run, "import", "staff.csv", "--yes")
    records(lambda tx: tx.put_account(Account("slack", "T1", "U1", MARSH.key)))
    write((WOOD, HILL, replace(MARSH, name="Mr Carl Field")))
    assert do(run, "import", "staff.csv", "--yes").exit_code == 0
    assert records(lambda tx: tx.accounts_of(MARSH.key)) == ()


@pytest.mark.parametrize(
    ("before", "after", "other"),
    [
        ("Anna Wood", "Mrs A Wood", False),
        ("Anna Wood", "Anna Field", False),
        ("Wood, Anna", "Anna Wood-Field", False),
        ("Mrs Wood", "Mrs Field", True),
        ("Anna Wood", "Carl Field", True),
    ],
)
def test_another_name_altogether_is_somebody_else(before: str, after: str, other: bool) -> None:
    assert somebody_else(before, after) is other


def test_what_changed_while_somebody_thought_about_it_is_noticed(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the preview and the yes, Miss Marsh becomes safeguarding lead in chat."""
    do(run, "import", "staff.csv", "--yes")
    write((WOOD, HILL))

    def slowly(*_: object, **__: object) -> bool:
        records(lambda tx: tx.appoint(held(MARSH, Role.SAFEGUARDING_LEAD)))
        return True

    monkeypatch.setattr("click.confirm", slowly)
    result = do(run, "import", "staff.csv")
    assert result.exit_code == 1
    assert "changed meanwhile" in result.stderr
    assert "Jo Marsh" in names()


def test_the_list_shows_roles_accounts_and_who_cannot_be_reached(run: CliRunner) -> None:
    assert "Nobody is on the staff list today" in do(run, "list").stdout
    do(run, "import", "staff.csv", "--yes")
    records(
        lambda tx: (
            tx.appoint(held(WOOD, Role.HEAD)),
            tx.put_account(Account("slack", "T1", "U1", WOOD.key)),
            tx.put_unreached(HILL.key, "has not opened Proviso"),
            tx.put_staff([STONE]),
        )
    )
    said = do(run, "list").stdout
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in said.splitlines() if "│" in line]
    columns = [" ".join(cells) for cells in zip(*rows, strict=True)]
    assert "Anna Wood" in columns[0]
    assert "Dr Stone (governors)" in columns[0]
    assert "Wood@larkfield.example" in columns[1].replace(" ", "")
    assert "head" in columns[2]
    assert "Slack" in columns[3]
    assert "cannot be reached: has not opened Proviso" in columns[3]
    assert "4 people." in said


def test_somebody_with_a_new_account_is_made_known_again(run: CliRunner) -> None:
    do(run, "import", "staff.csv", "--yes")
    records(lambda tx: tx.put_account(Account("slack", "T1", "U1", WOOD.key)))
    assert "Forgot 1 account of Anna Wood" in do(run, "unlink", "WOOD@larkfield.example").stdout
    assert records(lambda tx: tx.accounts_of(WOOD.key)) == ()
    assert "has no account to forget" in do(run, "unlink", WOOD.key).stdout
    result = do(run, "unlink", "nobody\x1b[2J@larkfield.example")
    assert result.exit_code == 1
    assert "Nobody on the staff list" in result.stderr
    assert "\x1b" not in result.stderr


def test_what_the_terminal_shows_holds_nothing_that_it_would_obey(run: CliRunner) -> None:
    Path("staff.csv").write_text(
        "Name,Email,\x1b[2JPo\x07st,Start date\nA\x1b[31mB,a@x.example,J\x1b]0;x\x07,\x1b[1m\n"
    )
    result = do(run, "import", "staff.csv", "--yes")
    assert "line 2" in result.stderr
    assert not {"\x1b", "\x07"} & set(result.output)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "none.csv"], "There is no file none.csv"),
        (["import", "."], "is a folder"),
        (["import", "staff.csv", "--map", "x"], "is no pair"),
        (["import", "staff.csv", "--map", "x=email"], "There is no column “x”"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(run: CliRunner, words: list[str], said: str) -> None:
    result = do(run, *words)
    assert result.exit_code != 0
    assert said in result.stderr

"""`proviso whosees` and `proviso routes`: who would get a concern, before anybody tells one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.commands.whosees import _KINDS
from handlers.concerns.kinds import Kind

SCHOOL = """
[school]
name = "Larkfield"

[[school.staff]]
name = "Miss Marsh"
email = "marsh@larkfield.example"

[[school.staff]]
name = "Mrs Wood"
email = "wood@larkfield.example"
roles = ["head", "deputy safeguarding lead"]

[[school.staff]]
name = "Mr Hill"
email = "hill@larkfield.example"
roles = ["deputy", "safeguarding lead"]

[[school.staff]]
name = "Dr Stone"
email = "stone@larkfield.example"
roles = ["chair of governors"]
capacity = "governors"
"""
VICE = """
[[school.staff]]
name = "Ms Brook"
email = "brook@larkfield.example"
roles = ["vice-chair of governors"]
capacity = "governors"
"""
LADO = '\n[contacts]\nlado = "01632 960900"\n'


@pytest.fixture(autouse=True)
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Larkfield in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "proviso.toml").write_text(SCHOOL + VICE + LADO, "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def said(*words: str) -> dict[str, str]:
    """What it says, line by line."""
    result = run("whosees", *words)
    assert result.exit_code == 0, result.output
    return dict(line.split(": ", 1) for line in result.output.splitlines())


def test_what_a_colleague_did_would_go_to_the_head() -> None:
    lines = said("--kind", "colleague")
    assert lines["Gets it now"] == "Mrs Wood (head)"
    assert next(words for name, words in lines.items() if name.startswith("If nobody opens it by")).startswith(
        "Dr Stone"
    )


def test_what_the_head_did_would_go_to_the_chair_and_never_to_the_head() -> None:
    lines = said("--kind", "colleague", "--about", "Wood@larkfield.example", "--by", "marsh@larkfield.example")
    assert lines["Gets it now"] == "Dr Stone (chair of governors)"
    assert lines["Never"] == "Mrs Wood, whom it is about"


def test_a_pupil_at_risk_concerns_the_safeguarding_lead_too() -> None:
    assert said("--kind", "other", "--pupil")["Gets it now"] == "Mrs Wood (head) and Mr Hill (safeguarding lead)"


def test_what_nobody_at_the_school_may_see_would_go_outside() -> None:
    result = run(
        "whosees", "--kind", "colleague", "--about", "wood@larkfield.example", "--about", "stone@larkfield.example"
    )
    assert "Nobody at the school" in result.output
    assert "designated officer (LADO): 01632 960900" in result.output


def test_every_kind_can_be_asked_about() -> None:
    assert set(_KINDS) == {*Kind, "praise"}
    for kind in _KINDS:
        assert said("--kind", kind)["Gets it now"].startswith("Mrs Wood (head)"), kind


def test_a_stranger_is_named_as_one() -> None:
    result = run("whosees", "--kind", "other", "--about", "nobody@larkfield.example")
    assert result.exit_code == 1
    assert "Nobody on the staff list has the address nobody@larkfield.example" in result.output


def test_looking_makes_no_database(school: Path) -> None:
    said("--kind", "other")
    assert not (school / "proviso-data").exists()


def test_the_table_is_printed_by_name_and_written_to_be_signed(school: Path) -> None:
    result = run("routes")
    assert result.exit_code == 0, result.output
    assert "About staff, supply, volunteers and contractors: Mrs Wood (head), then Dr Stone" in result.output
    assert "About head and chair together: the local authority designated officer (LADO), 01632 960900" in result.output
    assert run("routes", "--pdf", "table.pdf").exit_code == 0
    assert (school / "table.pdf").read_bytes().startswith(b"%PDF-")


def test_a_line_on_which_there_is_nobody_is_a_dead_end_whatever_numbers_there_are(school: Path) -> None:
    (school / "proviso.toml").write_text(SCHOOL + LADO, "utf-8")
    result = run("routes")
    assert result.exit_code == 1
    assert "Dead end: What concerns the chair of governors would go to the vice-chair of governors" in result.output
    assert result.output.count("Dead end") == 1, "about head and chair together it goes outside, as it should"


def test_a_dead_end_is_named_and_nothing_is_there_to_sign(school: Path) -> None:
    (school / "proviso.toml").write_text(SCHOOL, "utf-8")
    result = run("routes", "--pdf", "table.pdf")
    assert result.exit_code == 1
    assert "Dead end: What concerns head and chair together would go to nobody in school" in result.output
    assert not (school / "table.pdf").exists()

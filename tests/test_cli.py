"""The command line: what is printed, where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from knowledge.model import Answer, Cited, Policy, Verdict

POLICY = """# Larkfield social media policy

Adopted 8 September 2025. In force from 1 October 2025. Next review September 2026.

## 4. Contact with pupils

4.1 Staff must not accept, send or keep a friend request between their personal account and a pupil.

4.2 If a pupil contacts your personal account, do not reply, and tell the headteacher the same day.

## 5. Personal use

5.1 Staff may use their own phone for personal social media during their breaks and lunch hour.

5.2 Staff must not:

(a) use the school's e-mail address for personal accounts;

(b) post photographs of pupils on a personal account unless the headteacher has agreed in writing.
"""


@pytest.fixture
def policy(tmp_path: Path) -> str:
    path = tmp_path / "larkfield.md"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


class Overlap:
    """An answerer that cites the clauses sharing most words: here it matters how answers are printed, not which."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._places = [(clause, policy) for policy in policies for clause in policy.clauses]

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        asked = words_of(question)
        shares = [(len(asked & words_of(clause.text)), clause, policy) for clause, policy in self._places]
        best = sorted((one for one in shares if one[0]), key=lambda one: -one[0])[:5]
        if not best:
            return Answer(question, Verdict.NOT_COVERED, True, 0.9, "No clause decides this.", nearest=("Contact",))
        cited = tuple(Cited(clause, p, share / 10) for share, clause, p in best)
        return Answer(question, Verdict.NO, True, 0.9, "The clause rules this out.", cited)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PROVISO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PROVISO_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("knowledge.answering.Answerer", Overlap)
    return CliRunner()


def ask(run: CliRunner, *words: str, given: str | bytes | None = None) -> Result:
    result = run.invoke(cli, list(words), input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def one_line(result: Result) -> str:
    """The error, which is one line, with a non-zero exit and nothing on standard output."""
    assert result.exit_code != 0
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


# --- ask ---


def test_a_question_is_answered_with_the_clause_and_where_it_stands(run: CliRunner, policy: str) -> None:
    result = ask(run, "ask", "--policy", policy, "Can I accept a friend request from a pupil?")
    assert result.exit_code == 0
    flat = " ".join(result.stdout.split())
    assert flat.startswith("No The clause rules this out.")
    assert "“Staff must not accept, send or keep a friend request" in flat
    assert "Larkfield social media policy, clause 4.1, adopted 8 September 2025" in flat
    assert "\x1b[" not in result.stdout, "no colour codes where it is no terminal"


def test_the_whole_answer_comes_as_json(run: CliRunner, policy: str) -> None:
    found = json.loads(ask(run, "ask", "--policy", policy, "--json", "can i use facebook at lunch").stdout)
    assert {"verdict", "shown", "confidence", "reason", "condition", "follow_up", "clauses", "conflict", "nearest",
            "readings", "disclosure", "danger", "subject"} <= set(found)  # fmt: skip


def test_nothing_in_a_question_or_policy_is_taken_as_markup(run: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "odd.md"
    path.write_text(
        "# [bold]Odd[/bold] policy\n\n## Rules\n\n1.1 Staff must not post [red]photographs[/] of pupils.\n", "utf-8"
    )
    shown = ask(run, "policy", "show", str(path)).stdout
    assert "[red]photographs[/]" in shown


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_gets_one_line(run: CliRunner, policy: str, question: str) -> None:
    assert "The question is empty" in one_line(ask(run, "ask", "--policy", policy, question))


def test_an_unknown_file_gets_one_line(run: CliRunner) -> None:
    assert "There is no file nowhere.docx" in one_line(ask(run, "ask", "--policy", "nowhere.docx", "may I?"))
    assert "is a folder" in one_line(ask(run, "policy", "check", "."))
    assert "There is no file" in one_line(ask(run, "ask", "--policy", "nowhere.docx", "--batch", "none.jsonl"))


def test_a_faulty_document_gets_its_sentence(run: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "empty.docx").write_bytes(b"")
    for words in (["policy", "check"], ["policy", "show"], ["policy", "add"], ["ask", "may I?", "--policy"]):
        result = ask(run, *words, "empty.docx")
        assert result.exit_code == 1
        assert "is empty" in result.stderr
        assert len(result.stderr.strip().splitlines()) <= 6
        assert "Traceback" not in result.stderr


# --- batch ---


def batch(run: CliRunner, policy: str, tmp_path: Path, lines: str) -> tuple[Result, list[dict[str, object]]]:
    path = tmp_path / "questions.jsonl"
    path.write_text(lines, encoding="utf-8")
    result = ask(run, "ask", "--policy", policy, "--batch", str(path))
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def test_a_batch_writes_one_line_for_each_question_and_nothing_else(
    run: CliRunner, policy: str, tmp_path: Path
) -> None:
    asked = [
        {"id": "a", "question": "accept a pupil's friend request?"},
        {"id": "b", "question": "can I wear trainers?"},
    ]
    result, lines = batch(run, policy, tmp_path, "\n".join(map(json.dumps, asked)) + "\n\n")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert [line["id"] for line in lines] == ["a", "b"]
    for line in lines:
        assert set(line) == {"id", "verdict", "confidence", "shown", "condition", "follow_up", "clauses"}
    first = lines[0]["clauses"]
    assert isinstance(first, list)
    assert 1 <= len(first) <= 5
    assert set(first[0]) == {"text", "number", "heading", "policy", "score"}
    assert [one["score"] for one in first] == sorted((one["score"] for one in first), reverse=True)
    assert any(one["text"] in " ".join(POLICY.split()) for one in first)


def test_a_nested_clause_is_given_byte_for_byte_without_its_lead_in(
    run: CliRunner, policy: str, tmp_path: Path
) -> None:
    _, lines = batch(
        run,
        policy,
        tmp_path,
        '{"id": 1, "question": "can I sign up for personal accounts with an e-mail address of work"}',
    )
    texts = [one["text"] for one in lines[0]["clauses"]]  # type: ignore[attr-defined]
    assert any(text.startswith("use the school's e-mail address") for text in texts)


def test_bad_lines_are_named_and_the_rest_is_answered(run: CliRunner, policy: str, tmp_path: Path) -> None:
    bad = ["not json", "[]", '{"question": "no id"}', '{"id": "x"}', '{"id": "y", "question": " "}', "[" * 100_000]
    good = '{"id": "good", "question": "may I use my phone at lunch?"}'
    result, lines = batch(run, policy, tmp_path, "\n".join([*bad, good]))
    assert result.exit_code == 1
    assert [line["id"] for line in lines] == ["good"]
    complaints = result.stderr.splitlines()
    assert len(complaints) == len(bad)
    for number, complaint in enumerate(complaints, 1):
        assert f"questions.jsonl, line {number}: " in complaint


def test_a_batch_reads_windows_line_ends_a_byte_order_mark_and_standard_input(run: CliRunner, policy: str) -> None:
    given = b'\xef\xbb\xbf{"id": "1", "question": "can I use my phone?"}\r\n{"id": "2", "question": "\xff"}\r\n'
    result = ask(run, "ask", "--policy", policy, "--batch", "-", given=given)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["1"]
    assert result.stderr == "standard input, line 2: this is not JSON.\n"


def test_a_question_and_a_batch_together_are_refused(run: CliRunner, policy: str) -> None:
    result = ask(run, "ask", "--policy", policy, "--batch", "-", "may I?")
    assert result.exit_code == 2
    assert "not both" in result.stderr


# --- policy ---


def test_show_as_json_is_the_contract(run: CliRunner, policy: str) -> None:
    found = json.loads(ask(run, "policy", "show", policy, "--json").stdout)
    assert list(found) == [
        "title", "adopted", "in_force", "last_reviewed", "next_review", "period_months", "missing", "clauses",
    ]  # fmt: skip
    assert (found["adopted"], found["in_force"], found["next_review"]) == ("2025-09-08", "2025-10-01", "2026-09")
    assert found["missing"] == ["last_reviewed", "period_months"]
    for one in found["clauses"]:
        assert set(one) == {"id", "number", "heading", "lead_in", "text", "modality", "binds", "conditions"}
    nested = next(one for one in found["clauses"] if one["text"].startswith("post photographs"))
    assert nested["lead_in"] == "Staff must not:"
    assert nested["modality"] == "prohibition"


def test_check_says_what_was_read_and_what_is_missing(run: CliRunner, policy: str) -> None:
    said = " ".join(ask(run, "policy", "check", policy).stdout.split())
    assert "Larkfield social media policy" in said
    assert "adopted 8 september 2025" in said.casefold()
    assert "It does not say when it was last reviewed or how often it is reviewed." in said
    assert "Nothing was left out." in said


def test_the_school_keeps_a_set_of_its_own(run: CliRunner, policy: str, tmp_path: Path) -> None:
    assert "no policy yet" in one_line(ask(run, "ask", "may I?"))
    assert "no policy in force" in ask(run, "policy", "list").stdout
    assert not (tmp_path / "data").exists(), "looking makes nothing"
    assert "is in force" in ask(run, "policy", "add", policy).stdout
    assert "already" in ask(run, "policy", "add", policy).stdout
    newer = tmp_path / "newer.md"
    newer.write_text(POLICY.replace("same day", "next day"), "utf-8")
    assert "takes the place of larkfield.md" in ask(run, "policy", "add", str(newer)).stdout
    listed = ask(run, "policy", "list").stdout.splitlines()
    assert len(listed) == 1
    assert "Larkfield social media policy (adopted 8 September 2025; newer.md" in listed[0]
    assert len(ask(run, "policy", "list", "--all").stdout.splitlines()) == 2
    assert "next day" in ask(run, "ask", "a pupil contacted my personal account, what do I do?").stdout.replace(
        "\n", " "
    )
    assert "no longer in force" in ask(run, "policy", "remove", listed[0].split()[0]).stdout
    assert "No policy in force has the id or title" in one_line(ask(run, "policy", "remove", "zzz"))


# --- eval ---


def test_eval_scores_and_names_what_it_cannot_read(run: CliRunner, policy: str, tmp_path: Path) -> None:
    asked = {"id": "1", "policy": "larkfield", "question": "can I accept a pupil's friend request?", "verdict": "no",
             "gold": ["Staff must not accept, send or keep a friend request"]}  # fmt: skip
    (tmp_path / "set.jsonl").write_text(json.dumps(asked) + '\n{"id": "2"}\n')
    result = ask(run, "eval", "set.jsonl", str(tmp_path))
    assert result.exit_code == 1
    assert "100%" in result.stdout
    assert "set.jsonl, line 2: 'verdict' is missing." in result.stderr
    (tmp_path / "set.jsonl").write_text(json.dumps({**asked, "policy": "elsewhere"}))
    assert "holds no document named elsewhere" in one_line(ask(run, "eval", "set.jsonl", str(tmp_path)))
    assert "There is no file" in one_line(ask(run, "eval", "none.jsonl", str(tmp_path)))


# --- serve, and the program as a whole ---


def test_serve_names_every_fault_of_the_settings(run: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "proviso.toml").write_text('port = "many"\ncolour = "blue"\n')
    result = ask(run, "serve")
    assert result.exit_code == 1
    assert "port: must be a whole number" in result.stderr
    assert "colour: no such setting" in result.stderr


def test_serve_is_for_this_machine_and_wants_a_staff_list(
    run: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "There is no proviso.toml in this folder" in one_line(ask(run, "serve"))
    (tmp_path / "proviso.toml").write_text("", "utf-8")
    assert "Nothing is connected" in one_line(ask(run, "serve"))
    monkeypatch.setenv("PROVISO_ADDRESS", "0.0.0.0")
    assert "no passwords" in one_line(ask(run, "serve"))


@pytest.mark.parametrize(
    "words", [[], ["ask"], ["policy"], ["policy", "check"], ["policy", "show"], ["policy", "add"], ["policy", "list"],
              ["policy", "remove"], ["eval"], ["demo"], ["serve"]],
)  # fmt: skip
def test_every_help_text_is_there_and_whole(run: CliRunner, words: list[str]) -> None:
    said = ask(run, *words, "--help").stdout
    assert said.startswith("Usage:")
    assert len(said.splitlines()) > 4
    assert "..." not in said.replace("COMMAND [ARGS]...", ""), "no help text is cut off"


def test_the_program_runs_by_itself_and_its_help_is_quick(policy: str) -> None:
    def timed() -> float:  # of the processor's time, since the machine may be busy with other things
        begun = os.times()
        subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, check=True)
        ended = os.times()
        return ended.children_user - begun.children_user + ended.children_system - begun.children_system

    assert min(timed() for _ in range(3)) < 0.5
    command = [sys.executable, "-m", "bot", "ask", "--policy", policy, "--batch", "-"]
    given = b'{"id": "1", "question": "can I accept a pupil?"}\nbad\n'
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1"]
    assert done.stderr.decode() == "standard input, line 2: this is not JSON.\n"

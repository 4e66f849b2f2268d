"""`proviso eval`: how good the answers are, on questions whose clauses and verdicts are known."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.reading import policy_in

if TYPE_CHECKING:
    from rich.console import Console

    from knowledge.evaluation import Figures, Question, Scored

_COLUMNS = ("policy", "n", "hit@1", "hit@3", "verdict", "right", "silence", "shown", "if shown", "false yes")
_LEGEND = (
    "hit: a deciding clause comes first, or among three. right: verdict and first clause, or a right silence. silence: "
    "recall/precision of “your policy doesn't say”. shown: a verdict word was shown; if shown, how often it was right."
)


@click.command("eval", short_help="Score the answers to questions whose answers are known.")
@click.argument("questions", type=click.Path(path_type=Path))
@click.argument("policy_dir", type=click.Path(path_type=Path))
def evaluate(questions: Path, policy_dir: Path) -> None:
    """Answer the set QUESTIONS (JSON lines) and compare with what is right.

    A line: {"id", "policy", "question", "verdict", "gold": ["words of a clause", …], "also": ["another verdict"]}.
    POLICY_DIR holds a document for each policy that the questions name: wigan → POLICY_DIR/wigan.txt, .docx, …
    Every false permission is listed: a yes, shown, where the policy says no or depends.
    """
    from bot.commands.terminal import console

    asked, bad = _questions(questions)
    scored = _answer(asked, policy_dir)
    _print(scored, console())
    for line in bad:
        click.echo(line, err=True)
    if bad:
        sys.exit(1)


def _questions(path: Path) -> tuple[list[Question], list[str]]:
    """The questions, and a line about each line that is none."""
    from knowledge.evaluation import Question

    if not path.is_file():
        raise click.ClickException(f"There is no file {path}.")
    good, bad = [], []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            good.append(Question.from_json(json.loads(line.decode("utf-8-sig"))))
        except KeyError as fault:
            bad.append(f"{path}, line {number}: {fault} is missing.")
        except (ValueError, TypeError, AttributeError, RecursionError):
            bad.append(f"{path}, line {number}: this is no question with id, policy, question, verdict and gold.")
    if not good:
        raise click.ClickException("\n".join([*bad, f"{path} holds no question."]))
    return good, bad


def _answer(asked: Sequence[Question], folder: Path) -> list[Scored]:
    """Answer each question from its own policy; progress on standard error, for a person."""
    from rich.console import Console
    from rich.progress import Progress

    from knowledge.answering import Answerer
    from knowledge.evaluation import judge

    files = {name: _file(folder, name) for name in dict.fromkeys(one.policy for one in asked)}
    scored: list[Scored] = []
    err = Console(stderr=True)
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("Answering", total=len(asked))
        for name, file in files.items():
            answerer = Answerer([policy_in(file)])
            for one in asked:
                if one.policy == name:
                    scored.append(judge(one, answerer.answer(" ".join(one.question.split()))))
                    progress.advance(task)
    return scored


def _file(folder: Path, name: str) -> Path:
    """The document of a policy. Raises click.ClickException where there is none, or more than one."""
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {folder}.")
    found = sorted(path for path in folder.iterdir() if path.stem == name and path.is_file())
    if not found:
        raise click.ClickException(f"{folder} holds no document named {name} (like {name}.txt or {name}.docx).")
    if len(found) > 1:
        raise click.ClickException(
            f"{folder} holds several documents named {name}: {', '.join(p.name for p in found)}."
        )
    return found[0]


def _print(scored: Sequence[Scored], out: Console) -> None:
    from rich.table import Table

    from knowledge.evaluation import figures

    table = Table(*_COLUMNS, box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    names = list(dict.fromkeys(one.question.policy for one in scored))
    for name in names:
        table.add_row(name, *_row(figures([one for one in scored if one.question.policy == name])))
    overall = figures(scored)
    table.add_section()
    table.add_row("overall", *_row(overall), style="bold")
    out.print(table)
    out.print(_LEGEND, style="dim")
    recalls = (f"{verdict} {_percent(share)}" for verdict, share in overall.recalls.items() if share is not None)
    out.print(f"Recall by verdict: {', '.join(recalls)}.")
    out.print("\nFalse permissions:" if overall.false_permissions else "\nNo false permission.")
    for one in overall.false_permissions:
        out.print(f"  {one.question.id} (right: {one.question.verdict}): {one.question.question}")
        out.print(f"      decided by: {one.answer.cited[0].clause.quotation}" if one.answer.cited else "")


def _row(found: Figures) -> list[str]:
    silence = f"{_percent(found.silence_recall)}/{_percent(found.silence_precision)}"
    shares = [_percent(share) for share in (found.hit1, found.hit3, found.verdict, found.right)]
    shown = [_percent(found.shown), _percent(found.verdict_when_shown)]
    return [str(found.count), *shares, silence, *shown, str(len(found.false_permissions))]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"

"""`proviso ask`: one question, or a file of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.reading import policy_in

if TYPE_CHECKING:
    from knowledge.answering import Answerer
    from knowledge.model import Answer


@click.command(short_help="Ask a policy a question, or a file of them.")
@click.argument("question", required=False)
@click.option(
    "--policy",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The policy to ask: Word, PDF, web page or text. Give it again for each policy in force together. "
    "Without it, the policies of the school's own set are asked.",
)
@click.option(
    "--batch",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="QUESTIONS.jsonl",
    help='Answer a file of questions, a JSON object {"id", "question"} a line (- reads standard input). Writes one '
    "JSON object a line. A bad line is named on standard error, the rest is answered, and the exit status is 1.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the whole answer as JSON.")
@click.option(
    "--capacity", type=click.Choice(["staff", "governors", "contractors", "volunteers"]), default="staff",
    show_default=True, help="What the asker is to the school; policies bind people differently.",
)  # fmt: skip
def ask(question: str | None, files: tuple[Path, ...], batch: Path | None, as_json: bool, capacity: str) -> None:
    """Ask a policy a QUESTION in your own words.

    \b
    proviso ask --policy policy.docx "Can I accept a parent on Facebook?"
    proviso ask --policy school.pdf --policy trust.pdf --json "Can I post class photos?"
    proviso ask --policy policy.txt --batch questions.jsonl > answers.jsonl
    """
    if batch is not None and question is not None:
        raise click.UsageError("Give a question or --batch, not both.")
    if batch is None and not (question or "").strip():
        raise click.ClickException("The question is empty. Write it in quotes after the options.")
    if batch is not None and str(batch) != "-" and not batch.is_file():
        raise click.ClickException(f"There is no file {batch}.")
    answerer = _answerer(files)
    if batch is not None:
        from bot.commands.batch import answer_all

        sys.exit(0 if answer_all(batch, answerer, capacity) else 1)
    answer = answerer.answer(" ".join(str(question).split()), capacity=capacity)
    if as_json:
        from bot.commands.contract import whole_answer

        click.echo(json.dumps(whole_answer(answer), ensure_ascii=False, indent=2))
    else:
        _print(answer)


def _answerer(files: tuple[Path, ...]) -> Answerer:
    from knowledge.answering import Answerer

    if files:
        return Answerer([policy_in(path) for path in dict.fromkeys(files)])
    from bot.commands.own import policies

    own = policies()
    if not own:
        raise click.ClickException(
            "The school has no policy yet. Name a file with --policy, or add one: proviso policy add."
        )
    return Answerer(own)


def _print(answer: Answer) -> None:
    from bot.commands.terminal import console, rendered
    from handlers.answers import Around, compose, other_rules, silent, sure

    urgent = ""
    if answer.danger:
        urgent = (
            "If anyone is in danger now, call 999 first. Then tell your safeguarding lead, in person, straight away."
        )
    elif answer.disclosure:
        urgent = "If this is happening, do not keep it to yourself: tell your safeguarding lead, in person, today."
    out = console()
    out.print(rendered(compose(answer, Around(key="", urgent=urgent))))
    if answer.follow_up and sure(answer):
        out.print(f"\n{answer.follow_up.question} " + " / ".join(one.label for one in answer.follow_up.choices))
    if len(answer.cited) > 1 and not silent(answer):
        out.print()
        out.print(rendered(other_rules(answer)))
    out.print(f"\nAnswers like this one are right {answer.confidence:.0%} of the time.", style="dim")

"""Puts into README.md what the program says to its examples, in place of what it said before."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from bot.__main__ import cli

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```console\n\$ proviso (?P<words>.+)\n(?P<said>[^`]*)```$", re.MULTILINE)
REST = re.compile(r"\n+(Other rules about this|Answers like this one)\b.*", re.DOTALL)  # too much for an example
WIDE = 100


def said(words: str) -> str:
    """The answer to `words`, a command line without its `proviso`. Raises SystemExit where the command fails."""
    result = CliRunner().invoke(cli, shlex.split(words), env={"COLUMNS": str(WIDE), "NO_COLOR": "1"})
    if result.exit_code:
        raise SystemExit(f"proviso {words}\n{result.output}")
    answer = REST.sub("", result.stdout.strip())
    return "\n".join(line.rstrip() for line in answer.splitlines()) + "\n"


def examples(text: str) -> list[tuple[str, str]]:
    """The examples of a page: a command, and what stands under it."""
    return [(found["words"], found["said"]) for found in BLOCK.finditer(text)]


def main() -> None:
    """Write README.md anew."""
    page = ROOT / "README.md"
    text = page.read_text("utf-8")
    new = BLOCK.sub(lambda found: f"```console\n$ proviso {found['words']}\n{said(found['words'])}```", text)
    page.write_text(new, "utf-8")
    print(f"{len(examples(new))} examples in {page.name}")


if __name__ == "__main__":
    main()

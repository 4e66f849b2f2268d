"""The command line: `proviso COMMAND`."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

_COMMANDS = {
    "ask": ("bot.commands.ask", "ask"),
    "policy": ("bot.commands.policy", "policy"),
    "eval": ("bot.commands.evaluate", "evaluate"),
    "demo": ("bot.commands.demo", "demo"),
    "serve": ("bot.commands.serve", "serve"),
    "init": ("bot.commands.init", "init"),
    "register": ("bot.commands.register", "register"),
    "staff": ("bot.commands.staff", "staff"),
    "consents": ("bot.commands.consents", "consents"),
    "check": ("bot.commands.check", "check"),
    "manifest": ("bot.commands.manifest", "manifest"),
    "whosees": ("bot.commands.whosees", "whosees"),
    "routes": ("bot.commands.routes", "routes"),
    "key": ("bot.commands.key", "key"),
}


class _Lazy(click.Group):
    """A group that imports a command when it is named, or listed in the help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Whoever may not read the bot's files is told whose they are."""
        try:
            return super().invoke(ctx)
        except PermissionError as fault:
            if fault.filename is None:
                raise
            raise click.ClickException(
                f"You have no right to look at {fault.filename}. What is the bot's belongs to a user of its own: "
                "sudo -iu proviso, and try again."
            ) from None


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="proviso", prog_name="proviso")
def cli() -> None:
    """Ask "can I…?" and get your school's own rule, word for word.

    Everything runs on this machine: no language model, and no network while answering.

    \b
    Try it:      proviso demo
    Ask a file:  proviso ask --policy policy.docx "Can I accept a parent on Facebook?"
    Check one:   proviso policy check policy.docx
    """


def main() -> None:
    """The entry point. What is printed is UTF-8, also where the console was set up otherwise."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="proviso")


if __name__ == "__main__":
    main()

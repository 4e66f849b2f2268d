"""`proviso key`: the key that seals what is told in confidence."""

from __future__ import annotations

import click


@click.group(short_help="The key that seals the records.")
def key() -> None:
    """What people tell in confidence is sealed before it reaches the database.

    The embedded database keeps its key in a file beside it. With PostgreSQL, or to keep the key away from the records,
    set PROVISO_KEY. Without the key the records cannot be read by anybody, so keep a copy where the school keeps its
    most important papers.
    """


@key.command(short_help="Make a new key.")
def new() -> None:
    """Print a new key for PROVISO_KEY.

    To change keys, put the new one before the old one with a comma between: new records are sealed with the new one,
    old ones are still read.
    """
    from bot.vault import new_key

    click.echo(new_key())

"""Files given on the command line: a document as a policy, or one clear sentence about why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from knowledge.model import Policy


def bytes_of(path: Path) -> bytes:
    """The file's bytes. Raises click.ClickException, in one line, where it cannot be read or is far too large."""
    from knowledge.documents.faults import MAX_FILE, too_large

    try:
        if path.is_dir():
            raise click.ClickException(f"{path} is a folder; give me a file.")
        size = path.stat().st_size
        if size > MAX_FILE:  # not even read into memory
            raise click.ClickException(str(too_large(path.name, size)))
        return path.read_bytes()
    except FileNotFoundError:
        raise click.ClickException(f"There is no file {path}.") from None
    except OSError as fault:
        raise click.ClickException(f"{path} cannot be read: {fault.strerror}.") from None


def policy_in(path: Path) -> Policy:
    """The policy in a file. Raises click.ClickException with the reader's own sentence."""
    from knowledge.model import DocumentFault
    from knowledge.policy import read_policy

    data = bytes_of(path)
    try:
        return read_policy(data, path.name)
    except DocumentFault as fault:
        raise click.ClickException(str(fault)) from None
